"""What an app keeps: the story, the one playthrough that is open, and what the screens ask of the storage."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from textual.app import App

from redheat_game.engine.notes import Entry, Reader, entries
from redheat_game.engine.wording import clock_text
from redheat_game.storage.store import Store

if TYPE_CHECKING:
    from redheat_game.engine.playthrough import Playthrough
    from redheat_game.storage.kept import KeptPlaythrough
    from redheat_game.storage.profile import Earned, FoundEnding
    from redheat_game.storage.saves import Save, Saves
    from redheat_game.storage.shelf import Shelf
    from redheat_game.story.script import Story

T = TypeVar("T")
GAME_TITLE = "Red Heat"


class KeepingApp(App[None]):
    """An app with a store, and with a story once it is there."""

    def __init__(self, story: Story | None, store: Store) -> None:
        super().__init__()
        self.store = store
        self._story = story
        self._shelf: Shelf | None = None
        self._kept: KeptPlaythrough | None = None
        self._taken_earlier: dict[str, dict[str, int]] = {}
        self._reader: Reader | None = None

    def tell(self, words: str) -> None:
        """Tell the player something, for a few seconds."""
        self.notify(words, markup=False, timeout=5)

    @property
    def is_ready(self) -> bool:
        """Whether the story is there."""
        return self._story is not None

    @property
    def story(self) -> Story:
        """What is played."""
        assert self._story is not None, "the story is still being loaded"
        return self._story

    @property
    def story_title(self) -> str:
        """What the story is called; only the game's own is ever loaded while the title is shown."""
        return self._story.title if self._story is not None else GAME_TITLE

    @property
    def shelf(self) -> Shelf:
        """What is kept of the story."""
        if self._shelf is None:
            self._shelf = self.store.shelf(self.story)
        return self._shelf

    @property
    def saves(self) -> Saves:
        """The saves of the story."""
        return self.store.saves_of(self.story_title) if self._shelf is None else self._shelf.saves

    @property
    def kept(self) -> KeptPlaythrough:
        """The playthrough that is open."""
        assert self._kept is not None, "no playthrough is open"
        return self._kept

    @property
    def reader(self) -> Reader:
        """What was read of the notes of the playthrough that is open."""
        assert self._reader is not None, "no playthrough is open"
        return self._reader

    def news(self) -> list[Entry]:
        """The notes of which something was not read yet; what the last choice brought comes first."""
        now = self.kept.playthrough
        before = entries(now.story, now.turns[-2].state) if now.can_undo else ()
        news = [entry for entry in entries(now.story, now.state) if self.reader.is_news(entry)]
        return sorted(news, key=lambda entry: entry in before)

    def resumable(self) -> str | None:
        """Where Continue leads, in a few words; None where there is nothing to continue."""
        latest = self._read(self.saves.latest, None)
        if latest is None:
            return None
        headline = latest.headline
        return " · ".join(part for part in (headline.act, headline.place, clock_text(headline.clock)) if part)

    def earned(self) -> dict[str, str]:
        """When and how each achievement was earned, by id."""
        nothing: dict[str, Earned] = {}
        found = self._read(self.shelf.profile.earned, nothing)
        titles = {
            scene.id: script.title for scene, script in zip(self.story.machine.scenes, self.story.scenes, strict=True)
        }
        return {
            name: f"{item.earned[:10]} · {titles.get(item.scene, item.scene)} · at choice {item.moves}"
            for name, item in found.items()
        }

    def still_unseen(self) -> tuple[int, int]:
        """How many endings and scenes were never seen in any playthrough."""
        no_endings: dict[str, FoundEnding] = {}
        no_scenes: dict[str, int] = {}
        endings = self._read(self.shelf.profile.endings, no_endings)
        scenes = self._read(self.shelf.profile.seen_scenes, no_scenes)
        return (
            sum(name not in endings for name in self.story.endings),
            sum(scene.id not in scenes for scene in self.story.machine.scenes),
        )

    def taken_before(self, playthrough: Playthrough) -> frozenset[str]:
        """The choices of the present scene that were taken in earlier playthroughs."""
        here = {
            turn.choice
            for before, turn in zip(playthrough.turns, playthrough.turns[1:], strict=False)
            if before.state.scene == playthrough.state.scene
        }
        return frozenset(self._taken_earlier.get(playthrough.scene, {})) - {name for name in here if name}

    def _read(self, read: Callable[[], T], otherwise: T) -> T:
        """What is kept, or something harmless where the disk does not answer: nothing of it is needed to play."""
        try:
            return read()
        except sqlite3.Error as error:
            self.tell(f"What is kept cannot be read: {error}.")
            return otherwise

    def saves_of_story(self) -> tuple[list[Save], list[Save]]:
        """The named saves, and the playthroughs."""
        return self._read(self.shelf.saves.named, []), self._read(self.shelf.saves.playthroughs, [])

    def count_saves(self) -> int:
        """How many named saves there are."""
        none: list[Save] = []
        return len(self._read(self.saves.named, none))

    def can_save(self) -> bool:
        """Whether a playthrough is open that can be kept under a name."""
        return self._kept is not None

    def proposed_name(self) -> str:
        """A name for saving here."""
        scene = self.story.scenes[self.kept.playthrough.state.scene]
        return f"{scene.title}, {clock_text(self.kept.playthrough.clock)}"

    def save_here(self, name: str) -> None:
        """Keep the present point under a name. Raises SaveError with a sentence for the player."""
        self.kept.save_as(name)
        self.tell(f"Saved as {name}.")

    def rename_save(self, identity: str, name: str) -> None:
        """Give a save another name. Raises SaveError with a sentence for the player."""
        self.shelf.saves.rename(identity, name)

    def delete_save(self, identity: str) -> None:
        """Delete a save or playthrough; the one that is open here stays open, and is kept again at its next choice."""
        self.shelf.saves.delete(identity)

    def action_write_transcript(self) -> None:
        """Write everything read in this playthrough to a file, and say where."""
        from redheat_game.engine.transcript import transcript
        from redheat_game.storage.writing import write_atomically

        words = re.sub(r"[^a-z0-9]+", "-", self.story.title.lower()).strip("-")
        path = self.store.places.transcripts / f"{words}-{datetime.now():%Y%m%d-%H%M%S}.txt"
        earlier = [(turn.said, turn.text) for turn in self.kept.earlier]
        try:
            write_atomically(path, transcript(self.kept.playthrough, earlier))
        except OSError as error:
            self.tell(f"The transcript cannot be written: {error.strerror}.")
        else:
            self.tell(f"The transcript is in {path}")

    def _take(self, kept: KeptPlaythrough) -> None:
        """Make this the playthrough that is open, and let other windows have the one before."""
        if self._kept is not None and self._kept is not kept:
            self._kept.close()
        self._kept = kept
        self._reader = Reader(kept.playthrough)
        self._taken_earlier = self._read(self.shelf.profile.all_taken, {})
