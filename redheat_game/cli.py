"""The doors: every command. Each imports what it needs when it is called, so that none pays for another."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

import click

from redheat_game import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import RenderableType

    from redheat_game.storage.store import Store
    from redheat_game.story.diagnostics.core import Diagnostic
    from redheat_game.story.script import Story

FAULT, USAGE, UNDECIDED, CRASHED = 1, 2, 3, 70

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
    from redheat_game.storage.store import Store

    with Store.open() as store:
        if plain or not _is_screen():
            story, notices = _story_to_play(packs, store.places.scenes)
            _play_plain(story, store, notices)
            return
        ended = _play_on_screen(packs, store)
    ended()


@main.command()
@click.argument("folders", nargs=-1, type=_folder, metavar="[DIR]...")
@_packs
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people or programs.")
@click.option("--prove", "proves", is_flag=True, help="Also prove what can happen, and what always can.")
@click.option("--max-seconds", type=click.FloatRange(min=1), default=60.0, help="When to stop proving.")
@click.option("--max-nodes", type=click.IntRange(min=1000), default=200_000, help="States one projection may have.")
def check(
    folders: tuple[Path, ...], packs: tuple[Path, ...], form: str, proves: bool, max_seconds: float, max_nodes: int
) -> None:
    """Report every mistake of the game's story, or of packs laid over it.

    Exit code 0 where there is none, 1 where there are some; with --prove, 3 where the budget ran out undecided.
    """
    from redheat_game.authoring import findings
    from redheat_game.story.loader import load_story

    loaded = load_story([*folders, *packs])
    proof = None
    code = 0 if loaded.story is not None else FAULT
    if proves and loaded.story is not None:
        from redheat_game.analysis.proof import prove
        from redheat_game.authoring import proofs

        proof = prove(loaded.story, max_seconds=max_seconds, max_nodes=max_nodes)
        code = proofs.exit_code(proof, FAULT, UNDECIDED)
    if form == "json":
        click.echo(findings.for_programs(loaded.diagnostics, proof))
    else:
        _print(findings.for_people(loaded.diagnostics))
        click.echo(findings.summary(loaded.diagnostics, loaded.story))
        if proof is not None and loaded.story is not None:
            _print(proofs.for_people(proof, loaded.story))
    sys.exit(code)


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """Say all about a diagnostic, such as RH041: what it means, and a wrong and a right example."""
    from redheat_game.authoring import findings

    definition, near = findings.definition_of(code)
    if definition is None:
        _stop(f"there is no diagnostic {code}" + (f"; did you mean {near}?" if near else ""), USAGE)
    _print(findings.explanation(definition))


@main.command()
def where() -> None:
    """Say where saves, transcripts, reports and your own scenes are."""
    from redheat_game.storage.places import places

    for label, path in places().listed():
        click.echo(f"{label}: {path}")


@main.group()
def profile() -> None:
    """What was earned over all playthroughs, as a file."""


@profile.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
def export_profile(file: Path | None) -> None:
    """Write tropes, seen scenes, settings and named saves to FILE, or to standard output."""
    import json

    from redheat_game.storage.exchange import export_profile as exported
    from redheat_game.storage.writing import write_atomically

    with _store_or_exit() as store:
        text = json.dumps(exported(store.database), indent=1, ensure_ascii=False) + "\n"
    if file is None:
        click.echo(text, nl=False)
        return
    try:
        write_atomically(file, text)
    except OSError as error:
        _stop(f"{file} cannot be written: {error.strerror}", USAGE)


@profile.command("import")
@click.argument("file", type=click.File("r", encoding="utf-8"))
def import_profile(file: TextIO) -> None:
    """Add what an exported FILE holds (- for standard input). Nothing that is here is lost."""
    import json

    from redheat_game.storage.exchange import import_profile as imported
    from redheat_game.storage.exchange_format import ExchangeError

    try:
        data = json.load(file)
    except (ValueError, RecursionError, OSError):
        _stop(f"{file.name} is no exported profile: it is not JSON", USAGE)
    with _store_or_exit() as store:
        try:
            summary = imported(store.database, data)
        except ExchangeError as error:
            _stop(f"{file.name}: {error}", USAGE)
    click.echo(str(summary))


def _store_or_exit() -> Store:
    from redheat_game.storage.database import StorageUnavailable
    from redheat_game.storage.store import Store

    try:
        return Store.open(strict=True)
    except StorageUnavailable as error:
        _stop(str(error), USAGE)


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
        _stop_for_mistakes(loaded.diagnostics)
    if not has_own:
        return loaded.story, []
    return loaded.story, [f"Your own scenes were left out, for they have mistakes: redheat check {own_scenes}"]


def _has_scenes(folder: Path) -> bool:
    return folder.is_dir() and any(folder.rglob("*.y*ml"))


def _stop_for_mistakes(diagnostics: Sequence[Diagnostic]) -> NoReturn:
    from redheat_game.authoring import findings

    errors = [item for item in diagnostics if item.severity == "error"]
    _print(findings.for_people(errors), to_stderr=True)
    _stop(f"the story cannot be played: {findings.summary(errors, None)}", FAULT)


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
            _stop_for_mistakes(mistakes)
        if app.crash_report is not None:
            from redheat_game.storage.crashes import crash_sentence

            _stop(crash_sentence(app.crash_report), CRASHED)
        if app.return_code:
            sys.exit(app.return_code)

    return ended


def _is_screen() -> bool:
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


def _print(what: RenderableType, *, to_stderr: bool = False) -> None:
    from rich.console import Console

    Console(stderr=to_stderr, highlight=False, soft_wrap=True).print(what, end="")


def _stop(message: str, code: int) -> NoReturn:
    click.echo(f"redheat: {message}", err=True)
    sys.exit(code)


def run() -> None:
    """Run a command. Whatever goes wrong, a person sees a sentence and never a traceback."""
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
    except BrokenPipeError:
        # whoever read our output has gone; nothing may be written to it any more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        from redheat_game.storage.crashes import crash_sentence, report_crash

        _stop(crash_sentence(report_crash(error)), CRASHED)
