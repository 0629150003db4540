"""What was entered before: `seen`, and alternatives in prose."""

from __future__ import annotations

from collections.abc import Callable

from .playing import Player

Players = Callable[[str], Player]


def test_seen_asks_about_entries_before_the_present_one(player: Players) -> None:
    playing = player("""
    scene: first
    text: "{seen(first): Back.|New.} {seen(second): Been there.}"
    choices:
      - {say: Again., id: again, when: seen(first), go: first}
      - {say: There., go: second}
      - {say: After there., id: after, when: seen(second), go: end}
    ---
    scene: second
    text: "{seen(second): Second time|First time}, {seen(first): from the first}."
    choices:
      - {say: Here., id: here, go: second}
      - {say: Back., go: first}
    """)
    assert (playing.read, playing.offered) == (["New."], ["second"])
    assert playing.choose("second").read == ["First time, from the first."]
    assert playing.choose("here").read == ["Second time, from the first."]
    playing.choose("first")
    assert (playing.read, playing.offered) == (["Back. Been there."], ["again", "second", "after"])
    playing.undo(3)
    assert (playing.read, playing.offered) == (["New."], ["second"]), "undo forgets entries"


ROUND = """
scene: first
text: >-
  {one|two|three} / {&a|b} / {&x|y|z} / {!i|ii} / {!only}.
choices:
  - {say: "{&odd|even}", id: round, go: first}
"""


def test_alternatives_saturate_go_round_or_run_dry(player: Players) -> None:
    playing = player(ROUND)
    read = [playing.read[0]]
    said = []
    for _ in range(8):
        said.append(playing.option("round").text)
        read.append(playing.choose("round").read[0])
    assert read == [
        "one / a / x / i / only.",
        "two / b / y / ii / .",
        "three / a / z / / .",
        "three / b / x / / .",
        "three / a / y / / .",
        "three / b / z / / .",
        "three / a / x / / .",
        "three / b / y / / .",
        "three / a / z / / .",
    ]
    assert said == ["odd", "even"] * 4


def test_alternatives_count_entries_of_their_own_scene_alone(player: Players) -> None:
    playing = player("""
    scene: first
    text: "{one|two}"
    go: second
    ---
    scene: second
    text: "{one|two|three} {&red|green}"
    choices:
      - {say: Back., go: first}
      - {say: Stay., id: stay, go: second}
    """)
    assert playing.choose("second", "stay").read == ["two green"]
    assert playing.choose("first").read == ["two"]
    assert playing.choose("second").read == ["three red"]


def test_alternatives_nest_in_conditions_and_each_other(player: Players) -> None:
    playing = player("""
    variables: {wet: flag}
    ---
    scene: first
    text: "{wet: {It rains.|It pours.}|{Dry.|{&Still dry.|Very dry.}}}"
    choices:
      - {say: Rain., id: rain, do: wet = true, go: first}
      - {say: Wait., id: wait, go: first}
    """)
    assert playing.read == ["Dry."]
    assert playing.choose("wait").read == ["Very dry."]
    assert playing.choose("wait").read == ["Still dry."]
    assert playing.choose("rain").read == ["It pours."]
