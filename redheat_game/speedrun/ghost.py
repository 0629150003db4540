"""The ghost: what a compared run chose, and when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from redheat_game.engine.step import ChoiceNotAvailable, StoryFault
from redheat_game.speedrun.course import UndoNotAllowed
from redheat_game.speedrun.race import Race
from redheat_game.speedrun.replay import Replay
from redheat_game.speedrun.timing import Clock, Timing
from redheat_game.story.script import Story


@dataclass(frozen=True)
class GhostStep:
    """One choice of the ghost's."""

    timing: Timing
    """What its clocks showed once it had chosen."""
    scene: int
    """Position of the scene in which it chose."""
    leads_to: int
    choice: str
    said: str


class Ghost:
    """A run to race against.

    Args:
        steps: its choices in order.
        has_real_time: whether its real time means anything; a route that was proved was never run.
    """

    def __init__(self, steps: Sequence[GhostStep], *, has_real_time: bool) -> None:
        self.steps = tuple(steps)
        self.has_real_time = has_real_time

    @classmethod
    def of_replay(cls, story: Story, replay: Replay) -> Ghost:
        """The ghost of a run; of one that no longer holds, as far as it does."""
        race = Race(story, replay.header.category, None)
        steps: list[GhostStep] = []
        try:
            for entry in replay.entries:
                if entry.did == "choose":
                    steps.append(_step(race, entry.choice, entry.at))
                elif entry.did == "undo":
                    race.undo(entry.at)
                else:
                    race.pause(entry.at)
        except (ChoiceNotAvailable, StoryFault, UndoNotAllowed):
            pass
        return cls(steps, has_real_time=True)

    @classmethod
    def of_choices(cls, story: Story, category: str, choices: Sequence[str]) -> Ghost:
        """The ghost of a route that nobody ran."""
        race = Race(story, category, None)
        return cls([_step(race, choice, number) for number, choice in enumerate(choices, 1)], has_real_time=False)

    def at(self, now: Timing, clock: Clock) -> GhostStep | None:
        """What it had chosen last when its clock stood where the runner's stands; by moves, where it has no time."""
        clock = clock if self.has_real_time or clock != "real" else "moves"
        times = [step.timing.on(clock) for step in self.steps]
        number = bisect_right(times, now.on(clock))
        return self.steps[number - 1] if number else None

    def chose_in(self, scene: int, visit: int) -> GhostStep | None:
        """What it chose in a scene when it was there for the n-th time (from 1); None where it never was."""
        here = [step for step in self.steps if step.scene == scene]
        return here[visit - 1] if 0 < visit <= len(here) else None

    def arrived_in(self, scene: int, visit: int, clock: Clock) -> int | None:
        """When it entered a scene for the n-th time (from 1) by a choice; None where it never did, or has no time."""
        if clock == "real" and not self.has_real_time:
            return None
        here = [step for step in self.steps if step.leads_to == scene]
        return here[visit - 1].timing.on(clock) if 0 < visit <= len(here) else None


def _step(race: Race, choice: str, at: int) -> GhostStep:
    scene = race.playthrough.state.scene
    race.choose(choice, at)
    turn = race.playthrough.turns[-1]
    return GhostStep(race.timing(at), scene, turn.state.scene, choice, turn.said)
