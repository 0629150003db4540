"""What was read, as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from redheat_game.engine.playthrough import Playthrough, Turn
from redheat_game.engine.rendering import Paragraph
from redheat_game.story.script import Story


def paragraph_text(story: Story, paragraph: Paragraph) -> str:
    """A paragraph as one line of text; a spoken one begins with its speaker's name in capitals."""
    if paragraph.speaker is None:
        return paragraph.text
    return f"{story.cast[paragraph.speaker].name.upper()}: {paragraph.text}"


def turn_text(playthrough: Playthrough, turn: Turn) -> str:
    """What was read at one turn: the scene's title and its prose, paragraphs set apart by blank lines."""
    story = playthrough.story
    lines = [story.scenes[turn.state.scene].title]
    lines += [paragraph_text(story, paragraph) for paragraph in playthrough.passage_of(turn)]
    return "\n\n".join(lines)


def transcript(playthrough: Playthrough, earlier: Sequence[tuple[str, str]] = ()) -> str:
    """The whole playthrough as text.

    Args:
        playthrough: what was played.
        earlier: (words of the choice, text read) of turns before it that cannot be replayed any more.
    """
    parts = list(earlier) + [(turn.said, turn_text(playthrough, turn)) for turn in playthrough.turns]
    blocks = [(f"> {said}\n\n" if said else "") + text for said, text in parts]
    return "\n\n\n".join(blocks) + "\n"
