"""From folders of YAML to a checked, immutable story, with every mistake found in one pass."""

from __future__ import annotations

import contextlib
import gc
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from redheat_game.story import syntax
from redheat_game.story.assembly import assemble
from redheat_game.story.collection import Collection
from redheat_game.story.diagnostics import files
from redheat_game.story.diagnostics.core import MAX_DIAGNOSTICS, Diagnostic, Report, TooManyMistakes
from redheat_game.story.parsed import Parsed
from redheat_game.story.reader import Reader
from redheat_game.story.script import Story
from redheat_game.story.source import SourceFile, Span
from redheat_game.story.syntax_base import Syntax
from redheat_game.story.yaml_documents import MAX_FILE_BYTES, STORY_KEY, Unread, decode, read_documents, unread

MAX_FILES = 1_000
MAX_TOTAL_BYTES = 4_000_000
"""More than twice as much as there is of any novel; the time and memory that a stranger's pack can cost go by it."""

Document = Syntax | Unread
"""A document, or the ids that it would have declared where it could not be read."""


@dataclass(frozen=True)
class Loaded:
    """What came of loading: the story, unless there were errors, and everything found on the way."""

    story: Story | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class _Read:
    """What came of reading one file."""

    data: bytes
    documents: tuple[Document, ...]
    diagnostics: tuple[Diagnostic, ...]


class Rereading:
    """Keeps what was read of each file, so that loading again reads only those whose bytes have changed, and what
    words were parsed to, so that only those are parsed that are new."""

    def __init__(self) -> None:
        self.parsed = Parsed()
        self._known: dict[tuple[str, str], _Read] = {}

    def documents(self, name: str, folder: str, data: bytes, report: Report) -> Iterable[Document]:
        """The documents of a file; its mistakes go to the report, whether it is read now or was before."""
        known = self._known.get((name, folder))
        if known is not None and known.data == data:
            report.repeat(known.diagnostics)
            return known.documents
        already = len(report.diagnostics)
        documents = tuple(_file(name, folder, data, report))
        self._known[name, folder] = _Read(data, documents, tuple(report.diagnostics[already:]))
        return documents


def game_scenes() -> Path:
    """The folder of the game's own story: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parent.parent
    carried = package / "scenes"
    return carried if carried.is_dir() else package.parent / "scenes"


def load_story(
    packs: Sequence[Path] = (),
    *,
    game: Path | None = None,
    instead: Mapping[Path, str] | None = None,
    again: Rereading | None = None,
    without: Sequence[Path] = (),
) -> Loaded:
    """Load the game with packs laid over it, in order.

    Args:
        packs: folders of YAML. The first of them that has a story of its own (a `story:` key) stands alone: the game
            is then left out.
        game: another folder in place of the game's own scenes.
        instead: texts that are read in place of what stands in files, before they are written there.
        again: what was read before; it takes up what is read now.
        without: folders inside the packs that are not read.
    """
    texts = {path.resolve(): text for path, text in (instead or {}).items()}
    parsed = again.parsed if again is not None else None
    return _load(lambda report: _layers(packs, game, report, texts, again, without), parsed)


def collect_story(packs: Sequence[Path] = (), *, game: Path | None = None) -> Collection:
    """What the documents of the same folders declare, as far as they can be read; nothing in it is resolved.

    For tools that need what authors wrote, of a story with mistakes too. The mistakes found so far are in its report.
    """
    found = Collection(Report())
    with contextlib.suppress(TooManyMistakes):
        _collect(_layers(packs, game, found.report), found)
    return found


def _layers(
    packs: Sequence[Path],
    game: Path | None,
    report: Report,
    instead: Mapping[Path, str] | None = None,
    again: Rereading | None = None,
    without: Sequence[Path] = (),
) -> list[list[Document]]:
    found = [list(_documents(pack, report, instead or {}, again, without)) for pack in packs]
    if not any(_has_story(layer) or _lost_story(layer) for layer in found):
        found.insert(0, list(_documents(game or game_scenes(), report, instead or {}, again)))
    return found


def yaml_files(folder: Path) -> list[Path]:
    """The files of a pack: the regular YAML files in and below `folder`."""
    found: list[Path] = []
    if folder.is_dir():
        with contextlib.suppress(TooManyMistakes):
            found.extend(_yaml_files(folder, Report()))
    return found


def stories_in(folder: Path) -> list[Path]:
    """The folders in and below `folder` whose files declare a `story:`, and so stand alone."""
    found = {}
    for path in yaml_files(folder):
        with contextlib.suppress(OSError):
            if STORY_KEY.search(_read_regular(path).decode("utf-8-sig", "replace")):
                found[path.parent] = True
    return list(found)


def load_texts(texts: dict[str, str | bytes]) -> Loaded:
    """Load a story from texts by file name (`folder/name.yaml`), as one layer and without touching files."""

    def layer(report: Report) -> Iterator[Document]:
        for name, text in texts.items():
            data = text.encode() if isinstance(text, str) else text
            yield from _file(name, name.rpartition("/")[0].rpartition("/")[2], data, report)

    return _load(lambda report: [list(layer(report))])


def _has_story(layer: Iterable[Document]) -> bool:
    return any(isinstance(document, syntax.Declarations) and document.story is not None for document in layer)


def _lost_story(layer: Sequence[Document]) -> bool:
    """Whether the layer would stand alone if the document that says so could be read."""
    lost = any(isinstance(document, Unread) and document.stands_alone for document in layer)
    return lost and not _has_story(layer)


def _load(layers: Callable[[Report], list[list[Document]]], parsed: Parsed | None = None) -> Loaded:
    report = Report()
    story = None
    try:
        with _keeping_everything():
            found = Collection(report)
            read = layers(report)
            # without the document that the rest is built on, everything else would be reported too
            if not any(_lost_story(layer) for layer in read):
                _collect(read, found)
                story = assemble(found, parsed)
    except TooManyMistakes:
        last = report.diagnostics.pop()
        report.add(files.TOO_MANY_MISTAKES, last.span, limit=MAX_DIAGNOSTICS)
    return Loaded(None if report.has_errors else story, tuple(report.sorted()))


@contextlib.contextmanager
def _keeping_everything() -> Iterator[None]:
    """Nearly all that loading makes stays; to look over and over for what does not takes a quarter of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _collect(layers: Iterable[Iterable[Document]], found: Collection) -> None:
    for number, layer in enumerate(layers):
        for document in layer:
            if isinstance(document, Unread):
                found.broken |= document.ids
            else:
                found.add(document, number)


def _documents(
    folder: Path,
    report: Report,
    instead: Mapping[Path, str],
    again: Rereading | None,
    without: Sequence[Path] = (),
) -> Iterator[Document]:
    """The documents of all YAML files below `folder`, in the order of their paths."""
    total = 0
    count = 0
    nowhere = Span(SourceFile(_shown(folder), ""), 1, 1)
    if not folder.is_dir():
        report.add(files.NO_FOLDER, nowhere, path=_shown(folder))
        yield Unread()
        return
    for path in _yaml_files(folder, report):
        if any(map(path.is_relative_to, without)):
            continue
        count += 1
        name = _shown(path)
        try:
            text = instead.get(path.resolve()) if instead else None
            data = _read_regular(path) if text is None else text.encode()
        except OSError as error:
            report.add(files.UNREADABLE, Span(SourceFile(name, ""), 1, 1), problem=error.strerror or str(error))
            yield Unread()
            continue
        total += len(data)
        if count > MAX_FILES or total > MAX_TOTAL_BYTES:
            report.add(files.TOO_MUCH, nowhere, files=MAX_FILES, bytes=MAX_TOTAL_BYTES)
            yield Unread()
            return
        above = path.parent.name if path.parent != folder else ""
        yield from _file(name, above, data, report) if again is None else again.documents(name, above, data, report)
    if count == 0:
        report.add(files.NO_YAML, nowhere, path=_shown(folder))
        yield Unread()


def _yaml_files(folder: Path, report: Report) -> Iterator[Path]:
    """Regular YAML files below `folder`; whatever leads out of it is refused."""
    root = folder.resolve()
    found = []
    for place, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(place, name) for name in names if name.endswith((".yaml", ".yml")) and name[0] != "."]
        found += [Path(place, name) for name in folders if Path(place, name).is_symlink()]
        if len(found) > MAX_FILES:
            break
    for path in sorted(found):
        try:
            inside = path.resolve().is_relative_to(root) and stat.S_ISREG(path.stat().st_mode)
        except (OSError, RuntimeError):  # RuntimeError: a link that leads to itself
            inside = False
        if inside:
            yield folder / path.relative_to(root)
        else:
            report.add(files.LEADS_OUT, Span(SourceFile(_shown(folder / path.relative_to(root)), ""), 1, 1))


def _read_regular(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MAX_FILE_BYTES + 1)


def _shown(path: Path) -> str:
    """The path as people are told it: from the current folder where it lies below that, without characters that
    a terminal could take for commands."""
    try:
        shown = path.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError, RuntimeError):
        shown = path.as_posix()
    return "".join(character if character.isprintable() else "?" for character in shown)


def _file(name: str, folder: str, data: bytes, report: Report) -> Iterator[Document]:
    """The documents of one file."""
    file = decode(name, folder, data, report)
    if file is None:
        yield unread(data.decode("utf-8", "replace"))
        return
    reader = Reader(report)
    for node in read_documents(file, report):
        document = node if isinstance(node, Unread) else reader.read(syntax.DOCUMENT, node)
        if document is not None:
            yield document
    if reader.broken:
        yield Unread(frozenset(reader.broken))
