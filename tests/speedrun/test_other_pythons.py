"""A replay that was recorded here holds on every other Python that the game runs on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from redheat_game.speedrun.packing import pack
from tests.routes import blessed, the_story

from .racing import data_of, run_of

ROOT = Path(__file__).parents[2]
JUDGE = """
import pathlib, sys
from redheat_game.speedrun.packing import unpack
from redheat_game.speedrun.verification import verify
story = unpack(pathlib.Path(sys.argv[1]).read_bytes()).story
verdict = verify(pathlib.Path(sys.argv[2]).read_bytes(), {story.rules_digest: story}.get)
print("%d.%d" % sys.version_info[:2], verdict.code, verdict.replay.end.state)
"""


def python(version: str) -> str | None:
    """A Python of this version that starts; a shim may bear its name and refuse."""
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [str(path) for path in versions.glob(f"{version}.*/bin/python")]
    found += [path] if (path := shutil.which(f"python{version}")) else []
    for each in found:
        if subprocess.run([each, "-c", ""], capture_output=True, check=False).returncode == 0:
            return each
    return None


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_a_replay_holds_on_another_python(version: str, tmp_path: Path) -> None:
    other = sys.executable if sys.version_info[:2] == tuple(map(int, version.split("."))) else python(version)
    if other is None:
        pytest.skip(f"Python {version} is not installed")
    story = the_story()
    race = run_of(blessed("salute"), "salute", story)
    packed, replay = tmp_path / "story.redheat-story", tmp_path / "run.redheat"
    packed.write_text(pack(story, {}), encoding="utf-8")
    replay.write_bytes(data_of(race))
    # nothing but the standard library is needed to judge by a packed story
    command = [other, "-S", "-c", JUDGE, str(packed), str(replay)]
    environment = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": version.partition(".")[2]}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [version, "valid", race.lines[-1].partition('"state":"')[2][:64]]
