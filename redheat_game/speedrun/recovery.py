"""Attempts that were cut off by a kill or a power cut: each becomes a reset, its replay written from its lines."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from redheat_game.engine.step import ChoiceNotAvailable, StoryFault
from redheat_game.speedrun.course import Course, UndoNotAllowed, rules_of
from redheat_game.speedrun.race import end_of
from redheat_game.speedrun.records import Outcome, read_lines, write_end, write_lines
from redheat_game.speedrun.replay import (
    SUFFIX,
    End,
    ReplayError,
    ReplayWriter,
    read_replay,
    read_unended,
    text_of,
)
from redheat_game.speedrun.stories import STORIES, Stories
from redheat_game.storage.store import Store
from redheat_game.storage.writing import write_atomically
from redheat_game.story.digests import SEMANTICS_VERSION
from redheat_game.story.script import Story


def file_name(started: datetime, category: str, identity: str) -> str:
    """What the replay of an attempt is called."""
    return f"{started:%Y%m%d-%H%M%S}-{category}-{identity[:8]}{SUFFIX}"


def cut_off_notice(path: Path) -> str:
    """What the player is told of a replay that `write_cut_off` wrote."""
    return f"An attempt that was cut off was kept. Replay: {path}"


@dataclass(frozen=True)
class _CutOff:
    """An attempt without a replay whose process is gone."""

    id: str
    is_open: bool
    """Whether its end is still to be recorded."""
    semantics: int
    rules: str
    category: str
    started: str
    lines: tuple[str, ...]


def write_cut_off(store: Store, present: Story) -> list[Path]:
    """Record the end of attempts whose processes are gone, and write the replays that are missing.

    Their clocks stand at the last thing that was done. A replay whose story is not at hand, or that cannot be written
    now, is tried again the next time.

    Args:
        store: where the attempts are.
        present: the story as it is now; older ones are looked for beside the replays.

    Returns:
        The replays that were written.

    Raises:
        sqlite3.Error: the attempts cannot be read or written.
    """
    found = store.database.read(lambda connection: _cut_off(connection, store))
    folder = store.places.replays
    stories = Stories(lambda: present, folders=[folder / STORIES]) if found else None
    written = []
    for attempt in found:
        assert stories is not None
        lines, path, ending = list(attempt.lines), None, None
        outcome: Outcome = "reset"
        completed = _completed(attempt, stories)
        if completed is not None:
            lines, end = completed
            outcome, ending = "finished" if end.finished else "reset", end.ending
            path = _write(folder, attempt, lines)
        if path is not None:
            written.append(path)
        if path is not None or attempt.is_open:
            _record(store, attempt, lines, outcome, ending, path)
    store.written += written
    return written


def _cut_off(connection: sqlite3.Connection, store: Store) -> list[_CutOff]:
    query = "SELECT * FROM attempts WHERE owner IS NOT NULL OR file IS NULL ORDER BY started"
    return [
        _CutOff(
            row["id"],
            row["owner"] is not None,
            row["semantics"],
            row["rules"],
            row["category"],
            row["started"],
            tuple(read_lines(connection, row["id"])),
        )
        for row in connection.execute(query).fetchall()
        if row["owner"] is None or not store.claims.is_alive(row["owner"])
    ]


def _completed(attempt: _CutOff, stories: Stories) -> tuple[list[str], End] | None:
    """All lines of an attempt with its end; None where they cannot be told."""
    try:
        # it may have come to its end, and only the file is missing
        return list(attempt.lines), read_replay(text_of(attempt.lines).encode()).end
    except ReplayError:
        pass
    story = stories.of(attempt.rules) if attempt.semantics == SEMANTICS_VERSION else None
    if story is None or attempt.category not in story.categories:
        return None
    try:
        _, entries = read_unended(attempt.lines)
        course = Course(story.machine, rules_of(story, attempt.category))
        for entry in entries:
            if entry.did == "choose":
                course.choose(entry.choice)
            elif entry.did == "undo":
                course.undo()
    except (ReplayError, ChoiceNotAvailable, UndoNotAllowed, StoryFault):
        return None
    writer = ReplayWriter.after(attempt.lines)
    end = end_of(course, entries[-1].at if entries else 0, finished=course.finished)
    writer.end(end)
    return writer.lines, end


def _write(folder: Path, attempt: _CutOff, lines: list[str]) -> Path | None:
    path = folder / file_name(datetime.fromisoformat(attempt.started), attempt.category, attempt.id)
    try:
        write_atomically(path, text_of(lines))
    except OSError:
        return None
    return path


def _record(
    store: Store, attempt: _CutOff, lines: list[str], outcome: Outcome, ending: str | None, path: Path | None
) -> None:
    def work(connection: sqlite3.Connection) -> None:
        write_lines(connection, attempt.id, len(attempt.lines), lines)
        write_end(connection, attempt.id, outcome, ending, str(path) if path else None)

    store.database.write(work)
