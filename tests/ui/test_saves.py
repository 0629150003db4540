"""The screen of saves: keep, rename, delete, open."""

from __future__ import annotations

from redheat_game.ui.screens.asking import ConfirmScreen, NameScreen
from redheat_game.ui.screens.play import PlayScreen
from redheat_game.ui.screens.saves import SavesScreen, when_text

from .conftest import Playing
from .window import Window


async def save_as(window: Window, name: str) -> None:
    await window.press("s")
    window.front(NameScreen).query_one("#name").clear()  # type: ignore[attr-defined]
    await window.press(*(letter if letter != " " else "space" for letter in name), "enter")


def names(window: Window) -> list[str]:
    return [save.name or "" for save in window.app.saves_of_story()[0]]


async def test_saving_under_a_name(playing: Playing) -> None:
    async with playing("n", "1", "s") as window:
        await save_as(window, "one")
        assert names(window) == ["one"]
        assert "Saved as one." in window.told
        assert "one" in window.text


async def test_the_proposed_name_says_where_one_is(playing: Playing) -> None:
    async with playing("n", "1", "s", "s", "enter") as window:
        assert names(window) == ["The Quay, 22:15"]


async def test_a_name_that_is_taken_is_refused(playing: Playing) -> None:
    async with playing("n", "s") as window:
        await save_as(window, "one")
        await save_as(window, "one")
        assert names(window) == ["one"]
        assert len(window.told) == 2


async def test_renaming(playing: Playing) -> None:
    async with playing("n", "s") as window:
        await save_as(window, "one")
        await window.press("down", "r")
        window.front(NameScreen)
        await window.press("2", "enter")
        assert names(window) == ["one2"] or names(window) == ["2"]


async def test_only_named_saves_are_renamed(playing: Playing) -> None:
    async with playing("n", "1", "s", "down", "r") as window:
        window.front(SavesScreen)
        assert window.told == ["Only saves with a name can be renamed."]


async def test_deleting_asks_first(playing: Playing) -> None:
    async with playing("n", "s") as window:
        await save_as(window, "one")
        await window.press("down", "d")
        window.front(ConfirmScreen)
        await window.press("enter")
        assert names(window) == ["one"], "what is safe is selected first"
        await window.press("d", "y")
        assert names(window) == []


async def test_a_save_is_opened_and_stays_as_it_was(playing: Playing) -> None:
    async with playing("n", "1", "s") as window:
        await save_as(window, "one")
        await window.press("escape", "3", "1")
        assert window.scene == "lamp_room"
        await window.press("s", "down", "enter")
        window.front(PlayScreen)
        assert window.scene == "quay"
        assert window.choices == ("rope",)
        await window.press("3", "q", "s", "down", "enter")
        assert window.choices == ("rope",) or window.scene == "stairs"


async def test_without_a_game_there_is_nothing_to_save(playing: Playing) -> None:
    async with playing("s") as window:
        assert "Nothing is saved yet." in window.text
        await window.press("s")
        assert window.told == ["Begin or continue a game first; then it can be saved."]


async def test_continue_comes_first(playing: Playing) -> None:
    async with playing("n", "1", "q") as window:
        assert "▸ Continue   The Harbour · the quay · 22:15" in window.text
    async with playing("c") as window:
        assert window.choices == ("rope",)


def test_when_it_was_saved_is_told_by_the_clock_of_the_place() -> None:
    assert when_text("2026-11-22T02:24:11.123+00:00").endswith(("24", "54", "09", "39"))
    assert when_text("long ago") == "long ago"
