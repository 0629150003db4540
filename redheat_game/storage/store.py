"""The door to everything that is kept: `Store` for the player, `Shelf` for one story.

with Store.open() as store:
    shelf = store.shelf(story)
    kept = shelf.continue_latest() or shelf.start()
    news = kept.choose(kept.playthrough.options[0].id)
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from types import TracebackType

from redheat_game.engine.playthrough import Playthrough
from redheat_game.storage import settings as stored_settings
from redheat_game.storage.claims import Claims
from redheat_game.storage.database import Database, DatabaseTooNew, StorageUnavailable
from redheat_game.storage.keeper import SaveKeeper
from redheat_game.storage.kept import OPEN_ELSEWHERE, KeptPlaythrough, TakenUp, take_up
from redheat_game.storage.places import Places, places
from redheat_game.storage.profile import Profile
from redheat_game.storage.saves import SaveError, Saves, Stored
from redheat_game.storage.settings import Settings
from redheat_game.story.script import Story


class Shelf:
    """What is kept of one story."""

    def __init__(self, database: Database, claims: Claims, story: Story, key: str) -> None:
        self._database = database
        self._claims = claims
        self.story = story
        self.key = key
        self.saves = Saves(database, key, claims)
        """The playthroughs and named saves."""
        self.profile = Profile(database, key, story)
        """What was found over all playthroughs."""

    def start(self, *, keep: bool = True) -> KeptPlaythrough:
        """A new playthrough. What Continue opens changes with its first choice only.

        Args:
            keep: False for play that never touches what Continue opens, as through a pipe; it still earns.
        """
        keeper = self._keeper()
        beginning = TakenUp(Playthrough.start(self.story), (), None, False)
        kept = self._kept(keeper, beginning, keep, self._database.take_notice())
        kept.begin()
        return kept

    def continue_latest(self) -> KeptPlaythrough | None:
        """The playthrough last played that has not ended; None where there is none.

        Raises:
            StorageUnavailable: the saves cannot be read.
        """
        with contextlib.suppress(SaveError), _told():
            latest = self.saves.latest()
            return self.open(latest.id) if latest else None
        return None

    def open(self, identity: str) -> KeptPlaythrough:
        """Go on from a save or playthrough.

        A named save stays as it is: one goes on in a new playthrough. What is open elsewhere is copied, and so is
        what no longer fits the story, where turns of it would be lost.

        Args:
            identity: the id of a `Save`.

        Raises:
            SaveError: there is no such one any more.
            StorageUnavailable: the saves cannot be read.
        """
        keeper = self._keeper(forked_from=identity)
        with _told():
            stored, is_ours, notice = self._claimed(identity, keeper.owner)
        read_only = stored.turns[: stored.begins]
        taken_up = take_up(self.story, stored.turns[stored.begins :], stored.undone)
        if is_ours:
            is_as_stored = taken_up.notice is None and stored.rules_digest == self.story.rules_digest
            keeper.goes_on(identity, taken_up.playthrough if is_as_stored else None, read_only)
            if taken_up.loses_turns:
                keeper.release()
                keeper = self._keeper(forked_from=identity)
        taken_up = replace(taken_up, earlier=(*read_only, *taken_up.earlier))
        kept = self._kept(keeper, taken_up, True, _joined(notice, self._database.take_notice()))
        if stored.name is not None:
            kept.keep_now()
        return kept

    def _claimed(self, identity: str, owner: str) -> tuple[Stored, bool, str | None]:
        """What is stored, whether it is the owner's now, and what is to be told of that."""
        try:
            stored, is_ours = self.saves.claim(identity, owner)
        except sqlite3.Error as error:
            return self.saves.read(identity), False, f"Nothing can be kept at the moment: {error}."
        return stored, is_ours, None if is_ours or stored.name is not None else OPEN_ELSEWHERE

    def _keeper(self, forked_from: str | None = None) -> SaveKeeper:
        return SaveKeeper(self._database, self.key, self._claims.new_owner(), forked_from=forked_from)

    def _kept(self, keeper: SaveKeeper, taken_up: TakenUp, keep: bool, notice: str | None) -> KeptPlaythrough:
        return KeptPlaythrough(
            self._database, self.saves, self.profile, keeper, taken_up, key=self.key, is_kept=keep, notice=notice
        )


class Store:
    """All that outlives the process, for one player."""

    def __init__(self, where: Places, database: Database, notice: str | None = None) -> None:
        """Use `open` instead."""
        self.places = where
        self.database = database
        self.notice = _joined(notice, database.take_notice())
        """What the player has to be told about opening it."""
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
        return Shelf(self.database, self._claims, story, key or story.title or "untitled")

    def saves_of(self, key: str) -> Saves:
        """The saves of the story of this key, while the story itself is still being loaded."""
        return Saves(self.database, key, self._claims)

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


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Say in words what SQLite reports."""
    try:
        yield
    except sqlite3.Error as error:
        raise StorageUnavailable(f"The saves cannot be read: {error}.") from error


def _joined(*notices: str | None) -> str | None:
    return " ".join(notice for notice in notices if notice) or None
