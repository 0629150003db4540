"""Dataclasses as JSON and back, by their own annotations; what is read back is exactly of its type, or refused.

Reading makes only the classes that the annotations name: there is nothing in a file that could ask for others.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from typing import Any

MAX_DEPTH = 190
_CLASS = "is"
_SAFE_CONTROLS = "\n\t"


class NotOfItsType(ValueError):
    """Data that is not what the annotations ask for; the message says where."""


def to_plain(value: Any) -> Any:
    """Dataclasses as objects of those fields that differ from their defaults, tuples as lists, mappings as objects.

    A class is named where it may be one of several, which is simply everywhere; fields that do not take part in
    comparisons are left out.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        found: dict[str, Any] = {_CLASS: type(value).__name__}
        for field in dataclasses.fields(value):
            item = getattr(value, field.name)
            if field.compare and not (field.default is not dataclasses.MISSING and item == field.default):
                found[field.name] = to_plain(item)
        return found
    if isinstance(value, Mapping):
        return {str(name): to_plain(item) for name, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    return value


def from_plain(kind: Any, data: Any, where: str = "", depth: int = 0) -> Any:
    """The value of this type that `to_plain` wrote.

    Args:
        kind: a type as annotations write it: dataclasses, unions, tuples, mappings, literals, str, int, bool, None.
        data: what JSON gave.
        where: where it stands, for messages.
        depth: how deep.

    Raises:
        NotOfItsType: it is something else.
    """
    if depth > MAX_DEPTH:
        raise NotOfItsType(f"{where or 'it'} is nested too deep")
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _one_of(arguments, data, where, depth)
    if origin is typing.Literal:
        if type(data) is str and data in arguments:
            return data
    elif origin is tuple:
        if isinstance(data, list):
            return tuple(
                from_plain(arguments[0], item, f"{where}[{number}]", depth + 1) for number, item in enumerate(data)
            )
    elif origin is not None and issubclass(origin, Mapping):
        if isinstance(data, dict):
            return {
                _key(arguments[0], name, where): from_plain(arguments[1], item, f"{where}.{name}", depth + 1)
                for name, item in data.items()
            }
    elif dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _dataclass(kind, data, where, depth)
    elif kind is str:
        if type(data) is str and all(letter.isprintable() or letter in _SAFE_CONTROLS for letter in data):
            return data
    elif kind in (int, bool) and type(data) is kind and abs(data) < 2**53:
        return data
    elif kind is type(None) and data is None:
        return None
    raise NotOfItsType(f"{where or 'it'} cannot be {str(data)[:40]!r}")


def _one_of(kinds: tuple[Any, ...], data: Any, where: str, depth: int) -> Any:
    name = data.get(_CLASS) if isinstance(data, dict) else None
    for kind in kinds:
        if isinstance(kind, type) and dataclasses.is_dataclass(kind):
            if kind.__name__ == name:
                return _dataclass(kind, data, where, depth)
        elif name is None:
            try:
                return from_plain(kind, data, where, depth)
            except NotOfItsType:
                continue
    raise NotOfItsType(f"{where or 'it'} cannot be {str(data)[:40]!r}")


def _dataclass(kind: type[Any], data: Any, where: str, depth: int) -> Any:
    if not isinstance(data, dict) or data.get(_CLASS) != kind.__name__:
        raise NotOfItsType(f"{where or 'it'} is no {kind.__name__}")
    hints = _HINTS.get(kind) or _HINTS.setdefault(kind, _hints(kind))
    values = {}
    for name, item in data.items():
        if name == _CLASS:
            continue
        if name not in hints:
            raise NotOfItsType(f"{where or 'it'} has no {name!r}")
        values[name] = from_plain(hints[name], item, f"{where}.{name}" if where else name, depth + 1)
    try:
        return kind(**values)
    except TypeError as error:
        raise NotOfItsType(f"{where or 'it'} lacks something: {error}") from error


_HINTS: dict[type[Any], dict[str, Any]] = {}


def _hints(kind: type[Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind) if field.compare and field.init}


def _key(kind: Any, name: str, where: str) -> Any:
    if kind is int:
        # as JSON writes the keys of a mapping
        if name.removeprefix("-").isdecimal() and str(int(name)) == name:
            return int(name)
        raise NotOfItsType(f"{where} has the key {name[:40]!r}, which is no number")
    return from_plain(kind, name, where)
