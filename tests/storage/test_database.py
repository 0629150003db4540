from __future__ import annotations

import operator
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from redheat_game.storage import schema
from redheat_game.storage.database import Database, DatabaseTooNew, StorageUnavailable
from redheat_game.storage.places import Places
from redheat_game.storage.store import Store

from .stories import tower


def set_aside(home: Places) -> list[str]:
    return sorted(path.name for path in home.home.iterdir() if "damaged" in path.name)


def filled(home: Places) -> None:
    """A database in which a few playthroughs are kept."""
    with Store.open(home) as store:
        kept = store.shelf(tower()).start()
        for _ in range(20):
            kept.choose("climb")
            kept.choose("hall")


def values(database: Database) -> dict[str, str]:
    return database.read(lambda connection: dict(connection.execute("SELECT name, value FROM settings").fetchall()))


def put(database: Database, name: str) -> None:
    database.write(lambda connection: connection.execute("INSERT INTO settings VALUES (?, '1')", (name,)))


# versions


def test_a_new_database_has_the_present_version(home: Places) -> None:
    with closing(Database.open(home.database)) as database:
        assert database.read(schema.version_of) == len(schema.MIGRATIONS)
        for pragma, value in {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}.items():
            assert database.read(operator.methodcaller("execute", f"PRAGMA {pragma}")).fetchone()[0] == value


@pytest.mark.parametrize("version", range(1, len(schema.MIGRATIONS)))
def test_every_older_version_is_brought_up_with_its_contents(home: Places, version: int) -> None:
    home.home.mkdir()
    with closing(sqlite3.connect(home.database)) as old:
        for script in schema.MIGRATIONS[:version]:
            old.executescript(script)
        old.execute(f"PRAGMA user_version = {version}")
        old.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        old.execute("INSERT INTO settings VALUES ('theme', '\"moscow\"')")
        old.execute(
            "INSERT INTO playthroughs (id, story, name, created, updated, touched, rules_digest, text_digest, scene, "
            "title, act, place, clock, last_line, moves, seconds) "
            "VALUES ('old', 'Tower', 'mine', '', '', 1, '', '', 'hall', '', '', '', 0, '', 0, 0)"
        )
        old.commit()
    with Store.open(home) as store:
        assert store.notice is None
        assert store.database.read(schema.version_of) == len(schema.MIGRATIONS)
        assert store.settings.theme == "moscow"
        assert [save.name for save in store.shelf(tower()).saves.named()] == ["mine"]
        assert store.shelf(tower()).profile.earned() == {}
    assert set_aside(home) == []


def test_a_migration_that_fails_leaves_the_old_version(home: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(home)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE more (a); CREATE TABLE more (a);"))
    with pytest.raises(StorageUnavailable):
        Database.open(home.database)
    monkeypatch.undo()
    with closing(sqlite3.connect(home.database)) as connection:
        assert schema.version_of(connection) == len(schema.MIGRATIONS)
        assert connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'more'").fetchone() is None
    with Store.open(home) as store:
        assert store.is_kept
        assert store.shelf(tower()).continue_latest() is not None


def test_a_newer_version_is_left_alone(home: Places) -> None:
    filled(home)
    with closing(sqlite3.connect(home.database)) as newer:
        newer.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 7}")
    before = home.database.read_bytes()
    with pytest.raises(DatabaseTooNew, match="newer version of the game"):
        Store.open(home, strict=True)
    with Store.open(home) as store:
        assert store.notice is not None
        assert "newer version" in store.notice
        assert not store.is_kept
        store.shelf(tower()).start().choose("climb")
    assert home.database.read_bytes() == before
    assert {path.name for path in home.home.iterdir()} <= {"redheat.sqlite3", "open"}


# damage


def garbage(path: Path) -> None:
    path.write_bytes(b"\x00garbage" * 1000)


def short_garbage(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0")


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 100])


def overwritten_inside(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(data)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "something").write_text("of somebody's")


def something_else(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name)")


def dangling_link(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parent / "nowhere" / "file")


def without_a_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE endings")


def emptied_beside_its_log(path: Path) -> None:
    path.write_bytes(b"")
    path.with_name(path.name + "-wal").write_bytes(b"log" * 100)


@pytest.mark.parametrize(
    "damage",
    [
        garbage,
        short_garbage,
        truncated,
        overwritten_inside,
        folder,
        something_else,
        dangling_link,
        without_a_table,
        emptied_beside_its_log,
    ],
)
def test_a_damaged_database_is_set_aside_and_kept(home: Places, damage: Callable[[Path], None]) -> None:
    filled(home)
    damage(home.database)
    kept = None if home.database.is_symlink() or home.database.is_dir() else home.database.read_bytes()
    with Store.open(home) as store:
        assert store.is_kept
        (aside,) = (name for name in set_aside(home) if not name.endswith("-wal"))
        assert store.notice is not None
        assert "damaged" in store.notice
        assert str(home.home / aside) in store.notice
        if kept is not None:
            assert (home.home / aside).read_bytes() == kept
        store.shelf(tower()).start().choose("climb")
    with Store.open(home) as store:
        assert store.notice is None
        assert store.shelf(tower()).continue_latest() is not None


def test_an_empty_file_is_a_new_database(home: Places) -> None:
    home.home.mkdir()
    home.database.touch()
    with Store.open(home) as store:
        assert store.notice is None
        assert store.is_kept


def test_a_second_damaged_file_does_not_replace_the_first(home: Places) -> None:
    home.home.mkdir()
    for _ in range(3):
        garbage(home.database)
        Store.open(home).close()
    assert len(set_aside(home)) == 3


def test_a_log_that_is_set_aside_goes_with_its_database(home: Places) -> None:
    filled(home)
    emptied_beside_its_log(home.database)
    Store.open(home).close()
    aside = next(name for name in set_aside(home) if not name.endswith("-wal"))
    assert set_aside(home) == [aside, f"{aside}-wal"]


def test_damage_that_shows_in_play_loses_nothing_of_the_game(home: Places) -> None:
    filled(home)
    with Store.open(home) as store:
        kept = store.shelf(tower()).continue_latest()
        assert kept is not None
        with closing(sqlite3.connect(home.database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        overwritten_inside(home.database)
        # a new reader sees the damage; the connection that is open would first answer from its cache
        store.database.read(lambda connection: connection.execute("PRAGMA cache_size = 0"))
        news = kept.choose("climb")
        assert news.notice is not None
        assert "damaged" in news.notice
        played = kept.playthrough.choices
    with Store.open(home) as store:
        assert store.notice is None
        kept = store.shelf(tower()).continue_latest()
        assert kept is not None
        assert kept.playthrough.choices == played


# disks that cannot be written


def test_a_home_that_cannot_be_made_still_lets_one_play(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    home = Places(tmp_path / "file" / "home")
    with pytest.raises(StorageUnavailable, match="cannot be kept"):
        Store.open(home, strict=True)
    with Store.open(home) as store:
        assert store.notice is not None
        assert "nothing of it will be kept" in store.notice
        assert not store.is_kept
        shelf = store.shelf(tower())
        kept = shelf.start()
        assert kept.choose("climb").notice is None
        kept.close()
        again = shelf.continue_latest()
        assert again is not None
        assert again.playthrough.choices == ("climb",)


READ_ONLY = """
import os, sys
from pathlib import Path
import redheat_game.storage.shelf  # all that is needed, while it can still be read
from redheat_game.storage.places import Places
from redheat_game.storage.store import Store
from storage.stories import tower
story = tower()
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
with Store.open(Places(Path(sys.argv[1]))) as store:
    kept = store.shelf(story).continue_latest()
    print(store.is_kept, len(kept.playthrough.choices), store.notice)
    kept.choose("climb")
"""


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize("writable", ["nothing", "folder"])
def test_a_home_that_cannot_be_written_still_shows_what_is_kept(writable: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Places(Path(folder) / "home")
        filled(home)
        Path(folder).chmod(0o755)
        home.database.chmod(0o444)
        home.home.chmod(0o777 if writable == "folder" else 0o555)
        tests = Path(__file__).parent.parent
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(home.home)],
            cwd=tests,
            env={**os.environ, "PYTHONPATH": os.pathsep.join((str(tests), str(tests.parent)))},
            capture_output=True,
            text=True,
            check=False,
        )
        home.home.chmod(0o755)
    assert done.stderr == ""
    assert done.stdout.startswith("False 40 ")
    assert "nothing of it will be kept" in done.stdout


# transactions


def test_opening_waits_for_another_process(home: Places) -> None:
    home.home.mkdir()
    with closing(sqlite3.connect(home.database, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN EXCLUSIVE")
        release = threading.Timer(0.2, other.execute, ["COMMIT"])
        release.start()
        with Store.open(home) as store:
            assert store.notice is None
        release.join()


def test_what_fails_is_not_written(home: Places) -> None:
    with closing(Database.open(home.database)) as database:

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT INTO settings VALUES ('a', '1')")
            raise KeyError

        with pytest.raises(KeyError):
            database.write(work)
        put(database, "b")
        assert values(database) == {"b": "1"}


def test_writing_inside_writing_is_one_transaction(home: Places) -> None:
    with closing(Database.open(home.database)) as database:

        def work(_: sqlite3.Connection) -> None:
            put(database, "a")
            put(database, "a")

        with pytest.raises(sqlite3.IntegrityError):
            database.write(work)
        assert values(database) == {}


def test_text_that_is_not_utf8_can_be_read(home: Places) -> None:
    with closing(Database.open(home.database)) as database:
        database.write(lambda c: c.execute("INSERT INTO settings VALUES ('a', CAST(x'ff41' AS TEXT))"))
        assert values(database) == {"a": "\ufffdA"}
