"""Declared variables: from what their authors wrote to the machine's variables."""

from __future__ import annotations

import re
from dataclasses import dataclass

from redheat_game.story import syntax
from redheat_game.story.collection import Collection, check_former_ids, plain
from redheat_game.story.diagnostics import names, shapes
from redheat_game.story.diagnostics.core import Report
from redheat_game.story.machine import Edge, Variable, VariableKind
from redheat_game.story.schema import IDENTIFIER, RESERVED
from redheat_game.story.script import Meter, Pocket
from redheat_game.story.source import Scalar

MAX_VALUES = 1000
_RANGE = re.compile(r"range\s+(-?\d{1,6})\s*\.\.\s*(-?\d{1,6})", re.ASCII)
_NEARLY_RANGE = re.compile(r"(?:range\s+)?(\d{1,4})\s*(?:-|–|to|\.+|…|,)\s*(\d{1,4})")
_ONE_OF = re.compile(r"one_of\s*\[(.*)\]", re.DOTALL)


@dataclass
class VariableTable:
    """The machine's variables while they are being made: declared ones first, then those lowering needs."""

    variables: list[Variable]
    numbers: dict[str, int]

    def need(self, name: str, kind: VariableKind, high: int, *, edge: Edge = "fault", cosmetic: bool = False) -> int:
        """The position of a made variable `0..high`; one that is there grows to `high` where it is smaller."""
        number = self.numbers.get(name)
        if number is None:
            number = self.numbers[name] = len(self.variables)
            self.variables.append(Variable(name, kind, 0, high, 0, edge, (), cosmetic))
        elif self.variables[number].high < high:
            self.variables[number] = Variable(name, kind, 0, high, 0, edge, (), cosmetic)
        return number


def declared_variables(found: Collection) -> tuple[VariableTable, tuple[Meter, ...], tuple[Pocket, ...]]:
    """All declared variables, and which of them the panel shows."""
    table = VariableTable([], {})
    meters: list[Meter] = []
    pockets: list[Pocket] = []
    report = found.report
    for name, written in found.variables.values():
        long_form = written if isinstance(written, syntax.Variable) else syntax.Variable(span=name.span, kind=written)
        variable = _variable(name, long_form, report)
        if variable is None:
            found.broken.add(name.value)
            continue
        for word in variable.words:
            if word in found.variables:
                report.add(names.WORD_IS_VARIABLE, long_form.kind.span, word=word, name=name.value)
        table.numbers[variable.name] = len(table.variables)
        table.variables.append(variable)
        number = table.numbers[variable.name]
        check_former_ids(long_form.was, found.variables, "variable", report)
        if long_form.meter:
            if variable.kind != "range":
                report.add(shapes.NOT_FOR_KIND, long_form.where("meter"), key="meter", kind=variable.kind)
            more = long_form.better != "less"
            about = plain(long_form.about)
            meters.append(Meter(number, plain(long_form.meter), variable.low, variable.high, more, about))
        else:
            for key in ("about", "when"):
                if getattr(long_form, key) is not None:
                    report.add(shapes.NOT_FOR_KIND, long_form.where(key), key=key, kind="variable without a `meter`")
        if long_form.pocket is not None:
            pocket = _pocket(number, variable, long_form, report)
            if pocket:
                pockets.append(pocket)
    return table, tuple(meters), tuple(pockets)


def _variable(name: Scalar, written: syntax.Variable, report: Report) -> Variable | None:
    text = written.kind.value.strip()
    if written.clamp and not text.startswith("range"):
        report.add(shapes.NOT_FOR_KIND, written.where("clamp"), key="clamp", kind=text.split(" ")[0])
    edge: Edge = "clamp" if written.clamp else "fault"
    if text == "flag":
        start = _start(written, ("false", "true"), 0, "true or false", report)
        return Variable(name.value, "flag", 0, 1, start)
    if found := _RANGE.fullmatch(text):
        low, high = int(found[1]), int(found[2])
        if not low < high or high - low >= MAX_VALUES:
            report.add(shapes.RANGE, written.kind.span, low=low, high=high, limit=MAX_VALUES)
            return None
        allowed = tuple(str(value) for value in range(low, high + 1))
        start = _start(written, allowed, low, f"a number from {low} to {high}", report)
        return Variable(name.value, "range", low, high, start, edge)
    if found := _ONE_OF.fullmatch(text):
        words = tuple(word.strip() for word in found[1].split(",") if word.strip())
        reserved = next((word for word in words if word in RESERVED), None)
        if reserved is not None:
            report.add(shapes.RESERVED_ID, written.kind.span, value=reserved)
            return None
        fitting = all(IDENTIFIER.fullmatch(word) for word in words)
        if len(words) < 2 or len(set(words)) < len(words) or len(words) > MAX_VALUES or not fitting:
            report.add(shapes.ONE_OF, written.kind.span, text=text)
            return None
        start = _start(written, words, 0, "one of " + ", ".join(words), report)
        return Variable(name.value, "one_of", 0, len(words) - 1, start, words=words)
    proposal = report.nearest(text.split(" ")[0], ("flag", "range", "one_of"))
    if found := _NEARLY_RANGE.fullmatch(text):
        proposal = f"range {found[1]}..{found[2]}"
    report.add(shapes.VARIABLE_KIND, written.kind.span, text=text, suggestion=proposal)
    return None


def _start(written: syntax.Variable, allowed: tuple[str, ...], low: int, expected: str, report: Report) -> int:
    if written.start is None:
        return low
    text = written.start.value.strip()
    if text not in allowed:
        proposal = report.nearest(text, allowed)
        report.add(shapes.START, written.start.span, value=text, expected=expected, suggestion=proposal)
        return low
    return low + allowed.index(text)


def _pocket(number: int, variable: Variable, written: syntax.Variable, report: Report) -> Pocket | None:
    if isinstance(written.pocket, Scalar):
        if variable.kind != "flag":
            report.add(shapes.NOT_FOR_KIND, written.where("pocket"), key="pocket with one text", kind=variable.kind)
            return None
        return Pocket(number, {1: plain(written.pocket)})
    if variable.kind != "one_of":
        report.add(shapes.NOT_FOR_KIND, written.where("pocket"), key="pocket with a table", kind=variable.kind)
        return None
    things = {}
    for word, text in written.pocket or ():
        if word.value not in variable.words:
            report.add(
                names.UNKNOWN_WORD,
                word.span,
                word=word.value,
                name=variable.name,
                words=", ".join(variable.words),
                suggestion=report.nearest(word.value, variable.words),
            )
            continue
        things[variable.words.index(word.value)] = plain(text)
    return Pocket(number, things)
