"""The door to everything that is kept: `Store` for the player, `Shelf` for one story.

with Store.open() as store:
    shelf = store.shelf(story)
    kept = shelf.continue_latest() or shelf.start()
    news = kept.choose(kept.playthrough.options[0].id)
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from types import TracebackType
from typing import TYPE_CHECKING

from redheat_game.storage import settings as stored_settings
from redheat_game.storage.claims import Claims
from redheat_game.storage.database import Database, DatabaseTooNew, StorageUnavailable
from redheat_game.storage.notices import joined
from redheat_game.storage.places import Places, places
from redheat_game.storage.saves import Saves
from redheat_game.storage.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from redheat_game.storage.shelf import Shelf
    from redheat_game.story.script import Story

SIGN_DIGITS = 8
"""Digits by which a note that was read is known again."""
MOST_SIGNS = 100
"""Notes of which it is remembered that they were read."""


class Store:
    """All that outlives the process, for one player."""

    def __init__(self, where: Places, database: Database, notice: str | None = None) -> None:
        """Use `open` instead."""
        self.places = where
        self.database = database
        self.notice = joined(notice, database.take_notice())
        """What the player has to be told about opening it."""
        self.written: list[Path] = []
        """Files that were written for the player to have, to be told once the interface is closed."""
        self._claims = Claims(database.path.parent / "open" if database.path else None)
        try:
            self._settings = stored_settings.load(database)
        except sqlite3.Error:
            self._settings = Settings()

    @classmethod
    def open(cls, where: Places | None = None, *, strict: bool = False) -> Store:
        """Open what is kept. The game can be played whatever state the disk is in; `notice` says what is wrong.

        Args:
            where: the places to look in; by default this player's.
            strict: raise where nothing can be kept, as for commands that only change what is kept.

        Raises:
            DatabaseTooNew: with `strict`, where a newer version of the game wrote the saves.
            StorageUnavailable: with `strict`, where nothing can be kept.
        """
        where = where or places()
        try:
            return cls(where, Database.open(where.database))
        except StorageUnavailable as error:
            if strict:
                raise
            readable = None if isinstance(error, DatabaseTooNew) else where.database
            notice = f"{error} You can play, but nothing of it will be kept."
            return cls(where, Database.in_memory(readable), notice)

    @property
    def is_kept(self) -> bool:
        """Whether what is written outlives the process."""
        return self.database.is_kept

    def shelf(self, story: Story, key: str | None = None) -> Shelf:
        """What is kept of a story.

        Args:
            story: as it is now.
            key: what its saves and profile go by; by default its title, which packs laid over the game share with it.
        """
        # the engine comes with it, and a first screen does not wait for that
        from redheat_game.storage.shelf import Shelf

        return Shelf(self.database, self._claims, story, key or story.title or "untitled")

    def saves_of(self, key: str) -> Saves:
        """The saves of the story of this key, while the story itself is still being loaded."""
        return Saves(self.database, key, self._claims)

    @property
    def claims(self) -> Claims:
        """Who of the game's processes has what open."""
        return self._claims

    @property
    def settings(self) -> Settings:
        """The player's settings."""
        return self._settings

    def change_settings(self, **changes: object) -> Settings:
        """Change some settings and keep them; where they cannot be kept they hold until the end of the process.

        Raises:
            ValueError: there is no such setting, or it cannot be that.
        """
        self._settings = self._settings.changed(**changes)

        def work(_: sqlite3.Connection) -> None:
            # another process may have changed other settings since
            stored_settings.save(self.database, stored_settings.load(self.database).changed(**changes))

        with contextlib.suppress(sqlite3.Error):
            self.database.write(work)
        return self._settings

    def takes_note(self, content_note: str) -> bool:
        """Whether this note on what a story contains is still to be read; from then on it counts as read."""
        sign = hashlib.sha256(content_note.encode()).hexdigest()[:SIGN_DIGITS]
        read = self.settings.content_notes_read.split()
        if not content_note or not self.settings.content_notes or sign in read:
            return False
        self.change_settings(content_notes_read=" ".join((*read[1 - MOST_SIGNS :], sign)))
        return True

    def close(self) -> None:
        """Let go of everything; closing twice does no harm."""
        self._claims.close()
        self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
