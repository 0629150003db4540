"""The notebook: what of it is there in which order, and that nothing but what is read depends on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from redheat_game.engine.notes import entries
from redheat_game.engine.playthrough import Playthrough
from redheat_game.story.loader import load_story, load_texts
from redheat_game.story.script import Story

from .building import HEADER, codes, loaded, story

SCENES = """
scene: hall
text: A hall.
choices:
  - {say: Light the lamp., id: light, when: not lamp, do: lamp = true, go: hall}
  - {say: Down., go: cellar}
---
scene: cellar
text: Coal.
choices:
  - {say: Up., go: hall}
  - {say: Out., when: seen(hall), go: out}
---
"""
BOOK = """
notebook: {title: Case file, headings: {people: People, clues: Clues}}
notes:
  cellar: {title: The cellar, under: clues, when: seen(cellar), text: Coal.}
  porter:
    title: The porter
    under: people
    text: |
      {lamp: He has a face after all.|}

      {coins > 3: Paid.}
"""


def texts_of(made: Story, *choices: str) -> dict[str, list[str]]:
    """What the notes say after these choices."""
    state = Playthrough.of_choices(made, choices).state
    return {entry.id: [each.text for each in entry.paragraphs] for entry in entries(made, state)}


def test_a_note_is_there_where_its_condition_holds_and_something_is_to_be_read() -> None:
    made = story(SCENES, notes=BOOK)
    assert texts_of(made) == {}
    assert texts_of(made, "light") == {"porter": ["He has a face after all."]}
    assert texts_of(made, "light", "cellar") == {"porter": ["He has a face after all."], "cellar": ["Coal."]}


def test_a_scene_is_seen_by_notes_as_soon_as_it_is_entered() -> None:
    made = story(SCENES, notes=BOOK)
    assert "cellar" in texts_of(made, "cellar")
    here = BOOK + "  hall: {title: Hall, under: clues, when: seen(hall), text: Here.}\n"
    assert texts_of(story(SCENES, notes=here)) == {"hall": ["Here."]}


def test_notes_stand_in_the_order_of_the_headings_and_then_of_the_files() -> None:
    made = story(SCENES, notes=BOOK, other="notes:\n  boy: {title: A boy, under: people, text: Small.}\n")
    assert [note.id for note in made.notebook.notes] == ["porter", "boy", "cellar"]
    assert made.notebook.title == "Case file"
    assert made.notebook.headings == {"people": "People", "clues": "Clues"}


def test_a_story_without_a_notebook_has_an_empty_one() -> None:
    made = story(SCENES)
    assert made.notebook.notes == ()
    assert made.notebook.title == "Notebook"


def test_notes_change_no_rule_and_what_is_read_changes_only_the_text() -> None:
    bare, noted = story(SCENES), story(SCENES, notes=BOOK)
    assert noted.rules_digest == bare.rules_digest
    assert noted.text_digest != bare.text_digest
    other = story(SCENES, notes=BOOK.replace("Coal.", "Coke."))
    assert (other.rules_digest, other.text_digest == noted.text_digest) == (bare.rules_digest, False)
    played = ("light", "cellar", "hall")
    assert Playthrough.of_choices(noted, played).scene == Playthrough.of_choices(bare, played).scene


def test_what_rules_count_is_not_counted_again_for_notes() -> None:
    counted = BOOK + "  hall: {title: Hall, under: clues, when: seen(hall), text: Here.}\n"
    names = {variable.name: variable for variable in story(SCENES, notes=counted).machine.variables}
    assert "@entered.hall" in names
    assert "@shown.hall" not in names
    assert names["@shown.cellar"].cosmetic


@pytest.mark.parametrize("text", ["{once|twice}", "{&red|green}", "{!only once}", "{lamp: {once|twice}|dark}"])
def test_what_goes_by_turns_is_refused(text: str) -> None:
    notes = BOOK + f'  turns: {{title: Turns, under: clues, text: "{text}"}}\n'
    assert codes(loaded(SCENES, notes=notes)) == ["RH120"]


def test_a_name_without_its_heading_or_note_is_told_with_what_was_meant() -> None:
    found = loaded(SCENES, notes=BOOK.replace("under: people", "under: peple"))
    assert [(item.code, item.suggestion) for item in found.diagnostics] == [("RH121", "people")]
    found = loaded(SCENES, notes=BOOK, more="note_lines: {note: portter, text: Tall.}")
    assert [(item.code, item.suggestion) for item in found.diagnostics] == [("RH122", "porter")]


def test_a_note_that_was_reported_is_not_missed_by_its_lines() -> None:
    found = loaded(SCENES, notes=BOOK + "  bad: {title: Bad, under: clues}\n", more="note_lines: {note: bad, text: X.}")
    assert codes(found) == ["RH021"]


def test_a_pack_adds_notes_headings_and_lines_and_may_replace(tmp_path: Path) -> None:
    game, pack = tmp_path / "game", tmp_path / "pack"
    game.mkdir()
    pack.mkdir()
    end = "---\nscene: out\ntext: Out.\nending: out\n"
    (game / "story.yaml").write_text(HEADER + BOOK.lstrip("\n") + "---" + SCENES.rstrip("-\n") + "\n" + end)
    (pack / "more.yaml").write_text(
        "notebook: {headings: {trams: Trams}}\n"
        "notes:\n"
        "  line_39: {title: Line 39, under: trams, text: It does not slow down.}\n"
        "  cellar: {title: The cellar, under: clues, text: Coke., replace: true}\n"
        "note_lines:\n"
        "  - {note: porter, when: lamp, text: He rides the 39.}\n"
    )
    found = load_story([pack], game=game)
    assert found.story is not None, found.diagnostics
    assert found.story.notebook.title == "Case file"
    assert texts_of(found.story) == {"cellar": ["Coke."], "line_39": ["It does not slow down."]}
    assert texts_of(found.story, "light")["porter"] == ["He has a face after all.", "He rides the 39."]


def test_two_notes_of_one_id_are_told() -> None:
    more = "notes: {porter: {title: Porter, under: people, text: Again.}}"
    assert codes(loaded(SCENES, notes=BOOK, zz=more)) == ["RH040"]


def test_a_name_of_the_cast_that_is_misspelt_is_warned_of_in_notes_too() -> None:
    texts = {
        "story.yaml": HEADER + "cast: {porter: {name: Porter}}\n---" + SCENES + "scene: out\ntext: Out.\nending: out\n",
        "notes.yaml": BOOK + '  said: {title: Said, under: people, text: "Portar: Cold in here."}\n',
    }
    assert codes(load_texts({**texts})) == ["RH088"]
