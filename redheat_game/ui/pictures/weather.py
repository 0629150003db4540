"""Weather: snow, rain and steam as closed formulas of time, so that a frame needs no frame before it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from redheat_game.story.picture import FALLING_KINDS, Effect, Picture
from redheat_game.ui.pictures.chance import NOISE_SIZE, noise, scatter
from redheat_game.ui.pictures.colours import STEPS, Colour, mix, parse
from redheat_game.ui.pictures.stage import FIRST_LAYER, SKY, Stage

# of ten flakes five are far away: (colour index, share of the full speed, opacity, whether it falls behind everything)
_DEPTHS = ((0, 1.0, 15, False),) * 2 + ((1, 0.75, 10, False),) * 3 + ((2, 0.5, 6, True),) * 5
_SNOW_SPEED = 8
_RAIN_SPEED = 42
_STEAM_SPEED = 5


@dataclass(frozen=True)
class Weather:
    """One snow, rain or steam effect, made ready for a stage."""

    effect: Effect
    colours: tuple[Colour, ...]
    hidden_from: int
    """The rank of the first layer that hides it."""
    density: tuple[tuple[tuple[int, int], ...], ...] = ()
    """Steam: for each pixel row the (column, density 1..256) pairs where there can be any."""


def weather_of(picture: Picture, stage: Stage) -> list[Weather]:
    """The weather of a picture, in the order of its effects."""
    found = []
    ranks = {layer.name: FIRST_LAYER + index for index, layer in enumerate(picture.layers) if layer.name}
    for effect in picture.effects:
        if effect.kind not in (*FALLING_KINDS, "steam"):
            continue
        colours = tuple(parse(colour) for colour in effect.colours) or (0xFFFFFF,)
        hidden_from = ranks.get(effect.layer, FIRST_LAYER + len(picture.layers))
        density = _density(effect, stage, hidden_from) if effect.kind == "steam" else ()
        found.append(Weather(effect, colours, hidden_from, density))
    return found


def fall(pixels: list[list[Colour]], stage: Stage, weather: Weather, seconds: float) -> None:
    """Paint snow, rain or steam into `pixels` as they are after so many seconds."""
    if weather.effect.kind == "snow":
        _snow(pixels, stage, weather, seconds)
    elif weather.effect.kind == "rain":
        _rain(pixels, stage, weather, seconds)
    else:
        _steam(pixels, weather, seconds)


def _snow(pixels: list[list[Colour]], stage: Stage, weather: Weather, seconds: float) -> None:
    effect, width, height = weather.effect, stage.width, stage.height
    speed = effect.speed or _SNOW_SPEED
    for flake in range(effect.amount * width * height // 2000):
        depth, pace, opacity, behind = _DEPTHS[flake % 10]
        fallen = scatter(flake, 1) * height / 65536 + seconds * speed * pace
        turn, y = divmod(int(fallen), height)
        sway = 1.6 * math.sin(seconds * 0.9 * pace + flake)
        x = int(scatter(flake, 2, turn) * width / 65536 + fallen * effect.drift / speed + sway) % width
        rank = stage.ranks[y][x]
        if rank >= weather.hidden_from or (behind and rank != SKY):
            continue
        colour = weather.colours[min(depth, len(weather.colours) - 1)]
        pixels[y][x] = mix(pixels[y][x], colour, opacity)


def _rain(pixels: list[list[Colour]], stage: Stage, weather: Weather, seconds: float) -> None:
    effect, width, height = weather.effect, stage.width, stage.height
    speed = effect.speed or _RAIN_SPEED
    for drop in range(effect.amount * width * height // 4000):
        depth, pace, opacity, behind = _DEPTHS[drop % 10]
        path = height + 4
        fallen = scatter(drop, 1) * path / 65536 + seconds * speed * pace
        turn, head = divmod(int(fallen), path)
        start = scatter(drop, 2, turn) * width // 65536
        colour = weather.colours[min(depth, len(weather.colours) - 1)]
        for tail in range(2 if behind else 3):
            y = head - tail
            x = (start + y * effect.drift // speed) % width
            if not 0 <= y < height:
                continue
            rank = stage.ranks[y][x]
            if rank < weather.hidden_from and not (behind and rank != SKY):
                pixels[y][x] = mix(pixels[y][x], colour, opacity * (3 - tail) // 5)


def _density(effect: Effect, stage: Stage, hidden_from: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Where steam can be: plumes over the pixels that smoke, or everywhere."""
    strongest: dict[tuple[int, int], float] = {}
    if effect.of:
        rise = effect.radius or 12
        for y, row in enumerate(stage.signs):
            for x, sign in enumerate(row):
                if sign in effect.of:
                    _add_plume(strongest, x, y, rise)
    else:
        strongest = {(x, y): 0.8 for y in range(stage.height) for x in range(stage.width)}
    rows: list[list[tuple[int, int]]] = [[] for _ in range(stage.height)]
    for (x, y), share in sorted(strongest.items()):
        if 0 <= x < stage.width and 0 <= y < stage.height and stage.ranks[y][x] < hidden_from:
            rows[y].append((x, int(share * effect.amount * 2.56)))
    return tuple(map(tuple, rows))


def _add_plume(strongest: dict[tuple[int, int], float], x: int, y: int, rise: int) -> None:
    for up in range(1, rise + 1):
        reach = 1.2 + up * 0.45
        for side in range(-int(reach), int(reach) + 1):
            share = (1 - up / (rise + 1)) ** 0.7 * (1 - abs(side) / (reach + 1))
            place = (x + side, y - up)
            strongest[place] = max(share, strongest.get(place, 0.0))


def _steam(pixels: list[list[Colour]], weather: Weather, seconds: float) -> None:
    effect = weather.effect
    speed = effect.speed or _STEAM_SPEED
    # a cloud moves softly enough at half the frames
    moment = int(seconds * 6) / 6
    risen, blown = int(moment * speed), int(moment * effect.drift)
    slow = int(moment * speed * 0.6)
    wrap = NOISE_SIZE - 1
    first, second = noise(7), noise(23)
    colour = weather.colours[0]
    for y, places in enumerate(weather.density):
        if not places:
            continue
        row = pixels[y]
        upper, lower = first[(y * 2 + risen) & wrap], second[(y * 2 + slow) & wrap]
        for x, density in places:
            cloud = upper[(x - blown) & wrap] + lower[(x + 17 - blown // 2) & wrap] - 190
            if cloud > 0 and (share := cloud * density >> 11):
                row[x] = mix(row[x], colour, min(share, STEPS - 2))
