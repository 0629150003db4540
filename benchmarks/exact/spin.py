"""Runs SPIN on a story: without compression and without bit-state hashing, so that what it says is exact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from benchmarks.exact.promela import Model
from benchmarks.exact.verdicts import Verdicts
from benchmarks.limits import Outcome, run_limited
from redheat_game.story.script import Story

DEPTH = 10_000_000
"""How many moves deep the search goes; where that is not enough, it is not finished."""


@dataclass(frozen=True)
class Searched:
    """What came of a search."""

    build_seconds: float
    """Of processor time, to translate and compile the model."""
    seconds: float
    """Of processor time, to search."""
    megabytes: float
    states: int | None = None
    verdicts: Verdicts | None = None
    """None where it did not finish."""
    why_not: str = ""


def search(story: Story, folder: Path, *, seconds: float, megabytes: int) -> Searched:
    """Translate, compile and search.

    Args:
        story: the story.
        folder: an empty folder to do it in.
        seconds: of processor time for the search, and again for what comes before it.
        megabytes: of memory.
    """
    model = Model(story)
    (folder / "story.pml").write_text(model.text(), encoding="utf-8")
    (folder / "story.c").write_text(model.functions(), encoding="utf-8")
    flags = ["-O2", "-w", "-DSAFETY", "-DNOFAIR", "-DNOREDUCE", f"-DMEMLIM={megabytes}"]
    building = 0.0
    for command in (["spin", "-a", "story.pml"], ["gcc", *flags, "-o", "pan", "pan.c"]):
        built = run_limited(command, seconds=seconds, megabytes=megabytes, folder=folder)
        building += built.seconds
        if built.exit_code != 0:
            return Searched(building, 0, built.megabytes, why_not=f"{command[0]} {_reason(built)}")
    done = run_limited(["./pan", f"-m{DEPTH}"], seconds=seconds, megabytes=megabytes, folder=folder)
    states = re.search(r"(\S+) states, stored", done.output)
    cut_short = re.search(r"max search depth too small|out of memory|Search not completed", done.output + done.errors)
    if done.exit_code != 0 or cut_short or states is None:
        why = cut_short.group().lower() if cut_short else f"search {_reason(done)}"
        return Searched(building, done.seconds, done.megabytes, why_not=why)
    return Searched(building, done.seconds, done.megabytes, int(float(states[1])), model.verdicts(done.output))


def _reason(outcome: Outcome) -> str:
    if outcome.exit_code is None:
        return "stopped at its limit"
    said = (outcome.errors or outcome.output).strip().splitlines()
    return f"failed with {outcome.exit_code}" + (f": {said[-1]}" if said else "")
