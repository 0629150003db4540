"""The case file of the game: brief, and never ahead of what was read."""

from __future__ import annotations

import random

import pytest

from redheat_game.authoring.readings import written_words
from redheat_game.engine.notes import Entry, entries
from redheat_game.engine.playthrough import Playthrough
from tests.routes import FOLDER, blessed, the_story

BLESSED = sorted(path.stem for path in FOLDER.glob("*.json"))
CHANCES = 20
"""Playthroughs at random."""
MOST_WORDS = 1_800
MOST_AT_ONCE = 60
ONLY_AFTER = {
    "canal": ("cat_dead",),
    "Shot in the yard": ("six_months",),
    "Shot at door five": ("ordered_home",),
    "Struck out: unarmed": ("bar_table", "bar_postcard", "bar_ear", "bar_leg", "six_months"),
    "Nineteen creaks": ("cat_helps",),
    "Forty-one households": ("prison_price",),
    "nine in the evening": ("ribs", "hotel_night", "night_station", "motel_watchmaker"),
    "36A": ("peg",),
    "Came back": ("red_square",),
}
"""What a note says, and the scenes of which one has to be entered before."""


def told(entry: Entry) -> str:
    return " ".join(paragraph.text for paragraph in entry.paragraphs)


def test_it_is_short() -> None:
    notebook = the_story().notebook
    assert sum(written_words(part.prose) for note in notebook.notes for part in note.parts) <= MOST_WORDS


def by_chance(seed: int) -> list[str]:
    """The choices of a playthrough that a player makes at random."""
    chance, played = random.Random(seed), Playthrough.start(the_story())
    while not played.ending:
        played = played.choose(chance.choice([option.id for option in played.options if option.takeable]))
    return list(played.choices)


@pytest.mark.parametrize("route", [*BLESSED, *range(CHANCES)])
def test_no_note_says_what_was_not_read_yet(route: str | int) -> None:
    story = the_story()
    choices = blessed(route) if isinstance(route, str) else by_chance(route)
    played = Playthrough.start(story)
    for choice in (None, *choices):
        played = played if choice is None else played.choose(choice)
        entered = set(played.scenes_entered())
        for entry in entries(story, played.state):
            words = told(entry)
            assert len(words.split()) <= MOST_AT_ONCE, words
            for phrase, scenes in ONLY_AFTER.items():
                assert phrase not in words or entered.intersection(scenes), (played.scene, words)
