"""What commands share: exit codes, options, and how a person is told something."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from redheat_game.storage.store import Store
    from redheat_game.story.diagnostics.core import Diagnostic

FAULT, USAGE, UNDECIDED, CRASHED = 1, 2, 3, 70

folder = click.Path(path_type=Path, exists=True, file_okay=False)
packs_option = click.option(
    "--story", "packs", multiple=True, type=folder, help="A folder of scenes laid over the game; may be repeated."
)


def show(what: RenderableType, *, to_stderr: bool = False) -> None:
    from rich.console import Console

    Console(stderr=to_stderr, highlight=False, soft_wrap=True).print(what, end="")


def stop(message: str, code: int) -> NoReturn:
    click.echo(f"redheat: {message}", err=True)
    sys.exit(code)


def write_or_stop(path: Path, text: str) -> None:
    """Write a file whole; where that cannot be done say so, and end with 2."""
    from redheat_game.storage.writing import write_atomically

    try:
        write_atomically(path, text)
    except OSError as error:
        stop(f"{path} cannot be written: {error.strerror}", USAGE)


def store_or_exit() -> Store:
    from redheat_game.storage.database import StorageUnavailable
    from redheat_game.storage.store import Store

    try:
        return Store.open(strict=True)
    except StorageUnavailable as error:
        stop(str(error), USAGE)


def stop_for_mistakes(diagnostics: Sequence[Diagnostic]) -> NoReturn:
    from redheat_game.authoring import findings

    errors = [item for item in diagnostics if item.severity == "error"]
    show(findings.for_people(errors), to_stderr=True)
    stop(f"the story cannot be played: {findings.summary(errors, None)}", FAULT)
