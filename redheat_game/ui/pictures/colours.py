"""Colours as whole numbers `0xRRGGBB`, and the few ways in which light mixes."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from functools import lru_cache

Colour = int
"""A colour as `0xRRGGBB`."""
STEPS = 16
"""How finely a mix is graded: coarse enough that neighbouring pixels fall together into runs."""


def parse(colour: str) -> Colour:
    """The colour written `#rrggbb`."""
    return int(colour[1:], 16)


def parts(colour: Colour) -> tuple[int, int, int]:
    """Red, green and blue, 0..255 each."""
    return colour >> 16, colour >> 8 & 255, colour & 255


@lru_cache(maxsize=1 << 16)
def mix(under: Colour, over: Colour, share: int) -> Colour:
    """`over` laid on `under` with a share of 0..STEPS."""
    if share <= 0:
        return under
    if share >= STEPS:
        return over
    rest = STEPS - share
    red = ((under >> 16) * rest + (over >> 16) * share) // STEPS
    green = ((under >> 8 & 255) * rest + (over >> 8 & 255) * share) // STEPS
    blue = ((under & 255) * rest + (over & 255) * share) // STEPS
    return red << 16 | green << 8 | blue


@lru_cache(maxsize=1 << 16)
def shine(under: Colour, light: Colour, share: int) -> Colour:
    """What a surface of colour `under` looks like in a `light` of strength 0..STEPS; never darker than before."""
    if share <= 0:
        return under
    mixed = 0
    for below, added in zip(parts(under), parts(light), strict=True):
        mixed = mixed << 8 | below + (255 - below) * added * share // (255 * STEPS)
    return mixed


def gradient(colours: Sequence[Colour], count: int) -> list[Colour]:
    """`count` colours that lead evenly from the first to the last of `colours`."""
    if len(colours) == 1 or count == 1:
        return [colours[0]] * count
    steps = []
    for index in range(count):
        segment, within = divmod(index * (len(colours) - 1), count - 1)
        if segment == len(colours) - 1:
            steps.append(colours[-1])
            continue
        mixed = 0
        for start, end in zip(parts(colours[segment]), parts(colours[segment + 1]), strict=True):
            mixed = mixed << 8 | start + (end - start) * within // (count - 1)
        steps.append(mixed)
    return steps


@lru_cache(maxsize=1 << 14)
def brightness(colour: Colour) -> int:
    """How bright the eye takes a colour to be, 0..255."""
    red, green, blue = parts(colour)
    return (red * 54 + green * 183 + blue * 19) >> 8


# the hue (0..359) up to which an ANSI colour is taken: red, yellow, green, cyan, blue, magenta, red
_HUES = ((18, 1), (70, 3), (160, 2), (196, 6), (258, 4), (338, 5), (360, 1))
# what is a hint of violet in the night would be loud as the terminal's magenta
_MAGENTA = 5


@lru_cache(maxsize=1 << 14)
def nearest_of_sixteen(colour: Colour) -> int:
    """The number (0..15) of the ANSI colour that stands for a colour: by hue first, as night would all turn grey."""
    red, green, blue = parts(colour)
    strongest, weakest = max(red, green, blue), min(red, green, blue)
    if strongest < 56:
        return 0
    if (strongest - weakest) * 10 < strongest * 3:
        return 0 if strongest < 64 else 8 if strongest < 136 else 7 if strongest < 215 else 15
    hue = colorsys.rgb_to_hsv(red, green, blue)[0] * 360
    number = next(number for limit, number in _HUES if hue <= limit)
    if number == _MAGENTA and strongest < 100:
        return 0
    return number + 8 if strongest > 190 else number
