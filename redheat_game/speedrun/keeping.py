"""Keeping a race: its attempt in the records at every choice, its replay as a file at its end, its story once."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from redheat_game.speedrun.comparisons import History, route_splits
from redheat_game.speedrun.course import Rules, rules_of
from redheat_game.speedrun.optimum import Optima, Optimum
from redheat_game.speedrun.packing import SUFFIX as STORY_SUFFIX
from redheat_game.speedrun.packing import pack
from redheat_game.speedrun.race import Checkpoint, Race, header_of
from redheat_game.speedrun.records import Attempt, Outcome, Records
from redheat_game.speedrun.recovery import cut_off_notice, file_name, write_cut_off
from redheat_game.speedrun.replay import Replay, ReplayError, read_replay, text_of
from redheat_game.speedrun.stories import STORIES
from redheat_game.speedrun.timing import Clock, Timing
from redheat_game.storage.store import Store
from redheat_game.storage.writing import write_atomically
from redheat_game.story.script import Story


class Stable:
    """Everything that is kept of racing one category: attempts, replays, what is proved.

    Args:
        store: where it is kept.
        story: what is raced.
        category: the category's id.
        timed: whether time runs in timed scenes; attempts in which it does not stand apart from those in which it does.
    """

    def __init__(self, store: Store, story: Story, category: str, *, timed: bool) -> None:
        self._store = store
        self.story = story
        self.timed = timed
        self.rules: Rules = rules_of(story, category)
        self.category = story.categories[category]
        self.optima = Optima(store.places.optima)
        self.records = Records(store.database, store.claims, story, category, len(self.rules.titles))
        self.folder = store.places.replays
        self.database = store.database
        self.profile = store.shelf(story).profile
        """What was ever found in the story: what is earned in a race is earned."""
        self.written = store.written
        self.notices: list[str] = []
        """What the player has to be told; `take_notice` empties it."""
        self._attempts: list[Attempt] | None = None

    def take_notice(self) -> str | None:
        """What the player has to be told, once."""
        notice = " ".join(dict.fromkeys(self.notices)) or None
        self.notices.clear()
        return notice

    def forget(self) -> None:
        """Read the attempts anew when they are next asked for."""
        self._attempts = None

    def keep_story(self) -> None:
        """Keep the story that is raced, so that its replays can be judged whatever becomes of the story."""
        path = self.folder / STORIES / f"{self.story.rules_digest}{STORY_SUFFIX}"
        try:
            if not path.exists():
                write_atomically(path, pack(self.story, {}))
        except OSError as error:
            self.notices.append(f"The story that is raced could not be kept in {path}: {error.strerror}.")

    # what is known

    @property
    def attempts(self) -> Sequence[Attempt]:
        """All attempts so far, time running or not as here; none where they cannot be read."""
        if self._attempts is None:
            try:
                self.notices += map(cut_off_notice, write_cut_off(self._store, self.story))
                self._attempts = [each for each in self.records.attempts() if each.timed == self.timed]
            except sqlite3.Error as error:
                self.notices.append(f"The attempts cannot be read: {error}.")
                self._attempts = []
        return self._attempts

    def history(self, clock: Clock) -> History:
        """What the attempts come to, by one clock."""
        return History(self.category, clock, tuple(self.attempts), len(self.rules.titles))

    @property
    def optimum(self) -> Optimum | None:
        """What is proved of the category, if anything is."""
        return self.optima.get(self.story, self.category.id)

    def optimum_splits(self, clock: Clock) -> tuple[Timing | None, ...]:
        """The splits of the shortest route known by story time or moves."""
        optimum = self.optimum
        if optimum is None:
            return ()
        choices = optimum.route("story" if clock == "story" else "moves")
        return route_splits(self.story.machine, self.rules, choices) if choices else ()

    def replay_of(self, attempt: Attempt) -> Replay | None:
        """The replay of an attempt, from the lines that were written as it was played."""
        try:
            return read_replay(text_of(self.records.lines(attempt.id)).encode())
        except (sqlite3.Error, ReplayError):
            return None

    def checkpoints(self, clock: Clock) -> list[Checkpoint]:
        """Where each segment can be practised from: as the personal best reached it, else the optimum route.

        Segments that neither reaches are left out.
        """
        best = self.history(clock).best
        replay = self.replay_of(best) if best else None
        if replay is not None:
            did = [(entry.did, entry.choice) for entry in replay.entries if entry.did in ("choose", "undo")]
        else:
            did = [("choose", choice) for choice in self.optimum.route("moves")] if self.optimum else []
        found = [Checkpoint((), 0)]
        race = Race(self.story, self.category.id, None)
        for number, (what, choice) in enumerate(did[:-1], start=1):
            before = race.next_split
            if what == "choose":
                race.choose(choice, number)
            else:
                race.undo(number)
            if race.next_split > before:
                # what was taken back before is no part of it
                found.append(Checkpoint(race.playthrough.choices, race.next_split))
        return found


class RaceKeeper:
    """Keeps one attempt. The race goes on whatever the disk does; `stable.take_notice()` says what went wrong.

    Args:
        stable: of its category.
        runner: the name in its replay.
        is_recorded: whether it counts among the attempts; its replay is written in any case.
    """

    def __init__(self, stable: Stable, *, runner: str, is_recorded: bool = True) -> None:
        self.stable = stable
        self._is_recorded = is_recorded
        self.id = secrets.token_hex(8)
        self.started = datetime.now(UTC)
        stamp = self.started.isoformat(timespec="milliseconds")
        header = header_of(
            stable.story, stable.category.id, attempt=self.id, started=stamp, runner=runner, timed=stable.timed
        )
        self.race = Race(stable.story, stable.category.id, header)
        self.number = 0
        """Its number among the attempts; 0 where that could not be written."""
        self.path: Path | None = None
        """Where the replay is, once it was written."""
        # it takes a moment where it is not there yet: an interface does so before the first key
        stable.keep_story()
        self._written: int | None = None
        self._turns = 0
        self.keep()

    def keep(self) -> None:
        """Write down what has happened since the last time; where it has ended, its replay too."""
        if self._is_recorded:
            try:
                self._record()
            except sqlite3.Error as error:
                self.stable.notices.append(f"This attempt could not be written down: {error}.")
        if self.race.is_over:
            self._end()

    def _record(self) -> None:
        race, records = self.race, self.stable.records
        if self._written is None:
            stamp = self.started.isoformat(timespec="milliseconds")
            self.number = records.begin(self.id, stamp, timed=self.stable.timed, lines=race.lines)
            self._written = len(race.lines)
        reached = [(position, at) for position, at in enumerate(race.splits) if at is not None]
        turns, since = race.playthrough.turns, self._written

        def work(_: sqlite3.Connection) -> None:
            records.go_on(self.id, race.timing(0), race.course.achievements, reached, race.lines, since)
            new = range(self._turns, len(turns))
            self.stable.profile.record(self.id, [(race.playthrough, position) for position in new])

        self.stable.database.write(work)
        self._written, self._turns = len(race.lines), len(turns)

    def _end(self) -> None:
        stable, race = self.stable, self.race
        if self.path is None:
            path = stable.folder / file_name(self.started, stable.category.id, self.id)
            try:
                write_atomically(path, text_of(race.lines))
                self.path = path
                stable.written.append(path)
            except OSError as error:
                stable.notices.append(f"The replay could not be written to {path}: {error.strerror}.")
        if not self._is_recorded:
            return
        outcome: Outcome = "finished" if race.has_finished else "reset"
        try:
            stable.records.end(self.id, outcome, race.course.ending, str(self.path) if self.path else None)
        except sqlite3.Error as error:
            stable.notices.append(f"The end of this attempt could not be written down: {error}.")
        stable.forget()
