"""What an editor shows of a pack that `redheat init` has set up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from redheat_game.authoring.json_schema import json_schema, variables_of
from redheat_game.cli import main
from redheat_game.story.collection import plain
from redheat_game.story.loader import collect_story, game_scenes
from redheat_game.story.schema import keys_of
from redheat_game.story.syntax import Choice, Scene
from tests.authoring.language_server import MISSING, LanguageServer

pytestmark = pytest.mark.skipif(MISSING is not None, reason=MISSING or "")


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A branch of the game, as the commands set it up."""
    folder = tmp_path_factory.mktemp("packs") / "night"
    for arguments in (["init", str(folder)], ["new", "trope", "cold_hands", "--in", str(folder)]):
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="module")
def server(pack: Path) -> Iterator[LanguageServer]:
    """A server with the pack's own editor settings."""
    settings = json.loads((pack / ".vscode" / "settings.json").read_text())
    running = LanguageServer(pack, {"schemas": settings["yaml.schemas"]})
    yield running
    running.close()


def test_what_the_commands_write_has_no_fault(pack: Path, server: LanguageServer) -> None:
    files = [*pack.glob("[!.]*.yaml"), pack / ".pre-commit-config.yaml", pack / ".github" / "workflows" / "story.yml"]
    assert len(files) == 4
    for file in files:
        assert server.diagnostics(file, file.read_text()) == [], file


@pytest.mark.parametrize("folder", sorted(game_scenes().iterdir()))
def test_the_games_own_scenes_have_no_fault(folder: Path, pack: Path, server: LanguageServer) -> None:
    for source in sorted(folder.rglob("*.yaml") if folder.is_dir() else [folder] if folder.suffix == ".yaml" else []):
        assert server.diagnostics(pack / source.name, source.read_text()) == [], source


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("teks: Cold.", "teks is not allowed"),
        ("go: nowhere_at_all", "no scene of the story has this id"),
        ("takes: soon", "a duration is written 90s, 4m or 1h30m"),
        ("sub_scene: perhaps", "boolean"),
        ("choices: [{go: baths_street}]", 'Missing property "say"'),
        ("from: {scene: baths_street, say: In., onse: true}", "onse is not allowed"),
    ],
)
def test_mistakes_of_structure_and_ids_are_marked_at_their_line(
    line: str, said: str, pack: Path, server: LanguageServer
) -> None:
    text = f"scene: cellar\ntitle: The Cellar\n{line}\ntext: It is cold.\n"
    found = server.diagnostics(pack / "cellar.yaml", text)
    assert [(number, said in message) for number, message in found] == [(3, True)], found


def test_keys_are_offered_with_the_manuals_words(pack: Path, server: LanguageServer) -> None:
    offered = server.completions(pack / "cellar.yaml", "scene: cellar\n")
    for name, key in keys_of(Scene).items():
        assert name == "scene" or key.about in offered[name]
    offered = server.completions(pack / "cellar.yaml", "scene: cellar\nchoices:\n  - say: Go.\n    ")
    assert {name for name in keys_of(Choice) if name != "say"} <= set(offered)


def test_ids_of_game_and_pack_are_offered(pack: Path, server: LanguageServer) -> None:
    story = collect_story([pack])
    before = "scene: cellar\ntext: It is cold.\n"
    assert set(server.completions(pack / "cellar.yaml", before + "go: ")) >= {*story.scenes, "night_begins"}
    tropes = server.completions(pack / "cellar.yaml", before + "choices:\n  - say: Go.\n    unlock: ")
    assert set(tropes) >= {*story.achievements, "cold_hands"}
    endings = server.completions(pack / "cellar.yaml", before + "ending: ")
    assert set(endings) == set(story.endings)
    assert plain(story.endings["salute"].line) in endings["salute"]
    assert server.completions(pack / "cellar.yaml", "endings:\n  a:\n    kind: ").keys() == {
        "victory",
        "bittersweet",
        "defeat",
        "death",
        "joke",
    }


def test_variables_are_offered_where_a_condition_or_an_effect_stands(pack: Path, server: LanguageServer) -> None:
    variables = variables_of(collect_story([pack]))
    before = "scene: cellar\ntext: It is cold.\n"
    places = [
        "choices:\n  - say: Go.\n    when: ",
        "choices:\n  - say: Go.\n    do: ",
        "choices:\n  - say: Go.\n    go:\n      - when: ",
        "on_enter: ",
    ]
    for place in places:
        offered = server.completions(pack / "cellar.yaml", before + place)
        assert variables.keys() <= offered.keys(), place
        assert variables["nerve"] in offered["nerve"]
    made = json_schema({}, {"a": "flag", "b": "range 0..2", "c": "one_of [x, y]"})["definitions"]
    bodies = {name: [each["body"] for each in made[name]["defaultSnippets"]] for name in ("condition", "effect")}
    assert bodies == {"condition": ["a", "b", "c"], "effect": ["a = true", "b += 1", "c = x"]}


def test_hovering_explains_keys_and_names_the_variables(pack: Path, server: LanguageServer) -> None:
    text = "scene: cellar\ntakes: 4m\ntext: Cold.\nchoices:\n  - {say: Go., when: trust > 1, go: baths_street}\n"
    assert keys_of(Scene)["takes"].about in server.hover(pack / "cellar.yaml", text, "takes")
    over = server.hover(pack / "cellar.yaml", text, "when")
    assert keys_of(Choice)["when"].about in over
    assert all(f"`{name}`" in over for name in collect_story([pack]).variables)


def test_the_modeline_alone_is_enough(pack: Path) -> None:
    bare = LanguageServer(pack, {})
    try:
        line = (pack / "branch.yaml").read_text().splitlines()[0]
        assert line.startswith("# yaml-language-server:")
        found = bare.diagnostics(pack / "cellar.yaml", f"{line}\nscene: cellar\nteks: Cold.\ntext: Cold.\n")
        assert [number for number, _ in found] == [3]
    finally:
        bare.close()
