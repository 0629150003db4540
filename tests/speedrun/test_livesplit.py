"""LiveSplit reads our files as we mean them, and its server hears what it understands."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from redheat_game.speedrun.keeping import Stable
from redheat_game.speedrun.livesplit_file import livesplit_file, time_span
from redheat_game.speedrun.livesplit_server import LiveSplitServer, Shown, commands, shown_splits
from redheat_game.speedrun.timing import Timing

from .livesplit_stand_in import StandIn, wait
from .racing import SHORTEST, attempt, ferry, open_store, run_of

JUDGE = Path(__file__).with_name("livesplit_judge.js")


@pytest.fixture(scope="session")
def with_livesplit_core(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which livesplit-core can be required."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not installed, and livesplit-core runs under them")
    folder = tmp_path_factory.mktemp("livesplit")
    (folder / "package.json").write_text("{}")
    command = ["npm", "install", "--no-audit", "--no-fund", "--silent", "livesplit-core@0.10.2"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"livesplit-core cannot be installed: {done.stderr.strip()[-200:]}")
    return folder


def judged(folder: Path, text: str) -> dict[str, Any]:
    """What livesplit-core makes of a file."""
    file = folder / "run.lss"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(["node", str(JUDGE), str(file)], cwd=folder, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def milliseconds(value: float | None) -> int | None:
    """LiveSplit's seconds as ours."""
    return None if value is None else round(value * 1000)


def test_livesplit_finds_the_same_bests_golds_and_sum(with_livesplit_core: Path, tmp_path: Path) -> None:
    chance = random.Random(5)
    with open_store(tmp_path) as store:
        stable = Stable(store, ferry(), "any", timed=True)
        for _ in range(25):
            choices = chance.choice([SHORTEST, ("hut", "work", "work", "rope", "work", "out", "boat", "row")])
            count = chance.choice([len(choices), len(choices), chance.randrange(len(choices))])
            at, times = 0, []
            for _ in range(count):
                at += chance.randint(200, 4_000_000)
                times.append(at)
            attempt(stable, times, choices)
        # a run that skips two splits
        attempt(stable, (100, 200, 300, 400), ("hut", "rope", "out", "chain"))
        real, story = stable.history("real"), stable.history("story")
        found = judged(with_livesplit_core, livesplit_file("Fähre & <Co>", stable.rules.titles, real, story))
    assert found["parsed"]
    assert (found["kind"], found["game"], found["category"]) == ("LiveSplit", "Fähre & <Co>", "Any%")
    assert found["attempts"] == found["history"] == 26
    assert [segment["name"] for segment in found["segments"]] == list(stable.rules.titles)
    assert real.best is not None
    for position, segment in enumerate(found["segments"]):
        best = real.best.splits[position]
        assert milliseconds(segment["best"]["real"]) == (best.real if best else None)
        assert milliseconds(segment["best"]["game"]) == (best.story * 1000 if best else None)
        assert milliseconds(segment["gold"]["real"]) == real.golds[position]
        gold = story.golds[position]
        assert milliseconds(segment["gold"]["game"]) == (None if gold is None else gold * 1000)
        history = {row["attempt"]: milliseconds(row["real"]) for row in segment["history"]}
        for each in real.attempts:
            if each.segment(position, "real") is not None:
                assert history[each.number] == each.segment(position, "real")
    assert milliseconds(found["sum_of_best"]["real"]) == real.sum_of_best
    assert story.sum_of_best is not None
    assert milliseconds(found["sum_of_best"]["game"]) == story.sum_of_best * 1000


def test_a_file_without_attempts_is_read_too(with_livesplit_core: Path, tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        stable = Stable(store, ferry(), "any", timed=True)
        text = livesplit_file("Ferry", stable.rules.titles, stable.history("real"), stable.history("story"))
    found = judged(with_livesplit_core, text)
    assert (found["parsed"], found["attempts"], len(found["segments"])) == (True, 0, 4)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "00:00:00.0000000"), (62_345, "00:01:02.3450000"), (93_784_000, "1.02:03:04.0000000")],
)
def test_time_spans(value: int, expected: str) -> None:
    assert time_span(value) == expected


HUT, BOAT = Timing(1000, 180, 1), Timing(4000, 960, 4)


def test_the_words_of_the_server() -> None:
    begun = Shown(1, (), 60)
    assert commands(None, begun) == [
        "reset",
        "switchto gametime",
        "starttimer",
        "alwayspausegametime",
        "setgametime 00:01:00.0000000",
    ]
    assert commands(begun, Shown(1, (HUT,), 180)) == ["setgametime 00:03:00.0000000", "split"]
    assert commands(Shown(1, (HUT,), 180), Shown(1, (HUT,), 300)) == ["setgametime 00:05:00.0000000"]
    skipped = Shown(1, (HUT, None, BOAT), 960)
    assert commands(Shown(1, (HUT,), 300), skipped) == ["skipsplit", "setgametime 00:16:00.0000000", "split"]
    assert commands(skipped, Shown(1, (HUT, None, BOAT), 960, is_paused=True)) == ["pause"]
    assert commands(Shown(1, (HUT,), 300, is_paused=True), Shown(1, (HUT,), 300)) == ["resume"]
    assert commands(Shown(1, (HUT,), 300), Shown(1, (HUT,), 300, is_reset=True)) == ["reset"]
    assert commands(skipped, skipped) == []
    # a connection that was lost is told everything anew
    assert commands(None, Shown(2, (HUT,), 180))[4:] == ["setgametime 00:03:00.0000000", "split"]
    assert shown_splits(run_of().splits)[0] == HUT
    assert shown_splits([HUT, None, None]) == (HUT,)


@pytest.fixture
def listening() -> Iterator[StandIn]:
    """A server that listens."""
    stand_in = StandIn()
    yield stand_in
    stand_in.close()


def test_a_server_receives_exactly_the_commands(listening: StandIn) -> None:
    server = LiveSplitServer(port=listening.port, retry=0.05)
    for shown in (Shown(1, (), 60), Shown(1, (HUT,), 180), Shown(1, (HUT, None, BOAT), 960)):
        server.show(shown)
    server.show(Shown(1, (HUT, None, BOAT), 960, is_reset=True))
    expected = (
        b"reset\r\nswitchto gametime\r\nstarttimer\r\nalwayspausegametime\r\nsetgametime 00:01:00.0000000\r\n"
        b"setgametime 00:03:00.0000000\r\nsplit\r\n"
        b"skipsplit\r\nsetgametime 00:16:00.0000000\r\nsplit\r\n"
        b"reset\r\n"
    )
    wait(lambda: len(listening.heard) >= len(expected))
    server.close()
    assert listening.heard == expected


def test_a_server_that_comes_late_or_comes_back_is_told_where_the_run_is(listening: StandIn) -> None:
    port = listening.port
    server = LiveSplitServer(port=port, retry=0.05)
    server.show(Shown(1, (), 60))
    wait(lambda: listening.heard.endswith(b"setgametime 00:01:00.0000000\r\n"))
    listening.close()
    server.show(Shown(1, (), 180))
    server.show(Shown(1, (HUT,), 180))
    wait(lambda: not server.is_connected)
    again = StandIn(port)
    try:
        expected = (
            b"reset\r\nswitchto gametime\r\nstarttimer\r\nalwayspausegametime\r\n"
            b"setgametime 00:03:00.0000000\r\nsplit\r\n"
        )
        wait(lambda: len(again.heard) >= len(expected))
        assert again.heard == expected
    finally:
        server.close()
        again.close()
