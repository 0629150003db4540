"""From text to YAML nodes that know their place, within bounds that a stranger's file cannot break.

Bounds are checked on the event stream before anything is composed, since the C composer crashes outright on deep
nesting. A file is cut into its documents first, so that a syntax error costs only the document it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from redheat_game.story.diagnostics import files
from redheat_game.story.diagnostics.core import Definition, Report
from redheat_game.story.source import Mapping, Node, Scalar, Sequence, SourceFile, Span

MAX_FILE_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_VALUES = 200_000
"""Values one document may hold, those that its aliases stand for counted each time."""

# C0 but tab and the line ends, DEL, C1, line and paragraph separators, and what turns the direction of text
FORBIDDEN_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_DOCUMENT_START = re.compile(r"^(?:---|\.\.\.)(?=\s|$)", re.MULTILINE)


def decode(name: str, folder: str, data: bytes, report: Report) -> SourceFile | None:
    """The file as text, or None where it is too large, not UTF-8, or holds control characters."""
    nowhere = SourceFile(name, "", folder)
    if len(data) > MAX_FILE_BYTES:
        report.add(files.FILE_TOO_LARGE, Span(nowhere, 1, 1), limit=MAX_FILE_BYTES)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        place = Span(nowhere, before.count("\n") + 1, len(before) - before.rfind("\n"))
        report.add(files.NOT_UTF8, place, byte=data[error.start])
        return None
    file = SourceFile(name, text, folder)
    found = FORBIDDEN_CHARACTERS.search(text)
    if found:
        before = text[: found.start()]
        place = Span(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        report.add(files.CONTROL_CHARACTER, place, character=f"U+{ord(found.group()):04X}")
        return None
    return file


def read_documents(file: SourceFile, report: Report) -> Iterator[Mapping]:
    """Each document of `file` that is a mapping; whatever is wrong with the others goes to `report`."""
    for text, first_line in _documents(file.text):
        try:
            breach = _breach(text, file, first_line)
            if breach:
                definition, place, limit = breach
                report.add(definition, place, limit=limit)
                continue
            composed = yaml.compose(text, Loader=yaml.CSafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = Span(file, mark.line + first_line, mark.column + 1) if mark else Span(file, first_line, 1)
            what = " ".join(part for part in (error.context, error.problem) if part)
            report.add(files.YAML_SYNTAX, place, problem=what)
            continue
        except yaml.YAMLError as error:
            report.add(files.YAML_SYNTAX, Span(file, first_line, 1), problem=str(error).splitlines()[0])
            continue
        if composed is None:
            continue
        node = _Converter(file, first_line, report).convert(composed)
        if isinstance(node, Mapping):
            yield node
        else:
            report.add(files.NOT_A_MAPPING, node.span)


def _documents(text: str) -> Iterator[tuple[str, int]]:
    """Each document's text with the line (from 1) at which it begins. `---` at a line's start ends a document
    wherever it stands, even inside a scalar, so this cut is the one YAML makes itself."""
    starts = [0, *(match.start() for match in _DOCUMENT_START.finditer(text))]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        chunk = text[start:end]
        if chunk.startswith("..."):
            chunk = "   " + chunk[3:]
        if chunk.strip():
            yield chunk, text.count("\n", 0, start) + 1


def _breach(text: str, file: SourceFile, first_line: int) -> tuple[Definition, Span, int] | None:
    """The first bound that the event stream breaks, if any."""
    open_sizes: list[tuple[str | None, int]] = []
    anchors: dict[str, int] = {}
    total = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        mark = event.start_mark
        place = Span(file, mark.line + first_line, mark.column + 1) if mark else Span(file, first_line, 1)
        size = 0
        if isinstance(event, yaml.AliasEvent):
            # an alias inside its own anchor has no size yet: it would go round for ever
            size = anchors.get(event.anchor or "", MAX_VALUES + 1)
        elif isinstance(event, yaml.ScalarEvent):
            size = 1
            if event.anchor:
                anchors[event.anchor] = 1
        elif isinstance(event, yaml.CollectionStartEvent):
            size = 1
            open_sizes.append((event.anchor, total))
            if len(open_sizes) > MAX_DEPTH:
                return files.TOO_DEEP, place, MAX_DEPTH
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_sizes.pop()
            if anchor:
                anchors[anchor] = total - before
        total += size
        if total > MAX_VALUES:
            return files.TOO_MANY_VALUES, place, MAX_VALUES
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
