"""How long the desk takes from a save of a scene to the screen that shows it, on a copy of the game's own story.

The save is one write of a file; the screen is Textual's, without a terminal. Beside it, in turn, what loading the whole
story in one go takes, which is what a desk that kept nothing would wait for at least.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from redheat_game.authoring.editions import Editions
from redheat_game.authoring.scaffolds import schema_plan
from redheat_game.storage.database import Database
from redheat_game.storage.places import Places
from redheat_game.storage.store import Store
from redheat_game.story.loader import game_scenes, load_story
from redheat_game.ui.desk.app import DeskApp

SCENE, FILE = "baths_street", "1_moscow/baths.yaml"
PATIENCE = 30.0
PAUSE = 3.0
"""Seconds between two saves, as a writer needs; by then the schema is renewed."""


def shown(app: DeskApp) -> str:
    """What stands on the screen."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def until_shown(app: DeskApp, words: str) -> None:
    """Wait until the words stand on the screen."""
    async with asyncio.timeout(PATIENCE):
        while words not in shown(app):
            await asyncio.sleep(0.002)


async def measured(pack: Path, home: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds from save to screen, and seconds of a whole load, in turn; the first of each is not counted."""
    path = pack / FILE
    text = path.read_text(encoding="utf-8")
    saves, loads = [], []
    with Store(Places(home), Database.in_memory()) as store:
        store.change_settings(motion=False, content_notes=False)
        app = DeskApp(Editions([pack]), store, scene=SCENE, max_seconds=0)
        async with app.run_test(size=(140, 45)):
            await until_shown(app, "VARIABLES")
            for number in range(rounds + 1):
                mark = f"Round {number}."
                await asyncio.sleep(PAUSE)
                before = app.state.edition
                begun = time.perf_counter()
                path.write_text(text.replace("text: |\n", f"text: |\n  {mark}\n\n", 1), encoding="utf-8")
                # looking at the screen all the time would take from what is measured
                while app.state.edition is before:
                    await asyncio.sleep(0.005)
                await until_shown(app, mark)
                saves.append(time.perf_counter() - begun)
                begun = time.perf_counter()
                load_story([pack])
                loads.append(time.perf_counter() - begun)
    return saves[1:], loads[1:]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder) / "scenes"
        shutil.copytree(game_scenes(), pack)
        # as in a pack that `redheat init` has set up, whose schema the desk renews
        for path, schema in schema_plan(pack).files.items():
            path.write_text(schema, encoding="utf-8")
        saves, loads = asyncio.run(measured(pack, Path(folder) / "home", asked.rounds))
    for name, times in (("save to screen", saves), ("a whole load", loads)):
        print(f"{name:<16}{statistics.median(times) * 1000:>8.0f} ms median{max(times) * 1000:>8.0f} ms at most")
    print(f"ratio of medians: {statistics.median(saves) / statistics.median(loads):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
