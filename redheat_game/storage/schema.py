"""The tables of the database, as the ordered steps by which every older version becomes the present one.

A step that was ever released is never edited; a change is a new step at the end.
"""

from __future__ import annotations

import sqlite3

APPLICATION_ID = 0x52484754
"""What marks a SQLite file as one of this game (`RHGT`)."""

_SAVES = """
CREATE TABLE playthroughs (
    id TEXT PRIMARY KEY,
    story TEXT NOT NULL,
    name TEXT,                          -- of a named save, which never changes, else NULL
    forked_from TEXT,
    created TEXT NOT NULL,              -- times of day: UTC, ISO 8601
    updated TEXT NOT NULL,
    touched INTEGER NOT NULL,           -- grows with each write: the order of writes, whatever the clocks said
    owner TEXT,                         -- who has it open
    rules_digest TEXT NOT NULL,
    text_digest TEXT NOT NULL,
    begins INTEGER NOT NULL DEFAULT 0,  -- position of the first turn that can be replayed
    undone TEXT NOT NULL DEFAULT '[]',
    scene TEXT NOT NULL,
    title TEXT NOT NULL,
    act TEXT NOT NULL,
    place TEXT NOT NULL,
    clock INTEGER NOT NULL,
    last_line TEXT NOT NULL,
    moves INTEGER NOT NULL,
    seconds INTEGER NOT NULL,
    ending TEXT
);
CREATE UNIQUE INDEX named_saves ON playthroughs (story, name) WHERE name IS NOT NULL;
CREATE INDEX latest_playthroughs ON playthroughs (story, touched);
CREATE INDEX touched_playthroughs ON playthroughs (touched);
CREATE TABLE turns (
    playthrough TEXT NOT NULL REFERENCES playthroughs (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    choice TEXT,
    scene TEXT NOT NULL,
    state TEXT NOT NULL,
    said TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (playthrough, position)
);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

_PROFILE = """
CREATE TABLE achievements (
    story TEXT NOT NULL,
    id TEXT NOT NULL,
    earned TEXT NOT NULL,
    playthrough TEXT NOT NULL,
    scene TEXT NOT NULL,
    moves INTEGER NOT NULL,
    seconds INTEGER NOT NULL,
    title TEXT NOT NULL,
    told TEXT NOT NULL,
    PRIMARY KEY (story, id)
) WITHOUT ROWID;
CREATE TABLE scenes (
    story TEXT NOT NULL,
    scene TEXT NOT NULL,
    first TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (story, scene)
) WITHOUT ROWID;
CREATE TABLE taken (
    story TEXT NOT NULL,
    scene TEXT NOT NULL,
    choice TEXT NOT NULL,
    first TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (story, scene, choice)
) WITHOUT ROWID;
CREATE TABLE endings (
    story TEXT NOT NULL,
    id TEXT NOT NULL,
    first TEXT NOT NULL,
    count INTEGER NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (story, id)
) WITHOUT ROWID;
"""

_ATTEMPTS = """
CREATE TABLE attempts (
    id TEXT PRIMARY KEY,
    story TEXT NOT NULL,
    rules TEXT NOT NULL,                -- digest of the rules by which it is judged
    semantics INTEGER NOT NULL,
    category TEXT NOT NULL,
    number INTEGER NOT NULL,            -- from 1 within story, rules and category
    started TEXT NOT NULL,              -- UTC, ISO 8601
    owner TEXT,                         -- who is racing, NULL once it is over
    outcome TEXT NOT NULL,              -- running, finished or reset
    timed INTEGER NOT NULL,
    real INTEGER NOT NULL,              -- milliseconds without pauses
    seconds INTEGER NOT NULL,           -- story time
    moves INTEGER NOT NULL,
    achievements INTEGER NOT NULL,
    ending TEXT,
    file TEXT                           -- where its replay was written
);
CREATE INDEX attempts_of_category ON attempts (story, rules, semantics, category, number);
CREATE INDEX attempts_under_way ON attempts (owner) WHERE owner IS NOT NULL;
CREATE TABLE attempt_splits (
    attempt TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    real INTEGER NOT NULL,
    seconds INTEGER NOT NULL,
    moves INTEGER NOT NULL,
    PRIMARY KEY (attempt, position)
) WITHOUT ROWID;
CREATE TABLE attempt_lines (            -- the replay, line by line as it was played
    attempt TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (attempt, position)
) WITHOUT ROWID
"""

MIGRATIONS: tuple[str, ...] = (_SAVES, _PROFILE, _ATTEMPTS)
"""The script at position n takes a database from version n to n + 1; semicolons only end statements."""

TABLES = frozenset(
    {
        *("playthroughs", "turns", "settings", "achievements", "scenes", "taken", "endings"),
        *("attempts", "attempt_splits", "attempt_lines"),
    }
)
"""What a database of the present version consists of."""


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the tables; 0 for a new database."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an older or new database to the present version, in one transaction; another process may do so as well.

    Raises:
        sqlite3.Error: it cannot be written; it is as it was.
    """
    if version_of(connection) >= len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for script in MIGRATIONS[version_of(connection) :]:
            for statement in script.split(";"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
