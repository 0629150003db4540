"""The title in its own letters, as plain data: rows of blocks, and which part of them is what.

Only full, half and shade blocks and spaces are used, none of which is of ambiguous width.
"""

from __future__ import annotations

from dataclasses import dataclass

RED = "accent"
"""A span of the word that is red (`$accent-light`)."""
LIGHT = "ink"
"""A span of the word that is as light as prose (`$ink`)."""
SHADOW = "shade"
"""A span of the shadow that the letters throw (`$rule` or `$dim`)."""


@dataclass(frozen=True)
class Span:
    """Cells `start` up to but not including `end` of a row, and what they are: RED, LIGHT or SHADOW."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class LogoRow:
    """One terminal row of the title; every row of a logo has the same number of cells."""

    text: str
    spans: tuple[Span, ...]


# two pixel rows a terminal row
_LETTERS: dict[str, tuple[str, ...]] = {
    "Я": (
        "..######",
        ".#######",
        "####.###",
        "###..###",
        "###..###",
        "###..###",
        "####.###",
        ".#######",
        "..######",
        "..######",
        ".####.##",
        ".###.###",
        "####.###",
        "###..###",
        "###..###",
        "###..###",
    ),
    "E": (
        "########",
        "########",
        "########",
        "###.....",
        "###.....",
        "###.....",
        "#######.",
        "#######.",
        "#######.",
        "###.....",
        "###.....",
        "###.....",
        "###.....",
        "########",
        "########",
        "########",
    ),
    "D": (
        "######..",
        "#######.",
        "########",
        "###.####",
        "###..###",
        "###..###",
        "###..###",
        "###..###",
        "###..###",
        "###..###",
        "###..###",
        "###..###",
        "###.####",
        "########",
        "#######.",
        "######..",
    ),
    "H": (
        "###..###",
        "###..###",
        "###..###",
        "###..###",
        "###..###",
        "###..###",
        "########",
        "########",
        "########",
        "###..###",
        "###..###",
        "###..###",
        "###..###",
        "###..###",
        "###..###",
        "###..###",
    ),
    "Д": (
        "...#######.",
        "...#######.",
        "...#######.",
        "...###.###.",
        "...###.###.",
        "...###.###.",
        "..####.###.",
        "..###..###.",
        "..###..###.",
        ".####..###.",
        ".###...###.",
        "###########",
        "###########",
        "###########",
        "###.....###",
        "###.....###",
    ),
    "T": (
        "#########",
        "#########",
        "#########",
        "...###...",
        "...###...",
        "...###...",
        "...###...",
        "...###...",
        "...###...",
        "...###...",
        "...###...",
        "...###...",
        "...###...",
        "...###...",
        "...###...",
        "...###...",
    ),
}
_WORDS = (("ЯED", RED), ("HEДT", LIGHT))
_BETWEEN_LETTERS = 1
_BETWEEN_WORDS = 4
_SHADOW_BLOCK = "░"


def _pixels() -> list[list[str]]:
    """Pixel rows of kinds; an empty text where nothing is."""
    height = len(_LETTERS["E"])
    rows: list[list[str]] = [[] for _ in range(height)]
    for number, (word, kind) in enumerate(_WORDS):
        for place, letter in enumerate(word):
            gap = _BETWEEN_LETTERS if place else _BETWEEN_WORDS if number else 0
            for row, art in zip(rows, _LETTERS[letter], strict=True):
                row.extend([""] * gap)
                row.extend(kind if pixel == "#" else "" for pixel in art)
    for row in rows:
        row.append("")
    rows.extend([[""] * len(rows[0]) for _ in range(2)])
    return rows


def _cell(upper: str, lower: str, casts: bool) -> tuple[str, str]:
    """The glyph and the kind of a cell."""
    if upper and lower:
        return "█", upper
    if upper:
        return "▀", upper
    if lower:
        return "▄", lower
    return (_SHADOW_BLOCK, SHADOW) if casts else (" ", "")


def _wide() -> tuple[LogoRow, ...]:
    pixels = _pixels()
    made = []
    for y in range(0, len(pixels), 2):
        cells = [
            _cell(
                pixels[y][x],
                pixels[y + 1][x],
                # light falls from the upper left: what is one cell up and left throws its shadow here
                casts=bool(y and x and (pixels[y - 1][x - 1] and pixels[y - 2][x - 1])),
            )
            for x in range(len(pixels[y]))
        ]
        spans: list[Span] = []
        for x, (_, kind) in enumerate(cells):
            if kind and spans and spans[-1].end == x and spans[-1].kind == kind:
                spans[-1] = Span(spans[-1].start, x + 1, kind)
            elif kind:
                spans.append(Span(x, x + 1, kind))
        made.append(LogoRow("".join(glyph for glyph, _ in cells), tuple(spans)))
    return tuple(made)


WIDE: tuple[LogoRow, ...] = _wide()
"""The large title: 9 rows."""
SMALL: tuple[LogoRow, ...] = (LogoRow("ЯED HEДT", (Span(0, 3, RED), Span(4, 8, LIGHT))),)
"""The title in one row of letters, for the line of place and for narrow windows."""


def logo_for(columns: int, rows: int) -> tuple[LogoRow, ...]:
    """The largest title that fits into so many cells."""
    if columns >= len(WIDE[0].text) and rows >= len(WIDE):
        return WIDE
    return SMALL
