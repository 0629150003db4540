"""Attempts are kept as they happen, and nothing of them is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from redheat_game.speedrun.comparisons import delta
from redheat_game.speedrun.history_text import attempt_rows, chart_lines, segment_rows, spark, summary_lines
from redheat_game.speedrun.keeping import RaceKeeper, Stable
from redheat_game.speedrun.optimum import Best, Optimum
from redheat_game.speedrun.recovery import write_cut_off
from redheat_game.speedrun.stories import STORIES, Stories
from redheat_game.speedrun.timing import Timing
from redheat_game.speedrun.verification import verify
from redheat_game.storage.store import Store

from .racing import FERRY, SHORTEST, attempt, ferry, find, open_store, story_of

SLOW, FAST = (2000, 3000, 4000, 5000, 6000), (1000, 3500, 4000, 4500, 5000)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty home."""
    return open_store(tmp_path)


@pytest.fixture
def stable(store: Store) -> Stable:
    """Nothing was raced yet."""
    return Stable(store, ferry(), "any", timed=True)


def test_bests_golds_and_sum_of_best(stable: Stable) -> None:
    for times in (SLOW, FAST, (900, 1800)):
        attempt(stable, times)
    history = stable.history("real")
    assert [(each.number, each.outcome) for each in stable.attempts] == [(1, "finished"), (2, "finished"), (3, "reset")]
    assert history.best is not None
    assert (history.best.number, history.best.timing) == (2, (5000, 1020, 5))
    # the reset keeps the golds of what it reached
    assert history.golds == (900, 900, 1000, 500)
    assert history.sum_of_best == 3300
    assert [history.possible_save(position) for position in range(4)] == [100, 1600, 0, 0]
    assert history.compared_with("segments") == (900, 1800, 2800, 3300)
    assert history.compared_with("average") == (1300, 2767, 4267, 5017)
    assert history.compared_with("best") == (1000, 3500, 4500, 5000)
    assert history.resets() == [0, 0, 1, 0]
    assert [each.number for each in history.progression()] == [1, 2]
    assert history.lost() == [100, 100, 1000, 500]


def test_every_clock_has_its_own_best(stable: Stable) -> None:
    attempt(stable, SLOW)
    longer = ("hut", "work", "work", "out", "boat", "row")
    attempt(stable, (100, 200, 300, 400, 500, 600), longer)
    assert stable.history("real").best != stable.history("moves").best
    best = stable.history("moves").best
    assert best is not None
    assert best.number == 1


def test_fewest_achievements_come_before_time(store: Store) -> None:
    stable = Stable(store, ferry(), "low", timed=True)
    attempt(stable, (100, 200, 300, 400, 500, 600), ("hut", "work", "rope", "work", "out", "boat", "row")[:1])
    attempt(stable, (10, 20, 30, 40, 50, 60, 70), ("hut", "rope", "work", "work", "out", "boat", "row"))
    attempt(stable, SLOW)
    best = stable.history("real").best
    assert best is not None
    assert (best.number, best.achievements) == (3, 1)


def test_each_choice_is_written_when_it_is_taken(stable: Stable, tmp_path: Path) -> None:
    keeper = RaceKeeper(stable, runner="")
    for number, choice in enumerate(SHORTEST[:3], start=1):
        keeper.race.choose(choice, number * 1000)
        keeper.keep()
        with open_store(tmp_path) as other:
            (found,) = Stable(other, ferry(), "any", timed=True).attempts
            assert (found.outcome, found.timing.moves) == ("running", number)
            assert stable.records.lines(found.id) == list(keeper.race.lines)


KILLED = """\
import os, pathlib, sys
from tests.speedrun.racing import SHORTEST, RaceKeeper, Stable, ferry, open_store
stable = Stable(open_store(pathlib.Path(sys.argv[1])), ferry(), sys.argv[2], timed=True)
keeper = RaceKeeper(stable, runner="Ogarkov")
for choice, at in zip(SHORTEST, map(int, sys.argv[3:])):
    keeper.race.choose(choice, at)
    if len(SHORTEST) == len(keeper.race.playthrough.choices):
        keeper._record()
        break
    keeper.keep()
if stable.category.pause:
    keeper.race.pause(at + 50)
    keeper.keep()
os.kill(os.getpid(), 9)
"""
"""An attempt whose process is killed after choices at these times; where it finishes, before its file is written."""


def killed(home: Path, category: str, *times: int) -> None:
    """Race in another process that does not live to see the end."""
    words = [sys.executable, "-c", KILLED, str(home), category, *map(str, times)]
    assert subprocess.run(words, check=False).returncode == -9


def test_a_killed_process_leaves_a_reset_with_its_splits_and_its_replay(tmp_path: Path) -> None:
    killed(tmp_path, "any", 500, 900, 1500)
    with open_store(tmp_path) as store:
        stable = Stable(store, ferry(), "any", timed=True)
        (found,) = stable.attempts
        assert (found.outcome, found.timing.real) == ("reset", 1500)
        assert stable.history("real").golds == (500, 400, None, None)
        assert found.file is not None
        assert stable.take_notice() == f"An attempt that was cut off was kept. Replay: {found.file}"
        assert store.written == [Path(found.file)]
        verdict = verify(Path(found.file).read_bytes(), find)
        assert (verdict.code, verdict.timing) == ("not_finished", (1500, found.timing.story, 3))
        # what is watched from the history
        assert stable.replay_of(found) == verdict.replay
        assert attempt(stable, SLOW).number == 2
        # once is enough
        assert write_cut_off(store, ferry()) == []


def test_an_attempt_cut_off_in_a_pause_keeps_its_time(tmp_path: Path) -> None:
    killed(tmp_path, "counted", 500, 900)
    with open_store(tmp_path) as store:
        (found,) = Stable(store, ferry(), "counted", timed=True).attempts
        assert found.file is not None
        verdict = verify(Path(found.file).read_bytes(), find)
        assert (verdict.code, verdict.timing and verdict.timing.real) == ("not_finished", 950)


def test_a_run_that_was_killed_before_its_file_was_written_is_finished(tmp_path: Path) -> None:
    killed(tmp_path, "any", *SLOW)
    with open_store(tmp_path) as store:
        stable = Stable(store, ferry(), "any", timed=True)
        (found,) = stable.attempts
        assert (found.outcome, found.ending) == ("finished", "across")
        assert found.file is not None
        assert verify(Path(found.file).read_bytes(), find).is_valid


def test_a_replay_that_is_missing_waits_for_its_story_and_its_folder(tmp_path: Path) -> None:
    killed(tmp_path, "any", 500)
    (tmp_path / "replays").rename(tmp_path / "elsewhere")
    other = story_of(FERRY.replace("10m", "9m"))
    with open_store(tmp_path) as store:
        # neither the story nor its pack is at hand
        assert write_cut_off(store, other) == []
        assert Stable(store, ferry(), "any", timed=True).records.attempts()[0].outcome == "reset"
        (tmp_path / "replays").write_text("in the way")
        assert write_cut_off(store, ferry()) == []
        (tmp_path / "replays").unlink()
        (tmp_path / "elsewhere").rename(tmp_path / "replays")
        (path,) = write_cut_off(store, other)
        assert verify(path.read_bytes(), find).code == "not_finished"


def test_a_replay_is_written_and_judged_beside_its_story(stable: Stable, tmp_path: Path) -> None:
    for times in (SLOW, (100,)):
        keeper = attempt(stable, times)
        assert keeper.path is not None
        verdict = verify(keeper.path.read_bytes(), find)
        assert verdict.code == ("valid" if len(times) == 5 else "not_finished")
        assert stable.attempts[-1].file == str(keeper.path)
    # the story may have changed since: the one that was raced lies beside the replays
    stories = Stories(lambda: story_of(FERRY.replace("10m", "9m")), folders=[tmp_path / "replays" / STORIES])
    path = stable.attempts[0].file
    assert path is not None
    assert verify(Path(path).read_bytes(), stories.of).is_valid


def test_what_is_earned_in_a_race_is_earned(stable: Stable, store: Store) -> None:
    attempt(stable, (100, 200))
    profile = store.shelf(ferry()).profile
    assert set(profile.earned()) == {"rich"}
    assert profile.taken("quay") == {"hut": 1}


def test_other_rules_stand_apart(stable: Stable, store: Store) -> None:
    attempt(stable, SLOW)
    other = Stable(store, story_of(FERRY.replace("10m", "9m")), "any", timed=True)
    assert list(other.attempts) == []
    assert other.records.of_other_rules() == 1
    assert attempt(other, FAST).number == 1


def test_untimed_attempts_stand_apart(stable: Stable, store: Store) -> None:
    attempt(stable, SLOW)
    untimed = Stable(store, ferry(), "any", timed=False)
    attempt(untimed, FAST)
    assert [len(each.attempts) for each in (stable, untimed)] == [1, 1]
    stable.forget()
    assert len(stable.attempts) == 1


def test_a_disk_that_fails_stops_no_race(stable: Stable, store: Store, tmp_path: Path) -> None:
    (tmp_path / "replays").write_text("in the way")
    keeper = RaceKeeper(stable, runner="")
    store.database.close()
    for number, choice in enumerate(SHORTEST, start=1):
        keeper.race.choose(choice, number)
        keeper.keep()
    assert keeper.race.has_finished
    notice = stable.take_notice()
    assert notice is not None
    assert "could not be written" in notice
    assert stable.take_notice() is None


def test_practice_begins_where_the_best_run_reached_a_split(stable: Stable) -> None:
    assert [point.split for point in stable.checkpoints("real")] == [0]
    attempt(stable, SLOW)
    points = stable.checkpoints("real")
    assert [(point.split, point.choices) for point in points] == [
        (0, ()),
        (1, SHORTEST[:1]),
        (2, SHORTEST[:2]),
        (3, SHORTEST[:4]),
    ]


def test_practice_begins_where_a_run_with_undo_stood(store: Store) -> None:
    stable = Stable(store, ferry(), "counted", timed=True)
    keeper = RaceKeeper(stable, runner="")
    for at, did in enumerate(("hut", "rope", None, *SHORTEST[1:]), start=1):
        if did is None:
            keeper.race.undo(at)
        else:
            keeper.race.choose(did, at)
        keeper.keep()
    assert keeper.race.has_finished
    assert [(point.split, point.choices) for point in stable.checkpoints("real")] == [(0, ()), (1, SHORTEST[:4])]


def test_the_optimum_route_is_a_comparison(stable: Stable) -> None:
    stable.optima.keep(ferry(), "any", Optimum(Best(5, 5, SHORTEST), Best(1020, 1020, SHORTEST)))
    splits = stable.optimum_splits("moves")
    assert stable.history("moves").compared_with("optimum", splits) == (1, 2, 4, 5)
    assert stable.history("story").compared_with("optimum", splits) == (180, 300, 960, 1020)
    assert stable.history("real").compared_with("optimum", splits) == (None,) * 4


def test_the_delta_is_that_of_the_last_split_until_it_is_more() -> None:
    compared = (1000, 2000, None, 4000)
    reached = [Timing(1500, 0, 1), None, None, None]

    def at(real: int, position: int, splits: list[Timing | None] = reached) -> int | None:
        return delta(Timing(real, 0, 0), position, splits, compared, "real")

    assert at(500, 0, [None] * 4) is None
    assert at(1200, 0, [None] * 4) == 200
    assert at(1600, 1) == 500
    assert at(2600, 1) == 600
    assert at(9000, 2) == 500
    assert at(9000, 3) == 5000


def test_the_history_in_words(stable: Stable) -> None:
    for times in (SLOW, FAST, (900, 1800)):
        attempt(stable, times)
    history, titles = stable.history("real"), stable.rules.titles
    assert list(summary_lines(history, titles)) == [
        "3 attempts, 2 finished, 1 reset. By real time:",
        "personal best 0:05.000, attempt 2",
        "sum of best 0:03.300, 0:01.700 below it",
    ]
    assert segment_rows(history, titles)[2] == ("Two coins", "0:02.500", "0:00.900", "0:01.600", "0:00.100", "0")
    assert attempt_rows(history)[1][2:] == ("0:01.900", "00:05", "2", "  reset")
    assert attempt_rows(history)[2][2:] == ("0:05.000", "00:17", "5", "* across")
    chart = list(chart_lines(history, titles, 80))
    assert chart[0] == "bests  █▁  0:06.000 → 0:05.000"
    assert chart[4].startswith("The boat   ████████████ 0:01.0")
    assert spark([3, 3]) == "▁▁"
    json.dumps(chart)


def test_an_empty_history_is_told_as_well(stable: Stable) -> None:
    history, titles = stable.history("story"), stable.rules.titles
    assert list(summary_lines(history, titles))[1] == "personal best none yet"
    assert len(list(chart_lines(history, titles, 40))) == 5
    assert len(attempt_rows(history)) == 1
