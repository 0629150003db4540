"""A race as numbered lines: the clocks, what it is compared with, and what it leaves behind."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from redheat_game.plain.race import PlainRace
from redheat_game.speedrun.keeping import Stable
from redheat_game.speedrun.verification import verify
from redheat_game.storage.store import Store
from tests.speedrun.racing import ferry, find, open_store

RUN = ("", "1", "1", "3", "2", "1")
"""What starts the clock and takes the shortest way."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty home."""
    return open_store(tmp_path)


def raced(store: Store, category: str, *typed: tuple[float, str]) -> str:
    """What is read by somebody who types these lines, each so many seconds after the one before."""
    now, out = [100.0], io.StringIO()

    def lines() -> Iterator[str]:
        for seconds, line in typed:
            now[0] += seconds
            yield line + "\n"

    stable = Stable(store, ferry(), category, timed=False)
    PlainRace(stable, store.settings, lines(), out, lambda: 80, lambda: now[0]).race()
    return out.getvalue()


def at_pace(seconds: float, lines: tuple[str, ...] = RUN) -> list[tuple[float, str]]:
    """These lines, all of them so many seconds apart."""
    return [(seconds, line) for line in lines]


def test_a_run_is_compared_with_the_one_before_it(store: Store) -> None:
    told = raced(store, "any", *at_pace(2), *at_pace(1, RUN[:3]), (0.5, "clock"), *at_pace(1, RUN[3:]))
    first, second = told.split("The run is over: Across.")[:2]
    assert "Split The hut: 0:02.000." in first
    assert "Split The hut: 0:01.000, −0:01.0." in second
    assert "0:02.500, 00:05 of story time, 2 moves; −0:02.0 against the personal best." in second.replace("\n", " ")
    kept = Stable(store, ferry(), "any", timed=False)
    assert [(each.outcome, each.timing.real) for each in kept.attempts] == [("finished", 10_000), ("finished", 5500)]


def test_the_clock_stands_in_a_pause_and_undo_is_counted(store: Store, tmp_path: Path) -> None:
    typed = [*at_pace(1, RUN[:2]), (1, "undo"), (1, "pause"), (60, ""), *at_pace(1, RUN[1:])]
    told = raced(store, "counted", *typed)
    assert "Paused. Enter goes on." in told
    assert "0:08.000, 00:19 of story time, 7 moves." in told
    (file,) = (tmp_path / "replays").glob("*.redheat")
    verdict = verify(file.read_bytes(), find)
    assert (verdict.code, verdict.timing, verdict.paused) == ("valid", (8000, 1140, 7), 60_000)


def test_lines_that_end_leave_a_reset(store: Store) -> None:
    told = raced(store, "any", *at_pace(1, RUN[:3]))
    assert "Reset. Replay:" in told
    (kept,) = Stable(store, ferry(), "any", timed=False).attempts
    assert (kept.outcome, kept.timing.moves) == ("reset", 2)
