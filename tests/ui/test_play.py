"""The play screen as its player meets it: choosing, going back, reading, time, room, colours."""

from __future__ import annotations

import pytest
from textual import events
from textual.geometry import Offset

from redheat_game.ui.pictures.band import PictureBand
from redheat_game.ui.screens.ending import EndingScreen
from redheat_game.ui.screens.gallery import GalleryScreen
from redheat_game.ui.screens.play import PlayScreen
from redheat_game.ui.screens.settings import OFFERED
from redheat_game.ui.screens.title import TitleScreen
from redheat_game.ui.widgets.choices import ChoiceList
from redheat_game.ui.widgets.prose import Prose
from redheat_game.ui.widgets.stamps import Stamp

from .conftest import Playing
from .window import LARGE, SMALL

TO_TIMED_CHOICES = ("o", *["down"] * [offered.name for offered in OFFERED].index("timed_choices"))
"""Keys that lead to that setting."""


async def test_numbers_letters_and_arrows_choose(playing: Playing) -> None:
    async with playing("n") as window:
        await window.press("1")
        assert window.choices == ("rope",)
        await window.press("a")
        assert list(window.choices) == ["rope", "look"]
        await window.press("down", "down", "enter")
        assert window.scene == "stairs"


async def test_the_mouse_selects_and_chooses(playing: Playing) -> None:
    async with playing("n") as window:
        choices = window.play.query_one(ChoiceList)
        await window.pilot.hover(ChoiceList, offset=(9, 1))
        assert choices.selected == 1
        await window.pilot.click(ChoiceList, offset=(9, 1))
        await window.pilot.pause()
        assert window.choices == ("look",)


async def test_a_locked_choice_says_why(playing: Playing) -> None:
    async with playing("n") as window:
        await window.press("3")
        assert window.scene == "quay"
        assert window.told == ["You would need a rope and a worse night."]
        assert "3×  Row out.  You would need a rope and a worse night." in window.text
        assert window.text.count("×") == 1, "it is known by more than its colour, and it alone"


async def test_undo_and_redo(playing: Playing) -> None:
    async with playing("n", "1", "u") as window:
        assert window.choices == ()
        await window.press("r")
        assert list(window.choices) == ["rope"]
        await window.press("r", "u", "u")
        assert window.told == ["There is nothing to redo.", "There is nothing to undo."]


async def test_a_death_leads_back_to_before_the_mistake(playing: Playing) -> None:
    async with playing("n", "4", "2") as window:
        window.front(EndingScreen)
        assert "Back to before the mistake" in window.text
        await window.press("b")
        window.front(PlayScreen)
        assert window.scene == "stairs"
        assert "NINETY STEPS" in window.text


async def test_choices_of_earlier_playthroughs_are_marked(playing: Playing) -> None:
    async with playing("n", "2") as window:
        assert "2·" not in window.text, "what was only just chosen is not marked"
        await window.press("q", "n")
        assert "2·  Look at the sea." in window.text
        assert "1   Take the rope." in window.text


async def test_more_than_nine_choices_have_pages(playing: Playing) -> None:
    async with playing("n", "4", "1", size=(80, 40)) as window:
        assert "9   The ninth lever." in window.text
        assert "0  more choices, page 1 of 2" in window.text
        assert "The tenth lever." not in window.text
        await window.press("0")
        assert "3   The twelfth lever." in window.text
        await window.press("3")
        window.front(EndingScreen)


async def test_a_low_window_has_shorter_pages(playing: Playing) -> None:
    async with playing("n", "4", "1", size=(60, 20)) as window:
        seen = set()
        for _ in range(window.play.query_one(ChoiceList).pages):
            seen |= {word for line in window.lines if "lever." in line for word in line.split()[-2:-1]}
            await window.press("0")
        assert len(seen) == 12


async def test_typed_text_is_completed_by_any_key(playing: Playing) -> None:
    async with playing("n", text_speed="typed", typed_rate=10) as window:
        await window.press("2")
        prose = window.play.query_one(Prose)
        assert prose.is_typing
        assert "THE QUAY" in window.text
        assert "You are on the quay again." not in window.text
        await window.press("4")
        assert not prose.is_typing
        assert "You are on the quay again." in window.text
        assert window.scene == "quay", "the key only completed the text"
        await window.press("4")
        assert window.scene == "stairs"


async def test_typed_text_grows(playing: Playing) -> None:
    async with playing("n", text_speed="typed", typed_rate=30) as window:
        await window.press("2")
        prose = window.play.query_one(Prose)
        before = sum(len(line) for line in prose._in_sight())
        for _ in range(4000):
            prose._type()
        assert not prose.is_typing
        assert sum(len(line) for line in prose._in_sight()) > before


async def test_time_runs_out(playing: Playing) -> None:
    async with playing("n", "4") as window:
        assert window.play._ticking is not None
        window.play._ticking.pause()
        assert "Stand still." not in window.text
        assert " 6 s" in window.text or " 5 s" in window.text
        window.play._time_left = 6.0
        window.play.let_pass(2.5)
        await window.pilot.pause()
        assert " 4 s" in window.text
        window.play.let_pass(4)
        await window.pilot.pause()
        assert window.choices == ("climb", "timeout")


async def test_time_stands_still_under_other_screens_and_without_focus(playing: Playing) -> None:
    async with playing("n", "4") as window:
        screen = window.play
        assert screen._ticking is not None
        screen._ticking.pause()
        clock = iter(range(0, 1000, 60))
        window.app.monotonic = lambda: float(next(clock))
        await window.press("t")
        window.front(GalleryScreen)
        for _ in range(5):
            screen._tick()
        assert screen._time_left is not None
        left = screen._time_left
        await window.press("escape")
        window.app.app_focus = False
        for _ in range(5):
            screen._tick()
        assert screen._time_left == left
        window.app.app_focus = True
        screen._tick()
        assert screen._time_left == left - 0.5, "a stop of the whole process counts no more than a moment"


async def test_without_timed_choices_waiting_is_a_choice(playing: Playing) -> None:
    async with playing("n", "4", timed_choices=False) as window:
        assert "3   Stand still." in window.text
        await window.press(*TO_TIMED_CHOICES, "enter", "escape")
        assert window.app.settings.timed_choices
        assert "Stand still." not in window.text


async def test_stamps_leave_prose_and_choices_in_sight(playing: Playing) -> None:
    async with playing("n", "1") as window:
        assert window.lines[0].strip().startswith("█ ROPE MAKER  You took the rope.")
        assert "THE QUAY" in window.text
        await window.press("3")
        assert len(window.play.query(Stamp)) == 2
        assert "NINETY STEPS" in window.text
        assert "▸ 1" in window.text
        await window.press("1")
        assert window.scene == "lamp_room", "a stamp steals no key"


async def test_a_long_passage_is_read_from_its_title(playing: Playing) -> None:
    async with playing("n", size=(60, 20)) as window:
        prose = window.play.query_one(Prose)
        assert "THE QUAY" in window.text
        top = prose.top
        assert "space read on" in window.text
        await window.press("space")
        assert prose.top > top
        await window.press("end")
        assert not prose.has_more_below
        await window.press("home")
        assert prose.top == 0
        await window.press("pagedown", "pageup")
        assert prose.top == 0


async def test_choosing_paints_once_and_moves_nothing_else(playing: Playing) -> None:
    async with playing("n") as window:
        before = window.lines
        await window.press("down")
        after = window.lines
        changed = [number for number, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
        assert len(changed) == 2
        assert [line.replace("▸", " ") for line in before] == [line.replace("▸", " ") for line in after]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 40), (140, 45), (250, 60)])
async def test_everything_needed_is_in_sight(playing: Playing, size: tuple[int, int]) -> None:
    async with playing("n", "2", size=size) as window:
        text = window.text
        for needed in ("THE QUAY", "▸ 1", "4   Climb.", "Oil", "tropes 1/4"):
            assert needed in text or (needed.startswith("tropes") and size[1] < 30), needed
        assert all(region.bottom <= size[1] for region in [window.play.query_one(ChoiceList).region])
        assert window.play.query_one("#keys").region.offset == Offset(0, size[1] - 1)


async def test_what_is_shown_after_a_choice(playing: Playing) -> None:
    async with playing("n") as window:
        expected = ["", "The Lantern", "I THE HARBOUR", "the quay · 22:10", "tropes 0/4"]
        assert window.lines[0].split("  ") == expected
        await window.see("KEEPER  You have a lantern, I see.", "Oil 2/4  Storm 1/4  a lantern")
        assert any("Climb." in line and "oil" in line for line in window.lines), "what it costs stands beside it"
        await window.press("4")
        await window.see("▌ NINETY STEPS", "> Climb.", "Oil 1/4", "1-2 choose")
        await window.unsee("Take the rope.")


async def test_a_number_without_a_choice_does_nothing(playing: Playing) -> None:
    async with playing("n", "8", "i") as window:
        assert not window.choices
        await window.see("▌ THE QUAY")


async def test_a_choice_that_can_no_longer_be_taken_is_gone(playing: Playing) -> None:
    async with playing("n", "1") as window:
        await window.see("1-3 choose")
        assert "1   Look at the sea." in window.text


async def test_a_click_on_the_last_line_turns_the_page(playing: Playing) -> None:
    async with playing("n", "4", "1", size=LARGE) as window:
        await window.click("more choices")
        await window.see("page 2 of 2")


async def test_from_a_death_to_the_title_it_is_not_continued_but_can_be_opened(playing: Playing) -> None:
    async with playing("n", "4", "2", "q") as window:
        window.front(TitleScreen)
        await window.unsee("Continue")
        await window.press("s")
        await window.see("Ended: Drowned")


async def test_redo_of_a_death_shows_its_poster_again(playing: Playing) -> None:
    async with playing("n", "4", "2", "b", "r") as window:
        window.front(EndingScreen)
        await window.see("The sea keeps it to itself.")


async def test_a_choice_taken_in_both_is_marked_only_until_it_is_taken_again(playing: Playing) -> None:
    async with playing("n", "2", "q", "n") as window:
        await window.see("2·  Look at the sea.")
        await window.press("2")
        await window.see("2   Look at the sea.")


async def test_the_wheel_reads_back_and_on(playing: Playing) -> None:
    async with playing("n", "space", size=(60, 20)) as window:
        prose = window.play.query_one(Prose)
        top = prose.top
        await window.pilot._post_mouse_events([events.MouseScrollUp], widget=prose)
        await window.until(lambda: prose.top < top, "scrolled back")


async def test_time_runs_by_the_clock(playing: Playing) -> None:
    seconds = 0.0

    def clock() -> float:
        nonlocal seconds
        seconds += 0.4
        return seconds

    async with playing("n") as window:
        window.app.monotonic = clock
        await window.press("4")
        screen = window.play
        for _ in range(16):
            if window.scene == "stairs":
                screen._tick()
        assert window.scene == "step_missing"
        await window.see("The sea keeps it to itself.")


async def test_time_turned_off_in_the_middle_is_off_at_once(playing: Playing) -> None:
    async with playing("n", "4", *TO_TIMED_CHOICES, "enter", "escape") as window:
        await window.see("3   Stand still.")
        assert "6 s" not in window.text
        window.play.let_pass(60.0)
        assert window.scene == "stairs"


async def test_undo_of_a_timeout_gives_all_the_time_again(playing: Playing) -> None:
    async with playing("n", "4") as window:
        window.play.let_pass(7.0)
        await window.until(lambda: isinstance(window.app.screen, EndingScreen), "the end")
        await window.press("b")
        await window.see("▌ NINETY STEPS", "█  6 s")


async def test_the_panel_stands_beside_the_prose_where_there_is_room(playing: Playing) -> None:
    async with playing("n", "1", size=LARGE) as window:
        await window.see("DANKO", "Oil   ████░░░░", "2/4", "POCKETS", "a lantern", "EARNED", "Rope Maker")
        await window.resize(*SMALL)
        await window.unsee("DANKO")
        await window.see("Oil 2/4  Storm 1/4  a lantern, a rope, wet")


async def test_the_picture_is_there_where_there_is_room_and_it_is_wanted(playing: Playing) -> None:
    async with playing("n", size=LARGE) as window:
        band = window.play.query_one(PictureBand)
        assert band.size.height == 13
        await window.press("4")
        assert band.size.height == 0
        await window.press("u")
        await window.resize(*SMALL)
        assert band.size.height == 0
    async with playing("n", size=LARGE, picture=False) as window:
        assert window.play.query_one(PictureBand).size.height == 0


async def test_a_window_that_is_too_small_at_the_start_leads_to_the_title(playing: Playing) -> None:
    async with playing(size=(40, 10)) as window:
        await window.see("The window is 40 by 10.")
        await window.resize(*SMALL)
        await window.see("New game")


async def test_undo_takes_the_stamp_away(playing: Playing) -> None:
    async with playing("n", "1", "u") as window:
        await window.until(lambda: not window.play.query(Stamp), "no stamp")


async def test_the_act_changes_the_theme_and_undo_changes_it_back(playing: Playing) -> None:
    async with playing("n", "4", size=LARGE) as window:
        assert window.app.theme == "redheat-chicago"
        await window.see("II THE LIGHT")
        await window.press("u")
        assert window.app.theme == "redheat-moscow"


async def test_the_title_has_its_own_colours_and_continue_takes_the_acts_again(playing: Playing) -> None:
    async with playing("n", "4", "q") as window:
        assert window.app.theme == "redheat-moscow"
        await window.press("c")
        assert window.app.theme == "redheat-chicago"


async def test_a_point_of_the_story_is_opened_for_a_look_and_nothing_is_kept(playing: Playing) -> None:
    async with playing("n", "1") as window:
        begun = window.app.kept.playthrough
    async with playing() as window:
        await window.app.open_playthrough(begun)
        await window.until(lambda: window.choices == begun.choices, "what was played")
        await window.press("1")
        assert len(window.choices) == len(begun.choices) + 1
        kept = window.app.shelf.continue_latest()
        assert kept is not None
        assert kept.playthrough.choices == begun.choices, "what Continue opens is as it was"
