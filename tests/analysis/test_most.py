"""The most achievements of one run, and runs without any, held against all states that there are."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from redheat_game.analysis.most import largest_clique
from redheat_game.analysis.proof import prove
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.state import State
from redheat_game.story.loader import load_story
from redheat_game.story.script import Category, Story

from .naive import Naive
from .test_against_naive import small_story

LEFT_LUGGAGE = Path(__file__).parents[1] / "stories" / "left_luggage"


def earned(story: Story, state: State) -> int:
    return sum(state.values[each.variable] for each in story.achievements.values())


@pytest.mark.parametrize("seed", range(40))
def test_no_run_earns_more_than_the_bound_and_the_best_run_is_one(seed: int) -> None:
    story = small_story(seed)
    naive = Naive(story).look(4_000) if story else None
    if story is None or naive is None or not naive.is_whole:
        return
    most = prove(story).max_achievements
    assert most is not None
    ends = [state for state in naive.states.values() if story.machine.scenes[state.scene].ending is not None]
    at_best = max((earned(story, state) for state in ends), default=0)
    assert most.found <= at_best <= most.at_most
    if most.choices is not None:
        assert len(Playthrough.of_choices(story, most.choices).achievements) == most.found


@pytest.mark.parametrize("seed", range(40))
def test_fewest_achievements_come_before_moves(seed: int) -> None:
    story = small_story(seed)
    naive = Naive(story).look(2_000) if story else None
    if story is None or naive is None or not naive.is_whole:
        return
    endings = tuple(story.endings)
    low = Category("low", "Low%", "", endings, None, "fewest_achievements", ())
    route = prove(replace(story, categories={"low": low})).routes["low"].by_achievements
    clean = {key: state for key, state in naive.states.items() if not earned(story, state)}
    ends = [key for key, state in clean.items() if story.machine.scenes[state.scene].ending is not None]
    if not ends:
        assert route is None or not route.proved
        return
    first = next(iter(naive.states))
    least, layer, known = 0, [first], {first}
    while not any(key in ends for key in layer):
        least += 1
        layer = [after for key in layer for after in naive.after.get(key, ()) if after in clean and after not in known]
        known.update(layer)
    assert route is not None
    assert (route.cost, route.proved) == (least, True)
    assert route.choices is not None
    played = Playthrough.of_choices(story, route.choices)
    assert (len(played.choices), len(played.achievements)) == (least, 0)
    assert played.ending is not None


@pytest.mark.parametrize("seed", range(40))
def test_the_largest_set_is_the_largest(seed: int) -> None:
    chance = Random(seed)
    members = range(chance.randint(1, 9))
    together: dict[int, set[int]] = {member: set() for member in members}
    for one, other in combinations(members, 2):
        if chance.random() < 0.6:
            together[one].add(other)
            together[other].add(one)
    largest = max(
        size
        for size in range(len(members) + 1)
        for chosen in combinations(members, size)
        if all(other in together[one] for one, other in combinations(chosen, 2))
    )
    assert largest_clique(together, 100_000) == largest
    assert largest_clique(together, 1) >= largest


def test_routes_may_be_left_out_and_all_else_stays() -> None:
    story = load_story([LEFT_LUGGAGE]).story
    assert story is not None
    assert story.categories
    whole, without = prove(story), prove(story, seeks_routes=False)
    assert (without.complete, without.routes, without.max_achievements) == (True, {}, None)
    assert replace(whole, seconds=0, routes={}, max_achievements=None) == replace(without, seconds=0)
