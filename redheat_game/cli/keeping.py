"""`redheat where` and `redheat profile`: what outlives the program, where it is, and how to carry it off."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import click

from redheat_game.cli.common import USAGE, stop, store_or_exit, write_or_stop


@click.command()
def where() -> None:
    """Say where saves, transcripts, reports and your own scenes are."""
    from redheat_game.storage.places import places

    for label, path in places().listed():
        click.echo(f"{label}: {path}")


@click.group()
def profile() -> None:
    """What was earned over all playthroughs, as a file."""


@profile.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
def export_profile(file: Path | None) -> None:
    """Write tropes, seen scenes, settings and named saves to FILE, or to standard output."""
    import json

    from redheat_game.storage.exchange import export_profile as exported

    with store_or_exit() as store:
        text = json.dumps(exported(store.database), indent=1, ensure_ascii=False) + "\n"
    if file is None:
        click.echo(text, nl=False)
        return
    write_or_stop(file, text)


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
        stop(f"{file.name} is no exported profile: it is not JSON", USAGE)
    with store_or_exit() as store:
        try:
            summary = imported(store.database, data)
        except ExchangeError as error:
            stop(f"{file.name}: {error}", USAGE)
    click.echo(str(summary))
