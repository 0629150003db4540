"""What is around the game: settings, gallery, help, palette, small windows, no colour."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from textual.screen import Screen

from redheat_game.story.script import Story
from redheat_game.ui.app import NOTES
from redheat_game.ui.commands import commands_of
from redheat_game.ui.screens.asking import ConfirmScreen, NoteScreen, TooSmallScreen
from redheat_game.ui.screens.ending import EndingScreen
from redheat_game.ui.screens.gallery import GalleryScreen
from redheat_game.ui.screens.help import HelpScreen
from redheat_game.ui.screens.palette import PaletteScreen
from redheat_game.ui.screens.play import PlayScreen
from redheat_game.ui.screens.settings import SettingsScreen
from redheat_game.ui.screens.title import TitleScreen

from .conftest import MakesApp, Playing
from .window import opened


async def test_the_note_comes_once(playing: Playing) -> None:
    async with playing(content_notes=True) as window:
        window.front(NoteScreen)
        await window.press("n")
        window.front(TitleScreen)
    async with playing() as window:
        window.front(TitleScreen)


async def test_a_story_without_a_note_shows_none(make_app: MakesApp, story: Story) -> None:
    async with opened(make_app(replace(story, content_note=""), content_notes=True)) as window:
        window.front(TitleScreen)


async def test_each_story_has_a_note_of_its_own(make_app: MakesApp, story: Story) -> None:
    for words in ("The sea is cold.", "The lamp is hot."):
        async with opened(make_app(replace(story, content_note=words), content_notes=True)) as window:
            window.front(NoteScreen)
            assert words in window.text


@pytest.mark.parametrize(("key", "screen"), [("n", PlayScreen), ("t", GalleryScreen), ("o", SettingsScreen)])
async def test_what_is_asked_for_before_the_story_is_there_waits_for_it_and_for_its_note(
    make_app: MakesApp, story: Story, key: str, screen: type[Screen[None]]
) -> None:
    is_read = threading.Event()

    def load() -> Story:
        assert is_read.wait(60)
        return replace(story, content_note="The sea is cold.")

    async with opened(make_app(load, content_notes=True)) as window:
        # the window is not at rest, since the story is being read
        await window.pilot.press(key)
        window.front(TitleScreen)
        is_read.set()
        await window.see("The sea is cold.")
        await window.press("space")
        await window.until(lambda: isinstance(window.app.screen, screen), f"{screen.__name__} in front")


async def test_the_act_gives_the_colours_unless_they_are_fixed(playing: Playing) -> None:
    async with playing("n") as window:
        assert window.app.theme == "redheat-moscow"
        await window.press("4")
        assert window.app.theme == "redheat-chicago"
        await window.press("o", "enter")
        assert window.app.theme == "redheat-moscow"
        await window.press("right", "right", "right", "right")
        assert window.app.theme == "ansi-dark"
        await window.press("left")
        assert window.app.theme == "redheat-contrast"
    async with playing() as window:
        assert window.app.theme == "redheat-contrast"


async def test_settings_are_kept(playing: Playing) -> None:
    async with playing("o", "down", "enter") as window:
        window.front(SettingsScreen)
        assert window.app.settings.text_speed == "typed"
    async with playing() as window:
        assert window.app.settings.text_speed == "typed"


async def test_prose_is_no_wider_than_the_measure(playing: Playing) -> None:
    async with playing("n", size=(140, 45), measure=56) as window:
        prose = window.play.query_one("#prose")
        assert max(line.cell_length for line in prose.lines) <= 56  # type: ignore[attr-defined]


async def test_the_panel_folds(playing: Playing) -> None:
    async with playing("n", size=(100, 30)) as window:
        assert "POCKETS" in window.text
        await window.press("p")
        assert "POCKETS" not in window.text
        assert window.app.settings.panel == "hidden"
        await window.pilot.resize_terminal(80, 24)
        await window.pilot.pause()
        assert "Oil" not in window.text
        await window.press("p")
        assert "Oil 2/4" in window.text


async def test_the_gallery_gives_riddles_and_hints(playing: Playing) -> None:
    async with playing("n", "1", "t") as window:
        window.front(GalleryScreen)
        assert "1 of 4" in window.text
        assert "█ Rope Maker" in window.text
        assert "You took the rope." in window.text
        assert "at choice 1" in window.text
        await window.press("down")
        assert "Look at the sea before you climb." not in window.text
        await window.press("enter")
        assert "Look at the sea before you climb." in window.text


async def test_help_tells_the_keys_of_the_screen_below(playing: Playing) -> None:
    async with playing("n", "question_mark", size=(80, 60)) as window:
        window.front(HelpScreen)
        for told in ("u                 Undo", "q, esc            Title", ":, ctrl+p         All commands"):
            assert told in window.text
        await window.press("escape", "s", "question_mark")
        assert "r                 Rename" in window.text
        assert "Undo" not in window.text


@pytest.mark.parametrize("opens", [(), ("n",), ("s",), ("t",), ("o",), ("n", "4", "2")])
async def test_every_command_has_a_plain_key_and_is_in_the_palette(playing: Playing, opens: tuple[str, ...]) -> None:
    async with playing(*opens) as window:
        own = commands_of(window.app.screen._bindings)
        assert all(any("+" not in key for key in item.keys) for item in own)
        # this story has no notebook
        listed = {item.action for item in own if item.is_listed} - {NOTES}
        await window.press("colon")
        assert listed <= {item.action for item in window.front(PaletteScreen).commands}


async def test_the_palette_finds_and_does(playing: Playing) -> None:
    async with playing("n", "1", "colon", "u", "n", "d") as window:
        assert [item.words for item in window.front(PaletteScreen).found] == ["Undo"]
        await window.press("enter")
        assert window.choices == ()
        await window.press("ctrl+p", "escape")
        window.front(PlayScreen)


async def test_a_new_game_in_the_middle_asks_first(playing: Playing) -> None:
    async with playing("n", "1", "n") as window:
        window.front(ConfirmScreen)
        await window.press("escape")
        assert window.choices == ("rope",)
        await window.press("n", "y")
        assert list(window.choices) == []
        assert len(window.app.saves_of_story()[1]) == 1


async def test_the_window_may_become_too_small_at_any_moment(playing: Playing) -> None:
    async with playing("n", "s", "s") as window:
        before = window.app.screen
        await window.pilot.resize_terminal(59, 24)
        await window.pilot.pause()
        window.front(TooSmallScreen)
        assert "The window is 59 by 24." in window.text
        await window.press("enter", "escape", "colon", "q")
        window.front(TooSmallScreen)
        await window.pilot.resize_terminal(60, 20)
        await window.pilot.pause()
        assert window.app.screen is before


async def test_without_colour_the_selection_is_seen(playing: Playing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with playing() as window:
        for keys, marked in (((), "New game"), (("n",), "Take the rope.")):
            await window.press(*keys)
            segments = [segment for line in window.app.screen._compositor.render_strips() for segment in line]
            reversed_text = "".join(segment.text for segment in segments if segment.style and segment.style.reverse)
            assert marked in reversed_text
        assert "▸ 1" in window.text
        assert window.app.theme == "ansi-dark"


async def test_a_held_key_counts_once(playing: Playing) -> None:
    async with playing("n") as window:
        window.app.held_key_seconds = 60.0
        await window.press("2", "2", "2", "2")
        assert window.choices == ("look",)
        await window.press("down", "down")
        assert window.play.query_one("#choices").selected == 2  # type: ignore[attr-defined]


async def test_the_transcript_is_written(playing: Playing, tmp_path: Path) -> None:
    async with playing("n", "1", "w") as window:
        (path,) = (tmp_path / "transcripts").iterdir()
        assert "Take the rope." in path.read_text(encoding="utf-8")
        assert str(path) in window.told[-1]


async def test_the_transcript_is_written_from_an_ending_too(playing: Playing, tmp_path: Path) -> None:
    async with playing("n", "4", "2") as window:
        window.front(EndingScreen)
        await window.press("w")
        (path,) = (tmp_path / "transcripts").iterdir()
        assert str(path) in window.told[-1]
