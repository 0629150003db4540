"""Every verdict on a note is that of a search through all states; and what can be read is shown by a run."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from redheat_game.analysis.proof import prove
from redheat_game.authoring.proofs import diagnostics_of
from redheat_game.engine.step import StoryFault, begin
from redheat_game.story.conditions import Comparison, Constant, Not, Read, Tree, all_of, compiled
from redheat_game.story.prose import Conditional, Words
from redheat_game.story.script import Note, Notebook, NotePart, Story
from tests.engine.stories import _Author, loaded
from tests.story.building import story

from .naive import Naive

STORIES = 30
NOTES = 12


def condition(made: Story, chance: Random) -> Tree:
    """A condition on one variable or two, which may or may not ever hold."""
    tests: list[Tree] = []
    # nothing that an author writes can read an achievement
    readable = [number for number, each in enumerate(made.machine.variables) if each.kind != "unlocked"]
    for _ in range(chance.choice((1, 2, 2))):
        number = chance.choice(readable)
        variable = made.machine.variables[number]
        test = Comparison("==", Read(number), Constant(chance.randint(variable.low, variable.high)))
        tests.append(Not(test) if chance.random() < 0.2 else test)
    return all_of(*tests)


def noted(made: Story, chance: Random) -> Story:
    """The story with notes by chance; each has a part under a condition of its own."""
    notes = []
    for number in range(NOTES):
        inner = Conditional(condition(made, chance), (Words("yes"),), (Words("no"),))
        outer = condition(made, chance)
        notes.append(Note(f"n{number}", "N", "h", outer, (NotePart(None, (Words("words "), inner)),)))
    return replace(made, notebook=Notebook("N", {"h": "H"}, tuple(notes)))


@pytest.mark.parametrize("seed", range(STORIES))
def test_notes_that_can_never_be_read_are_found_and_no_others(seed: int) -> None:
    made = loaded(_Author(Random(seed)).story())
    try:
        begin(made.machine)
    except StoryFault:
        return
    made = noted(made, Random(seed))
    naive = Naive(made).look()
    if not naive.is_whole:
        return
    proof = prove(made, max_seconds=120)
    found = {finding.name for finding in proof.findings if finding.kind == "note"}
    expected = set()
    for note in made.notebook.notes:
        assert note.condition is not None
        (inner,) = [piece for piece in note.parts[0].prose if isinstance(piece, Conditional)]
        for words, whole in (
            ("words …", note.condition),
            ("yes", all_of(note.condition, inner.condition)),
            ("no", all_of(note.condition, Not(inner.condition))),
        ):
            holds = compiled(whole)
            if not any(holds(state.values) for state in naive.states.values()):
                expected.add(f"{note.id}: {words}")
    assert not [finding for finding in proof.undecided if finding.kind == "note"]
    assert found == expected
    assert proof.looked_at["note"] == 3 * NOTES


SCENES = """
scene: hall
text: A hall.
choices:
  - {say: Light the lamp., id: light, when: not lamp and mood == 5, do: lamp = true, go: hall}
  - {say: Wait., id: wait, do: mood += 1, go: hall}
  - {say: Out., go: out}
---
"""
BOOK = """
notebook: {headings: {things: Things}}
notes:
  lamp:
    title: Lamp
    under: things
    when: lamp
    text: |
      Brass. {mood < 5: It smokes.}
  coat: {title: Coat, under: things, text: "Torn. {coat == grey: Grey.}"}
"""


def test_a_finding_names_the_words_their_place_and_the_condition() -> None:
    proof = prove(story(SCENES, notes=BOOK))
    lamp, coat = [item for item in diagnostics_of(proof) if item.code == "RH216"]
    assert "`lamp: It smokes.` can never be read" in lamp.message
    assert lamp.span is not None
    assert lamp.span.file.line(lamp.span.line)[lamp.span.column - 1 :].startswith("It smokes.")
    assert coat.span is not None
    assert coat.span.file.line(coat.span.line)[coat.span.column - 1 :].startswith("Grey.")
    assert any("lamp" in note and "mood" in note for note in lamp.notes)


def test_a_note_reads_no_rule_so_that_nothing_else_is_proved_otherwise() -> None:
    bare, noted_too = prove(story(SCENES)), prove(story(SCENES, notes=BOOK.replace("mood < 5", "mood == 5")))
    assert [finding.kind for finding in noted_too.findings if finding.kind != "note"] == [
        finding.kind for finding in bare.findings
    ]
    assert noted_too.looked_at["alternative"] == bare.looked_at.get("alternative", 0)


def test_where_the_time_is_over_notes_are_undecided_and_not_refuted() -> None:
    proof = prove(story(SCENES, notes=BOOK), max_seconds=0)
    assert not [finding for finding in proof.findings if finding.kind == "note"]
    assert {finding.name for finding in proof.undecided if finding.kind == "note"} >= {"coat: Grey."}


def test_what_a_note_waits_for_is_found_however_far_off() -> None:
    deep = SCENES.replace("mood == 5", "mood == 5 and coins == 0").replace(
        "  - {say: Out.",
        "  - {say: Pay., id: pay, when: coins > 0, do: [coins -= 1, mood -= 1], go: hall}\n  - {say: Out.",
    )
    made = story(deep, notes=BOOK.replace("{mood < 5: It smokes.}", "").replace(" {coat == grey: Grey.}", ""))
    proof = prove(made)
    assert [finding.name for finding in proof.findings if finding.kind == "note"] == []
    assert proof.looked_at["note"] == 1
