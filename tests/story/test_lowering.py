"""Each rule of the semantics that can be seen in the machine."""

from __future__ import annotations

import pytest

from redheat_game.story.conditions import TRUE
from redheat_game.story.digests import machine_to_json
from redheat_game.story.prose import Alternatives, pieces

from .building import (
    HEADER,
    choice_of,
    codes,
    effects,
    loaded,
    scene_of,
    script_of,
    story,
    targets,
    tree,
)


def hall(choices: str, more: str = "") -> str:
    """A scene `hall` with these choices, and more scenes."""
    return "scene: hall\ntext: A hall.\nchoices:\n" + choices + more


# choices


def test_the_id_of_a_choice_is_its_own_or_its_first_target() -> None:
    made = story(
        hall(
            "  - {say: a, id: first, go: out}\n"
            "  - {say: b, go: out}\n"
            "  - {say: c, go: [{when: lamp, to: hall}, {to: out}]}\n"
            "  - {say: d, call: form, go: out}\n",
            "---\nscene: form\nsub_scene: true\ntext: F.\nchoices: [{say: e, return: true}]\n",
        )
    )
    assert [choice.id for choice in scene_of(made, "hall").choices] == ["first", "out", "hall", "form"]
    assert [choice.id for choice in scene_of(made, "form").choices] == ["return"]


def test_a_go_is_one_choice_shown_as_continue() -> None:
    made = story("scene: hall\ntext: A.\ngo: [{when: lamp, to: hall}, {to: out}]\n")
    (choice,) = scene_of(made, "hall").choices
    assert (choice.id, choice.guard, choice.effects) == ("hall", TRUE, ())
    assert targets(made.machine, choice.targets) == [("lamp", "hall"), (None, "out")]
    assert script_of(made, "hall").choices[0].say[0].text == "Continue"  # type: ignore[union-attr]
    made = story("scene: hall\ntext: A.\ncontinue: Get up.\ngo: out\n")
    assert script_of(made, "hall").choices[0].say[0].text == "Get up."  # type: ignore[union-attr]


def test_the_effects_of_a_choice_come_in_order_with_unlock_last() -> None:
    made = story(
        hall(
            "  - say: a\n    once: true\n    unlock: {id: thrift, when: coins > 1}\n"
            "    do: [coins -= 1, {when: lamp, do: [lamp = false, coat = grey]}, mood += 2]\n    go: out\n"
        )
    )
    assert effects(made.machine, choice_of(made, "hall", "out").effects) == [
        ("coins", ["-", "coins", 1], None),
        ("lamp", 0, "lamp"),
        ("coat", 1, "lamp"),
        ("mood", ["+", "mood", 2], None),
        ("@once.hall.out", 1, None),
        ("@unlocked.thrift", 1, [">", "coins", 1]),
    ]


def test_once_is_a_variable_of_the_scene() -> None:
    made = story(hall("  - {say: a, once: true, when: lamp, locked: Dark., go: out}\n"))
    choice = choice_of(made, "hall", "out")
    assert tree(made.machine, choice.guard) == ["and", ["not", "@once.hall.out"], "lamp"]
    assert tree(made.machine, choice.locked) == ["and", ["not", "@once.hall.out"], ["not", "lamp"]]
    used = made.machine.variables[made.machine.variable_numbers["@once.hall.out"]]
    assert (used.kind, used.low, used.high, used.start, used.cosmetic) == ("once", 0, 1, 0, False)


def test_locked_shows_where_the_guard_fails_and_hidden_is_hidden() -> None:
    made = story(hall("  - {say: a, when: lamp, locked: Dark., go: out}\n  - {say: b, id: b, when: lamp, go: out}\n"))
    assert tree(made.machine, choice_of(made, "hall", "out").locked) == ["not", "lamp"]
    assert choice_of(made, "hall", "b").locked is None


def test_a_fallback_is_offered_where_no_other_can_be_taken() -> None:
    made = story(
        hall(
            "  - {say: a, id: a, when: lamp, go: out}\n"
            "  - {say: b, id: b, fallback: true, when: coins > 0, go: out}\n"
            "  - {say: c, id: c, once: true, go: out}\n"
            "  - {say: d, id: d, fallback: true, go: out}\n"
        )
    )
    nothing_else = ["not", ["or", "lamp", ["not", "@once.hall.c"]]]
    assert tree(made.machine, choice_of(made, "hall", "a").guard) == "lamp"
    assert tree(made.machine, choice_of(made, "hall", "b").guard) == ["and", [">", "coins", 0], nothing_else]
    assert tree(made.machine, choice_of(made, "hall", "d").guard) == nothing_else


def test_running_out_of_time_is_the_last_choice() -> None:
    made = story(
        "scene: hall\ntext: A.\nwithin: 1m30s\nelse: {say: Wait., do: coins -= 1, unlock: thrift, go: dead}\n"
        "choices:\n  - {say: a, go: out}\n",
        HEADER,
        late="scene: dead\nfrom: {scene: hall, say: b}\ntext: D.\nending: dead\n",
    )
    scene, script = scene_of(made, "hall"), script_of(made, "hall")
    assert [choice.id for choice in scene.choices] == ["out", "dead", "timeout"]
    assert [choice.is_timeout for choice in script.choices] == [False, False, True]
    assert script.within == 90
    assert scene.choices[-1].guard == TRUE
    assert targets(made.machine, scene.choices[-1].targets) == [(None, "dead")]
    assert [name for name, _, _ in effects(made.machine, scene.choices[-1].effects)] == ["coins", "@unlocked.thrift"]


@pytest.mark.parametrize(
    ("timed", "code"),
    [
        ("within: 5s\nchoices: [{say: a, go: out}]", "RH107"),
        ("else: {say: a, go: out}\nchoices: [{say: a, go: out}]", "RH107"),
        ("within: 5s\nelse: {say: a, go: out}\ngo: out", "RH107"),
        ("within: 5s\ngo: out", "RH107"),
        ("within: 5s\nending: out", "RH107"),
        ("within: 0s\nelse: {say: a, go: out}\nchoices: [{say: a, go: out}]", "RH108"),
        ("within: 601s\nelse: {say: a, go: out}\nchoices: [{say: a, go: out}]", "RH108"),
        ("within: 5s\nelse: {say: a, go: []}\nchoices: [{say: a, go: out}]", "RH091"),
    ],
)
def test_scenes_timed_wrongly(timed: str, code: str) -> None:
    text = f"scene: hall\ntext: A.\nchoices: [{{say: a, go: s}}]\n---\nscene: s\ntext: S.\n{timed}\n"
    assert codes(loaded(text)) == [code]


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ("  - {say: a, go: []}\n  - {say: b, go: out}\n", "RH091"),
        ("  - {say: a, return: true}\n", "RH097"),
        ("  - {say: a, go: out, call: out}\n", "RH096"),
        ("  - {say: a, go: out}\n  - {say: b, id: out, go: hall}\n", "RH052"),
        ("  - {say: a, fallback: true, go: out}\n  - {say: b, id: b, fallback: true, go: out}\n", "RH109"),
    ],
)
def test_choices_that_cannot_be(choices: str, code: str) -> None:
    assert codes(loaded(hall(choices))) == [code]


@pytest.mark.parametrize(
    ("do", "cost"),
    [
        ("nerve -= 1", "−1 nerve"),
        ("heat += 2", "+2 heat"),
        ("nerve += 1", ""),
        ("heat -= 1", ""),
        ("nerve = 0", ""),
        ("[nerve -= 1, heat += 2]", "−1 nerve · +2 heat"),
        ("{when: lamp, do: nerve -= 1}", ""),
        ("nerve -= 1\n    cost: your sleep", "your sleep"),
        ('nerve -= 1\n    cost: ""', ""),
    ],
)
def test_costs_are_what_gets_worse(do: str, cost: str) -> None:
    header = HEADER.replace(
        "variables:\n",
        "variables:\n  nerve: {is: range 0..5, clamp: true, meter: Nerve, better: more}\n"
        "  heat: {is: range 0..5, clamp: true, meter: Heat, better: less}\n",
    )
    made = story(hall(f"  - say: a\n    do: {do}\n    go: out\n"), header)
    assert script_of(made, "hall").choices[0].cost == cost


# visits


def test_seen_means_before_the_present_entry() -> None:
    made = story(
        hall(
            "  - {say: a, id: a, when: seen(hall), go: hall}\n  - {say: b, id: b, when: seen(attic), go: attic}\n"
            "  - {say: c, id: c, go: attic}\n",
            "---\nscene: attic\ntext: An attic.\non_enter: {when: seen(attic), do: lamp = true}\ngo: out\n",
        )
    )
    assert tree(made.machine, choice_of(made, "hall", "a").guard) == [">=", "@entered.hall", 2]
    assert tree(made.machine, choice_of(made, "hall", "b").guard) == [">=", "@entered.attic", 1]
    assert effects(made.machine, scene_of(made, "attic").on_enter) == [
        ("@entered.attic", ["+", "@entered.attic", 1], None),
        ("lamp", 1, [">=", "@entered.attic", 2]),
    ]
    numbers = made.machine.variable_numbers
    ranges = {name: made.machine.variables[number] for name, number in numbers.items() if name.startswith("@entered")}
    assert {name: (item.high, item.edge) for name, item in ranges.items()} == {
        "@entered.hall": (2, "clamp"),
        "@entered.attic": (2, "clamp"),
    }


def test_prose_counts_with_variables_of_its_own() -> None:
    made = story(
        "scene: hall\ntext: '{a|b|c} {!d|e} {&f|g} {&h|i|j} {seen(hall): k}'\nchoices: [{say: '{l|m}', go: out}]\n"
    )
    found = {item.name: item for item in made.machine.variables if item.name.startswith("@") and item.kind == "entered"}
    assert {name: (item.high, item.edge, item.cosmetic) for name, item in found.items()} == {
        "@shown.hall": (3, "clamp", True),
        "@cycle.hall": (5, "wrap", True),
    }
    assert [name for name, _, _ in effects(made.machine, scene_of(made, "hall").on_enter)] == [
        "@shown.hall",
        "@cycle.hall",
    ]
    counters = [
        made.machine.variables[piece.counter].name
        for piece in pieces(script_of(made, "hall").prose)
        if isinstance(piece, Alternatives)
    ]
    assert counters == ["@shown.hall", "@shown.hall", "@cycle.hall", "@cycle.hall"]


def test_what_only_prose_reads_is_no_rule() -> None:
    plain = story("scene: hall\ntext: 'A.'\ngo: out\n")
    told = story("scene: hall\ntext: 'A{|, again}. {&b|c|d} {seen(hall): You were here.}'\ngo: out\n")
    assert machine_to_json(told.machine) == machine_to_json(plain.machine)
    assert machine_to_json(told.machine, cosmetic=True) != machine_to_json(plain.machine, cosmetic=True)
    assert told.rules_digest == plain.rules_digest
    assert told.text_digest != plain.text_digest


def test_cycles_of_several_lengths_share_one_counter() -> None:
    made = story("scene: hall\ntext: '{&a} {&a|b|c|d} {&a|b|c|d|e} {&a|b|c|d|e|f}'\ngo: out\n")
    number = made.machine.variable_numbers["@cycle.hall"]
    assert made.machine.variables[number].high == 59


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

FORM = "---\nscene: form\nsub_scene: true\ntext: F.\nchoices: [{say: f, return: true}, {say: g, id: end, go: out}]\n"


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


# rules

ALWAYS = "always:\n  - {when: coins == 0, go: poor}\n  - {when: mood == 0 and not seen(poor), go: dead}\n"
POOR = "---\nscene: poor\ntext: P.\ngo: out\n---\nscene: dead\ntext: D.\nending: dead\n"


def test_rules_hold_in_every_scene_but_in_endings() -> None:
    made = story(hall("  - {say: a, go: out}\n", POOR), HEADER + ALWAYS)
    rules = [(["==", "coins", 0], "poor"), (["and", ["==", "mood", 0], ["not", [">=", "@entered.poor", 1]]], "dead")]
    own = [rules[0], (["and", ["==", "mood", 0], ["not", [">=", "@entered.poor", 2]]], "dead")]
    assert targets(made.machine, scene_of(made, "hall").always) == rules
    assert targets(made.machine, scene_of(made, "poor").always) == own
    assert scene_of(made, "out").always == ()
    assert scene_of(made, "dead").always == ()


def test_in_a_sub_scene_only_rules_that_end_the_story_hold() -> None:
    made = story(hall("  - {say: a, call: form}\n", FORM + POOR), HEADER + ALWAYS)
    assert [scene for _, scene in targets(made.machine, scene_of(made, "form").always)] == ["dead"]
    assert [scene for _, scene in targets(made.machine, scene_of(made, "hall").always)] == ["poor", "dead"]


def test_rules_of_several_files_come_in_their_order() -> None:
    made = story(
        hall("  - {say: a, go: out}\n", POOR), HEADER, z_more="always: [{when: lamp, go: poor}]\n---\n" + ALWAYS
    )
    assert [scene for _, scene in targets(made.machine, scene_of(made, "hall").always)] == ["poor", "poor", "dead"]


# achievements, endings, entering


def test_an_achievement_is_a_variable_that_is_only_written() -> None:
    made = story(
        "scene: hall\ntext: A.\non_enter: [coins -= 1, {unlock: thrift, when: coins == 2}, lamp = true]\ngo: out\n"
    )
    number = made.achievements["thrift"].variable
    variable = made.machine.variables[number]
    assert (variable.name, variable.kind, variable.low, variable.high, variable.start) == (
        "@unlocked.thrift",
        "unlocked",
        0,
        1,
        0,
    )
    assert effects(made.machine, scene_of(made, "hall").on_enter) == [
        ("coins", ["-", "coins", 1], None),
        ("@unlocked.thrift", 1, ["==", "coins", 2]),
        ("lamp", 1, None),
    ]


@pytest.mark.parametrize("name", ["thrift", "unlocked", "@unlocked"])
def test_nothing_can_read_an_achievement(name: str) -> None:
    assert loaded(hall(f"  - {{say: a, when: '{name}', go: out}}\n")).story is None


def test_an_ending_has_no_choices_and_takes_its_time() -> None:
    made = story("scene: hall\ntext: A.\ntakes: 1h30m5s\ndoomed: true\ngo: out\n")
    assert (scene_of(made, "hall").takes, scene_of(made, "hall").doomed, scene_of(made, "hall").ending) == (
        5405,
        True,
        None,
    )
    assert (scene_of(made, "out").takes, scene_of(made, "out").choices, scene_of(made, "out").ending) == (60, (), "out")


def test_variables_as_they_are_declared() -> None:
    made = story("scene: hall\ntext: A.\ngo: out\n")
    assert [
        (item.name, item.kind, item.low, item.high, item.start, item.edge, item.words)
        for item in made.machine.variables[:4]
    ] == [
        ("coins", "range", 0, 9, 3, "fault", ()),
        ("mood", "range", 0, 5, 2, "clamp", ()),
        ("lamp", "flag", 0, 1, 0, "fault", ()),
        ("coat", "one_of", 0, 2, 0, "fault", ("none", "grey", "black")),
    ]
    assert made.machine.start_values[:4] == (3, 2, 0, 0)
    assert made.machine.scenes[made.machine.start].id == "hall"


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("flag", ("flag", 0, 1, 0)),
        ("{is: flag, start: true}", ("flag", 0, 1, 1)),
        ("range 2..4", ("range", 2, 4, 2)),
        ("range -3..-1", ("range", -3, -1, -3)),
        ("range  0 .. 1", ("range", 0, 1, 0)),
        ("{is: range -3..3, start: -2}", ("range", -3, 3, -2)),
        ("range 0..999", ("range", 0, 999, 0)),
        ("'one_of [a, b]'", ("one_of", 0, 1, 0)),
        ("{is: 'one_of [a,b,c]', start: c}", ("one_of", 0, 2, 2)),
        ("one_of [a, b]", ("one_of", 0, 1, 0)),
        ("range 0..1000", "RH032"),
        ("range 3..3", "RH032"),
        ("range 0..1e3", "RH031"),
        ("range \u0660..\u0669", "RH031"),
        ("range", "RH031"),
        ("boolean", "RH031"),
        ("'one_of [a]'", "RH035"),
        ("'one_of [a, a]'", "RH035"),
        ("'one_of [a, B]'", "RH035"),
        ("'one_of []'", "RH035"),
        ("'one_of [a, true]'", "RH029"),
        ("'one_of [a, pass]'", "RH029"),
        ("'one_of [a, lamp]'", "RH051"),
        ("{is: flag, start: 1}", "RH033"),
        ("{is: range 0..3, start: 4}", "RH033"),
        ("{is: 'one_of [a, b]', start: c}", "RH033"),
        ("{is: flag, clamp: true}", "RH034"),
        ("{is: flag, meter: M}", "RH034"),
        ("{is: range 0..3, pocket: a thing}", "RH034"),
        ("{is: flag, pocket: {a: b}}", "RH034"),
        ("{is: 'one_of [a, b]', pocket: a thing}", "RH034"),
        ("{is: 'one_of [a, b]', pocket: {c: a thing}}", "RH050"),
    ],
)
def test_kinds_of_variables(declared: str, expected: object) -> None:
    header = HEADER.replace("variables:\n", f"variables:\n  new: {declared}\n")
    found = loaded("scene: hall\ntext: A.\ngo: out\n", header)
    if isinstance(expected, str):
        assert codes(found) == [expected]
    else:
        assert found.story
        item = found.story.machine.variables[0]
        assert (item.kind, item.low, item.high, item.start) == expected


def test_meters_and_pockets() -> None:
    header = HEADER.replace(
        "variables:\n",
        "variables:\n  trust: {is: range 0..6, meter: Trust}\n  heat: {is: range 0..5, meter: Heat, better: less}\n"
        "  bell: {is: flag, pocket: a bell}\n  gun: {is: 'one_of [none, big]', pocket: {big: a Magnum}}\n",
    )
    made = story("scene: hall\ntext: A.\ngo: out\n", header)
    assert [(item.name, item.low, item.high, item.more_is_better) for item in made.meters] == [
        ("Trust", 0, 6, True),
        ("Heat", 0, 5, False),
    ]
    assert [item.things for item in made.pockets] == [{1: "a bell"}, {1: "a Magnum"}]


def test_two_ways_to_the_same_machine() -> None:
    """Order of keys and forms of writing do not matter, only what is written."""
    one = story(hall("  - {say: a, do: coins -= 1, unlock: thrift, go: out}\n"))
    other = story(hall("  - go:\n      - to: out\n    unlock: [{id: thrift}]\n    do: [coins -= 1]\n    say: a\n"))
    assert one.machine.scenes == other.machine.scenes
    assert one.rules_digest == other.rules_digest
