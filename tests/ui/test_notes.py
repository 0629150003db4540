"""The notebook on screen: its pages, its marks, its keys, and where it is not to be had."""

from __future__ import annotations

import pytest

from redheat_game.story.script import Story
from redheat_game.ui.screens.ending import EndingScreen
from redheat_game.ui.screens.notes import NotesScreen
from redheat_game.ui.screens.play import PlayScreen

from .conftest import MakesApp, Playing, altered_lantern, the_lantern
from .window import LARGE, SMALL, Window, opened

NOTES = """
notebook: {title: Case file, headings: {people: People, places: Places, clues: Clues}}
notes:
  keeper:
    title: Keeper
    under: people
    text: |
      Of the light. [@click=app.quit]Counts[/] ninety steps.

      {storm > 1: Has seen storms of {storm}.}
  stairs: {title: Ninety steps, under: places, when: seen(stairs), text: One is missing.}
  rope: {title: The rope, under: clues, when: rope, text: From the bollard.}
  sea:
    title: The sea
    under: clues
    when: storm > 2
    text: |
      LINES
""".replace("LINES", "\n\n      ".join(f"Line {number}." for number in range(1, 41)))


@pytest.fixture
def story() -> Story:
    """The lantern with a notebook."""
    return altered_lantern({}, notes=NOTES)


def notes_of(window: Window) -> str:
    window.front(NotesScreen)
    return window.text


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_notes_are_read_page_by_page(playing: Playing, size: tuple[int, int]) -> None:
    async with playing("n", "1", "m", size=size) as window:
        await window.see("CASE FILE", "▸ 1 People 1 new", "2 Clues 1 new", "Keeper  new", "[@click=app.quit]Counts[/]")
        assert "Places" not in window.text
        assert "rope" not in notes_of(window)
        await window.press("right")
        await window.see("▸ 2 Clues", "The rope  new", "From the bollard.")
        assert "Keeper" not in window.text
        await window.press("1")
        await window.see("Keeper  new")
        await window.click("2 Clues")
        await window.see("From the bollard.")
        await window.press("m")
        window.front(PlayScreen)


async def test_what_is_new_is_counted_beside_the_key_until_it_is_read(playing: Playing) -> None:
    async with playing("n") as window:
        await window.see("m case file (1 new)")
        await window.press("m", "escape")
        await window.see("m case file · ")
        await window.press("1")
        await window.see("m case file (1 new)")
        await window.press("u")
        await window.see("m case file · ")
        await window.press("r", "m")
        await window.see("▸ 2 Clues 1 new")
        await window.press("escape", "1", "m")
        await window.see("Keeper  more", "▸ Has seen storms of 2.", "  Of the light.")


async def test_a_page_that_was_not_shown_is_not_read(playing: Playing) -> None:
    async with playing("n", "1", "m", "escape") as window:
        await window.see("m case file (1 new)")
        await window.press("m")
        await window.see("▸ 2 Clues 1 new")


async def test_the_panel_names_what_is_new(playing: Playing) -> None:
    async with playing("n", "1", size=LARGE) as window:
        await window.see("CASE FILE", "The rope")
        # what the last choice brought stands first
        assert window.text.index("The rope") < window.text.rindex("Keeper")
        await window.press("m", "right", "escape")
        await window.unsee("CASE FILE")


async def test_who_goes_on_has_read_what_was_known(playing: Playing) -> None:
    async with playing("n", "1", "q", "c") as window:
        await window.see("m case file · ")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_long_page_scrolls(playing: Playing, size: tuple[int, int]) -> None:
    async with playing("n", "2", "2", "m", "right", size=size) as window:
        await window.see("Line 1.")
        await window.press("end")
        await window.see("Line 40.")
        await window.press("home", "space", "space", "space")
        await window.see("Line 40.")


async def test_an_ending_has_a_way_to_the_notes(playing: Playing) -> None:
    async with playing("n", "4", "2") as window:
        window.front(EndingScreen)
        await window.see("Case file")
        await window.press("m")
        await window.see("2 Places 1 new")
        await window.press("escape")
        window.front(EndingScreen)


async def test_help_and_palette_call_it_by_the_storys_own_name(playing: Playing) -> None:
    async with playing("n", "question_mark") as window:
        await window.see("m                 Case file")
        await window.press("escape", "colon")
        await window.write("case")
        await window.see("Case file")
        await window.press("enter")
        window.front(NotesScreen)


async def test_where_nothing_is_written_down_nothing_speaks_of_it(make_app: MakesApp) -> None:
    async with opened(make_app(the_lantern()), LARGE) as window:
        await window.press("n")
        assert "notebook" not in window.text.lower()
        await window.press("question_mark")
        assert "notebook" not in window.text.lower()
        await window.press("escape", "m")
        window.front(PlayScreen)
        await window.see("Nothing is written down in this story.")
