"""The one way in which files are written: whole, or not at all. Also what text from elsewhere is cleaned of."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)}


def write_atomically(path: Path, text: str) -> None:
    """Write `text` as UTF-8 to `path`, so that a reader, or a power cut, finds either the old file or the new one.

    Missing folders above it are made; where `path` is a link, what it leads to is replaced.

    Raises:
        OSError: it cannot be written; whatever was there before still is.
    """
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}")
    try:
        # a report of a crash must be written whatever is in it, lone surrogates included
        with draft.open("xb") as stream:
            stream.write(text.encode("utf-8", "backslashreplace"))
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a change of names in `folder` survive a power cut, where the system can do that."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def without_controls(text: str) -> str:
    """The text without characters that could command a terminal or cannot be encoded; line breaks and tabs stay."""
    return text.translate(_CONTROLS).encode("utf-8", "replace").decode()
