"""The one way by which story text reaches the screen: `Content` built from our own parse, never from markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

if TYPE_CHECKING:
    from redheat_game.engine.rendering import Paragraph, Run
    from redheat_game.story.script import Story


def text(words: str, style: str = "") -> Content:
    """Plain words in one style (`bold`, `$gold`, ..). Brackets in them are only brackets."""
    return Content.styled(words, style) if style else Content(words)


def joined(parts: Iterable[Content], between: str = "\n") -> Content:
    """The parts in a row with `between` between them."""
    return Content(between).join(list(parts))


def styled_runs(runs: Sequence[Run], style: str = "") -> Content:
    """Runs of prose; emphasis is italic, strong is bold, on top of `style`."""
    return Content.assemble(*(_styled(run, style) for run in runs))


def _styled(run: Run, style: str) -> Content:
    marks = [style] if style else []
    if run.emphasis:
        marks.append("italic")
    if run.strong:
        marks.append("bold")
    return text(run.text, " ".join(marks))


def paragraph(story: Story, told: Paragraph, *, dim: bool = False) -> Content:
    """A paragraph; a spoken one begins with its speaker's name in capitals and two cells of space."""
    words = styled_runs(told.runs, "$dim" if dim else "$ink")
    if told.speaker is None:
        return words
    name = story.cast[told.speaker].name.upper()
    return Content.assemble(text(name, "$dim" if dim else "$name bold"), "  ", words)


def passage(story: Story, paragraphs: Sequence[Paragraph], *, dim: bool = False) -> Content:
    """A whole passage, a blank line between paragraphs."""
    return joined((paragraph(story, told, dim=dim) for told in paragraphs), "\n\n")


def roman(number: int) -> str:
    """A small number in Roman numerals."""
    numerals = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    told = ""
    for value, sign in numerals:
        while number >= value:
            told += sign
            number -= value
    return told
