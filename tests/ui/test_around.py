"""What is around the game: settings, gallery, help, palette, small windows, no colour."""

from __future__ import annotations

from pathlib import Path

import pytest

from redheat_game.ui.app import NOTES
from redheat_game.ui.commands import commands_of
from redheat_game.ui.screens.asking import ConfirmScreen, NoteScreen, TooSmallScreen
from redheat_game.ui.screens.gallery import GalleryScreen
from redheat_game.ui.screens.help import HelpScreen
from redheat_game.ui.screens.palette import PaletteScreen
from redheat_game.ui.screens.play import PlayScreen
from redheat_game.ui.screens.settings import SettingsScreen
from redheat_game.ui.screens.title import TitleScreen

from .playing import playing


async def test_the_note_comes_once(tmp_path: Path) -> None:
    async with playing(tmp_path, content_note_seen=False) as player:
        player.on(NoteScreen)
        await player.press("n")
        player.on(TitleScreen)
    async with playing(tmp_path) as player:
        player.on(TitleScreen)


async def test_the_act_gives_the_colours_unless_they_are_fixed(tmp_path: Path) -> None:
    async with playing(tmp_path, "n") as player:
        assert player.app.theme == "redheat-moscow"
        await player.press("4")
        assert player.app.theme == "redheat-chicago"
        await player.press("o", "enter")
        assert player.app.theme == "redheat-moscow"
        await player.press("right", "right", "right", "right")
        assert player.app.theme == "ansi-dark"
        await player.press("left")
        assert player.app.theme == "redheat-contrast"
    async with playing(tmp_path) as player:
        assert player.app.theme == "redheat-contrast"


async def test_settings_are_kept(tmp_path: Path) -> None:
    async with playing(tmp_path, "o", "down", "enter") as player:
        player.on(SettingsScreen)
        assert player.app.settings.text_speed == "typed"
    async with playing(tmp_path) as player:
        assert player.app.settings.text_speed == "typed"


async def test_prose_is_no_wider_than_the_measure(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", size=(140, 45), measure=56) as player:
        prose = player.play.query_one("#prose")
        assert max(line.cell_length for line in prose.lines) <= 56  # type: ignore[attr-defined]


async def test_the_panel_folds(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", size=(100, 30)) as player:
        assert "POCKETS" in player.text()
        await player.press("p")
        assert "POCKETS" not in player.text()
        await player.pilot.resize_terminal(80, 24)
        await player.pilot.pause()
        assert "Oil" not in player.text()
        await player.press("p")
        assert "Oil 2/4" in player.text()


async def test_the_gallery_gives_riddles_and_hints(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "1", "t") as player:
        player.on(GalleryScreen)
        assert "1 of 4" in player.text()
        assert "█ Rope Maker" in player.text()
        assert "You took the rope." in player.text()
        assert "at choice 1" in player.text()
        await player.press("down")
        assert "Look at the sea before you climb." not in player.text()
        await player.press("enter")
        assert "Look at the sea before you climb." in player.text()


async def test_help_tells_the_keys_of_the_screen_below(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "question_mark", size=(80, 60)) as player:
        player.on(HelpScreen)
        for told in ("u                 Undo", "q, esc            Title", ":, ctrl+p         All commands"):
            assert told in player.text()
        await player.press("escape", "s", "question_mark")
        assert "r                 Rename" in player.text()
        assert "Undo" not in player.text()


@pytest.mark.parametrize("opens", [(), ("n",), ("s",), ("t",), ("o",), ("n", "4", "2")])
async def test_every_command_has_a_plain_key_and_is_in_the_palette(tmp_path: Path, opens: tuple[str, ...]) -> None:
    async with playing(tmp_path, *opens) as player:
        own = commands_of(player.app.screen._bindings)
        assert all(any("+" not in key for key in item.keys) for item in own)
        # this story has no notebook
        listed = {item.action for item in own if item.is_listed} - {NOTES}
        await player.press("colon")
        assert listed <= {item.action for item in player.on(PaletteScreen).commands}


async def test_the_palette_finds_and_does(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "1", "colon", "u", "n", "d") as player:
        assert [item.words for item in player.on(PaletteScreen).found] == ["Undo"]
        await player.press("enter")
        assert player.app.kept.playthrough.choices == ()
        await player.press("ctrl+p", "escape")
        player.on(PlayScreen)


async def test_a_new_game_in_the_middle_asks_first(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "1", "n") as player:
        player.on(ConfirmScreen)
        await player.press("escape")
        assert player.app.kept.playthrough.choices == ("rope",)
        await player.press("n", "y")
        assert list(player.app.kept.playthrough.choices) == []
        assert len(player.app.saves_of_story()[1]) == 1


async def test_the_window_may_become_too_small_at_any_moment(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "s", "s") as player:
        before = player.app.screen
        await player.pilot.resize_terminal(59, 24)
        await player.pilot.pause()
        player.on(TooSmallScreen)
        assert "The window is 59 by 24." in player.text()
        await player.press("enter", "escape", "colon", "q")
        player.on(TooSmallScreen)
        await player.pilot.resize_terminal(60, 20)
        await player.pilot.pause()
        assert player.app.screen is before


async def test_without_colour_the_selection_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with playing(tmp_path) as player:
        for keys, marked in (((), "New game"), (("n",), "Take the rope.")):
            await player.press(*keys)
            segments = [segment for line in player.app.screen._compositor.render_strips() for segment in line]
            reversed_text = "".join(segment.text for segment in segments if segment.style and segment.style.reverse)
            assert marked in reversed_text
        assert "▸ 1" in player.text()
        assert player.app.theme == "ansi-dark"


async def test_a_held_key_counts_once(tmp_path: Path) -> None:
    async with playing(tmp_path, "n") as player:
        player.app.held_key_seconds = 60.0
        await player.press("2", "2", "2", "2")
        assert player.app.kept.playthrough.choices == ("look",)
        await player.press("down", "down")
        assert player.play.query_one("#choices").selected == 2  # type: ignore[attr-defined]


async def test_the_transcript_is_written(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "1", "w") as player:
        (path,) = (tmp_path / "transcripts").iterdir()
        assert "Take the rope." in path.read_text(encoding="utf-8")
        assert str(path) in player.told()[-1]
