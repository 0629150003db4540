"""What stands still: a picture's layers composed for one size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from redheat_game.story.picture import CLEAR, DRAWN_FOR, Layer, Picture
from redheat_game.ui.pictures.colours import Colour, gradient, parse

SKY = 0
GROUND = 1
FIRST_LAYER = 2


@dataclass(frozen=True)
class Mover:
    """A layer that drives: it is left out of the still picture and painted anew in every frame."""

    rank: int
    left: int
    """Where it is in frame 0, in pixels from the left edge."""
    top: int
    width: int
    rows: tuple[tuple[tuple[int, Colour], ...], ...]
    """For each pixel row the (column, colour) pairs of its art."""


@dataclass(frozen=True)
class Stage:
    """The still picture for one size. Rows run from top to bottom; nobody may change them."""

    width: int
    height: int
    pixels: list[list[Colour]]
    ranks: list[list[int]]
    """Which layer is foremost: SKY, GROUND, or FIRST_LAYER + its index."""
    signs: list[list[str]]
    """The palette character of the foremost pixel; a space where none is."""
    movers: dict[str, Mover]


@lru_cache(maxsize=4)
def compose(picture: Picture, width: int, height: int) -> Stage:
    """The still picture of `width` x `height` pixels."""
    sky = gradient([parse(colour) for colour in picture.sky] or [0], height)
    pixels = [[colour] * width for colour in sky]
    ranks = [[SKY] * width for _ in range(height)]
    signs = [[" "] * width for _ in range(height)]
    for y, colour in enumerate(picture.ground, start=height - len(picture.ground)):
        if 0 <= y < height:
            pixels[y] = [parse(colour)] * width
            ranks[y] = [GROUND] * width
    inks = {ink.sign: parse(ink.colour) for ink in picture.palette}
    driving = {effect.layer for effect in picture.effects if effect.kind == "traffic"}
    movers: dict[str, Mover] = {}
    for index, layer in enumerate(picture.layers):
        if width < layer.from_columns:
            continue
        rank = FIRST_LAYER + index
        art = folded(layer, height)
        art_width = max(map(len, art), default=0)
        if not art_width:
            continue
        top = layer.lift if layer.edge == "top" else height - len(art) - layer.lift
        if layer.name in driving:
            rows = tuple(tuple((x, inks[sign]) for x, sign in enumerate(row) if sign not in CLEAR) for row in art)
            movers[layer.name] = Mover(rank, _left(layer, art_width, width), top, art_width, rows)
            continue
        for left, mirrored in _places(layer, art_width, width):
            for y, art_row in enumerate(art, start=top):
                if not 0 <= y < height:
                    continue
                for column, sign in enumerate(art_row):
                    x = left + (art_width - 1 - column if mirrored else column)
                    if sign not in CLEAR and 0 <= x < width:
                        pixels[y][x] = inks[sign]
                        ranks[y][x] = rank
                        signs[y][x] = sign
    return Stage(width, height, pixels, ranks, signs, movers)


def folded(layer: Layer, height: int) -> tuple[str, ...]:
    """The art rows that are left in a band of `height` pixels."""
    gone = min(layer.fold, max(0, DRAWN_FOR - height))
    return layer.art[: layer.fold_at] + layer.art[layer.fold_at + gone :]


def _left(layer: Layer, art_width: int, width: int) -> int:
    if layer.align == "left":
        return layer.shift
    if layer.align == "right":
        return width - art_width + layer.shift
    return width // 2 - art_width // 2 + layer.shift


def _places(layer: Layer, art_width: int, width: int) -> Iterator[tuple[int, bool]]:
    """The left edge of each copy of the layer, and whether it is mirrored."""
    step = art_width + layer.gap
    if layer.repeat == "none":
        yield _left(layer, art_width, width), False
    elif layer.repeat == "across":
        left = _left(layer, art_width, width) % step - step
        while left < width:
            yield left, False
            left += step
    else:
        distance = layer.shift
        while distance <= (width + 1) // 2:
            yield width // 2 + distance, False
            yield width // 2 - distance - art_width, True
            distance += step
