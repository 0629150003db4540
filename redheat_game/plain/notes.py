"""The notebook in plain mode: what is new in full, all else by number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redheat_game.engine.notes import Entry, Reader
from redheat_game.engine.transcript import paragraph_text
from redheat_game.engine.wording import counted
from redheat_game.plain.page import wrapped
from redheat_game.story.script import Story

NOTHING = "Nothing is written down yet."


def added(story: Story, present: Sequence[Entry], before: Sequence[Entry], reader: Reader, width: int) -> Iterator[str]:
    """What the last choice has added to the notebook, by title; nothing where that is known already."""
    news = [entry for entry in present if entry not in before and reader.is_news(entry)]
    known = {entry.id for entry in before}
    new = "; ".join(entry.title for entry in news if entry.id not in known)
    more = "; ".join(entry.title for entry in news if entry.id in known)
    told = [f"new: {new}."] * bool(new) + [f"more on: {more}."] * bool(more)
    if told:
        yield wrapped(f"{story.notebook.title}, {' '.join(told)}", width)
        yield ""


def overview(story: Story, present: Sequence[Entry], reader: Reader, width: int) -> Iterator[str]:
    """What was not read yet, in full, and after it the titles of all notes with the numbers to ask for them by."""
    news = [entry for entry in present if reader.is_news(entry)]
    if not present:
        yield wrapped(f"{story.notebook.title}. {NOTHING}", width)
        return
    yield wrapped(f"{story.notebook.title}: {counted(len(present), 'note')}, {len(news)} with something new.", width)
    for entry in news:
        yield from full(story, entry, width, "New" if reader.is_new(entry) else "More")
    for heading, title in story.notebook.headings.items():
        titles = [f"{number}. {entry.title}" for number, entry in enumerate(present, 1) if entry.heading == heading]
        if titles:
            yield wrapped(f"{title}: {'; '.join(titles)}.", width)


def full(story: Story, entry: Entry, width: int, mark: str = "") -> Iterator[str]:
    """A note in full, and a blank line."""
    first, *others = (paragraph_text(story, paragraph) for paragraph in entry.paragraphs)
    yield wrapped(f"{f'{mark}. ' if mark else ''}{entry.title}. {first}", width)
    yield from (wrapped(text, width) for text in others)
    yield ""
