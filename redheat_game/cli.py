"""The doors: every command. Each imports what it needs when it is called, so that none pays for another."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from redheat_game import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from redheat_game.story.script import Story

FAULT, USAGE = 1, 2

_folder = click.Path(path_type=Path, exists=True, file_okay=False)
_packs = click.option(
    "--story", "packs", multiple=True, type=_folder, help="A folder of scenes laid over the game; may be repeated."
)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="redheat")
@click.pass_context
def main(context: click.Context) -> None:
    """Red Heat, the game. Without a command: play."""
    if context.invoked_subcommand is None:
        context.invoke(play)


@main.command()
@click.option("--plain", is_flag=True, help="Numbered lines, for a screen reader or a pipe.")
@_packs
def play(plain: bool = False, packs: tuple[Path, ...] = ()) -> None:
    """Play the game."""
    story = _story_or_exit(packs)
    if plain or not _is_screen():
        _play_plain(story)
        return
    from redheat_game.ui.app import run

    run(story)


@main.command()
@click.argument("folders", nargs=-1, type=_folder, metavar="[DIR]...")
@_packs
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people or programs.")
def check(folders: tuple[Path, ...], packs: tuple[Path, ...], form: str) -> None:
    """Report every mistake of the game's story, or of packs laid over it.

    Exit code 0 where there is none, 1 where there are some.
    """
    from redheat_game.authoring import findings
    from redheat_game.story.loader import load_story

    loaded = load_story([*folders, *packs])
    if form == "json":
        click.echo(findings.for_programs(loaded.diagnostics))
    else:
        _print(findings.for_people(loaded.diagnostics))
        click.echo(findings.summary(loaded.diagnostics, loaded.story))
    sys.exit(0 if loaded.story is not None else FAULT)


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """Say all about a diagnostic, such as RH041: what it means, and a wrong and a right example."""
    from redheat_game.authoring import findings

    definition, near = findings.definition_of(code)
    if definition is None:
        _stop(f"there is no diagnostic {code}" + (f"; did you mean {near}?" if near else ""), USAGE)
    _print(findings.explanation(definition))


def _story_or_exit(packs: Sequence[Path]) -> Story:
    """The story to play; where it has mistakes they are told, and the program ends with 1."""
    from redheat_game.story.loader import load_story

    loaded = load_story(packs)
    if loaded.story is None:
        from redheat_game.authoring import findings

        errors = [item for item in loaded.diagnostics if item.severity == "error"]
        _print(findings.for_people(errors), to_stderr=True)
        _stop(f"the story cannot be played: {findings.summary(errors, None)}", FAULT)
    return loaded.story


def _is_screen() -> bool:
    """Whether there is a terminal that can show the interface."""
    able = os.environ.get("TERM", "") not in ("", "dumb", "unknown")
    return able and all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def _play_plain(story: Story) -> None:
    from redheat_game.plain.game import PlainGame
    from redheat_game.storage.store import Store

    def width() -> int:
        return shutil.get_terminal_size().columns

    with Store.open() as store:
        kept = store.start(story)
        PlainGame(kept, sys.stdin, sys.stdout, width).play()


def _print(what: RenderableType, *, to_stderr: bool = False) -> None:
    from rich.console import Console

    Console(stderr=to_stderr, highlight=False, soft_wrap=True).print(what, end="")


def _stop(message: str, code: int) -> NoReturn:
    click.echo(f"redheat: {message}", err=True)
    sys.exit(code)
