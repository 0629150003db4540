"""From a picture, a size and a frame number to pixels. Same arguments, same pixels, whatever was asked before."""

from __future__ import annotations

from functools import lru_cache

from redheat_game.story.picture import Effect, Picture
from redheat_game.ui.pictures.chance import scatter
from redheat_game.ui.pictures.colours import STEPS, Colour, mix, parse
from redheat_game.ui.pictures.light import dark, is_lit, lamps_of, level, shine_on, windows_of
from redheat_game.ui.pictures.stage import GROUND, Mover, Stage, compose
from redheat_game.ui.pictures.weather import fall, weather_of

FRAMES_PER_SECOND = 12
_REMEMBERED_LIGHTS = 24

Pixels = list[list[Colour]]
"""Pixel rows from top to bottom, each a list of colours from left to right."""


class Painter:
    """A picture made ready for one size. What it remembers serves speed alone: frames do not depend on each other."""

    def __init__(self, picture: Picture, columns: int, rows: int) -> None:
        """Args: the size in terminal cells (each at least 1)."""
        self.stage = compose(picture, columns, rows * 2)
        self._lamps = lamps_of(picture, self.stage)
        self._windows = windows_of(picture, self.stage)
        self._weather = weather_of(picture, self.stage)
        self._traffic = [
            (effect, self.stage.movers[effect.layer])
            for effect in picture.effects
            if effect.kind == "traffic" and effect.layer in self.stage.movers
        ]
        self._mirrors = [effect for effect in picture.effects if effect.kind == "reflect"]
        self._lit: dict[tuple[tuple[int, ...], tuple[bool, ...]], Pixels] = {}
        self.moves = any(effect.kind != "glow" and effect.kind != "reflect" for effect in picture.effects)

    def pixels(self, frame: int) -> Pixels:
        """The pixels of a frame (from 0, FRAMES_PER_SECOND of them a second). The caller owns the rows."""
        tenths = frame * 10 // FRAMES_PER_SECOND
        pixels = [row.copy() for row in self._lit_at(tenths)]
        for effect, mover in self._traffic:
            _drive(pixels, self.stage, effect, mover, frame)
        for effect in self._mirrors:
            _mirror(pixels, self.stage, effect, frame)
        for weather in self._weather:
            fall(pixels, self.stage, weather, frame / FRAMES_PER_SECOND)
        return pixels

    def _lit_at(self, tenths: int) -> Pixels:
        levels = tuple(level(lamp.effect, tenths) for lamp in self._lamps)
        lit = tuple(is_lit(window, tenths) for window in self._windows)
        known = self._lit.get((levels, lit))
        if known is not None:
            return known
        pixels = [row.copy() for row in self.stage.pixels]
        for window, is_on in zip(self._windows, lit, strict=True):
            if not is_on:
                off = parse(window.effect.unlit) if window.effect.unlit else None
                for x, y in window.pixels:
                    pixels[y][x] = dark(pixels[y][x], off)
        for lamp, lamp_level in zip(self._lamps, levels, strict=True):
            shine_on(pixels, lamp, lamp_level)
        if len(self._lit) >= _REMEMBERED_LIGHTS:
            self._lit.pop(next(iter(self._lit)))
        self._lit[(levels, lit)] = pixels
        return pixels


@lru_cache(maxsize=4)
def painter_for(picture: Picture, columns: int, rows: int) -> Painter:
    """The painter for a picture at a size in cells; the last few are kept."""
    return Painter(picture, columns, rows)


def paint(picture: Picture, columns: int, rows: int, frame: int = 0, *, motion: bool = True) -> Pixels:
    """A picture as pixels: `rows` x 2 pixel rows of `columns` colours each.

    Args:
        picture: a picture without `problems`.
        columns, rows: the size in terminal cells; nothing comes out where either is below 1.
        frame: which frame, from 0, FRAMES_PER_SECOND of them a second.
        motion: where off, every frame is frame 0.
    """
    if columns < 1 or rows < 1:
        return []
    return painter_for(picture, columns, rows).pixels(frame if motion else 0)


def _drive(pixels: Pixels, stage: Stage, effect: Effect, mover: Mover, frame: int) -> None:
    """Paint a mover where it is in this frame: it leaves the window, pauses, and comes back at the other end."""
    way = stage.width + mover.width + abs(effect.speed) * effect.period // 10
    if effect.speed < 0:
        to_go = stage.width - mover.left - frame * effect.speed // FRAMES_PER_SECOND
        left = stage.width - to_go % way
    else:
        left = (mover.left + mover.width + frame * effect.speed // FRAMES_PER_SECOND) % way - mover.width
    for y, art in enumerate(mover.rows, start=mover.top):
        if 0 <= y < stage.height:
            row, ranks = pixels[y], stage.ranks[y]
            for column, colour in art:
                x = left + column
                if 0 <= x < stage.width and ranks[x] < mover.rank:
                    row[x] = colour


def _mirror(pixels: Pixels, stage: Stage, effect: Effect, frame: int) -> None:
    """Let the bottom rows reflect what stands above them, pressed together to half its height and rippled."""
    depth = min(effect.radius or 4, stage.height // 3)
    shore = stage.height - depth
    for row in range(depth):
        y = shore + row
        source = pixels[max(0, shore - 1 - row * 2)]
        ripple = scatter(row, frame // 5) % 3 - 1 if row else 0
        share = effect.amount * STEPS * (2 * depth - row) // (200 * depth)
        ranks, target = stage.ranks[y], pixels[y]
        for x, rank in enumerate(ranks):
            if rank <= GROUND:
                target[x] = mix(target[x], source[min(max(x + ripple, 0), stage.width - 1)], share)
