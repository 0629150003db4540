"""The screens around the game: what stands on them, and what they keep."""

from __future__ import annotations

import pytest

from redheat_game.ui.app import RedHeatApp
from redheat_game.ui.screens.ending import EndingScreen
from redheat_game.ui.screens.settings import OFFERED

from .conftest import MakesApp
from .window import LARGE, opened


async def test_the_title_offers_continue_only_when_there_is_something(app: RedHeatApp) -> None:
    async with opened(app) as window:
        await window.see("▸ New game", "0 of 4")
        assert "Continue" not in window.text
        await window.press("n", "q")
        assert "Continue" not in window.text
        await window.press("n", "4", "q")
        await window.see("Continue", "The Light · the stairs · 22:20")


@pytest.mark.parametrize("offered", OFFERED, ids=lambda offered: offered.name)
async def test_every_setting_goes_round_its_values_and_is_kept(make_app: MakesApp, offered: object) -> None:
    item = next(item for item in OFFERED if item is offered)
    app = make_app()
    async with opened(app) as window:
        await window.press("o", *["down"] * OFFERED.index(item))
        before = getattr(app.settings, item.name)
        await window.press("right")
        changed = getattr(app.settings, item.name)
        assert changed != before
        await window.see(dict(item.values)[changed])
        with type(app.store).open(app.store.places) as other:
            assert getattr(other.settings, item.name) == changed
        await window.press("left")
        assert getattr(app.settings, item.name) == before


async def test_an_ending_tells_the_run_in_numbers_and_what_is_unseen(app: RedHeatApp) -> None:
    async with opened(app) as window:
        await window.press("n", "4", "2")
        window.front(EndingScreen)
        await window.see("2 choices · 3 scenes · 16 min of story time", "tropes 1  Early")
        await window.see("Still unseen: 1 of 2 endings and 3 of 6 scenes.")


async def test_a_second_window_on_the_same_playthrough_goes_on_in_a_copy(make_app: MakesApp) -> None:
    first, second = make_app(), make_app()
    async with opened(first) as one:
        await one.press("n", "2")
        async with opened(second, LARGE) as two:
            await two.press("c")
            await two.see("This playthrough is open elsewhere", "▌ THE QUAY")
            await two.press("2")
        await one.press("1")
        assert one.choices == ("look", "rope")
        assert first.kept.id != second.kept.id


async def test_the_runner_is_typed_and_may_be_nobody(make_app: MakesApp) -> None:
    app = make_app()
    async with opened(app) as window:
        await window.press("o", "up")
        await window.see("Runner          nobody", "Your name in the replays")
        await window.press("enter", *"Ogarkov", "enter")
        await window.see("Runner          Ogarkov")
        assert app.settings.runner == "Ogarkov"
        await window.press("right", "ctrl+u", "enter")
        await window.see("Runner          nobody")
        assert app.settings.runner == ""
