"""What the tests of the interface share: a small story that stays as it is, and apps that play it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from redheat_game.storage.places import Places
from redheat_game.storage.store import Store
from redheat_game.story.loader import load_texts
from redheat_game.story.script import Story
from redheat_game.ui.app import RedHeatApp

NIGHT_TRAM = Path(__file__).parents[1] / "stories" / "interface" / "story.yaml"

MakesApp = Callable[..., RedHeatApp]


@cache
def night_tram() -> Story:
    """The story of the tests."""
    loaded = load_texts({"interface/story.yaml": NIGHT_TRAM.read_text("utf-8")})
    assert loaded.story is not None, [str(item) for item in loaded.diagnostics]
    return loaded.story


@pytest.fixture
def story() -> Story:
    """A tram, two cities, and a lamp."""
    return night_tram()


@pytest.fixture
def make_app(tmp_path: Path, story: Story, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakesApp]:
    """Makes apps that all keep in the same place, in which nothing moves; keywords are settings."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    # the pilot looks this often whether all is done; what a test waits for it waits for itself
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", 0.004)
    # keys in tests come faster than hands are
    monkeypatch.setattr(RedHeatApp, "held_key_seconds", 0.0)
    with ExitStack() as stack:

        def make(played: Story = story, **settings: object) -> RedHeatApp:
            store = stack.enter_context(Store.open(Places(tmp_path)))
            store.change_settings(**({"motion": False, "content_note_seen": True} | settings))
            app = RedHeatApp(played, store)
            # no time runs unless a test lets it
            app.monotonic = lambda: 0.0
            return app

        yield make


@pytest.fixture
def app(make_app: MakesApp) -> RedHeatApp:
    """An app whose player has never played."""
    return make_app()
