"""Every place where the text of a story mentions an id: in keys, in expressions, and in the braces of prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from redheat_game.story import schema
from redheat_game.story.collection import Collection
from redheat_game.story.source import Scalar, SourceFile
from redheat_game.story.syntax_base import Syntax

_PROSE = ("prose", "a line of prose")
_BRACE = re.compile(r"(?<!\\)\{([^{}|:\\]*)[:}]")
_SEEN = re.compile(r"\bseen\s*\(\s*(\w+)\s*\)")
_NAME = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True)
class Mention:
    """A place in a file where an id stands: line and column from 1, length in characters."""

    file: SourceFile
    line: int
    column: int
    length: int


class NotExact(ValueError):
    """The place of a word cannot be told exactly: its text is quoted with escapes, or goes over several lines."""

    def __init__(self, scalar: Scalar) -> None:
        super().__init__(f"{scalar.span.file.name}:{scalar.span.line}")


def mentions(found: Collection, kind: str, name: str) -> Iterator[Mention]:
    """Where something of this kind (`scene`, `variable`, `achievement`, `place`, `group`, `note`) is mentioned.

    Its own declaration is left out.

    Raises:
        NotExact: a mention cannot be placed.
    """
    for shape, scalar in leaves(found):
        match shape:
            case schema.Reference(kind=of) if of == kind and scalar.value == name:
                yield exact(scalar, 0, len(name))
            case schema.Expression() | schema.Assignment():
                yield from _in_expression(scalar, 0, scalar.value, kind, name)
            case schema.Text(called=called) if called in _PROSE:
                for brace in _BRACE.finditer(scalar.value):
                    yield from _in_expression(scalar, brace.start(1), brace[1], kind, name)


def leaves(found: Collection) -> Iterator[tuple[schema.Shape, Scalar]]:
    """Every text that the documents hold, with the shape by which it was read."""
    tables: list[Any] = [
        found.scenes,
        found.groups,
        found.cast,
        found.places,
        found.endings,
        found.achievements,
        found.categories,
        found.acts,
        found.notes,
    ]
    records = [record for table in tables for record in table.values()] + list(found.always) + list(found.note_lines)
    records += [written for _, written in found.variables.values() if isinstance(written, Syntax)]
    for record in records:
        yield from _of_record(record)
    if found.start is not None and found.title is not None:
        yield schema.Reference(kind="scene"), found.start


def _of_record(record: Syntax) -> Iterator[tuple[schema.Shape, Scalar]]:
    kind: Any = type(record)
    for key in schema.keys_of(kind).values():
        yield from _of_value(key.shape, getattr(record, key.attribute))


def _of_value(shape: schema.Shape, value: Any) -> Iterator[tuple[schema.Shape, Scalar]]:
    match value:
        case Syntax():
            yield from _of_record(value)
        case Scalar():
            while isinstance(shape, schema.ByKind | schema.ListOf):
                shape = (shape.scalar if isinstance(shape, schema.ByKind) else shape.item) or schema.Shape()
            yield shape, value
        case list():
            if isinstance(shape, schema.ByKind):
                shape = shape.sequence or schema.Shape()
            for item in value:
                if not isinstance(item, tuple):
                    inner = shape.item if isinstance(shape, schema.ListOf) else shape
                    yield from _of_value(inner, item)


def _in_expression(scalar: Scalar, start: int, text: str, kind: str, name: str) -> Iterator[Mention]:
    """Mentions in the expression `text`, which begins at character `start` of the scalar."""
    seen = [found.span(1) for found in _SEEN.finditer(text)]
    if kind == "scene":
        places = [span for span in seen if text[slice(*span)] == name]
    elif kind == "variable":
        places = [found.span() for found in _NAME.finditer(text) if found[0] == name and found.span() not in seen]
    else:
        return
    for begin, end in places:
        yield exact(scalar, start + begin, end - begin)


def exact(scalar: Scalar, offset: int, length: int) -> Mention:
    """The place of some characters of a scalar.

    Raises:
        NotExact: it cannot be told.
    """
    span = scalar.at(offset, length)
    column = span.column
    if span == scalar.span and scalar.style in ("'", '"'):
        column += 1 + offset
    wanted = scalar.value[offset : offset + length]
    if span.file.line(span.line)[column - 1 : column - 1 + length] != wanted:
        raise NotExact(scalar)
    return Mention(span.file, span.line, column, length)
