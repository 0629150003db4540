"""Blessed playthroughs: kept, replayed, and told where they read otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from redheat_game.authoring.blessed import NotAPlaythrough, differences, replay_all
from redheat_game.cli import main
from redheat_game.storage.places import HOME_VARIABLE
from redheat_game.story.loader import load_story

STORY = """\
story: A Test
start: hall
variables: {coins: range 0..9}
endings: {out: {title: Out, kind: victory, line: You are out.}}
achievements: {thrift: {title: Thrift, riddle: R., hint: H., told: Kept.}}
---
scene: hall
text: The hall is cold.
choices:
  - {say: Take a coin., id: take, do: coins += 1, unlock: thrift, go: hall}
  - {say: Leave., when: coins > 0, go: exit}
---
scene: exit
text: You are out.
ending: out
"""


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A story, and a home of its own for saves."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "story.yaml").write_text(STORY)
    return folder


def redheat(*arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=typed)


def bless(pack: Path, name: str = "quick", choices: str = "take exit") -> None:
    done = redheat("bless", name, "--in", pack, "--choices", choices)
    assert done.exit_code == 0, done.output


def edit(pack: Path, old: str, new: str) -> None:
    path = pack / "story.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_choices_and_transcript_are_kept(pack: Path) -> None:
    bless(pack)
    assert json.loads((pack / "playthroughs" / "quick.json").read_text()) == {"choices": ["take", "exit"]}
    assert (pack / "playthroughs" / "quick.txt").read_text() == (
        "Hall\n\nThe hall is cold.\n\n\n"
        "> Take a coin.\n\nHall\n\nThe hall is cold.\n\nEarned: Thrift. Kept.\n\n\n"
        "> Leave.\n\nExit\n\nYou are out.\n\nThe end: Out. You are out.\n"
    )
    done = redheat("bless", "--in", pack)
    assert (done.exit_code, done.output) == (0, "1 blessed playthrough: all as they were\n")


def test_the_latest_playthrough_is_blessed_where_no_choices_are_given(pack: Path) -> None:
    nothing = redheat("bless", "mine", "--in", pack)
    assert nothing.exit_code == 2
    assert "play it first" in nothing.output
    from redheat_game.storage.store import Store

    story = load_story([pack]).story
    assert story is not None
    with Store.open() as store:
        kept = store.shelf(story).start()
        for choice in ("take", "take", "exit"):
            kept.choose(choice)
        kept.close()
    assert redheat("bless", "mine", "--in", pack).exit_code == 0
    assert json.loads((pack / "playthroughs" / "mine.json").read_text())["choices"] == ["take", "take", "exit"]


def test_a_changed_passage_is_told_and_can_be_accepted(pack: Path) -> None:
    bless(pack)
    edit(pack, "The hall is cold.", "The hall is warm.")
    done = redheat("bless", "--in", pack)
    assert done.exit_code == 1
    assert "quick, after 0 choices, in hall" in done.output
    assert "quick, after 1 choice, in hall" in done.output
    assert "- The hall is cold." in done.output
    assert "+ The hall is warm." in done.output
    assert "You are out" not in done.output
    assert redheat("bless", "--update", "--in", pack).exit_code == 0
    assert "warm" in (pack / "playthroughs" / "quick.txt").read_text()
    assert redheat("bless", "--in", pack).exit_code == 0


def test_a_changed_passage_is_an_annotation_of_its_transcript(pack: Path) -> None:
    bless(pack)
    bless(pack, "slow", "take take exit")
    edit(pack, "You are out.\nending", "You are in.\nending")
    (pack / "playthroughs" / "slow.txt").unlink()
    done = redheat("check", pack, "--format", "github")
    assert done.exit_code == 1
    (line,) = [line for line in done.output.splitlines() if "playthrough" in line]
    assert line.startswith("::error file=")
    assert "quick.txt,title=playthrough quick::" in line
    assert "reads otherwise after 2 choices, in exit%0Aredheat bless --update quick" in line


def test_a_passage_that_comes_between_is_told_alone(pack: Path) -> None:
    bless(pack)
    text = "scene: door\ntext: A door.\nchoices: [{say: Through., id: exit, go: exit}]\n---\n"
    edit(pack, "when: coins > 0, go: exit}", "when: coins > 0, id: exit, go: door}")
    edit(pack, "scene: exit\n", f"{text}scene: exit\n")
    story = load_story([pack]).story
    assert story is not None
    found = differences(replay_all(story, [pack]))
    assert [(each.passage, each.scene, bool(each.before), bool(each.after)) for each in found] == [
        (2, "door", True, True)
    ]


def test_a_playthrough_that_cannot_go_on_is_told_and_not_overwritten(pack: Path) -> None:
    bless(pack)
    before = (pack / "playthroughs" / "quick.txt").read_text()
    edit(pack, "when: coins > 0", "when: coins > 1")
    done = redheat("bless", "--in", pack)
    assert done.exit_code == 1
    assert "exit cannot be chosen in hall" in done.output
    assert redheat("bless", "--update", "--in", pack).exit_code == 0
    assert (pack / "playthroughs" / "quick.txt").read_text() == before


def test_former_ids_are_followed(pack: Path) -> None:
    bless(pack)
    assert redheat("rename", "scene", "exit", "way_out", "--in", pack).exit_code == 0
    assert redheat("rename", "choice", "hall.take", "grab", "--in", pack).exit_code == 0
    story = load_story([pack]).story
    assert story is not None
    (now,) = replay_all(story, [pack])
    assert now.problem == ""
    assert now.scenes == ("hall", "hall", "way_out")


def test_what_is_no_playthrough_is_named(pack: Path) -> None:
    (pack / "playthroughs").mkdir()
    (pack / "playthroughs" / "odd.json").write_text("[]")
    story = load_story([pack]).story
    assert story is not None
    with pytest.raises(NotAPlaythrough, match=r"odd\.json"):
        replay_all(story, [pack])
    done = redheat("bless", "--in", pack)
    assert done.exit_code == 2
    assert "odd.json" in done.output


@pytest.mark.parametrize(("choices", "name", "code"), [("exit", "early", 2), ("take exit", "Bad Name", 2)])
def test_what_cannot_be_blessed_leaves_nothing_behind(choices: str, name: str, code: int, pack: Path) -> None:
    done = redheat("bless", name, "--in", pack, "--choices", choices)
    assert done.exit_code == code
    assert not list(pack.rglob("*.json"))


@pytest.mark.parametrize("ending", ["json", "txt"])
def test_a_strangers_link_leads_nowhere(ending: str, pack: Path, tmp_path: Path) -> None:
    bless(pack)
    secret = tmp_path / "secret"
    secret.write_text('{"choices": ["take"]}')
    link = pack / "playthroughs" / f"quick.{ending}"
    link.unlink()
    link.symlink_to(secret)
    for arguments in (["bless", "--in", pack], ["bless", "--update", "--in", pack]):
        done = redheat(*arguments)
        assert done.exit_code == 2
        assert "leads out of its folder" in done.output
    assert secret.read_text() == '{"choices": ["take"]}'


def test_a_strangers_folder_of_playthroughs_leads_nowhere(pack: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (pack / "playthroughs").symlink_to(elsewhere)
    done = redheat("bless", "quick", "--in", pack, "--choices", "take exit")
    assert done.exit_code == 1
    assert "RH014" in done.output
    assert not list(elsewhere.iterdir())
