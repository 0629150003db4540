"""The main screens as pictures at both sizes, on a story of the tests: no edit of the game's prose breaks them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from redheat_game.ui.app import RedHeatApp

from .conftest import MakesApp
from .window import LARGE, SMALL

Compare = Callable[..., bool]


@pytest.fixture(autouse=True)
def _steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fix what differs from run to run: dates, animation, and the web fonts that Textual's pictures name."""
    fixed = "1988-07-12T09:00:00.000+00:00"
    for module in ("redheat_game.storage.profile", "redheat_game.storage.saves"):
        monkeypatch.setattr(f"{module}.now", lambda: fixed)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setenv("TZ", "UTC")
    plain = RedHeatApp.export_screenshot

    def without_fonts(app: RedHeatApp, **options: object) -> str:
        return re.sub(r"@font-face \{.*?\}\s*", "", plain(app, **options), flags=re.DOTALL)  # type: ignore[arg-type]

    monkeypatch.setattr(RedHeatApp, "export_screenshot", without_fonts)


@pytest.fixture
def app(make_app: MakesApp) -> RedHeatApp:
    """The app with nothing kept yet, in which no time runs."""
    return make_app(timed_choices=False)


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize(
    ("screen", "keys"),
    [
        ("title", []),
        ("play", ["n"]),
        ("choices", ["n", "1", "3"]),
        ("gallery", ["n", "1", "t"]),
        ("settings", ["o"]),
        ("saves", ["n", "1", "s"]),
        ("help", ["n", "question_mark"]),
        ("palette", ["n", "colon"]),
        ("ending", ["n", "4", "2"]),
    ],
)
def test_screen(app: RedHeatApp, snap_compare: Compare, size: tuple[int, int], screen: str, keys: list[str]) -> None:
    assert snap_compare(app, press=keys, terminal_size=size), screen
