"""The game's story played at random: nobody is ever stuck, nothing faults, everything can be read.

Every walk is seeded, so that a failure here can be played again: the seed is in the message.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

import pytest

from redheat_game.engine.options import options
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.rendering import render
from redheat_game.engine.state import State
from redheat_game.engine.step import Event, begin, step, takeable
from redheat_game.story.script import Story
from tests.routes import the_story

WALKS = 300
LONGEST = 500
"""Choices in one walk; random walks through the game take about thirty."""


@pytest.fixture(scope="module")
def story() -> Story:
    """The game's story."""
    return the_story()


@dataclass
class Walk:
    """One random playthrough."""

    states: list[State]
    events: list[Event] = field(default_factory=list)


def walk(story: Story, seed: int, *, length: int = LONGEST) -> Walk:
    """A playthrough of uniform random choices, up to an ending or `length`."""
    machine, chance = story.machine, random.Random(seed)
    done = begin(machine)
    found = Walk([done.state], list(done.events))
    for _ in range(length):
        ways = takeable(machine, done.state)
        if not ways:
            break
        done = step(machine, done.state, chance.choice(ways))
        found.states.append(done.state)
        found.events += done.events
    return found


@pytest.fixture(scope="module")
def walks(story: Story) -> list[Walk]:
    """All random walks of these tests."""
    return [walk(story, seed) for seed in range(WALKS)]


def test_every_walk_ends_in_an_ending_and_nowhere_else(story: Story, walks: list[Walk]) -> None:
    scenes = story.machine.scenes
    for seed, found in enumerate(walks):
        last = found.states[-1]
        assert scenes[last.scene].ending is not None, f"walk {seed} stands still in {scenes[last.scene].id}"
        assert last.moves == len(found.states) - 1
        assert len(found.states) <= LONGEST, f"walk {seed} does not end"


def test_everything_that_a_walk_shows_can_be_read(story: Story, walks: list[Walk]) -> None:
    for seed, found in enumerate(walks):
        for state in found.states:
            scene = story.machine.scenes[state.scene]
            where = f"walk {seed}, move {state.moves}, scene {scene.id}"
            passage = render(story, story.scenes[state.scene].prose, state)
            assert passage, f"{where}: nothing to read"
            assert all(paragraph.text.strip() for paragraph in passage), where
            for option in options(story, state):
                assert option.text.strip(), f"{where}: choice {option.id} has no words"
                assert option.takeable or option.reason.strip(), f"{where}: choice {option.id} gives no reason"


def test_no_two_choices_shown_together_read_alike(story: Story, walks: list[Walk]) -> None:
    for seed, found in enumerate(walks):
        for state in found.states:
            words = Counter(option.text for option in options(story, state))
            scene = story.machine.scenes[state.scene].id
            assert words.total() == len(words), f"walk {seed}, move {state.moves}, scene {scene}"


def test_values_shown_stay_in_their_ranges(story: Story, walks: list[Walk]) -> None:
    variables = story.machine.variables
    for found in walks:
        for state in found.states:
            outside = [
                variable.name
                for variable, value in zip(variables, state.values, strict=True)
                if not variable.low <= value <= variable.high
            ]
            assert outside == []


def test_from_wherever_a_walk_stands_an_ending_can_be_reached(story: Story, walks: list[Walk]) -> None:
    """A sample against soft-locks: some of the states on the way, and from each several walks of their own."""
    machine = story.machine
    chance = random.Random("soft-locks")
    on_the_way = [state for found in walks for state in found.states[:-1]]
    for state in chance.sample(on_the_way, 400):
        assert any(_ends(story, state, seed) for seed in range(20)), machine.scenes[state.scene].id


def _ends(story: Story, state: State, seed: int) -> bool:
    machine, chance = story.machine, random.Random(seed)
    for _ in range(LONGEST):
        ways = takeable(machine, state)
        if not ways:
            return machine.scenes[state.scene].ending is not None
        state = step(machine, state, chance.choice(ways)).state
    return False


def test_walks_are_playthroughs_that_can_be_replayed(story: Story, walks: list[Walk]) -> None:
    for found in walks[:20]:
        played = Playthrough.start(story)
        for state in found.states[1:]:
            after = {option.id: played.choose(option.id) for option in played.options if option.takeable}
            played = next(each for each in after.values() if each.state == state)
        assert Playthrough.from_json(story, played.to_json()) == played
