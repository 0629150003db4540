"""The one SQLite database: opening it whatever state it is in, and reading and writing it safely beside others."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from redheat_game.storage import schema
from redheat_game.storage.presence import lock

BUSY_SECONDS = 10
CHECKED_BYTES = 4_000_000
"""Up to this size, and after a crash, all of the file is checked at opening (1 ms a megabyte); else in use."""

_HEADER = b"SQLite format 3\0"
_COMPANIONS = ("", "-wal", "-shm", "-journal")

T = TypeVar("T")


class StorageUnavailable(Exception):
    """Nothing can be kept; the message says why in words for the player."""


class DatabaseTooNew(StorageUnavailable):
    """The database was written by a newer version of the game, and was left alone."""


class _Damaged(Exception):
    """The file is not a sound database of this game."""


def now() -> str:
    """The present time, UTC, ISO 8601 to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Database:
    """A connection to the database; two processes may each have one."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None, notice: str | None = None) -> None:
        """Use `open` or `in_memory` instead."""
        self._connection = connection
        self._lock = threading.RLock()
        self._notices = [notice] if notice else []
        self.path = path
        """The file; None for a database in memory, which ends with the process."""

    @classmethod
    def open(cls, path: Path) -> Database:
        """Open the database at `path`, making or migrating it where needed; a damaged one is set aside, with a notice.

        Raises:
            DatabaseTooNew: a newer version of the game wrote it.
            StorageUnavailable: it cannot be read or written.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection, notice = _sound_connection(path, thorough=False)
        except (OSError, sqlite3.Error) as error:
            raise StorageUnavailable(f"The saves cannot be kept in {path}: {_reason(error)}.") from error
        return cls(connection, path, notice)

    @classmethod
    def in_memory(cls, copy_of: Path | None = None, notice: str | None = None) -> Database:
        """A database that ends with the process.

        Args:
            copy_of: a database that cannot be written, whose contents are taken over as far as they can be read.
            notice: what the player is to be told.
        """
        connection = _configured(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False))
        if copy_of is not None:
            with contextlib.suppress(OSError, sqlite3.Error, _Damaged, StorageUnavailable):
                _check_header(copy_of)
                uri = f"{copy_of.absolute().as_uri()}?mode=ro&immutable=1"
                with contextlib.closing(sqlite3.connect(uri, uri=True)) as source:
                    _check_contents(source)
                    source.backup(connection)
        schema.migrate(connection)
        return cls(connection, None, notice)

    @property
    def is_kept(self) -> bool:
        """Whether what is written outlives the process."""
        return self.path is not None

    def take_notice(self) -> str | None:
        """What the player has to be told, once."""
        notice = " ".join(self._notices) or None
        self._notices.clear()
        return notice

    def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` reads.

        Raises:
            sqlite3.Error: it cannot be read.
        """
        with self._lock:
            try:
                return work(self._connection)
            except sqlite3.DatabaseError as error:
                if not self._replaced(error):
                    raise
                return work(self._connection)

    def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` returns, all that it writes being kept at once or not at all; safe beside other processes.

        Where the file turns out to be damaged, it is set aside, and `work` is done again on a new one.

        Raises:
            sqlite3.Error: it cannot be written; nothing of it was.
        """
        with self._lock:
            if self._connection.in_transaction:
                return work(self._connection)
            try:
                return self._transaction(work)
            except sqlite3.DatabaseError as error:
                if not self._replaced(error):
                    raise
                return self._transaction(work)

    def _transaction(self, work: Callable[[sqlite3.Connection], T]) -> T:
        connection = self._connection
        # IMMEDIATE: one that began by reading could not wait for a writer that came between
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
            raise
        return result

    def _replaced(self, error: sqlite3.DatabaseError) -> bool:
        """Whether the error was damage, and another database stands in for the damaged one now."""
        if self.path is None or self._connection.in_transaction or not _is_damage(error):
            return False
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()
        try:
            self._connection, notice = _sound_connection(self.path, thorough=True)
        except (OSError, sqlite3.Error, StorageUnavailable) as failure:
            self._connection = Database.in_memory()._connection
            notice = f"The saves in {self.path} are damaged ({_reason(failure)}); from here on nothing is kept."
            self.path = None
        if notice:
            self._notices.append(notice)
        return True

    def close(self) -> None:
        """Let go of the file; closing twice does no harm."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._connection.close()


def _sound_connection(path: Path, *, thorough: bool) -> tuple[sqlite3.Connection, str | None]:
    """A connection to a sound database, and what happened to one that was not."""
    try:
        return _connected(path, thorough), None
    except _Damaged:
        pass
    with _alone(path):
        try:
            # another process may have replaced it just now
            return _connected(path, thorough), None
        except _Damaged as damage:
            aside = _set_aside(path)
            notice = (
                f"The file with your saves was damaged ({damage}). It is kept as {aside}, "
                "and the game goes on with a new one."
            )
            return _connected(path, False), notice


def _connected(path: Path, thorough: bool) -> sqlite3.Connection:
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return _connected_once(path, thorough)
        except sqlite3.DatabaseError as error:
            if _is_damage(error):
                raise _Damaged(str(error)) from error
            # the change to WAL does not wait for others as everything else does
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(0.02)


def _connected_once(path: Path, thorough: bool) -> sqlite3.Connection:
    _check_header(path)
    left_behind = path.with_name(path.name + "-wal").exists()
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS)
    try:
        _configured(connection)
        # before anything is written into what may be somebody else's
        _check_contents(connection)
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        # FULL: a choice that was shown survives a power cut; it is one sync of the disk a choice
        connection.execute("PRAGMA synchronous = FULL")
        if thorough or left_behind or path.stat().st_size <= CHECKED_BYTES:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise _Damaged(" ".join(str(found).split()))
        schema.migrate(connection)
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if missing := schema.TABLES - {str(name) for (name,) in tables}:
            raise _Damaged(f"it lacks {', '.join(sorted(missing))}")
        # a file that cannot be written shows only when it is tried
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version = {schema.version_of(connection)}")
        connection.execute("ROLLBACK")
    except BaseException:
        connection.close()
        raise
    return connection


def _configured(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.row_factory = sqlite3.Row
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _check_header(path: Path) -> None:
    """See what a file is without SQLite, which would already write beside it."""
    if not path.exists():
        if path.is_symlink():
            raise _Damaged("it is a link that leads nowhere")
        return
    if not path.is_file():
        raise _Damaged("it is not a file")
    with path.open("rb") as stream:
        header = stream.read(100)
    if not header:
        journal = path.with_name(path.name + "-wal")
        # SQLite would delete the log of an empty file; a new database never has one before it has a page
        if journal.exists() and journal.stat().st_size:
            raise _Damaged("it is empty, its log is not")
        return
    if len(header) < 100 or not header.startswith(_HEADER):
        raise _Damaged("it is not a database")
    _check_marks(int.from_bytes(header[60:64], "big"), int.from_bytes(header[68:72], "big"))


def _check_contents(connection: sqlite3.Connection) -> None:
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    _check_marks(schema.version_of(connection), application)
    if application == 0 and connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise _Damaged("it is a database of something else")


def _check_marks(version: int, application: int) -> None:
    if application != schema.APPLICATION_ID and (application or version):
        raise _Damaged("it is a database of something else")
    if version > len(schema.MIGRATIONS):
        raise DatabaseTooNew(
            f"Your saves were written by a newer version of the game (their format is {version}, this version knows "
            f"{len(schema.MIGRATIONS)}). They were left as they are; update the game to go on with them."
        )


def _set_aside(path: Path) -> Path:
    """Rename a damaged file and what belongs to it; nothing is ever deleted."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    number = 1
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    while any(os.path.lexists(f"{aside}{companion}") for companion in _COMPANIONS):
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{stamp}-{number}")
    for companion in _COMPANIONS:
        with contextlib.suppress(FileNotFoundError):
            os.rename(f"{path}{companion}", f"{aside}{companion}")  # noqa: PTH104 - a dangling link is renamed as well
    return aside


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from replacing the database at the same time."""
    descriptor = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        lock(descriptor, wait=True)
        yield
    finally:
        os.close(descriptor)


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
