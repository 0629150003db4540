"""Which processes of the game are alive: how one knows that a playthrough is open elsewhere.

Each process holds an operating system's lock on a file of its own. The system lets go of it however the process ends,
SIGKILL and power cut included, and never reuses its name. A process id would be reused, would mean nothing from inside
another container that shares the folder, and its start time cannot be learned everywhere; a heartbeat would call a
suspended process dead and a killed one alive for a while.

Where the file system has no locks, every process looks dead to the others: a playthrough is then taken over, and the
one that lost it finds that out at its next choice and goes on in a copy. So nothing is overwritten even there.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from pathlib import Path

_SWEPT_AT_ONCE = 50


class Presence:
    """The sign that this process is alive, from when it is made until it is closed or the process ends."""

    def __init__(self, folder: Path) -> None:
        """Give a sign in `folder`, which is made where it is missing.

        Raises:
            OSError: the folder cannot be written to.
        """
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        while True:
            self.token = secrets.token_hex(8)
            self._path = folder / self.token
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            lock(self._descriptor)
            # between creating and locking, another process may have swept it away
            if self._path.exists():
                return
            os.close(self._descriptor)

    def close(self) -> None:
        """Take the sign away."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
            with contextlib.suppress(OSError):
                self._path.unlink()


def is_alive(folder: Path, token: str) -> bool:
    """Whether the process that gave the sign `token` in `folder` still runs."""
    if not token.isalnum():
        return False
    try:
        descriptor = os.open(folder / token, os.O_RDWR)
    except OSError:
        return False
    try:
        return not lock(descriptor)
    finally:
        os.close(descriptor)


def lock(descriptor: int, *, wait: bool = False) -> bool:
    """Lock an open file for this descriptor alone, until it is closed.

    Returns:
        Whether nobody else holds it; True as well where the file system knows no locks.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True


def _sweep(folder: Path) -> None:
    """Remove the signs of processes that were killed."""
    with contextlib.suppress(OSError):
        for path in sorted(folder.iterdir())[:_SWEPT_AT_ONCE]:
            if not is_alive(folder, path.name):
                with contextlib.suppress(OSError):
                    path.unlink()
