"""The play screen as its player meets it: keys in, and what then stands there."""

from __future__ import annotations

import pytest
from textual import events

from redheat_game.ui.app import RedHeatApp
from redheat_game.ui.pictures.band import PictureBand
from redheat_game.ui.screens.ending import EndingScreen
from redheat_game.ui.screens.title import TitleScreen
from redheat_game.ui.widgets.panel import Panel
from redheat_game.ui.widgets.prose import Prose
from redheat_game.ui.widgets.stamps import Stamp

from .conftest import MakesApp
from .window import LARGE, SMALL, opened

TO_THE_BRIDGE = ("n", "3", "2")


class TestChoosing:
    async def test_what_is_shown_after_a_choice(self, app: RedHeatApp) -> None:
        async with opened(app) as window:
            await window.press("n")
            assert window.lines[0].split("  ") == [
                "",
                "Night Tram",
                "I MOSCOW",
                "tram stop · 23:40",
                "tropes 0/2",
            ]
            await window.see("▌ THE LAST STOP", "VERA  Last tram. Get in.", "Get on.  −1 nerve", "Nerve 2/4  Heat 0/5")
            await window.press("3")
            await window.see("▌ TRAM 39", "> Get on.", "tram 39 · 23:41", "Nerve 1/4  Heat 1/5", "1-2 choose")
            await window.unsee("Read the notice.")

    async def test_a_number_without_a_choice_does_nothing(self, app: RedHeatApp) -> None:
        async with opened(app) as window:
            await window.press("n", "8", "i")
            assert not window.choices
            await window.see("▌ THE LAST STOP")

    async def test_a_choice_that_can_be_taken_once_is_gone(self, app: RedHeatApp) -> None:
        async with opened(app) as window:
            await window.press("n", "1")
            await window.see("1-4 choose")
            assert "Take the lamp." not in "\n".join(window.lines[window.text.count("\n") - 8 :])
            assert window.choices == ("lamp",)

    async def test_a_click_on_the_last_line_turns_the_page(self, app: RedHeatApp) -> None:
        async with opened(app, LARGE) as window:
            await window.press("n", "4")
            await window.click("more choices")
            await window.see("page 2 of 2")


class TestGoingBack:
    async def test_from_a_death_to_the_title_it_is_not_continued_but_can_be_opened(self, app: RedHeatApp) -> None:
        async with opened(app) as window:
            await window.press("n", "3", "1", "q")
            window.front(TitleScreen)
            await window.unsee("Continue")
            await window.press("s")
            await window.see("Ended: Fallen")

    async def test_redo_of_a_death_shows_its_poster_again(self, app: RedHeatApp) -> None:
        async with opened(app) as window:
            await window.press("n", "3", "1", "b", "r")
            window.front(EndingScreen)
            await window.see("The rails were wet.")


class TestMarks:
    async def test_a_choice_taken_in_both_is_marked_only_until_it_is_taken_again(self, app: RedHeatApp) -> None:
        async with opened(app) as window:
            await window.press("n", "5", "1", "q", "n", "y")
            await window.see("5·  Read the notice.")
            await window.press("5", "1")
            await window.see("5   Read the notice.")


class TestReading:
    async def test_the_wheel_reads_back_and_on(self, app: RedHeatApp) -> None:
        async with opened(app) as window:
            await window.press("n", "5")
            prose = window.play.query_one(Prose)
            top = prose.top
            await window.pilot._post_mouse_events([events.MouseScrollUp], widget=prose)
            await window.until(lambda: prose.top < top, "scrolled back")


class TestTime:
    async def test_time_runs_by_the_clock(self, app: RedHeatApp) -> None:
        seconds = 0.0

        def clock() -> float:
            nonlocal seconds
            seconds += 0.4
            return seconds

        app.monotonic = clock
        async with opened(app) as window:
            await window.press(*TO_THE_BRIDGE)
            for _ in range(16):
                if window.scene == "bridge":
                    window.play._tick()
            await window.see("▌ THE LAKE")

    async def test_time_turned_off_in_the_middle_is_off_at_once(self, app: RedHeatApp) -> None:
        async with opened(app) as window:
            await window.press(*TO_THE_BRIDGE, "o", "up", "enter", "escape")
            await window.see("3   Stay on.")
            assert "6 s" not in window.text
            window.play.let_pass(60.0)
            assert window.scene == "bridge"

    async def test_undo_of_a_timeout_gives_all_the_time_again(self, app: RedHeatApp) -> None:
        async with opened(app) as window:
            await window.press(*TO_THE_BRIDGE)
            window.play.let_pass(7.0)
            await window.see("▌ THE LAKE")
            await window.press("u")
            await window.see("▌ THE BRIDGE", "█  6 s")


class TestRoom:
    async def test_the_panel_stands_beside_the_prose_where_there_is_room(self, app: RedHeatApp) -> None:
        async with opened(app, LARGE) as window:
            await window.press("n", "1")
            await window.see("DANKO", "Nerve ████░░░░", "2/4", "POCKETS", "a lamp", "EARNED", "Light")
            await window.resize(*SMALL)
            await window.unsee("DANKO")
            await window.see("Nerve 2/4  Heat 0/5  a lamp")

    async def test_the_panel_folds_away_and_out_again_and_stays_so(self, app: RedHeatApp, make_app: MakesApp) -> None:
        async with opened(app, LARGE) as window:
            await window.press("n", "p")
            await window.unsee("DANKO")
            assert not window.play.query_one(Panel).display
            assert "Nerve" not in window.text.replace("nerve", "")
            assert make_app().settings.panel == "hidden"
            await window.press("p")
            await window.see("DANKO")

    async def test_the_picture_is_there_where_there_is_room_and_it_is_wanted(self, make_app: MakesApp) -> None:
        async with opened(make_app(), LARGE) as window:
            await window.press("n")
            band = window.play.query_one(PictureBand)
            assert band.size.height == 13
            await window.press("3")
            assert band.size.height == 0
            await window.press("u")
            await window.resize(*SMALL)
            assert band.size.height == 0
        async with opened(make_app(picture=False), LARGE) as window:
            await window.press("n")
            assert window.play.query_one(PictureBand).size.height == 0

    async def test_a_window_that_is_too_small_at_the_start_leads_to_the_title(self, app: RedHeatApp) -> None:
        async with opened(app, (40, 10)) as window:
            await window.see("The window is 40 by 10.")
            await window.resize(*SMALL)
            await window.see("New game")


class TestStamps:
    @pytest.mark.parametrize("size", [SMALL, LARGE])
    async def test_a_trope_arrives_as_a_stamp_and_steals_no_key(self, app: RedHeatApp, size: tuple[int, int]) -> None:
        async with opened(app, size) as window:
            await window.press("n", "1")
            await window.see("LIGHT", "You can see your feet.")
            assert len(window.play.query(Stamp)) == 1
            await window.press("2")
            assert window.choices == ("lamp", "board")

    async def test_undo_takes_the_stamp_away(self, app: RedHeatApp) -> None:
        async with opened(app) as window:
            await window.press("n", "1", "u")
            await window.until(lambda: not window.play.query(Stamp), "no stamp")


class TestColours:
    async def test_the_act_changes_the_theme_and_undo_changes_it_back(self, app: RedHeatApp) -> None:
        async with opened(app) as window:
            await window.press(*TO_THE_BRIDGE)
            assert app.theme == "redheat-moscow"
            await window.press("1")
            assert app.theme == "redheat-chicago"
            await window.see("II CHICAGO", "07:15")
            await window.press("u")
            assert app.theme == "redheat-moscow"

    async def test_the_title_has_its_own_and_continue_takes_the_acts_again(self, app: RedHeatApp) -> None:
        async with opened(app) as window:
            await window.press(*TO_THE_BRIDGE, "1", "q")
            assert app.theme == "redheat-moscow"
            await window.press("c")
            assert app.theme == "redheat-chicago"
