"""A window of the game in a test: keys go in, and what stands on the screen is read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen

from redheat_game.ui.app import RedHeatApp
from redheat_game.ui.screens.play import PlayScreen

PATIENCE = 100
"""Rounds of the loop after which what is waited for will not come."""
SMALL, LARGE = (80, 24), (140, 45)

AnyScreen = TypeVar("AnyScreen", bound=Screen[Any])


def screen_text(app: RedHeatApp) -> str:
    """What stands on the screen in front, without spaces at the ends of lines."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


class Window:
    """An app that runs without a terminal."""

    def __init__(self, app: RedHeatApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return screen_text(self.app)

    @property
    def lines(self) -> list[str]:
        """The same, by rows."""
        return self.text.split("\n")

    @property
    def play(self) -> PlayScreen:
        """The play screen, which must be in front."""
        return self.front(PlayScreen)

    def front(self, kind: type[AnyScreen]) -> AnyScreen:
        """The screen in front, which must be of this kind."""
        screen = self.app.screen
        assert isinstance(screen, kind), f"{screen} is in front:\n{self.text}"
        return screen

    @property
    def told(self) -> list[str]:
        """What the player was told in the corner."""
        return [item.message for item in self.app._notifications]

    @property
    def choices(self) -> tuple[str, ...]:
        """The ids of the choices taken."""
        return self.app.kept.playthrough.choices

    @property
    def scene(self) -> str:
        """The id of the scene in which the open playthrough stands."""
        return self.app.kept.playthrough.scene

    async def press(self, *keys: str) -> None:
        """Press these keys, each after what the one before set off is done and painted."""
        await self.until(self._is_at_rest, "rest")
        for key in keys:
            await self.pilot.press(key)
            await self.rest()

    async def rest(self) -> None:
        """Go on until nothing is under way: Textual's own pause takes a busy machine for an idle app."""
        await self.pilot.pause()
        await self.until(self._is_at_rest, "rest")

    def _is_at_rest(self) -> bool:
        """Whether nothing is under way; a question in front keeps what asked it waiting."""
        if self.app._exit or not self.app.is_running:
            # of an app that was left the queues are never read again
            return True
        screen = self.app.screen
        if screen._layout_required or screen._callbacks or screen._dirty_widgets:
            return False
        if any(
            node._next_callbacks or not node._message_queue.empty()
            for node in (self.app, *screen.walk_children(with_self=True))
            if not node._closed
        ):
            return False
        return isinstance(screen, ModalScreen) or not any(worker.is_running for worker in self.app.workers)

    async def write(self, words: str) -> None:
        """Type words in place of those that are there."""
        await self.press("end", "ctrl+u", *("space" if letter == " " else letter for letter in words))

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Go on until this holds."""
        for _ in range(PATIENCE):
            if holds():
                return
            await self.pilot.pause()
        raise AssertionError(f"never: {what}. The screen:\n{self.text}")

    async def see(self, *texts: str) -> None:
        """Go on until all these texts are on the screen."""
        try:
            await self.until(lambda: all(text in self.text for text in texts), "all of it")
        except AssertionError as error:
            raise AssertionError(f"never seen: {[text for text in texts if text not in self.text]}. {error}") from None

    async def unsee(self, *texts: str) -> None:
        """Go on until none of these texts is on the screen."""
        await self.until(lambda: not any(text in self.text for text in texts), f"without {texts!r}")

    async def click(self, words: str) -> None:
        """Click on the first place where these words stand."""
        await self.see(words)
        row = next(number for number, line in enumerate(self.lines) if words in line)
        await self.pilot.click(offset=(self.lines[row].index(words) + 1, row))
        await self.rest()

    async def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        await self.pilot.resize_terminal(columns, rows)
        await self.rest()


@asynccontextmanager
async def opened(app: RedHeatApp, size: tuple[int, int] = SMALL) -> AsyncIterator[Window]:
    """A window in which the app runs."""
    async with app.run_test(size=size, notifications=True) as pilot:
        window = Window(app, pilot)
        await pilot.pause()
        yield window
