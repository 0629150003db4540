"""How rules, achievements, endings and variables come to stand in the machine."""

from __future__ import annotations

import pytest

from redheat_game.authoring.consequence import never_read
from redheat_game.engine.playthrough import Playthrough

from .building import (
    FORM,
    HEADER,
    codes,
    effects,
    hall,
    loaded,
    scene_of,
    story,
    targets,
)

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
        ("{is: range 0..3, about: What he makes of you.}", "RH034"),
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
        "variables:\n  trust: {is: range 0..6, meter: Trust, about: What he makes of you.}\n"
        "  heat: {is: range 0..5, meter: Heat, better: less}\n"
        "  bell: {is: flag, pocket: a bell}\n  gun: {is: 'one_of [none, big]', pocket: {big: a Magnum}}\n",
    )
    made = story("scene: hall\ntext: A.\ngo: out\n", header)
    assert [(item.name, item.low, item.high, item.more_is_better, item.about) for item in made.meters] == [
        ("Trust", 0, 6, True, "What he makes of you."),
        ("Heat", 0, 5, False, ""),
    ]
    assert [item.things for item in made.pockets] == [{1: "a bell"}, {1: "a Magnum"}]


def test_a_meter_is_shown_while_its_condition_holds() -> None:
    header = HEADER.replace(
        "variables:\n",
        "variables:\n  run: flag\n  lead: {is: range 0..2, start: 2, meter: Lead, when: run or seen(exit)}\n",
    )
    made = story(
        "scene: hall\ntext: A.\nchoices:\n  - {say: Run., id: run, do: [run = true, lead -= 1], go: hall}\n"
        "  - {say: Rest., id: rest, do: run = false, go: hall}\n  - {say: On., go: exit}\n"
        "---\nscene: exit\ntext: B.\nchoices: [{say: Back., go: hall}, {say: Out., go: out}]\n",
        header,
    )

    def shown(*choices: str) -> list[str]:
        return [meter.name for meter in Playthrough.of_choices(made, choices).meters]

    assert shown() == shown("run", "rest") == []
    assert shown("run") == shown("exit") == shown("exit", "hall") == ["Lead"]
    assert never_read(made) == never_read(story("scene: hall\ntext: A.\ngo: out\n"))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("{is: range 0..2, when: coins > 1}", "RH034"),
        ("{is: range 0..2, meter: Lead, when: coinz > 1}", "RH042"),
        ("{is: range 0..2, meter: Lead, when: coins}", "RH062"),
    ],
)
def test_a_meters_condition_is_checked(written: str, code: str) -> None:
    header = HEADER.replace("variables:\n", f"variables:\n  lead: {written}\n")
    assert codes(loaded("scene: hall\ntext: A.\ngo: out\n", header)) == [code]


def test_two_ways_to_the_same_machine() -> None:
    """Order of keys and forms of writing do not matter, only what is written."""
    one = story(hall("  - {say: a, do: coins -= 1, unlock: thrift, go: out}\n"))
    other = story(hall("  - go:\n      - to: out\n    unlock: [{id: thrift}]\n    do: [coins -= 1]\n    say: a\n"))
    assert one.machine.scenes == other.machine.scenes
    assert one.rules_digest == other.rules_digest
