"""No sentence of the sources, and none of the film's famous lines, stands in what a player or a writer reads.

A finding names file and line: `python -m tests.borrowed.runs` says how the hashes were made.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from redheat_game.authoring.readings import readings
from redheat_game.story.loader import load_story
from redheat_game.story.prose import Prose
from redheat_game.story.script import Story
from tests.borrowed.runs import (
    LINES,
    LONG,
    SHORT,
    SOURCES,
    hashed,
    hashes_of_lines,
    hashes_of_sources,
    kept,
    runs_of,
    words_of,
)

ROOT = Path(__file__).parents[2]
FILES = sorted(file for folder in ("scenes", "seeds", "docs/examples") for file in (ROOT / folder).rglob("*.yaml"))


def borrowed(text: str, sources: frozenset[bytes], lines: frozenset[bytes]) -> Iterator[tuple[int, str]]:
    """Runs of a text that are hashed: the number of the line on which each begins, and its words."""
    numbered = [(number, word) for number, line in enumerate(text.splitlines(), 1) for word in words_of(line)]
    words = [word for _, word in numbered]
    for hashes, lengths in ((sources, [LONG]), (lines, list(SHORT))):
        for length in lengths:
            for start, run in enumerate(runs_of(words, length)):
                if hashed(run) in hashes:
                    yield numbered[start][0], " ".join(run)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_run_of_words_in_a_file_is_borrowed(file: Path) -> None:
    found = borrowed(file.read_text(encoding="utf-8"), kept(SOURCES), kept(LINES))
    assert [f"{file.relative_to(ROOT)}:{line}: {words}" for line, words in found] == []


@pytest.mark.parametrize("packs", [(), (ROOT / "docs" / "examples" / "hellas",)], ids=["the game", "the example"])
def test_no_branch_of_prose_is_borrowed(packs: tuple[Path, ...]) -> None:
    """Braces come between the words of a sentence in a file; here each branch is read as players read it."""
    story = load_story(packs).story
    assert story is not None
    sources, lines = kept(SOURCES), kept(LINES)
    found = {
        f"{place}: {words}"
        for place, prose in all_prose(story)
        for reading in readings(prose)
        for _, words in borrowed(reading.text, sources, lines)
    }
    assert found == set()


def all_prose(story: Story) -> Iterator[tuple[str, Prose]]:
    """Passages, choices and reasons, each with its place."""
    for scene, script in zip(story.machine.scenes, story.scenes, strict=True):
        place = f"{script.span.file.name}:{script.span.line}: {scene.id}" if script.span else scene.id
        yield place, script.prose
        for choice in script.choices:
            yield place, choice.say
            yield place, choice.locked or ()


SOURCE = (
    "The otter's lamp was lit, at nine, by nobody we knew.",
    "수달은 강가에서 등불을 켜고 아홉 시까지 아무 말도 하지 않았다.",
)
FAMOUS = ("Otters do not knock.", "Nobody told the otter about the lamp.", "An otter.")
TEXT = """\
text: |
  He said *the OTTER’S lamp*
  was lit - at nine by nobody. Otters
  do not knock! They told the otter about the lamp.
  그때 수달은 강가에서 등불을 켜고 아홉 시까지 아무 말도
"""


def test_a_borrowed_sentence_is_found_whatever_its_case_punctuation_and_line_breaks() -> None:
    sources, lines = frozenset(hashes_of_sources(SOURCE)), frozenset(hashes_of_lines(FAMOUS))
    assert list(borrowed(TEXT, sources, lines)) == [
        (2, "the otters lamp was lit at nine by"),
        (2, "otters lamp was lit at nine by nobody"),
        (5, "수달은 강가에서 등불을 켜고 아홉 시까지 아무 말도"),
        (3, "otters do not knock"),
        (4, "told the otter about the"),
        (4, "the otter about the lamp"),
    ]
    assert not list(borrowed("An otter knocked at nine, and the lamp was lit by somebody.", sources, lines))


def test_the_hashes_are_of_both_sources_and_of_many_lines() -> None:
    """Fewer would mean that a document, or the list, was left out when they were made."""
    assert len(kept(SOURCES)) > 1_000
    assert len(kept(LINES)) > 100
