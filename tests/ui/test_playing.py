"""The play screen: choosing, undoing, reading, time."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Offset

from redheat_game.ui.screens.ending import EndingScreen
from redheat_game.ui.screens.gallery import GalleryScreen
from redheat_game.ui.screens.play import PlayScreen
from redheat_game.ui.widgets.choices import ChoiceList
from redheat_game.ui.widgets.prose import Prose
from redheat_game.ui.widgets.stamps import Stamp

from .playing import playing


async def test_numbers_letters_and_arrows_choose(tmp_path: Path) -> None:
    async with playing(tmp_path, "n") as player:
        await player.press("1")
        assert player.app.kept.playthrough.choices == ("rope",)
        await player.press("a")
        assert list(player.app.kept.playthrough.choices) == ["rope", "look"]
        await player.press("down", "down", "enter")
        assert player.scene == "stairs"


async def test_the_mouse_selects_and_chooses(tmp_path: Path) -> None:
    async with playing(tmp_path, "n") as player:
        choices = player.play.query_one(ChoiceList)
        await player.pilot.hover(ChoiceList, offset=(9, 1))
        assert choices.selected == 1
        await player.pilot.click(ChoiceList, offset=(9, 1))
        await player.pilot.pause()
        assert player.app.kept.playthrough.choices == ("look",)


async def test_a_locked_choice_says_why(tmp_path: Path) -> None:
    async with playing(tmp_path, "n") as player:
        await player.press("3")
        assert player.scene == "quay"
        assert player.told() == ["You would need a rope and a worse night."]
        assert "Row out.  You would need a rope and a worse night." in player.text()


async def test_undo_and_redo(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "1", "u") as player:
        assert player.app.kept.playthrough.choices == ()
        await player.press("r")
        assert list(player.app.kept.playthrough.choices) == ["rope"]
        await player.press("r", "u", "u")
        assert player.told() == ["There is nothing to redo.", "There is nothing to undo."]


async def test_a_death_leads_back_to_before_the_mistake(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "4", "2") as player:
        player.on(EndingScreen)
        assert "Back to before the mistake" in player.text()
        await player.press("b")
        player.on(PlayScreen)
        assert player.scene == "stairs"
        assert "NINETY STEPS" in player.text()


async def test_choices_of_earlier_playthroughs_are_marked(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "2") as player:
        assert "2·" not in player.text(), "what was only just chosen is not marked"
        await player.press("q", "n")
        assert "2·  Look at the sea." in player.text()
        assert "1   Take the rope." in player.text()


async def test_more_than_nine_choices_have_pages(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "4", "1", size=(80, 40)) as player:
        assert "9   The ninth lever." in player.text()
        assert "0  more choices, page 1 of 2" in player.text()
        assert "The tenth lever." not in player.text()
        await player.press("0")
        assert "3   The twelfth lever." in player.text()
        await player.press("3")
        player.on(EndingScreen)


async def test_a_low_window_has_shorter_pages(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "4", "1", size=(60, 20)) as player:
        seen = set()
        for _ in range(player.play.query_one(ChoiceList).pages):
            seen |= {word for line in player.lines if "lever." in line for word in line.split()[-2:-1]}
            await player.press("0")
        assert len(seen) == 12


async def test_typed_text_is_completed_by_any_key(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", text_speed="typed", typed_rate=10) as player:
        await player.press("2")
        prose = player.play.query_one(Prose)
        assert prose.is_typing
        assert "THE QUAY" in player.text()
        assert "You are on the quay again." not in player.text()
        await player.press("4")
        assert not prose.is_typing
        assert "You are on the quay again." in player.text()
        assert player.scene == "quay", "the key only completed the text"
        await player.press("4")
        assert player.scene == "stairs"


async def test_typed_text_grows(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", text_speed="typed", typed_rate=30) as player:
        await player.press("2")
        prose = player.play.query_one(Prose)
        before = sum(len(line) for line in prose._in_sight())
        for _ in range(4000):
            prose._type()
        assert not prose.is_typing
        assert sum(len(line) for line in prose._in_sight()) > before


async def test_time_runs_out(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "4") as player:
        assert player.play._ticking is not None
        player.play._ticking.pause()
        assert "Stand still." not in player.text()
        assert " 6 s" in player.text() or " 5 s" in player.text()
        player.play._time_left = 6.0
        player.play.let_pass(2.5)
        await player.pilot.pause()
        assert " 4 s" in player.text()
        player.play.let_pass(4)
        await player.pilot.pause()
        assert player.app.kept.playthrough.choices == ("climb", "timeout")


async def test_time_stands_still_under_other_screens_and_without_focus(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "4") as player:
        screen = player.play
        assert screen._ticking is not None
        screen._ticking.pause()
        clock = iter(range(0, 1000, 60))
        player.app.monotonic = lambda: float(next(clock))
        await player.press("t")
        player.on(GalleryScreen)
        for _ in range(5):
            screen._tick()
        assert screen._time_left is not None
        left = screen._time_left
        await player.press("escape")
        player.app.app_focus = False
        for _ in range(5):
            screen._tick()
        assert screen._time_left == left
        player.app.app_focus = True
        screen._tick()
        assert screen._time_left == left - 0.5, "a stop of the whole process counts no more than a moment"


async def test_without_timed_choices_waiting_is_a_choice(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "4", timed_choices=False) as player:
        assert "3   Stand still." in player.text()
        await player.press("o", "up", "enter", "escape")
        assert player.app.settings.timed_choices
        assert "Stand still." not in player.text()


async def test_stamps_leave_prose_and_choices_in_sight(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", "1") as player:
        assert player.lines[0].strip().startswith("█ ROPE MAKER  You took the rope.")
        assert "THE QUAY" in player.text()
        await player.press("3")
        assert len(player.play.query(Stamp)) == 2
        assert "NINETY STEPS" in player.text()
        assert "▸ 1" in player.text()
        await player.press("1")
        assert player.scene == "lamp_room", "a stamp steals no key"


async def test_a_long_passage_is_read_from_its_title(tmp_path: Path) -> None:
    async with playing(tmp_path, "n", size=(60, 20)) as player:
        prose = player.play.query_one(Prose)
        assert "THE QUAY" in player.text()
        top = prose.top
        assert "space read on" in player.text()
        await player.press("space")
        assert prose.top > top
        await player.press("end")
        assert not prose.has_more_below
        await player.press("home")
        assert prose.top == 0
        await player.press("pagedown", "pageup")
        assert prose.top == 0


async def test_choosing_paints_once_and_moves_nothing_else(tmp_path: Path) -> None:
    async with playing(tmp_path, "n") as player:
        before = player.lines
        await player.press("down")
        after = player.lines
        changed = [number for number, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
        assert len(changed) == 2
        assert [line.replace("▸", " ") for line in before] == [line.replace("▸", " ") for line in after]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 40), (140, 45), (250, 60)])
async def test_everything_needed_is_in_sight(tmp_path: Path, size: tuple[int, int]) -> None:
    async with playing(tmp_path, "n", "2", size=size) as player:
        text = player.text()
        for needed in ("THE QUAY", "▸ 1", "4   Climb.", "Oil", "tropes 1/4"):
            assert needed in text or (needed.startswith("tropes") and size[1] < 30), needed
        assert all(region.bottom <= size[1] for region in [player.play.query_one(ChoiceList).region])
        assert player.play.query_one("#keys").region.offset == Offset(0, size[1] - 1)
