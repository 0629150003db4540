"""What is written down when the program itself fails, so that a person sees one sentence and not a traceback."""

from __future__ import annotations

import platform
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from redheat_game import __version__
from redheat_game.storage.places import places
from redheat_game.storage.writing import write_atomically


def report_crash(error: BaseException) -> Path:
    """Write a report of an error and give its path; where the usual place cannot be written, a temporary one."""
    at = datetime.now(UTC)
    lines = [
        f"Red Heat {__version__}, Python {platform.python_version()}, {platform.system()}, {at.isoformat()}",
        "",
        *traceback.format_exception(error),
    ]
    name = f"crash-{at:%Y%m%d-%H%M%S-%f}.txt"
    try:
        path = places().crashes / name
        write_atomically(path, "\n".join(lines))
    except OSError:
        path = Path(tempfile.gettempdir()) / name
        write_atomically(path, "\n".join(lines))
    return path


def crash_sentence(report: Path) -> str:
    """What a person is told."""
    return f"Red Heat had to stop because of a fault of its own. Your game is saved; the report is {report}"
