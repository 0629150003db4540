"""The shapes that values of the story language can have.

The classes of `syntax.py` carry these shapes on their fields. Loading, its errors, the editors' JSON Schema and the
manual's reference tables are all read from there.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from typing import Any

IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
RESERVED = frozenset({"true", "false", "seen", "in", "and", "or", "not", "timeout", "return"}) | {
    word for word in keyword.kwlist if word.islower()
}
MAX_TEXT = 20_000
"""Characters of the longest text, a scene's."""


@dataclass(frozen=True)
class Shape:
    """What a value has to look like; `called` is how an error names it."""

    called: str = "a value"


@dataclass(frozen=True)
class Text(Shape):
    """Text of the author's, read as a `Scalar`."""

    called: str = "text"
    longest: int = MAX_TEXT
    may_be_empty: bool = False


@dataclass(frozen=True)
class Identifier(Shape):
    """An id that this declares, read as a `Scalar`."""

    called: str = "an id"


@dataclass(frozen=True)
class Reference(Shape):
    """The id of something declared elsewhere, read as a `Scalar`; `kind` names what."""

    called: str = "an id"
    kind: str = ""


@dataclass(frozen=True)
class Expression(Shape):
    """A condition, read as a `Scalar` and parsed when all names are known."""

    called: str = "a condition"


@dataclass(frozen=True)
class Assignment(Shape):
    """An effect such as `heat += 1`, read as a `Scalar`."""

    called: str = "an effect"


@dataclass(frozen=True)
class YesNo(Shape):
    """`true` or `false`, read as a `bool`."""

    called: str = "true or false"


@dataclass(frozen=True)
class Number(Shape):
    """A whole number within bounds, read as an `int`."""

    called: str = "a whole number"
    lowest: int = 0
    highest: int = 10_000


@dataclass(frozen=True)
class Duration(Shape):
    """A stretch of time such as `1h30m`, read as seconds."""

    called: str = "a duration"


@dataclass(frozen=True)
class TimeOfDay(Shape):
    """A time such as `06:40`, read as seconds since midnight."""

    called: str = "a time of day"


@dataclass(frozen=True)
class TimeToShow(Shape):
    """A time such as `06:40` or `06:40 or later`, read as a `ClockTime`."""

    called: str = "a time of day"


@dataclass(frozen=True)
class Colour(Shape):
    """A colour such as `#c8102e`, read as a `str`."""

    called: str = "a colour"


@dataclass(frozen=True)
class Word(Shape):
    """One of a few fixed words, read as a `str`."""

    called: str = "a word"
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListOf(Shape):
    """A list, read as a `list`; where `lone`, a single item may stand without its brackets."""

    called: str = "a list"
    item: Shape = field(default_factory=Shape)
    lone: bool = False


@dataclass(frozen=True)
class TableOf(Shape):
    """Keys of the author's choosing with values of one shape, read as a list of (`Scalar`, value)."""

    called: str = "a table"
    item: Shape = field(default_factory=Shape)
    key: Shape = field(default_factory=Identifier)


@dataclass(frozen=True)
class Record(Shape):
    """A mapping with fixed keys, read as an instance of `into`."""

    called: str = "keys with values"
    into: type[Any] = object


@dataclass(frozen=True)
class ByKind(Shape):
    """The shape depends on what kind of YAML value stands there."""

    called: str = "a value"
    scalar: Shape | None = None
    sequence: Shape | None = None
    mapping: Shape | None = None


@dataclass(frozen=True)
class ByKey(Shape):
    """The record depends on which key is present; the last one is taken where none is."""

    called: str = "keys with values"
    records: tuple[tuple[str, Record], ...] = ()


def key(shape: Shape, about: str, *, required: bool = False, default: Any = None, name: str = "") -> Any:
    """A field of a syntax class.

    Args:
        shape: what its value has to look like.
        about: one sentence for the manual and for an editor's hover text.
        required: whether leaving it out is a mistake.
        default: the value where it is left out; called if callable.
        name: the key in YAML where that cannot be the field's name (`else`).
    """
    metadata = {"shape": shape, "about": about, "required": required, "name": name}
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Key:
    """One key of a record, as read from a syntax class."""

    name: str
    attribute: str
    shape: Shape
    about: str
    required: bool
    default: Any


@cache
def keys_of(syntax_class: Any) -> Mapping[str, Key]:
    """The keys that a record of this class may have, by the name they have in YAML."""
    found = {}
    for item in fields(syntax_class):
        if "shape" in item.metadata:
            name = item.metadata["name"] or item.name
            default = item.default if item.default is not MISSING else None
            found[name] = Key(
                name,
                item.name,
                item.metadata["shape"],
                item.metadata["about"],
                item.metadata["required"],
                default,
            )
    return found
