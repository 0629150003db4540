"""The commands as they are typed: what they print, and with which code they end."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

BROKEN = """\
scene: duty_free
from: {scene: airprt, say: Look at the perfume.}
text: |
  A row of bottles.

  {trusst} of them are open.
choices:
  - {say: Smell one., go: brige}
"""
WHOLE = """\
scene: duty_free
from: {scene: baths_street, say: Look at the perfume., id: perfume}
text: A row of bottles, none of them for you.
go: bathhouse_attendant
"""


def redheat(*arguments: str, home: Path, lines: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program with a home of its own, its input and output being pipes."""
    return subprocess.run(
        [sys.executable, "-m", "redheat_game", *arguments],
        input=lines,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "REDHEAT_HOME": str(home), "COLUMNS": "80", **environment},
        check=False,
    )


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


SMALL = """\
story: The Depot
start: hall
variables: {lamp: flag}
endings: {out: {title: Out, kind: victory, line: The gate is open.}}
achievements: {lit: {title: Light, riddle: It is dark., hint: Take it., told: You see.}}
---
scene: hall
text: A hall.
choices:
  - {say: Take the lamp., id: lamp, once: true, do: lamp = true, unlock: lit, go: hall}
  - {say: Leave., go: gate}
---
scene: gate
text: Not locked.
ending: out
"""


def test_a_sound_story_is_proved_sound(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(SMALL)
    done = redheat("check", str(tmp_path), "--prove", home=tmp_path / "home")
    assert done.returncode == 0, done.stdout
    assert "an ending can be reached from everywhere" in done.stdout
    assert "Nothing found; proved" in done.stdout


def test_a_pit_is_found_with_the_choices_after_which_all_is_lost(tmp_path: Path) -> None:
    """With the lamp in hand the only way out of the hall leads into the pit."""
    pit = SMALL.replace("go: gate}", "go: [{when: lamp, to: pit}, {to: gate}]}")
    (tmp_path / "story.yaml").write_text(pit + "---\nscene: pit\ntext: Deep.\ngo: pit\n")
    done = redheat("check", str(tmp_path), "--prove", "--format", "json", home=tmp_path / "home")
    assert done.returncode == 1
    proof = json.loads(done.stdout)["proof"]
    assert proof["complete"]
    assert [(found["scene"], found["witness"]) for found in proof["soft_locks"]] == [("pit", ["lamp"])]


PIT = SMALL.replace("go: gate}", "go: [{when: lamp, to: pit}, {to: gate}]}") + "---\nscene: pit\ntext: Deep.\ngo: pit\n"


def played_as_told(told: str, home: Path) -> str:
    """What is read on running the command for playing that was printed."""
    (command,) = [line.partition("redheat ")[2] for line in told.splitlines() if "redheat play" in line]
    done = redheat(*shlex.split(command), "--plain", home=home)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_rule_that_keeps_a_run_from_leaving_is_named(tmp_path: Path) -> None:
    """Its condition goes on holding, so that every scene leads back to where it leads."""
    (tmp_path / "story.yaml").write_text(
        SMALL.replace("variables:", "always:\n  - {when: lamp, go: cellar}\nvariables:")
        + "---\nscene: cellar\ntext: Dark.\ngo: hall\n"
    )
    done = redheat("check", str(tmp_path), home=tmp_path / "home")
    assert done.returncode == 1
    assert "RH211" in done.stdout
    line = (tmp_path / "story.yaml").read_text().splitlines().index("  - {when: lamp, go: cellar}") + 1
    assert re.search(rf"a rule takes over: lamp, go: cellar \(\S*story\.yaml:{line}\)", done.stdout), done.stdout
    (tmp_path / "story.yaml").write_text(PIT)
    assert "a rule takes over" not in redheat("check", str(tmp_path), home=tmp_path / "home").stdout


def test_a_witness_is_played_with_the_command_that_is_printed(tmp_path: Path) -> None:
    pack = tmp_path / "a pack"
    pack.mkdir()
    (pack / "story.yaml").write_text(PIT)
    found = redheat("check", str(pack), home=tmp_path / "home", COLUMNS="500")
    assert found.returncode == 1
    assert "A hall." in played_as_told(found.stdout, tmp_path / "home")


def test_findings_can_be_annotations_of_a_workflow(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(PIT)
    done = redheat("check", str(tmp_path), "--format", "github", home=tmp_path / "home")
    assert done.returncode == 1
    (line,) = [line for line in done.stdout.splitlines() if "RH211" in line]
    assert line.startswith("::error file=")
    assert "line=17,col=8,title=RH211::" in line
    assert "%0A" in line


def test_why_shows_the_shortest_way_or_what_blocks_it(tmp_path: Path) -> None:
    asked = ("--story", str(tmp_path))
    (tmp_path / "story.yaml").write_text(SMALL)
    way = redheat("why", "hall.lamp", *asked, home=tmp_path / "home")
    assert way.returncode == 0, way.stderr
    assert "By 1 choice, and there is no shorter way" in way.stdout
    assert "A hall." in played_as_told(way.stdout, tmp_path / "home")
    blocked = SMALL.replace("unlock: lit", "unlock: {id: lit, when: not lamp}")
    (tmp_path / "story.yaml").write_text(blocked)
    why = redheat("why", "lit", *asked, home=tmp_path / "home")
    assert why.returncode == 1
    assert "RH206" in why.stdout
    unknown = redheat("why", "hal", *asked, home=tmp_path / "home")
    assert unknown.returncode == 2
    assert "did you mean hall?" in unknown.stderr


def test_a_pack_among_the_players_own_scenes_can_be_named_too(tmp_path: Path) -> None:
    own = tmp_path / "home" / "scenes"
    own.mkdir(parents=True)
    (own / "duty_free.yaml").write_text(WHOLE)
    done = redheat("play", "--plain", "--story", str(own), "--from", "perfume", home=tmp_path / "home")
    assert "left out" not in done.stdout
    assert "A row of bottles" in done.stdout
    done = redheat("play", "--plain", "--from", "perfume", home=tmp_path / "home")
    assert "A row of bottles" in done.stdout


def test_the_ids_of_a_story_are_listed(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(SMALL)
    asked = ("--story", str(tmp_path))
    scenes = redheat("list", *asked, home=tmp_path / "home").stdout.splitlines()
    assert [line.split()[:2] for line in scenes] == [["hall", "Hall"], ["gate", "Gate"]]
    assert scenes[1].endswith("story.yaml:13")
    assert redheat("list", "variables", *asked, home=tmp_path / "home").stdout.split() == [
        "lamp",
        "flag",
        "starts",
        "as",
        "false",
    ]
    assert redheat("list", "tropes", *asked, home=tmp_path / "home").stdout.split() == [
        "lit",
        "Light",
        "It",
        "is",
        "dark.",
    ]
    assert redheat("list", "places", *asked, home=tmp_path / "home").stdout == ""


def test_scenes_are_listed_by_act_and_shown_as_they_are_written(tmp_path: Path) -> None:
    acts = redheat("list", "acts", home=tmp_path).stdout.splitlines()
    assert acts[0].split()[:2] == ["1", "moscow"]
    by_number = redheat("list", "--act", "2", home=tmp_path).stdout
    assert by_number == redheat("list", "--act", "station", home=tmp_path).stdout
    assert all("station" in line for line in by_number.splitlines())
    assert redheat("list", "--act", "7", home=tmp_path).returncode == 2
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "duty_free.yaml").write_text(WHOLE)
    shown = redheat("show", "baths_street", "--story", str(tmp_path / "pack"), home=tmp_path).stdout
    assert "\nscene: baths_street\n" in shown
    assert "pack/duty_free.yaml:2" in shown.splitlines()[-1]
    assert redheat("show", "baths_stret", home=tmp_path).stderr.count("did you mean baths_street?") == 1


def test_the_game_opens_at_a_witness_and_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(PIT)
    asked = ("play", "--plain", "--story", str(tmp_path))
    for witness in ("lamp, pit", "pit"):
        done = redheat(*asked, "--from", witness, home=tmp_path / "home")
        assert "Deep." in done.stdout, done.stderr
    wrong = redheat(*asked, "--from", "lamp lamp", home=tmp_path / "home")
    assert (wrong.returncode, "after 1 choice, in hall" in wrong.stderr) == (2, True)
    kept = json.loads(redheat("profile", "export", home=tmp_path / "home").stdout)
    assert kept["stories"] == {}


def test_a_story_is_checked_again_at_each_save(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(SMALL)
    command = [sys.executable, "-m", "redheat_game", "check", str(tmp_path), "--watch", "--no-prove"]
    home = {**os.environ, "REDHEAT_HOME": str(tmp_path / "home")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=home) as watching:
        assert watching.stdout is not None
        try:
            assert "no mistake found" in told_until(watching.stdout, "The Depot")
            (tmp_path / "story.yaml").write_text(SMALL.replace("go: gate", "go: gat"))
            assert "did you mean `gate`?" in told_until(watching.stdout, "1 mistake")
        finally:
            watching.send_signal(signal.SIGINT)


def told_until(lines: IO[str], wanted: str) -> str:
    told = ""
    for line in lines:
        told += line
        if wanted in line:
            break
    return told
