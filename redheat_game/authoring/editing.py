"""Opening a file at a line in the writer's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path

GOTO = ("code", "code-insiders", "codium", "cursor", "windsurf")
COLON = ("hx", "helix", "subl", "zed", "kak")
FALLBACKS = ("nano", "vim", "vi")


def editor_command(path: Path, line: int) -> list[str] | None:
    """The command that opens `path` at `line`, by `$VISUAL`, `$EDITOR`, or whatever there is; None where there is
    nothing."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or next(filter(shutil.which, FALLBACKS), "")
    try:
        command = shlex.split(chosen)
    except ValueError:
        command = [chosen]
    if not command:
        return None
    name = Path(command[0]).stem
    if name in GOTO:
        return [*command, "--goto", f"{path}:{line}"]
    if name in COLON:
        return [*command, f"{path}:{line}"]
    return [*command, f"+{line}", str(path)]
