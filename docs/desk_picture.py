"""Makes pictures/desk.svg, the desk with the manual's branch on it: `python -m docs.desk_picture`."""

from __future__ import annotations

import asyncio
import contextlib
import re
import tempfile
from pathlib import Path

from docs.screenshots import FOLDER, drawn
from redheat_game.authoring.editions import Editions
from redheat_game.storage.database import Database
from redheat_game.storage.places import Places
from redheat_game.storage.store import Store
from redheat_game.ui.desk.app import DeskApp

MANUAL = Path(__file__).parent / "writing.md"
SIZE = (140, 38)
SCENE = "night_watchman"
PROVES = 90.0
PATIENCE = 300.0


def tutorial() -> dict[str, str]:
    """The files of the manual's branch as they are in the end, by name."""
    text = MANUAL.read_text(encoding="utf-8")
    return dict(re.findall(r"<!-- tutorial: (\S+) -->\n```yaml\n(.*?)```", text, re.DOTALL))


async def picture(pack: Path, home: Path) -> str:
    """The desk after a save that has changed the scene in front, as SVG."""
    path = pack / "branch.yaml"
    with Store(Places(home), Database.in_memory()) as store:
        store.change_settings(motion=False, content_notes=False, timed_choices=False)
        app = DeskApp(Editions([pack]), store, scene=SCENE, settings=("nerve=1",), max_seconds=PROVES)
        app.held_key_seconds = 0.0
        async with app.run_test(size=SIZE) as pilot, asyncio.timeout(PATIENCE):
            while app.state.proof is None:
                await asyncio.sleep(0.1)
            text = path.read_text(encoding="utf-8")
            changed = text.replace("He says that they heat", "He says, to the door, that they heat")
            before = app.state.edition
            path.write_text(changed.replace("go: night_tram", "go: night_trem"), encoding="utf-8")
            while app.state.edition is before:
                await asyncio.sleep(0.1)
            await pilot.pause()
            return drawn(app.export_screenshot(title="redheat write night"))


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        pack = Path("night")
        pack.mkdir()
        for name, text in tutorial().items():
            (pack / name).write_text(text, encoding="utf-8")
        svg = asyncio.run(picture(pack, Path(folder) / "home"))
    (FOLDER / "desk.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
