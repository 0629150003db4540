"""What is kept of one story, and the ways to open a playthrough of it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from redheat_game.engine.playthrough import Playthrough
from redheat_game.storage.claims import Claims
from redheat_game.storage.database import Database, StorageUnavailable
from redheat_game.storage.keeper import SaveKeeper
from redheat_game.storage.kept import OPEN_ELSEWHERE, KeptPlaythrough, TakenUp, take_up
from redheat_game.storage.notices import joined
from redheat_game.storage.profile import Profile
from redheat_game.storage.saves import SaveError, Saves, Stored
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
        kept = self._kept(keeper, taken_up, True, joined(notice, self._database.take_notice()))
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


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Say in words what SQLite reports."""
    try:
        yield
    except sqlite3.Error as error:
        raise StorageUnavailable(f"The saves cannot be read: {error}.") from error
