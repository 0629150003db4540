"""The commands of racing: what they print, and with which code they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from redheat_game.cli import main
from redheat_game.speedrun.race import Race

from .racing import FERRY, SHORTEST, data_of, race_of, run_of


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the ferry and a run on it; the player's own folder is empty."""
    monkeypatch.setenv("REDHEAT_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ferry").mkdir()
    (tmp_path / "ferry" / "story.yaml").write_text(FERRY)
    (tmp_path / "run.redheat").write_bytes(data_of(run_of()))
    return tmp_path


def redheat(*words: str, lines: str = "") -> Result:
    """A command."""
    return CliRunner().invoke(main, words, input=lines)


@pytest.mark.usefixtures("run")
def test_verify_says_what_a_run_is_worth() -> None:
    done = redheat("verify", "run.redheat", "--story", "ferry")
    assert (done.exit_code, done.stdout.splitlines()) == (
        0,
        [
            "run.redheat: valid: a run of Any%",
            "  Any% by Ogarkov, 2026-01-01: 0:05.000, story time 00:17, 5 moves",
            "  how far from the optimum: nothing is proved of the category yet; redheat route --replay proves it",
        ],
    )


def test_verify_ends_with_1_where_any_is_not_valid(run: Path) -> None:
    (run / "bad.redheat").write_bytes(data_of(run_of())[:-2])
    done = redheat("verify", "run.redheat", "bad.redheat", "none.redheat", "--story", "ferry", "--format", "json")
    assert done.exit_code == 1
    rows = json.loads(done.stdout)
    assert [(row["file"], row["code"]) for row in rows] == [
        ("run.redheat", "valid"),
        ("bad.redheat", "malformed"),
        ("none.redheat", "unreadable"),
    ]
    assert (rows[0]["moves"], rows[0]["real_ms"], rows[0]["runner"]) == (5, 5000, "Ogarkov")
    assert (rows[0]["optimum"], rows[0]["moves_over_optimum"]) == (None, None)


def test_a_pack_judges_for_ever(run: Path) -> None:
    assert redheat("pack", "old.redheat-story", "--story", "ferry").exit_code == 0
    (run / "ferry" / "story.yaml").write_text(FERRY.replace("10m", "9m"))
    refused = redheat("verify", "run.redheat", "--story", "ferry")
    assert refused.exit_code == 1
    assert "story differs" in refused.stdout
    assert "--packed" in refused.stdout
    assert redheat("verify", "run.redheat", "--story", "ferry", "--packed", "old.redheat-story").exit_code == 0
    (run / "old.redheat-story").write_text("{}")
    broken = redheat("verify", "run.redheat", "--packed", "old.redheat-story")
    assert (broken.exit_code, "not a packed story" in broken.stderr) == (2, True)


@pytest.mark.usefixtures("run")
def test_route_prints_the_proved_route_and_verify_knows_it_from_then_on() -> None:
    done = redheat("route", "any", "--story", "ferry", "--max-seconds", "30")
    lines = done.stdout.splitlines()
    assert done.exit_code == 0
    assert lines[0] == "Any%, by moves: 4, proved"
    assert redheat("route", "ANY%", "--story", "ferry").stdout == done.stdout, "by its title"
    assert [line.split()[0] for line in lines[1:] if "—" not in line] == ["1", "2", "3", "4"]
    verdict = redheat("verify", "run.redheat", "--story", "ferry").stdout.splitlines()[2]
    assert verdict.startswith("  moves: 1 over (4, proved); story time: 00:10 over (00:07, proved)")
    (row,) = json.loads(redheat("verify", "run.redheat", "--story", "ferry", "--format", "json").stdout)
    assert (row["moves_over_optimum"], row["story_seconds_over_optimum"]) == (1, 600)
    assert redheat("pack", "p.redheat-story", "--story", "ferry").stdout.splitlines()[1] == "  Any%: optimum proved"


@pytest.mark.usefixtures("run")
def test_route_says_where_a_run_lost() -> None:
    done = redheat("route", "--replay", "run.redheat", "--story", "ferry", "--max-seconds", "30")
    assert "By moves: 5, 1 over the best (4, proved)" in done.stdout
    assert "1 lost in The Hut, entry 2: chose 'work'; 'rope' was shorter" in done.stdout
    assert "By story time: 00:17, 00:10 over the best (00:07, proved)" in done.stdout
    assert "00:10 lost in The Hut, entry 2: chose 'work'; 'rope' was shorter" in done.stdout
    words = ("route", "--replay", "run.redheat", "--story", "ferry", "--by", "story")
    assert "By moves" not in redheat(*words).stdout
    lost = json.loads(redheat(*words[:-2], "--format", "json").stdout)["losses"]
    found = {measure: [(each["entry"], each["lost"]) for each in lost[measure]["losses"]] for measure in lost}
    assert found == {"moves": [(1, 1)], "story_seconds": [(1, 600)]}
    wrong = redheat("route", "tied", "--replay", "run.redheat", "--story", "ferry")
    assert (wrong.exit_code, "is a run of any" in wrong.stderr) == (2, True)


def test_a_category_with_an_order_shows_what_it_is_ordered_by(run: Path) -> None:
    (run / "low.redheat").write_bytes(
        data_of(run_of(("hut", "work", "rope", "work", "work", "out", "boat", "row"), "low"))
    )
    done = redheat("route", "low", "--story", "ferry")
    assert (done.exit_code, done.stdout.splitlines()[0]) == (3, "Low%, fewest tropes first: 1 trope in 4 moves found")
    assert redheat("route", "low", "--by", "moves", "--story", "ferry").stdout.startswith("Low%, by moves: 4, proved")
    lost = redheat("route", "--replay", "low.redheat", "--story", "ferry").stdout
    assert "fewest tropes: 2 tropes, 1 too many (1 trope in 4 moves found); moves: 4 over (4, proved)" in lost
    verdict = json.loads(redheat("verify", "low.redheat", "--story", "ferry", "--format", "json").stdout)[0]
    assert verdict["optimum"]["by_order"]["achievements"] == 1
    assert "Low%: bounds known" in redheat("pack", "p.redheat-story", "--story", "ferry").stdout
    assert redheat("board", ".", "--story", "ferry").exit_code == 0
    assert "Fewest tropes: 1 trope in 4 moves found." in (run / "leaderboard.html").read_text()


@pytest.mark.usefixtures("run")
def test_a_category_whose_goal_is_a_condition_is_routed_raced_and_judged() -> None:
    assert redheat("route", "tied", "--story", "ferry").stdout.startswith("Tied%, by moves: 4, proved")
    typed = "\n1\n2\n2\n4\n"
    done = redheat("race", "tied", "--plain", "--story", "ferry", lines=typed)
    assert "The run is over: Across." in done.stdout
    assert "moves: the best there can be (4, proved)" in done.stdout.replace("\n", " ")
    # the same ending without the rope is no goal
    done = redheat("race", "tied", "--plain", "--story", "ferry", lines="\n1\n1\n3\n2\n1\n")
    assert "This ending does not count here" in done.stdout
    assert redheat("board", "home/replays", "--story", "ferry").stdout.startswith("Tied%: 1 run\n1 reset left out")


@pytest.mark.usefixtures("run")
def test_a_category_that_there_is_not_is_told_with_those_there_are() -> None:
    for command in (("route", "anny"), ("race", "anny", "--plain"), ("runs", "history", "anny")):
        done = redheat(*command, "--story", "ferry")
        assert done.exit_code == 2
        assert "any, counted, tied, low" in done.stderr


def test_a_race_in_plain_mode_ends_with_a_replay(run: Path) -> None:
    numbers = {"hut": "1", "work": "1", "out": "3", "boat": "2", "row": "1"}
    typed = "\n" + "".join(f"{numbers[choice]}\n" for choice in SHORTEST)
    done = redheat("race", "any", "--plain", "--runner", "Ivan  D", "--story", "ferry", lines=typed)
    assert done.exit_code == 0, done.output
    assert "Split The boat: " in done.stdout
    assert "The run is over: Across." in done.stdout
    (file,) = (run / "home" / "replays").glob("*.redheat")
    assert file.name in done.stdout.replace("\n", "")
    verdict = json.loads(redheat("verify", str(file), "--story", "ferry", "--format", "json").stdout)[0]
    assert (verdict["code"], verdict["runner"], verdict["timed"], verdict["moves"]) == ("valid", "Ivan D", False, 5)
    # nobody typed: the attempts stay as they are
    assert "0 attempts" in redheat("runs", "history", "any", "--untimed", "--story", "ferry").stdout


def test_a_race_in_plain_mode_resets_and_retries(run: Path) -> None:
    done = redheat("race", "any", "--plain", "--story", "ferry", lines="\n1\nundo\npause\n9\nclock\nreset\n\n1\n")
    assert "undo is off" in done.stdout
    assert "never pauses" in done.stdout
    assert "There is no choice 9." in done.stdout
    assert done.stdout.count("Reset. Replay:") == 2
    assert len(list((run / "home" / "replays").glob("*.redheat"))) == 2


def test_exports(run: Path) -> None:
    assert redheat("runs", "lss", "any", "a.lss", "--story", "ferry").exit_code == 0
    assert (run / "a.lss").read_text().startswith("<?xml")
    assert redheat("runs", "cast", "run.redheat", "a.cast", "--story", "ferry").exit_code == 0
    assert json.loads((run / "a.cast").read_text().splitlines()[0])["version"] == 2
    assert "5 moves" in redheat("runs", "card", "run.redheat", "--story", "ferry").stdout
    done = redheat("runs", "lss", "any", "run.redheat/a.lss", "--story", "ferry")
    assert (done.exit_code, "cannot be written" in done.stderr) == (2, True)


def reset() -> Race:
    """An attempt that was given up."""
    race = race_of()
    race.reset(5)
    return race


def test_board_judges_a_folder(run: Path) -> None:
    (run / "reset.redheat").write_bytes(data_of(reset()))
    done = redheat("board", ".", "--to", "out", "--story", "ferry")
    assert (done.exit_code, "1 reset left out" in done.stdout) == (0, True)
    assert "Ogarkov" in (run / "out" / "leaderboard.html").read_text()
    assert "Ogarkov" in (run / "out" / "leaderboard.csv").read_text()
    (run / "bad.redheat").write_bytes(b"")
    assert redheat("board", ".", "--to", "out", "--story", "ferry").exit_code == 1


def test_a_board_without_runs_says_so(run: Path) -> None:
    (run / "empty").mkdir()
    done = redheat("board", "empty", "--story", "ferry")
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "no run that holds is below empty")
    page = (run / "empty" / "leaderboard.html").read_text()
    assert "<title>Leaderboard</title>" in page
    assert "There is no run on it yet." in page
    (run / "empty" / "reset.redheat").write_bytes(data_of(reset()))
    assert redheat("board", "empty", "--story", "ferry").stdout.splitlines()[1] == "1 reset left out"
    assert "<title>Ferry: leaderboard</title>" in (run / "empty" / "leaderboard.html").read_text()


def test_watch_needs_a_terminal_and_a_replay(run: Path) -> None:
    done = redheat("watch", "run.redheat", "--story", "ferry")
    assert (done.exit_code, "runs cast" in done.stderr) == (2, True)
    (run / "bad.redheat").write_bytes(b"")
    assert redheat("watch", "bad.redheat").exit_code == 1


@pytest.mark.usefixtures("run")
def test_an_address_is_checked() -> None:
    done = redheat("race", "any", "--livesplit-at", "nowhere", "--story", "ferry")
    assert (done.exit_code, "no address" in done.stderr) == (2, True)
