"""A picture as data: what a place looks like, in pixels that a writer can edit by hand.

Two pixel rows make one terminal row (half blocks), and a pixel is about square. A picture has no width: its layers
are placed against the middle or an edge of whatever window there is, and may repeat. All sizes are in pixels (one
pixel is one terminal column wide), all times in tenths of a second.
The manual for writers is scenes/pictures/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

DRAWN_FOR = 26
"""Pixel rows of the tallest band; in a lower one each layer leaves out its `fold` rows."""
MAX_ART_ROWS = 64
MAX_ART_COLUMNS = 400
MAX_LAYERS = 16
MAX_EFFECTS = 8
MAX_PALETTE = 64
MAX_COLOURS = 16
MAX_RADIUS = 14

CLEAR = " ."
"""The characters of an art row through which one sees what lies behind."""

ALIGNS = ("center", "left", "right")
EDGES = ("bottom", "top")
REPEATS = ("none", "across", "outward")
KINDS = ("glow", "neon", "blink", "fire", "lights", "snow", "rain", "steam", "traffic", "reflect")
LAMP_KINDS = ("glow", "neon", "blink", "fire")
FALLING_KINDS = ("snow", "rain")

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

T = TypeVar("T")


@dataclass(frozen=True)
class Ink:
    """One entry of the palette."""

    sign: str
    """The single character that stands for this colour in the art; not a space and not a full stop."""
    colour: str
    """The colour, `#rrggbb`."""


@dataclass(frozen=True)
class Layer:
    """A piece of art and where it stands; later layers stand in front of earlier ones."""

    art: tuple[str, ...]
    """Pixel rows from top to bottom, one character a pixel; a space or a full stop is transparent."""
    name: str = ""
    """A lower-case word by which effects speak of the layer; may be empty."""
    align: str = "center"
    """Which part of the window `shift` is counted from: `center`, `left` or `right`."""
    edge: str = "bottom"
    """Whether the layer stands on the `bottom` of the picture or hangs from its `top`."""
    shift: int = 0
    """Pixels to the right of its place (to the left where negative)."""
    lift: int = 0
    """Pixels away from its edge: up from the bottom, or down from the top."""
    repeat: str = "none"
    """`none`; `across`: tiles the whole width; `outward`: tiles from `shift` to the right, and mirrored to the left."""
    gap: int = 0
    """Transparent columns between two repeats."""
    fold_at: int = 0
    """The first art row (from 0) that may be left out where the band is lower than 26 pixels."""
    fold: int = 0
    """How many rows from `fold_at` on may be left out; a band of 18 pixels leaves out up to 8."""
    from_columns: int = 0
    """The layer is shown only in windows at least this many columns wide."""


@dataclass(frozen=True)
class Effect:
    """Something that lives in the picture: light, weather or traffic."""

    kind: str
    """`glow`, `neon`, `blink` or `fire` (lamps); `lights` (windows); `snow`, `rain`, `steam`, `traffic`, `reflect`."""
    of: str = ""
    """The palette characters that shine, smoke or go on and off; `steam` without it drifts over the whole picture."""
    colours: tuple[str, ...] = ()
    """`#rrggbb`: the light of a lamp, the flakes or drops (near to far), the steam; only snow and rain use several."""
    unlit: str = ""
    """`#rrggbb` of a lamp or window that is out; by default a third of its own brightness."""
    amount: int = 50
    """0..100: how strong the light, how dense the weather, how many windows are lit, how clear the reflection."""
    radius: int = 0
    """Pixels that a lamp's light reaches (at most 14), that steam rises, or, for `reflect`, bottom rows that mirror."""
    speed: int = 0
    """Pixels a second that weather falls or rises (0 chooses for it) or traffic drives (negative: to the left)."""
    drift: int = 0
    """Pixels a second that snow, rain and steam are blown to the right (to the left where negative)."""
    period: int = 0
    """Tenths of a second of a turn of `blink`, `neon` or `lights`, or of the pause between passages of `traffic`."""
    phase: int = 0
    """Tenths of a second by which a lamp runs ahead of others of its kind."""
    layer: str = ""
    """`traffic`: the layer that drives; weather and steam: the layer behind whose foremost pixels they stay."""


@dataclass(frozen=True)
class Picture:
    """A place seen from the player's seat."""

    name: str
    """The lower-case word by which places ask for the picture."""
    palette: tuple[Ink, ...] = ()
    """The colours of all art; in YAML a table of character to colour."""
    sky: tuple[str, ...] = ("#0b0f17",)
    """The backdrop's colours from top to bottom, blended into each other."""
    ground: tuple[str, ...] = ()
    """The bottom pixel rows, one colour a row from top to bottom."""
    layers: tuple[Layer, ...] = ()
    """The art, from the back to the front."""
    effects: tuple[Effect, ...] = ()
    """What moves and shines."""
    alt: str = ""
    """One plain sentence that says what is to be seen, for those who do not see it."""


class PictureError(ValueError):
    """A mapping that is no picture; `path` says where (`layers[1].shift`)."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
        self.message = message


def problems(picture: Picture) -> list[tuple[str, str]]:
    """Everything wrong with a picture whose types are right, as (field path, message); empty when it can be painted."""
    return list(_problems(picture))


def _problems(picture: Picture) -> Iterator[tuple[str, str]]:
    if not _NAME.fullmatch(picture.name):
        yield "picture", "a picture's name is lower-case words joined by underscores"
    yield from _palette_problems(picture)
    yield from _colour_problems("sky", picture.sky)
    if not picture.sky:
        yield "sky", "a picture needs at least one colour behind it"
    yield from _colour_problems("ground", picture.ground)
    for limit, path, count in (
        (MAX_LAYERS, "layers", len(picture.layers)),
        (MAX_EFFECTS, "effects", len(picture.effects)),
    ):
        if count > limit:
            yield path, f"{count} are too many: at most {limit}"
    signs = {ink.sign for ink in picture.palette}
    names = frozenset(layer.name for layer in picture.layers if layer.name)
    earlier: set[str] = set()
    for index, layer in enumerate(picture.layers):
        yield from _layer_problems(f"layers[{index}]", layer, signs)
        if layer.name and layer.name in earlier:
            yield f"layers[{index}].name", f"another layer is called `{layer.name}`"
        earlier.add(layer.name)
    for index, effect in enumerate(picture.effects):
        yield from _effect_problems(f"effects[{index}]", effect, signs, names)


def _palette_problems(picture: Picture) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    if len(picture.palette) > MAX_PALETTE:
        yield "palette", f"{len(picture.palette)} colours are too many: at most {MAX_PALETTE}"
    for ink in picture.palette:
        path = f"palette.{ink.sign}"
        if len(ink.sign) != 1 or not ink.sign.isprintable() or ink.sign in CLEAR:
            yield path, "a palette entry is named by one visible character other than a full stop"
        elif ink.sign in seen:
            yield path, f"`{ink.sign}` is defined twice"
        seen.add(ink.sign)
        if not _COLOUR.fullmatch(ink.colour):
            yield path, f"`{ink.colour}` is no colour; write #rrggbb"


def _colour_problems(path: str, colours: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if len(colours) > MAX_COLOURS:
        yield path, f"{len(colours)} colours are too many: at most {MAX_COLOURS}"
    for index, colour in enumerate(colours):
        if not _COLOUR.fullmatch(colour):
            yield f"{path}[{index}]", f"`{colour}` is no colour; write #rrggbb"


def _layer_problems(path: str, layer: Layer, signs: set[str]) -> Iterator[tuple[str, str]]:
    if layer.name and not _NAME.fullmatch(layer.name):
        yield f"{path}.name", "a layer's name is lower-case words joined by underscores"
    if not any(row.strip(CLEAR) for row in layer.art):
        yield f"{path}.art", "the art is empty"
    if len(layer.art) > MAX_ART_ROWS:
        yield f"{path}.art", f"{len(layer.art)} rows are too many: at most {MAX_ART_ROWS}"
    for index, row in enumerate(layer.art):
        if len(row) > MAX_ART_COLUMNS:
            yield f"{path}.art[{index}]", f"{len(row)} columns are too many: at most {MAX_ART_COLUMNS}"
        if unknown := sorted(set(row) - signs - set(CLEAR)):
            yield f"{path}.art[{index}]", f"not in the palette: {' '.join(unknown)}"
    yield from _choice_problems(f"{path}.align", layer.align, ALIGNS)
    yield from _choice_problems(f"{path}.edge", layer.edge, EDGES)
    yield from _choice_problems(f"{path}.repeat", layer.repeat, REPEATS)
    for name, low, high in (
        ("shift", -MAX_ART_COLUMNS, MAX_ART_COLUMNS),
        ("lift", -MAX_ART_ROWS, MAX_ART_ROWS),
        ("gap", 0, MAX_ART_COLUMNS),
        ("fold_at", 0, MAX_ART_ROWS),
        ("fold", 0, MAX_ART_ROWS),
        ("from_columns", 0, 10_000),
    ):
        yield from _range_problems(f"{path}.{name}", getattr(layer, name), low, high)
    if layer.fold_at + layer.fold > len(layer.art):
        yield f"{path}.fold", "more rows are to be left out than the art has"


def _effect_problems(path: str, effect: Effect, signs: set[str], names: frozenset[str]) -> Iterator[tuple[str, str]]:
    yield from _choice_problems(f"{path}.kind", effect.kind, KINDS)
    if unknown := sorted(set(effect.of) - signs):
        yield f"{path}.of", f"not in the palette: {' '.join(unknown)}"
    if effect.kind in (*LAMP_KINDS, "lights") and not effect.of:
        yield f"{path}.of", f"`{effect.kind}` needs the palette characters that shine"
    yield from _colour_problems(f"{path}.colours", effect.colours)
    if effect.unlit:
        yield from _colour_problems(f"{path}.unlit", (effect.unlit,))
    farthest = MAX_RADIUS if effect.kind in LAMP_KINDS else MAX_ART_ROWS
    for name, low, high in (
        ("amount", 0, 100),
        ("radius", 0, farthest),
        ("speed", -200, 200),
        ("drift", -200, 200),
        ("period", 0, 6000),
        ("phase", -6000, 6000),
    ):
        yield from _range_problems(f"{path}.{name}", getattr(effect, name), low, high)
    if effect.kind == "traffic" and not effect.layer:
        yield f"{path}.layer", "`traffic` needs the name of the layer that drives"
    if effect.layer and effect.layer not in names:
        yield f"{path}.layer", f"no layer is called `{effect.layer}`"


def _choice_problems(path: str, value: str, allowed: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if value not in allowed:
        yield path, f"`{value}` is not one of {', '.join(allowed)}"


def _range_problems(path: str, value: int, low: int, high: int) -> Iterator[tuple[str, str]]:
    if not low <= value <= high:
        yield path, f"{value} is outside {low}..{high}"


def picture_from_mapping(mapping: Mapping[str, Any]) -> Picture:
    """The picture that a plain mapping (one YAML document) describes; `PictureError` where a key or type is wrong.

    The document's first key `picture` is the name, `palette` a table, `art` one block of text or a list of rows, and
    lists of colours may be written as one colour. Rules beyond types are for `problems`.
    """
    values = dict(_known("", mapping, {"picture", *(f.name for f in fields(Picture))} - {"name"}))
    values["name"] = _text("picture", values.pop("picture", None))
    if "palette" in values:
        values["palette"] = tuple(
            Ink(_text("palette", sign), _text(f"palette.{sign}", colour))
            for sign, colour in _table("palette", values["palette"]).items()
        )
    for key in ("sky", "ground"):
        if key in values:
            values[key] = _texts(key, values[key])
    if "alt" in values:
        values["alt"] = _text("alt", values["alt"])
    values["layers"] = _parts("layers", values.get("layers", []), Layer)
    values["effects"] = _parts("effects", values.get("effects", []), Effect)
    return Picture(**values)


def _parts(path: str, value: object, kind: type[T]) -> tuple[T, ...]:
    if not isinstance(value, list | tuple):
        raise PictureError(path, "a list is wanted here")
    types = {f.name: str(f.type) for f in fields(kind)}  # type: ignore[arg-type]
    parts: list[T] = []
    for index, item in enumerate(value):
        here = f"{path}[{index}]"
        found: dict[str, Any] = {}
        for key, raw in _known(here, _table(here, item), set(types)).items():
            place = f"{here}.{key}"
            if types[key] == "int":
                found[key] = _number(place, raw)
            elif types[key] == "str":
                found[key] = _text(place, raw)
            else:
                found[key] = _texts(place, raw)
        required = "art" if kind is Layer else "kind"
        if required not in found:
            raise PictureError(here, f"`{required}` is missing")
        parts.append(kind(**found))
    return tuple(parts)


def _known(path: str, mapping: Mapping[str, Any], allowed: set[str]) -> Mapping[str, Any]:
    for key in mapping:
        if key not in allowed:
            raise PictureError(f"{path}.{key}".lstrip("."), f"unknown key; known are {', '.join(sorted(allowed))}")
    return mapping


def _table(path: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise PictureError(path, "a table of keys is wanted here")
    return value


def _number(path: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise PictureError(path, "a whole number is wanted here")
    return value


def _text(path: str, value: object) -> str:
    if not isinstance(value, str):
        raise PictureError(path, "a text is wanted here; put it in quotes")
    return value


def _texts(path: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(value.splitlines())
    if not isinstance(value, list | tuple):
        raise PictureError(path, "a text or a list of texts is wanted here")
    return tuple(_text(f"{path}[{index}]", item) for index, item in enumerate(value))
