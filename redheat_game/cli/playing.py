"""`redheat play`, which is also `redheat` alone."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from redheat_game.cli.common import CRASHED, FAULT, UNDECIDED, USAGE, packs_option, stop, stop_for_mistakes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from redheat_game.engine.playthrough import Playthrough
    from redheat_game.storage.store import Store
    from redheat_game.story.diagnostics.core import Diagnostic
    from redheat_game.story.script import Story
    from redheat_game.ui.app import RedHeatApp

SOON_SECONDS = 20.0
"""For finding any way to a scene, before it is asked whether there is one."""


@click.command()
@click.option("--plain", is_flag=True, help="Numbered lines, for a screen reader or a pipe.")
@packs_option
@click.option(
    "--from",
    "witness",
    metavar="PLACE",
    help="For a look, of which nothing is kept: begin in this scene, or after these choices (ids with spaces between, "
    "or a file of them, as redheat why and redheat check print them).",
)
def play(plain: bool = False, packs: tuple[Path, ...] = (), witness: str | None = None) -> None:
    """Play the game. Everything is kept at every choice; `?`, or `help` in plain mode, says what can be done."""
    from redheat_game.storage.store import Store

    if witness is not None:
        _play_from(witness, packs, with_plain=plain or not is_screen())
        return
    with Store.open() as store:
        if plain or not is_screen():
            story, notices = _story_to_play(packs, store.places.scenes)
            _play_plain(story, store, notices)
            return
        ended = _play_on_screen(packs, store)
    ended()


def _play_from(witness: str, packs: Sequence[Path], *, with_plain: bool) -> None:
    """Play on from a point of the story, for a look: what is kept and earned stays as it is."""
    from dataclasses import asdict

    from redheat_game.storage.database import Database
    from redheat_game.storage.store import Store

    with Store.open() as players, Store(players.places, Database.in_memory()) as store:
        story, notices = _story_to_play(packs, players.places.scenes)
        begun = _playthrough_after(story, witness, packs)
        store.change_settings(**(asdict(players.settings) | {"content_notes": False}))
        if with_plain:
            _play_plain(story, store, notices, begun)
            return
        from redheat_game.ui.app import run

        def prepare(app: RedHeatApp) -> None:
            app.opens_with = lambda: app.open_playthrough(begun)

        app = run(story, store, notices, prepare)
    end_app(app)


def _way_to(story: Story, scene: str, packs: Sequence[Path]) -> Sequence[str]:
    """Choices that lead to a scene: a way that is soon found, else one that takes a proof."""
    from redheat_game.analysis.questions import why
    from redheat_game.authoring.ways import Ways

    found = Ways(story, max_seconds=SOON_SECONDS).to({story.machine.scene_numbers[scene]})
    if found is not None:
        return found
    asked = shlex.join(["redheat", "why", scene, *(word for pack in packs for word in ("--story", str(pack)))])
    answer = why(story, scene)
    if answer.is_possible is None:
        stop(
            f"no way to {scene} was found in time, and none was excluded. Look longer, and open the game with what "
            f"that prints: {asked} --max-seconds 300",
            UNDECIDED,
        )
    if not answer.is_possible:
        stop(f"no way leads to {scene}: {asked}", FAULT)
    return answer.choices


def _playthrough_after(story: Story, witness: str, packs: Sequence[Path]) -> Playthrough:
    """The playthrough of some choices, or one to a scene."""
    from redheat_game.engine.playthrough import Playthrough
    from redheat_game.engine.step import ChoiceNotAvailable, StoryFault
    from redheat_game.engine.wording import counted

    file = Path(witness)
    with contextlib.suppress(OSError, ValueError):
        witness = file.read_text(encoding="utf-8") if file.is_file() else witness
    choices = witness.replace(",", " ").split()
    if len(choices) == 1 and choices[0] in story.machine.scene_numbers:
        choices = list(_way_to(story, choices[0], packs))
    played = Playthrough.start(story)
    for count, choice in enumerate(choices):
        try:
            played = played.choose(choice)
        except (ChoiceNotAvailable, StoryFault) as error:
            stop(f"after {counted(count, 'choice')}, in {played.scene}: {error}", USAGE)
    return played


def _story_to_play(packs: Sequence[Path], own_scenes: Path) -> tuple[Story, list[str]]:
    """The story with the player's own scenes and the packs laid over it, and what the player has to be told.

    Mistakes in the player's own scenes only leave those out; mistakes elsewhere are told, and the program ends with 1.
    """
    from redheat_game.story.loader import load_story, stories_in, yaml_files

    given = any(pack.resolve().is_relative_to(own_scenes.resolve()) for pack in packs)
    # a story that stands alone is no place for scenes of the game's
    has_own = _has_scenes(own_scenes) and not given and not any(map(stories_in, packs))
    alone = sorted({_pack_of(each, own_scenes) for each in stories_in(own_scenes)}) if has_own else []
    notices = [
        f"{folder} stands alone and is not laid over the game: redheat play --story {folder}" for folder in alone
    ]
    if has_own and any(not any(map(path.is_relative_to, alone)) for path in yaml_files(own_scenes)):
        loaded = load_story([own_scenes, *packs], without=alone)
        if loaded.story is not None:
            return loaded.story, notices
        notices.append(f"Your own scenes were left out, for they have mistakes: redheat check {own_scenes}")
    loaded = load_story(packs)
    if loaded.story is None:
        stop_for_mistakes(loaded.diagnostics)
    return loaded.story, notices


def _pack_of(folder: Path, own_scenes: Path) -> Path:
    """The pack among the player's own scenes in which a folder lies."""
    return own_scenes.joinpath(*folder.relative_to(own_scenes).parts[:1])


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
    """Tell which files were written, tell of a crash, and end with the app's code, once everything is closed."""
    for path in app.store.written:
        click.echo(f"Replay: {path}")
    if app.crash_report is not None:
        from redheat_game.storage.crashes import crash_sentence

        stop(crash_sentence(app.crash_report), CRASHED)
    if app.return_code:
        sys.exit(app.return_code)


def is_screen() -> bool:
    """Whether there is a terminal that can show the interface."""
    able = os.environ.get("TERM", "") not in ("", "dumb", "unknown")
    return able and all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def _play_plain(story: Story, store: Store, notices: Sequence[str], begun: Playthrough | None = None) -> None:
    from redheat_game.plain.game import PlainGame

    def width() -> int:
        return shutil.get_terminal_size().columns

    told = [*notices, *([store.notice] if store.notice else [])]
    is_piped = not sys.stdin.isatty()
    PlainGame(store, story, sys.stdin, sys.stdout, width, is_piped=is_piped, notices=told, begun=begun).play()
