"""Playing small stories on a screen that is not there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from textual.pilot import Pilot
from textual.screen import Screen

from redheat_game.storage.places import Places
from redheat_game.storage.store import Store
from redheat_game.story.loader import load_story
from redheat_game.story.script import Story
from redheat_game.ui.app import RedHeatApp
from redheat_game.ui.screens.play import PlayScreen

STORIES = Path(__file__).parent.parent / "stories"
QUIET = {"motion": False, "content_note_seen": True}

ScreenType = TypeVar("ScreenType", bound=Screen[Any])


@cache
def story_of(name: str) -> Story:
    """A story of the tests."""
    loaded = load_story([STORIES / name])
    assert loaded.story is not None, [str(item) for item in loaded.diagnostics]
    return loaded.story


def make_app(home: Path, name: str = "lantern", **settings: object) -> RedHeatApp:
    """An app that plays a story of the tests, in which nothing moves and no key counts as held."""
    store = Store.open(Places(home))
    store.change_settings(**(QUIET | settings))
    app = RedHeatApp(story_of(name), store)
    app.held_key_seconds = 0.0
    return app


class Player:
    """Presses keys and looks."""

    def __init__(self, app: RedHeatApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    @property
    def scene(self) -> str:
        """The scene where the open playthrough stands."""
        return self.app.kept.playthrough.scene

    @property
    def play(self) -> PlayScreen:
        """The play screen, which is in front."""
        assert isinstance(self.app.screen, PlayScreen)
        return self.app.screen

    def on(self, kind: type[ScreenType]) -> ScreenType:
        """The screen in front, which is of this kind."""
        assert isinstance(self.app.screen, kind), self.app.screen
        return cast(ScreenType, self.app.screen)

    @property
    def lines(self) -> list[str]:
        """What is painted, without spaces at the ends of lines."""
        strips = self.app.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    def text(self) -> str:
        """What is painted."""
        return "\n".join(self.lines)

    def told(self) -> list[str]:
        """What the player was told in the corner."""
        return [item.message for item in self.app._notifications]


@asynccontextmanager
async def playing(
    home: Path, *keys: str, story: str = "lantern", size: tuple[int, int] = (80, 24), **settings: object
) -> AsyncIterator[Player]:
    """A player before the title, after pressing these keys."""
    app = make_app(home, story, **settings)
    try:
        async with app.run_test(size=size) as pilot:
            player = Player(app, pilot)
            await pilot.pause()
            await player.press(*keys)
            yield player
    finally:
        app.store.close()
