"""What `redheat init` and `redheat new` write can be checked and played at once."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from redheat_game.authoring.json_schema import FILE_NAME
from redheat_game.authoring.random_play import play_at_random
from redheat_game.cli import main
from redheat_game.story.loader import load_story


def redheat(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def found(pack: Path) -> list[str]:
    return [item.code for item in load_story([pack]).diagnostics]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A branch of the game."""
    folder = tmp_path / "night-shift"
    done = redheat("init", folder)
    assert done.exit_code == 0, done.output
    return folder


def test_a_branch_hangs_on_the_game(pack: Path) -> None:
    story = load_story([pack]).story
    assert story is not None
    assert found(pack) == []
    machine = story.machine
    begins = machine.scene_numbers["night_shift_begins"]
    start = machine.scenes[machine.start]
    assert begins in {target.scene for choice in start.choices for target in choice.targets}


def test_a_branch_hangs_where_it_is_told_to_and_plays_there(tmp_path: Path) -> None:
    done = redheat("init", tmp_path / "pickles", "--from", "bar_door")
    assert done.exit_code == 0, done.output
    story = load_story([tmp_path / "pickles"]).story
    assert story is not None
    numbers = story.machine.scene_numbers
    bar, branch = numbers["bar_door"], numbers["pickles_begins"]
    assert branch in {target.scene for choice in story.machine.scenes[bar].choices for target in choice.targets}
    assert (story.scenes[branch].act, story.scenes[branch].place) == (story.scenes[bar].act, story.scenes[bar].place)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "bar_dor"], "did you mean bar_door?"),
        (["--from", "bar_door", "--story", "Kiln"], "hangs on nothing"),
    ],
)
def test_where_nothing_can_hang_no_pack_is_made(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = redheat("init", tmp_path / "kiln", *arguments)
    assert done.exit_code == 2
    assert said in done.output
    assert not (tmp_path / "kiln").exists()


def test_a_story_of_its_own_leaves_the_game_out(tmp_path: Path) -> None:
    done = redheat("init", tmp_path / "kiln", "--story", 'The Kiln: "hot"')
    assert done.exit_code == 0, done.output
    story = load_story([tmp_path / "kiln"]).story
    assert story is not None
    assert story.title == 'The Kiln: "hot"'
    assert found(tmp_path / "kiln") == []
    played = play_at_random(story, 200, 1)
    assert set(played.endings) == {"home"}
    assert set(played.achievements) == {"first_step"}
    assert played.unended == played.faults == 0


def test_new_pieces_fit_together(pack: Path) -> None:
    for arguments in (
        ["trope", "cold_hands"],
        ["trope", "warm_hands"],
        ["ending", "night_over", "--kind", "death"],
        ["ending", "morning"],
        ["scene", "night_cellar", "--from", "night_shift_begins", "--to", "end_night_over"],
        ["scene", "night_passage", "--from", "night_cellar", "--to", "end_morning"],
    ):
        done = redheat("new", *arguments, "--in", pack)
        assert done.exit_code == 0, done.output
    loaded = load_story([pack])
    assert loaded.story is not None
    assert loaded.diagnostics == ()
    assert {"cold_hands", "warm_hands"} <= set(loaded.story.achievements)
    assert loaded.story.endings["night_over"].kind == "death"
    assert {"night_cellar", "end_morning"} <= set(loaded.story.machine.scene_numbers)
    start, cellar = (
        loaded.story.scenes[loaded.story.machine.scene_numbers[name]] for name in ("baths_street", "night_cellar")
    )
    assert (cellar.act, cellar.place) == (start.act, start.place)
    schema = (pack / FILE_NAME).read_text()
    assert all(f'"{name}"' in schema for name in ("night_passage", "end_morning", "warm_hands"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["scene", "Cell"], "cannot be an id"),
        (["scene", "seen"], "expression language"),
        (["scene", "bathhouse_floor"], "already"),
        (["scene", "cell", "--from", "night_shift_begin"], "did you mean night_shift_begins?"),
        (["scene", "cell", "--to", "nowhere_near"], "no scene nowhere_near"),
        (["scene", "cell", "--from", "end_salute"], "has no choices"),
        (["trope", "odd_couple"], "already"),
        (["ending", "salute"], "already"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(arguments: list[str], said: str, pack: Path) -> None:
    before = {path: path.read_bytes() for path in pack.rglob("*") if path.is_file()}
    done = redheat("new", *arguments, "--in", pack)
    assert done.exit_code == 2
    assert said in done.output
    assert {path: path.read_bytes() for path in pack.rglob("*") if path.is_file()} == before


def test_what_is_there_is_kept(pack: Path) -> None:
    mine = pack / "branch.yaml"
    mine.write_text(mine.read_text().replace("A Way of Your Own", "Mine"))
    (pack / ".vscode" / "settings.json").write_text("{}\n")
    done = redheat("init", pack, "--story", "Another")
    assert done.exit_code == 0
    assert "title: Mine" in mine.read_text()
    assert (pack / ".vscode" / "settings.json").read_text() == "{}\n"
    assert not (pack / "story.yaml").exists()
    assert "kept as it is" in done.output


def test_what_the_hook_and_the_workflow_run_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert redheat("init", tmp_path / "kiln", "--story", "The Kiln").exit_code == 0
    monkeypatch.chdir(tmp_path / "kiln")
    hook = yaml.safe_load(Path(".pre-commit-config.yaml").read_text())["repos"][0]["hooks"][0]
    steps = yaml.safe_load(Path(".github/workflows/story.yml").read_text())["jobs"]["check"]["steps"]
    commands = [hook["entry"], steps[-1]["run"]]
    assert re.search(hook["files"], "tropes.yaml")
    assert not hook["pass_filenames"]
    for command in commands:
        program, *arguments = shlex.split(command)
        assert program == "redheat"
        done = redheat(*arguments)
        assert done.exit_code == 0, done.output
    (scenes,) = (path for path in Path().glob("*.yaml") if "ending: home" in path.read_text())
    scenes.write_text(scenes.read_text().replace("ending: home", "ending: hom"))
    for command in commands:
        assert redheat(*shlex.split(command)[1:]).exit_code == 1
    told = redheat(*shlex.split(commands[1])[1:]).output
    assert re.search(rf"^::error file={scenes},line=\d+", told, re.MULTILINE), told


@pytest.mark.parametrize("name", [FILE_NAME, "tropes.yaml"])
def test_a_strangers_link_is_not_written_through(name: str, pack: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("keep me\n")
    (pack / name).unlink(missing_ok=True)
    (pack / name).symlink_to(secret)
    done = redheat("new", "trope", "cold_hands", "--in", pack)
    assert done.exit_code == 2
    assert "leads out of" in done.output
    assert secret.read_text() == "keep me\n"
