"""How groups, attached scenes, calls and returns come to stand in the machine."""

from __future__ import annotations

import pytest

from redheat_game.story.prose import Alternatives, pieces

from .building import (
    FORM,
    choice_of,
    codes,
    effects,
    hall,
    loaded,
    scene_of,
    script_of,
    story,
    targets,
    tree,
)

# groups and drop-ins

GROUP = "---\ngroup: talk\nchoices:\n  - {say: 'a {b|c}', once: true, id: ask, when: not seen(hall), go: out}\n"


def test_each_scene_has_its_own_copy_of_a_group() -> None:
    made = story(
        hall("  - {say: up, go: attic}\n  - include: talk\n  - {say: last, id: last, go: out}\n")
        + "---\nscene: attic\ntext: A.\nchoices: [include: talk]\n"
        + GROUP
    )
    assert [choice.id for choice in scene_of(made, "hall").choices] == ["attic", "ask", "last"]
    assert tree(made.machine, choice_of(made, "hall", "ask").guard) == [
        "and",
        ["not", "@once.hall.ask"],
        ["not", [">=", "@entered.hall", 2]],
    ]
    assert tree(made.machine, choice_of(made, "attic", "ask").guard) == [
        "and",
        ["not", "@once.attic.ask"],
        ["not", [">=", "@entered.hall", 1]],
    ]
    for scene in ("hall", "attic"):
        (piece,) = [
            item
            for choice in script_of(made, scene).choices
            for item in pieces(choice.say)
            if isinstance(item, Alternatives)
        ]
        assert made.machine.variables[piece.counter].name == f"@shown.{scene}"


def test_attached_choices_come_last_in_the_order_of_files_and_places() -> None:
    made = story(
        "scene: early\nfrom: {scene: hall, say: e, when: lamp, once: true}\ntext: E.\ngo: out\n---\n"
        + hall("  - {say: a, go: out}\n"),
        b_file="scene: second\nfrom: [{scene: hall, say: b}, {scene: hall, say: c, id: again}]\ntext: S.\ngo: out\n"
        "---\nscene: third\nfrom: {scene: hall, say: d}\ntext: T.\ngo: out\n",
    )
    assert [choice.id for choice in scene_of(made, "hall").choices] == ["out", "early", "second", "again", "third"]
    assert targets(made.machine, choice_of(made, "hall", "again").targets) == [(None, "second")]
    assert tree(made.machine, choice_of(made, "hall", "early").guard) == ["and", ["not", "@once.hall.early"], "lamp"]


# calls


def test_calls_and_returns() -> None:
    made = story(
        hall("  - {say: a, call: form, do: coins -= 1}\n  - {say: b, id: b, call: form, go: attic}\n", FORM)
        + "---\nscene: attic\ntext: A.\nchoices: [{say: c, call: form, go: out}, {say: d, call: form, id: d}]\n"
    )
    # return points are attic, hall and out, in the order of their names
    assert effects(made.machine, choice_of(made, "hall", "form").effects) == [
        ("coins", ["-", "coins", 1], None),
        ("@return.form", 1, None),
    ]
    assert effects(made.machine, choice_of(made, "hall", "b").effects) == [("@return.form", 0, None)]
    assert effects(made.machine, choice_of(made, "attic", "form").effects) == [("@return.form", 2, None)]
    assert effects(made.machine, choice_of(made, "attic", "d").effects) == [("@return.form", 0, None)]
    assert targets(made.machine, choice_of(made, "hall", "b").targets) == [(None, "form")]
    assert targets(made.machine, choice_of(made, "form", "return").targets) == [
        (["==", "@return.form", 0], "attic"),
        (["==", "@return.form", 1], "hall"),
        (None, "out"),
    ]
    number = made.machine.variable_numbers["@return.form"]
    assert (made.machine.variables[number].low, made.machine.variables[number].high) == (0, 2)


def test_a_sub_scene_may_call_another_and_return_by_itself() -> None:
    made = story(
        hall("  - {say: a, call: form}\n  - {say: b, go: out}\n")
        + "---\nscene: form\nsub_scene: true\ntext: F.\nchoices: [{say: f, call: page}, {say: r, return: true}]\n"
        + "---\nscene: page\nsub_scene: true\ntext: P.\nreturn: true\ncontinue: Turn back.\n"
    )
    assert targets(made.machine, choice_of(made, "page", "return").targets) == [(None, "form")]
    assert targets(made.machine, choice_of(made, "form", "return").targets) == [(None, "hall")]


def test_a_long_chain_of_calls_is_refused() -> None:
    scenes = hall("  - {say: a, call: s0}\n  - {say: b, go: out}\n")
    for number in range(60):
        on = f"{{say: a, call: s{number + 1}}}, " if number < 59 else ""
        scenes += f"---\nscene: s{number}\nsub_scene: true\ntext: S.\nchoices: [{on}{{say: r, return: true}}]\n"
    assert "RH100" in codes(loaded(scenes))


@pytest.mark.parametrize(
    ("scenes", "code"),
    [
        (hall("  - {say: a, id: a, go: form}\n  - {say: b, call: form}\n", FORM), "RH095"),
        (hall("  - {say: a, call: form, go: form}\n", FORM), "RH095"),
        (hall("  - {say: a, call: out}\n  - {say: b, id: b, go: out}\n"), "RH096"),
        (hall("  - {say: a, call: form}\n", FORM.replace("go: out", "go: hall")), "RH098"),
        (hall("  - {say: a, call: form}\n", FORM.replace("id: end, go: out", "call: form")), "RH099"),
        (hall("  - {say: a, go: out}\n", FORM), "RH101"),
        (hall("  - {say: a, call: form, return: true}\n", FORM), "RH092 RH097"),
        (hall("  - {say: a, call: form}\n", FORM.replace("choices:", "ending: out\nchoices:")), "RH092 RH103"),
    ],
)
def test_calls_that_cannot_be(scenes: str, code: str) -> None:
    assert sorted(set(codes(loaded(scenes)))) == code.split()
