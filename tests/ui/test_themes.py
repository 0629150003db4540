"""Themes: every one gives every variable, and its text can be read."""

from __future__ import annotations

import re

import pytest
from textual.app import App, ComposeResult
from textual.theme import Theme
from textual.widgets import Static

from redheat_game.ui import logo
from redheat_game.ui.themes import (
    ANSI_THEME,
    ANSI_VARIABLES,
    MEANINGS,
    SETTINGS,
    TEXT_VARIABLES,
    THEMES,
    theme_for,
)

ENOUGH = 4.5
each_theme = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: str(theme.name))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio, 1..21."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


@each_theme
def test_all_variables_are_colours(theme: Theme) -> None:
    for name in MEANINGS:
        assert re.fullmatch("#[0-9a-f]{6}", theme.variables[name]), name


def test_the_ansi_theme_has_the_same_variables_without_rgb() -> None:
    assert set(ANSI_VARIABLES) == set(MEANINGS)
    assert all(value.startswith("ansi_") for value in ANSI_VARIABLES.values())


@each_theme
@pytest.mark.parametrize("surface", ["ground", "band"])
@pytest.mark.parametrize("name", TEXT_VARIABLES)
def test_text_can_be_read(theme: Theme, name: str, surface: str) -> None:
    assert contrast(theme.variables[name], theme.variables[surface]) >= ENOUGH


@each_theme
def test_the_selection_can_be_read_and_seen(theme: Theme) -> None:
    variables = theme.variables
    assert contrast(variables["selected-ink"], variables["selected-bg"]) >= ENOUGH
    assert contrast(variables["selected-bg"], variables["ground"]) >= 3
    assert contrast(variables["accent"], variables["ground"]) >= 3


@each_theme
def test_ranks_of_text_keep_their_order(theme: Theme) -> None:
    ratios = [contrast(theme.variables[name], theme.variables["ground"]) for name in ("ink", "quiet", "dim")]
    assert ratios == sorted(ratios, reverse=True)


def test_the_setting_wins_over_the_act() -> None:
    assert theme_for("moscow", "act") == "redheat-moscow"
    assert theme_for("chicago", "act") == "redheat-chicago"
    assert theme_for("chicago", "moscow") == "redheat-moscow"
    assert theme_for("chicago", "contrast") == "redheat-contrast"
    assert theme_for("moscow", "ansi") == ANSI_THEME
    assert theme_for("omsk", "nonsense") == "redheat-moscow"


async def test_textual_accepts_every_theme() -> None:
    class Themed(App[None]):
        CSS = "\n".join(f".{name} {{ color: ${name}; background: ${name}; }}" for name in MEANINGS)

        def get_theme_variable_defaults(self) -> dict[str, str]:
            return ANSI_VARIABLES

        def compose(self) -> ComposeResult:
            for name in MEANINGS:
                yield Static(name, classes=name)

    app = Themed()
    async with app.run_test() as pilot:
        for theme in THEMES:
            app.register_theme(theme)
        for setting in SETTINGS:
            app.theme = theme_for("chicago", setting)
            await pilot.pause()
        app.theme = "redheat-light"
        await pilot.pause()
        assert app.query_one(".gold").styles.color.hex.lower() == "#7d5600"


def test_the_logo_lines_up() -> None:
    assert {len(row.text) for row in logo.WIDE} == {70}
    assert len(logo.WIDE) == 9
    for row in logo.WIDE:
        assert set(row.text) <= set("█▀▄▌▐░▒▓ ")
        covered = {cell for span in row.spans for cell in range(span.start, span.end)}
        assert covered == {cell for cell, glyph in enumerate(row.text) if glyph != " "}


def test_the_logo_gives_way_to_small_windows() -> None:
    assert logo.logo_for(80, 24) is logo.WIDE
    assert logo.logo_for(60, 24) is logo.SMALL
    assert logo.logo_for(80, 5) is logo.SMALL
