"""How choices and visits come to stand in the machine, by each rule of the semantics that can be seen there."""

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
    hall,
    loaded,
    scene_of,
    script_of,
    story,
    targets,
    tree,
)

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
