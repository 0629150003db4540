"""What the tests of the interface share: a small story that stays as it is, and apps that play it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from functools import cache
from pathlib import Path

import pytest

from redheat_game.storage.places import Places
from redheat_game.storage.store import Store
from redheat_game.story.loader import load_story, load_texts
from redheat_game.story.script import Story
from redheat_game.ui.app import RedHeatApp

from .desk import SCENES, STORY
from .racing import Clock
from .window import SMALL, Window, opened

LANTERN = Path(__file__).parents[1] / "stories" / "lantern"

MakesApp = Callable[..., RedHeatApp]
Playing = Callable[..., AbstractAsyncContextManager[Window]]


@cache
def the_lantern() -> Story:
    """The story of the tests."""
    loaded = load_story([LANTERN])
    assert loaded.story is not None, [str(item) for item in loaded.diagnostics]
    return loaded.story


def altered_lantern(changes: Mapping[str, str], **laid_over: str) -> Story:
    """The story of the tests with some words in place of others; keywords are the texts of further files."""
    written = (LANTERN / "story.yaml").read_text("utf-8")
    for old, new in changes.items():
        assert old in written, old
        written = written.replace(old, new)
    texts = {"story": written} | laid_over
    loaded = load_texts({f"lantern/{name}.yaml": text for name, text in texts.items()})
    assert loaded.story is not None, [str(item) for item in loaded.diagnostics]
    return loaded.story


@pytest.fixture
def clock() -> Clock:
    """The race's clock."""
    return Clock()


@pytest.fixture
def story() -> Story:
    """A quay, ninety steps, and a lamp room with twelve levers."""
    return the_lantern()


@pytest.fixture
def make_app(tmp_path: Path, story: Story, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakesApp]:
    """Makes apps that all keep in the same place, in which nothing moves; keywords are settings."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    # the pilot looks this often whether all is done; what a test waits for it waits for itself
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", 0.004)
    # keys in tests come faster than hands are
    monkeypatch.setattr(RedHeatApp, "held_key_seconds", 0.0)
    with ExitStack() as stack:

        def make(played: Story | Callable[[], Story] = story, **settings: object) -> RedHeatApp:
            store = stack.enter_context(Store.open(Places(tmp_path)))
            store.change_settings(**({"motion": False, "content_notes": False} | settings))
            app = RedHeatApp(played, store)
            # no time runs unless a test lets it
            app.monotonic = lambda: 0.0
            return app

        yield make


@pytest.fixture
def app(make_app: MakesApp) -> RedHeatApp:
    """An app whose player has never played."""
    return make_app()


@pytest.fixture
def playing(make_app: MakesApp) -> Playing:
    """Opens windows on the story of the tests in which some keys were pressed; keywords are settings."""

    @asynccontextmanager
    async def play(*keys: str, size: tuple[int, int] = SMALL, **settings: object) -> AsyncIterator[Window]:
        async with opened(make_app(**settings), size) as window:
            await window.press(*keys)
            yield window

    return play


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A small story for the desk, in files."""
    folder = tmp_path / "kiln"
    folder.mkdir()
    (folder / "story.yaml").write_text(STORY)
    (folder / "scenes.yaml").write_text(SCENES)
    return folder
