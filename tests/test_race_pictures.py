"""The pictures of races in the documentation show the story's present categories, and are what their captions say."""

from __future__ import annotations

import re
from html import unescape

from docs.screenshots import CATEGORY, FOLDER, IN_RACE, IN_WATCH
from tests.routes import the_story

CAPTIONS = (FOLDER.parent / "racing.md").read_text(encoding="utf-8")


def shown(name: str) -> str:
    """The words of a picture, line by line."""
    svg = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    lines: dict[str, list[str]] = {}
    for height, words in re.findall(r'<text [^>]*?y="([\d.]+)"[^>]*>([^<]*)</text>', svg):
        lines.setdefault(height, []).append(unescape(words).replace("\xa0", " "))
    return "\n".join(" ".join(words) for words in lines.values())


def test_the_categories_are_those_of_the_story() -> None:
    story = the_story()
    words = shown("categories")
    assert all(category.title in words for category in story.categories.values())
    assert story.categories[CATEGORY].about in words


def test_the_race_is_at_its_second_split() -> None:
    second = the_story().categories[CATEGORY].splits[1]
    assert "at its second split" in CAPTIONS
    assert second.scene == IN_RACE
    words = shown("race")
    for split in the_story().categories[CATEGORY].splits:
        assert split.title in words, split.title
    assert "ghost:" in words
    story = the_story()
    assert story.scenes[story.machine.scene_numbers[IN_RACE]].title.upper() in words


def test_the_run_that_is_watched_stopped_after_its_twelfth_choice() -> None:
    assert "stopped after its twelfth choice" in CAPTIONS
    assert IN_WATCH == 12
    assert re.search(r"stopped +12/\d+ +\S+ +12 moves +Salute%", shown("watch"))
