"""What a run gives to others: a cast, a card, a board."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pexpect
import pyte
import pytest

from redheat_game.speedrun.asciicast import asciicast
from redheat_game.speedrun.board import board_csv, board_html, make_board
from redheat_game.speedrun.card import share_card
from redheat_game.speedrun.optimum import Best, Optimum
from redheat_game.speedrun.race import Race
from redheat_game.speedrun.replay import ReplayWriter, read_replay, text_of
from redheat_game.speedrun.timing import real_text
from redheat_game.speedrun.verification import Verdict, verify
from tests.routes import blessed, the_story

from .racing import SHORTEST, data_of, find, race_of, run_of

OPTIMUM = Optimum(Best(5, 5, SHORTEST), Best(1020, 840, SHORTEST))


def judged(data: bytes) -> Verdict:
    """The verdict on a file of the ferry, its optimum being known."""
    return verify(data, find, lambda _, name: OPTIMUM if name == "any" else None)


def test_a_cast_has_a_marker_at_each_split() -> None:
    story = the_story()
    race = run_of(blessed("salute"), "salute", story)
    text = asciicast(story, read_replay(data_of(race)))
    header, *events = [json.loads(line) for line in text.splitlines()]
    assert (header["version"], header["width"], header["height"]) == (2, 80, 24)
    assert header["timestamp"] == 1767225600
    markers = [(at, words) for at, code, words in events if code == "m"]
    reached = [(at.real / 1000, title) for at, title in zip(race.splits, race.rules.titles, strict=True) if at]
    assert [(at, words.rpartition(" ")[0]) for at, words in markers] == reached
    assert [at for at, _, _ in events] == sorted(at for at, _, _ in events)
    for _, code, data in events:
        screen = data.replace("\x1b[2J\x1b[H", "").split("\r\n")
        assert code == "m" or len(screen) <= 24
    assert story.endings["salute"].title in events[-1][2]


def test_asciinema_plays_a_cast(tmp_path: Path) -> None:
    story = the_story()
    race = run_of(blessed("salute"), "salute", story)
    file = tmp_path / "run.cast"
    file.write_text(asciicast(story, read_replay(data_of(race))), encoding="utf-8")
    # cat prints the frames of what it was able to read
    command = [sys.executable, "-m", "asciinema", "cat", str(file)]
    done = subprocess.run(command, capture_output=True, check=False, env={"HOME": str(tmp_path), "LANG": "C.UTF-8"})
    assert done.returncode == 0, done.stderr
    shown = done.stdout.decode()
    assert shown.count("\x1b[2J") == sum(entry.did == "choose" for entry in read_replay(data_of(race)).entries) * 2 + 2


@pytest.mark.parametrize("pace", [("--idle-time-limit", "0.01"), ("--speed", "400")])
def test_asciinema_plays_a_cast_in_a_terminal_at_any_pace(tmp_path: Path, pace: tuple[str, str]) -> None:
    story = the_story()
    race = run_of(blessed("salute"), "salute", story)
    file = tmp_path / "run.cast"
    file.write_text(asciicast(story, read_replay(data_of(race))), encoding="utf-8")
    terminal = {"HOME": str(tmp_path), "LANG": "C.UTF-8", "TERM": "xterm-256color", "PATH": ""}
    words = ["-m", "asciinema", "play", *pace, str(file)]
    player = pexpect.spawn(sys.executable, words, dimensions=(24, 80), env=terminal, timeout=60, encoding="utf-8")
    played = player.read()
    player.close()
    assert (player.exitstatus, player.signalstatus) == (0, None), played[-500:]
    # what its last frame shows stands on a terminal of that size
    screen = pyte.Screen(80, 24)
    pyte.Stream(screen).feed(played)
    shown = "\n".join(screen.display)
    assert story.endings["salute"].title in shown
    assert real_text(race.timing(0).real) in shown
    assert played.count("\x1b[2J") == len(race.playthrough.choices) * 2 + 2


def test_a_card_tells_the_run() -> None:
    assert share_card(judged(data_of(run_of()))).splitlines()[:9] == [
        "Ferry · Any% · Ogarkov",
        "0:05.000   00:17 of story time   5 moves",
        "Across, 2026-01-01",
        "",
        "The hut        0:01.000",
        "Two coins      0:02.000",
        "The boat       0:04.000",
        "The end        0:05.000",
        "",
    ]
    assert "moves: the best there can be (5, proved)" in share_card(judged(data_of(run_of())))
    with pytest.raises(ValueError, match="only a run"):
        share_card(judged(b""))


def renamed(race: Race, runner: str, attempt: str) -> bytes:
    """The file of a race as somebody else's."""
    replay = read_replay(data_of(race))
    writer = ReplayWriter(replace(replay.header, runner=runner, attempt=attempt))
    for entry in replay.entries:
        writer.entry(entry)
    writer.end(replay.end)
    return text_of(writer.lines).encode()


def test_a_board_ranks_what_holds_and_names_what_does_not() -> None:
    slow = race_of()
    for number, choice in enumerate(SHORTEST, start=1):
        slow.choose(choice, number * 2000)
    long = run_of(("hut", "work", "rope", "work", "out", "boat", "row"))
    reset = race_of()
    reset.reset(10)
    files = {
        "slow.redheat": renamed(slow, "<b>Slow</b>", "1"),
        "fast.redheat": renamed(run_of(), "=cmd()", "2"),
        "again.redheat": renamed(run_of(), "copied", "2"),
        "same.redheat": renamed(run_of(), "Equal", "3"),
        "long.redheat": renamed(long, "Long", "4"),
        "tied.redheat": renamed(run_of(("hut", "rope", "out", "chain"), "tied"), "Tied", "5"),
        "reset.redheat": data_of(reset),
        "bad.redheat": data_of(run_of())[:-1],
    }
    board = make_board(((Path(name), judged(data)) for name, data in sorted(files.items())), "real")
    assert [table.category.id for table in board.tables] == ["any", "tied"]
    ranks = [(run.rank, run.file) for run in board.tables[0].runs]
    assert ranks == [(1, "again.redheat"), (1, "same.redheat"), (3, "long.redheat"), (4, "slow.redheat")]
    assert [name for name, _ in board.refused] == ["bad.redheat"]
    assert board.resets == 1
    rows = list(csv.DictReader(io.StringIO(board_csv(board))))
    assert [(row["rank"], row["real_ms"], row["moves_over_optimum"]) for row in rows][:2] == [("1", "5000", "0")] * 2
    assert rows[2]["moves_over_optimum"] == "2"
    page = board_html(board)
    assert "&lt;b&gt;Slow&lt;/b&gt;" in page
    assert "<b>Slow" not in page
    assert "bad.redheat" in page
    assert "http" not in page


def test_a_name_is_no_formula() -> None:
    board = make_board([(Path("a.redheat"), judged(renamed(run_of(), "=cmd()", "1")))], "moves")
    assert next(csv.DictReader(io.StringIO(board_csv(board))))["runner"] == "'=cmd()"
