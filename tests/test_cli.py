"""The commands as a player types them: what they print, and with which code they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import SMALL, WHOLE, redheat

BROKEN = """\
scene: duty_free
from: {scene: airprt, say: Look at the perfume.}
text: |
  A row of bottles.

  {trusst} of them are open.
choices:
  - {say: Smell one., go: brige}
"""


@pytest.fixture
def broken_pack(tmp_path: Path) -> Path:
    """A folder with a scene that has three mistakes."""
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "duty_free.yaml").write_text(BROKEN)
    return folder


def test_check_finds_nothing_wrong_with_the_game(tmp_path: Path) -> None:
    """Its shortest routes are proved by .ci/run."""
    done = redheat("check", "--no-routes", home=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "no mistake found" in done.stdout
    assert "Nothing found; proved" in done.stdout
    assert "their shortest routes were not asked for" in done.stdout
    assert "Any%" not in done.stdout


def test_check_tells_every_mistake_of_a_pack_in_one_pass(tmp_path: Path, broken_pack: Path) -> None:
    done = redheat("check", str(broken_pack), home=tmp_path)
    assert done.returncode == 1
    assert f"{broken_pack}/duty_free.yaml:2:15: RH041 no scene `airprt`; did you mean `airport`?" in done.stdout
    assert f"{broken_pack}/duty_free.yaml:6:4: RH042 no variable `trusst`; did you mean `trust`?" in done.stdout
    assert "RH041 no scene `brige`" in done.stdout
    assert "    6 |   {trusst} of them are open.\n      |    ^^^^^^\n" in done.stdout


def test_check_speaks_to_programs(tmp_path: Path, broken_pack: Path) -> None:
    done = redheat("check", "--story", str(broken_pack), "--format", "json", home=tmp_path)
    assert done.returncode == 1
    found = json.loads(done.stdout)["diagnostics"]
    assert [(item["code"], item["line"], item["column"]) for item in found] == [
        ("RH041", 2, 15),
        ("RH042", 6, 4),
        ("RH041", 8, 27),
    ]
    assert found[1]["suggestion"] == "trust"
    assert found[1]["file"].endswith("duty_free.yaml")


def test_a_broken_pack_is_not_played(tmp_path: Path, broken_pack: Path) -> None:
    done = redheat("play", "--plain", "--story", str(broken_pack), home=tmp_path)
    assert done.returncode == 1
    assert "RH041" in done.stderr
    assert "the story cannot be played: 3 mistakes" in done.stderr
    assert done.stdout == ""


def test_a_pack_is_laid_over_the_game(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "duty_free.yaml").write_text(WHOLE)
    done = redheat("play", "--plain", "--story", str(folder), home=tmp_path / "home", lines="3\n")
    assert "3. Look at the perfume." in done.stdout
    assert "A row of bottles, none of them for you." in done.stdout


def test_the_players_own_scenes_are_found_by_themselves(tmp_path: Path) -> None:
    (tmp_path / "scenes").mkdir()
    (tmp_path / "scenes" / "duty_free.yaml").write_text(WHOLE)
    assert "3. Look at the perfume." in redheat("play", "--plain", home=tmp_path).stdout
    assert "duty_free" not in redheat("check", "--no-prove", "--format", "json", home=tmp_path).stdout


def test_mistakes_in_the_players_own_scenes_leave_only_those_out(tmp_path: Path) -> None:
    (tmp_path / "scenes").mkdir()
    (tmp_path / "scenes" / "duty_free.yaml").write_text(BROKEN)
    done = redheat("play", "--plain", home=tmp_path)
    assert done.returncode == 0
    assert "Your own scenes were left out" in done.stdout
    assert "1. " in done.stdout


def test_a_story_that_stands_alone_among_the_players_own_scenes_does_not_replace_the_game(tmp_path: Path) -> None:
    own = tmp_path / "scenes"
    (own / "small" / "deep").mkdir(parents=True)
    (own / "small" / "deep" / "story.yaml").write_text(SMALL)
    (own / "duty_free.yaml").write_text(WHOLE)
    done = redheat("play", "--plain", home=tmp_path)
    assert "small stands alone" in " ".join(done.stdout.split())
    assert "3. Look at the perfume." in done.stdout
    assert "left out" not in done.stdout


def test_own_scenes_are_left_out_of_a_story_that_stands_alone_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "scenes").mkdir()
    (tmp_path / "scenes" / "duty_free.yaml").write_text(WHOLE)
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "story.yaml").write_text(SMALL)
    done = redheat("play", "--plain", "--story", str(tmp_path / "small"), home=tmp_path)
    assert done.returncode == 0
    assert "left out" not in done.stdout
    assert "perfume" not in done.stdout


def test_a_pack_among_the_players_own_scenes_can_be_named_too(tmp_path: Path) -> None:
    own = tmp_path / "home" / "scenes"
    own.mkdir(parents=True)
    (own / "duty_free.yaml").write_text(WHOLE)
    done = redheat("play", "--plain", "--story", str(own), "--from", "perfume", home=tmp_path / "home")
    assert "left out" not in done.stdout
    assert "A row of bottles" in done.stdout
    done = redheat("play", "--plain", "--from", "perfume", home=tmp_path / "home")
    assert "A row of bottles" in done.stdout


def test_explain_and_its_near_misses(tmp_path: Path) -> None:
    told = redheat("explain", "rh041", home=tmp_path)
    assert told.returncode == 0
    assert told.stdout.startswith("RH041 ")
    assert "Wrong:" in told.stdout
    assert "Right:" in told.stdout
    missed = redheat("explain", "RH41", home=tmp_path)
    assert missed.returncode == 2
    assert "did you mean RH041?" in missed.stderr


def test_where_tells_the_places(tmp_path: Path) -> None:
    done = redheat("where", home=tmp_path)
    assert f"saves, profile and settings: {tmp_path}" in done.stdout


@pytest.mark.parametrize("arguments", [("no_such_command",), ("check", "/no/such/folder"), ("play", "--nonsense")])
def test_wrong_usage_ends_with_two(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = redheat(*arguments, home=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_dumb_terminal_gets_plain_mode(tmp_path: Path) -> None:
    done = redheat(home=tmp_path, lines="1\nquit\n", TERM="dumb")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert "The Attendant" in done.stdout


def test_a_reader_that_goes_away_ends_the_game_quietly(tmp_path: Path) -> None:
    command = f"printf '1\\n1\\n1\\n' | {sys.executable} -m redheat_game play --plain | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "REDHEAT_HOME": str(tmp_path)},
        check=False,
    )
    assert done.stdout.startswith("Red Heat.")
    assert done.stderr == ""


def test_a_profile_goes_out_and_comes_back(tmp_path: Path) -> None:
    redheat("play", "--plain", home=tmp_path / "one", lines="1\n1\n1\n1\n")
    exported = tmp_path / "profile.json"
    assert redheat("profile", "export", str(exported), home=tmp_path / "one").returncode == 0
    done = redheat("profile", "import", str(exported), home=tmp_path / "two")
    assert done.returncode == 0
    kept = json.loads(redheat("profile", "export", home=tmp_path / "two").stdout)
    assert kept["stories"] == json.loads(exported.read_text())["stories"]


def test_what_is_no_profile_is_refused(tmp_path: Path) -> None:
    junk = tmp_path / "junk.json"
    junk.write_text('{"format": "something else"}')
    done = redheat("profile", "import", str(junk), home=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_crash_is_one_sentence_and_a_report(tmp_path: Path) -> None:
    """Whatever fails inside, a person reads a sentence; the report holds the rest."""
    script = (
        "from redheat_game.cli import playing, run\n"
        "def broken(*_): raise RuntimeError('the boiler')\n"
        "playing._story_to_play = broken\n"
        "import sys; sys.argv = ['redheat', 'play', '--plain']; run()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "REDHEAT_HOME": str(tmp_path)},
        check=False,
    )
    assert done.returncode == 70
    assert len(done.stderr.strip().splitlines()) == 1
    reports = list((tmp_path / "crashes").iterdir())
    assert len(reports) == 1
    assert str(reports[0]) in done.stderr
    assert "RuntimeError: the boiler" in reports[0].read_text()
