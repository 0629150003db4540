"""All documents of all layers brought together: which id stands for what, and who replaces whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from redheat_game.story import syntax
from redheat_game.story.category_syntax import Category
from redheat_game.story.diagnostics import names
from redheat_game.story.diagnostics.core import Report
from redheat_game.story.note_syntax import Note, NoteLine
from redheat_game.story.picture_syntax import Picture
from redheat_game.story.source import Scalar, Span
from redheat_game.story.syntax_base import Syntax


@dataclass
class Table(dict[str, Any]):
    """Things of one kind by id, with the place of each id and the layer it comes from."""

    kind: str = ""
    places: dict[str, Span] = field(default_factory=dict)
    layers: dict[str, int] = field(default_factory=dict)


@dataclass
class Collection:
    """What the documents declare, before anything is resolved."""

    report: Report
    scenes: dict[str, syntax.Scene] = field(default_factory=lambda: Table(kind="scene"))
    groups: dict[str, syntax.Group] = field(default_factory=lambda: Table(kind="group"))
    variables: dict[str, tuple[Scalar, Scalar | syntax.Variable]] = field(
        default_factory=lambda: Table(kind="variable")
    )
    cast: dict[str, syntax.CastMember] = field(default_factory=lambda: Table(kind="cast member"))
    places: dict[str, syntax.Place] = field(default_factory=lambda: Table(kind="place"))
    endings: dict[str, syntax.Ending] = field(default_factory=lambda: Table(kind="ending"))
    achievements: dict[str, syntax.Achievement] = field(default_factory=lambda: Table(kind="achievement"))
    categories: dict[str, Category] = field(default_factory=lambda: Table(kind="category"))
    acts: dict[str, syntax.Act] = field(default_factory=lambda: Table(kind="act"))
    pictures: dict[str, Picture] = field(default_factory=lambda: Table(kind="picture"))
    beats: dict[str, Scalar] = field(default_factory=lambda: Table(kind="beat"))
    tropes: dict[str, Scalar] = field(default_factory=lambda: Table(kind="trope"))
    notes: dict[str, Note] = field(default_factory=lambda: Table(kind="note"))
    headings: dict[str, Scalar] = field(default_factory=lambda: Table(kind="heading"))
    note_lines: list[NoteLine] = field(default_factory=list)
    always: list[syntax.AlwaysRule] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    """Ids whose declaration was reported, so that what names them is not reported too."""
    title: Scalar | None = None
    hero: Scalar | None = None
    content_notes: list[Scalar] = field(default_factory=list)
    notebook: Scalar | None = None
    """Its title."""
    start: Scalar | None = None
    clock: int = 0

    def add(self, document: Syntax, layer: int) -> None:
        """Take in one document; ids that are already taken are reported."""
        match document:
            case syntax.Scene():
                self._put(self.scenes, document.scene, document, layer, document.replace)
            case syntax.Group():
                self._put(self.groups, document.group, document, layer, document.replace)
            case Picture():
                self._put(self.pictures, document.picture, document, layer, document.replace)
            case syntax.Declarations():
                self._declare(document, layer)

    def _declare(self, found: syntax.Declarations, layer: int) -> None:
        if found.story is not None:
            if self.title is not None:
                first = self.title.span
                self.report.add(names.SECOND_STORY, found.story.span, place=f"{first.file.name}:{first.line}")
            self.title = self.title or found.story
        self.hero = found.hero or self.hero
        if found.content_note is not None:
            self.content_notes.append(found.content_note)
        self.start = found.start or self.start
        self.clock = found.clock if found.clock is not None else self.clock
        for name, value in found.variables:
            replaces = isinstance(value, syntax.Variable) and value.replace
            self._put(self.variables, name, (name, value), layer, replaces)
        tables: list[tuple[dict[str, Any], Iterable[tuple[Scalar, Any]]]] = [
            (self.cast, found.cast),
            (self.places, found.places),
            (self.endings, found.endings),
            (self.achievements, found.achievements),
            (self.categories, found.categories),
            (self.notes, found.notes),
        ]
        for table, rows in tables:
            for name, value in rows:
                self._put(table, name, value, layer, value.replace)
        for act in found.acts:
            self._put(self.acts, act.id, act, layer, False)
        for beat in found.beats:
            self._put(self.beats, beat, beat, layer, False)
        for trope in found.tropes:
            self._put(self.tropes, trope, trope, layer, False)
        if found.notebook is not None:
            self.notebook = found.notebook.title or self.notebook
            for name, title in found.notebook.headings:
                self._put(self.headings, name, title, layer, False)
        self.note_lines.extend(found.note_lines)
        self.always.extend(found.always)

    def _put(self, table: dict[str, Any], name: Scalar, item: object, layer: int, replace: bool) -> None:
        assert isinstance(table, Table)
        taken = table.places.get(name.value)
        if taken is not None and not (replace and table.layers[name.value] < layer):
            place = f"{taken.file.name}:{taken.line}"
            self.report.add(names.DUPLICATE_ID, name.span, kind=table.kind, name=name.value, place=place)
            return
        if taken is None and replace:
            self.report.add(names.NOTHING_TO_REPLACE, name.span, kind=table.kind, name=name.value)
        table[name.value] = item
        table.places[name.value] = name.span
        table.layers[name.value] = layer

    def act_of_folder(self, folder: str) -> str | None:
        """The act that a folder such as `1_moscow` is named after."""
        name = re.sub(r"^\d+_", "", folder)
        return name if name in self.acts else None


def plain(scalar: Scalar | None) -> str:
    """The scalar's words with all white space made single spaces; empty for None."""
    return " ".join(scalar.value.split()) if scalar else ""


def check_former_ids(former: Iterable[Scalar], present: dict[str, Any], kind: str, report: Report) -> None:
    """Report former ids that something present still bears."""
    for scalar in former:
        if scalar.value in present:
            report.add(names.FORMER_ID_IN_USE, scalar.span, kind=kind, name=scalar.value)
