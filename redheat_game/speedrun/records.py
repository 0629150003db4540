"""The history of attempts: written as they happen, so that neither a reset nor a power cut loses a split or a gold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from redheat_game.speedrun.course import order_sign
from redheat_game.speedrun.timing import Clock, Timing
from redheat_game.storage.claims import Claims
from redheat_game.storage.database import Database
from redheat_game.story.digests import SEMANTICS_VERSION
from redheat_game.story.script import Category, Story

Outcome = Literal["running", "finished", "reset"]


@dataclass(frozen=True)
class Attempt:
    """One attempt as it is kept."""

    id: str
    number: int
    """From 1 within its category and the rules it was played by."""
    started: str
    """UTC, ISO 8601."""
    outcome: Outcome
    timed: bool
    timing: Timing
    """What the clocks showed at its end."""
    achievements: int
    ending: str | None
    file: str | None
    """Where its replay was written."""
    splits: tuple[Timing | None, ...] = field(default=())
    """By position; None where it was skipped, or not reached."""

    @property
    def is_finished(self) -> bool:
        """Whether it reached the goal."""
        return self.outcome == "finished"

    def segment(self, position: int, clock: Clock) -> int | None:
        """How long a segment took; None where it was not run from the split before it."""
        here = self.splits[position]
        if here is None:
            return None
        if position == 0:
            return here.on(clock)
        before = self.splits[position - 1]
        return here.on(clock) - before.on(clock) if before is not None else None


def rank(category: Category, attempt: Attempt, clock: Clock) -> tuple[int, int]:
    """What a finished attempt is compared by: the least is the best."""
    return order_sign(category.order) * attempt.achievements, attempt.timing.on(clock)


class Records:
    """The attempts at one category of a story, by its present rules.

    All methods raise `sqlite3.Error` where the database cannot be read or written.

    Args:
        database: where they are.
        claims: tells which process races.
        story: the story.
        category: the category's id.
        splits: how many splits it has.
    """

    def __init__(self, database: Database, claims: Claims, story: Story, category: str, splits: int) -> None:
        self._database = database
        self._claims = claims
        self._key = (story.title or "untitled", story.rules_digest, SEMANTICS_VERSION, category)
        self._splits = splits
        self.category = story.categories[category]

    # writing

    def begin(self, identity: str, started: str, *, timed: bool, lines: Sequence[str]) -> int:
        """Write down that an attempt begins, and give its number.

        Args:
            identity: its id.
            started: when the first key was pressed: UTC, ISO 8601.
            timed: whether time runs in timed scenes.
            lines: the lines of its replay so far.
        """
        owner = self._claims.new_owner()

        def work(connection: sqlite3.Connection) -> int:
            query = "SELECT COALESCE(MAX(number), 0) + 1 FROM attempts WHERE " + _OF_CATEGORY
            number = int(connection.execute(query, self._key).fetchone()[0])
            connection.execute(
                "INSERT INTO attempts (id, story, rules, semantics, category, number, started, owner, outcome, timed, "
                "real, seconds, moves, achievements) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'running', ?, 0, 0, 0, 0)",
                (identity, *self._key, number, started, owner, timed),
            )
            write_lines(connection, identity, 0, lines)
            return number

        return self._database.write(work)

    def go_on(
        self,
        identity: str,
        timing: Timing,
        achievements: int,
        splits: Iterable[tuple[int, Timing]],
        lines: Sequence[str],
        since: int,
    ) -> None:
        """Write down what has happened.

        Args:
            identity: the attempt's id.
            timing: what the clocks show.
            achievements: how many are earned.
            splits: those reached, by position; ones that are written already stay as they are.
            lines: all lines of its replay.
            since: how many of them are written already.
        """

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(
                "UPDATE attempts SET real = ?, seconds = ?, moves = ?, achievements = ? WHERE id = ?",
                (timing.real, timing.story, timing.moves, achievements, identity),
            )
            connection.executemany(
                "INSERT OR IGNORE INTO attempt_splits (attempt, position, real, seconds, moves) VALUES (?, ?, ?, ?, ?)",
                [(identity, position, each.real, each.story, each.moves) for position, each in splits],
            )
            write_lines(connection, identity, since, lines)

        self._database.write(work)

    def end(self, identity: str, outcome: Outcome, ending: str | None, file: str | None) -> None:
        """Write down how an attempt ended, and where its replay is."""
        self._database.write(lambda connection: write_end(connection, identity, outcome, ending, file))

    # reading

    def attempts(self) -> list[Attempt]:
        """All attempts, the first first; one under way in another window among them."""

        def work(connection: sqlite3.Connection) -> list[Attempt]:
            query = f"SELECT * FROM attempts WHERE {_OF_CATEGORY} ORDER BY number"
            rows = connection.execute(query, self._key).fetchall()
            splits: dict[str, list[Timing | None]] = {row["id"]: [None] * self._splits for row in rows}
            query = (
                "SELECT attempt_splits.* FROM attempt_splits JOIN attempts ON attempt = attempts.id "
                f"WHERE {_OF_CATEGORY}"
            )
            for row in connection.execute(query, self._key):
                if row["position"] < self._splits:
                    timing = Timing(row["real"], row["seconds"], row["moves"])
                    splits[row["attempt"]][row["position"]] = timing
            return [_attempt(row, splits[row["id"]]) for row in rows]

        return self._database.read(work)

    def lines(self, identity: str) -> list[str]:
        """The lines of an attempt's replay, as far as it got."""
        return self._database.read(lambda connection: read_lines(connection, identity))

    def of_other_rules(self) -> int:
        """How many attempts at this category were played by rules that the story no longer has."""
        story, rules, semantics, category = self._key
        query = "SELECT COUNT(*) FROM attempts WHERE story = ? AND category = ? AND NOT (rules = ? AND semantics = ?)"
        return self._database.read(
            lambda connection: int(connection.execute(query, (story, category, rules, semantics)).fetchone()[0])
        )


_OF_CATEGORY = "story = ? AND rules = ? AND semantics = ? AND category = ?"


def write_end(
    connection: sqlite3.Connection, identity: str, outcome: Outcome, ending: str | None, file: str | None
) -> None:
    """Write down how an attempt ended, and where its replay is."""
    connection.execute(
        "UPDATE attempts SET outcome = ?, ending = ?, file = ?, owner = NULL WHERE id = ?",
        (outcome, ending, file, identity),
    )


def read_lines(connection: sqlite3.Connection, identity: str) -> list[str]:
    """The lines of an attempt's replay, as far as it got."""
    query = "SELECT line FROM attempt_lines WHERE attempt = ? ORDER BY position"
    return [str(row["line"]) for row in connection.execute(query, (identity,))]


def write_lines(connection: sqlite3.Connection, identity: str, since: int, lines: Sequence[str]) -> None:
    """Write the lines of an attempt's replay from position `since` on; those that are written already stay."""
    connection.executemany(
        "INSERT OR IGNORE INTO attempt_lines (attempt, position, line) VALUES (?, ?, ?)",
        [(identity, position, line) for position, line in enumerate(lines[since:], start=since)],
    )


def _attempt(row: sqlite3.Row, splits: Iterable[Timing | None]) -> Attempt:
    return Attempt(
        row["id"],
        row["number"],
        row["started"],
        row["outcome"],
        bool(row["timed"]),
        Timing(row["real"], row["seconds"], row["moves"]),
        row["achievements"],
        row["ending"],
        row["file"],
        tuple(splits),
    )
