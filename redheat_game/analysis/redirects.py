"""Which rules take a run somewhere, from a point of it onward."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from redheat_game.engine.events import Event, SceneEntered
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.step import StoryFault, step, takeable
from redheat_game.story.machine import Machine, Target
from redheat_game.story.script import Story

MOST_STATES = 500
"""States after the point that are looked at; a run that is stuck goes round in few."""


def rules_met(story: Story, choices: Sequence[str]) -> tuple[Target, ...]:
    """The rules that redirect on the last of these choices, which lead from the start, or in what can follow it."""
    machine = story.machine
    here = Playthrough.of_choices(story, choices)
    found = dict.fromkeys(_rules_of(machine, here.turns[-1].events))
    waiting = [here.state._replace(moves=0, seconds=0)]
    known = set(waiting)
    for state in waiting:
        for choice in takeable(machine, state):
            with contextlib.suppress(StoryFault):
                done = step(machine, state, choice)
                found.update(dict.fromkeys(_rules_of(machine, done.events)))
                after = done.state._replace(moves=0, seconds=0)
                if after not in known and len(known) < MOST_STATES:
                    known.add(after)
                    waiting.append(after)
    return tuple(found)


def _rules_of(machine: Machine, events: Sequence[Event]) -> list[Target]:
    """The rules that may have redirected in a step: more than one where several lead to the same scene."""
    entered = [event.scene for event in events if isinstance(event, SceneEntered)]
    if len(entered) < 2:
        return []
    rules = machine.scenes[machine.scene_numbers[entered[0]]].always
    return [rule for rule in rules if machine.scenes[rule.scene].id == entered[1]]
