"""`redheat bless` and `redheat rename`: keeping what was found good, and changing names without losing anything."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from redheat_game.cli.common import FAULT, USAGE, folder, show, stop, store_or_exit, write_or_stop
from redheat_game.cli.writing import story_or_exit

if TYPE_CHECKING:
    from redheat_game.story.script import Story


@click.command()
@click.argument("name", required=False)
@click.option("--in", "pack", type=folder, metavar="DIR", help="The pack; else the game's own story.")
@click.option("--choices", help="The ids of the choices, with spaces between; else your latest playthrough.")
@click.option("--update", is_flag=True, help="Accept how all blessed playthroughs (or the one of NAME) read now.")
def bless(name: str | None, pack: Path | None, choices: str | None, update: bool) -> None:
    """Keep a playthrough under NAME with its transcript; without a NAME, say which kept ones read otherwise now.

    Both files lie in `playthroughs/` of the pack; let your repository keep them. Exit code 1 where something differs.
    """
    from redheat_game.authoring import blessed

    packs = (pack,) if pack else ()
    story = story_or_exit(packs)
    if name is not None and not update:
        _bless(story, name, pack, choices)
        return
    try:
        replays = [each for each in blessed.replay_all(story, packs) if name in (None, each.file.stem)]
        found = blessed.differences(replays)
    except blessed.NotAPlaythrough as error:
        stop(str(error), USAGE)
    if name is not None and not replays:
        stop(f"there is no blessed playthrough {name}", USAGE)
    show(blessed.for_people(found))
    if update:
        for each in replays:
            if each.problem:
                click.echo(f"left as it is, for it cannot be played to its end: {each.file}")
            else:
                _write(each.transcript_file, each.transcript)
        return
    click.echo(blessed.summary(replays, found))
    sys.exit(FAULT if found else 0)


def _bless(story: Story, name: str, pack: Path | None, choices: str | None) -> None:
    from redheat_game.authoring import blessed

    folder = blessed.home_of(pack)
    if folder is None:
        stop("the game was installed without its tests; name a pack with --in", USAGE)
    ids = choices.replace(",", " ").split() if choices is not None else _latest_choices(story)
    try:
        for path in blessed.bless(story, ids, folder, name):
            click.echo(f"written: {path}")
    except blessed.CannotBless as error:
        stop(str(error), USAGE)
    except OSError as error:
        stop(f"{folder} cannot be written: {error.strerror}", USAGE)


def _latest_choices(story: Story) -> list[str]:
    with store_or_exit() as store:
        saves = store.shelf(story).saves
        latest = next(iter(saves.playthroughs()), None)
        if latest is None:
            stop(f"no playthrough of {story.title} is kept; play it first, or give --choices", USAGE)
        return [turn.choice for turn in saves.read(latest.id).turns if turn.choice is not None]


def _write(path: Path, text: str) -> None:
    write_or_stop(path, text)
    click.echo(f"written: {path}")


@click.command()
@click.argument("kind", type=click.Choice(["scene", "choice", "variable", "trope", "ending", "place", "group", "note"]))
@click.argument("old")
@click.argument("new")
@click.option("--in", "pack", type=folder, metavar="DIR", help="The pack; else the game's own story.")
def rename(kind: str, old: str, new: str, pack: Path | None) -> None:
    """Change the id OLD to NEW everywhere, and write `was:` so that saves and what was earned still know it.

    A choice is named with its scene: `redheat rename choice bathhouse_door.leave walk_out`. Nothing is written unless
    the story stays the same but for the name.
    """
    from redheat_game.authoring.renaming import CannotRename
    from redheat_game.authoring.renaming import rename as renamed
    from redheat_game.story.loader import game_scenes

    try:
        made = renamed(kind, old, new, pack or game_scenes(), (pack,) if pack else ())
    except CannotRename as error:
        stop(str(error), USAGE)
    for path, text in made.texts.items():
        _write(path, text)
    click.echo(f"{old} is now {new}, in {made.places} places")
