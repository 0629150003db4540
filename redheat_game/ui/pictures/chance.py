"""Chance without state: numbers that look random and depend on nothing but what they are asked for."""

from __future__ import annotations

from functools import cache

NOISE_SIZE = 64
"""Pixels after which the noise repeats, both ways; a power of two."""


def scatter(*numbers: int) -> int:
    """A number of 0..65535 that looks random and is always the same for the same `numbers`."""
    mixed = 0x9E3779B9
    for number in numbers:
        mixed = (mixed ^ (number & 0xFFFFFFFF)) * 0x85EBCA6B & 0xFFFFFFFF
        mixed ^= mixed >> 13
        mixed = mixed * 0xC2B2AE35 & 0xFFFFFFFF
        mixed ^= mixed >> 16
    return mixed & 0xFFFF


@cache
def noise(seed: int) -> tuple[tuple[int, ...], ...]:
    """Soft clouds: NOISE_SIZE rows of NOISE_SIZE values of 0..255 that tile without a seam."""
    rows = []
    for y in range(NOISE_SIZE):
        rows.append(tuple((2 * _lattice(seed, x, y, 16) + _lattice(seed + 1, x, y, 8)) // 3 for x in range(NOISE_SIZE)))
    return tuple(rows)


def _lattice(seed: int, x: int, y: int, cell: int) -> int:
    """The height at (x, y) of a landscape whose random posts stand every `cell` pixels."""
    left, across = divmod(x, cell)
    top, down = divmod(y, cell)
    posts = NOISE_SIZE // cell

    def post(column: int, row: int) -> float:
        return scatter(seed, cell, column % posts, row % posts) / 257

    ease_x, ease_y = _ease(across / cell), _ease(down / cell)
    upper = post(left, top) * (1 - ease_x) + post(left + 1, top) * ease_x
    lower = post(left, top + 1) * (1 - ease_x) + post(left + 1, top + 1) * ease_x
    return int(upper * (1 - ease_y) + lower * ease_y)


def _ease(part: float) -> float:
    return part * part * (3 - 2 * part)
