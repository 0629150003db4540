"""What is offered: guards, once, fallbacks, locked choices, timed scenes, groups, drop-ins, numbers, costs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from redheat_game.engine.step import ChoiceNotAvailable

from .playing import Player

Players = Callable[[str], Player]

OFFERS = """
variables: {key: flag, n: range 0..9, visits: range 0..9}
---
scene: first
text: Here.
choices:
  - {say: Hidden., id: hidden, when: key and n > 5, go: end}
  - {say: Locked., id: locked, when: key, locked: "You have no key, and n is {n}.", go: end}
  - {say: "Take the key for the *{first|second}* time.", id: take, once: true, do: key = true, go: first}
  - {say: Wait., id: wait, do: n += 1, go: first}
"""


def test_hidden_choices_vanish_and_locked_ones_keep_their_number(player: Players) -> None:
    playing = player(OFFERS)
    assert [(option.number, option.position, option.id) for option in playing.now.options] == [
        (1, 1, "locked"),
        (2, 2, "take"),
        (3, 3, "wait"),
    ]
    assert playing.offered == ["take", "wait"]
    assert playing.option("locked").reason == "You have no key, and n is 0."
    playing.choose("take")
    assert [(option.number, option.id, option.reason) for option in playing.now.options] == [
        (1, "locked", ""),
        (2, "wait", ""),
    ]
    assert playing.offered == ["locked", "wait"]


@pytest.mark.parametrize(
    ("choice", "says"),
    [("hidden", "is not offered"), ("locked", "You have no key"), ("nowhere", "is not offered")],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(player: Players, choice: str, says: str) -> None:
    playing = player(OFFERS)
    with pytest.raises(ChoiceNotAvailable, match=says):
        playing.choose(choice)
    assert playing.now.choices == ()


def test_the_words_of_a_choice_are_prose_of_its_scene(player: Players) -> None:
    playing = player(OFFERS)
    assert [(run.text, run.emphasis) for run in playing.option("take").say] == [
        ("Take the key for the ", False),
        ("first", True),
        (" time.", False),
    ]
    assert playing.choose("wait").option("take").text == "Take the key for the second time."
    assert playing.choose("take").now.turns[-1].said == "Take the key for the second time."


def test_once_is_for_a_playthrough_and_undo_gives_it_back(player: Players) -> None:
    playing = player(OFFERS).choose("take", "wait")
    assert "take" not in playing.shown
    with pytest.raises(ChoiceNotAvailable):
        playing.choose("take")
    assert "take" in playing.undo(2).offered


def test_a_locked_choice_that_was_used_up_is_hidden(player: Players) -> None:
    playing = player("""
    variables: {key: {is: flag, start: true}}
    ---
    scene: first
    text: Here.
    choices:
      - {say: Once., id: once, once: true, when: key, locked: No key., do: key = false, go: first}
      - {say: Lose it., id: lose, do: key = false, go: first}
      - {say: End., go: end}
    """)
    assert playing.choose("lose").option("once").reason == "No key."
    assert playing.undo().choose("once").shown == ["lose", "end"]


FALLBACK = """
variables: {door: {is: flag, start: true}, n: range 0..9, rope: {is: flag, start: true}}
---
scene: first
text: Here.
choices:
  - {say: The door., id: door, when: door, once: true, go: first}
  - {say: Give up., id: give_up, fallback: true, go: end}
  - {say: The window., id: window, when: n > 2, locked: Not yet., go: end}
  - {say: The rope., id: rope, fallback: true, when: rope, go: end}
"""


def test_a_fallback_is_offered_only_where_nothing_else_can_be_taken(player: Players) -> None:
    playing = player(FALLBACK)
    assert playing.shown == ["door", "window"]
    playing.choose("door")
    assert playing.shown == ["give_up", "window", "rope"], "a locked choice is not one that can be taken"
    assert playing.offered == ["give_up", "rope"], "one fallback does not withhold another"


def test_a_locked_fallback_waits_for_its_turn_too(player: Players) -> None:
    playing = player("""
    variables: {key: flag}
    ---
    scene: first
    text: Here.
    choices:
      - {say: Once., id: only, once: true, go: first}
      - {say: Unlock., id: unlock, fallback: true, when: key, locked: No key., go: end}
      - {say: Give up., fallback: true, go: death}
    """)
    assert playing.shown == ["only"]
    assert playing.choose("only").shown == ["unlock", "death"]
    assert playing.offered == ["death"]


def test_a_scene_without_choices_goes_on_by_one_choice(player: Players) -> None:
    playing = player("""
    variables: {late: flag}
    ---
    scene: first
    text: Here.
    go: [{when: late, to: end}, {to: second}]
    ---
    scene: second
    on_enter: late = true
    text: There.
    go: first
    continue: Back you go.
    """)
    assert [(option.number, option.id, option.text) for option in playing.now.options] == [(1, "end", "Continue")]
    playing.choose("end")
    assert (playing.scene, playing.option("first").text) == ("second", "Back you go.")
    assert playing.choose("first", "end").scene == "end"
    assert playing.now.state.moves == 3


def test_running_out_of_time_is_the_last_choice(player: Players) -> None:
    playing = player("""
    variables: {slow: range 0..3, nerve: {is: range 0..3, start: 3, meter: Nerve, better: more}}
    achievements: {frozen: {title: F, riddle: r, hint: h, told: t}}
    ---
    scene: first
    within: 6s
    else: {say: Hesitate., do: [slow += 1, nerve -= 1], unlock: frozen, go: first}
    text: Quick!
    choices:
      - {say: Shoot., go: end}
      - {say: Shout., when: slow > 0, go: death}
    """)
    assert playing.story.scenes[playing.now.state.scene].within == 6
    assert [(option.number, option.id, option.is_timeout) for option in playing.now.options] == [
        (1, "end", False),
        (2, "timeout", True),
    ]
    assert playing.option("timeout").text == "Hesitate."
    assert playing.option("timeout").cost == "−1 nerve"
    playing.choose("timeout")
    assert playing.now.achievements == ("frozen",)
    assert playing.shown == ["end", "death", "timeout"]


def test_costs_come_from_effects_that_worsen_a_meter(player: Players) -> None:
    playing = player("""
    variables:
      nerve: {is: range 0..5, start: 5, clamp: true, meter: Nerve, better: more}
      heat: {is: range 0..5, clamp: true, meter: Heat, better: less}
    ---
    scene: first
    text: Here.
    choices:
      - {say: Both., id: both, do: [nerve -= 2, heat += 1], go: end}
      - {say: Good., id: good, do: [nerve += 1, heat -= 1], go: end}
      - {say: Perhaps., id: perhaps, do: {when: heat > 3, do: nerve -= 1}, go: end}
      - {say: Own words., id: own, do: nerve -= 1, cost: an hour, go: end}
      - {say: None., id: none_shown, do: nerve -= 1, cost: "", go: end}
    """)
    assert [option.cost for option in playing.now.options] == ["−2 nerve · +1 heat", "", "", "an hour", ""]


def test_a_group_is_copied_with_its_once_and_its_counts(player: Players) -> None:
    playing = player("""
    group: questions
    choices:
      - {say: "Ask{| again}.", id: ask, once: true, go: second}
      - {say: Turn round., id: round, go: first}
    ---
    scene: first
    text: First.
    choices:
      - include: questions
      - {say: End., go: end}
    ---
    scene: second
    text: Second.
    choices:
      - {say: Before., id: before, go: second}
      - include: questions
    """)
    assert playing.shown == ["ask", "round", "end"]
    playing.choose("ask")
    assert playing.shown == ["before", "ask", "round"], "the other scene's copy was not used up"
    assert playing.choose("before").option("ask").text == "Ask again."
    assert playing.choose("round").shown == ["round", "end"]


def test_attached_choices_come_last(player: Players) -> None:
    playing = player("""
    variables: {n: range 0..3}
    ---
    scene: perfume
    from:
      - {scene: first, say: Look at the perfume., when: n < 1, do: n += 1}
    text: It is dear.
    go: first
    ---
    scene: first
    text: The hall.
    choices:
      - {say: Leave., go: end}
    """)
    assert playing.shown == ["end", "perfume"]
    assert playing.choose("perfume", "first").shown == ["end"]
