"""The keys of a `picture:` document. What they mean is told in `picture.py`, whose classes they are read into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from redheat_game.story import picture as model
from redheat_game.story.diagnostics import shapes
from redheat_game.story.diagnostics.core import Report
from redheat_game.story.schema import (
    Colour,
    Identifier,
    ListOf,
    Number,
    Record,
    Shape,
    TableOf,
    Text,
    Word,
    YesNo,
    key,
)
from redheat_game.story.source import Scalar, Span
from redheat_game.story.syntax_base import Syntax

_COLOURS = ListOf("colours", item=Colour(), lone=True)
_NAME = Text("a name", longest=60)


def _pixels(lowest: int, highest: int) -> Shape:
    return Number("a whole number", lowest, highest)


@dataclass(kw_only=True)
class Layer(Syntax):
    """A piece of art and where it stands."""

    art: Scalar = key(Text("rows of art", longest=30_000), "Pixel rows; a full stop is transparent.", required=True)
    name: Scalar | None = key(_NAME, "A word by which effects speak of the layer.")
    align: str | None = key(Word("a place", model.ALIGNS), "Which part of the window `shift` counts from.")
    edge: str | None = key(Word("an edge", model.EDGES), "Whether it stands on the bottom or hangs from the top.")
    shift: int | None = key(_pixels(-400, 400), "Pixels to the right of its place.")
    lift: int | None = key(_pixels(-64, 64), "Pixels away from its edge.")
    repeat: str | None = key(Word("a way to repeat", model.REPEATS), "Whether and how it tiles the width.")
    gap: int | None = key(_pixels(0, 400), "Transparent columns between two repeats.")
    fold_at: int | None = key(_pixels(0, 64), "The first art row that a low band may leave out.")
    fold: int | None = key(_pixels(0, 64), "How many rows from there on may be left out.")
    from_columns: int | None = key(_pixels(0, 10_000), "Shown only in windows at least this wide.")


@dataclass(kw_only=True)
class Effect(Syntax):
    """Something that lives in a picture."""

    kind: str = key(Word("a kind of effect", model.KINDS), "What it is.", required=True)
    of: Scalar | None = key(Text("palette characters", longest=64), "The palette characters it concerns.")
    colours: list[str] | None = key(_COLOURS, "The colours of light, flakes, drops or steam.")
    unlit: str | None = key(Colour(), "The colour of a lamp or window that is out.")
    amount: int | None = key(_pixels(0, 100), "How strong, dense or clear, from 0 to 100.")
    radius: int | None = key(_pixels(0, 64), "How far light reaches or steam rises, in pixels.")
    speed: int | None = key(_pixels(-200, 200), "Pixels a second.")
    drift: int | None = key(_pixels(-200, 200), "Pixels a second to the right.")
    period: int | None = key(_pixels(0, 6000), "Tenths of a second of one turn.")
    phase: int | None = key(_pixels(-6000, 6000), "Tenths of a second ahead of others of its kind.")
    layer: Scalar | None = key(_NAME, "The layer that drives, or behind which the weather stays.")


@dataclass(kw_only=True)
class Picture(Syntax):
    """A place as pixels that can be edited by hand."""

    picture: Scalar = key(Identifier(), "The picture's id.", required=True)
    alt: Scalar = key(Text("a sentence", longest=400), "What is to be seen, in a plain sentence.", required=True)
    palette: list[tuple[Scalar, str]] = key(
        TableOf("characters and colours", item=Colour(), key=Text("a character")),
        "One character for each colour of the art.",
        default=list,
    )
    sky: list[str] | None = key(_COLOURS, "The backdrop's colours from top to bottom.")
    ground: list[str] | None = key(_COLOURS, "The bottom pixel rows from top to bottom.")
    layers: list[Layer] = key(ListOf("layers", item=Record("a layer", Layer)), "The art, back to front.", default=list)
    effects: list[Effect] = key(
        ListOf("effects", item=Record("an effect", Effect)), "What moves and shines.", default=list
    )
    replace: bool = key(YesNo(), "It takes the place of an earlier layer's picture.", default=False)


def lower_picture(written: Picture, report: Report) -> model.Picture:
    """The picture for the painter; what cannot be painted is reported at its place."""
    made = model.Picture(
        written.picture.value,
        tuple(model.Ink(sign.value, colour) for sign, colour in written.palette),
        tuple(written.sky or model.Picture.sky),
        tuple(written.ground or ()),
        tuple(_part(layer, model.Layer) for layer in written.layers),
        tuple(_part(effect, model.Effect) for effect in written.effects),
        " ".join(written.alt.value.split()),
    )
    for path, problem in () if written.damaged else model.problems(made):
        report.add(shapes.PICTURE, _place(written, path), path=path, problem=problem)
    return made


def _part(written: Syntax, kind: type[Any]) -> Any:
    """A layer or effect: scalars become text, lists tuples, and what was left out keeps its default."""
    values: dict[str, Any] = {}
    for item in fields(kind):
        value = getattr(written, item.name)
        if item.name == "art":
            values["art"] = tuple(value.value.rstrip("\n").split("\n"))
        elif isinstance(value, Scalar):
            values[item.name] = value.value
        elif value is not None:
            values[item.name] = tuple(value) if isinstance(value, list) else value
    return kind(**values)


def _place(written: Picture, path: str) -> Span:
    """Where `layers[1].shift` or `palette.x` stands, as near as the syntax tells."""
    found = re.match(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?", path)
    if found is None:
        return written.span
    tables: dict[str, Sequence[Syntax]] = {"layers": written.layers, "effects": written.effects}
    parts = tables.get(found[1], ())
    if found[2] and int(found[2]) < len(parts):
        return parts[int(found[2])].where(found[3] or "")
    return written.where(found[1])
