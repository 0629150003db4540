"""The program as it is typed, and small stories and packs to run it on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

WHOLE = """\
scene: duty_free
from: {scene: baths_street, say: Look at the perfume., id: perfume}
text: A row of bottles, none of them for you.
go: bathhouse_attendant
"""
"""A pack: one scene beside the game's."""
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
"""A story that stands alone, with a lamp that is not needed."""
PIT = SMALL.replace("go: gate}", "go: [{when: lamp, to: pit}, {to: gate}]}") + "---\nscene: pit\ntext: Deep.\ngo: pit\n"
"""The same where with the lamp in hand the only way out of the hall leads into a pit."""


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
