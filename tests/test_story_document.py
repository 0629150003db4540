"""docs/story.md has every table, and what is cheap to work out in it is not stale."""

from __future__ import annotations

import re

import pytest

from docs.story import FILE, SECTIONS, section_of, tables, with_section
from redheat_game.story.script import Story
from tests.routes import the_story

TEXT = FILE.read_text(encoding="utf-8")


def rows(name: str) -> list[list[str]]:
    """The cells of a section's table, its heading left out."""
    lines = [line for line in section_of(TEXT, name).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def titles(story: Story, name: str) -> list[str]:
    """What the first column that names something has to name."""
    return {
        "acts": [each.title for each in story.acts.values()],
        "endings": [each.title for each in story.endings.values()],
        "tropes": [each.trope or "our own" for each in story.achievements.values()],
        "categories": [each.title for each in story.categories.values()],
    }[name]


@pytest.mark.parametrize("name", ["acts", "endings", "tropes", "categories"])
def test_a_table_has_a_row_for_each_thing_that_there_is(name: str) -> None:
    """What is proved and played takes minutes, and is made anew by `python -m docs.story`."""
    made = [row[0] for row in rows(name)]
    assert sorted(set(made) - {"no act", "the case file", "**together**"}) == sorted(set(titles(the_story(), name)))


def test_scenes_and_words_are_those_of_the_story() -> None:
    (name, lines), *others = tables(the_story(), quick=True).items()
    assert not others
    assert section_of(TEXT, name).strip().splitlines() == lines, "python -m docs.story --quick"


def test_every_row_says_all_that_its_heading_promises() -> None:
    for name in SECTIONS:
        lines = [line for line in section_of(TEXT, name).splitlines() if line.startswith("|")]
        assert len(lines) > 2
        assert len({line.count("|") for line in lines}) == 1
    for row in rows("endings"):
        assert re.fullmatch(r"\d+|found \d+, at least \d+", row[2]), row
    assert all(row[1].isdecimal() for row in rows("categories")), "each optimum is proved"


def test_a_section_is_replaced_and_everything_else_left_alone() -> None:
    changed = with_section(TEXT, "tropes", ["| none |"])
    assert section_of(changed, "tropes").strip() == "| none |"
    assert with_section(changed, "tropes", section_of(TEXT, "tropes").strip().splitlines()) == TEXT


def test_the_tables_show_a_story_worth_racing_and_playing_again() -> None:
    """Routes matter in every category, two playthroughs differ, and one reads for long."""
    assert all(int(row[3].removesuffix(" %")) >= 10 for row in rows("categories"))
    told = rows("playthroughs")
    shares = [int(value.removesuffix(" %")) for label, value in told if "share of" in label]
    assert len(shares) == 4
    assert max(shares) < 50
    ((_, median),) = (row for row in told if row[0] == "minutes of reading, the median")
    assert float(median) >= 35
