"""Makes pictures/graph.png, the graph page of the game's own story: `python -m docs.graph_picture` (needs Chromium)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from docs.chromium import chromium
from redheat_game.cli import main as redheat

PICTURE = Path(__file__).parent / "pictures" / "graph.png"
VIEW = {"colour": "random play", "fold": "-", "scene": "snow"}


def main() -> None:
    """Write the page, open it, and take its picture.

    Raises:
        SystemExit: there is no Chromium.
    """
    program = chromium()
    if program is None:
        sys.exit("needs Chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "story.html"
        redheat(["graph", "-o", str(page), "--max-seconds", "0"], standalone_mode=False)
        view = "&".join(f"{name}={quote(value)}" for name, value in VIEW.items())
        address = f"{page.as_uri()}#{view}"
        subprocess.run([*program, "--window-size=1440,900", f"--screenshot={PICTURE}", address], check=True)


if __name__ == "__main__":
    main()
