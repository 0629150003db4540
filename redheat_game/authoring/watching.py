"""Being told when the files of a story change."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchfiles import Change

GROUPED_MS = 200
"""Changes that come within this time of each other, as when an editor writes several files, are told as one."""
SETTLED_MS = 50
"""Changes are told once nothing has happened for so long."""
WAKES_MS = 100
"""How often the waiting looks whether it is to stop."""
LOOKS_EVERY = 10
"""After so many times of these without news the files themselves are looked at."""

Stamps = dict[Path, tuple[int, int]]


def changes(folders: Sequence[Path], *, stop: threading.Event | None = None) -> Iterator[frozenset[Path]]:
    """Wait for story files below `folders` to be written, made, renamed or deleted; each time, say which.

    The first set is empty and comes at once: from then on nothing is missed, so that what is read on getting it, and
    after each other set, is always what stands there. What the story does not read (other endings than `.yaml` and
    `.yml`, hidden files and folders, drafts of editors) is passed over. A change that comes while the caller works on
    the one before is told when it asks again. Where the system watches no more files, they are looked at by turns; and
    every second in any case, since a system that is busy may lose what it had to tell.

    Args:
        folders: folders that exist.
        stop: ends the waiting from another thread, within a tenth of a second.

    Raises:
        FileNotFoundError: one of the folders is not there.
        KeyboardInterrupt: ctrl+c, where this waits in the main thread.
    """
    from watchfiles import watch

    roots = tuple(folder.resolve() for folder in folders)

    def is_of_the_story(_: object, changed: str) -> bool:
        return _is_story_file(Path(changed), roots)

    def groups(*, polling: bool | None) -> Iterator[set[tuple[Change, str]]]:
        return watch(
            *roots,
            watch_filter=is_of_the_story,
            debounce=GROUPED_MS,
            step=SETTLED_MS,
            stop_event=stop,
            rust_timeout=WAKES_MS,
            yield_on_timeout=True,
            force_polling=polling,
        )

    found = groups(polling=None)
    try:
        next(found, None)
    except FileNotFoundError:
        raise
    except (OSError, RuntimeError):
        found = groups(polling=True)
        next(found, None)
    known = _stamps(roots)
    yield frozenset()
    quiet = 0
    for group in found:
        paths = frozenset(Path(path) for _, path in group)
        quiet = 0 if paths else quiet + 1
        if quiet == LOOKS_EVERY:
            paths, quiet = _differing(known, _stamps(roots)), 0
        if paths:
            known = _stamps(roots)
            yield paths


def _stamps(roots: Sequence[Path]) -> Stamps:
    """When each story file was written, in nanoseconds, and how many bytes it has."""
    found: Stamps = {}
    for root in roots:
        for folder, folders, names in os.walk(root):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in names:
                path = Path(folder, name)
                if _is_story_file(path, roots):
                    with contextlib.suppress(OSError):
                        seen = path.stat()
                        found[path] = (seen.st_mtime_ns, seen.st_size)
    return found


def _differing(before: Stamps, after: Stamps) -> frozenset[Path]:
    return frozenset(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


def _is_story_file(path: Path, roots: Sequence[Path]) -> bool:
    for root in roots:
        if path.is_relative_to(root):
            inside = path.relative_to(root).parts
            return path.suffix in (".yaml", ".yml") and not any(part.startswith(".") for part in inside)
    return False
