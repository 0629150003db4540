"""What holds for every story and every walk through it, on small random ones.

`EXAMPLES=2000 python -m pytest tests/engine/test_properties.py` looks further, and elsewhere each time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.resuming import Resumed, resume, saved_turns
from redheat_game.engine.state import state_digest, state_from_json, state_to_json
from redheat_game.engine.step import ChoiceNotAvailable, StoryFault, begin, step, takeable
from redheat_game.story.script import Story

from .playing import value_of
from .stories import ACHIEVEMENTS, VARIABLES, Facts, Fault, Naive, loaded, stories

further = settings(
    max_examples=int(os.environ.get("EXAMPLES", "80")),
    derandomize="EXAMPLES" not in os.environ,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
walks = st.lists(st.integers(0, 59), min_size=5, max_size=15)


def walked(story: Story, walk: Sequence[int]) -> Playthrough:
    """A playthrough that takes one choice or another as long as it can; faulty choices are passed over."""
    played = Playthrough.start(story)
    for number in walk:
        offered = [option.id for option in played.options if option.takeable]
        if not offered:
            break
        try:
            played = played.choose(offered[number % len(offered)])
        except StoryFault:
            continue
    return played


def begins(facts: Facts) -> Story | None:
    """The story, unless entering its start is a fault already."""
    story = loaded(facts)
    try:
        begin(story.machine)
    except StoryFault:
        return None
    return story


@further
@given(stories(), walks)
def test_the_engine_agrees_with_the_naive_judge(facts: Facts, walk: list[int]) -> None:
    story = loaded(facts)
    judge = Naive(facts)
    try:
        judge.begin()
    except Fault:
        with pytest.raises(StoryFault):
            Playthrough.start(story)
        return
    played = Playthrough.start(story)
    for number in walk:
        agree(played, judge)
        offered = [name for name, _, how in judge.choices() if how == "takeable"]
        if not offered:
            break
        choice = offered[number % len(offered)]
        try:
            later = judge.after(choice)
        except Fault:
            with pytest.raises(StoryFault):
                played.choose(choice)
        else:
            played, judge = played.choose(choice), later
    agree(played, judge)


def agree(played: Playthrough, judge: Naive) -> None:
    """Both stand in the same place, know the same and show the same."""
    assert played.scene == judge.scene
    assert {name: value_of(played, name) for name in VARIABLES} == judge.values
    assert set(played.achievements) == judge.earned
    assert (played.state.moves, played.state.seconds) == (judge.moves, judge.seconds)
    shown = [(option.id, "takeable" if option.takeable else "locked") for option in played.options]
    assert shown == [(name, how) for name, _, how in judge.choices()]
    assert " ".join(paragraph.text for paragraph in played.passage) == judge.read()


@further
@given(stories(), walks)
def test_undo_redo_replay_and_every_stored_form_are_the_identity(facts: Facts, walk: list[int]) -> None:
    story = begins(facts)
    if story is None:
        return
    played = walked(story, walk)
    for count in range(len(played.turns)):
        back = played.undo(count)
        assert back.turns == played.turns[: len(played.turns) - count]
        forth = back
        for _ in range(count):
            forth = forth.redo()
        assert forth == played
        assert Playthrough.from_json(story, json.loads(json.dumps(back.to_json()))) == back
    assert Playthrough.of_choices(story, played.choices) == played
    assert resume(story, saved_turns(played)) == Resumed(played)
    for turn in played.turns:
        stored = json.loads(json.dumps(state_to_json(story.machine, turn.state)))
        assert state_from_json(story, stored) == turn.state
    # a playthrough that goes on from a state is kept as well as one from the start
    middle = Playthrough.from_state(story, played.turns[len(played.turns) // 2].state)
    assert Playthrough.from_json(story, json.loads(json.dumps(middle.to_json()))) == middle


@further
@given(stories(), walks)
def test_the_same_story_read_again_plays_the_same(facts: Facts, walk: list[int]) -> None:
    story = begins(facts)
    if story is None:
        return
    again = loaded(facts)
    assert (again.rules_digest, again.text_digest) == (story.rules_digest, story.text_digest)
    first, second = walked(story, walk), walked(again, walk)
    assert first.turns == second.turns
    assert [first.passage_of(turn) for turn in first.turns] == [second.passage_of(turn) for turn in second.turns]
    digests = [[state_digest(each.story.machine, turn.state) for turn in each.turns] for each in (first, second)]
    assert digests[0] == digests[1]


@further
@given(stories(), walks)
def test_step_is_pure_keeps_ranges_and_takes_exactly_what_is_offered(facts: Facts, walk: list[int]) -> None:
    story = begins(facts)
    if story is None:
        return
    machine = story.machine
    for turn in walked(story, walk).turns:
        state, values = turn.state, tuple(turn.state.values)
        assert all(
            variable.low <= value <= variable.high for variable, value in zip(machine.variables, values, strict=True)
        )
        shown = Playthrough.from_state(story, state).options
        assert [option.number for option in shown] == list(range(1, len(shown) + 1))
        assert [option.position for option in shown if option.takeable] == takeable(machine, state)
        for position in range(len(machine.scenes[state.scene].choices)):
            if position not in takeable(machine, state):
                with pytest.raises(ChoiceNotAvailable):
                    step(machine, state, position)
                continue
            try:
                done = step(machine, state, position)
            except StoryFault:
                with pytest.raises(StoryFault):
                    step(machine, state, position)
                continue
            assert step(machine, state, position) == done
            assert done.state.moves == state.moves + 1
            assert done.state.seconds >= state.seconds
            earned = [story.achievements[name].variable for name in ACHIEVEMENTS]
            assert all(done.state.values[number] >= values[number] for number in earned)
        assert state.values == values
