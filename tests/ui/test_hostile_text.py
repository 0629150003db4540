"""Story text is text: whatever stands in it is shown as it stands there, and does nothing."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from redheat_game.storage.places import Places
from redheat_game.storage.store import Store
from redheat_game.story.loader import load_texts
from redheat_game.story.script import Story
from redheat_game.ui.app import RedHeatApp
from redheat_game.ui.lettering import spaced
from redheat_game.ui.screens.ending import EndingScreen
from redheat_game.ui.screens.gallery import GalleryScreen
from redheat_game.ui.screens.play import PlayScreen
from redheat_game.ui.screens.saves import SavesScreen
from redheat_game.ui.screens.title import TitleScreen
from tests.terminal.terminal import Terminal, prepare

from .conftest import MakesApp
from .window import Window, opened

TRICKS = (
    "[/][/b][@click=app.quit]x",
    "[link=https://a.example]x",
    "[red on blue][$accent]x",
    "\\[b]\\{heat}*x*a|b$accent",
    "'q'\"q\"&amp;<b>:smile:%s",
)
"""What parsers of other languages would take for their own."""
WIDE = (240, 60)


def speaker(trick: str) -> str:
    """The name of who speaks: it stands in the prose too, where some signs have a meaning of their own."""
    return "Ae" + re.sub(r"[\\{}|*:]", "", trick)


def hostile_story(trick: str) -> str:
    """A story each of whose texts is two letters that tell which it is, and the trick."""

    def plain(letters: str) -> str:
        return json.dumps(f"{letters}{trick}")

    def prose(letters: str) -> str:
        return json.dumps(letters + re.sub(r"([\\{}|*])", r"\\\1", trick))

    return f"""\
story: {plain("Aa")}
start: one
acts: [{{id: act, title: {plain("Ab")}, theme: moscow}}]
variables:
  heat: {{is: range 0..4, clamp: true, meter: {plain("Ac")}, better: less, about: {plain("Ar")}}}
  thing: {{is: flag, start: true, pocket: {plain("Ad")}}}
cast: {{man: {{name: {json.dumps(speaker(trick))}, about: {plain("Af")}}}}}
places: {{room: {{name: {plain("Ag")}}}}}
endings: {{end: {{title: {plain("Ah")}, kind: joke, line: {plain("Ai")}}}}}
achievements:
  first: {{title: {plain("Aj")}, riddle: {plain("Ak")}, hint: {plain("Al")}, told: {plain("Am")}}}
  second: {{title: {plain("An")}, riddle: {plain("Ao")}, hint: {plain("Ap")}, told: {plain("Aq")}}}
---
scene: one
act: act
place: room
title: {plain("Ba")}
text: |
  {json.loads(prose("Bb"))}

  {speaker(trick)}: {json.loads(prose("Bc"))}
choices:
  - {{say: {prose("Bd")}, id: "on", cost: {plain("Be")}, unlock: first, go: two}}
  - {{say: {prose("Bf")}, id: shut, when: heat > 3, locked: {prose("Bg")}, go: two}}
---
scene: two
act: act
place: room
title: {plain("Ca")}
text: {prose("Cb")}
continue: {prose("Cc")}
go: last
---
scene: last
act: act
place: room
title: {plain("Da")}
text: {prose("Db")}
ending: end
"""


@cache
def story_of(trick: str) -> Story:
    """The story of a trick, loaded."""
    loaded = load_texts({"hostile/story.yaml": hostile_story(trick)})
    assert loaded.story is not None, [str(item) for item in loaded.diagnostics]
    return loaded.story


def shown(trick: str, *letters: str) -> list[str]:
    """The texts that begin with these letters, as they stand on the screen; capital letters give capitals."""
    return [(two + trick).upper() if two.isupper() else two + trick for two in letters]


async def click_all(window: Window, *texts: str) -> None:
    """Click on every cell of the first place where each of these texts stands, but for choices and menus."""
    for text in texts:
        lines = window.lines
        row = next(number for number, line in enumerate(lines) if text in line)
        for column in range(lines[row].index(text), lines[row].index(text) + len(text), 3):
            await window.pilot.click(offset=(column, row))


@pytest.mark.parametrize("trick", TRICKS)
async def test_every_text_of_the_play_screen_stands_as_it_was_written(make_app: MakesApp, trick: str) -> None:
    app = make_app(story_of(trick))
    async with opened(app, WIDE) as window:
        await window.press("n")
        written = shown(trick, "Aa", "AB", "Ac", "Ad", "Ag", "BA", "Bb", "Bc", "Bd", "Be", "Bf", "Bg")
        await window.see(speaker(trick).upper(), *written)
        await window.press("2")
        await window.until(lambda: window.text.count("Bg" + trick) == 2, "why not, told")
        await window.press("1")
        await window.see(*shown(trick, "AJ", "Am", "Aj", "CA", "Cb", "Cc"), f"> Bd{trick}")
        assert app.is_running


@pytest.mark.parametrize("trick", TRICKS)
async def test_every_text_around_the_game_stands_as_it_was_written(make_app: MakesApp, trick: str) -> None:
    app = make_app(story_of(trick))
    async with opened(app, WIDE) as window:
        await window.press("n", "1", "t")
        window.front(GalleryScreen)
        await window.see(*shown(trick, "Aj", "Am", "Ca", "Ao"))
        await window.press("down", "enter")
        await window.see(*shown(trick, "Ap"))
        await window.press("escape", "question_mark", "space")
        await window.see("WHAT IS MEASURED", *shown(trick, "Ac", "Ar"))
        await window.press("escape", "s", "s", "enter")
        window.front(SavesScreen)
        await window.see("Ca" + trick[:20])
        await window.press("down", "r")
        await window.see("Which name instead?")
        await window.press("escape", "d")
        await window.see("Delete “Ca" + trick[:20])
        await window.press("escape", "escape", "1")
        window.front(EndingScreen)
        await window.see(*shown(trick, "Ai", "Aj", "Db"))
        await window.see(spaced("Ah" + trick))
        await window.press("q")
        window.front(TitleScreen)
        assert app.is_running
        assert not app._exit


@pytest.mark.parametrize("trick", TRICKS[:2])
async def test_a_click_on_text_does_nothing(make_app: MakesApp, trick: str) -> None:
    app = make_app(story_of(trick))
    async with opened(app, WIDE) as window:
        await window.press("n")
        await click_all(window, *shown(trick, "Aa", "AB", "Ac", "Ad", "Ag", "BA", "Bb", "Bc"))
        window.front(PlayScreen)
        assert not window.choices
        await window.press("1")
        await click_all(window, *shown(trick, "AJ", "Am", "Cb"), f"> Bd{trick}")
        assert window.choices == ("on",)
        await window.press("t")
        await click_all(window, *shown(trick, "Am"))
        window.front(GalleryScreen)
        await window.press("escape", "1")
        await click_all(window, *shown(trick, "Ai", "Aj", "Db"))
        window.front(EndingScreen)
        assert app.is_running
        assert not app._exit


async def test_a_save_named_so_is_told_as_it_was_typed(make_app: MakesApp) -> None:
    name = "[b]x[/][@click=app.quit]y[/]"
    async with opened(make_app(), WIDE) as window:
        await window.press("n", "s", "s")
        await window.write(name)
        await window.press("enter")
        await window.see(f"Saved as {name}.")
        assert window.text.count(name) == 2
        await window.press("down", "d")
        await window.see(f"Delete “{name}”?")


async def test_what_was_written_under_a_hostile_title_stays_in_its_folder(make_app: MakesApp, tmp_path: Path) -> None:
    app = make_app(story_of("\\"))
    async with opened(app, WIDE) as window:
        await window.press("n", "w")
        (path,) = (tmp_path / "transcripts").iterdir()
        assert re.fullmatch(r"[a-z0-9-]+\.txt", path.name)
        assert "Bb\\" in path.read_text("utf-8")


def test_control_characters_are_refused_before_they_are_shown() -> None:
    for character in ("\x1b]0;title\x07", "\x1b[2J", "\x9b2J", "\x07", "\x7f"):
        assert load_texts({"hostile/story.yaml": hostile_story("T").replace("AaT", f"Aa{character}")}).story is None
        quoted = json.dumps(f"Aa{character}")[1:-1]
        assert load_texts({"hostile/story.yaml": hostile_story("T").replace("AaT", quoted)}).story is None


def test_nothing_but_text_reaches_the_terminal(tmp_path: Path) -> None:
    trick = "[link=https://example.org]x[/link][@click=app.quit]y[/]"
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "story.yaml").write_text(hostile_story(trick), "utf-8")
    home = tmp_path / "home"
    prepare(home)
    with Terminal(home, 240, 50, ["play", "--story", str(folder)]) as terminal:
        terminal.wait_for("New game")
        terminal.press("n")
        terminal.wait_for("Bb" + trick, "Bd" + trick, "Bg" + trick)
        terminal.press("1")
        terminal.wait_for("Cb" + trick)
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
        # no links, no titles, no clipboard: no operating system command but Textual's shape of the mouse pointer
        assert set(re.findall(rb"\x1b\](\d*)", terminal.output)) <= {b"22"}
        assert b"\x9d" not in re.sub(rb"[\xc2-\xf4][\x80-\xbf]+", b"", terminal.output)


def test_the_store_is_whole_after_hostile_names(tmp_path: Path) -> None:
    with Store.open(Places(tmp_path)) as store:
        story = story_of('"q"')
        kept = store.shelf(story).start()
        kept.choose("on")
        identity = kept.save_as("'; DROP TABLE saves; --")
        assert [save.id for save in store.shelf(story).saves.named()] == [identity]
        assert RedHeatApp(story, store).resumable() is not None
