"""Ways are found where there are any, and what a survivor may choose is what exhaustive play says."""

from __future__ import annotations

from pathlib import Path

import pytest

from redheat_game.authoring.survival import Survival
from redheat_game.authoring.ways import Ways
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.state import State
from redheat_game.engine.step import begin, step, takeable
from redheat_game.story.loader import load_story
from redheat_game.story.script import Story
from tests.story.building import story

STORIES = Path(__file__).parents[1] / "stories"

TIMED = """
scene: hall
text: A bell.
within: 6s
else: {say: Wait., go: late}
choices:
  - {say: Buy., id: buy, when: coins > 1, do: coins -= 2, go: hall}
  - {say: Pay., id: pay, when: coins == 1, unlock: thrift, go: out}
---
scene: late
text: Late.
go: out
---
scene: never
text: Never.
from: {scene: hall, say: Fly., when: coins == 8}
go: out
---
"""


def test_a_way_is_found_or_there_is_none() -> None:
    made = story(TIMED)
    numbers = made.machine.scene_numbers
    assert Ways(made).to({numbers["hall"]}) == ()
    assert Ways(made).to({numbers["late"]}) == ("timeout",)
    assert Ways(made).to({numbers["never"]}) is None
    assert Ways(made, waits=False).to({numbers["late"]}) is None
    assert Ways(made, waits=False).to({numbers["out"]}) == ("buy", "pay")


def test_the_run_that_earns_most_ends_and_earns() -> None:
    made = story(TIMED)
    way = Ways(made).to_most_achievements()
    assert way is not None
    played = Playthrough.of_choices(made, way)
    assert played.ending is not None
    assert played.achievements == ("thrift",)


def by_exhaustion(made: Story) -> dict[State, list[int]]:
    """For every state that can be reached, the choices after which an ending that is no death still can."""
    machine = made.machine
    first = begin(machine).state._replace(moves=0, seconds=0)
    onward: dict[State, dict[int, State]] = {}
    waiting = [first]
    while waiting:
        state = waiting.pop()
        if state not in onward:
            onward[state] = {
                way: step(machine, state, way).state._replace(moves=0, seconds=0) for way in takeable(machine, state)
            }
            waiting += onward[state].values()
    alive = {
        state
        for state in onward
        if (ending := machine.scenes[state.scene].ending) is not None and made.endings[ending].kind != "death"
    }
    size = -1
    while size != len(alive):
        size = len(alive)
        alive |= {state for state, after in onward.items() if not alive.isdisjoint(after.values())}
    return {state: [way for way, after in ways.items() if after in alive] for state, ways in onward.items()}


@pytest.mark.parametrize("name", ["lantern", "left_luggage"])
def test_a_survivor_may_choose_what_exhaustive_play_says(name: str) -> None:
    made = load_story((STORIES / name,)).story
    assert made is not None
    survival = Survival(made)
    expected = by_exhaustion(made)
    assert len(expected) > 10
    assert {state: survival.choices(state) for state in expected} == expected
