"""Watching a run: any speed, step by step, and taking it over."""

from __future__ import annotations

from redheat_game.speedrun.keeping import Stable
from redheat_game.speedrun.replay import read_replay
from redheat_game.ui.app import RedHeatApp
from redheat_game.ui.screens.race import RaceScreen
from redheat_game.ui.screens.watch import WatchScreen
from tests.speedrun.racing import SHORTEST, data_of, ferry, race_of, run_of

from .conftest import MakesApp
from .racing import Clock, race
from .window import opened


async def test_a_run_is_watched_at_any_speed_and_step_by_step(make_app: MakesApp, clock: Clock) -> None:
    app: RedHeatApp = make_app(ferry())
    app.monotonic = clock
    async with opened(app) as window:
        await app.open_replay(read_replay(data_of(run_of())))
        screen = window.front(WatchScreen)

        def taken() -> tuple[str, ...]:
            return screen.playthrough.choices

        screen.let_run(999)
        assert taken() == ()
        screen.let_run(1)
        assert taken() == SHORTEST[:1]
        await window.press("right")
        assert screen.is_halted
        assert taken() == SHORTEST[:2]
        await window.press("left", "left")
        assert taken() == ()
        await window.press("plus", "plus")
        await window.see("stopped", "space go on")
        await window.press("space")
        await window.see("4×", "space stop")
        # nothing chooses here
        await window.press("1", "enter")
        assert taken() == ()
        screen.let_run(60_000)
        await window.see("5/5")
        assert screen.playthrough.ending is not None
        await window.press("t")
        window.front(WatchScreen)


async def test_a_watched_run_can_be_taken_over_as_practice(make_app: MakesApp, clock: Clock) -> None:
    app: RedHeatApp = make_app(ferry())
    app.monotonic = clock
    async with opened(app) as window:
        await app.open_replay(read_replay(data_of(run_of())))
        await window.press("right", "right", "t")
        await window.see("Practice: The boat")
        await race(window, clock, "x", "2")
        assert window.front(RaceScreen).playthrough.choices == ("hut", "work", "rope")
        assert list(Stable(app.store, ferry(), "any", timed=True).attempts) == []


async def test_a_reset_can_be_watched_to_its_end(make_app: MakesApp) -> None:
    race = race_of()
    race.choose("hut", 500)
    race.reset(900)
    async with opened(make_app(ferry())) as window:
        await window.app.open_replay(read_replay(data_of(race)))
        window.front(WatchScreen).let_run(5000)
        await window.see("1/1")
