"""Playthroughs and named saves as they are kept: listing, loading, naming, deleting."""

from __future__ import annotations

import json
import secrets
import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING, Any

from redheat_game.storage.claims import Claims
from redheat_game.storage.database import Database, now
from redheat_game.storage.writing import without_controls

if TYPE_CHECKING:
    # the list of saves is on the first screen; the engine is not needed for it
    from redheat_game.engine.playthrough import Playthrough
    from redheat_game.engine.resuming import SavedTurn

LONGEST_NAME = 60
PLAYTHROUGHS_KEPT = 100
"""Unnamed playthroughs kept of a story; the oldest make room. Named saves stay until they are deleted."""

NEXT_TOUCH = "(SELECT ifnull(max(touched), 0) + 1 FROM playthroughs)"
"""SQL for what the row that is written now has in `touched`."""


class SaveError(Exception):
    """A save cannot be made, renamed or opened; the message is for the player."""


class NameTaken(SaveError):
    """There is a save of this name already."""


@dataclass(frozen=True)
class Headline:
    """What a list of saves tells of one, worked out when it is written, so that listing replays nothing."""

    scene: str
    """The id of the scene."""
    title: str
    """The scene's title."""
    act: str
    """The act's title; empty where the scene has none."""
    place: str
    """The place's name; empty where the scene has none."""
    clock: int
    """The time of day shown, in seconds since midnight."""
    last_line: str
    """The last paragraph of prose."""
    moves: int
    seconds: int
    """Story time."""
    ending: str | None
    """The title of the ending, if it ended."""

    @classmethod
    def of(cls, playthrough: Playthrough) -> Headline:
        """The headline of a playthrough where it stands."""
        story, state = playthrough.story, playthrough.state
        script = story.scenes[state.scene]
        return cls(
            playthrough.scene,
            script.title,
            story.acts[playthrough.act].title if playthrough.act else "",
            story.places[script.place].name if script.place else "",
            playthrough.clock,
            playthrough.passage[-1].text if playthrough.passage else "",
            state.moves,
            state.seconds,
            playthrough.ending.title if playthrough.ending else None,
        )


@dataclass(frozen=True)
class Save:
    """One entry of a list of saves or playthroughs."""

    id: str
    name: str | None
    """None for a playthrough that has not been named."""
    headline: Headline
    created: str
    """UTC, ISO 8601."""
    updated: str
    is_open_elsewhere: bool
    """Whether another process plays it at this moment."""


@dataclass(frozen=True)
class Stored:
    """A playthrough as it was read."""

    id: str
    name: str | None
    turns: tuple[SavedTurn, ...]
    begins: int
    """The position of the first turn that can be replayed; those before are only read."""
    undone: tuple[str, ...]
    rules_digest: str


class Saves:
    """The playthroughs and named saves of one story.

    All methods raise `sqlite3.Error` where the database cannot be read or written.
    """

    def __init__(self, database: Database, key: str, claims: Claims) -> None:
        self._database = database
        self._key = key
        self._claims = claims

    def named(self) -> list[Save]:
        """All named saves, the newest first."""
        return self._listed("name IS NOT NULL")

    def playthroughs(self) -> list[Save]:
        """All playthroughs that have no name, ended ones included, the one last played first."""
        return self._listed("name IS NULL")

    def latest(self) -> Save | None:
        """What Continue opens: the playthrough last played that has not ended."""
        return next(iter(self._listed("name IS NULL AND ending IS NULL", limit=1)), None)

    def _listed(self, condition: str, limit: int = -1) -> list[Save]:
        query = f"SELECT * FROM playthroughs WHERE story = ? AND {condition} ORDER BY touched DESC LIMIT ?"
        rows = self._database.read(lambda connection: connection.execute(query, (self._key, limit)).fetchall())
        return [self._save(row) for row in rows]

    def _save(self, row: sqlite3.Row) -> Save:
        headline = Headline(**{item.name: row[item.name] for item in fields(Headline)})
        elsewhere = self._claims.is_elsewhere(row["owner"])
        return Save(row["id"], row["name"], headline, row["created"], row["updated"], elsewhere)

    def save_as(
        self, name: str, playthrough: Playthrough, earlier: Sequence[SavedTurn] = (), *, replace: bool = False
    ) -> str:
        """Keep a playthrough as it stands under a name; it does not change with what is played afterwards.

        Args:
            name: what to call it, at most 60 characters.
            playthrough: what to keep.
            earlier: turns before it that can only be read.
            replace: whether it takes the place of a save of the same name.

        Returns:
            The id of the save.

        Raises:
            NameTaken: there is one of this name, and `replace` is false.
            SaveError: it cannot be called so.
        """
        from redheat_game.engine.resuming import saved_turns

        name = proper_name(name)
        identity = new_id()

        def work(connection: sqlite3.Connection) -> str:
            if replace:
                connection.execute("DELETE FROM playthroughs WHERE story = ? AND name = ?", (self._key, name))
            self._refuse_taken(connection, name)
            insert_playthrough(connection, identity, self._key, playthrough, len(earlier), name=name)
            write_turns(connection, identity, 0, (*earlier, *saved_turns(playthrough)))
            return identity

        return self._database.write(work)

    def rename(self, identity: str, name: str) -> None:
        """Give a named save another name.

        Raises:
            NameTaken: there is another of this name.
            SaveError: it cannot be called so, or there is no such save any more.
        """
        name = proper_name(name)

        def work(connection: sqlite3.Connection) -> None:
            self._refuse_taken(connection, name, but=identity)
            condition = "story = ? AND id = ? AND name IS NOT NULL"
            found = connection.execute(
                f"UPDATE playthroughs SET name = ? WHERE {condition}", (name, self._key, identity)
            )
            if not found.rowcount:
                raise SaveError("This save does not exist any more.")

        self._database.write(work)

    def _refuse_taken(self, connection: sqlite3.Connection, name: str, but: str = "") -> None:
        query = "SELECT 1 FROM playthroughs WHERE story = ? AND name = ? AND id <> ?"
        if connection.execute(query, (self._key, name, but)).fetchone():
            raise NameTaken(f"There is a save called {name!r} already.")

    def delete(self, identity: str) -> None:
        """Delete a save or a playthrough; one that is being played comes back with its next choice."""
        self._database.write(
            lambda connection: connection.execute(
                "DELETE FROM playthroughs WHERE story = ? AND id = ?", (self._key, identity)
            )
        )

    def read(self, identity: str) -> Stored:
        """A save or playthrough with all its turns.

        Raises:
            SaveError: there is no such one any more.
        """
        return self._database.read(lambda connection: self._read(connection, identity))

    def claim(self, identity: str, owner: str) -> tuple[Stored, bool]:
        """Read a playthrough and become its owner.

        Returns:
            What was read, and whether it is `owner`'s now: a named save never is, nor what is open elsewhere.

        Raises:
            SaveError: there is no such one any more.
        """

        def work(connection: sqlite3.Connection) -> tuple[Stored, bool]:
            stored = self._read(connection, identity)
            query = "SELECT owner FROM playthroughs WHERE id = ?"
            if stored.name is not None or self._claims.is_elsewhere(
                connection.execute(query, (identity,)).fetchone()["owner"]
            ):
                return stored, False
            connection.execute("UPDATE playthroughs SET owner = ? WHERE id = ?", (owner, identity))
            return stored, True

        return self._database.write(work)

    def _read(self, connection: sqlite3.Connection, identity: str) -> Stored:
        row = connection.execute(
            "SELECT * FROM playthroughs WHERE story = ? AND id = ?", (self._key, identity)
        ).fetchone()
        if row is None:
            raise SaveError("This save does not exist any more.")
        return stored_playthrough(connection, row)


def new_id() -> str:
    """An id for a playthrough that no other has, on this machine or another."""
    return secrets.token_hex(8)


def proper_name(name: str) -> str:
    """The name as it is kept: one line, without characters that could command a terminal.

    Raises:
        SaveError: it is empty or too long.
    """
    proper = " ".join(unicodedata.normalize("NFC", without_controls(name)).split())
    if not proper:
        raise SaveError("A save needs a name.")
    if len(proper) > LONGEST_NAME:
        raise SaveError(f"A save's name has at most {LONGEST_NAME} characters.")
    return proper


def stored_playthrough(connection: sqlite3.Connection, row: sqlite3.Row) -> Stored:
    """A playthrough of which `row` is the row, with its turns."""
    from redheat_game.engine.resuming import SavedTurn

    query = "SELECT choice, scene, state, said, text FROM turns WHERE playthrough = ? ORDER BY position"
    turns = tuple(
        SavedTurn(
            turn["choice"], turn["scene"], state_or_nothing(_from_json(turn["state"])), turn["said"], turn["text"]
        )
        for turn in connection.execute(query, (row["id"],))
    )
    undone = _from_json(row["undone"])
    sound = isinstance(undone, list) and all(isinstance(choice, str) for choice in undone)
    return Stored(row["id"], row["name"], turns, row["begins"], tuple(undone) if sound else (), row["rules_digest"])


def _from_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None


def state_or_nothing(data: object) -> dict[str, Any]:
    """A snapshot from outside, or an empty one, which fits no story, where it cannot have been written by the game."""
    match data:
        case {"scene": str(scene), "values": dict(values), "moves": int(moves), "seconds": int(seconds)}:
            if min(moves, seconds) >= 0 and all(isinstance(value, str | int) for value in values.values()):
                return {"scene": scene, "values": values, "moves": moves, "seconds": seconds}
    return {}


def insert_playthrough(
    connection: sqlite3.Connection,
    identity: str,
    key: str,
    playthrough: Playthrough,
    begins: int,
    *,
    name: str | None = None,
    owner: str | None = None,
    forked_from: str | None = None,
) -> None:
    """Write a new playthrough, as yet without turns, and make room for it."""
    time = now()
    story = playthrough.story
    columns = ["id", "story", "name", "owner", "forked_from", "created", "updated", "rules_digest", "text_digest"]
    columns += ["begins", "undone", *(item.name for item in fields(Headline))]
    values = [identity, key, name, owner, forked_from, time, time, story.rules_digest, story.text_digest]
    values += [begins, json.dumps(playthrough.undone), *astuple(Headline.of(playthrough))]  # type: ignore[list-item]
    connection.execute(
        f"INSERT INTO playthroughs ({', '.join(columns)}, touched) "
        f"VALUES ({', '.join('?' * len(columns))}, {NEXT_TOUCH})",
        values,
    )
    connection.execute(
        "DELETE FROM playthroughs WHERE story = ? AND name IS NULL AND id NOT IN (SELECT id FROM playthroughs "
        "WHERE story = ? AND name IS NULL ORDER BY touched DESC LIMIT ?)",
        (key, key, PLAYTHROUGHS_KEPT),
    )


def update_playthrough(connection: sqlite3.Connection, identity: str, playthrough: Playthrough, begins: int) -> None:
    """Write where a playthrough stands now, without its turns."""
    story = playthrough.story
    columns = ["updated", "rules_digest", "text_digest", "begins", "undone", *(item.name for item in fields(Headline))]
    values = [now(), story.rules_digest, story.text_digest, begins, json.dumps(playthrough.undone)]
    connection.execute(
        f"UPDATE playthroughs SET {', '.join(f'{column} = ?' for column in columns)}, touched = {NEXT_TOUCH} "
        "WHERE id = ?",
        [*values, *astuple(Headline.of(playthrough)), identity],
    )


def write_turns(connection: sqlite3.Connection, identity: str, start: int, turns: Sequence[SavedTurn]) -> None:
    """Make these the turns of a playthrough from position `start` on."""
    connection.execute("DELETE FROM turns WHERE playthrough = ? AND position >= ?", (identity, start))
    connection.executemany(
        "INSERT INTO turns (playthrough, position, choice, scene, state, said, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                identity,
                position,
                turn.choice,
                turn.scene,
                json.dumps(turn.state, ensure_ascii=False, separators=(",", ":")),
                turn.said,
                turn.text,
            )
            for position, turn in enumerate(turns, start)
        ],
    )
