"""The writers' desk: real files, a real watcher, a story that changes while it is played."""

from __future__ import annotations

import sys
import threading
from contextlib import nullcontext
from pathlib import Path
from unittest.mock import patch

import pytest

from redheat_game.authoring.json_schema import FILE_NAME
from redheat_game.authoring.scaffolds import schema_plan
from redheat_game.ui.desk.app import DeskApp
from redheat_game.ui.desk.home import DeskHome
from redheat_game.ui.desk.screen import DeskScreen
from tests.ui.desk import PATIENCE, SCENES, STORY, desk_on
from tests.ui.window import SMALL


async def test_a_save_is_shown_at_the_same_place(pack: Path) -> None:
    async with desk_on(pack) as desk:
        await desk.see("The yard is cold.", "✓", "no mistake", "HERE", "VARIABLES", "coins", "1 of 0..5")
        await desk.press("1")
        await desk.see("The kiln is hot.", "2 was 1")
        desk.edit("The kiln is hot.", "The kiln is white.")
        await desk.see("The kiln is white.", "CHANGED", "kiln text")
        assert desk.choices == ("to_kiln",)
        await desk.press("u")
        await desk.see("1 of 0..5")
        assert desk.scene == "yard"


async def test_a_mistake_is_shown_and_the_last_good_story_goes_on(pack: Path) -> None:
    async with desk_on(pack) as desk:
        await desk.see("The yard is cold.")
        desk.edit("coins += 1, go: kiln", "coins += 1, go: kilm")
        await desk.see(
            "✗", "1 mistake", "RH041", "scenes.yaml:4:", "did you mean `kiln`", "You see the last good story."
        )
        await desk.press("1")
        await desk.see("The kiln is hot.")
        desk.edit("coins += 1, go: kilm", "coins += 1, go: kiln")
        await desk.see("✓", "no mistake")
        assert desk.scene == "kiln"


async def test_a_place_that_is_gone_is_said_so(pack: Path) -> None:
    async with desk_on(pack) as desk:
        await desk.see("The yard is cold.")
        await desk.press("1")
        await desk.see("The kiln is hot.")
        desk.edit("id: to_kiln,", "id: to_kiln, when: coins > 3,")
        await desk.see("The story has changed since")
        assert desk.scene == "kiln"


async def test_a_story_that_cannot_be_played_yet_waits(pack: Path) -> None:
    (pack / "scenes.yaml").write_text(SCENES.replace("scene: out", "scen: out"))
    async with desk_on(pack, SMALL) as desk:
        await desk.see("RH020", "there is no key `scen` here")
        assert isinstance(desk.app.screen, DeskHome)
        desk.edit("scen: out", "scene: out")
        await desk.see("The yard is cold.", "no mistake")
        assert isinstance(desk.app.screen, DeskScreen)


async def test_jumping_goes_by_choices_that_players_can_take(pack: Path) -> None:
    async with desk_on(pack) as desk:
        await desk.see("The yard is cold.")
        await desk.press("j", "h", "a", "t", "enter")
        await desk.see("A hatch.")
        assert desk.choices[-1] == "hatch"
        assert "light" in desk.choices
        await desk.press("u")
        assert desk.scene == "kiln"


async def test_a_variable_is_set_and_looked_at(pack: Path) -> None:
    async with desk_on(pack) as desk:
        await desk.see("The yard is cold.")
        await desk.press("v", *"coins", "space", "=", "space", "4", "enter")
        await desk.see("coins 4 of 0..5")
        await desk.press("v", *"coins=9", "enter")
        await desk.see("coins can be 0 to 5")
        await desk.press("v", *"coin=1", "enter")
        await desk.see("no variable coin;")
        # what was set survives a save
        desk.edit("The yard is cold.", "The yard is dark.")
        await desk.see("The yard is dark.", "coins 4 of 0..5")


async def test_with_a_mistake_at_the_start_the_game_is_shown_without_the_pack(tmp_path: Path) -> None:
    pack = tmp_path / "branch"
    pack.mkdir()
    right = "scene: depot\nfrom: {scene: baths_street, say: Follow the rails.}\ntext: A depot.\ngo: baths_street\n"
    (pack / "scenes.yaml").write_text(right.replace("text:", "txt:"))
    async with desk_on(pack, scene="depot") as desk:
        await desk.see("You see the game without your pack.", "RH020")
        await desk.until(lambda: isinstance(desk.app.screen, DeskScreen), "opened")
        assert desk.scene == "baths_street"
        desk.edit("txt:", "text:")
        await desk.see("A depot.", "no mistake")
        assert desk.scene == "depot"


async def test_escape_leaves_nothing_and_q_the_desk(pack: Path) -> None:
    async with desk_on(pack) as desk:
        await desk.see("The yard is cold.")
        await desk.press("v")
        await desk.see("(coins = 5)")
        await desk.press("escape", "escape", "escape")
        await desk.see("q leaves the desk.")
        assert isinstance(desk.app.screen, DeskScreen)
        await desk.press("q")
        await desk.until(lambda: not desk.app.is_running or desk.app._exit, "left")


async def test_it_opens_where_the_writer_asks(pack: Path) -> None:
    async with desk_on(pack, SMALL, scene="kiln", settings=("lamp=true", "coins=5")) as desk:
        await desk.see("The kiln is hot.", "Through the hatch.")
        await desk.press("l")
        await desk.see("l the game again", "HERE", "kiln", "coins 5 of 0..5", "lamp  true")
        await desk.press("l")
        await desk.see("The kiln is hot.")


async def test_a_scene_that_is_not_there_is_named(pack: Path) -> None:
    async with desk_on(pack, scene="kilm") as desk:
        await desk.see("There is no scene kilm.", "Did you mean kiln?", "The yard is cold.")


async def test_what_the_scene_goes_by_stands_before_other_variables(pack: Path) -> None:
    (pack / "story.yaml").write_text(STORY.replace("  coins:", "  boots: {is: flag, pocket: boots}\n  coins:"))
    async with desk_on(pack) as desk:
        await desk.see("The yard is cold.", "boots")
        assert desk.text.index("boots") < desk.text.index("lamp  ")
        await desk.press("1")
        await desk.see("The kiln is hot.", "2 was 1")
        assert desk.text.index("2 was 1") < desk.text.index("lamp  ") < desk.text.index("boots")


async def test_that_a_way_takes_long_to_find_is_said(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = threading.Event()
    way_to = DeskApp._way_to

    def slow(app: DeskApp, scene: str) -> tuple[str, ...] | None:
        found.wait(PATIENCE)
        return way_to(app, scene)

    monkeypatch.setattr(DeskApp, "_way_to", slow)
    async with desk_on(pack) as desk:
        await desk.see("The yard is cold.")
        await desk.press("j", "h", "a", "t", "enter")
        await desk.see("Looking for a way to hatch ..")
        found.set()
        await desk.see("A hatch.")


async def test_a_playthrough_is_kept_with_its_transcript(pack: Path) -> None:
    async with desk_on(pack) as desk:
        await desk.see("The yard is cold.")
        await desk.press("1")
        await desk.see("The kiln is hot.")
        await desk.press("k", *"quick", "enter")
        await desk.until((pack / "playthroughs" / "quick.txt").exists, "kept")
        assert "The kiln is hot." in (pack / "playthroughs" / "quick.txt").read_text()


async def test_editors_learn_of_new_ids(pack: Path) -> None:
    for path, text in schema_plan(pack).files.items():
        path.write_text(text)
    assert '"cellar"' not in (pack / FILE_NAME).read_text()
    async with desk_on(pack) as desk:
        await desk.see("The yard is cold.")
        (pack / "cellar.yaml").write_text("scene: cellar\nfrom: {scene: yard, say: Down.}\ntext: Dark.\ngo: yard\n")
        await desk.see("cellar new", "Down.")
        await desk.until(lambda: '"cellar"' in (pack / FILE_NAME).read_text(), "known")


async def test_the_editor_opens_at_the_line(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "code --wait")
    monkeypatch.delenv("VISUAL", raising=False)
    async with desk_on(pack) as desk:
        await desk.see("The yard is cold.")
        await desk.press("1", "x")
        # without a terminal there is no editor; the place is told
        await desk.see("scenes.yaml:6")


GAMES_OWN = "That file is the game's, not your pack's."


@pytest.fixture
def no_terminal_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor that is done at once, and an app that steps aside for it without a terminal."""
    monkeypatch.setenv("EDITOR", f"'{sys.executable}' -c pass")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(DeskApp, "suspend", lambda _: nullcontext())


@pytest.mark.usefixtures("no_terminal_is_needed")
async def test_a_file_of_the_games_that_was_opened_is_told_from_the_packs(pack: Path, tmp_path: Path) -> None:
    upon_it = tmp_path / "upon_it"
    upon_it.mkdir()
    (upon_it / "cellar.yaml").write_text("scene: cellar\nfrom: {scene: yard, say: Down.}\ntext: Dark.\ngo: yard\n")
    with patch("redheat_game.story.loader.game_scenes", return_value=pack):
        async with desk_on(upon_it) as desk:
            await desk.see("The yard is cold.", "Down.")
            await desk.press("2", "x")
            await desk.see("Dark.")
            assert GAMES_OWN not in desk.told
            await desk.press("u", "x")
            await desk.until(lambda: GAMES_OWN in desk.told, "told")
            assert "replace: true" in desk.told
            assert desk.scene == "yard"


@pytest.mark.usefixtures("no_terminal_is_needed")
async def test_on_the_story_itself_every_file_is_the_writers(pack: Path) -> None:
    async with desk_on(pack) as desk:
        await desk.see("The yard is cold.")
        await desk.press("x", "1")
        await desk.see("The kiln is hot.")
        assert GAMES_OWN not in desk.told


async def test_a_strangers_link_is_not_written_through(pack: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("keep me")
    (pack / FILE_NAME).symlink_to(secret)
    async with desk_on(pack) as desk:
        await desk.see("The yard is cold.")
        desk.edit("The yard is cold.", "The yard is dark.")
        await desk.see("The yard is dark.")
    assert secret.read_text() == "keep me"
