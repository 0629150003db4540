"""A playthrough that is kept while it is played: what both front ends drive."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

from redheat_game.engine.playthrough import Playthrough, ending_in, unlocked_in
from redheat_game.engine.resuming import SavedTurn, resume, saved_turns
from redheat_game.engine.step import ChoiceNotAvailable, StoryFault
from redheat_game.storage.database import Database, StorageUnavailable
from redheat_game.storage.keeper import SaveKeeper
from redheat_game.storage.profile import Discoveries, Profile
from redheat_game.storage.saves import Saves
from redheat_game.story.script import Achievement, Ending, Story

OPEN_ELSEWHERE = "This playthrough is open elsewhere; you go on in a copy of it."
TAKEN_OVER = "This playthrough was taken up elsewhere; you go on in a copy of it."


@dataclass(frozen=True)
class News:
    """What a change of the playthrough brought that a front end has to tell."""

    unlocked: tuple[Achievement, ...] = ()
    """Achievements that the choice granted in this playthrough."""
    first_ever: tuple[Achievement, ...] = ()
    """Achievements that the profile did not have yet; where a choice before could not be kept, its own as well."""
    new_scenes: tuple[str, ...] = ()
    """Ids of scenes that were never entered before, in any playthrough."""
    ending: Ending | None = None
    """How the story ended with this choice, if it did."""
    ending_is_new: bool = False
    """Whether it had never been reached before."""
    notice: str | None = None
    """What the player has to be told about keeping the game."""


@dataclass(frozen=True)
class TakenUp:
    """Saved turns taken up in a story."""

    playthrough: Playthrough
    earlier: tuple[SavedTurn, ...]
    notice: str | None
    loses_turns: bool
    """Whether some turns are neither in the playthrough nor among the earlier ones."""


def take_up(story: Story, saved: Sequence[SavedTurn], undone: tuple[str, ...]) -> TakenUp:
    """Take saved turns up in a story that may have been edited since, with what could be redone, if it still can."""
    resumed = resume(story, saved)
    played = resumed.playthrough
    position = len(resumed.earlier)
    first = played.turns[0]
    if not first.events and not first.said and position < len(saved) and saved[position].said:
        # undo ends at this turn, but the words that led to it stay readable
        played = replace(played, turns=(replace(first, said=saved[position].said), *played.turns[1:]))
    loses = position + len(played.turns) < len(saved)
    if not resumed.notice:
        played = _with_undone(played, undone)
    return TakenUp(played, resumed.earlier, resumed.notice, loses)


def _with_undone(playthrough: Playthrough, undone: tuple[str, ...]) -> Playthrough:
    restored = redone = replace(playthrough, undone=undone)
    try:
        while redone.undone:
            redone = redone.redo()
    except (ChoiceNotAvailable, StoryFault):
        return playthrough
    return restored


class KeptPlaythrough:
    """A playthrough, and the duty to write down each change of it before it is shown.

    It is made by a `Shelf`. Trouble with the disk never stops the game: it is told as a `notice`, and what could not
    be written is written with the next change.
    """

    def __init__(
        self,
        database: Database,
        saves: Saves,
        profile: Profile,
        keeper: SaveKeeper,
        taken_up: TakenUp,
        *,
        key: str,
        is_kept: bool,
        notice: str | None,
    ) -> None:
        self._database = database
        self._saves = saves
        self._profile = profile
        self._keeper = keeper
        self._key = key
        self._is_failing = False
        self._unrecorded: list[tuple[Playthrough, int]] = []
        self.playthrough = taken_up.playthrough
        """As it stands. A front end reads it, and changes it only by the methods below."""
        self.earlier = taken_up.earlier
        """Turns before it that can be read but, the story having changed, neither replayed nor undone."""
        self.is_kept = is_kept
        """Whether it is written down; if not, it earns for the profile all the same."""
        self.notice = " ".join(text for text in (notice, taken_up.notice) if text) or None
        """What the player has to be told about how it was opened."""
        self.opening = News()
        """What its beginning brought."""

    @property
    def id(self) -> str:
        """The playthrough's id, by which `Shelf.open` finds it again."""
        return self._keeper.id

    def begin(self) -> None:
        """Record the beginning of a new playthrough in the profile; a `Shelf` calls it."""
        self._unrecorded.append((self.playthrough, 0))
        self.opening = self._news(self._kept(profile_only=True), 0)

    def choose(self, choice: str) -> News:
        """Take the choice of this id.

        Raises:
            ChoiceNotAvailable: it is not offered here, or is locked; nothing has changed.
            StoryFault: the story has a defect; nothing has changed.
        """
        return self._moved(self.playthrough.choose(choice))

    def undo(self, count: int = 1) -> News:
        """Take back the last `count` choices, or as many as there are. The profile keeps what they brought."""
        undone = self.playthrough.undo(count)
        if undone is self.playthrough:
            return News()
        self.playthrough = undone
        _, notice = self._kept()
        return News(notice=notice)

    def redo(self) -> News:
        """Take the choice last taken back again; nothing happens where there is none."""
        if not self.playthrough.undone:
            return News()
        return self._moved(self.playthrough.redo())

    def restart(self) -> News:
        """Leave this playthrough as it stands, for others to open, and go on in a new one."""
        self._start_anew(forked_from=None)
        self.playthrough = Playthrough.start(self.playthrough.story)
        self.earlier = ()
        self.notice = None
        self.begin()
        return self.opening

    def _start_anew(self, forked_from: str | None) -> None:
        """Let go of what was kept until now, and keep what follows as another playthrough."""
        self.close()
        self._keeper = SaveKeeper(self._database, self._key, self._keeper.owner, forked_from=forked_from)

    def _moved(self, playthrough: Playthrough) -> News:
        self.playthrough = playthrough
        position = len(playthrough.turns) - 1
        self._unrecorded.append((playthrough, position))
        return self._news(self._kept(), position)

    def _news(self, kept: tuple[Discoveries, str | None], position: int) -> News:
        found, notice = kept
        story = self.playthrough.story
        events = self.playthrough.turns[position].events
        ending = ending_in(events)
        return News(
            tuple(story.achievements[name] for name in unlocked_in(events)),
            tuple(story.achievements[name] for name in found.achievements if name in story.achievements),
            found.scenes,
            story.endings[ending] if ending else None,
            ending in found.endings,
            notice,
        )

    def _kept(self, *, profile_only: bool = False) -> tuple[Discoveries, str | None]:
        """Write down what has changed: what was new in it, and what the player has to be told."""
        notices = []
        found = Discoveries()
        try:
            if self.is_kept and not profile_only:
                recorded = self._keeper.record(self.playthrough, self.earlier, self._record_profile)
                found = recorded.beside
                if recorded.forked:
                    notices.append(TAKEN_OVER)
            else:
                found = self._record_profile(self._keeper.id)
        except sqlite3.Error as error:
            if not self._is_failing:
                notices.append(f"This could not be kept: {error}. The game goes on and tries again at each choice.")
            self._is_failing = True
        else:
            self._unrecorded.clear()
            if self._is_failing:
                notices.append("Your choices are kept again.")
            self._is_failing = False
        if notice := self._database.take_notice():
            notices.append(notice)
        return found, " ".join(notices) or None

    def _record_profile(self, identity: str) -> Discoveries:
        return self._profile.record(identity, self._unrecorded)

    def keep_now(self) -> None:
        """Write it down before its first choice; a `Shelf` calls it for a named save that was opened."""
        _, notice = self._kept()
        self.notice = " ".join(text for text in (self.notice, notice) if text) or None

    def save_as(self, name: str, *, replace: bool = False) -> str:
        """Keep it as it stands under a name; playing on does not change that save.

        Args:
            name: at most 60 characters.
            replace: whether it takes the place of a save of the same name.

        Returns:
            The id of the save.

        Raises:
            NameTaken: there is a save of this name, and `replace` is false.
            SaveError: it cannot be called so.
            StorageUnavailable: it cannot be written.
        """
        try:
            return self._saves.save_as(name, self.playthrough, self.earlier, replace=replace)
        except sqlite3.Error as error:
            raise StorageUnavailable(f"The save could not be written: {error}.") from error

    def take_up_in(self, story: Story) -> str | None:
        """Go on in an edited story, as when a writer saves a file while the game runs.

        Returns:
            What the player has to be told; None where everything could be replayed.
        """
        taken_up = take_up(story, saved_turns(self.playthrough), self.playthrough.undone)
        if taken_up.loses_turns and self.is_kept:
            # what no longer fits stays behind in the playthrough as it was
            self._start_anew(forked_from=self._keeper.id)
        self._profile = Profile(self._database, self._key, story)
        self.playthrough = taken_up.playthrough
        self.earlier = (*self.earlier, *taken_up.earlier)
        return taken_up.notice

    def go_on_from(self, playthrough: Playthrough) -> None:
        """Go on from another playthrough, as where a writer jumps to a scene.

        Raises:
            ValueError: this one is kept, and what was played would be lost.
        """
        if self.is_kept:
            raise ValueError("a playthrough that is kept goes on by its own choices only")
        self.playthrough = playthrough
        self.earlier = ()

    def close(self) -> None:
        """Let others open it without its being forked; closing twice does no harm."""
        if self.is_kept:
            self._keeper.release()
