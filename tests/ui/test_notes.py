"""The notebook on screen: its pages, its marks, its keys, and where it is not to be had."""

from __future__ import annotations

import pytest

from redheat_game.story.loader import load_texts
from redheat_game.story.script import Story
from redheat_game.ui.screens.ending import EndingScreen
from redheat_game.ui.screens.notes import NotesScreen
from redheat_game.ui.screens.play import PlayScreen

from .conftest import NIGHT_TRAM, MakesApp, night_tram
from .window import LARGE, SMALL, Window, opened

NOTES = """
notebook: {title: Case file, headings: {people: People, places: Places, clues: Clues}}
notes:
  vera:
    title: Vera
    under: people
    text: |
      Conductor. [@click=app.quit]Sells[/] eleven tickets.

      {ticket != none: Sold one, {ticket}.}
  tram: {title: Tram 39, under: places, when: seen(tram), text: Warm.}
  lamp: {title: The lamp, under: clues, when: lamp, text: From the stop.}
  many:
    title: Number seven
    under: clues
    when: seen(notice)
    text: |
      LINES
""".replace("LINES", "\n\n      ".join(f"Line {number}." for number in range(1, 41)))


@pytest.fixture
def story() -> Story:
    """The tram with a notebook."""
    loaded = load_texts({"interface/story.yaml": NIGHT_TRAM.read_text("utf-8"), "interface/notes.yaml": NOTES})
    assert loaded.story is not None, [str(item) for item in loaded.diagnostics]
    return loaded.story


def notes_of(window: Window) -> str:
    window.front(NotesScreen)
    return window.text


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_notes_are_read_page_by_page(make_app: MakesApp, story: Story, size: tuple[int, int]) -> None:
    async with opened(make_app(story), size) as window:
        await window.press("n", "1", "m")
        await window.see("CASE FILE", "▸ 1 People 1 new", "2 Clues 1 new", "Vera  new", "[@click=app.quit]Sells[/]")
        assert "Places" not in window.text
        assert "lamp" not in notes_of(window)
        await window.press("right")
        await window.see("▸ 2 Clues", "The lamp  new", "From the stop.")
        assert "Vera" not in window.text
        await window.press("1")
        await window.see("Vera  new")
        await window.click("2 Clues")
        await window.see("From the stop.")
        await window.press("m")
        window.front(PlayScreen)


async def test_what_is_new_is_counted_beside_the_key_until_it_is_read(make_app: MakesApp, story: Story) -> None:
    async with opened(make_app(story)) as window:
        await window.press("n")
        await window.see("m case file (1 new)")
        await window.press("m", "escape")
        await window.see("m case file · ")
        await window.press("1")
        await window.see("m case file (1 new)")
        await window.press("u")
        await window.see("m case file · ")
        await window.press("r", "m")
        await window.see("▸ 2 Clues 1 new")
        await window.press("escape", "3", "0", "2", "m")
        await window.see("Vera  more", "▸ Sold one, blue.", "  Conductor.")


async def test_a_page_that_was_not_shown_is_not_read(make_app: MakesApp, story: Story) -> None:
    async with opened(make_app(story)) as window:
        await window.press("n", "1", "m", "escape")
        await window.see("m case file (1 new)")
        await window.press("m")
        await window.see("▸ 2 Clues 1 new")


async def test_the_panel_names_what_is_new(make_app: MakesApp, story: Story) -> None:
    async with opened(make_app(story), LARGE) as window:
        await window.press("n", "1")
        await window.see("CASE FILE", "The lamp")
        # what the last choice brought stands first
        assert window.text.index("The lamp") < window.text.rindex("Vera")
        await window.press("m", "right", "escape")
        await window.unsee("CASE FILE")


async def test_who_goes_on_has_read_what_was_known(make_app: MakesApp, story: Story) -> None:
    async with opened(make_app(story)) as window:
        await window.press("n", "1", "q", "c")
        await window.see("m case file · ")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_long_page_scrolls(make_app: MakesApp, story: Story, size: tuple[int, int]) -> None:
    async with opened(make_app(story), size) as window:
        await window.press("n", "5", "1", "m", "right")
        await window.see("Line 1.")
        await window.press("end")
        await window.see("Line 40.")
        await window.press("home", "space", "space", "space")
        await window.see("Line 40.")


async def test_an_ending_has_a_way_to_the_notes(make_app: MakesApp, story: Story) -> None:
    async with opened(make_app(story)) as window:
        await window.press("n", "3", "1")
        window.front(EndingScreen)
        await window.see("Case file")
        await window.press("m")
        await window.see("2 Places 1 new")
        await window.press("escape")
        window.front(EndingScreen)


async def test_help_and_palette_call_it_by_the_storys_own_name(make_app: MakesApp, story: Story) -> None:
    async with opened(make_app(story)) as window:
        await window.press("n", "question_mark")
        await window.see("m                 Case file")
        await window.press("escape", "colon")
        await window.write("case")
        await window.see("Case file")
        await window.press("enter")
        window.front(NotesScreen)


async def test_where_nothing_is_written_down_nothing_speaks_of_it(make_app: MakesApp) -> None:
    async with opened(make_app(night_tram()), LARGE) as window:
        await window.press("n")
        assert "notebook" not in window.text.lower()
        await window.press("question_mark")
        assert "notebook" not in window.text.lower()
        await window.press("escape", "m")
        window.front(PlayScreen)
        await window.see("Nothing is written down in this story.")
