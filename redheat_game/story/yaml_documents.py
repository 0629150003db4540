"""From text to YAML nodes that know their place, within bounds that a stranger's file cannot break.

Bounds are checked on the event stream before anything is composed, since the C composer crashes outright on deep
nesting. A file is cut into its documents first, so that a syntax error costs only the document it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from redheat_game.story.diagnostics import files
from redheat_game.story.diagnostics.core import Definition, Report
from redheat_game.story.source import Mapping, Node, Scalar, Sequence, SourceFile, Span
from redheat_game.story.yaml_problems import told

MAX_FILE_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_VALUES = 200_000
"""Values one document may hold, those that its aliases stand for counted each time."""
FEW_VALUES = 200
"""Beyond this many a document may not stand for more values than it has characters: what a file costs goes by its
size, however often its aliases repeat themselves."""

# C0 but tab and line feed, DEL, C1, line and paragraph separators, and what turns the direction of text
FORBIDDEN_CHARACTERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_DOCUMENT_START = re.compile(r"^(?:---|\.\.\.)(?=\s|$)", re.MULTILINE)
STORY_KEY = re.compile(r"^story[ \t]*:", re.MULTILINE)
_COMMENT = re.compile(r"#.*")
_DECLARED = re.compile(
    r"^(?:scene|group|picture):[ \t]*[\"']?([a-z0-9_]+)|^[ \t]*([a-z0-9_]+):|\bid:[ \t]*([a-z0-9_]+)", re.MULTILINE
)


@dataclass(frozen=True)
class Unread:
    """What cannot be read, but was reported: the ids that it seems to declare, so that their use is not
    reported too."""

    ids: frozenset[str] = frozenset([""])
    stands_alone: bool = False
    """Whether it seems to declare a `story:`."""


def unread(text: str) -> Unread:
    """What there is to know of a text which is not YAML."""
    return Unread(ids_in(text), bool(STORY_KEY.search(text)))


def ids_in(text: str) -> frozenset[str]:
    """Every id that a text which is not YAML seems to declare, and an empty one in any case."""
    return frozenset(["", *(word for found in _DECLARED.findall(text[:MAX_FILE_BYTES]) for word in found)])


def decode(name: str, folder: str, data: bytes, report: Report) -> SourceFile | None:
    """The file as text, or None where it is too large, not UTF-8, or holds control characters."""
    nowhere = SourceFile(name, "", folder)
    if len(data) > MAX_FILE_BYTES:
        report.add(files.FILE_TOO_LARGE, Span(nowhere, 1, 1), limit=MAX_FILE_BYTES)
        return None
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        place = Span(nowhere, before.count("\n") + 1, len(before) - before.rfind("\n"))
        report.add(files.NOT_UTF8, place, byte=f"{data[error.start]:02X}")
        return None
    file = SourceFile(name, text, folder)
    found = FORBIDDEN_CHARACTERS.search(text)
    if found:
        before = text[: found.start()]
        place = Span(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        report.add(files.CONTROL_CHARACTER, place, character=f"U+{ord(found.group()):04X}")
        return None
    return file


def read_documents(file: SourceFile, report: Report) -> Iterator[Mapping | Unread]:
    """Each document of `file`; what is wrong with one goes to `report`."""
    for text, first_line in _documents(file.text):
        composed = _compose(text, first_line, file, report)
        if composed is None:
            yield unread(text)
            continue
        node = _Converter(file, first_line, report).convert(composed)
        if isinstance(node, Mapping):
            yield node
        else:
            report.add(files.NOT_A_MAPPING, node.span)
            yield unread(text)


def _compose(text: str, first_line: int, file: SourceFile, report: Report) -> yaml.Node | None:
    """The document as PyYAML's nodes, or None where it was reported."""
    try:
        breach = _breach(text, file, first_line)
        if breach:
            definition, place, limit = breach
            report.add(definition, place, limit=limit)
            return None
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        problem, place = told(error, file, first_line)
        report.add(files.YAML_SYNTAX, place, problem=problem)
    except yaml.YAMLError as error:
        report.add(files.YAML_SYNTAX, Span(file, first_line, 1), problem=str(error).splitlines()[0])
    return None


def _documents(text: str) -> Iterator[tuple[str, int]]:
    """Each document's text with the line (from 1) at which it begins; those of comments alone are left out. `---`
    at a line's start ends a document wherever it stands, even inside a scalar, so this cut is the one YAML makes."""
    starts = [0, *(match.start() for match in _DOCUMENT_START.finditer(text))]
    line, before = 1, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        chunk = text[start:end]
        line += text.count("\n", before, start)
        before = start
        if chunk.startswith("..."):
            chunk = "   " + chunk[3:]
        if _COMMENT.sub("", chunk.removeprefix("---")).strip():
            yield chunk, line


@dataclass
class _Opened:
    """A list or mapping whose end has not come yet."""

    anchor: str | None
    before: int
    """Values before it."""
    deepest: int = 0
    """How deep what it holds is nested so far."""


def _breach(text: str, file: SourceFile, first_line: int) -> tuple[Definition, Span, int] | None:
    """The first bound that the event stream breaks, if any, with its place and limit."""
    limit = min(MAX_VALUES, max(FEW_VALUES, len(text)))
    opened: list[_Opened] = []
    anchors: dict[str, tuple[int, int]] = {}  # size and depth of what each stands for
    total = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        mark = event.start_mark
        place = Span(file, mark.line + first_line, mark.column + 1) if mark else Span(file, first_line, 1)
        depth = 0
        if isinstance(event, yaml.AliasEvent):
            if any(part.anchor == event.anchor for part in opened):
                # an alias inside its own anchor would go round for ever
                return files.TOO_DEEP, place, MAX_DEPTH
            size, depth = anchors.get(event.anchor or "", (1, 0))
            total += size
        elif isinstance(event, yaml.ScalarEvent):
            total += 1
            if event.anchor:
                anchors[event.anchor] = (1, 0)
        elif isinstance(event, yaml.CollectionStartEvent):
            opened.append(_Opened(event.anchor, total))
            total += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            closed = opened.pop()
            depth = closed.deepest + 1
            if closed.anchor:
                anchors[closed.anchor] = (total - closed.before, depth)
        if opened:
            opened[-1].deepest = max(opened[-1].deepest, depth)
        if len(opened) + depth > MAX_DEPTH:
            return files.TOO_DEEP, place, MAX_DEPTH
        if total > limit:
            return files.TOO_MANY_VALUES, place, limit
        if getattr(event, "tag", None):
            return files.TAG, place, 0
    return None


class _Converter:
    """Turns PyYAML's nodes into ours, and reports what YAML allows and a story does not."""

    def __init__(self, file: SourceFile, first_line: int, report: Report) -> None:
        self.file = file
        self.first_line = first_line
        self.report = report

    def convert(self, node: yaml.Node) -> Node:
        line, column = node.start_mark.line + self.first_line, node.start_mark.column + 1
        if isinstance(node, yaml.ScalarNode):
            inline = node.end_mark.column - node.start_mark.column
            length = inline if node.end_mark.line == node.start_mark.line else 1
            span = Span(self.file, line, column, max(1, length))
            scalar = Scalar(node.value, span, node.style or None, node.end_mark.line + self.first_line)
            found = FORBIDDEN_CHARACTERS.search(node.value)
            if found:
                self.report.add(files.CONTROL_CHARACTER, span, character=f"U+{ord(found.group()):04X}")
                scalar.value = FORBIDDEN_CHARACTERS.sub("", node.value)
            return scalar
        span = Span(self.file, line, column)
        if isinstance(node, yaml.SequenceNode):
            return Sequence([self.convert(item) for item in node.value], span)
        assert isinstance(node, yaml.MappingNode)
        pairs: dict[str, tuple[Scalar, Node]] = {}
        for key_node, value_node in node.value:
            key, value = self.convert(key_node), self.convert(value_node)
            if not isinstance(key, Scalar):
                self.report.add(files.KEY_NOT_TEXT, key.span)
            elif key.value in pairs:
                first = pairs[key.value][0].span.line
                self.report.add(files.DUPLICATE_KEY, key.span, key=key.value, line=first)
            else:
                pairs[key.value] = (key, value)
        return Mapping(list(pairs.values()), span)
