from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from redheat_game.storage.places import Places, places


def test_the_variable_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REDHEAT_HOME", str(tmp_path / "here"))
    assert places() == Places(tmp_path / "here")


def test_a_relative_home_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REDHEAT_HOME", "here")
    assert places().home == tmp_path / "here"


@pytest.mark.parametrize("value", [None, "", "  "])
def test_else_the_system_decides(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    if value is None:
        monkeypatch.delenv("REDHEAT_HOME", raising=False)
    else:
        monkeypatch.setenv("REDHEAT_HOME", value)
    assert places().home == platformdirs.user_data_path("redheat", appauthor=False)


def test_all_places_are_listed_below_home(tmp_path: Path) -> None:
    where = Places(tmp_path)
    listed = dict(where.listed())
    assert {where.database, where.crashes, where.transcripts, where.scenes} < set(listed.values())
    assert all(path.is_relative_to(tmp_path) for path in listed.values())
    assert not any(path.exists() for path in listed.values() if path != tmp_path)
