"""Writing a playthrough down as it is played, choice by choice."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from redheat_game.engine.playthrough import Playthrough, Turn
from redheat_game.engine.resuming import SavedTurn, saved_turns
from redheat_game.storage.database import Database
from redheat_game.storage.saves import insert_playthrough, new_id, update_playthrough, write_turns

T = TypeVar("T")


@dataclass(frozen=True)
class Recorded(Generic[T]):
    """What came of writing."""

    forked: bool
    """Whether another process had taken the playthrough over, so that it goes on in a copy."""
    beside: T
    """What was returned by what was written beside it."""


class SaveKeeper:
    """Keeps one playthrough: writes, in one transaction, what differs from what it wrote last.

    Nothing is written before the first `record`, so that looking at a beginning does not become what Continue opens.
    Each time it makes sure that the playthrough is still its own; if not, it goes on in a copy.
    """

    def __init__(self, database: Database, key: str, owner: str, *, forked_from: str | None = None) -> None:
        """A keeper for a new playthrough.

        Args:
            database: where to.
            key: the story's key.
            owner: who writes; no other keeper may be called so.
            forked_from: the id of the playthrough that it goes on from, if it does.
        """
        self._database = database
        self._key = key
        self.owner = owner
        """Who writes."""
        self._forked_from = forked_from
        self._written: Playthrough | None = None
        self._written_earlier: tuple[SavedTurn, ...] = ()
        self.id = new_id()
        """The id of the playthrough; another one after it forked."""

    def goes_on(self, identity: str, playthrough: Playthrough | None, earlier: Sequence[SavedTurn] = ()) -> None:
        """Keep a playthrough that is stored and that `owner` has claimed.

        Args:
            identity: its id.
            playthrough: what is stored already, as far as it need not be written again; None to write all of it.
            earlier: the stored turns before it that can only be read.
        """
        self.id = identity
        self._written = playthrough
        self._written_earlier = tuple(earlier) if playthrough is not None else ()

    def record(
        self,
        playthrough: Playthrough,
        earlier: Sequence[SavedTurn],
        beside: Callable[[str], T],
    ) -> Recorded[T]:
        """Write a playthrough down.

        Args:
            playthrough: as it stands.
            earlier: turns before it that can only be read.
            beside: given the playthrough's id, writes something else in the same transaction.

        Raises:
            sqlite3.Error: it cannot be written; nothing was, and the next call writes what this one could not.
        """

        def work(connection: sqlite3.Connection) -> tuple[str, Recorded[T]]:
            row = connection.execute("SELECT owner FROM playthroughs WHERE id = ?", (self.id,)).fetchone()
            if row is not None and row["owner"] == self.owner:
                identity, forked = self.id, False
                update_playthrough(connection, identity, playthrough, len(earlier))
                common = self._common(playthrough, earlier)
            else:
                forked = row is not None
                identity = new_id() if forked else self.id
                origin = self.id if forked else self._forked_from
                insert_playthrough(
                    connection, identity, self._key, playthrough, len(earlier), owner=self.owner, forked_from=origin
                )
                common = 0
            differing = [*earlier[common:], *saved_turns(playthrough, max(0, common - len(earlier)))]
            write_turns(connection, identity, common, differing)
            return identity, Recorded(forked, beside(identity))

        self.id, recorded = self._database.write(work)
        self._written, self._written_earlier = playthrough, tuple(earlier)
        return recorded

    def _common(self, playthrough: Playthrough, earlier: Sequence[SavedTurn]) -> int:
        """How many turns from the beginning are stored as they are."""
        if self._written is None:
            return 0
        stored: list[SavedTurn | Turn] = [*self._written_earlier]
        present: list[SavedTurn | Turn] = [*earlier]
        # the same turn means something else in another story
        if self._written.story is playthrough.story:
            stored += self._written.turns
            present += playthrough.turns
        for position, (old, new) in enumerate(zip(stored, present, strict=False)):
            if old != new:
                return position
        return min(len(stored), len(present))

    def release(self) -> None:
        """Let others have the playthrough without forking it."""
        with contextlib.suppress(sqlite3.Error):
            self._database.write(
                lambda connection: connection.execute(
                    "UPDATE playthroughs SET owner = NULL WHERE id = ? AND owner = ?", (self.id, self.owner)
                )
            )
