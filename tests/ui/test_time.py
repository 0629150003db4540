"""Scenes in which time runs, for somebody who still reads, and for whom it has just run out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from redheat_game.story.script import Story
from redheat_game.ui.widgets.choices import ChoiceList

from .conftest import Playing, altered_lantern
from .window import Window

STAIRS = "The wind has the door before you have."
STEPS = "\n\n".join(f"  You have counted {number}." for number in range(1, 31)).lstrip()


@pytest.fixture
def story() -> Story:
    """The lantern with stairs that take long to read, and on which standing still leads up as well."""
    return altered_lantern(
        {STAIRS: STEPS, "{say: Stand still., go: step_missing}": "{say: Stand still., go: lamp_room}"}
    )


def ticked(window: Window, times: int) -> None:
    """Let the clock tick, at each of which the half second passes that one tick counts at most."""
    screen = window.play
    assert screen._ticking is not None
    screen._ticking.pause()
    for _ in range(times):
        now = window.app.monotonic()
        window.app.monotonic = lambda now=now: now + 0.5  # type: ignore[misc]
        screen._tick()


async def test_time_stands_still_while_there_is_more_to_read(playing: Playing) -> None:
    async with playing("n", "4") as window:
        await window.see("space read on", "  6 s")
        ticked(window, 20)
        await window.press("space")
        await window.see("space read on", "  6 s")
        ticked(window, 20)
        await window.press("end")
        await window.unsee("space read on")
        await window.see("  6 s")
        ticked(window, 4)
        await window.see("  4 s")
        await window.press("home")
        ticked(window, 20)
        await window.press("end")
        await window.see("  4 s")
        ticked(window, 8)
        await window.see("▌ THE LAMP ROOM")
        assert window.choices == ("climb", "timeout")


async def by_number(window: Window) -> None:
    await window.press("1")


async def by_letter(window: Window) -> None:
    await window.press("a")


async def by_enter(window: Window) -> None:
    await window.press("enter")


async def by_mouse(window: Window) -> None:
    await window.pilot.click(ChoiceList, offset=(9, 0))
    await window.pilot.pause()


@pytest.mark.parametrize("choose", [by_number, by_letter, by_enter, by_mouse])
async def test_what_is_pressed_as_time_runs_out_chooses_nothing(
    playing: Playing, choose: Callable[[Window], Awaitable[None]]
) -> None:
    async with playing("n", "4", "end") as window:
        window.app.monotonic = lambda: 100.0
        window.play.let_pass(7.0)
        await window.see("1   The first lever.")
        for too_early in (100.0, 100.7):
            window.app.monotonic = lambda now=too_early: now  # type: ignore[misc]
            await choose(window)
            assert window.choices == ("climb", "timeout")
        window.app.monotonic = lambda: 100.9
        await choose(window)
        assert window.choices == ("climb", "timeout", "l1")


async def test_while_nothing_can_be_chosen_all_else_can_be_done(playing: Playing) -> None:
    async with playing("n", "4", "end") as window:
        window.play.let_pass(7.0)
        await window.see("1   The first lever.")
        await window.press("down", "enter")
        assert window.play.query_one(ChoiceList).selected == 1
        assert window.choices == ("climb", "timeout")
        await window.press("u")
        await window.see("▌ NINETY STEPS", "  6 s")
        assert list(window.choices) == ["climb"]
