"""A writers' desk for tests: the app, and a hand that edits files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from redheat_game.authoring.editions import Editions
from redheat_game.storage.database import Database
from redheat_game.storage.places import Places
from redheat_game.storage.store import Store
from redheat_game.ui.desk.app import DeskApp
from tests.ui.window import LARGE, screen_text

STORY = """\
story: The Kiln
hero: Vera
start: yard
variables:
  coins: {is: range 0..5, start: 1}
  lamp: flag
endings: {home: {title: Home, kind: victory, line: You are home.}}
"""
SCENES = """\
scene: yard
text: The yard is cold.
choices:
  - {say: To the kiln., id: to_kiln, do: coins += 1, go: kiln}
---
scene: kiln
text: The kiln is hot.
choices:
  - {say: Back., go: yard}
  - {say: Through the hatch., when: coins >= 2 and lamp, go: hatch}
  - {say: Light the lamp., id: light, once: true, do: lamp = true, go: kiln}
---
scene: hatch
text: A hatch.
choices: [{say: Home., go: out}]
---
scene: out
text: Home.
ending: home
"""
PATIENCE = 120.0
"""Seconds after which what is waited for will not come."""


class Desk:
    """The app, and a hand that edits files."""

    def __init__(self, app: DeskApp, press: Callable[[str], object], pack: Path) -> None:
        self.app, self._press, self.pack = app, press, pack

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while not holds():
                await asyncio.sleep(0.02)
        assert holds(), what

    @property
    def text(self) -> str:
        return screen_text(self.app)

    @property
    def told(self) -> str:
        """What the writer was told in the corner."""
        return "\n".join(item.message for item in self.app._notifications)

    async def see(self, *words: str) -> None:
        try:
            await self.until(lambda: all(word in self.text for word in words), "seen")
        except TimeoutError:
            missing = [word for word in words if word not in self.text]
            raise AssertionError(f"never seen: {missing}\n{self.text}") from None

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self._press(key)  # type: ignore[misc]

    def edit(self, old: str, new: str, name: str = "scenes.yaml") -> None:
        path = self.pack / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    @property
    def scene(self) -> str:
        return self.app.kept.playthrough.scene

    @property
    def choices(self) -> tuple[str, ...]:
        return self.app.kept.playthrough.choices


@asynccontextmanager
async def desk_on(
    pack: Path,
    size: tuple[int, int] = LARGE,
    *,
    scene: str | None = None,
    settings: tuple[str, ...] = (),
    seconds: float = 0,
) -> AsyncIterator[Desk]:
    """A desk on which the pack lies, and which has read it."""
    with Store(Places(pack.parent / "home"), Database.in_memory()) as store:
        store.change_settings(motion=False, content_notes=False)
        app = DeskApp(Editions([pack]), store, scene=scene, settings=settings, max_seconds=seconds)
        app.held_key_seconds = 0.0
        async with app.run_test(size=size, notifications=True) as pilot:
            desk = Desk(app, pilot.press, pack)
            await desk.until(lambda: app.state.edition is not None, "read")
            yield desk
