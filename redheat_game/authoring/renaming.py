"""Changing an id everywhere: in keys, expressions and prose; the old one stays known to saves by `was:`.

Nothing is written unless the story that results is the same story but for the name, which is checked on its machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redheat_game.authoring.mentions import Mention, NotExact, exact, mentions
from redheat_game.story import syntax
from redheat_game.story.collection import Collection
from redheat_game.story.diagnostics.core import nearest
from redheat_game.story.loader import Loaded, collect_story, load_story
from redheat_game.story.schema import IDENTIFIER, RESERVED
from redheat_game.story.script import Story
from redheat_game.story.source import Scalar, SourceFile, Span
from redheat_game.story.syntax_base import Syntax

KINDS = ("scene", "choice", "variable", "trope", "ending", "place", "group", "note")
REMEMBERED = ("scene", "choice", "variable", "trope", "ending")
"""Kinds that saves go by, so that their former ids are kept."""


class CannotRename(ValueError):
    """The id cannot be changed so; says why."""


@dataclass(frozen=True)
class Edit:
    """Characters of a file to be replaced; line and column from 1."""

    file: SourceFile
    line: int
    column: int
    length: int
    text: str


@dataclass(frozen=True)
class Renaming:
    """The files with an id changed."""

    texts: dict[Path, str]
    places: int
    """How many places were changed."""


def rename(kind: str, old: str, new: str, root: Path, packs: Sequence[Path]) -> Renaming:
    """Work out what the files of a story become when an id is changed.

    Args:
        kind: one of `KINDS`.
        old: the present id; for a choice `scene.choice`.
        new: the id that it gets; for a choice without its scene.
        root: the folder whose files may be changed.
        packs: what is loaded: nothing for the game alone.

    Raises:
        CannotRename: there is no such id, the new one is taken or none, a file outside `root` would have to be changed,
            or the story would not be the same.
    """
    before = load_story(packs)
    if before.story is None:
        raise CannotRename("the story has mistakes; mend them first (redheat check)")
    if not IDENTIFIER.fullmatch(new) or len(new) > 60 or new in RESERVED:
        raise CannotRename(f"{new} cannot be an id: those are lower-case words joined by underscores")
    found = collect_story(packs)
    try:
        edits = _edits_for_choice(found, old, new) if kind == "choice" else _edits(found, kind, old, new)
    except NotExact as error:
        raise CannotRename(f"a text at {error} mentions it and cannot be rewritten; write that as a block") from error
    unique = sorted(set(edits), key=lambda edit: (edit.file.name, edit.line, edit.column))
    texts = _applied(unique, root)
    _verify(before.story, texts, packs)
    return Renaming(texts, len(unique))


def _edits(found: Collection, kind: str, old: str, new: str) -> list[Edit]:
    tables: dict[str, Any] = {
        "scene": found.scenes,
        "variable": found.variables,
        "trope": found.achievements,
        "ending": found.endings,
        "place": found.places,
        "group": found.groups,
        "note": found.notes,
    }
    table = tables[kind]
    _check_there(kind, old, table)
    if new in table:
        raise CannotRename(f"{new} is the id of another {kind} already")
    own: Span = table.places[old]
    declared = exact(Scalar(old, own, _style_at(own), own.line), 0, len(old))
    record = table[old][1] if kind == "variable" else table[old]
    edits = [_replaced(declared, new)]
    edits += [_replaced(place, new) for place in mentions(found, "achievement" if kind == "trope" else kind, old)]
    if kind in REMEMBERED:
        edits.append(_remembering(record, old, after=own if kind == "scene" else None))
    return edits


def _edits_for_choice(found: Collection, old: str, new: str) -> list[Edit]:
    scene_name, dot, name = old.partition(".")
    if not dot:
        raise CannotRename("a choice is named with its scene: bathhouse_door.leave")
    _check_there("scene", scene_name, found.scenes)
    entries = found.scenes[scene_name].choices or []
    own = [entry for entry in entries if isinstance(entry, syntax.Choice)]
    matching = [entry for entry in own if _id_of(entry) == name]
    if not matching:
        near = nearest(name, [_id_of(entry) for entry in own])
        raise CannotRename(
            f"{scene_name} has no choice {name} of its own" + (f"; did you mean {near}?" if near else "")
        )
    choice = matching[0]
    if any(_id_of(entry) == new for entry in own):
        raise CannotRename(f"{scene_name} has a choice {new} already")
    if choice.id is not None:
        return [_replaced(exact(choice.id, 0, len(name)), new), _remembering(choice, name)]
    return (
        [_inserted(choice, f"id: {new}", _was(name))]
        if not choice.was
        else [
            _inserted(choice, f"id: {new}"),
            _remembering(choice, name),
        ]
    )


def _id_of(choice: syntax.Choice) -> str:
    """The id that a choice has, as lowering gives it."""
    if choice.id is not None:
        return choice.id.value
    first = choice.call or (choice.go[0].to if isinstance(choice.go, list) and choice.go else choice.go)
    return first.value if isinstance(first, Scalar) else "return"


def _check_there(kind: str, name: str, table: dict[str, Any]) -> None:
    if name not in table:
        near = nearest(name, table)
        raise CannotRename(f"no {kind} {name}" + (f"; did you mean {near}?" if near else ""))


def _replaced(place: Mention, new: str) -> Edit:
    return Edit(place.file, place.line, place.column, place.length, new)


def _style_at(span: Span) -> str | None:
    """The quote at a place, if one stands there."""
    letter = span.file.line(span.line)[span.column - 1 : span.column]
    return letter if letter in ("'", '"') and letter else None


def _was(old: str) -> str:
    return f"was: [{old}]"


def _remembering(record: Syntax | Scalar, old: str, after: Span | None = None) -> Edit:
    """Write `was:` into a record, or add to the one that is there."""
    if isinstance(record, Scalar):  # the short form of a variable
        kind = f'"{record.value}"' if "[" in record.value else record.value
        place = exact(record, 0, len(record.value))
        quotes = 0 if record.style is None else 1
        text = f"{{is: {kind}, {_was(old)}}}"
        return Edit(place.file, place.line, place.column - quotes, place.length + 2 * quotes, text)
    former: list[Scalar] = getattr(record, "was", [])
    if former:
        last = exact(former[-1], 0, len(former[-1].value))
        line = last.file.line(last.line)
        before = line[: last.column - 1]
        end = last.column + last.length
        if before.lstrip().startswith("- ") or before.strip() == "-":
            indent = before[: len(before) - len(before.lstrip())]
            return Edit(last.file, last.line, end, 0, f"\n{indent}- {old}")
        if "[" in before.rpartition("was:")[2]:
            return Edit(last.file, last.line, end, 0, f", {old}")
        return Edit(last.file, last.line, last.column, last.length, f"[{former[-1].value}, {old}]")
    if after is not None and not after.file.line(record.span.line).lstrip().startswith("{"):
        line = after.file.line(after.line)
        return Edit(after.file, after.line, len(line) + 1, 0, f"\n{_was(old)}")
    return _inserted(record, _was(old))


def _inserted(record: Syntax, *keys: str) -> Edit:
    """Put keys first in a record, in block or flow style."""
    span = record.span
    if span.file.line(span.line)[span.column - 1 : span.column] == "{":
        return Edit(span.file, span.line, span.column + 1, 0, "".join(f"{key}, " for key in keys))
    indent = " " * (span.column - 1)
    return Edit(span.file, span.line, span.column, 0, "".join(f"{key}\n{indent}" for key in keys))


def _applied(edits: Sequence[Edit], root: Path) -> dict[Path, str]:
    """The files with the edits made, by path."""
    inside = root.resolve()
    lines: dict[str, list[str]] = {}
    for edit in reversed(edits):
        name = edit.file.name
        if not Path(name).resolve().is_relative_to(inside):
            raise CannotRename(f"it is named at {name}:{edit.line}, outside {root}, where nothing may be changed")
        text = lines.setdefault(name, edit.file.text.split("\n"))
        line = text[edit.line - 1]
        text[edit.line - 1] = line[: edit.column - 1] + edit.text + line[edit.column - 1 + edit.length :]
    return {Path(name): _ended_as(Path(name), "\n".join(text)) for name, text in lines.items()}


def _ended_as(path: Path, text: str) -> str:
    """The text with the ends of lines that the file has."""
    return text.replace("\n", "\r\n") if b"\r\n" in path.read_bytes() else text


def _verify(before: Story, texts: dict[Path, str], packs: Sequence[Path]) -> None:
    """Load what would be written, and compare it with what there was by position, which no name enters.

    Raises:
        CannotRename: it has mistakes, or is another story.
    """
    after: Loaded = load_story(packs, instead=texts)
    if after.story is None:
        first = next(item for item in after.diagnostics if item.severity == "error")
        raise CannotRename(f"the story would have a mistake then: {first.message}")
    if _nameless(before) != _nameless(after.story):
        raise CannotRename("the story would not be the same then; nothing was written")


def _nameless(story: Story) -> object:
    machine = story.machine
    endings = list(story.endings)
    variables = [(each.kind, each.low, each.high, each.start, each.edge) for each in machine.variables]
    scenes = [
        (
            scene.takes,
            scene.on_enter,
            scene.always,
            scene.ending and endings.index(scene.ending),
            [(choice.guard, choice.effects, choice.targets, choice.locked) for choice in scene.choices],
            script.prose,
            [(choice.say, choice.locked, choice.cost) for choice in script.choices],
        )
        for scene, script in zip(machine.scenes, story.scenes, strict=True)
    ]
    notes = [(note.condition, [(part.condition, part.prose) for part in note.parts]) for note in story.notebook.notes]
    return variables, scenes, machine.start, notes
