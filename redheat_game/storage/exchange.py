"""Carrying the profile and the named saves from one machine to another, as one JSON document.

Importing merges: an achievement keeps its earliest time, a count its highest value, each named save stays beside the
others, and settings made here stay. Importing twice changes nothing more.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from redheat_game.storage.database import Database, now
from redheat_game.storage.exchange_format import (
    FORMAT,
    PROFILE_TABLES,
    SAVE_COLUMNS,
    VERSION,
    ExchangedSave,
    Row,
    read_document,
)
from redheat_game.storage.exchange_format import ExchangeError as ExchangeError
from redheat_game.storage.saves import LONGEST_NAME, NEXT_TOUCH, stored_playthrough, write_turns
from redheat_game.storage.settings import fits, stored_values

MAX_CHARACTERS = 100_000_000

_KEYS = {"achievements": ("id",), "scenes": ("scene",), "taken": ("scene", "choice"), "endings": ("id",)}

# the row of an earlier time stands, with the higher of both counts
_MERGES = {
    "achievements": "earned = excluded.earned, playthrough = excluded.playthrough, scene = excluded.scene, "
    "moves = excluded.moves, seconds = excluded.seconds, title = excluded.title, told = excluded.told "
    "WHERE excluded.earned < earned",
    "scenes": "first = min(first, excluded.first), count = max(count, excluded.count)",
    "taken": "first = min(first, excluded.first), count = max(count, excluded.count)",
    "endings": "first = min(first, excluded.first), count = max(count, excluded.count)",
}


@dataclass(frozen=True)
class Imported:
    """What an import added to what was there."""

    achievements: int
    endings: int
    saves: int

    @property
    def summary(self) -> str:
        """In words for the player."""
        counts = ((self.achievements, "achievement"), (self.endings, "ending"), (self.saves, "save"))
        parts = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count]
        return f"New here: {', '.join(parts)}." if parts else "Everything in it was here already."


def export_profile(database: Database) -> dict[str, Any]:
    """What was found, the settings and the named saves, of all stories, as plain data for JSON.

    Raises:
        sqlite3.Error: the database cannot be read.
    """
    return database.read(_exported)


def _exported(connection: sqlite3.Connection) -> dict[str, Any]:
    stories: dict[str, dict[str, list[Any]]] = {}
    for table, columns in PROFILE_TABLES.items():
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY story, {', '.join(_KEYS[table])}"):
            story = stories.setdefault(row["story"], {})
            story.setdefault(table, []).append({column: row[column] for column in columns})
    for row in connection.execute("SELECT * FROM playthroughs WHERE name IS NOT NULL ORDER BY story, name").fetchall():
        stored = stored_playthrough(connection, row)
        save = {column: row[column] for column in SAVE_COLUMNS}
        save |= {"undone": list(stored.undone), "turns": [asdict(turn) for turn in stored.turns]}
        stories.setdefault(row["story"], {}).setdefault("saves", []).append(save)
    settings = {name: value for name, value in sorted(stored_values(connection).items()) if fits(name, value)}
    return {"format": FORMAT, "version": VERSION, "exported": now(), "settings": settings, "stories": stories}


def parse_document(text: str) -> object:
    """The data of a JSON text from anywhere.

    Raises:
        ExchangeError: it is not JSON, or too much.
    """
    if len(text) > MAX_CHARACTERS:
        raise ExchangeError(f"This is more than {MAX_CHARACTERS // 1_000_000} million characters.")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ExchangeError(f"This is not JSON: {error}.") from error


def import_profile(database: Database, data: object) -> Imported:
    """Merge what `export_profile` gave into what is here, all of it or nothing.

    Raises:
        ExchangeError: it is no such document, or a newer version's; nothing has changed.
        sqlite3.Error: the database cannot be written; nothing has changed.
    """
    settings, stories = read_document(data)

    def work(connection: sqlite3.Connection) -> Imported:
        before = _counted(connection)
        for name, value in settings.items():
            if fits(name, value):
                connection.execute("INSERT OR IGNORE INTO settings VALUES (?, ?)", (name, json.dumps(value)))
        for key, story in stories.items():
            for table, rows in story.rows.items():
                _merge(connection, key, table, rows)
            for save in story.saves:
                _add_save(connection, key, save)
        return Imported(*(there - was for there, was in zip(_counted(connection), before, strict=True)))

    return database.write(work)


def _counted(connection: sqlite3.Connection) -> tuple[int, ...]:
    tables = ("achievements", "endings", "playthroughs WHERE name IS NOT NULL")
    return tuple(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


def _merge(connection: sqlite3.Connection, key: str, table: str, rows: Sequence[Row]) -> None:
    columns = ("story", *PROFILE_TABLES[table])
    statement = (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))}) "
        f"ON CONFLICT (story, {', '.join(_KEYS[table])}) DO UPDATE SET {_MERGES[table]}"
    )
    connection.executemany(statement, [(key, *row.values()) for row in rows])


def _add_save(connection: sqlite3.Connection, key: str, save: ExchangedSave) -> None:
    """Add a named save, under another name where its own is taken; one that is here already is left as it is."""
    if connection.execute("SELECT 1 FROM playthroughs WHERE id = ?", (save.row["id"],)).fetchone():
        return
    row = {**save.row, "name": _free_name(connection, key, str(save.row["name"]))}
    connection.execute(
        f"INSERT INTO playthroughs (story, undone, {', '.join(row)}, touched) "
        f"VALUES (?, ?, {', '.join('?' * len(row))}, {NEXT_TOUCH})",
        (key, json.dumps(save.undone), *row.values()),
    )
    write_turns(connection, str(row["id"]), 0, save.turns)


def _free_name(connection: sqlite3.Connection, key: str, name: str) -> str:
    free = name
    number = 1
    query = "SELECT 1 FROM playthroughs WHERE story = ? AND name = ?"
    while connection.execute(query, (key, free)).fetchone():
        number += 1
        addition = f" ({number})"
        free = name[: LONGEST_NAME - len(addition)] + addition
    return free
