"""Racing in the interface: the first key, the clocks, resets, and practice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from redheat_game.speedrun.keeping import Stable
from redheat_game.speedrun.livesplit_server import LiveSplitServer, Shown, commands
from redheat_game.speedrun.optimum import Best, Optima, Optimum
from redheat_game.speedrun.verification import verify
from redheat_game.ui.app import RedHeatApp
from redheat_game.ui.screens.cover import CoverScreen
from redheat_game.ui.screens.race import RaceScreen
from redheat_game.ui.screens.race_history import HistoryScreen
from redheat_game.ui.screens.race_menu import RaceMenuScreen
from redheat_game.ui.screens.race_result import ResultScreen
from redheat_game.ui.screens.watch import WatchScreen
from redheat_game.ui.widgets.prose import Prose
from tests.speedrun.racing import FERRY, SHORTEST, attempt, ferry, find, story_of

from .conftest import MakesApp
from .racing import Clock, race
from .window import LARGE, Window, opened

KEYS = ("1", "1", "3", "2", "1")
"""What chooses SHORTEST."""


@asynccontextmanager
async def racing(make_app: MakesApp, clock: Clock, category: str = "any", **more: object) -> AsyncIterator[Window]:
    """A window in which a category of the ferry lies under its cover."""
    size = more.pop("size", (80, 24))
    assert isinstance(size, tuple)
    app: RedHeatApp = make_app(ferry(), **more)
    app.monotonic = clock
    async with opened(app, size) as window:
        await app.open_race(category)
        await window.until(lambda: isinstance(app.screen, RaceMenuScreen), "the categories")
        await window.press("enter")
        await window.until(lambda: isinstance(app.screen, CoverScreen), "the cover")
        yield window


def stable_of(window: Window, category: str = "any") -> Stable:
    """What is kept of the category."""
    return Stable(window.app.store, ferry(), category, timed=True)


async def test_the_title_leads_to_the_categories(make_app: MakesApp) -> None:
    async with opened(make_app(ferry())) as window:
        await window.see("Race")
        await window.press("r")
        await window.see("Any%", "Across, somehow.", "Undo is off; the clock never pauses.", "none yet")
        await window.press("down")
        await window.see("Undo is counted; the clock may be paused.")
        await window.press("escape")
        await window.see("New game")


async def test_what_is_known_of_a_category_is_in_sight_in_small_windows(make_app: MakesApp, tmp_path: Path) -> None:
    categories = "\n".join(
        f"  c{number}: {{title: C{number}%, about: {'Across. ' * 16}, endings: [across]}}" for number in range(12)
    )
    story = story_of(FERRY.replace("categories:\n", f"categories:\n{categories}\n"))
    Optima(tmp_path / "optima").keep(story, "c11", Optimum(Best(5, 5, SHORTEST), Best(1020, 9, SHORTEST)))
    async with opened(make_app(story), (60, 20)) as window:
        await window.app.open_race("c11")
        await window.see("▸ C11%", "Undo is off", "Personal best", "Moves: 5, proved", "Story time:")
        await window.press("home")
        await window.see("▸ C0%", "Nothing is proved yet")


async def test_a_story_without_categories_says_so(make_app: MakesApp) -> None:
    async with opened(make_app()) as window:
        await window.unsee("Race")
        await window.app.open_race(None)
        await window.see("declares no categories")


async def test_the_first_key_starts_the_clock_and_nothing_else(make_app: MakesApp, clock: Clock) -> None:
    async with racing(make_app, clock) as window:
        assert "A river." not in window.text
        assert list(stable_of(window).attempts) == []
        await window.press("1")
        screen = window.front(RaceScreen)
        assert screen.playthrough.choices == ()
        assert screen.race.timing(screen.now()).real == 0
        clock.seconds += 1.25
        screen.show_place()
        await window.see("0:01.2", "00:01", "0 moves", "A river.")
        assert len(stable_of(window).attempts) == 1


async def test_escape_starts_nothing(make_app: MakesApp, clock: Clock) -> None:
    async with racing(make_app, clock) as window:
        await window.press("escape")
        await window.until(lambda: isinstance(window.app.screen, RaceMenuScreen), "the categories")
        assert list(stable_of(window).attempts) == []


async def test_a_whole_run_ends_with_its_numbers_and_a_replay_that_holds(make_app: MakesApp, clock: Clock) -> None:
    async with racing(make_app, clock, runner="Ogarkov") as window:
        await race(window, clock, "x", *KEYS)
        result = window.front(ResultScreen)
        await window.see("0:05.000", "5 moves", "Across", "4 golds", "Replay:")
        assert result.keeper is not None
        assert result.keeper.path is not None
        verdict = verify(result.keeper.path.read_bytes(), find)
        assert (verdict.code, verdict.timing, verdict.replay and verdict.replay.choices) == (
            "valid",
            (5000, 1020, 5),
            SHORTEST,
        )
        assert verdict.replay is not None
        assert (verdict.replay.header.runner, verdict.replay.header.timed) == ("Ogarkov", True)
        await window.press("r")
        window.front(CoverScreen)
        await race(window, clock, "x", *KEYS[:1])
        await window.see("+0:00.0")


async def test_the_delta_is_in_sight_from_the_first_choice(make_app: MakesApp, clock: Clock) -> None:
    async with racing(make_app, clock) as window:
        await race(window, clock, "x", *KEYS)
        await window.press("r")
        await race(window, clock, "x")
        clock.seconds += 1
        await race(window, clock, KEYS[0])
        await window.see("2/4", "+0:01.0", "vs personal best", "ghost:")
        await window.press("k")
        await window.see("+0", "1 move")
        await window.press("v")
        await window.see("vs best segments")
        await window.press("x")
        await window.unsee("ghost:")


async def test_keys_that_come_before_the_choices_are_painted_choose_nothing(make_app: MakesApp, clock: Clock) -> None:
    async with racing(make_app, clock) as window:
        await race(window, clock, "x")
        screen = window.front(RaceScreen)
        # both keys lie in the queue before the first one is heard
        for _ in range(2):
            window.app.simulate_key("1")
        await window.pilot.pause()
        await window.until(lambda: screen.playthrough.choices != (), "a choice")
        assert screen.playthrough.choices == ("hut",)


async def test_text_is_there_at_once_where_the_game_would_type_it(make_app: MakesApp, clock: Clock) -> None:
    async with racing(make_app, clock, text_speed="typed", typed_rate=10) as window:
        for key in ("x", *KEYS[:2]):
            await race(window, clock, key)
            assert not window.front(RaceScreen).query_one(Prose).is_typing
        await window.see("A fire.")


async def test_time_that_runs_out_chooses_and_stands_in_the_replay(make_app: MakesApp, clock: Clock) -> None:
    hurried = "It leaks.\nwithin: 6s\nelse: {say: Drift., do: coins -= 2, go: across}\n"
    story = story_of(FERRY.replace("It leaks.\n", hurried))
    app: RedHeatApp = make_app(story, timed_choices=True)
    app.monotonic = clock
    async with opened(app) as window:
        await app.open_race("any")
        await window.press("enter")
        await race(window, clock, "x", *KEYS[:4])
        screen = window.front(RaceScreen)
        assert screen.has_time()
        clock.seconds += 6
        screen.let_pass(5.9)
        assert not screen.race.is_over
        screen.let_pass(0.1)
        await window.see("Replay:", "5 moves")
        keeper = window.front(ResultScreen).keeper
        assert keeper is not None
        assert keeper.path is not None
        verdict = verify(keeper.path.read_bytes(), {story.rules_digest: story}.get)
        assert (verdict.code, verdict.timing) == ("valid", (10_000, 1020, 5))
        assert verdict.replay is not None
        assert (verdict.replay.choices[-1], verdict.replay.header.timed) == ("timeout", True)


async def test_reset_is_one_key_and_keeps_the_golds(make_app: MakesApp, clock: Clock) -> None:
    async with racing(make_app, clock) as window:
        await race(window, clock, "x", *KEYS[:2], "r")
        cover = window.front(CoverScreen)
        assert "The attempt before, a reset:" in cover.words
        stable = stable_of(window)
        assert [each.outcome for each in stable.attempts] == ["reset"]
        assert stable.history("real").golds == (1000, 1000, None, None)
        await race(window, clock, "x")
        assert window.front(RaceScreen).playthrough.choices == ()


async def test_undo_is_off_or_counted(make_app: MakesApp, clock: Clock) -> None:
    async with racing(make_app, clock) as window:
        await race(window, clock, "x", "1", "u")
        assert window.front(RaceScreen).playthrough.choices == ("hut",)
        await window.see("undo is off")
    async with racing(make_app, clock, "counted") as window:
        await race(window, clock, "x", "1", "u")
        screen = window.front(RaceScreen)
        assert screen.playthrough.choices == ()
        assert screen.race.timing(0).moves == 2


async def test_pauses_hide_the_story_and_stop_the_clock(make_app: MakesApp, clock: Clock) -> None:
    async with racing(make_app, clock, "counted") as window:
        await race(window, clock, "x", "p")
        await window.see("Paused")
        assert "A river." not in window.text
        clock.seconds += 60
        await window.press("x")
        screen = window.front(RaceScreen)
        clock.seconds += 1
        assert screen.race.timing(screen.now()).real == 2000
        assert screen.playthrough.choices == ()


async def test_leaving_is_asked_for_and_is_a_reset(make_app: MakesApp, clock: Clock) -> None:
    async with racing(make_app, clock) as window:
        await race(window, clock, "x", "1", "q")
        await window.see("Give this attempt up?")
        await window.press("n")
        assert window.front(RaceScreen).race.is_over is False
        await window.press("q", "y")
        await window.until(lambda: isinstance(window.app.screen, RaceMenuScreen), "the categories")
        assert [each.outcome for each in stable_of(window).attempts] == ["reset"]
        await window.see("1 attempt")


async def test_closing_the_window_is_a_reset(make_app: MakesApp, clock: Clock, tmp_path: Path) -> None:
    app: RedHeatApp = make_app(ferry())
    app.monotonic = clock
    async with opened(app) as window:
        await app.open_race("any")
        await window.press("enter")
        await race(window, clock, "x", "1")
        await window.press("ctrl+q")
    (found,) = Stable(app.store, ferry(), "any", timed=True).attempts
    assert (found.outcome, found.timing.moves) == ("reset", 1)
    (file,) = (tmp_path / "replays").glob("*.redheat")
    assert verify(file.read_bytes(), find).code == "not_finished"


async def test_practice_is_sealed_off(make_app: MakesApp, clock: Clock, tmp_path: Path) -> None:
    app: RedHeatApp = make_app(ferry())
    app.monotonic = clock
    attempt(Stable(app.store, ferry(), "any", timed=True), (1000, 2000, 3000, 4000, 5000))
    files = set((tmp_path / "replays").iterdir())
    async with opened(app) as window:
        await app.open_race("any")
        await window.press("p")
        await window.see("Practise which segment?", "The hut", "Two coins", "The boat", "The end")
        await window.press("down", "down", "enter")
        await window.see("Practice: The boat", "Nothing of it is recorded.")
        await race(window, clock, "x", "3", "2")
        window.front(ResultScreen)
        await window.see("0:02.000", "Practice is not recorded.")
        assert len(Stable(app.store, ferry(), "any", timed=True).attempts) == 1
        assert set((tmp_path / "replays").iterdir()) == files
        await window.press("r", "x")
        assert window.front(RaceScreen).playthrough.choices == SHORTEST[:2]


async def test_other_keys_of_the_game_do_nothing_in_a_race(make_app: MakesApp, clock: Clock) -> None:
    async with racing(make_app, clock) as window:
        await race(window, clock, "x", "t", "s", "o", "n", "w")
        assert window.front(RaceScreen).playthrough.choices == ()


async def test_an_ending_that_does_not_count_ends_nothing(make_app: MakesApp, clock: Clock) -> None:
    async with racing(make_app, clock) as window:
        await race(window, clock, "x", "3")
        await window.see("does not count here")
        assert not window.front(RaceScreen).race.is_over


async def test_splits_stand_beside_the_prose_where_there_is_room(make_app: MakesApp, clock: Clock) -> None:
    async with racing(make_app, clock, size=LARGE) as window:
        await race(window, clock, "x", *KEYS[:2])
        await window.see("SPLITS", "▸The boat", "Two coins", "0:02.0", "Coins")


async def test_the_optimum_route_is_raced_against(make_app: MakesApp, clock: Clock, tmp_path: Path) -> None:
    Optima(tmp_path / "optima").keep(ferry(), "any", Optimum(Best(5, 5, SHORTEST), Best(1020, 9, SHORTEST)))
    async with racing(make_app, clock, race_comparison="optimum", race_clock="moves") as window:
        await race(window, clock, "x", "1", "2")
        await window.see("+0", "vs optimum route", "here: Out.")
        await window.press("k", "k")
        await window.see("Nobody ran the optimum route")


async def test_what_the_settings_compare_with_counts_at_once(make_app: MakesApp, clock: Clock, tmp_path: Path) -> None:
    Optima(tmp_path / "optima").keep(ferry(), "any", Optimum(Best(5, 5, SHORTEST), Best(1020, 9, SHORTEST)))
    async with racing(make_app, clock, race_comparison="best", race_clock="real") as window:
        await race(window, clock, "x", "1", "2")
        await window.see("±–", "vs personal best")
        await window.press("colon", *"settings", "enter")
        await window.see("Race clock")
        window.app.change_settings(race_comparison="optimum", race_clock="moves")
        await window.press("escape")
        await window.see("+0", "vs optimum route", "here: Out.")


async def test_an_optimum_that_nobody_proved_is_asked_for(make_app: MakesApp, clock: Clock) -> None:
    async with racing(make_app, clock, race_comparison="average") as window:
        await race(window, clock, "x", "v")
        await window.see("vs optimum route", "redheat route any")
        # there is no run to show, and so nothing to hide
        await window.press("x")
        await window.see("There is no run to show yet.")
        assert window.app.settings.race_ghost


class FakeLiveSplit(LiveSplitServer):
    """Keeps what it is to show, and connects to nothing."""

    def __init__(self) -> None:
        self.shown: list[Shown] = []

    def show(self, shown: Shown) -> None:
        """Keep it."""
        self.shown.append(shown)

    def close(self, patience: float = 1.0) -> None:
        """Nothing to let go of."""


async def test_livesplit_is_told_of_every_attempt(make_app: MakesApp, clock: Clock) -> None:
    async with racing(make_app, clock) as window:
        livesplit = window.app.livesplit = FakeLiveSplit()
        await race(window, clock, "x", *KEYS[:2], "r", "x", "q")
        await window.until(lambda: isinstance(window.app.screen, RaceMenuScreen), "the categories")
        await window.press("enter")
        await race(window, clock, "x", *KEYS)
        sent: list[list[str]] = []
        before = None
        for now in livesplit.shown:
            sent.append([word.partition(" ")[0] for word in commands(before, now)])
            before = now
        begun = ["reset", "switchto", "starttimer", "alwayspausegametime", "setgametime"]
        splits = [["setgametime", "split"]] * 2
        assert sent == [
            *([begun, *splits, ["reset"]]),
            *([begun, ["reset"]]),
            *([begun, *splits, ["setgametime"], *splits]),
        ]


async def test_history_shows_both_pages(make_app: MakesApp) -> None:
    app: RedHeatApp = make_app(ferry())
    stable = Stable(app.store, ferry(), "any", timed=True)
    attempt(stable, (1000, 2000, 3000, 4000, 5000))
    attempt(stable, (500, 900))
    async with opened(app) as window:
        await app.open_race("any")
        await window.press("h")
        window.front(HistoryScreen)
        await window.see("2 attempts, 1 finished, 1 reset", "sum of best", "The boat")
        await window.press("tab")
        await window.see("* across", "reset")
        await window.press("enter")
        window.front(WatchScreen)
        await window.press("q")
        window.front(HistoryScreen)


async def test_hostile_titles_are_only_words(make_app: MakesApp, clock: Clock) -> None:
    text = FERRY.replace("title: Any%", 'title: "[@click=app.quit]Any[/b]"').replace(
        "title: The boat", 'title: "[/] boat"'
    )
    app: RedHeatApp = make_app(story_of(text))
    app.monotonic = clock
    async with opened(app, LARGE) as window:
        await app.open_race("any")
        await window.see("[@click=app.quit]Any[/b]")
        await window.press("enter")
        await race(window, clock, "x", *KEYS)
        await window.see("[/] boat")
        await window.press("h")
        await window.see("[/] boat")
