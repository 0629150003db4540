"""Playing a route in a terminal by what is seen there."""

from __future__ import annotations

from collections.abc import Sequence

from redheat_game.engine.playthrough import Playthrough
from redheat_game.story.script import Story

from .terminal import Terminal

SURE = 24
"""Characters by which a line is known, since longer ones may be cut or wrapped."""


def is_shown(terminal: Terminal, playthrough: Playthrough) -> bool:
    """Whether the scene's title stands behind its bar, and the words of what can be chosen under it."""
    script = playthrough.story.scenes[playthrough.state.scene]
    if not any(line.strip().startswith(f"▌ {script.title.upper()[:SURE]}") for line in terminal.lines):
        return False
    first = next(option for option in playthrough.options if option.takeable)
    return terminal.number_of(first.text[:SURE].rstrip()) is not None


def wait_shown(terminal: Terminal, playthrough: Playthrough) -> None:
    """Wait until a person can see where the playthrough stands."""
    script = playthrough.story.scenes[playthrough.state.scene]
    terminal.wait(lambda: is_shown(terminal, playthrough), f"{script.title} and its choices")


def play(terminal: Terminal, story: Story, choices: Sequence[str]) -> Playthrough:
    """Take these choices from the first scene on, looking at each scene before its choice is taken."""
    played = Playthrough.start(story)
    for choice in choices:
        wait_shown(terminal, played)
        words = next(option.text for option in played.options if option.id == choice)
        terminal.choose(words[:SURE].rstrip())
        played = played.choose(choice)
    return played
