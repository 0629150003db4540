"""The prover on a fixed set of stories, beside SPIN, decision diagrams and random play.

python -m benchmarks.prover [--only NAME] [--quick] [--seconds N] [--json]

Every judge has the same limits of processor time and memory. Exit code 1 where an exact judge contradicts the prover.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.exact.spin import search
from benchmarks.exact.verdicts import Verdicts, differences
from benchmarks.judges import Answer, Played, story_named
from benchmarks.limits import Outcome, run_limited
from redheat_game.analysis.proof import Proof
from redheat_game.story.script import Story

MEGABYTES = 4_000
OPEN_CITIES = [f"open city {seed}" for seed in range(1, 7)]
MILD = [f"mild {scenes} {seed}" for scenes in (150, 300) for seed in range(1, 11)]
STORIES = [*OPEN_CITIES, *MILD, "mild 10000 1", "64 flags", "the game"]
QUICK = ["open city 1", "mild 150 1", "mild 300 1", "64 flags", "the game"]
ROUTES = "open city 1"
"""The story whose shortest routes are proved as well."""


@dataclass
class Row:
    """What was measured of one story; seconds are of processor time, None where a judge did not finish."""

    story: str
    scenes: int
    choices: int
    variables: int
    seconds: float | None = None
    """Of the prover, for everything but routes."""
    megabytes: float = 0.0
    is_complete: bool = False
    undecided: int = 0
    defects: int = 0
    spin_seconds: float | None = None
    spin_build_seconds: float | None = None
    spin_megabytes: float | None = None
    spin_states: int | None = None
    spin_note: str = ""
    diagrams_seconds: float | None = None
    diagrams_megabytes: float | None = None
    states: int | None = None
    """Reachable, as the diagrams count them."""
    diagrams_note: str = ""
    playthroughs: int | None = None
    random_seconds: float | None = None
    missed: dict[str, int] | None = None
    """What random play did not meet, of what the prover shows can happen."""
    routes_seconds: float | None = None
    routes_proved: int | None = None
    routes: int | None = None
    differences: list[str] = field(default_factory=list)


class Bench:
    """Measures stories.

    Args:
        seconds: of processor time for each judge and story.
        folder: to work in.
    """

    def __init__(self, seconds: float, folder: Path) -> None:
        self.seconds = seconds
        self.folder = folder

    def judge(self, judge: str, story: str, *, grace: float = 1.0) -> tuple[Answer | None, Outcome]:
        """What one judge says of a story, None if it did not finish, and how the process fared."""
        file = self.folder / "answer"
        file.unlink(missing_ok=True)
        command = [sys.executable, "-m", "benchmarks.judges", judge, story, str(self.seconds), str(file)]
        outcome = run_limited(command, seconds=grace * self.seconds, megabytes=MEGABYTES)
        if outcome.exit_code != 0 or not file.exists():
            return None, outcome
        answer: Answer = pickle.loads(file.read_bytes())
        return answer, outcome

    def row(self, name: str) -> Row:
        """Everything about one story."""
        story = story_named(name)
        choices = sum(len(scene.choices) for scene in story.machine.scenes)
        row = Row(name, len(story.machine.scenes), choices, len(story.machine.variables))
        # the prover keeps its budget itself; what it takes beyond that is seen
        answer, outcome = self.judge("prover", name, grace=2)
        proof: Proof | None = answer.said if answer else None
        row.megabytes = outcome.megabytes
        if answer is not None and proof is not None:
            row.seconds, row.is_complete = answer.seconds, proof.complete
            row.undecided, row.defects = len(proof.undecided), len(proof.findings)
        self._diagrams(row, story, proof)
        self._spin(row, story, proof)
        self._random(row, story, proof)
        if name == ROUTES:
            self._routes(row)
        return row

    def _diagrams(self, row: Row, story: Story, proof: Proof | None) -> None:
        if find_spec("dd.cudd") is None:
            row.diagrams_note = "dd with CUDD is not installed"
            return
        answer, outcome = self.judge("diagrams", row.story)
        row.diagrams_megabytes = outcome.megabytes
        if answer is None:
            row.diagrams_note = "not finished"
            return
        row.diagrams_seconds = answer.seconds
        row.states, verdicts = answer.said
        self._compare(row, "diagrams", story, proof, verdicts)

    def _spin(self, row: Row, story: Story, proof: Proof | None) -> None:
        if shutil.which("spin") is None or shutil.which("gcc") is None:
            row.spin_note = "spin or gcc is not installed"
            return
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            found = search(story, Path(folder), seconds=self.seconds, megabytes=MEGABYTES)
        row.spin_build_seconds, row.spin_megabytes = found.build_seconds, found.megabytes
        if found.verdicts is None:
            row.spin_note = f"not finished: {found.why_not}"
            return
        row.spin_seconds, row.spin_states = found.seconds, found.states
        self._compare(row, "SPIN", story, proof, found.verdicts)

    def _compare(self, row: Row, judge: str, story: Story, proof: Proof | None, exact: Verdicts) -> None:
        if proof is not None:
            row.differences += [f"{judge}: {line}" for line in differences(story, proof, exact)]

    def _random(self, row: Row, story: Story, proof: Proof | None) -> None:
        answer, _ = self.judge("random", row.story, grace=1.5)
        if answer is None:
            return
        played: Played = answer.said
        row.playthroughs, row.random_seconds = played.playthroughs, answer.seconds
        if proof is not None:
            row.missed = {kind: len(items) for kind, items in _missed(story, proof, played.met).items()}

    def _routes(self, row: Row) -> None:
        answer, _ = self.judge("routes", row.story, grace=2)
        if answer is not None:
            found = answer.said.routes.values()
            row.routes_seconds = answer.seconds
            row.routes = 2 * len(found)
            row.routes_proved = sum(one.moves.proved + one.story_seconds.proved for one in found)


def _missed(story: Story, proof: Proof, met: Verdicts) -> dict[str, set[Any]]:
    """What was not met of what can happen; what is undecided is taken not to."""
    doubtful = {(item.kind, item.scene, item.choice, item.name) for item in proof.undecided}
    machine = story.machine
    no_scenes = {item.name for item in proof.unreachable_scenes} | {
        name for kind, *_, name in doubtful if kind == "scene"
    }
    no_choices = {(item.scene, item.choice) for item in proof.dead_choices} | {
        (scene, choice) for kind, scene, choice, _ in doubtful if kind == "choice"
    }
    no_endings = {item.name for item in (*proof.unreachable_endings, *proof.undecided) if item.kind == "ending"}
    achievements = (*proof.unearnable_achievements, *proof.undecided)
    no_achievements = {item.name for item in achievements if item.kind == "achievement"}
    return {
        "scenes": {scene.id for scene in machine.scenes} - no_scenes - met.scenes,
        "choices": {
            (scene.id, choice.id) for scene in machine.scenes if scene.id not in no_scenes for choice in scene.choices
        }
        - no_choices
        - met.choices,
        "endings": set(story.endings) - no_endings - met.endings,
        "achievements": set(story.achievements) - no_achievements - met.achievements,
    }


# what is printed

HEADINGS = (
    f"{'story':<14}{'scenes':>7}{'choices':>8}{'vars':>6}{'states':>9}"
    f"{'prover s':>10}{'MB':>6}  {'decided':<9}{'SPIN s':>8}{'ratio':>7}{'dd s':>8}{'ratio':>7}  random play misses"
)


def line(row: Row) -> str:
    """One line of the table."""
    decided = "all" if row.is_complete else f"-{row.undecided}"
    missed = ", ".join(f"{count:,} {kind}" for kind, count in (row.missed or {}).items() if count) or "nothing"
    states = f"{row.states:.1e}" if row.states else ""
    return (
        f"{row.story:<14}{row.scenes:>7,}{row.choices:>8,}{row.variables:>6,}{states:>9}"
        f"{_seconds(row.seconds):>10}{row.megabytes:>6.0f}  {decided if row.seconds else '':<9}"
        f"{_seconds(row.spin_seconds):>8}{_ratio(row.spin_seconds, row.seconds):>7}"
        f"{_seconds(row.diagrams_seconds):>8}{_ratio(row.diagrams_seconds, row.seconds):>7}"
        f"  {missed} ({row.playthroughs or 0:,} runs)"
    )


def _seconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds:.2f}"


def _ratio(other: float | None, own: float | None) -> str:
    return "-" if other is None or not own else f"{other / own:.1f}"


def geometric_mean(ratios: Iterable[float]) -> float | None:
    """Their geometric mean; None where there are none."""
    logarithms = [math.log(ratio) for ratio in ratios]
    return math.exp(sum(logarithms) / len(logarithms)) if logarithms else None


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """What the rows come to."""
    solved = [row for row in rows if row.seconds]
    spin = [row.spin_seconds / row.seconds for row in solved if row.spin_seconds and row.seconds]
    built = [
        (row.spin_seconds + (row.spin_build_seconds or 0)) / row.seconds
        for row in solved
        if row.spin_seconds and row.seconds
    ]
    diagrams = [row.diagrams_seconds / row.seconds for row in solved if row.diagrams_seconds and row.seconds]
    return {
        "stories": len(rows),
        "complete": sum(row.is_complete for row in rows),
        "spin_finished": len(spin),
        "spin_ratio": geometric_mean(spin),
        "spin_ratio_with_building": geometric_mean(built),
        "diagrams_finished": len(diagrams),
        "diagrams_ratio": geometric_mean(diagrams),
        "differences": sum(len(row.differences) for row in rows),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--only", action="append", help="stories whose names begin with these words; may be given several times"
    )
    parser.add_argument("--quick", action="store_true", help="one story of each kind")
    parser.add_argument("--seconds", type=float, default=120.0, help="of processor time for each judge and story")
    parser.add_argument("--json", action="store_true", help="for programs")
    asked = parser.parse_args(arguments)
    wanted = [f"{only} " for only in asked.only or ()]
    names = [name for name in (QUICK if asked.quick else STORIES) if not wanted or f"{name} ".startswith(tuple(wanted))]
    if not names:
        parser.error(f"no story begins with these words; there are: {', '.join(STORIES)}")
    rows = []
    if not asked.json:
        print(HEADINGS)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(asked.seconds, Path(folder))
        for name in names:
            rows.append(bench.row(name))
            if not asked.json:
                _show(rows[-1])
    found = summary(rows)
    if asked.json:
        about = {"python": platform.python_version(), "limits": {"seconds": asked.seconds, "megabytes": MEGABYTES}}
        print(json.dumps({**about, "summary": found, "rows": [asdict(row) for row in rows]}, indent=2))
    else:
        _show_summary(found)
    return 1 if found["differences"] else 0


def _show(row: Row) -> None:
    print(line(row), flush=True)
    for name, note in (("SPIN", row.spin_note), ("dd", row.diagrams_note)):
        if note:
            print(f"{'':<14}{name}: {note}")
    if row.routes is not None:
        print(f"{'':<14}routes: {row.routes_proved} of {row.routes} proved, {_seconds(row.routes_seconds)} s with them")
    for difference in row.differences:
        print(f"!!! WRONG VERDICT in {row.story}: {difference}", flush=True)


def _show_summary(found: dict[str, Any]) -> None:
    print(f"\nthe prover decided all of {found['complete']} of {found['stories']} stories")
    for name, key in (("SPIN", "spin"), ("dd", "diagrams")):
        ratio = found[f"{key}_ratio"]
        times = f", {ratio:.2f} times the prover's seconds (geometric mean)" if ratio else ""
        print(f"{name} finished {found[f'{key}_finished']} of {found['stories']}{times}")
        if name == "SPIN" and ratio:
            print(f"with translating and compiling its model: {found['spin_ratio_with_building']:.2f} times")
    print(f"{found['differences']} verdicts differ")


if __name__ == "__main__":
    sys.exit(main())
