"""Saves of a story that has been edited since."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from redheat_game.storage.kept import KeptPlaythrough
from redheat_game.storage.saves import state_or_nothing
from redheat_game.storage.shelf import Shelf
from redheat_game.storage.store import Store
from redheat_game.story.script import Story

from .stories import tower

RENAMED = tower(
    ("scene: stairs\n", "scene: steps\nwas: [stairs]\n"),
    ("go: stairs", "go: steps"),
    ("{say: Climb., id: climb,", "{say: Climb., id: up, was: [climb],"),
    ("  climber: {title: Climber,", "  alpinist: {was: [climber], title: Alpinist,"),
    ("unlock: climber", "unlock: alpinist"),
)
WITHOUT_CANDLE = tower(
    ("  - {say: Light the candle., id: light, when: not candle, do: candle = true, go: stairs}\n", "")
)
WITHOUT_STAIRS = tower(
    ("scene: stairs\n", "scene: lift\n"), ("go: stairs", "go: lift"), ("do: heat += 1", "do: heat += 2")
)
COOLER = tower(
    ("heat: {is: range 0..9, clamp: true}", "heat: {is: range 5..9, start: 5}"),
    ("{say: Climb., id: climb, do: heat += 1,", "{say: Climb., id: ascend,"),
)
TYPO = tower(("A cold hall.", "A very cold hall."))


@pytest.fixture
def shelf(store: Store) -> Shelf:
    shelf = store.shelf(tower())
    kept = shelf.start()
    for choice in ("climb", "light", "hall"):
        kept.choose(choice)
    kept.close()
    return shelf


def continued(store: Store, story: Story) -> KeptPlaythrough:
    kept = store.shelf(story).continue_latest()
    assert kept is not None
    return kept


def test_renamed_things_are_found(store: Store, shelf: Shelf) -> None:
    kept = continued(store, RENAMED)
    assert kept.notice is None
    assert kept.earlier == ()
    assert kept.playthrough.choices == ("up", "light", "hall")
    news = kept.choose("up")
    assert news.first_ever == ()
    assert news.new_scenes == ()
    kept.close()
    profile = store.shelf(RENAMED).profile
    assert list(profile.earned()) == ["early_bird", "alpinist"]
    assert profile.earned()["alpinist"].title == "Climber"
    assert profile.seen_scenes() == {"hall": 2, "steps": 3}
    assert profile.taken("hall") == {"up": 2}
    assert profile.taken("steps") == {"light": 1, "hall": 1}
    # written anew under the present ids, so that it can be replayed even once the former ones are forgotten
    assert [turn.scene for turn in shelf.saves.read(kept.id).turns] == ["hall", "steps", "steps", "hall", "steps"]


@pytest.mark.usefixtures("shelf")
def test_a_renamed_ending_was_reached_before(store: Store) -> None:
    continued(store, tower()).choose("leave")
    renamed = tower(
        ("  out: {title: Out, kind", "  outside: {was: [out], title: Outside, kind"), ("ending: out", "ending: outside")
    )
    kept = store.shelf(renamed).start()
    news = kept.choose("leave")
    assert not news.ending_is_new
    endings = store.shelf(renamed).profile.endings()
    assert [(ending.id, ending.count) for ending in endings.values()] == [("outside", 2)]


def test_prose_alone_changes_nothing(store: Store, shelf: Shelf) -> None:
    kept = continued(store, TYPO)
    assert kept.notice is None
    kept.choose("climb")
    texts = [turn.text for turn in shelf.saves.read(kept.id).turns]
    assert "A cold hall." in texts[0]


def test_a_choice_that_is_gone_ends_undo_there(store: Store, shelf: Shelf, open_store: Callable[[], Store]) -> None:
    before = shelf.saves.playthroughs()
    kept = continued(store, WITHOUT_CANDLE)
    assert kept.notice is not None
    assert "has changed" in kept.notice
    assert [turn.choice for turn in kept.earlier] == [None, "climb", "light"]
    assert kept.playthrough.scene == "hall"
    assert not kept.playthrough.can_undo
    assert kept.playthrough.turns[0].said == "Go down."
    assert shelf.saves.playthroughs() == before
    kept.choose("climb")
    kept.close()
    again = continued(open_store(), WITHOUT_CANDLE)
    assert again.notice is None
    assert again.id == before[0].id
    assert [turn.said for turn in again.earlier] == ["", "Climb.", "Light the candle."]
    assert [turn.said for turn in again.playthrough.turns] == ["Go down.", "Climb."]
    again.undo(9)
    assert again.playthrough.scene == "hall"
    again.close()
    assert len(continued(store, WITHOUT_CANDLE).earlier) == 3


def test_a_scene_that_is_gone_is_stepped_back_from_in_a_copy(store: Store) -> None:
    kept = store.shelf(tower()).start()
    for choice in ("climb", "hall", "climb", "light"):
        kept.choose(choice)
    kept.close()
    former = kept.id
    kept = continued(store, WITHOUT_STAIRS)
    assert kept.notice is not None
    assert "2 choices earlier" in kept.notice
    assert kept.playthrough.scene == "hall"
    kept.choose("climb")
    assert kept.id != former
    # what does not fit any more was not thrown away
    assert len(store.shelf(tower()).saves.read(former).turns) == 5
    assert len(store.shelf(tower()).open(former).playthrough.turns) == 5


def test_a_value_out_of_range_is_stepped_back_from(store: Store, shelf: Shelf) -> None:
    kept = continued(store, COOLER)
    assert kept.notice is not None
    assert "3 choices earlier" in kept.notice
    assert kept.playthrough.scene == "hall"
    kept.choose("ascend")
    assert len(shelf.saves.playthroughs()) == 2


@pytest.mark.usefixtures("shelf")
def test_another_story_altogether_begins_anew(store: Store) -> None:
    other = tower(
        ("start: hall", "start: gate_house"),
        ("scene: hall\n", "scene: gate_house\n"),
        ("go: hall", "go: gate_house"),
        ("scene: stairs\n", "scene: lift\n"),
        ("go: stairs", "go: lift"),
    )
    kept = continued(store, other)
    assert kept.notice is not None
    assert "begins anew" in kept.notice
    assert kept.playthrough.choices == ()
    assert len(kept.earlier) == 4
    kept.choose("climb")


def test_what_cannot_be_redone_any_more_is_forgotten(store: Store) -> None:
    kept = store.shelf(tower()).start()
    kept.choose("climb")
    kept.choose("light")
    kept.undo()
    kept.close()
    kept = continued(store, WITHOUT_CANDLE)
    assert kept.notice is None
    assert kept.playthrough.undone == ()
    kept.redo()
    assert kept.playthrough.choices == ("climb",)


def test_play_goes_on_when_the_story_is_edited_under_it(store: Store) -> None:
    kept = store.shelf(tower()).start()
    for choice in ("climb", "light", "hall"):
        kept.choose(choice)
    assert kept.take_up_in(RENAMED) is None
    kept.undo()
    kept.redo()
    kept.choose("up")
    assert kept.playthrough.choices == ("up", "light", "hall", "up")
    stored = store.shelf(RENAMED).saves.read(kept.id).turns
    assert [turn.scene for turn in stored] == ["hall", "steps", "steps", "hall", "steps"]
    assert [turn.choice for turn in stored] == [None, "up", "light", "hall", "up"]
    assert kept.take_up_in(tower()) is not None
    kept.choose("climb")
    kept.close()
    assert continued(store, tower()).playthrough.turns == kept.playthrough.turns


def test_turns_are_written_anew_for_the_edited_story(store: Store) -> None:
    kept = store.shelf(tower()).start()
    kept.choose("climb")
    steps = tower(("scene: stairs\n", "scene: steps\nwas: [stairs]\n"), ("go: stairs", "go: steps"))
    assert kept.take_up_in(steps) is None
    kept.choose("light")
    assert [turn.scene for turn in store.shelf(steps).saves.read(kept.id).turns] == ["hall", "steps", "steps"]


def test_an_edit_that_loses_turns_leaves_them_in_the_playthrough_as_it_was(store: Store) -> None:
    kept = store.shelf(tower()).start()
    for choice in ("climb", "hall", "climb"):
        kept.choose(choice)
    former = kept.id
    assert kept.take_up_in(WITHOUT_STAIRS) is not None
    assert kept.playthrough.scene == "hall"
    kept.choose("climb")
    assert kept.id != former
    shelf = store.shelf(tower())
    assert [turn.choice for turn in shelf.saves.read(former).turns] == [None, "climb", "hall", "climb"]


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    "state",
    [
        "",
        "null",
        "[]",
        "{",
        '{"scene": 1}',
        '{"scene": [], "values": {}, "moves": 0, "seconds": 0}',
        '{"scene": "hall", "values": {"heat": [1]}, "moves": 1, "seconds": 0}',
        '{"scene": "hall", "values": {}, "moves": 1e999, "seconds": 0}',
        "[" * 100_000,
    ],
)
def test_a_snapshot_that_cannot_be_read_does_not_stop_the_game(store: Store, state: str) -> None:
    store.database.write(lambda connection: connection.execute("UPDATE turns SET state = ?", (state,)))
    kept = continued(store, tower())
    kept.choose("climb")
    shown = continued(store, WITHOUT_CANDLE)
    assert shown.playthrough.scene in ("hall", "stairs")


@pytest.mark.parametrize("state", [{"moves": -1}, {"seconds": -1}, {"moves": 1.5}, {"values": {"heat": None}}])
def test_a_snapshot_that_the_game_cannot_have_written_fits_nothing(state: dict[str, object]) -> None:
    sound = {"scene": "hall", "values": {"heat": 2, "candle": 1}, "moves": 3, "seconds": 60}
    assert state_or_nothing({**sound, "more": 1}) == sound
    assert state_or_nothing({**sound, **state}) == {}


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("undone", ["", "{}", "[1]", json.dumps(["nowhere"])])
def test_what_was_undone_and_cannot_be_read_is_forgotten(store: Store, undone: str) -> None:
    store.database.write(lambda connection: connection.execute("UPDATE playthroughs SET undone = ?", (undone,)))
    assert continued(store, tower()).playthrough.undone == ()
