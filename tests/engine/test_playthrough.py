"""A playthrough as a list of choices: undo, redo, clock, JSON form."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from redheat_game.engine.playthrough import Playthrough, ending_in, unlocked_in
from redheat_game.engine.state import StateDoesNotFit
from redheat_game.engine.step import ChoiceNotAvailable

from .playing import Player, story_of

Players = Callable[[str], Player]

WALK = """
variables: {n: range 0..9}
achievements:
  five: {title: Five, riddle: r, hint: h, told: t}
---
scene: first
text: At {n}.
choices:
  - {say: Up., id: up, when: n < 9, do: n += 1, unlock: {id: five, when: n == 5}, go: first}
  - {say: Down., id: down, when: n > 0, do: n -= 1, go: first}
  - {say: Out., id: out, go: end}
"""


def test_undo_and_redo_walk_along_the_choices(player: Players) -> None:
    playing = player(WALK).choose("up", "up", "down")
    assert playing.undo(2)["n"] == 1
    assert playing.now.undone == ("down", "up"), "the next to redo last"
    assert playing.redo()["n"] == 2
    assert playing.redo()["n"] == 1
    assert playing.redo().now.choices == ("up", "up", "down"), "nothing is left to redo"


def test_a_new_choice_forgets_what_was_undone(player: Players) -> None:
    playing = player(WALK).choose("up", "up").undo().choose("down")
    assert playing.now.undone == ()
    assert playing.redo().now.choices == ("up", "down")


def test_undo_stops_at_the_beginning(player: Players) -> None:
    playing = player(WALK)
    assert not playing.now.can_undo
    assert playing.undo().now.choices == ()
    playing.choose("up", "up")
    assert playing.undo(99).now.choices == ()
    assert playing.now.undone == ("up", "up")
    assert playing.undo(0).undo(-3).now.undone == ("up", "up")


def test_an_ending_can_be_taken_back(player: Players) -> None:
    playing = player(WALK).choose("up", "out")
    assert (playing.now.ending is not None, playing.offered) == (True, [])
    assert playing.undo()["n"] == 1
    assert playing.now.ending is None


def test_choices_back_to_the_last_fork(player: Players) -> None:
    playing = player("""
    scene: first
    text: Here.
    choices:
      - {say: On., go: second}
      - {say: End., go: end}
    ---
    scene: second
    text: There.
    go: third
    ---
    scene: third
    text: Yonder.
    choices:
      - {say: Away., when: "false", locked: No., id: locked, go: first}
      - {say: End., go: end}
    """)
    assert playing.now.choices_since_fork == 0
    assert playing.choose("second").now.choices_since_fork == 1
    assert playing.choose("third", "end").now.choices_since_fork == 3, "one locked way on is no fork"


def test_what_a_list_of_choices_gives(player: Players) -> None:
    playing = player(WALK).choose(*["up"] * 5, "out")
    again = Playthrough.of_choices(playing.story, playing.now.choices)
    assert again == playing.now
    assert [unlocked_in(turn.events) for turn in again.turns] == [[], [], [], [], [], ["five"], []]
    assert [ending_in(turn.events) for turn in again.turns[-2:]] == [None, "salute"]
    with pytest.raises(ChoiceNotAvailable, match="'up' is not offered in the scene 'end'"):
        again.choose("up")
    with pytest.raises(ChoiceNotAvailable):
        Playthrough.of_choices(playing.story, ["down"])


def test_the_clock_shows_story_time_from_the_last_anchor(player: Players) -> None:
    playing = player("""
    clock: "23:50"
    ---
    scene: first
    takes: 5m
    text: Here.
    choices:
      - {say: Wait., id: wait, go: first}
      - {say: Sleep., go: morning}
    ---
    scene: morning
    clock: "06:10"
    takes: 4m
    text: Morning.
    go: first
    """)
    assert playing.now.clock == (23 * 60 + 50) * 60, "what the story's clock says is shown in the start scene"
    assert playing.choose("wait", "wait").now.clock == 0, "past midnight"
    assert playing.choose("morning").now.clock == (6 * 60 + 10) * 60, "an anchor is what is shown on arriving"
    assert playing.now.state.seconds == 19 * 60, "it changes no story time"
    assert playing.choose("first", "wait").now.clock == (6 * 60 + 20) * 60
    assert playing.choose("morning").now.clock == (6 * 60 + 24) * 60, "come back to, it does not set the clock back"
    assert playing.undo(4).now.clock == 0


def test_a_clock_that_may_be_later_is_not_turned_back(player: Players) -> None:
    playing = player("""
    clock: "20:00"
    ---
    scene: first
    takes: 5m
    text: Here.
    choices:
      - {say: Dance., id: dance, go: dance}
      - {say: Go up., go: upstairs}
    ---
    scene: dance
    takes: 2h
    text: Dance.
    go: first
    ---
    scene: upstairs
    clock: 21:00 or later
    text: Up.
    choices:
      - {say: Sleep., go: morning}
      - {say: Wait., go: hall}
    ---
    scene: hall
    clock: "19:00"
    text: Hall.
    go: morning
    ---
    scene: morning
    clock: "06:10"
    text: Morning.
    go: first
    """)
    assert playing.choose("upstairs").now.clock == 21 * 3600, "early: it is what the scene says"
    assert playing.choose("morning").now.clock == (6 * 60 + 10) * 60, "without that it is set, whatever it showed"
    playing.undo(2)
    assert playing.choose("dance", "first", "upstairs").now.clock == (22 * 60 + 6) * 60, "late: it is left as it is"
    assert playing.choose("morning").now.clock == (6 * 60 + 10) * 60
    playing.undo(1)
    assert playing.choose("hall").now.clock == 19 * 3600, "and back, too"
    assert playing.choose("morning").now.clock == (6 * 60 + 10) * 60


def test_json_that_no_longer_fits_is_refused() -> None:
    story = story_of(WALK)
    data = Playthrough.of_choices(story, ["up", "down", "out"]).to_json()
    assert json.loads(json.dumps(data)) == data
    moved = {**data, "choices": [["up", "first"], ["down", "end"]]}
    with pytest.raises(ChoiceNotAvailable, match="'down' led to 'end' and now leads to 'first'"):
        Playthrough.from_json(story, moved)
    with pytest.raises(ChoiceNotAvailable):
        Playthrough.from_json(story, {**data, "choices": [["down", "first"]]})
    begun = {"scene": "first", "values": {"n": 99}, "moves": 3, "seconds": 9}
    with pytest.raises(StateDoesNotFit):
        Playthrough.from_json(story, {**data, "begins": begun})


def test_a_playthrough_from_a_state_goes_on_and_cannot_be_undone_further(mode: str) -> None:
    story = story_of(WALK)
    state = Playthrough.of_choices(story, ["up", "up"]).state
    playing = Player(story, "direct" if mode == "direct" else "through_json")
    playing.now = Playthrough.from_state(story, state)
    playing.choose("up")
    assert playing["n"] == 3
    assert playing.undo(9)["n"] == 2
    assert not playing.now.can_undo
    assert playing.redo().now.state.moves == 3
