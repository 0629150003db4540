"""From folders of YAML to a checked, immutable story, with every mistake found in one pass."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from redheat_game.story import syntax
from redheat_game.story.assembly import assemble
from redheat_game.story.collection import Collection
from redheat_game.story.diagnostics import files
from redheat_game.story.diagnostics.core import Diagnostic, Report
from redheat_game.story.schema import Reader
from redheat_game.story.script import Story
from redheat_game.story.source import Mapping, Scalar, SourceFile, Span
from redheat_game.story.syntax_base import Syntax
from redheat_game.story.yaml_documents import MAX_FILE_BYTES, decode, read_documents

MAX_FILES = 5_000
MAX_TOTAL_BYTES = 64_000_000


@dataclass(frozen=True)
class Loaded:
    """What came of loading: the story, unless there were errors, and everything found on the way."""

    story: Story | None
    diagnostics: tuple[Diagnostic, ...]


def game_scenes() -> Path:
    """The folder of the game's own story: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parent.parent
    carried = package / "scenes"
    return carried if carried.is_dir() else package.parent / "scenes"


def load_story(packs: Sequence[Path] = (), *, game: Path | None = None) -> Loaded:
    """Load the game with packs laid over it, in order.

    Args:
        packs: folders of YAML. The first of them that has a story of its own (a `story:` key) stands alone: the game
            is then left out.
        game: another folder in place of the game's own scenes.
    """
    report = Report()
    layers = [list(_documents(pack, report)) for pack in packs]
    stands_alone = any(
        isinstance(document, syntax.Declarations) and document.story is not None
        for layer in layers
        for document, _ in layer
    )
    if not stands_alone:
        layers.insert(0, list(_documents(game or game_scenes(), report)))
    return _load(layers, report)


def load_texts(texts: dict[str, str | bytes]) -> Loaded:
    """Load a story from texts by file name (`folder/name.yaml`), as one layer and without touching files."""
    report = Report()
    found = []
    for name, text in texts.items():
        data = text.encode() if isinstance(text, str) else text
        file = decode(name, name.rpartition("/")[0].rpartition("/")[2], data, report)
        if file:
            found += list(_syntax(file, report))
    return _load([found], report)


def _load(layers: Sequence[Sequence[tuple[Syntax | None, str | None]]], report: Report) -> Loaded:
    found = Collection(report)
    for number, layer in enumerate(layers):
        for document, broken in layer:
            if document is not None:
                found.add(document, number)
            elif broken is not None:
                found.broken.add(broken)
    story = assemble(found)
    return Loaded(None if report.has_errors else story, tuple(report.sorted()))


def _documents(folder: Path, report: Report) -> Iterator[tuple[Syntax | None, str | None]]:
    """The documents of all YAML files below `folder`, in the order of their paths."""
    total = 0
    count = 0
    nowhere = Span(SourceFile(_shown(folder), ""), 1, 1)
    if not folder.is_dir():
        report.add(files.NO_FOLDER, nowhere, path=_shown(folder))
        return
    for path in _yaml_files(folder, report):
        count += 1
        name = _shown(path)
        try:
            if total < MAX_TOTAL_BYTES and count <= MAX_FILES:
                data = _read_regular(path)
        except OSError as error:
            report.add(files.UNREADABLE, Span(SourceFile(name, ""), 1, 1), problem=error.strerror or str(error))
            continue
        total += len(data)
        if count > MAX_FILES or total > MAX_TOTAL_BYTES:
            report.add(files.TOO_MUCH, nowhere, files=MAX_FILES, bytes=MAX_TOTAL_BYTES)
            return
        file = decode(name, path.parent.name if path.parent != folder else "", data, report)
        if file:
            yield from _syntax(file, report)
    if count == 0:
        report.add(files.NO_YAML, nowhere, path=_shown(folder))


def _yaml_files(folder: Path, report: Report) -> Iterator[Path]:
    """Regular YAML files below `folder`; whatever leads out of it is refused."""
    root = folder.resolve()
    found = []
    for place, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(place, name) for name in names if name.endswith((".yaml", ".yml")) and name[0] != "."]
    for path in sorted(found):
        try:
            inside = path.resolve().is_relative_to(root) and stat.S_ISREG(path.stat().st_mode)
        except OSError:
            inside = False
        if inside:
            yield folder / path.relative_to(root)
        else:
            report.add(files.LEADS_OUT, Span(SourceFile(_shown(folder / path.relative_to(root)), ""), 1, 1))


def _read_regular(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MAX_FILE_BYTES + 1)


def _shown(path: Path) -> str:
    """The path as people are told it: from the current folder where it lies below that."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()


def _syntax(file: SourceFile, report: Report) -> Iterator[tuple[Syntax | None, str | None]]:
    """Each document of a file, or the id that it would have declared where it could not be read."""
    reader = Reader(report)
    for node in read_documents(file, report):
        document = reader.read(syntax.DOCUMENT, node)
        yield document, None if document else _declared_id(node)


def _declared_id(node: Mapping) -> str | None:
    for name, value in node.pairs:
        if name.value in ("scene", "group", "picture") and isinstance(value, Scalar):
            return value.value
    return ""
