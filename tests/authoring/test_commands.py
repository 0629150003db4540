"""The commands that prove, list and show a story: what they print, and with which code they end."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import IO

from tests.program import PIT, SMALL, WHOLE, redheat


def test_a_sound_story_is_proved_sound(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(SMALL)
    done = redheat("check", str(tmp_path), "--prove", home=tmp_path / "home")
    assert done.returncode == 0, done.stdout
    assert "an ending can be reached from everywhere" in done.stdout
    assert "Nothing found; proved" in done.stdout


def test_a_pit_is_found_with_the_choices_after_which_all_is_lost(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(PIT)
    done = redheat("check", str(tmp_path), "--prove", "--format", "json", home=tmp_path / "home")
    assert done.returncode == 1
    proof = json.loads(done.stdout)["proof"]
    assert proof["complete"]
    assert [(found["scene"], found["witness"]) for found in proof["soft_locks"]] == [("pit", ["lamp"])]


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
    assert redheat("why", "LIGHT", *asked, home=tmp_path / "home").stdout == why.stdout, "by its title"
    (tmp_path / "story.yaml").write_text(SMALL.replace("title: Out,", "title: Light,"))
    several = redheat("why", "light", *asked, home=tmp_path / "home")
    assert several.returncode == 2
    assert "several things are called light: say lit or out" in several.stderr
    unknown = redheat("why", "hal", *asked, home=tmp_path / "home")
    assert unknown.returncode == 2
    assert "did you mean hall?" in unknown.stderr


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
            watching.terminate()


def told_until(lines: IO[str], wanted: str) -> str:
    told = ""
    for line in lines:
        told += line
        if wanted in line:
            break
    return told
