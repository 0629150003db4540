from __future__ import annotations

import os
from pathlib import Path

import pytest

from redheat_game.storage.writing import without_controls, write_atomically


def test_it_writes_into_new_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.txt"
    write_atomically(path, "Привет\n")
    assert path.read_bytes() == "Привет\n".encode()
    assert [found.name for found in path.parent.iterdir()] == ["c.txt"]


def test_what_was_there_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "c.txt"
    write_atomically(path, "old")

    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["c.txt"]


def test_what_a_link_leads_to_is_replaced(tmp_path: Path) -> None:
    real = tmp_path / "real.txt"
    link = tmp_path / "link.txt"
    link.symlink_to(real)
    write_atomically(link, "text")
    assert link.is_symlink()
    assert real.read_text() == "text"


def test_text_that_cannot_be_encoded_is_written_all_the_same(tmp_path: Path) -> None:
    write_atomically(tmp_path / "c.txt", "\udc80")
    assert (tmp_path / "c.txt").read_text() == "\\udc80"


def test_a_folder_below_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        write_atomically(tmp_path / "file" / "c.txt", "text")


def test_controls_are_removed() -> None:
    assert without_controls("a\x1b]0;x\x07\tb\n\x9bc\x7f\ud800") == "a]0;x\tb\nc?"
