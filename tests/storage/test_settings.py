from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import pytest

from redheat_game.storage import settings as stored_settings
from redheat_game.storage.settings import Settings, about_settings
from redheat_game.storage.store import Store


def put(store: Store, name: str, value: str) -> None:
    store.database.write(
        lambda connection: connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))
    )


def test_they_begin_with_their_defaults(store: Store) -> None:
    assert store.settings == Settings()
    assert all(stored_settings.fits(item.name, item.default) for item in fields(Settings))


def test_every_setting_is_checked_and_says_what_it_is_for() -> None:
    names = [item.name for item in fields(Settings)]
    assert list(about_settings()) == names
    assert all(about.endswith(".") for about in about_settings().values())
    assert not any(stored_settings.fits(name, [1]) for name in names)


def test_changes_are_kept(store: Store, open_store: Callable[[], Store]) -> None:
    store.change_settings(theme="chicago", motion=False)
    store.change_settings(measure=60)
    expected = Settings(theme="chicago", motion=False, measure=60)
    assert store.settings == expected
    assert open_store().settings == expected


def test_processes_change_different_settings(store: Store, open_store: Callable[[], Store]) -> None:
    other = open_store()
    store.change_settings(motion=False)
    other.change_settings(picture=False)
    assert open_store().settings == Settings(motion=False, picture=False)


def test_a_setting_can_be_changed_back(store: Store, open_store: Callable[[], Store]) -> None:
    store.change_settings(motion=False)
    store.change_settings(motion=True)
    assert open_store().settings == Settings()


def test_only_what_was_ever_changed_is_written(store: Store) -> None:
    store.change_settings(motion=False)
    assert store.database.read(stored_settings.stored_values) == {"motion": False}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", '"\\u001b[31m"'),
        ("theme", "3"),
        ("text_speed", '"fast"'),
        ("text_speed", "null"),
        ("typed_rate", "0"),
        ("typed_rate", "1e9999"),
        ("typed_rate", "true"),
        ("motion", "1"),
        ("motion", "not json"),
        ("motion", "[" * 100_000),
        ("panel", "{}"),
        ("measure", "7" * 5000),
        ("unknown", "true"),
    ],
)
def test_a_broken_or_unknown_value_falls_back(
    store: Store, open_store: Callable[[], Store], name: str, value: str
) -> None:
    put(store, "picture", "false")
    put(store, name, value)
    assert open_store().settings == Settings(picture=False)


@pytest.mark.parametrize("change", [{"motion": 1}, {"measure": 7}, {"unknown": True}, {"panel": "left"}])
def test_a_change_that_is_none_is_refused(store: Store, change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        store.change_settings(**change)
    assert store.settings == Settings()
