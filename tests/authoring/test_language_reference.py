"""Every example of the language reference is read, as parts of one story that has what they name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from redheat_game.story.loader import load_texts
from tests.story.building import scene_of

REFERENCE = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", REFERENCE, re.DOTALL)
NAMED = """
variables:
  nerve: {is: range 0..5, start: 3, clamp: true}
  wounds: {is: range 0..3, clamp: true}
  steam: flag
  knows_cuff: flag
  has_ticket: flag
  viktor: one_of [free, taken]
endings: {extradition: {title: Extradition, kind: victory, line: Signed.}, dead: {title: Dead, kind: death, line: So.}}
achievements: {husky_russkie: {title: Sizes, riddle: R., hint: H., told: T.}}
---
picture: bathhouse
alt: Steam.
---
group: questions
choices: [{say: Ask., id: ask, go: bathhouse_yard}]
---
scene: baths_street
text: A street.
choices: [{say: In., go: bathhouse_door}, {say: Fly., go: airport_hall}]
---
scene: airport_hall
text: A hall.
choices: [{say: On., go: six_months}]
---
scene: six_months
text: Half a year.
ending: salute
---
scene: street
text: A street.
ending: extradition
---
scene: bathhouse_floor
text: Steam.
go: street
---
scene: bathhouse_yard
text: Snow.
go: street
---
scene: death_by_wounds
text: Snow.
ending: dead
"""
PROSE = REFERENCE.partition("## Prose")[2].partition("## The notebook")[0]
IN_THE_TABLE = [cell.replace("\\|", "|") for cell in re.findall(r"^\| `(.+?)` \| ", PROSE, re.MULTILINE)]


def test_every_example_is_part_of_a_story() -> None:
    assert len(EXAMPLES) == REFERENCE.count("```") / 2 == 4
    loaded = load_texts({"named.yaml": NAMED} | {f"example_{n}.yaml": text for n, text in enumerate(EXAMPLES)})
    assert [(item.code, item.message) for item in loaded.diagnostics] == []
    made = loaded.story
    assert made is not None
    assert [choice.id for choice in scene_of(made, "bathhouse_door").choices] == ["bathhouse_floor", "leave", "ask"]
    assert "duty_free" in [choice.id for choice in scene_of(made, "airport_hall").choices]
    assert [note.id for note in made.notebook.notes] == ["viktor"]
    assert made.scenes[made.machine.scene_numbers["bathhouse_door"]].act == "moscow"


@pytest.mark.parametrize("text", IN_THE_TABLE)
def test_the_prose_of_the_table_is_read(text: str) -> None:
    assert len(IN_THE_TABLE) == 5
    assert_reads(text)


@pytest.mark.parametrize(
    "text", ["the man{armed:, armed,|} waits", "*emphasis*", "**strong**", r"\{", r"\|", r"\*", r"\\"]
)
def test_the_prose_between_the_lines_is_read(text: str) -> None:
    assert f"`{text}`" in PROSE
    assert_reads("It is " + text.replace("armed:", "uniform:") + ".")


def test_a_colon_after_a_backslash_makes_no_condition() -> None:
    assert r"`\:`" in PROSE
    assert_reads(r"It is {a\: b|c}.")


@pytest.mark.parametrize(
    "text",
    [
        "0 < trust < 4",
        "gun in [none, magnum]",
        "gun not in [none, magnum]",
        "(trust + 1 == heat - 1 or not uniform) and seen(street)",
        "gun == magnum and trust != 3 and heat <= 2 and heat >= 0 and heat > -1",
    ],
)
def test_what_is_said_of_expressions_holds(text: str) -> None:
    assert_reads(f"{{{text}: yes|no}}")


def assert_reads(text: str) -> None:
    """The text stands in a scene without a mistake."""
    story = {"named.yaml": NAMED.replace("text: Steam.\ngo", f"text: |\n  {text}\ngo")}
    loaded = load_texts(story | {f"example_{n}.yaml": example for n, example in enumerate(EXAMPLES)})
    assert [(item.code, item.message) for item in loaded.diagnostics if item.severity == "error"] == [], text
    assert loaded.story is not None
