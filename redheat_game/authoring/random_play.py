"""Playing at random, many times: what players who do not look far are likely to meet."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from redheat_game.authoring.readings import count_words
from redheat_game.engine.options import options
from redheat_game.engine.rendering import render
from redheat_game.engine.state import State
from redheat_game.engine.step import AchievementUnlocked, EndingReached, SceneEntered, StoryFault, begin, step, takeable
from redheat_game.story.script import Story

LONGEST = 1_000
"""Choices after which a walk that has found no ending is given up."""


@dataclass
class RandomPlay:
    """What came of so many random playthroughs. Every count is of playthroughs in which it happened at all."""

    runs: int
    seed: int
    scenes: Counter[str] = field(default_factory=Counter)
    choices: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By scene and choice."""
    achievements: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    moves: list[int] = field(default_factory=list)
    """Of each playthrough, in their order."""
    words: list[int] = field(default_factory=list)
    """Read in each playthrough: passages and the choices on offer, as often as they are shown."""
    entered: list[frozenset[str]] = field(default_factory=list)
    """The scenes that each playthrough entered."""
    unended: int = 0
    """Playthroughs given up after `LONGEST` choices, or with nothing to choose."""
    faults: int = 0
    """Playthroughs that met a defect of the story."""


def play_at_random(
    story: Story, runs: int, seed: int, considered: Callable[[State], Sequence[int]] | None = None
) -> RandomPlay:
    """Play `runs` times, each choice that is considered being as likely as any other.

    The same story, number and seed give the same result.

    Args:
        story: a story that begins without a fault.
        runs: how often it is played.
        seed: makes it repeatable.
        considered: the positions of the choices that may be taken in a state; every takeable one where it is None.
    """
    machine, chance = story.machine, random.Random(seed)
    found = RandomPlay(runs, seed)
    lengths: dict[tuple[int, tuple[str, ...]], int] = {}

    def words_at(state: State) -> int:
        texts = [paragraph.text for paragraph in render(story, story.scenes[state.scene].prose, state)]
        texts += [option.text for option in options(story, state)]
        key = (state.scene, tuple(texts))
        if key not in lengths:
            lengths[key] = sum(count_words(text) for text in texts)
        return lengths[key]

    for _ in range(runs):
        done = begin(machine)
        events, taken = list(done.events), set()
        words = words_at(done.state)
        try:
            for _ in range(LONGEST):
                ways = considered(done.state) if considered else takeable(machine, done.state)
                if not ways:
                    break
                way = chance.choice(ways)
                scene = machine.scenes[done.state.scene]
                taken.add((scene.id, scene.choices[way].id))
                done = step(machine, done.state, way)
                events += done.events
                words += words_at(done.state)
            found.unended += machine.scenes[done.state.scene].ending is None
        except StoryFault:
            found.faults += 1
        entered = frozenset(event.scene for event in events if isinstance(event, SceneEntered))
        found.entered.append(entered)
        found.scenes.update(entered)
        found.achievements.update({event.achievement for event in events if isinstance(event, AchievementUnlocked)})
        found.endings.update({event.ending for event in events if isinstance(event, EndingReached)})
        found.choices.update(taken)
        found.moves.append(done.state.moves)
        found.words.append(words)
    return found
