"""The parts of the prover, each for itself."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from redheat_game.analysis.covering import Covering
from redheat_game.analysis.graphs import components
from redheat_game.analysis.projection import LOST, Projection, TooLarge
from redheat_game.analysis.proof import prove
from redheat_game.analysis.system import System
from redheat_game.analysis.trees import in_words
from redheat_game.engine.state import State
from redheat_game.engine.step import StoryFault, begin, step, takeable
from redheat_game.story.conditions import AllOf, AnyOf, Comparison, Constant, Membership, Not, Read

from .planted import Planter
from .test_against_naive import random_state, small_story


@pytest.mark.parametrize("seed", range(60))
def test_dead_variables_change_nothing(seed: int) -> None:
    """States of a scene that differ only in what is not live offer the same, and go on alike."""
    story = small_story(seed)
    if story is None:
        return
    machine = story.machine
    system = System(machine, begin(machine).state)
    variables = range(len(machine.variables))
    chance = Random(seed)
    for _ in range(30):
        first = random_state(story, chance)
        other = random_state(story, chance)
        live = [first.scene in system.live_in(variable) for variable in variables]
        mixed = tuple(mine if kept else its for mine, its, kept in zip(first.values, other.values, live, strict=True))
        second = State(first.scene, mixed, 0, 0)
        assert takeable(machine, first) == takeable(machine, second)
        for choice in takeable(machine, first):
            try:
                after = step(machine, first, choice).state
            except StoryFault:
                with pytest.raises(StoryFault):
                    step(machine, second, choice)
                continue
            alike = step(machine, second, choice).state
            assert after.scene == alike.scene
            for variable in variables:
                if after.scene in system.live_in(variable):
                    assert after.values[variable] == alike.values[variable]


@pytest.mark.parametrize("seed", range(40))
def test_cubes_cover_what_they_cover_one_by_one(seed: int) -> None:
    chance = Random(seed)
    sizes = [chance.randint(2, 4) for _ in range(4)]
    cubes = []
    for _ in range(chance.randint(1, 12)):
        names = sorted(chance.sample(range(4), chance.randint(1, 2)))
        cubes.append(tuple((name, chance.randint(1, (1 << sizes[name]) - 1)) for name in names))

    def lies_in(values: tuple[int, ...]) -> bool:
        return any(all(bits >> values[name] & 1 for name, bits in cube) for cube in cubes)

    covering = Covering(sizes)
    gap = covering.gap(cubes)
    assert (gap is None) == all(lies_in(values) for values in product(*map(range, sizes)))
    if gap is not None:
        named = dict(gap)
        for values in product(*map(range, sizes)):
            if all(values[name] == value for name, value in named.items()):
                assert not lies_in(values)


def test_components_come_after_what_they_lead_to() -> None:
    after = {0: [1], 1: [2, 3], 2: [1], 3: [4], 4: [3], 5: [0, 9]}
    assert [sorted(found) for found in components(range(6), after)] == [[3, 4], [1, 2], [0], [5]]


def test_a_lost_state_stays_lost_however_far_a_projection_is_refined() -> None:
    made = Planter(Random(1))
    made.variables |= {"one": {"is": "flag"}, "two": {"is": "flag"}}
    made.scene("trap", [made.choice("die", "end_lose")])
    made.scenes["start"]["choices"].append(made.choice("enter", "trap", when="one or two"))
    story = made.story()
    machine = story.machine
    system = System(machine, begin(machine).state)
    bare = Projection(system, (), {})
    trap, lost = machine.scene_numbers["trap"], machine.scene_numbers["end_lose"]
    way = {machine.start, trap}
    finer = bare.refined(machine.variable_numbers["one"], way, 1_000, {lost})
    finest = finer.refined(machine.variable_numbers["two"], set(finer.rows), 1_000)
    for projection in (finer, finest):
        rows = [row for state, (_, row) in projection.rows.items() if projection.scene(state) == trap]
        assert all(row == [LOST] for row in rows)
    with pytest.raises(TooLarge):
        Projection(system, (), {}, None, 2)


def test_a_proof_that_has_no_time_says_what_it_left_open() -> None:
    made = Planter(Random(2))
    made.variables["late"] = {"is": "range 0..5"}
    made.somewhere(1)["choices"].append(
        made.choice("leave", [{"when": "late >= 4", "to": "end_lose"}, {"to": "end_win"}])
    )
    proof = prove(made.story(), max_seconds=0)
    assert not proof.complete
    assert proof.undecided
    assert proof.to_json()["complete"] is False


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    prove(Planter(Random(3)).story(), progress=lambda what, done, total: told.append((what, done, total)))
    assert {what for what, _, _ in told} >= {"commands", "random play", "promises"}
    assert all(0 <= done <= total for _, done, total in told)


def test_conditions_are_told_in_the_words_of_authors() -> None:
    made = Planter(Random(4))
    made.variables["coat"] = {"is": "one_of [none, grey]"}
    machine = made.story().machine
    lit, mood, coat = (Read(machine.variable_numbers[name]) for name in ("lit", "mood", "coat"))
    tree = AllOf(
        (
            Comparison("==", lit, Constant(1)),
            Not(Comparison(">=", mood, Constant(3))),
            AnyOf((Comparison("==", coat, Constant(1)), Membership(coat, (0, 1)))),
        )
    )
    assert in_words(tree, machine) == "lit and not (mood >= 3) and (coat == grey or coat in [none, grey])"
