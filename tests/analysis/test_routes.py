"""Shortest routes cost what the cheapest of all runs costs, whichever means of the search finds and proves them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest

from redheat_game.analysis import routes
from redheat_game.analysis.budget import Budget
from redheat_game.analysis.goals import Goals, read_in
from redheat_game.analysis.playing import Measure, Player
from redheat_game.analysis.proof import prove
from redheat_game.analysis.routes import Routes
from redheat_game.analysis.system import System
from redheat_game.engine.step import begin
from redheat_game.story.conditions import Comparison, Constant, Read, Tree
from redheat_game.story.loader import load_texts
from redheat_game.story.script import Category, Story

from .naive import Naive
from .test_against_naive import small_story

MEANS: dict[str, dict[str, object]] = {
    "all of them": {},
    "no beam search, and A* for one state": {"WIDTHS": (), "FIRST_SEARCH": 1},
    "hunts after every refinement": {"WIDTHS": (), "FIRST_SEARCH": 1, "FIRST_HUNT": 0},
}
"""What the search may use, by the names of its limits."""


def categories(story: Story) -> Iterator[Category]:
    """Each ending as a goal, by itself and where some variable has some value."""
    for ending in story.endings:
        for condition in (None, *islice(conditions(story), 2)):
            yield Category(ending, ending, "", (ending,), condition, "moves", ())


def conditions(story: Story) -> Iterator[Tree]:
    for number, variable in enumerate(story.machine.variables):
        if variable.high > variable.low:
            yield Comparison("==", Read(number), Constant(variable.high))


MEASURES: tuple[Measure, ...] = ("moves", "seconds")


@pytest.mark.parametrize("means", MEANS)
@pytest.mark.parametrize("seed", range(60))
def test_a_shortest_route_costs_what_the_cheapest_of_all_runs_costs(
    seed: int, means: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = small_story(seed)
    naive = Naive(story).look(2_000) if story else None
    if story is None or naive is None or not naive.is_whole:
        return
    for name, value in MEANS[means].items():
        monkeypatch.setattr(routes, name, value)
    whole = System(story.machine, begin(story.machine).state)
    system, goals = whole.reduced(), Goals(story, whole)
    for category in categories(story):
        places = goals.ends(category)
        finder = Routes(system, Player(system, read_in(places)), Budget(30, 50_000))
        for measure in MEASURES:
            found = finder.shortest(places, measure, [])
            least = naive.shortest(category, seconds=measure == "seconds")
            paid = system.start.seconds if measure == "seconds" else 0
            assert found.is_proved
            assert found.cost == found.at_least
            assert (None if found.cost is None else found.cost + paid) == least


CIRCLE = """
story: Circle
start: hall
variables:
  coins: range 0..3
endings:
  out: {title: Out, kind: victory, line: Out.}
---
scene: hall
takes: 0m
text: The hall.
choices:
  - {say: On., id: on, go: yard}
  - {say: Out., id: leave, when: coins == 3, go: street}
---
scene: yard
takes: 0m
text: The yard.
choices:
  - {say: On., id: on, go: hall}
  - {say: Pick up a coin., id: coin, when: coins < 3, do: [coins += 1], go: purse}
---
scene: purse
text: The purse.
choices:
  - {say: On., id: on, go: hall}
---
scene: street
takes: 5m
text: The street.
ending: out
"""


def test_what_takes_no_time_may_lead_in_a_circle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "WIDTHS", ())
    monkeypatch.setattr(routes, "FIRST_SEARCH", 1)
    story = load_texts({"story.yaml": CIRCLE}).story
    assert story is not None
    out = Category("out", "Out", "", ("out",), None, "moves", ())
    found = prove(replace(story, categories={"out": out})).routes["out"]
    assert (found.moves.cost, found.story_seconds.cost) == (10, 480)
    assert found.moves.proved
    assert found.story_seconds.proved
