"""The writers' desk: real files, a real watcher, a story that changes while it is played."""

from __future__ import annotations

import asyncio
import re
import sys
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from unittest.mock import patch

import pytest

from redheat_game.authoring.editions import Editions
from redheat_game.authoring.json_schema import FILE_NAME
from redheat_game.authoring.proving import BackgroundProof
from redheat_game.authoring.scaffolds import schema_plan
from redheat_game.storage.database import Database
from redheat_game.storage.places import Places
from redheat_game.storage.store import Store
from redheat_game.ui.desk.app import DeskApp
from redheat_game.ui.desk.home import DeskHome
from redheat_game.ui.desk.screen import DeskScreen
from tests.ui.window import LARGE, SMALL, screen_text

STORY = """\
story: The Kiln
hero: Vera
start: yard
variables:
  coins: {is: range 0..5, start: 1}
  lamp: flag
endings: {home: {title: Home, kind: victory, line: You are home.}}
"""
SCENES = """\
scene: yard
text: The yard is cold.
choices:
  - {say: To the kiln., id: to_kiln, do: coins += 1, go: kiln}
---
scene: kiln
text: The kiln is hot.
choices:
  - {say: Back., go: yard}
  - {say: Through the hatch., when: coins >= 2 and lamp, go: hatch}
  - {say: Light the lamp., id: light, once: true, do: lamp = true, go: kiln}
---
scene: hatch
text: A hatch.
choices: [{say: Home., go: out}]
---
scene: out
text: Home.
ending: home
"""
PATIENCE = 120.0
"""Seconds after which what is waited for will not come."""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A small story."""
    folder = tmp_path / "kiln"
    folder.mkdir()
    (folder / "story.yaml").write_text(STORY)
    (folder / "scenes.yaml").write_text(SCENES)
    return folder


class Desk:
    """The app, and a hand that edits files."""

    def __init__(self, app: DeskApp, press: Callable[[str], object], pack: Path) -> None:
        self.app, self._press, self.pack = app, press, pack

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while not holds():
                await asyncio.sleep(0.02)
        assert holds(), what

    @property
    def text(self) -> str:
        return screen_text(self.app)

    @property
    def told(self) -> str:
        """What the writer was told in the corner."""
        return "\n".join(item.message for item in self.app._notifications)

    async def see(self, *words: str) -> None:
        try:
            await self.until(lambda: all(word in self.text for word in words), "seen")
        except TimeoutError:
            missing = [word for word in words if word not in self.text]
            raise AssertionError(f"never seen: {missing}\n{self.text}") from None

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self._press(key)  # type: ignore[misc]

    def edit(self, old: str, new: str, name: str = "scenes.yaml") -> None:
        path = self.pack / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    @property
    def scene(self) -> str:
        return self.app.kept.playthrough.scene

    @property
    def choices(self) -> tuple[str, ...]:
        return self.app.kept.playthrough.choices


@asynccontextmanager
async def desk_on(
    pack: Path,
    size: tuple[int, int] = LARGE,
    *,
    scene: str | None = None,
    settings: tuple[str, ...] = (),
    seconds: float = 0,
) -> AsyncIterator[Desk]:
    """A desk on which the pack lies, and which has read it."""
    with Store(Places(pack.parent / "home"), Database.in_memory()) as store:
        store.change_settings(motion=False, content_notes=False)
        app = DeskApp(Editions([pack]), store, scene=scene, settings=settings, max_seconds=seconds)
        app.held_key_seconds = 0.0
        async with app.run_test(size=size, notifications=True) as pilot:
            desk = Desk(app, pilot.press, pack)
            await desk.until(lambda: app.state.edition is not None, "read")
            yield desk


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


async def test_what_is_proved_comes_by_itself(pack: Path) -> None:
    (pack / "scenes.yaml").write_text(SCENES.replace("when: coins >= 2 and lamp", "when: coins > 4 and coins < 2"))
    async with desk_on(pack, seconds=20) as desk:
        await desk.see("proving ..")
        await desk.see("RH200", "hatch")


class SlowProof:
    """A proof that is in the midst of it until it is stopped, and then has found nothing out."""

    def __init__(self, _packs: Sequence[Path], _max_seconds: float) -> None:
        self._stopped = threading.Event()

    def wait(self, tell: Callable[[str], None]) -> None:
        tell("scenes: 2 of 4")
        self._stopped.wait(PATIENCE)

    def stop(self) -> None:
        self._stopped.set()


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_it_is_shown_how_far_a_proof_is(
    pack: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr("redheat_game.ui.desk.app.BackgroundProof", SlowProof)
    async with desk_on(pack, size, seconds=20) as desk:
        await desk.see("The yard is cold.")
        if size == SMALL:
            await desk.press("l")
        await desk.see("PROOF", "proving .. scenes: 2 of 4")
        # another edition is proved from its beginning
        desk.edit("The yard is cold.", "The yard is dark.")
        await desk.see("CHANGED", "proving ..")
        await desk.see("proving .. scenes: 2 of 4")


def test_a_proof_tells_how_far_it_is(pack: Path) -> None:
    told: list[str] = []
    proof = BackgroundProof([pack], 20.0).wait(told.append)
    assert proof is not None
    assert told
    for line in told:
        assert re.fullmatch(r"\S.*: \d+ of \d+", line)


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
