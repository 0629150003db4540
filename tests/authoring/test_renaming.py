"""Renaming: everywhere, remembered, and never to another story."""

from __future__ import annotations

from pathlib import Path

import pytest

from redheat_game.authoring.renaming import CannotRename, rename
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.resuming import resume, saved_turns
from redheat_game.story.loader import load_story
from redheat_game.story.script import Story

STORY = """\
story: A Test
start: hall
variables:
  coins: {is: range 0..9, start: 3}
  lamp: flag
  coat: one_of [none, grey]
endings:
  out: {title: Out, kind: victory, line: You are out.}
achievements:
  thrift:
    title: Thrift
    riddle: Keep it.
    hint: Pay nothing.
    told: You kept it.
always:
  - {when: coins > 8, go: street}
"""
SCENES = """\
# hall is a word in a comment, and lamp too
scene: hall
text: |
  The hall. {lamp: The lamp burns.|You miss the lamp.} You have {coins} coins. {seen(hall): Again the hall.}
choices:
  - say: Light it in the hall.
    id: light
    when: not lamp and coins > 0
    do: [lamp = true, coins -= 1]
    unlock: {id: thrift, when: coins == 2}
    go: hall
  - {say: "Leave, {lamp: lit|dark}.", when: "seen(hall) or coins in [1, 2]", go: [{when: lamp, to: street}, {to: hall}]}
---
{scene: street, text: The street., was: lane, choices: [{say: On., when: seen(hall), go: exit}]}
---
scene: exit
ending: out
text: 'You are out. {coins}'
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A story with mentions of every kind."""
    (tmp_path / "story.yaml").write_text(STORY)
    (tmp_path / "scenes.yaml").write_text(SCENES)
    return tmp_path


def load(pack: Path) -> Story:
    loaded = load_story([pack])
    assert loaded.story is not None, [item.message for item in loaded.diagnostics]
    return loaded.story


def renamed(pack: Path, kind: str, old: str, new: str) -> Story:
    for path, text in rename(kind, old, new, pack, [pack]).texts.items():
        path.write_bytes(text.encode())
    return load(pack)


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("scene", "hall", "lobby"),
        ("scene", "street", "road"),
        ("scene", "exit", "way_out"),
        ("variable", "coins", "money"),
        ("variable", "lamp", "light_on"),
        ("variable", "coat", "cloak"),
        ("trope", "thrift", "saving"),
        ("ending", "out", "outside"),
        ("choice", "hall.light", "burn"),
        ("choice", "hall.street", "leave"),
        ("choice", "street.exit", "on"),
    ],
)
def test_a_save_goes_on_under_the_new_name(kind: str, old: str, new: str, pack: Path) -> None:
    before = Playthrough.of_choices(load(pack), ["light", "street", "exit"])
    after = renamed(pack, kind, old, new)
    resumed = resume(after, saved_turns(before))
    assert resumed.notice is None
    assert len(resumed.playthrough.turns) == 4
    assert [turn.state for turn in resumed.playthrough.turns] == [turn.state for turn in before.turns]
    names = {*after.machine.scene_numbers, *after.machine.variable_numbers, *after.achievements, *after.endings}
    names |= {f"{scene.id}.{choice.id}" for scene in after.machine.scenes for choice in scene.choices}
    assert old not in names
    assert (f"{old.partition('.')[0]}.{new}" if kind == "choice" else new) in names


def test_renaming_twice_remembers_both_names(pack: Path) -> None:
    renamed(pack, "scene", "street", "road")
    renamed(pack, "variable", "lamp", "light_on")
    story = renamed(pack, "scene", "road", "avenue")
    assert dict(story.former.scenes) == {"lane": "avenue", "street": "avenue", "road": "avenue"}
    story = renamed(pack, "variable", "light_on", "lit")
    assert dict(story.former.variables) == {"lamp": "lit", "light_on": "lit"}


def test_words_that_only_look_like_the_id_stay(pack: Path) -> None:
    renamed(pack, "scene", "hall", "lobby")
    renamed(pack, "variable", "lamp", "lit")
    text = (pack / "scenes.yaml").read_text()
    assert "# hall is a word in a comment, and lamp too\n" in text
    assert "The hall. {lit: The lamp burns.|You miss the lamp.}" in text
    assert "{seen(lobby): Again the hall.}" in text
    assert "say: Light it in the hall." in text


def test_ends_of_lines_stay_as_they_were(pack: Path) -> None:
    path = pack / "scenes.yaml"
    path.write_bytes(SCENES.replace("\n", "\r\n").encode())
    renamed(pack, "scene", "hall", "lobby")
    data = path.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") == SCENES.count("\n") + 1


@pytest.mark.parametrize(
    ("kind", "old", "new", "said"),
    [
        ("scene", "hal", "lobby", "did you mean hall?"),
        ("scene", "hall", "street", "already"),
        ("scene", "hall", "Lobby", "cannot be an id"),
        ("variable", "lamp", "coins", "already"),
        ("variable", "lamp", "grey", "mistake"),
        ("scene", "street", "lane", "mistake"),
        ("choice", "light", "burn", "named with its scene"),
        ("choice", "hall.ligth", "burn", "did you mean light?"),
        ("choice", "hall.light", "street", "already"),
    ],
)
def test_what_cannot_be_renamed_says_why(kind: str, old: str, new: str, said: str, pack: Path) -> None:
    with pytest.raises(CannotRename, match=said):
        rename(kind, old, new, pack, [pack])


def test_only_files_of_the_pack_are_changed(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    over = tmp_path_factory.mktemp("over")
    (over / "branch.yaml").write_text("scene: cellar\nfrom: {scene: hall, say: Down.}\ntext: Dark.\ngo: hall\n")
    with pytest.raises(CannotRename, match="outside"):
        rename("scene", "hall", "lobby", over, [pack, over])


def test_a_text_that_cannot_be_rewritten_is_named(pack: Path) -> None:
    path = pack / "scenes.yaml"
    path.write_text(SCENES.replace("'You are out. {coins}'", '"You \\u0061re out. {coins}"'))
    with pytest.raises(CannotRename, match=r"scenes.yaml:\d+ mentions it"):
        rename("variable", "coins", "money", pack, [pack])


def test_conditions_and_braces_of_notes_are_renamed_too(pack: Path) -> None:
    (pack / "notes.yaml").write_text(
        "notebook: {headings: {things: Things}}\n"
        "notes: {lamp: {title: Lamp, under: things, when: lamp and seen(hall), text: 'Lamp. {lamp: Lit.}'}}\n"
        "note_lines: {note: lamp, when: lamp, text: A line.}\n"
    )
    changed = rename("variable", "lamp", "light", pack, [pack]).texts[pack / "notes.yaml"]
    assert "when: light and seen(hall), text: 'Lamp. {light: Lit.}'" in changed
    assert "note: lamp, when: light" in changed
    noted = rename("note", "lamp", "lantern", pack, [pack]).texts[pack / "notes.yaml"]
    assert "notes: {lantern: {title: Lamp, under: things, when: lamp" in noted
    assert "note_lines: {note: lantern, when: lamp" in noted
    assert "seen(porch)" in rename("scene", "hall", "porch", pack, [pack]).texts[pack / "notes.yaml"]
