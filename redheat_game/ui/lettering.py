"""A small alphabet of our own, drawn with half blocks: for the names of endings.

Only full and half blocks and spaces are used, none of which is of ambiguous width.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

HEIGHT = 6
"""Pixels from top to bottom of a letter."""
_BETWEEN_LETTERS = 1
_BETWEEN_WORDS = 4
_HALVES = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}

# six pixel rows a letter, from the top
_LETTERS = {
    "A": ".##. #..# #..# #### #..# #..#",
    "B": "###. #..# ###. #..# #..# ###.",
    "C": ".### #... #... #... #... .###",
    "D": "###. #..# #..# #..# #..# ###.",
    "E": "#### #... ###. #... #... ####",
    "F": "#### #... ###. #... #... #...",
    "G": ".### #... #... #.## #..# .###",
    "H": "#..# #..# #### #..# #..# #..#",
    "I": "### .#. .#. .#. .#. ###",
    "J": "..## ...# ...# ...# #..# .##.",
    "K": "#..# #.#. ##.. #.#. #..# #..#",
    "L": "#... #... #... #... #... ####",
    "M": "#...# ##.## #.#.# #...# #...# #...#",
    "N": "#...# ##..# #.#.# #..## #...# #...#",
    "O": ".##. #..# #..# #..# #..# .##.",
    "P": "###. #..# #..# ###. #... #...",
    "Q": ".##. #..# #..# #..# #.## .###",
    "R": "###. #..# #..# ###. #.#. #..#",
    "S": ".### #... .##. ...# ...# ###.",
    "T": "##### ..#.. ..#.. ..#.. ..#.. ..#..",
    "U": "#..# #..# #..# #..# #..# .##.",
    "V": "#...# #...# #...# .#.#. .#.#. ..#..",
    "W": "#...# #...# #...# #.#.# ##.## #...#",
    "X": "#...# .#.#. ..#.. ..#.. .#.#. #...#",
    "Y": "#...# .#.#. ..#.. ..#.. ..#.. ..#..",
    "Z": "#### ...# ..#. .#.. #... ####",
    "0": ".##. #..# #.## ##.# #..# .##.",
    "1": ".#. ##. .#. .#. .#. ###",
    "2": "###. ...# ..#. .#.. #... ####",
    "3": "###. ...# .##. ...# ...# ###.",
    "4": "#..# #..# #### ...# ...# ...#",
    "5": "#### #... ###. ...# ...# ###.",
    "6": ".##. #... ###. #..# #..# .##.",
    "7": "#### ...# ..#. ..#. .#.. .#..",
    "8": ".##. #..# .##. #..# #..# .##.",
    "9": ".##. #..# #..# .### ...# .##.",
    "'": "# # . . . .",
    "-": "... ... ... ### ... ...",
    ":": ". # . . # .",
    ".": ". . . . . #",
    ",": ".. .. .. .. .# #.",
    "!": "# # # # . #",
    "?": "###. ...# ..#. .#.. .... .#..",
    "&": ".##. #..# .##. #.#. #..# .##.#",
}
_SAME = {"’": "'", "‘": "'", "–": "-", "—": "-"}


@cache
def _glyph(character: str) -> tuple[str, ...] | None:
    drawn = _LETTERS.get(_SAME.get(character, character).upper())
    if drawn is None:
        return None
    rows = drawn.split()
    width = max(map(len, rows))
    return tuple(row.ljust(width, ".") for row in rows)


def spaced(words: str) -> str:
    """A name in capitals with air between the letters; what stands where there is no room for large ones."""
    return "   ".join(" ".join(word) for word in words.upper().split())


def lettered(words: str, columns: int, rows: int) -> tuple[str, ...]:
    """Words in the largest letters that fit into so many cells, cut between words; at worst in plain capitals.

    Args:
        words: what is written; a character that the alphabet lacks makes all of it plain.
        columns: cells in a row.
        rows: rows that it may take.
    """
    for size in (2, 1):
        drawn = _drawn(words, columns // size, size)
        if drawn and len(drawn) <= rows:
            return drawn
    plain = spaced(words)
    return (plain if len(plain) <= columns else words.upper(),)


def _drawn(words: str, width: int, size: int) -> tuple[str, ...] | None:
    """The rows in letters whose pixels are `size` cells wide and `size` half rows high; None where it cannot be."""
    lines: list[list[str]] = []
    for word in words.split():
        pixels = _word(word)
        if pixels is None or len(pixels[0]) > width:
            return None
        if lines and len(lines[-1][0]) + _BETWEEN_WORDS + len(pixels[0]) <= width:
            gap = "." * _BETWEEN_WORDS
            lines[-1] = [before + gap + after for before, after in zip(lines[-1], pixels, strict=True)]
        else:
            lines.append(pixels)
    drawn: list[str] = []
    for line in lines:
        drawn += [""] if drawn else []
        drawn += _cells(line, size)
    return tuple(drawn) or None


def _word(word: str) -> list[str] | None:
    glyphs = [_glyph(character) for character in word]
    if not all(glyphs):
        return None
    between = "." * _BETWEEN_LETTERS
    return [between.join(glyph[row] for glyph in glyphs if glyph) for row in range(HEIGHT)]


def _cells(pixels: Sequence[str], size: int) -> list[str]:
    enlarged = [row for row in ("".join(pixel * size for pixel in row) for row in pixels) for _ in range(size)]
    return [
        "".join(_HALVES[above == "#", below == "#"] for above, below in zip(upper, lower, strict=True)).rstrip()
        for upper, lower in zip(enlarged[::2], enlarged[1::2], strict=True)
    ]
