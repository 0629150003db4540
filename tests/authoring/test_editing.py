"""Opening a file at its line, in each of the ways in which editors are told one."""

from __future__ import annotations

from pathlib import Path

import pytest

from redheat_game.authoring.editing import editor_command

FILE = Path("/pack/scenes.yaml")


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        ("vim", ["vim", "+12", "/pack/scenes.yaml"]),
        ("nvim -p", ["nvim", "-p", "+12", "/pack/scenes.yaml"]),
        ("/usr/bin/nano", ["/usr/bin/nano", "+12", "/pack/scenes.yaml"]),
        ("emacs -nw", ["emacs", "-nw", "+12", "/pack/scenes.yaml"]),
        ("code --wait", ["code", "--wait", "--goto", "/pack/scenes.yaml:12"]),
        ("hx", ["hx", "/pack/scenes.yaml:12"]),
        ("'/opt/my editor/subl' -w", ["/opt/my editor/subl", "-w", "/pack/scenes.yaml:12"]),
        ("an 'open quote", ["an 'open quote", "+12", "/pack/scenes.yaml"]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(
    editor: str, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)
    assert editor_command(FILE, 12) == command
    monkeypatch.setenv("VISUAL", "vi")
    assert editor_command(FILE, 12) == ["vi", "+12", "/pack/scenes.yaml"]


def test_without_a_setting_it_is_what_there_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert editor_command(FILE, 12) is None
    vi = tmp_path / "vi"
    vi.write_text("#!/bin/sh\n")
    vi.chmod(0o755)
    assert editor_command(FILE, 12) == ["vi", "+12", "/pack/scenes.yaml"]
