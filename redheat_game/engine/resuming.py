"""Taking a saved playthrough up again, in a story that may have been edited since.

Replaying holds while each choice can be taken and leads to the recorded scene. Where that stops, play goes on from
the latest snapshot that fits, says so, and undo ends there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.state import StateDoesNotFit, present_choice, state_from_json, state_to_json
from redheat_game.engine.step import ChoiceNotAvailable, StoryFault
from redheat_game.engine.transcript import turn_text
from redheat_game.story.script import Story


@dataclass(frozen=True)
class SavedTurn:
    """One turn as it is kept."""

    choice: str | None
    """The choice that led here; None for the first turn."""
    scene: str
    """The id of the scene it led to."""
    state: Mapping[str, Any]
    """The snapshot, as `state_to_json` writes it."""
    said: str
    """The words of the choice."""
    text: str
    """What was read."""


@dataclass(frozen=True)
class Resumed:
    """A playthrough taken up again."""

    playthrough: Playthrough
    earlier: tuple[SavedTurn, ...] = ()
    """Turns that could not be replayed; still readable, but not to be undone."""
    notice: str | None = None
    """What the player has to be told, where not everything could be replayed."""


def saved_turns(playthrough: Playthrough, start: int = 0) -> list[SavedTurn]:
    """The turns of a playthrough from position `start` on, as they are kept."""
    machine = playthrough.story.machine
    return [
        SavedTurn(
            turn.choice,
            machine.scenes[turn.state.scene].id,
            state_to_json(machine, turn.state),
            turn.said,
            turn_text(playthrough, turn),
        )
        for turn in playthrough.turns[start:]
    ]


def resume(story: Story, saved: Sequence[SavedTurn]) -> Resumed:
    """Take up a saved playthrough. Never fails: at worst it begins anew, and says so."""
    if not saved:
        return Resumed(Playthrough.start(story))
    played, matched = _replayed(story, saved)
    if matched == len(saved):
        assert played is not None
        return Resumed(played)
    for position in range(len(saved) - 1, matched - 1, -1):
        try:
            state = state_from_json(story, saved[position].state)
        except StateDoesNotFit:
            continue
        notice = "The story has changed since this was saved. You go on from where you were; undo ends here."
        if position < len(saved) - 1:
            back = len(saved) - 1 - position
            notice = f"The story has changed since this was saved. You go on {_moves(back)} earlier; undo ends here."
        return Resumed(Playthrough.from_state(story, state), tuple(saved[:position]), notice)
    if played is not None:
        back = len(saved) - matched
        notice = f"The story has changed since this was saved. You go on {_moves(back)} earlier."
        return Resumed(played, (), notice)
    notice = "The story has changed so much since this was saved that it begins anew."
    return Resumed(Playthrough.start(story), tuple(saved), notice)


def _moves(count: int) -> str:
    return "one choice" if count == 1 else f"{count} choices"


def _replayed(story: Story, saved: Sequence[SavedTurn]) -> tuple[Playthrough | None, int]:
    """As many of the saved turns as can be replayed, and their number."""
    former = story.former
    first = saved[0]
    if first.state.get("moves") == 0:
        played = Playthrough.start(story)
    else:
        try:
            played = Playthrough.from_state(story, state_from_json(story, first.state))
        except StateDoesNotFit:
            return None, 0
    if played.scene != former.scenes.get(first.scene, first.scene):
        return None, 0
    for position, turn in enumerate(saved[1:], start=1):
        try:
            following = played.choose(present_choice(story, played.scene, turn.choice or ""))
        except (ChoiceNotAvailable, StoryFault):
            return played, position
        if following.scene != former.scenes.get(turn.scene, turn.scene):
            return played, position
        played = following
    return played, len(saved)
