"""The poster at the end, where there is less room than it wants."""

from __future__ import annotations

import pytest
from textual import events

from redheat_game.story.script import Story
from redheat_game.ui.lettering import HEIGHT, lettered
from redheat_game.ui.screens.ending import EndingScreen
from redheat_game.ui.widgets.menu import Menu

from .conftest import MakesApp, Playing, altered_lantern, the_lantern
from .window import LARGE, SMALL, opened

LAST_WORDS = "\n\n".join(f"  So ends step {number}." for number in range(4, 40)).lstrip()
READ_ON = "space read on"


@pytest.fixture
def story() -> Story:
    """The lantern with an ending of a wide name and of many words."""
    return altered_lantern({"title: Drowned": "title: Transit", "text: It is as he said.": f"text: |\n  {LAST_WORDS}"})


@pytest.mark.parametrize(
    ("size", "cells", "rows"), [(SMALL, 36, HEIGHT // 2), ((81, 24), 36, HEIGHT // 2), ((82, 24), 72, HEIGHT)]
)
async def test_large_letters_are_whole_beside_the_bar(
    playing: Playing, size: tuple[int, int], cells: int, rows: int
) -> None:
    drawn = lettered("Transit", cells, rows)
    assert (len(drawn), max(map(len, drawn))) == (rows, cells)
    async with playing("n", "4", "2", size=size) as window:
        assert window.front(EndingScreen).query_one("#told").show_vertical_scrollbar
        first = next(number for number, line in enumerate(window.lines) if drawn[0] in line)
        left = window.lines[first].index(drawn[0])
        for row, line in zip(drawn, window.lines[first:], strict=False):
            assert line[left:].startswith(row), window.text
        below = window.lines[first + rows]
        assert not set("█▀▄") & set(below[: left + cells]), "no letter goes on in another line"


async def test_the_keys_say_that_it_goes_on(playing: Playing) -> None:
    async with playing("n", "4", "2") as window:
        menu = window.front(EndingScreen).query_one(Menu)
        assert READ_ON in window.lines[-1]
        assert "step 39" not in window.text
        pages = 0
        while READ_ON in window.lines[-1]:
            await window.press("pagedown" if pages % 2 else "space")
            pages += 1
            assert pages < 20, window.text
        await window.see("of story time")
        assert pages > 2
        assert menu.highlighted == 0, "what it reads with moves nothing below"
        await window.press("pageup")
        await window.see(READ_ON)
        await window.unsee("of story time")
        await window.press("enter")
        assert window.scene == "stairs"


async def test_the_keys_follow_the_wheel(playing: Playing) -> None:
    async with playing("n", "4", "2", size=(80, 60)) as window:
        await window.see(READ_ON)
        for _ in range(40):
            await window.pilot._post_mouse_events([events.MouseScrollDown], widget="#told")
        await window.see("of story time")
        await window.unsee(READ_ON)
        await window.pilot._post_mouse_events([events.MouseScrollUp], widget="#told")
        await window.see(READ_ON)


async def test_a_poster_that_is_in_sight_does_not_go_on(make_app: MakesApp, playing: Playing) -> None:
    async with opened(make_app(the_lantern())) as window:
        await window.press("n", "4", "2")
        window.front(EndingScreen)
        assert READ_ON not in window.text
    async with playing("n", "4", "2") as window:
        await window.see(READ_ON)
        await window.resize(LARGE[0], 120)
        await window.unsee(READ_ON)
