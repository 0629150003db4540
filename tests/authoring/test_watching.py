"""Being told of changes: real files, a real watcher."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path

import pytest

from redheat_game.authoring.watching import changes
from redheat_game.storage.writing import write_atomically

PATIENCE = 20.0
"""Seconds after which a test gives up waiting."""


@pytest.fixture
def told(tmp_path: Path) -> Iterator[queue.Queue[frozenset[Path]]]:
    """What is told of the folder `tmp_path`, once watching works, which is told first."""
    found: queue.Queue[frozenset[Path]] = queue.Queue()
    stop = threading.Event()

    def watch() -> None:
        for group in changes([tmp_path], stop=stop):
            found.put(group)

    thread = threading.Thread(target=watch)
    thread.start()
    assert found.get(timeout=PATIENCE) == frozenset()
    yield found
    stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def until(found: queue.Queue[frozenset[Path]], path: Path) -> None:
    """Wait until a change of `path` is told; nothing that the story does not read may be told before."""
    while True:
        group = found.get(timeout=PATIENCE)
        assert group
        assert all(each.suffix in (".yaml", ".yml") and not each.name.startswith(".") for each in group)
        if path in group:
            return


def test_files_written_in_every_way_are_told(tmp_path: Path, told: queue.Queue[frozenset[Path]]) -> None:
    (tmp_path / "acts").mkdir()
    plain, whole, moved = (tmp_path / "acts" / name for name in ("plain.yaml", "whole.yml", "moved.yaml"))
    # a folder that has just been made is heard of a moment after it is there
    for attempt in range(100):
        plain.write_text(f"text: {attempt}")
        try:
            if plain in told.get(timeout=0.2):
                break
        except queue.Empty:
            continue
    else:
        pytest.fail("a new folder is not watched")
    write_atomically(whole, "text: a")
    until(told, whole)
    whole.rename(moved)
    until(told, moved)
    moved.unlink()
    until(told, moved)


def test_what_the_story_does_not_read_is_passed_over(tmp_path: Path, told: queue.Queue[frozenset[Path]]) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config.yaml").write_text("a: b")
    (tmp_path / "notes.txt").write_text("a")
    (tmp_path / ".scene.yaml.swp").write_text("a")
    (tmp_path / ".draft.yaml").write_text("a")
    last = tmp_path / "last.yaml"
    last.write_text("a: b")
    until(told, last)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        next(changes([tmp_path / "nowhere"]))


def test_what_the_system_fails_to_tell_is_seen_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, gone = tmp_path / "kept.yaml", tmp_path / "gone.yaml"
    for path in (kept, gone):
        path.write_text("text: Here.")
    monkeypatch.setattr("watchfiles.watch", lambda *_, **__: repeat(set(), 100))
    told = changes([tmp_path])
    assert next(told) == frozenset()
    kept.write_text("text: Still here.")
    gone.unlink()
    (tmp_path / ".draft.yaml").write_text("text: Not yet.")
    assert next(told) == {kept, gone}
    assert next(told, None) is None, "told once"
