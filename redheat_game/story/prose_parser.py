"""From an author's prose to its tree.

A brace holds a value (`{trust}`), a condition (`{uniform: yes|no}`) or alternatives (`{one|two}`, `{&..}`, `{!..}`).
Stars emphasise. A backslash makes the next character literal.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from redheat_game.story.conditions import Tree
from redheat_game.story.diagnostics import names, notes
from redheat_game.story.diagnostics import prose as faults
from redheat_game.story.diagnostics.core import Definition
from redheat_game.story.expressions import Scope, parse_condition
from redheat_game.story.prose import (
    Alternatives,
    AlternativesKind,
    Conditional,
    Emphasis,
    Piece,
    Prose,
    Value,
    Words,
)
from redheat_game.story.source import Scalar

MAX_CYCLE = 6
MAX_NESTING = 8
_SPECIAL = re.compile(r"[\\{}|]|\*+|\n(?=[ \t]*\n)")
_SPEAKER = re.compile(r"^[ \t]*([A-Z][\w.' -]{1,30}?):(?=\s)", re.MULTILINE)


@dataclass(frozen=True)
class Counters:
    """Gives the variables that count entries of the scene in which the prose stands."""

    saturating: Callable[[int], int]
    """For a given number of entries to tell apart."""
    cycling: Callable[[int], int]
    """For a given length of the cycle."""


def parse_prose(scalar: Scalar, scope: Scope, counters: Counters | None, *, one_paragraph: bool = False) -> Prose:
    """The prose of `scalar`; what is wrong goes to the scope's report and is left out.

    Args:
        scalar: what is written.
        scope: what it may name.
        counters: what its alternatives go by; None where it stands in no scene.
        one_paragraph: whether there is room for no more.
    """
    if one_paragraph and re.search(r"\n[ \t]*\n", scalar.value.strip()):
        scope.report.add(faults.ONE_PARAGRAPH, scalar.span)
    parser = _Parser(scalar, scope, counters)
    return parser.sequence(0)[0]


def warn_of_speakers(scalar: Scalar, cast: list[str], scope: Scope) -> None:
    """Warn where a line seems to be spoken by somebody whose name is misspelt."""
    for found in _SPEAKER.finditer(scalar.value):
        name = found[1]
        if name not in cast:
            near = scope.report.nearest(name, cast)
            if near:
                place = scalar.at(found.start(1), len(name))
                scope.report.add(faults.SPEAKER, place, name=name, suggestion=near)


class _Parser:
    def __init__(self, scalar: Scalar, scope: Scope, counters: Counters | None) -> None:
        self.scalar = scalar
        self.text = scalar.value
        self.scope = scope
        self.counters = counters
        self.depth = 0
        self.too_deep = False

    def fault(
        self, definition: Definition, offset: int, length: int = 1, *, suggestion: str | None = None, **facts: object
    ) -> None:
        # what follows from having given up on deep nesting is no mistake of its own
        if not self.too_deep:
            self.scope.report.add(definition, self.scalar.at(offset, length), suggestion=suggestion, **facts)

    def sequence(self, position: int, stars: tuple[str, ...] = ()) -> tuple[Prose, int]:
        """Pieces from `position` up to what ends them: the end, `|` or `}` of the brace around, or the last of the
        `stars` that are open in this brace (at the latest the paragraph's end)."""
        found: list[Piece] = []
        words: list[str] = []

        def flush() -> None:
            text = "".join(words)
            if text:
                found.append(Words(text))
            words.clear()

        while position < len(self.text):
            special = _SPECIAL.search(self.text, position)
            if special is None:
                words.append(self.text[position:])
                position = len(self.text)
                break
            words.append(self.text[position : special.start()])
            position = special.start()
            match self.text[position]:
                case "\\":
                    words.append(self.text[position + 1 : position + 2])
                    position += 2
                case "{":
                    flush()
                    piece, position = self.brace(position)
                    found.extend(piece)
                case "\n":
                    if stars:
                        break
                    words.append("\n")
                    position += 1
                case "*":
                    if stars and _closes(stars, len(special[0])):
                        break
                    mark = special[0][:2]
                    flush()
                    parts, end = self.sequence(position + len(mark), (*stars, mark))
                    if not self.text.startswith(mark, end):
                        self.fault(faults.STAR_OPEN, position, len(mark), mark=mark)
                        found.extend(parts)
                        position = end
                    else:
                        found.append(Emphasis(mark == "**", parts))
                        position = end + len(mark)
                case _:
                    if self.depth:
                        break
                    if self.text[position] == "}":
                        self.fault(faults.BRACE_UNOPENED, position)
                    words.append(self.text[position])
                    position += 1
        flush()
        return tuple(found), position

    def brace(self, start: int) -> tuple[list[Piece], int]:
        """The piece of the brace that opens at `start`, and where the text goes on."""
        if self.depth == MAX_NESTING:
            self.fault(faults.NESTED_TOO_DEEP, start, limit=MAX_NESTING)
            self.too_deep = True
            return [], len(self.text)
        self.depth += 1
        found = self._brace(start)
        self.depth -= 1
        return found

    def _brace(self, start: int) -> tuple[list[Piece], int]:
        inside = start + 1
        kind: AlternativesKind = "sequence"
        condition_end = self.condition_end(inside)
        position = inside
        if condition_end is not None:
            # the spaces behind the colon are not the prose's: `"{armed: Sir|You}," he says`
            position = condition_end + 1
            while self.text[position : position + 1] in (" ", "\t"):
                position += 1
        elif self.text[inside : inside + 1] in ("&", "!"):
            kind = "cycle" if self.text[inside] == "&" else "once"
            position += 1
        branches: list[Prose] = []
        first = position
        while True:
            branch, position = self.sequence(position)
            branches.append(branch)
            if position >= len(self.text):
                self.fault(faults.BRACE_OPEN, start)
                return [], len(self.text)
            if self.text[position] == "}":
                break
            position += 1
        end = position + 1
        if not self.text[inside:position].strip(" \t\n&!|"):
            self.fault(faults.BRACE_EMPTY, start, 2)
            return [], end
        if condition_end is not None:
            return self.conditional(start, inside, condition_end, branches), end
        if len(branches) == 1 and kind == "sequence":
            return self.value(self.text[first:position], first), end
        return self.alternatives(kind, branches, start), end

    def condition_end(self, start: int) -> int | None:
        """Where the colon of `{condition: ...}` stands, if a colon comes before any bar or brace."""
        found = re.compile(r"\\.|[:|{}]", re.DOTALL).search(self.text, start)
        while found and found[0].startswith("\\"):
            found = re.compile(r"\\.|[:|{}]", re.DOTALL).search(self.text, found.end())
        return found.start() if found and found[0] == ":" else None

    def conditional(self, start: int, inside: int, colon: int, branches: list[Prose]) -> list[Piece]:
        if len(branches) > 2:
            self.fault(faults.TOO_MANY_BRANCHES, start, count=len(branches))
        name = self.text[inside:colon].strip()
        # ids are lower-case, so that this is the beginning of a sentence, or somebody speaking
        if name[:1].isupper():
            offset = self.text.index(name, inside)
            self.fault(names.NAME_AS_CONDITION, offset, len(name), name=name)
            return []
        condition: Tree | None = parse_condition(self.scalar, self.scope, inside, colon)
        if condition is None:
            return []
        return [Conditional(condition, branches[0], branches[1] if len(branches) > 1 else ())]

    def value(self, text: str, offset: int) -> list[Piece]:
        name = text.strip()
        entry = self.scope.variables.get(name)
        place = offset + len(text) - len(text.lstrip())
        if entry is None and name in self.scope.broken:
            return []
        if entry is None:
            proposal = self.scope.report.nearest(name, self.scope.variables)
            self.fault(names.UNKNOWN_VARIABLE, place, len(name), name=name, suggestion=proposal)
            return []
        if entry[1].kind == "flag":
            self.fault(faults.FLAG_AS_VALUE, place, len(name), name=name)
            return []
        return [Value(entry[0])]

    def alternatives(self, kind: AlternativesKind, branches: list[Prose], start: int) -> list[Piece]:
        if self.counters is None:
            self.fault(notes.TURNS_IN_NOTE, start)
            return []
        if kind == "cycle" and len(branches) > MAX_CYCLE:
            self.fault(faults.CYCLE_TOO_LONG, start, count=len(branches), limit=MAX_CYCLE)
            return []
        if kind == "cycle":
            counter = self.counters.cycling(len(branches))
        else:
            counter = self.counters.saturating(len(branches) + (kind == "once"))
        return [Alternatives(kind, counter, tuple(branches))]


def _closes(stars: tuple[str, ...], run: int) -> bool:
    """Whether a run of so many stars closes the last of the open `stars`, rather than opening another. So no more
    than three are ever open."""
    if stars[-1] == "**":
        return run >= 2
    return run != 2 or "**" in stars
