"""The house stands: layers import only downward, and Textual stays in the interface."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_the_contracts_of_imports_are_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


# what ran is told by the modules that are there when all is over, however the program ends
HARNESS = """
import atexit, json, runpy, sys
atexit.register(lambda: print("\\0" + json.dumps(sorted(sys.modules))))
sys.argv[0] = "redheat"
runpy.run_module("redheat_game", run_name="__main__", alter_sys=False)
"""


def modules_after(arguments: list[str], typed: str, home: Path) -> tuple[str, set[str]]:
    """What the program says, and the modules it has imported at its end."""
    done = subprocess.run(
        [sys.executable, "-c", HARNESS, *arguments],
        input=typed,
        env={**os.environ, "REDHEAT_HOME": str(home)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told, _, modules = done.stdout.rpartition("\0")
    return told, set(json.loads(modules))


@pytest.mark.parametrize(
    ("arguments", "typed", "says"),
    [
        (["--version"], "", "redheat"),
        (["--help"], "", "play"),
        (["check"], "", "scenes"),
        (["explain", "RH041"], "", "RH041"),
        (["stats", "--runs", "5"], "", "words a minute"),
        (["schema"], "", "json-schema.org"),
        (["graph", "--format", "dot"], "", "digraph"),
        (["new", "--help"], "", "trope"),
        (["play", "--plain"], "1\n", "2."),
        ([], "1\n", "2."),
    ],
)
def test_what_needs_no_interface_never_imports_textual(
    arguments: list[str], typed: str, says: str, tmp_path: Path
) -> None:
    told, modules = modules_after(arguments, typed, tmp_path)
    assert says in told
    assert not {name for name in modules if name.split(".")[0] == "textual"}
    assert not {name for name in modules if name.startswith("redheat_game.ui")}


@pytest.mark.parametrize("layer", ["story", "engine", "storage", "plain", "authoring", "speedrun"])
def test_no_layer_below_the_interface_imports_textual(layer: str) -> None:
    program = f"""
import importlib, pkgutil, sys
import redheat_game.{layer} as layer
for module in pkgutil.walk_packages(layer.__path__, layer.__name__ + "."):
    importlib.import_module(module.name)
print(*sorted(name for name in sys.modules if name.split(".")[0] in ("textual", "redheat_game")))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    names = done.stdout.split()
    assert f"redheat_game.{layer}" in names
    assert not [name for name in names if name.startswith(("textual", "redheat_game.ui"))]
