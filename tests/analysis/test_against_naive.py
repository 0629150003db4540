"""On small random stories every verdict is that of a naive search through all states."""

from __future__ import annotations

from random import Random

import pytest

from redheat_game.analysis.commands import Command, Guard
from redheat_game.analysis.proof import Proof, prove
from redheat_game.analysis.system import System
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.state import State
from redheat_game.engine.step import SceneEntered, StoryFault, begin, step, takeable
from redheat_game.story.script import Story
from tests.engine.stories import _Author, loaded

from .naive import Naive

STORIES = 120


def small_story(seed: int) -> Story | None:
    """A random story that begins without a fault."""
    story = loaded(_Author(Random(seed)).story())
    try:
        begin(story.machine)
    except StoryFault:
        return None
    return story


def holds(guard: Guard, indexes: tuple[int, ...]) -> bool:
    return all(bits >> indexes[variable] & 1 for variable, bits in guard)


def random_state(story: Story, chance: Random) -> State:
    scenes = [number for number, scene in enumerate(story.machine.scenes) if scene.ending is None]
    values = tuple(chance.randint(variable.low, variable.high) for variable in story.machine.variables)
    return State(chance.choice(scenes), values, 0, 0)


def done_by(system: System, command: Command, state: State) -> tuple[int, ...]:
    values = list(system.indexes(state.values))
    for variable, table in command.changes:
        values[variable] = table[values[variable]]
    return tuple(value + low for value, low in zip(values, system.lows, strict=True))


@pytest.mark.parametrize("seed", range(60))
def test_commands_do_what_the_engine_does_in_every_state(seed: int) -> None:
    story = small_story(seed)
    if story is None:
        return
    machine = story.machine
    achievements = {each.variable for each in story.achievements.values()}
    plain = System(machine, begin(machine).state)
    tracking = System(machine, begin(machine).state, achievements)
    chance = Random(seed)
    for _ in range(40):
        state = random_state(story, chance)
        offered = takeable(machine, state)
        for system in (plain, tracking):
            indexes = system.indexes(state.values)
            fitting = [command for command in system.commands[state.scene] if holds(command.guard, indexes)]
            assert sorted(command.choice for command in fitting) == offered
            for command in fitting:
                try:
                    done = step(machine, state, command.choice)
                except StoryFault:
                    assert command.fault is not None
                    continue
                assert command.fault is None
                assert command.target == done.state.scene
                assert command.seconds == done.state.seconds
                entered = [event.scene for event in done.events if isinstance(event, SceneEntered)]
                assert [machine.scenes[number].id for number in command.entered] == entered
                values = done_by(system, command, state)
                granted = {
                    grant.variable
                    for grant in system.grants
                    if (grant.scene, grant.choice) == (state.scene, command.choice) and holds(grant.guard, indexes)
                }
                expected = tuple(1 if variable in granted else value for variable, value in enumerate(values))
                assert expected == done.state.values


def agree(story: Story, naive: Naive, proof: Proof) -> None:
    scenes = {scene.id for scene in story.machine.scenes}
    assert {item.name for item in proof.unreachable_scenes} == scenes - naive.scenes
    choices = {(scene.id, choice.id) for scene in story.machine.scenes for choice in scene.choices}
    dead = {(item.scene, item.choice) for item in proof.dead_choices}
    assert dead == {(scene, choice) for scene, choice in choices - naive.choices if scene in naive.scenes} or dead == {
        (scene, choice) for scene, choice in choices - naive.choices
    }
    assert {item.name for item in proof.unearnable_achievements} == set(story.achievements) - naive.achievements
    assert {item.name for item in proof.unavoidable_achievements} == naive.unavoidable()
    assert {(item.scene, item.choice) for item in proof.overflows} == naive.faults
    assert {item.scene for item in proof.dead_ends} == naive.dead_ends


@pytest.mark.parametrize("seed", range(STORIES))
def test_every_verdict_is_that_of_a_search_through_all_states(seed: int) -> None:
    story = small_story(seed)
    if story is None:
        return
    naive = Naive(story).look(6_000)
    if not naive.is_whole:
        return
    proof = prove(story)
    assert proof.complete, proof.undecided
    agree(story, naive, proof)
    lost = naive.lost(survives=False)
    told = {scene for item in proof.soft_locks for scene in item.scenes}
    assert told <= lost
    assert bool(told) == bool(lost)
    doomed = {
        name
        for name in naive.lost(survives=True)
        if story.machine.scenes[story.machine.scene_numbers[name]].ending is None
    }
    told = {scene for item in (*proof.soft_locks, *proof.doomed) for scene in item.scenes}
    assert told <= doomed
    assert bool(told) == bool(doomed)
    for item in (*proof.soft_locks, *proof.dead_ends, *proof.doomed):
        assert item.witness is not None
        assert Playthrough.of_choices(story, item.witness).scene == item.witness_scene
    for name, choices in proof.witnesses.items():
        assert name in Playthrough.of_choices(story, choices).scenes_entered()
