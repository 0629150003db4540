"""From pixels to terminal lines: two pixels a cell, and equal neighbours in one segment."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from itertools import groupby

from rich.color import Color
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from redheat_game.ui.pictures.colours import Colour, brightness, nearest_of_sixteen, parts

UPPER_HALF = "▀"
LOWER_HALF = "▄"
SHADES = " ░▒▓█"

# Textual's filter for NO_COLOR does not take None for a style
_PLAIN = Style.null()


class ColourMode(Enum):
    """What the terminal may be sent."""

    TRUE = "24-bit colours"
    SIXTEEN = "the terminal's own sixteen colours"
    NONE = "no colour at all: shades of the text colour"


ShadeSteps = tuple[int, int, int, int]
"""From which brightness on (0..255) each of the four shades is used."""
NIGHT_STEPS: ShadeSteps = (34, 62, 105, 165)


def shade_steps(pixels: Sequence[Sequence[Colour]]) -> ShadeSteps:
    """The steps that let a picture be told without colour: its darker half stays empty, the rest is shared out."""
    values = sorted(brightness(colour) for row in pixels for colour in row)
    if not values:
        return NIGHT_STEPS
    first, second, third, fourth = (values[len(values) * part // 100] + 1 for part in (50, 68, 82, 92))
    return first, second, third, fourth


def to_strips(
    pixels: Sequence[Sequence[Colour]],
    mode: ColourMode = ColourMode.TRUE,
    steps: ShadeSteps = NIGHT_STEPS,
) -> list[Strip]:
    """One strip for every two pixel rows, each exactly as many cells wide as a pixel row has pixels."""
    return [to_strip(pixels[y], pixels[y + 1], mode, steps) for y in range(0, len(pixels) - 1, 2)]


def to_strip(
    upper: Sequence[Colour],
    lower: Sequence[Colour],
    mode: ColourMode = ColourMode.TRUE,
    steps: ShadeSteps = NIGHT_STEPS,
) -> Strip:
    """The terminal line of two pixel rows of equal length; `steps` matter only where there is no colour."""
    if mode is ColourMode.NONE:
        drawn = [
            (_shade_cell(above, below, steps), count) for (above, below), count in _runs(zip(upper, lower, strict=True))
        ]
    else:
        cell = _true_cell if mode is ColourMode.TRUE else _sixteen_cell
        drawn = [(cell(above, below), count) for (above, below), count in _runs(zip(upper, lower, strict=True))]
    segments: list[Segment] = []
    text, style = "", _PLAIN
    for (glyph, glyph_style), count in drawn:
        # in fewer colours different pixels can come out alike
        if text and glyph_style == style and (mode is ColourMode.NONE or glyph == text[-1]):
            text += glyph * count
            continue
        if text:
            segments.append(Segment(text, style))
        text, style = glyph * count, glyph_style
    if text:
        segments.append(Segment(text, style))
    return Strip(segments, len(upper))


def _runs(pairs: zip[tuple[Colour, Colour]]) -> list[tuple[tuple[Colour, Colour], int]]:
    return [(pair, sum(1 for _ in run)) for pair, run in groupby(pairs)]


@lru_cache(maxsize=1 << 14)
def _true_cell(upper: Colour, lower: Colour) -> tuple[str, Style]:
    background = Color.from_triplet(ColorTriplet(*parts(lower)))
    if upper == lower:
        return " ", Style.from_color(None, background)
    return UPPER_HALF, Style.from_color(Color.from_triplet(ColorTriplet(*parts(upper))), background)


def _sixteen_cell(upper: Colour, lower: Colour) -> tuple[str, Style]:
    return _numbered_cell(nearest_of_sixteen(upper), nearest_of_sixteen(lower))


@lru_cache(maxsize=256)
def _numbered_cell(upper: int, lower: int) -> tuple[str, Style]:
    background = Color.from_ansi(lower)
    if upper == lower:
        return " ", Style.from_color(None, background)
    return UPPER_HALF, Style.from_color(Color.from_ansi(upper), background)


@lru_cache(maxsize=1 << 12)
def _shade_cell(upper: Colour, lower: Colour, steps: ShadeSteps) -> tuple[str, Style]:
    above, below = (sum(brightness(colour) >= step for step in steps) for colour in (upper, lower))
    if above >= below + 2:
        return UPPER_HALF, _PLAIN
    if below >= above + 2:
        return LOWER_HALF, _PLAIN
    return SHADES[(above + below) // 2], _PLAIN
