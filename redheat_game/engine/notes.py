"""The notebook as it reads in a state, and what of it somebody has not read yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.rendering import Paragraph, render
from redheat_game.engine.state import State
from redheat_game.story.conditions import Tree, compiled
from redheat_game.story.script import Story


@dataclass(frozen=True, slots=True)
class Entry:
    """A note as it reads now."""

    id: str
    title: str
    heading: str
    """The id of its heading."""
    paragraphs: tuple[Paragraph, ...]
    """Never empty."""


def entries(story: Story, state: State) -> tuple[Entry, ...]:
    """The notes that are there in this state, in the order of the notebook."""

    def holds(condition: Tree | None) -> bool:
        return condition is None or bool(compiled(condition)(state.values))

    found = []
    for note in story.notebook.notes:
        if holds(note.condition):
            told = [render(story, part.prose, state) for part in note.parts if holds(part.condition)]
            paragraphs = tuple(paragraph for each in told for paragraph in each)
            if paragraphs:
                found.append(Entry(note.id, note.title, note.heading, paragraphs))
    return tuple(found)


class Reader:
    """What somebody has read of the notes of one playthrough.

    It goes by words, not by turns, so that what was taken back and is learned again is not news twice. It belongs to
    the person at the screen and is not kept: whoever goes on with a playthrough has read what it knew then.

    Args:
        playthrough: what is being played; from its very beginning nothing was read.
    """

    def __init__(self, playthrough: Playthrough) -> None:
        self._read: dict[str, set[Paragraph]] = {}
        if playthrough.can_undo:
            self.has_read(entries(playthrough.story, playthrough.state))

    def is_unread(self, entry: Entry, paragraph: Paragraph) -> bool:
        """Whether this paragraph of it was not read yet."""
        return paragraph not in self._read.get(entry.id, ())

    def is_news(self, entry: Entry) -> bool:
        """Whether there is something in it that was not read yet."""
        return any(self.is_unread(entry, paragraph) for paragraph in entry.paragraphs)

    def is_new(self, entry: Entry) -> bool:
        """Whether nothing of it was ever read."""
        return entry.id not in self._read

    def has_read(self, read: Iterable[Entry]) -> None:
        """Note that these were read."""
        for entry in read:
            self._read.setdefault(entry.id, set()).update(entry.paragraphs)
