"""Light: lamps that glow, flicker and blink, and windows that go on and off."""

from __future__ import annotations

from dataclasses import dataclass

from redheat_game.story.picture import LAMP_KINDS, Effect, Picture
from redheat_game.ui.pictures.chance import scatter
from redheat_game.ui.pictures.colours import STEPS, Colour, mix, parse, shine
from redheat_game.ui.pictures.stage import Stage

FULL = 8
"""The level of a lamp that is all on; 0 is out."""


@dataclass(frozen=True)
class Lamp:
    """All pixels that one lamp effect owns or reaches in one stage."""

    effect: Effect
    light: Colour
    off: Colour | None
    sources: tuple[tuple[int, int], ...]
    """(x, y) of the pixels that shine."""
    reach: tuple[tuple[int, int, int], ...]
    """(x, y, strength 1..STEPS) of the pixels that its light falls on."""


@dataclass(frozen=True)
class Window:
    """Neighbouring pixels that go on and off together."""

    effect: Effect
    seed: int
    pixels: tuple[tuple[int, int], ...]


def lamps_of(picture: Picture, stage: Stage) -> list[Lamp]:
    """The lamps of a picture, in the order of its effects."""
    return [_lamp(effect, stage) for effect in picture.effects if effect.kind in LAMP_KINDS]


def _lamp(effect: Effect, stage: Stage) -> Lamp:
    sources = _pixels_of(effect.of, stage)
    own = set(sources)
    light = parse(effect.colours[0]) if effect.colours else 0xFFFFFF
    radius = effect.radius
    # how strong the light is at each step away from its source
    kernel = [
        (dx, dy, round(effect.amount * STEPS / 100 * (1 - distance / (radius + 1)) ** 1.6))
        for dy in range(-radius, radius + 1)
        for dx in range(-radius, radius + 1)
        if (distance := (dx * dx + dy * dy) ** 0.5) <= radius
    ]
    kernel = [step for step in kernel if step[2]]
    strongest: dict[tuple[int, int], int] = {}
    for x, y in sources:
        for dx, dy, strength in kernel:
            place = (x + dx, y + dy)
            if strength > strongest.get(place, 0):
                strongest[place] = strength
    reach = tuple(
        (x, y, strength)
        for (x, y), strength in strongest.items()
        if 0 <= x < stage.width and 0 <= y < stage.height and (x, y) not in own
    )
    return Lamp(effect, light, parse(effect.unlit) if effect.unlit else None, tuple(sources), reach)


def _pixels_of(signs: str, stage: Stage) -> list[tuple[int, int]]:
    return [(x, y) for y, row in enumerate(stage.signs) for x, sign in enumerate(row) if sign in signs]


def level(effect: Effect, tenths: int) -> int:
    """How bright a lamp is (0..FULL) at a time in tenths of a second; at time 0 only a `blink` can be out."""
    now = tenths + effect.phase
    if effect.kind == "blink":
        period = effect.period or 12
        return FULL if now % period < (period + 1) // 2 else 0
    if effect.kind == "neon":
        period = effect.period or 50
        turn, within = divmod(now, period)
        stutters = tenths >= period and scatter(turn, effect.phase, 1) % 100 < 45
        if stutters and within < 8:
            return FULL if scatter(turn, within, effect.phase) & 1 else 1
        return FULL
    if effect.kind == "fire":
        turn, within = divmod(now, 5)
        before, after = (FULL - scatter(turn + ahead, effect.phase) % 3 for ahead in (0, 1))
        return (before * (5 - within) + after * within) // 5 if tenths else FULL
    return FULL


def shine_on(pixels: list[list[Colour]], lamp: Lamp, lamp_level: int) -> None:
    """Paint one lamp at a level of 0..FULL into `pixels`."""
    for x, y, strength in lamp.reach:
        row = pixels[y]
        row[x] = shine(row[x], lamp.light, strength * lamp_level // FULL)
    if lamp_level < FULL:
        for x, y in lamp.sources:
            row = pixels[y]
            row[x] = mix(dark(row[x], lamp.off), row[x], STEPS * lamp_level // FULL)


def dark(colour: Colour, off: Colour | None) -> Colour:
    """The colour of a lamp that is out: `off`, or a third of its own brightness."""
    return mix(0, colour, STEPS // 3) if off is None else off


def windows_of(picture: Picture, stage: Stage) -> list[Window]:
    """The windows of a picture: pixels of one effect that touch belong together."""
    windows = []
    for index, effect in enumerate(picture.effects):
        if effect.kind != "lights":
            continue
        left = set(_pixels_of(effect.of, stage))
        for start in sorted(left):
            if start not in left:
                continue
            left.discard(start)
            group, edge = [start], [start]
            while edge:
                x, y = edge.pop()
                for near in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
                    if near in left:
                        left.discard(near)
                        group.append(near)
                        edge.append(near)
            # counted from the middle, so that the same windows are lit in windows of another width
            seed = scatter(index, start[0] - stage.width // 2, stage.height - start[1])
            windows.append(Window(effect, seed, tuple(group)))
    return windows


def is_lit(window: Window, tenths: int) -> bool:
    """Whether somebody is at home behind this window at a time in tenths of a second."""
    period = window.effect.period or 90
    turn = (tenths + window.seed % period) // period
    return scatter(window.seed, turn) % 100 < window.effect.amount
