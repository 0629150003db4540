"""The keys of the notebook: its headings, its notes, and lines that others add to them."""

from __future__ import annotations

from dataclasses import dataclass

from redheat_game.story.schema import Expression, Reference, TableOf, Text, YesNo, key
from redheat_game.story.source import Scalar
from redheat_game.story.syntax_base import Syntax

_PROSE = Text("prose")
_SHORT = Text("text", longest=400)


@dataclass(kw_only=True)
class Notebook(Syntax):
    """What all notes stand in."""

    title: Scalar | None = key(
        Text("a name", longest=30), "What the player knows it by, such as `Case file`; without it that is Notebook."
    )
    headings: list[tuple[Scalar, Scalar]] = key(
        TableOf("headings", item=_SHORT), "The headings under which notes stand, in their order.", default=list
    )


@dataclass(kw_only=True)
class Note(Syntax):
    """Something that the hero has learned, as it is written in the notebook."""

    title: Scalar = key(_SHORT, "What it is about.", required=True)
    under: Scalar = key(Reference("a heading", "heading"), "The heading under which it stands.", required=True)
    when: Scalar | None = key(Expression(), "It is there only where this holds.")
    text: Scalar = key(
        _PROSE, "What is written; where nothing of it is to be read, the note is not there.", required=True
    )
    replace: bool = key(YesNo(), "It takes the place of an earlier layer's.", default=False)


@dataclass(kw_only=True)
class NoteLine(Syntax):
    """What is added to a note that stands elsewhere."""

    note: Scalar = key(Reference("a note", "note"), "The note to which it is added.", required=True)
    when: Scalar | None = key(Expression(), "It is there only where this holds.")
    text: Scalar = key(_PROSE, "What is added, as paragraphs of its own.", required=True)
