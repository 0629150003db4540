"""The optimum is that of an exhaustive search, and what a run lost is what the search says it lost."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from redheat_game.engine.state import State
from redheat_game.engine.step import begin, step, takeable
from redheat_game.speedrun.losses import losses_of
from redheat_game.speedrun.optimum import (
    Best,
    Measure,
    Optima,
    Optimum,
    WaysOn,
    by_order_of,
    optimum_from_json,
    prove_optimum,
)
from redheat_game.speedrun.replay import read_replay
from redheat_game.speedrun.route_sheet import route_sheet

from .racing import FERRY, SHORTEST, data_of, ferry, race_of, run_of, story_of

BUDGET = {"max_seconds": 30.0, "max_nodes": 20_000}


def searched(state: State, category: str, measure: Measure) -> int | None:
    """The cost of the shortest way to the goal by looking at every state there is (Dijkstra 1959)."""
    story = ferry()
    machine, goal = story.machine, story.categories[category]
    rope = machine.variable_numbers["rope"]
    heap = [(0, 0, state)]
    best: dict[tuple[int, tuple[int, ...]], int] = {}
    pushed = 0
    while heap:
        cost, _, now = heapq.heappop(heap)
        if best.setdefault((now.scene, now.values), cost) < cost:
            continue
        if machine.scenes[now.scene].ending in goal.endings and (category != "tied" or now.values[rope]):
            return cost
        for choice in takeable(machine, now):
            after = step(machine, now, choice).state
            paid = 1 if measure == "moves" else after.seconds - now.seconds
            if best.get((after.scene, after.values), cost + paid + 1) > cost + paid:
                best[after.scene, after.values] = cost + paid
                pushed += 1
                heapq.heappush(heap, (cost + paid, pushed, after))
    return None


@pytest.mark.parametrize("category", ["any", "tied"])
def test_the_proved_optimum_is_that_of_an_exhaustive_search(category: str) -> None:
    first = begin(ferry().machine).state
    optimum = prove_optimum(ferry(), category, **BUDGET)  # type: ignore[arg-type]
    assert optimum.is_proved
    assert optimum.moves.cost == searched(first, category, "moves")
    story = searched(first, category, "story")
    assert story is not None
    assert optimum.story.cost == story + first.seconds


@pytest.mark.parametrize("measure", ["moves", "story"])
def test_the_best_way_on_from_any_point_is_that_of_an_exhaustive_search(measure: Measure) -> None:
    race = race_of()
    ways = WaysOn(ferry(), "any", **BUDGET)  # type: ignore[arg-type]
    for number, choice in enumerate(("hut", "rope", "work", "out"), start=1):
        race.choose(choice, number)
        state = race.course.state
        best = ways.best_from(state, (), measure)
        assert best.is_proved
        assert best.cost == searched(state, "any", measure), choice


@pytest.mark.parametrize(
    ("choices", "measure"),
    [
        (SHORTEST, "moves"),
        (("hut", "work", "work", "out", "boat", "row"), "moves"),
        (("hut", "work", "work", "rope", "out", "boat", "back", "hut", "work", "out", "boat", "row"), "moves"),
        (("hut", "work", "out", "hut", "out", "boat", "row"), "story"),
    ],
)
def test_losses_are_where_the_best_way_on_grew_longer(choices: Sequence[str], measure: Measure) -> None:
    replay = read_replay(data_of(run_of(choices)))
    found = losses_of(ferry(), replay, measure, **BUDGET)  # type: ignore[arg-type]
    race = race_of()
    expected = []
    totals = [searched(race.course.state, "any", measure) or 0]
    for number, choice in enumerate(choices):
        scene = race.course.scene
        race.choose(choice, number + 1)
        spent = race.course.moves if measure == "moves" else race.course.seconds - 60
        totals.append(spent + (searched(race.course.state, "any", measure) or 0))
        if totals[-1] > totals[-2]:
            expected.append((number, scene, choice, totals[-1] - totals[-2]))
    assert [(loss.entry, loss.scene, loss.choice, loss.lost) for loss in found.losses] == expected
    assert all(loss.is_proved for loss in found.losses)
    assert found.total - sum(loss.lost for loss in found.losses) == found.best.cost


def test_an_undo_is_a_loss_of_its_own() -> None:
    race = race_of("counted")
    race.choose("hut", 100)
    race.choose("rope", 200)
    race.undo(300)
    for number, choice in enumerate(SHORTEST[1:], start=4):
        race.choose(choice, number * 100)
    found = losses_of(ferry(), read_replay(data_of(race)), "moves", **BUDGET)  # type: ignore[arg-type]
    # after the undo the rope would have to be taken again; working is the longer way in any case
    assert [(loss.choice, loss.lost) for loss in found.losses] == [("", 2), ("work", 1)]


def test_a_route_sheet_says_what_each_choice_costs_and_gains() -> None:
    rows = route_sheet(ferry(), "any", SHORTEST)
    assert [(row.move, row.number, row.said, row.seconds) for row in rows[:2]] == [
        (1, 1, "To the hut.", 120),
        (2, 1, "Work.", 120),
    ]
    assert rows[1].changes == ("Coins 1 → 2",)
    assert (rows[1].earned, rows[1].splits) == (("Rich",), ("Two coins",))
    assert rows[-1].splits == ("The end",)
    rope = route_sheet(ferry(), "any", ("hut", "rope", "out", "chain"))
    assert rope[1].changes == ("Coins 1 → 0", "+a rope")


def test_what_was_proved_is_kept_and_only_grows(tmp_path: Path) -> None:
    longer = ("hut", "work", "work", "out", "boat", "row")
    first = Optimum(Best(6, 3, longer), Best(1140, None, longer))
    assert Optima(tmp_path).get(ferry(), "any") is None
    Optima(tmp_path).keep(ferry(), "any", first)
    assert Optima(tmp_path).get(ferry(), "any") == first
    second = Optimum(Best(5, 2, SHORTEST), Best(None, 900, ()))
    both = Optima(tmp_path).keep(ferry(), "any", second)
    assert both == Optimum(Best(5, 3, SHORTEST), Best(1140, 900, longer))
    assert Optima(tmp_path).get(ferry(), "any") == both


FREE = """
---
scene: lane
title: A Lane
text: Long.
choices:
  - {say: On., id: on, go: ford}
---
scene: ford
title: A Ford
text: Cold.
choices:
  - {say: Over., id: over, go: across}
"""
"""A way across on which nothing is earned, one move longer than the shortest."""


@pytest.mark.parametrize(
    ("order", "text", "expected"),
    [
        ("fewest_achievements", "", (1, 4, False)),
        ("fewest_achievements", FREE, (0, 3, True)),
        ("most_achievements", "", (2, 7, False)),
    ],
)
def test_where_achievements_come_first_the_optimum_is_by_them(
    order: str, text: str, expected: tuple[int, int, bool], tmp_path: Path
) -> None:
    written = FERRY.replace("order: fewest_achievements", f"order: {order}") + text
    if text:
        written = written.replace("  - {say: Swim.", "  - {say: To the lane., id: lane, go: lane}\n  - {say: Swim.")
    story = story_of(written)
    found = prove_optimum(story, "low", **BUDGET).by_order  # type: ignore[arg-type]
    assert found is not None
    assert (found.achievements, found.moves, found.is_proved) == expected
    race = run_of(found.choices, "low", story)
    assert (race.has_finished, race.course.achievements, race.course.moves) == (True, *expected[:2])
    # kept and read again, and joined with what is worse or less sure
    optimum = Optimum(Best(None, None, ()), Best(None, None, ()), found)
    assert Optima(tmp_path).keep(story, "low", optimum) == optimum
    assert Optima(tmp_path).get(story, "low") == optimum
    worse = by_order_of(story, "low", ("hut", "work", "rope", "work", "work", "out", "boat", "row"))
    assert worse is not None
    assert Optimum(optimum.moves, optimum.story, replace(found, is_proved=False)).better_of(optimum) == optimum
    if order == "fewest_achievements":
        assert Optimum(optimum.moves, optimum.story, worse).better_of(optimum) == optimum
    assert optimum.route("moves") == optimum.route("story") == found.choices
    broken = optimum.to_json() | {"by_order": {**optimum.to_json()["by_order"], "achievements": 9}}
    assert optimum_from_json(story, "low", broken) is None
    assert by_order_of(story, "any", found.choices) is None


def test_a_cache_that_is_unsound_is_as_good_as_none(tmp_path: Path) -> None:
    Optima(tmp_path).keep(ferry(), "any", Optimum(Best(5, 5, SHORTEST), Best(1020, 900, SHORTEST)))
    (file,) = tmp_path.iterdir()
    text = file.read_text()
    for broken in ("", "[]", "{}", text.replace('"cost": 5', '"cost": 4'), text.replace('"row"', '"swim"')):
        file.write_text(broken)
        assert Optima(tmp_path).get(ferry(), "any") is None
    assert optimum_from_json(ferry(), "any", {}) is None
