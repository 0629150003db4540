"""`redheat play`, which is also `redheat` alone."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from redheat_game.cli.common import CRASHED, packs_option, stop, stop_for_mistakes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from redheat_game.storage.store import Store
    from redheat_game.story.diagnostics.core import Diagnostic
    from redheat_game.story.script import Story
    from redheat_game.ui.app import RedHeatApp


@click.command()
@click.option("--plain", is_flag=True, help="Numbered lines, for a screen reader or a pipe.")
@packs_option
def play(plain: bool = False, packs: tuple[Path, ...] = ()) -> None:
    """Play the game."""
    from redheat_game.storage.store import Store

    with Store.open() as store:
        if plain or not is_screen():
            story, notices = _story_to_play(packs, store.places.scenes)
            _play_plain(story, store, notices)
            return
        ended = _play_on_screen(packs, store)
    ended()


def _story_to_play(packs: Sequence[Path], own_scenes: Path) -> tuple[Story, list[str]]:
    """The story with the player's own scenes and the packs laid over it, and what the player has to be told.

    Mistakes in the player's own scenes only leave those out; mistakes elsewhere are told, and the program ends with 1.
    """
    from redheat_game.story.loader import load_story

    has_own = _has_scenes(own_scenes)
    if has_own:
        loaded = load_story([own_scenes, *packs])
        if loaded.story is not None:
            return loaded.story, []
    loaded = load_story(packs)
    if loaded.story is None:
        stop_for_mistakes(loaded.diagnostics)
    if not has_own:
        return loaded.story, []
    return loaded.story, [f"Your own scenes were left out, for they have mistakes: redheat check {own_scenes}"]


def _has_scenes(folder: Path) -> bool:
    return folder.is_dir() and any(folder.rglob("*.y*ml"))


def _play_on_screen(packs: Sequence[Path], store: Store) -> Callable[[], None]:
    """Show the interface until the player leaves; gives what is to be done once everything is closed.

    The game's own story, which was tested, is loaded while the title is shown already; others before.
    """
    from redheat_game.ui.app import run

    mistakes: list[Diagnostic] = []

    def load() -> Story | None:
        from redheat_game.story.loader import load_story

        loaded = load_story()
        mistakes.extend(loaded.diagnostics if loaded.story is None else ())
        return loaded.story

    if packs or _has_scenes(store.places.scenes):
        story, notices = _story_to_play(packs, store.places.scenes)
        app = run(story, store, notices)
    else:
        app = run(load, store)

    def ended() -> None:
        if mistakes:
            stop_for_mistakes(mistakes)
        end_app(app)

    return ended


def end_app(app: RedHeatApp) -> None:
    """Tell of a crash, and end with the code with which an app ended, once everything is closed."""
    if app.crash_report is not None:
        from redheat_game.storage.crashes import crash_sentence

        stop(crash_sentence(app.crash_report), CRASHED)
    if app.return_code:
        sys.exit(app.return_code)


def is_screen() -> bool:
    """Whether there is a terminal that can show the interface."""
    able = os.environ.get("TERM", "") not in ("", "dumb", "unknown")
    return able and all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def _play_plain(story: Story, store: Store, notices: Sequence[str]) -> None:
    from redheat_game.plain.game import PlainGame

    def width() -> int:
        return shutil.get_terminal_size().columns

    told = [*notices, *([store.notice] if store.notice else [])]
    is_piped = not sys.stdin.isatty()
    PlainGame(store, story, sys.stdin, sys.stdout, width, is_piped=is_piped, notices=told).play()
