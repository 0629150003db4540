"""What a run is, choice by choice: splits, undo, the goal."""

from __future__ import annotations

import pytest

from redheat_game.engine.step import ChoiceNotAvailable
from redheat_game.speedrun.course import UndoNotAllowed
from redheat_game.speedrun.timing import Timing, clock_time, delta_text, real_text, story_text

from .racing import SHORTEST, race_of, run_of


def test_splits_are_reached_in_order_and_the_last_is_the_goal() -> None:
    race = run_of()
    assert race.rules.titles == ("The hut", "Two coins", "The boat", "The end")
    assert race.splits == [
        Timing(1000, 180, 1),
        Timing(2000, 300, 2),
        Timing(4000, 960, 4),
        Timing(5000, 1020, 5),
    ]
    assert race.has_finished


def test_a_condition_is_tested_when_its_turn_comes_and_a_later_scene_skips_it() -> None:
    race = run_of(("hut", "rope", "out", "chain"))
    assert [at is not None for at in race.splits] == [True, False, False, True]


def test_an_ending_split_at_the_end_lends_the_goal_its_title() -> None:
    assert race_of("counted").rules.titles == ("The boat", "Over")


def test_the_goal_needs_its_condition() -> None:
    assert not run_of(category="tied").has_finished
    assert run_of(("hut", "rope", "out", "chain"), "tied").has_finished


def test_another_ending_is_no_goal() -> None:
    race = run_of(("swim",))
    assert race.course.ending == "drowned"
    assert not race.is_over


def test_nothing_can_be_chosen_after_the_goal() -> None:
    race = run_of()
    with pytest.raises(ChoiceNotAvailable):
        race.choose("row", 9000)


def test_what_cannot_be_taken_changes_nothing() -> None:
    race = race_of()
    with pytest.raises(ChoiceNotAvailable):
        race.choose("boat", 100)
    assert len(race.lines) == 1
    assert race.timing(200) == Timing(200, 60, 0)


def test_undo_is_off_by_default() -> None:
    with pytest.raises(UndoNotAllowed):
        run_of(("hut",)).undo(2000)


def test_counted_undo_gives_nothing_back() -> None:
    race = run_of(("hut", "work"), "counted")
    race.undo(3000)
    assert race.playthrough.choices == ("hut",)
    assert race.timing(3000) == Timing(3000, 300, 3)
    race.choose("work", 4000)
    assert race.timing(4000) == Timing(4000, 420, 4)


def test_pauses_are_left_out_of_real_time() -> None:
    race = race_of("counted")
    race.choose("hut", 1000)
    assert race.pause(2000)
    assert race.timing(9000).real == 2000
    assert race.pause(10_000)
    assert race.timing(10_500).real == 2500
    for number, choice in enumerate(SHORTEST[1:], start=11):
        race.choose(choice, number * 1000)
    assert race.timing(0).real == 14_000 - 8000


def test_a_category_without_pauses_has_none() -> None:
    race = race_of()
    assert not race.pause(100)
    assert not race.is_paused


def test_two_things_never_happen_in_one_millisecond() -> None:
    race = race_of()
    for choice in SHORTEST:
        race.choose(choice, 0)
    assert race.timing(0).real == 5


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (real_text(0), "0:00.000"),
        (real_text(59_999, 1), "0:59.9"),
        (real_text(3_723_004), "1:02:03.004"),
        (real_text(61_000, 0), "1:01"),
        (story_text(90_061), "1d 01:01:01"),
        (story_text(600), "00:10"),
        (clock_time("moves", 7), "7"),
        (delta_text("real", -1250), "−0:01.2"),
        (delta_text("moves", 3), "+3"),
        (delta_text("moves", -3), "−3"),
    ],
)
def test_times_as_text(shown: str, expected: str) -> None:
    assert shown == expected
