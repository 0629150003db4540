"""What a front end drives: choices, undo, redo, starting, continuing, named saves."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from redheat_game.engine.step import ChoiceNotAvailable
from redheat_game.storage.database import StorageUnavailable
from redheat_game.storage.kept import KeptPlaythrough
from redheat_game.storage.saves import PLAYTHROUGHS_KEPT, NameTaken, SaveError
from redheat_game.storage.shelf import Shelf
from redheat_game.storage.store import Store

from .stories import tower

Opened = Callable[[], Store]


def continued(store: Store) -> KeptPlaythrough:
    kept = store.shelf(tower()).continue_latest()
    assert kept is not None
    assert kept.notice is None
    return kept


def reopened(store: Store, open_store: Opened) -> KeptPlaythrough:
    """The game as another process continues it after this one ended."""
    store.close()
    return continued(open_store())


def played(shelf: Shelf, *choices: str) -> KeptPlaythrough:
    kept = shelf.start()
    for choice in choices:
        kept.choose(choice)
    return kept


# news


def test_news_tells_what_is_new_in_the_playthrough_and_in_the_profile(store: Store) -> None:
    shelf = store.shelf(tower())
    kept = shelf.start()
    assert [item.id for item in kept.opening.first_ever] == ["early_bird"]
    news = kept.choose("climb")
    assert [item.id for item in news.unlocked] == ["climber"]
    assert [item.id for item in news.first_ever] == ["climber"]
    assert news.new_scenes == ("stairs",)
    kept.undo()
    news = kept.redo()
    assert [item.id for item in news.unlocked] == ["climber"]
    assert news.first_ever == ()
    assert news.new_scenes == ()
    assert [item.id for item in shelf.start().opening.unlocked] == ["early_bird"]
    assert shelf.start().opening.first_ever == ()


def test_news_tells_of_endings(store: Store) -> None:
    shelf = store.shelf(tower())
    kept = shelf.start()
    news = kept.choose("leave")
    assert news.ending is not None
    assert (news.ending.id, news.ending_is_new) == ("out", True)
    kept.undo()
    news = kept.redo()
    assert news.ending is not None
    assert not news.ending_is_new


def test_a_choice_that_is_not_there_changes_nothing(store: Store) -> None:
    kept = store.shelf(tower()).start()
    before = kept.playthrough
    with pytest.raises(ChoiceNotAvailable):
        kept.choose("light")
    assert kept.playthrough is before
    assert store.shelf(tower()).saves.playthroughs() == []


# keeping


def test_undo_and_redo_are_kept(store: Store, open_store: Opened) -> None:
    kept = played(store.shelf(tower()), "climb", "light", "hall", "climb")
    kept.undo(2)
    before = kept.playthrough
    kept = reopened(store, open_store)
    assert kept.playthrough.turns == before.turns
    assert kept.playthrough.undone == ("climb", "hall")
    kept.redo()
    kept.redo()
    kept.redo()
    assert kept.playthrough.choices == ("climb", "light", "hall", "climb")
    kept.undo()
    kept.undo()
    kept.choose("jump")
    assert len(kept.playthrough.undone) == 0


def test_undo_at_the_beginning_does_nothing(store: Store) -> None:
    kept = store.shelf(tower()).start()
    kept.undo()
    kept.redo()
    assert store.shelf(tower()).saves.playthroughs() == []


def test_another_choice_after_undo_replaces_the_turns(store: Store, open_store: Opened) -> None:
    kept = played(store.shelf(tower()), "climb", "light", "hall")
    kept.undo(2)
    kept.choose("hall")
    kept = reopened(store, open_store)
    assert kept.playthrough.choices == ("climb", "hall")


def test_only_what_differs_is_written(store: Store) -> None:
    kept = played(store.shelf(tower()), "climb", "light")
    statements: list[str] = []
    store.database.read(lambda connection: connection.set_trace_callback(statements.append))
    kept.choose("hall")
    assert sum(statement.startswith("INSERT INTO turns") for statement in statements) == 1
    assert sum(statement == "COMMIT" for statement in statements) == 1


def test_starting_alone_leaves_what_continue_opens(store: Store) -> None:
    shelf = store.shelf(tower())
    kept = played(shelf, "climb")
    shelf.start()
    latest = shelf.saves.latest()
    assert latest is not None
    assert latest.id == kept.id
    shelf.start().choose("climb")
    latest = shelf.saves.latest()
    assert latest is not None
    assert latest.id != kept.id


def test_an_ended_playthrough_is_listed_but_not_continued(store: Store) -> None:
    shelf = store.shelf(tower())
    first = played(shelf, "climb")
    ended = played(shelf, "climb", "jump")
    assert [save.id for save in shelf.saves.playthroughs()] == [ended.id, first.id]
    assert shelf.saves.playthroughs()[0].headline.ending == "Fallen"
    latest = shelf.saves.latest()
    assert latest is not None
    assert latest.id == first.id
    ended.undo()
    latest = shelf.saves.latest()
    assert latest is not None
    assert latest.id == ended.id


def test_there_is_nothing_to_continue_at_first(store: Store) -> None:
    assert store.shelf(tower()).continue_latest() is None


def test_a_detached_playthrough_earns_and_leaves_the_rest_alone(store: Store) -> None:
    shelf = store.shelf(tower())
    kept = played(shelf, "climb")
    before = shelf.saves.playthroughs()
    piped = shelf.start(keep=False)
    piped.choose("leave")
    piped.undo()
    piped.redo()
    piped.close()
    assert shelf.saves.playthroughs() == before
    assert set(shelf.profile.endings()) == {"out"}
    assert not piped.is_kept
    assert kept.is_kept


def test_restart_goes_on_in_another_playthrough(store: Store) -> None:
    shelf = store.shelf(tower())
    kept = played(shelf, "climb")
    former = kept.id
    kept.restart()
    assert kept.playthrough.choices == ()
    kept.choose("climb")
    kept.choose("light")
    assert kept.id != former
    assert [len(shelf.saves.read(identity).turns) for identity in (former, kept.id)] == [2, 3]


def test_the_oldest_playthroughs_make_room_and_named_saves_do_not(store: Store) -> None:
    shelf = store.shelf(tower())
    first = played(shelf, "climb")
    named = first.save_as("first")
    for _ in range(PLAYTHROUGHS_KEPT):
        last = played(shelf, "climb")
    ids = [save.id for save in shelf.saves.playthroughs()]
    assert len(ids) == PLAYTHROUGHS_KEPT
    assert ids[0] == last.id
    assert first.id not in ids
    assert [save.id for save in shelf.saves.named()] == [named]
    # one that still plays it loses nothing
    first.choose("light")
    assert [turn.choice for turn in shelf.saves.read(first.id).turns] == [None, "climb", "light"]


def test_stories_do_not_share_a_shelf(store: Store) -> None:
    played(store.shelf(tower()), "climb")
    other = store.shelf(tower(), key="other")
    assert other.continue_latest() is None
    assert other.profile.earned() == {}


def test_a_full_disk_does_not_stop_the_game(store: Store, open_store: Opened) -> None:
    kept = played(store.shelf(tower()), "climb")

    def pages(limit: str) -> None:
        store.database.read(lambda connection: connection.execute(f"PRAGMA max_page_count = {limit}").fetchall())

    pages("1")
    notices = []
    for _ in range(20):
        notices.append(kept.choose("hall").notice)
        notices.append(kept.choose("climb").notice)
    told = [notice for notice in notices if notice]
    assert len(told) == 1
    assert "full" in told[0]
    with pytest.raises(StorageUnavailable, match="full"):
        kept.save_as("full")
    pages("1000000")
    assert kept.choose("light").notice == "Your choices are kept again."
    shelf = store.shelf(tower())
    assert shelf.profile.taken("hall") == {"climb": 21}
    choices = kept.playthrough.choices
    kept = reopened(store, open_store)
    assert kept.playthrough.choices == choices


def test_what_was_undone_while_nothing_could_be_written_is_written_later(store: Store, open_store: Opened) -> None:
    def writing(is_possible: bool) -> None:
        store.database.read(lambda connection: connection.execute(f"PRAGMA query_only = {int(not is_possible)}"))

    kept = played(store.shelf(tower()), "climb", "light", "hall")
    writing(False)
    kept.undo(2)
    kept.choose("hall")
    kept.choose("climb")
    writing(True)
    kept.choose("light")
    kept = reopened(store, open_store)
    assert kept.playthrough.choices == ("climb", "hall", "climb", "light")


# named saves


def test_a_named_save_stays_as_it_was(store: Store) -> None:
    shelf = store.shelf(tower())
    kept = played(shelf, "climb", "light")
    saved = kept.save_as("  By the\tcandle ")
    kept.choose("hall")
    kept.undo(3)
    (save,) = shelf.saves.named()
    assert (save.id, save.name) == (saved, "By the candle")
    loaded = shelf.open(saved)
    assert loaded.playthrough.choices == ("climb", "light")
    assert loaded.id not in (saved, kept.id)
    loaded.choose("jump")
    assert [turn.choice for turn in shelf.saves.read(saved).turns] == [None, "climb", "light"]


def test_a_loaded_save_is_what_continue_opens(store: Store) -> None:
    shelf = store.shelf(tower())
    kept = played(shelf, "climb")
    saved = kept.save_as("here")
    kept.choose("hall")
    loaded = shelf.open(saved)
    latest = shelf.saves.latest()
    assert latest is not None
    assert latest.id == loaded.id


def test_the_list_tells_of_each_save(store: Store) -> None:
    shelf = store.shelf(tower())
    kept = played(shelf, "climb", "hall")
    kept.save_as("here")
    (save,) = shelf.saves.named()
    told = save.headline
    assert (told.scene, told.title, told.act, told.place) == ("hall", "The Hall", "Below", "the great hall")
    assert (told.moves, told.seconds, told.clock) == (2, 180, 6 * 3600 + 120)
    assert told.last_line == "The stairs go up again."
    assert told.ending is None
    assert save.created <= save.updated
    assert not save.is_open_elsewhere


def test_names_are_taken_once_a_story(store: Store) -> None:
    shelf = store.shelf(tower())
    kept = played(shelf, "climb")
    first = kept.save_as("here")
    kept.choose("light")
    with pytest.raises(NameTaken):
        kept.save_as("here")
    second = kept.save_as("here", replace=True)
    assert [save.id for save in shelf.saves.named()] == [second]
    with pytest.raises(SaveError):
        shelf.open(first)
    third = kept.save_as("there")
    with pytest.raises(NameTaken):
        shelf.saves.rename(third, "here")
    shelf.saves.rename(third, "there")
    shelf.saves.rename(third, "elsewhere")
    assert [save.name for save in shelf.saves.named()] == ["elsewhere", "here"]
    played(store.shelf(tower(), key="other"), "climb").save_as("here")


@pytest.mark.parametrize("name", ["", "  ", "\x1b\x07", "x" * 61])
def test_a_name_that_is_none_is_refused(store: Store, name: str) -> None:
    kept = store.shelf(tower()).start()
    with pytest.raises(SaveError):
        kept.save_as(name)


def test_a_name_cannot_command_a_terminal(store: Store) -> None:
    store.shelf(tower()).start().save_as("a\x1b[2Jb\udc80")
    assert [save.name for save in store.shelf(tower()).saves.named()] == ["a[2Jb?"]


def test_what_was_deleted_is_gone_with_its_turns(store: Store) -> None:
    shelf = store.shelf(tower())
    saved = played(shelf, "climb").save_as("here")
    shelf.saves.delete(saved)
    assert shelf.saves.named() == []
    for method in (shelf.open, shelf.saves.read):
        with pytest.raises(SaveError):
            method(saved)
    with pytest.raises(SaveError):
        shelf.saves.rename(saved, "there")

    def left(connection: sqlite3.Connection) -> int:
        return len(connection.execute("SELECT 1 FROM turns WHERE playthrough = ?", (saved,)).fetchall())

    assert store.database.read(left) == 0


def test_a_save_before_the_first_choice_can_be_loaded(store: Store) -> None:
    shelf = store.shelf(tower())
    saved = shelf.start().save_as("at the start")
    assert shelf.open(saved).playthrough.choices == ()
