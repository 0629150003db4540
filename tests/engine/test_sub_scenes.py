"""Calls and returns."""

from __future__ import annotations

from collections.abc import Callable

from redheat_game.engine.step import EndingReached, SceneEntered

from .playing import Player

Players = Callable[[str], Player]

CALLS = """
variables: {n: range 0..9}
---
scene: first
takes: 1s
text: "First, {once|twice|thrice}."
choices:
  - {say: Here., id: here, call: phone}
  - {say: And then there., id: there, call: phone, go: second}
  - {say: Walk., go: second}
---
scene: second
takes: 10s
text: Second.
choices:
  - {say: Here too., id: here, call: phone}
  - {say: Back., go: first}
---
scene: phone
sub_scene: true
takes: 100s
text: "{First|Second|Later} call."
choices:
  - {say: Ask., id: ask, once: true, do: n += 1, return: true}
  - {say: Hang up., return: true}
  - {say: Die., go: death}
"""


def test_a_return_leads_to_the_caller_or_where_the_call_said(player: Players) -> None:
    playing = player(CALLS)
    assert playing.choose("here").scene == "phone"
    assert playing.choose("return").scene == "first"
    assert playing.choose("there", "return").scene == "second"
    assert playing.choose("here", "return").scene == "second"


def test_a_return_is_an_entry(player: Players) -> None:
    playing = player(CALLS).choose("here", "ask")
    assert playing.read == ["First, twice."]
    assert playing.now.state.seconds == 1 + 100 + 1
    assert playing.events == (SceneEntered("first"),)


def test_counts_and_once_belong_to_the_sub_scene_not_to_its_caller(player: Players) -> None:
    playing = player(CALLS).choose("here")
    assert (playing.read, playing.shown) == (["First call."], ["ask", "return", "death"])
    playing.choose("ask", "there")
    assert (playing.read, playing.shown) == (["Second call."], ["return", "death"])
    playing.choose("return", "here")
    assert (playing.read, playing.shown) == (["Later call."], ["return", "death"])


def test_an_ending_inside_ends_the_story(player: Players) -> None:
    playing = player(CALLS).choose("here", "death")
    assert playing.events == (SceneEntered("death"), EndingReached("grave"))
    assert playing.now.options == ()
    playing.undo()
    assert playing.choose("return").scene == "first", "undo stands in the call again"


FOUR_DEEP = """
scene: first
text: Top.
choices:
  - {say: Down., id: down, call: one}
  - {say: Straight to the second., id: second, call: two, go: other}
---
scene: other
text: Other.
go: first
""" + "".join(
    f"""
---
scene: {name}
sub_scene: true
text: {name}.
choices:
  - {{say: Up., return: true}}
"""
    + (f"  - {{say: Down., id: down, call: {below}}}\n" if below else "  - {say: Die., go: death}\n")
    for name, below in [("one", "two"), ("two", "three"), ("three", "four"), ("four", None)]
)


def test_calls_nest_four_deep_and_come_back_one_by_one(player: Players) -> None:
    playing = player(FOUR_DEEP).choose("down", "down", "down", "down")
    assert playing.scene == "four"
    scenes = []
    for _ in range(4):
        scenes.append(playing.choose("return").scene)
    assert scenes == ["three", "two", "one", "first"]


def test_each_depth_remembers_its_own_caller(player: Players) -> None:
    playing = player(FOUR_DEEP).choose("second", "down", "return", "return")
    assert playing.scene == "other", "called from the top with a way on of its own"
    playing.choose("first", "down", "down", "return")
    assert playing.scene == "one", "now called from the first sub-scene"
    assert playing.choose("return").scene == "first"


def test_an_ending_four_deep_is_the_end(player: Players) -> None:
    playing = player(FOUR_DEEP).choose("down", "down", "down", "down", "death")
    assert playing.now.ending is not None
    assert playing.now.ending.id == "grave"
