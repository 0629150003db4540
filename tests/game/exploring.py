"""Looking for what random play rarely finds: walks that set out from where few have been."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from redheat_game.engine.state import State
from redheat_game.engine.step import AchievementUnlocked, EndingReached, SceneEntered, begin, step, takeable
from redheat_game.story.machine import Machine

KEPT = 300
"""States kept of each scene: a fair sample of all that were met."""
LENGTH = 12
"""Choices of one walk."""


@dataclass
class Explored:
    """What was found."""

    scenes: set[str] = field(default_factory=set)
    achievements: set[str] = field(default_factory=set)
    endings: set[str] = field(default_factory=set)
    stuck: set[str] = field(default_factory=set)
    """Scenes in which nothing could be chosen, though they are no endings."""


def explore(machine: Machine, *, choices: int, seed: int, known: Iterable[State] = ()) -> Explored:
    """Take so many choices, in short walks from scenes that were seldom set out from.

    `known` are states to set out from as well as the first one: they carry what was done long before, which chance
    seldom brings as far as the last acts.

    The same machine and seed give the same result.

    Raises:
        StoryFault: the story leaves a range.
    """
    chance = random.Random(seed)
    found = Explored()
    kept: dict[int, list[State]] = {}
    met: dict[int, int] = {}
    set_out: dict[int, int] = {}

    def keep(state: State) -> None:
        states = kept.setdefault(state.scene, [])
        met[state.scene] = met.get(state.scene, 0) + 1
        set_out.setdefault(state.scene, 0)
        if len(states) < KEPT:
            states.append(state)
        elif (position := chance.randrange(met[state.scene])) < KEPT:
            states[position] = state

    for state in (begin(machine).state, *known):
        keep(state)
    taken = 0
    while taken < choices:
        scene = min(chance.sample(list(kept), min(8, len(kept))), key=set_out.__getitem__)
        set_out[scene] += 1
        state = chance.choice(kept[scene])
        for _ in range(LENGTH):
            ways = takeable(machine, state)
            if not ways:
                found.stuck.add(machine.scenes[state.scene].id)
                break
            done = step(machine, state, chance.choice(ways))
            state, taken = done.state, taken + 1
            for event in done.events:
                match event:
                    case SceneEntered(name):
                        found.scenes.add(name)
                    case AchievementUnlocked(name):
                        found.achievements.add(name)
                    case EndingReached(name):
                        found.endings.add(name)
            if machine.scenes[state.scene].ending is not None:
                break
            keep(state)
    return found
