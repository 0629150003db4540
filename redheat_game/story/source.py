"""Where story text stands: files, places in them, and YAML nodes that know their place."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class SourceFile:
    """One file of a story: the name by which people are told of it, and its text."""

    name: str
    text: str
    folder: str = ""
    """Name of the folder that holds the file, which may say the act of its scenes."""

    @cached_property
    def lines(self) -> list[str]:
        """The text's lines without their ends."""
        return self.text.split("\n")

    def line(self, number: int) -> str:
        """Line `number` (from 1), or an empty string past the end."""
        return self.lines[number - 1].rstrip("\r") if 0 < number <= len(self.lines) else ""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line: line and column count from 1, length in characters."""

    file: SourceFile = field(repr=False)
    line: int
    column: int
    length: int = 1


@dataclass(slots=True)
class Scalar:
    """A YAML scalar as its author wrote it; the tag is ignored, the schema types it."""

    value: str
    span: Span
    style: str | None = None
    """`None` for plain, `'` and `"` for quoted, `|` and `>` for block scalars."""
    last_line: int = 0
    """The line (from 1) before which a block scalar ends."""

    def at(self, offset: int, length: int = 1) -> Span:
        """The place of character `offset` of the value: exact in block scalars and in plain scalars of one
        line, else the start of the scalar."""
        if self.style is None and "\n" not in self.value and self.last_line == self.span.line:
            return Span(self.span.file, self.span.line, self.span.column + offset, max(1, length))
        if self.style in ("|", ">"):
            found = self._in_block(offset)
            if found:
                return Span(self.span.file, found[0], found[1], max(1, length))
        return self.span

    def _in_block(self, offset: int) -> tuple[int, int] | None:
        """Walk source and value side by side: folding moves only white space, so the n-th visible character
        of one is the n-th of the other."""
        ahead = len("".join(self.value[:offset].split()))
        for number in range(self.span.line + 1, self.last_line + 1):
            line = self.span.file.line(number)
            visible = len("".join(line.split()))
            if ahead >= visible:
                ahead -= visible
                continue
            for column, character in enumerate(line, start=1):
                if not character.isspace():
                    if ahead == 0:
                        return number, column
                    ahead -= 1
        return None


@dataclass(slots=True)
class Sequence:
    """A YAML sequence."""

    items: list[Node]
    span: Span


@dataclass(slots=True)
class Mapping:
    """A YAML mapping; keys keep their order and place."""

    pairs: list[tuple[Scalar, Node]]
    span: Span


Node = Scalar | Sequence | Mapping
