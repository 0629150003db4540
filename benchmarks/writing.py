"""How long a story takes to be read and diagnosed, by its size, beside other compilers of stories on the same story.

Each compiler runs in a process of its own for each size and round, all in turn; the clock runs inside, around compiling
alone, after one small story that is not counted.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

SIZES = (100, 300, 1_000, 3_000, 10_000)
ROUNDS = 3
SCENES_A_FILE = 100
MISTAKE_EVERY = 50
"""In the story with mistakes: scenes from one wrong id to the next."""
TIMEOUT = 600
NODE_MODULES = Path(__file__).parents[1] / "tests" / "node" / "node_modules"
SENTENCES = (
    "The corridor goes on, and the lamps do not.",
    "Somebody has left a glove on the radiator.",
    "You can hear a tram that is not on the timetable.",
    "The door at the end is open as wide as a hand.",
)

Ways = list[tuple[int, int]]


def ways_of(size: int) -> Ways:
    """For each scene the two that it leads to; all can be reached, and the last is an ending."""
    chance = random.Random(size)
    return [(number + 1, chance.randrange(size)) for number in range(size - 1)]


def redheat_files(ways: Ways, mistakes: bool) -> dict[str, str]:
    """The story in our language, some scenes to a file."""
    last = len(ways)
    declared = (
        "story: Corridors\nstart: s0\nvariables:\n  nerve: {is: range 0..9, start: 5, clamp: true}\n"
        "endings: {out: {title: Out, kind: victory, line: Out.}}\n"
        f"---\nscene: s{last}\ntext: The street.\nending: out\n"
    )
    scenes = []
    for number, (onward, other) in enumerate(ways):
        wrong = mistakes and number % MISTAKE_EVERY == 0
        scenes.append(
            f"scene: s{number}\ntext: |\n  {_words(number)} {{nerve > 3: You go on.|You wait.}}\nchoices:\n"
            f"  - {{say: Go on., id: a, do: nerve -= 1, go: s{onward}{'x' if wrong else ''}}}\n"
            f"  - {{say: Turn., id: b, when: nerve > 2, go: s{other}}}\n"
        )
    files = {"story.yaml": declared}
    for start in range(0, len(scenes), SCENES_A_FILE):
        files[f"part_{start:05}.yaml"] = "---\n".join(scenes[start : start + SCENES_A_FILE])
    return files


def ink_text(ways: Ways) -> str:
    """The story in ink."""
    lines = ["VAR nerve = 5", "-> s0"]
    for number, (onward, other) in enumerate(ways):
        lines += [
            f"=== s{number} ===",
            f"{_words(number)} {{nerve > 3: You go on.|You wait.}}",
            "+ Go on.",
            "  ~ nerve -= 1",
            f"  -> s{onward}",
            f"+ {{nerve > 2}} Turn. -> s{other}",
        ]
    return "\n".join([*lines, f"=== s{len(ways)} ===", "The street.", "-> END"]) + "\n"


def bardic_text(ways: Ways) -> str:
    """The story in Bardic's language."""
    lines = ["@start s0", ""]
    for number, (onward, other) in enumerate(ways):
        lines += [
            f":: s{number}",
            _words(number),
            "@if nerve > 3:",
            "  You go on.",
            "@else:",
            "  You wait.",
            "@endif",
            "~ nerve = nerve - 1",
            f"+ [Go on.] -> s{onward}",
            f"+ {{nerve > 2}} [Turn.] -> s{other}",
            "",
        ]
    return "\n".join([*lines, f":: s{len(ways)}", "The street.", ""])


def _words(number: int) -> str:
    return f"{SENTENCES[number % 4]} {SENTENCES[number // 4 % 4]}"


REDHEAT = """
import sys, time
from pathlib import Path
from redheat_game.story.loader import load_story
load_story([Path(sys.argv[2])])
begun = time.perf_counter()
loaded = load_story([Path(sys.argv[1])])
print(time.perf_counter() - begun, len(loaded.diagnostics), 0 if loaded.story is None else len(loaded.story.scenes))
"""
BARDIC = """
import sys, time
from pathlib import Path
from bardic.compiler.compiler import BardCompiler
text, small = (Path(name).read_text() for name in sys.argv[1:3])
BardCompiler().compile_string(small)
begun = time.perf_counter()
compiled = BardCompiler().compile_string(text)
print(time.perf_counter() - begun, 0, len(compiled["passages"]))
"""
INK = """
const { Compiler } = require("inkjs/full");
const fs = require("fs");
const [text, small] = process.argv.slice(1, 3).map(name => fs.readFileSync(name, "utf8"));
new Compiler(small).Compile();
const begun = process.hrtime.bigint();
const story = new Compiler(text).Compile();
const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
console.log(seconds, 0, story.mainContentContainer.namedContent.size);
"""


class Missing(Exception):
    """A compiler is not there; says how to get it."""


def write_redheat(folder: Path, size: int, mistakes: bool) -> Path:
    """The story as a pack."""
    pack = folder / f"redheat_{size}_{'wrong' if mistakes else 'right'}"
    pack.mkdir(exist_ok=True)
    for name, text in redheat_files(ways_of(size), mistakes).items():
        (pack / name).write_text(text)
    return pack


def write_text(folder: Path, size: int, make: Callable[[Ways], str]) -> Path:
    """The story as one file."""
    path = folder / f"{make.__name__}_{size}"
    path.write_text(make(ways_of(size)))
    return path


def run(command: Sequence[str], cwd: Path | None = None) -> tuple[float, int, int] | str:
    """Seconds, diagnostics and scenes; or why there are none."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False, cwd=cwd)
    except subprocess.TimeoutExpired:
        return f"over {TIMEOUT} s"
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["failed"])[-1][:80]
    seconds, diagnostics, scenes = done.stdout.split()[-3:]
    return float(seconds), int(diagnostics), int(scenes)


def measure(name: str, folder: Path, size: int) -> tuple[float, int, int] | str:
    """One round of one compiler on one size.

    Raises:
        Missing: it is not there.
    """
    if name in ("redheat", "redheat, mistakes"):
        packs = [str(write_redheat(folder, each, "mistakes" in name)) for each in (size, 20)]
        return run([sys.executable, "-c", REDHEAT, *packs])
    if name == "bardic":
        if importlib.util.find_spec("bardic") is None:
            raise Missing("bardic is not there: pip install bardic")
        return run([sys.executable, "-c", BARDIC, *(str(write_text(folder, each, bardic_text)) for each in (size, 20))])
    node = shutil.which("node")
    if node is None or not (NODE_MODULES / "inkjs").is_dir():
        raise Missing("inkjs is not there: npm install --prefix tests/node")
    files = [str(write_text(folder, each, ink_text)) for each in (size, 20)]
    return run([node, "-e", INK, *files], cwd=NODE_MODULES.parent)


def wrongly_read(name: str, size: int, found: tuple[float, int, int]) -> bool:
    """Whether a compiler has not read what it was given, so that its time means nothing."""
    _, diagnostics, scenes = found
    if name == "redheat, mistakes":
        return diagnostics != -(-(size - 1) // MISTAKE_EVERY)
    return scenes < size or diagnostics > 0


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="scenes")
    parser.add_argument("--json", action="store_true", help="for programs")
    asked = parser.parse_args(arguments)
    compilers = ["redheat", "redheat, mistakes", "inkjs", "bardic"]
    times: dict[str, dict[int, list[float]]] = {name: {} for name in compilers}
    failed: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(asked.rounds):
            for size in asked.sizes:
                for name in [each for each in compilers if each not in failed]:
                    try:
                        found = measure(name, Path(folder), size)
                    except Missing as missing:
                        failed[name] = str(missing)
                        continue
                    if isinstance(found, str):
                        failed[name] = f"{size} scenes: {found}"
                    elif wrongly_read(name, size, found):
                        failed[name] = f"{size} scenes: {found[2]} were read, {found[1]} mistakes found"
                    else:
                        times[name].setdefault(size, []).append(found[0])
    medians = {
        name: {size: statistics.median(rounds) for size, rounds in by_size.items()} for name, by_size in times.items()
    }
    if asked.json:
        print(json.dumps({"seconds": medians, "failed": failed}, indent=2))
        return 0
    print(f"{'scenes':<20}" + "".join(f"{size:>10}" for size in asked.sizes) + f"{'per scene':>14}")
    first, last = min(asked.sizes), max(asked.sizes)
    for name, by_size in medians.items():
        cells = "".join(f"{by_size[size]:>8.2f} s" if size in by_size else f"{'-':>10}" for size in asked.sizes)
        growth = (
            f"{by_size[last] / last / (by_size[first] / first):>9.2f}-fold" if {first, last} <= set(by_size) else ""
        )
        print(f"{name:<20}{cells}{growth:>14}")
    for name, why in failed.items():
        print(f"{name}: {why}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
