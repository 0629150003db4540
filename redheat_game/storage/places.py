"""Where on the disk the game keeps things."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "REDHEAT_HOME"


@dataclass(frozen=True)
class Places:
    """The files and folders of one player; none of them needs to exist."""

    home: Path
    """The folder that holds all others."""

    @property
    def database(self) -> Path:
        """The one file with saves, profile and settings."""
        return self.home / "redheat.sqlite3"

    @property
    def crashes(self) -> Path:
        """The folder for reports of crashes."""
        return self.home / "crashes"

    @property
    def transcripts(self) -> Path:
        """The folder for transcripts."""
        return self.home / "transcripts"

    @property
    def scenes(self) -> Path:
        """The folder of the player's own scenes."""
        return self.home / "scenes"

    @property
    def replays(self) -> Path:
        """The folder for replays of races, and the packed stories by which they are judged."""
        return self.home / "replays"

    @property
    def optima(self) -> Path:
        """The folder for what was proved of categories."""
        return self.home / "optima"

    def listed(self) -> list[tuple[str, Path]]:
        """What is where, to be shown: (label, path)."""
        return [
            ("home", self.home),
            ("saves, profile and settings", self.database),
            ("your own scenes", self.scenes),
            ("transcripts", self.transcripts),
            ("replays of races", self.replays),
            ("crash reports", self.crashes),
        ]


def places() -> Places:
    """The places of this player: below `$REDHEAT_HOME` where that is set, else in the system's folder for such data."""
    chosen = os.environ.get(HOME_VARIABLE, "").strip()
    if chosen:
        return Places(Path(os.path.expanduser(chosen)).absolute())  # noqa: PTH111 - it may name a home that nobody has
    from platformdirs import user_data_path

    return Places(user_data_path("redheat", appauthor=False))
