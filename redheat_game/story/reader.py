"""The one reader of the story language: it checks nodes against the shapes of `schema.py`."""

from __future__ import annotations

import re
from typing import Any

from redheat_game.story.diagnostics import shapes
from redheat_game.story.diagnostics.core import Report
from redheat_game.story.schema import (
    IDENTIFIER,
    MAX_TEXT,
    RESERVED,
    ByKey,
    ByKind,
    Colour,
    Duration,
    Identifier,
    ListOf,
    Number,
    Record,
    Shape,
    TableOf,
    Text,
    TimeOfDay,
    TimeToShow,
    Word,
    YesNo,
    keys_of,
)
from redheat_game.story.script import ClockTime
from redheat_game.story.source import Mapping, Node, Scalar, Sequence, Span

_ID_KEYS = ("scene", "group", "picture", "id")
"""The keys under which records say their own id."""
_DURATION = re.compile(r"(?:(\d{1,4})d)?(?:(\d{1,4})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s)?", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)( or later)?", re.ASCII)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class Reader:
    """Checks nodes against shapes. A value that does not fit is reported and read as None."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.broken: set[str] = set()
        """Ids whose declaration was reported and left out; an empty one stands for any other loss."""

    def read(self, shape: Shape, node: Node) -> Any:
        """The value of `node` as its shape's docstring says, or None where it was reported."""
        if isinstance(node, Scalar) and not node.value.strip() and not (isinstance(shape, Text) and shape.may_be_empty):
            self.report.add(shapes.EMPTY_TEXT, node.span, called=shape.called)
            return None
        match shape:
            case ByKind():
                return self._by_kind(shape, node)
            case ByKey():
                return self._by_key(shape, node)
            case Record():
                return self._record(shape, node)
            case ListOf():
                return self._list(shape, node)
            case TableOf():
                return self._table(shape, node)
        if not isinstance(node, Scalar):
            self._wrong_kind(shape, node)
            return None
        match shape:
            case Identifier():
                return self.identifier(node)
            case YesNo():
                return self._yes_no(node)
            case Number():
                return self._number(shape, node)
            case Duration():
                return self._duration(node)
            case TimeOfDay():
                return self._time_of_day(node)
            case TimeToShow():
                return self._time_to_show(node)
            case Colour():
                if not _COLOUR.fullmatch(node.value):
                    self.report.add(shapes.COLOUR, node.span, value=node.value)
                    return None
                return node.value
            case Word():
                return self._word(shape, node)
            case _:
                return self._text(shape, node)

    def identifier(self, node: Scalar) -> Scalar | None:
        """The scalar if it may be an id."""
        if not IDENTIFIER.fullmatch(node.value) or len(node.value) > 60:
            words = re.sub(r"[^a-z0-9]+", "_", node.value.lower()).strip("_")
            proposal = words if IDENTIFIER.fullmatch(words) and len(words) <= 60 else None
            self.report.add(shapes.BAD_ID, node.span, value=node.value, suggestion=proposal)
            return None
        if node.value in RESERVED:
            self.report.add(shapes.RESERVED_ID, node.span, value=node.value)
            return None
        return node

    def _text(self, shape: Shape, node: Scalar) -> Scalar | None:
        longest = shape.longest if isinstance(shape, Text) else MAX_TEXT
        if len(node.value) > longest:
            self.report.add(shapes.TEXT_TOO_LONG, node.span, length=len(node.value), limit=longest)
            return None
        return node

    def _yes_no(self, node: Scalar) -> bool | None:
        if node.value in ("true", "false"):
            return node.value == "true"
        proposal = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(node.value.lower())
        proposal = proposal or self.report.nearest(node.value.lower(), ("true", "false"))
        self.report.add(shapes.NOT_YES_NO, node.span, value=node.value, suggestion=proposal)
        return None

    def _number(self, shape: Number, node: Scalar) -> int | None:
        if re.fullmatch(r"-?[0-9]{1,9}", node.value) and shape.lowest <= int(node.value) <= shape.highest:
            return int(node.value)
        self.report.add(shapes.NOT_A_NUMBER, node.span, value=node.value, lowest=shape.lowest, highest=shape.highest)
        return None

    def _duration(self, node: Scalar) -> int | None:
        found = _DURATION.fullmatch(node.value)
        if found and node.value:
            days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
            return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
        self.report.add(shapes.DURATION, node.span, value=node.value)
        return None

    def _time_of_day(self, node: Scalar) -> int | None:
        found = self._time_to_show(node)
        if found is None or not found.or_later:
            return found.time if found else None
        self.report.add(shapes.TIME_OF_DAY, node.span, value=node.value)
        return None

    def _time_to_show(self, node: Scalar) -> ClockTime | None:
        found = _CLOCK.fullmatch(node.value)
        if found:
            return ClockTime(int(found[1]) * 3600 + int(found[2]) * 60, or_later=bool(found[3]))
        self.report.add(shapes.TIME_OF_DAY, node.span, value=node.value)
        return None

    def _word(self, shape: Word, node: Scalar) -> str | None:
        if node.value in shape.words:
            return node.value
        proposal = self.report.nearest(node.value, shape.words)
        allowed = ", ".join(shape.words)
        self.report.add(shapes.WORD, node.span, value=node.value, words=allowed, suggestion=proposal)
        return None

    def _by_kind(self, shape: ByKind, node: Node) -> Any:
        chosen = {Scalar: shape.scalar, Sequence: shape.sequence, Mapping: shape.mapping}[type(node)]
        if chosen is None:
            self._wrong_kind(shape, node)
            return None
        return self.read(chosen, node)

    def _by_key(self, shape: ByKey, node: Node) -> Any:
        if not isinstance(node, Mapping):
            self._wrong_kind(shape, node)
            return None
        present = {name.value for name, _ in node.pairs}
        for name, record in shape.records:
            if name in present:
                return self._record(record, node)
        return self._record(shape.records[-1][1], node)

    def _list(self, shape: ListOf, node: Node) -> list[Any] | None:
        if isinstance(node, Sequence):
            items = [self.read(shape.item, item) for item in node.items]
            return [item for item in items if item is not None]
        if shape.lone:
            item = self.read(shape.item, node)
            return [] if item is None else [item]
        self._wrong_kind(shape, node)
        return None

    def _table(self, shape: TableOf, node: Node) -> list[tuple[Scalar, Any]] | None:
        if not isinstance(node, Mapping):
            self._wrong_kind(shape, node)
            return None
        rows = []
        for name_node, value_node in node.pairs:
            if _is_end_of_text(value_node, node):
                self.report.add(shapes.COMMA_IN_BRACES, name_node.span, key=name_node.value)
                self.broken.add("")
                continue
            name, value = self.read(shape.key, name_node), self.read(shape.item, value_node)
            if name is None or value is None:
                self.broken.add(name_node.value)
            else:
                rows.append((name, value))
        return rows

    def _record(self, shape: Record, node: Node) -> Any:
        if not isinstance(node, Mapping):
            self._wrong_kind(shape, node)
            return None
        syntax_class: Any = shape.into
        known = keys_of(syntax_class)
        values: dict[str, Any] = {"span": node.span}
        complete = True
        reported = len(self.report.diagnostics)
        places: dict[str, Span] = {}
        meant: set[str] = set()
        for name, value_node in node.pairs:
            entry = known.get(name.value)
            if entry is None and _is_end_of_text(value_node, node):
                self.report.add(shapes.COMMA_IN_BRACES, name.span, key=name.value)
                continue
            if entry is None:
                proposal = self.report.nearest(name.value, known)
                meant.add(proposal or "")
                self.report.add(
                    shapes.UNKNOWN_KEY, name.span, key=name.value, known=", ".join(known), suggestion=proposal
                )
                continue
            places[name.value] = name.span
            value = self.read(entry.shape, value_node)
            if value is not None:
                values[entry.attribute] = value
            elif entry.required:
                complete = False
        for entry in known.values():
            if entry.required and entry.name not in places:
                complete = False
                if entry.name in meant:
                    continue
                present = ", ".join(f"`{name.value}`" for name, _ in node.pairs[:3])
                self.report.add(shapes.MISSING_KEY, node.span, key=entry.name, present=present)
        if len(self.report.diagnostics) > reported:
            self.broken.add("")
        if not complete:
            ids = (value.value for name, value in node.pairs if isinstance(value, Scalar) and name.value in _ID_KEYS)
            self.broken.update(ids)
            return None
        made = shape.into(**values)
        made.key_places = places
        made.damaged = len(self.report.diagnostics) > reported
        return made

    def _wrong_kind(self, shape: Shape, node: Node) -> None:
        found = {Scalar: "text", Sequence: "a list", Mapping: "keys with values"}[type(node)]
        # prose that begins with a brace and stands without quotes is taken for keys
        braces = isinstance(shape, Text) and isinstance(node, Mapping)
        wanted = f"{shape.called}, in quotes or in a block (`text: |`)" if braces else shape.called
        self.report.add(shapes.WRONG_KIND, node.span, expected=shape.called, found=found, wanted=wanted)


def _is_end_of_text(value: Node, record: Mapping) -> bool:
    """Whether a key without a value in a mapping in braces is what came behind the comma of a text."""
    opening = record.span.file.line(record.span.line)[record.span.column - 1 : record.span.column]
    return opening == "{" and isinstance(value, Scalar) and value.style is None and not value.value
