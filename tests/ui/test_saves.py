"""The screen of saves: keep, rename, delete, open."""

from __future__ import annotations

from pathlib import Path

from redheat_game.ui.screens.asking import ConfirmScreen, NameScreen
from redheat_game.ui.screens.play import PlayScreen
from redheat_game.ui.screens.saves import SavesScreen, when_text

from .playing import Player, playing


async def save_as(player: Player, name: str) -> None:
    await player.press("s")
    player.on(NameScreen).query_one("#name").clear()  # type: ignore[attr-defined]
    await player.press(*(letter if letter != " " else "space" for letter in name), "enter")


def names(player: Player) -> list[str]:
    return [save.name or "" for save in player.app.saves_of_story()[0]]


async def test_saving_under_a_name(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "1", "s") as player:
        await save_as(player, "one")
        assert names(player) == ["one"]
        assert "Saved as one." in player.told()
        assert "one" in player.text()


async def test_the_proposed_name_says_where_one_is(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "1", "s", "s", "enter") as player:
        assert names(player) == ["The Quay, 22:15"]


async def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "s") as player:
        await save_as(player, "one")
        await save_as(player, "one")
        assert names(player) == ["one"]
        assert len(player.told()) == 2


async def test_renaming(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "s") as player:
        await save_as(player, "one")
        await player.press("down", "r")
        player.on(NameScreen)
        await player.press("2", "enter")
        assert names(player) == ["one2"] or names(player) == ["2"]


async def test_only_named_saves_are_renamed(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "1", "s", "down", "r") as player:
        player.on(SavesScreen)
        assert player.told() == ["Only saves with a name can be renamed."]


async def test_deleting_asks_first(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "s") as player:
        await save_as(player, "one")
        await player.press("down", "d")
        player.on(ConfirmScreen)
        await player.press("enter")
        assert names(player) == ["one"], "what is safe is selected first"
        await player.press("d", "y")
        assert names(player) == []


async def test_a_save_is_opened_and_stays_as_it_was(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "1", "s") as player:
        await save_as(player, "one")
        await player.press("escape", "3", "1")
        assert player.scene == "lamp_room"
        await player.press("s", "down", "enter")
        player.on(PlayScreen)
        assert player.scene == "quay"
        assert player.app.kept.playthrough.choices == ("rope",)
        await player.press("3", "q", "s", "down", "enter")
        assert player.app.kept.playthrough.choices == ("rope",) or player.scene == "stairs"


async def test_without_a_game_there_is_nothing_to_save(tmp_path: Path) -> None:
    async with playing(tmp_path, "s") as player:
        assert "Nothing is saved yet." in player.text()
        await player.press("s")
        assert player.told() == ["Begin or continue a game first; then it can be saved."]


async def test_continue_comes_first(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "1", "q") as player:
        assert "▸ Continue   The Harbour · the quay · 22:15" in player.text()
    async with playing(tmp_path, "c") as player:
        assert player.app.kept.playthrough.choices == ("rope",)


def test_when_it_was_saved_is_told_by_the_clock_of_the_place() -> None:
    assert when_text("2026-11-22T02:24:11.123+00:00").endswith(("24", "54", "09", "39"))
    assert when_text("long ago") == "long ago"
