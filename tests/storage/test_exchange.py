from __future__ import annotations

import copy
import json
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redheat_game.storage.database import Database
from redheat_game.storage.exchange import ExchangeError, export_profile, import_profile, parse_document
from redheat_game.storage.places import Places
from redheat_game.storage.shelf import Shelf
from redheat_game.storage.store import Store

from .stories import tower

Document = dict[str, Any]


def exported(database: Database) -> Document:
    """What is exported, without the time, after a journey through JSON."""
    document: Document = json.loads(json.dumps(export_profile(database)))
    del document["exported"]
    return document


def memory(*documents: Document) -> Database:
    database = Database.in_memory()
    for document in documents:
        import_profile(database, copy.deepcopy(document))
    return database


def play(shelf: Shelf, *choices: str, name: str | None = None) -> None:
    kept = shelf.start()
    for choice in choices:
        kept.choose(choice)
    if name:
        kept.save_as(name)
    kept.close()


ids = st.from_regex(r"[a-z][a-z_]{0,5}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20)
numbers = st.integers(0, 10**12)
times = st.datetimes().map(lambda time: time.isoformat(timespec="milliseconds") + "+00:00")
states = st.fixed_dictionaries(
    {
        "scene": ids,
        "values": st.dictionaries(ids, st.integers() | ids, max_size=3),
        "moves": numbers,
        "seconds": numbers,
    }
)
turns = st.fixed_dictionaries({"choice": st.none() | ids, "scene": ids, "state": states, "said": texts, "text": texts})


def rows(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Document]]:
    keys = [name for name in ("scene", "choice", "id") if name in columns]
    if "earned" in columns:
        keys = ["id"]
    return st.lists(
        st.fixed_dictionaries(columns), min_size=1, max_size=4, unique_by=lambda row: tuple(row[key] for key in keys)
    ).map(lambda found: sorted(found, key=lambda row: [row[key] for key in keys]))


saves = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.uuids().map(str),
            "name": st.from_regex(r"[a-z]{1,5}", fullmatch=True),
            "created": times,
            "updated": times,
            "rules_digest": texts,
            "text_digest": texts,
            "begins": st.just(0),
            "scene": ids,
            "title": texts,
            "act": texts,
            "place": texts,
            "clock": numbers,
            "last_line": texts,
            "moves": numbers,
            "seconds": numbers,
            "ending": st.none() | texts,
            "undone": st.lists(ids, max_size=2),
            "turns": st.lists(turns, min_size=1, max_size=3),
        }
    ),
    min_size=1,
    max_size=3,
    unique_by=(lambda save: save["name"], lambda save: save["id"]),
).map(lambda found: sorted(found, key=lambda save: str(save["name"])))

stories = st.fixed_dictionaries(
    {},
    optional={
        "achievements": rows(
            id=ids, earned=times, playthrough=ids, scene=ids, moves=numbers, seconds=numbers, title=texts, told=texts
        ),
        "scenes": rows(scene=ids, first=times, count=numbers),
        "taken": rows(scene=ids, choice=ids, first=times, count=numbers),
        "endings": rows(id=ids, first=times, count=numbers, title=texts, kind=texts),
        "saves": saves,
    },
).filter(bool)

documents = st.fixed_dictionaries(
    {
        "format": st.just("redheat-profile"),
        "version": st.just(1),
        "settings": st.fixed_dictionaries({}, optional={"motion": st.booleans(), "measure": st.integers(40, 120)}),
        "stories": st.dictionaries(ids, stories, max_size=2),
    }
)


@given(documents)
@settings(max_examples=15, deadline=None)
def test_a_round_trip_loses_and_adds_nothing(document: Document) -> None:
    with closing(memory(document)) as database:
        assert exported(database) == document
        with closing(memory(exported(database))) as other:
            assert exported(other) == document


@given(documents, documents)
@settings(max_examples=15, deadline=None)
def test_merging_loses_nothing_on_either_side(first: Document, second: Document) -> None:
    with closing(memory(first, second)) as database:
        merged = exported(database)
        import_profile(database, first)
        import_profile(database, second)
        assert exported(database) == merged
    for document in (first, second):
        for key, story in document["stories"].items():
            there = merged["stories"][key]
            for row in story.get("achievements", []):
                (found,) = (item for item in there["achievements"] if item["id"] == row["id"])
                assert found == row or found["earned"] <= row["earned"]
            for table, names in {"scenes": ["scene"], "taken": ["scene", "choice"], "endings": ["id"]}.items():
                for row in story.get(table, []):
                    (found,) = (item for item in there[table] if all(item[name] == row[name] for name in names))
                    assert found["count"] >= row["count"]
                    assert found["first"] <= row["first"]
            played = [save["turns"] for save in there.get("saves", [])]
            assert all(save["turns"] in played for save in story.get("saves", []))


def test_what_was_played_can_be_played_elsewhere(store: Store, tmp_path_factory: pytest.TempPathFactory) -> None:
    play(store.shelf(tower()), "climb", "light", name="by the candle")
    play(store.shelf(tower()), "leave")
    store.change_settings(motion=False)
    document = exported(store.database)
    with Store.open(Places(tmp_path_factory.mktemp("other"))) as other:
        shelf = other.shelf(tower())
        play(shelf, "climb", name="by the candle")
        imported = import_profile(other.database, document)
        assert imported.summary == "New here: 1 ending, 1 save."
        assert import_profile(other.database, document).summary == "Everything in it was here already."
        assert [save.name for save in shelf.saves.named()] == ["by the candle (2)", "by the candle"]
        kept = shelf.open(shelf.saves.named()[0].id)
        assert kept.notice is None
        assert kept.playthrough.choices == ("climb", "light")
        assert shelf.profile.seen_scenes() == store.shelf(tower()).profile.seen_scenes()
        assert not Store(other.places, other.database).settings.motion


def test_settings_made_here_stay(store: Store) -> None:
    store.change_settings(motion=False)
    with closing(memory()) as other:
        import_profile(other, {**exported(store.database), "settings": {"motion": True, "measure": 50}})
        import_profile(store.database, exported(other))
    assert Store(store.places, store.database).settings == store.settings.changed(measure=50)


def test_an_achievement_keeps_its_earliest_time(store: Store) -> None:
    play(store.shelf(tower()), "climb")
    earned = store.shelf(tower()).profile.earned()["climber"]
    document = exported(store.database)
    (row,) = (item for item in document["stories"]["Tower"]["achievements"] if item["id"] == "climber")
    row["earned"], row["moves"] = "2999-01-01T00:00:00+00:00", 7
    import_profile(store.database, document)
    assert store.shelf(tower()).profile.earned()["climber"] == earned
    # times in another zone are compared as times
    row["earned"] = "1988-06-17T23:00:00-09:00"
    import_profile(store.database, document)
    found = store.shelf(tower()).profile.earned()["climber"]
    assert (found.earned, found.moves) == ("1988-06-18T08:00:00.000+00:00", 7)


def test_texts_cannot_command_a_terminal(store: Store) -> None:
    play(store.shelf(tower()), "climb", name="here")
    document = exported(store.database)
    text = json.dumps(document).replace("Climb", "\\u001b]0;\\u0007\\ud800Climb")
    with closing(memory()) as other:
        import_profile(other, parse_document(text))
        assert not set(map(ord, json.dumps(exported(other), ensure_ascii=False))) & {0x1B, 0x07, 0xD800}


# refusals

Change = Callable[[Document], object]


def _story(document: Document) -> Document:
    story: Document = document["stories"]["Tower"]
    return story


REFUSED: dict[str, Change] = {
    "another format": lambda d: d.update(format="something"),
    "a newer version": lambda d: d.update(version=2),
    "no version": lambda d: d.pop("version"),
    "a version that is none": lambda d: d.update(version=True),
    "version nought": lambda d: d.update(version=0),
    "stories that are a list": lambda d: d.update(stories=[]),
    "settings that are a text": lambda d: d.update(settings="x"),
    "a story that is a text": lambda d: d["stories"].update(Tower="x"),
    "a key with controls": lambda d: d["stories"].update({"\x1b": {}}),
    "a key that is too long": lambda d: d["stories"].update({"x" * 300: {}}),
    "rows that are an object": lambda d: _story(d).update(scenes={}),
    "a row that is a text": lambda d: _story(d)["scenes"].append("x"),
    "a row without its id": lambda d: _story(d)["scenes"][0].pop("scene"),
    "an id that is a number": lambda d: _story(d)["achievements"][0].update(id=3),
    "a count below nought": lambda d: _story(d)["scenes"][0].update(count=-1),
    "a count that is too large": lambda d: _story(d)["scenes"][0].update(count=2**63),
    "a count that is a fraction": lambda d: _story(d)["scenes"][0].update(count=1.5),
    "a count that is true": lambda d: _story(d)["scenes"][0].update(count=True),
    "a time that is none": lambda d: _story(d)["scenes"][0].update(first="yesterday"),
    "a time without a zone": lambda d: _story(d)["scenes"][0].update(first="2026-01-01T00:00:00"),
    "a time before all times": lambda d: _story(d)["scenes"][0].update(first="0001-01-01T00:00:00+20:00"),
    "a text that is too long": lambda d: _story(d)["achievements"][0].update(told="x" * 200_000),
    "a save without turns": lambda d: _story(d)["saves"][0].update(turns=[]),
    "a save that begins after its end": lambda d: _story(d)["saves"][0].update(begins=99),
    "a save with an empty name": lambda d: _story(d)["saves"][0].update(name="\x1b"),
    "a turn that is a list": lambda d: _story(d)["saves"][0]["turns"].append([]),
    "a choice that is an object": lambda d: _story(d)["saves"][0]["turns"][1].update(choice={}),
    "a state that is huge": lambda d: _story(d)["saves"][0]["turns"][0]["state"].update(scene="x" * 200_000),
    "too many turns": lambda d: _story(d)["saves"][0].update(turns=_story(d)["saves"][0]["turns"] * 50_000),
    "undone that is a text": lambda d: _story(d)["saves"][0].update(undone="xyz"),
}


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_profile_is_refused_whole(store: Store, change: Change) -> None:
    play(store.shelf(tower()), "climb", name="here")
    document = exported(store.database)
    change(document)
    with closing(memory()) as other:
        before = exported(other)
        with pytest.raises(ExchangeError) as refusal:
            import_profile(other, document)
        assert exported(other) == before
    assert str(refusal.value).endswith(".")
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize("data", [None, [], "text", 3, {1: 2}, {}])
def test_what_is_no_document_is_refused(data: object) -> None:
    with closing(memory()) as database, pytest.raises(ExchangeError):
        import_profile(database, data)


@pytest.mark.parametrize("text", ["", "{", "[" * 200_000, "7" * 10_000])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ExchangeError):
        parse_document(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(documents, json_values, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_nothing_else_comes_of_what_a_stranger_sends(document: Document, value: object, random: Any) -> None:
    """Wherever a value is replaced by another: it is imported, or refused, and never anything else."""
    places: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        for key in node if isinstance(node, dict) else range(len(node)):
            places.append((node, key))
            if isinstance(node[key], dict | list):
                walk(node[key])

    document = copy.deepcopy(document)
    walk(document)
    node, key = random.choice(places)
    node[key] = value
    with closing(memory()) as database:
        try:
            import_profile(database, document)
        except ExchangeError:
            assert exported(database)["stories"] == {}
        else:
            exported(database)
