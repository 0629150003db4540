"""Setting packs up and adding to them: `redheat init`, `redheat new`, `redheat schema`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from redheat_game.cli.common import USAGE, folder, show, stop

if TYPE_CHECKING:
    from redheat_game.authoring.scaffolds import Plan

new_folder = click.Path(path_type=Path, file_okay=False)
in_option = click.option("--in", "pack", type=folder, default=Path(), metavar="DIR", help="The pack; else this folder.")


@click.command()
@click.argument("pack", type=new_folder, metavar="DIR", default=Path())
@click.option("--story", "title", metavar="TITLE", help="A story of its own with this title, not a branch of the game.")
@click.option("--from", "attach_to", metavar="SCENE", help="The scene of the game it hangs on; else the first.")
def init(pack: Path, title: str | None, attach_to: str | None) -> None:
    """Set up a pack in DIR: a first scene, the schema, settings for editors, a hook and a check for the repository.

    Nothing that is there already is changed, but the schema is brought up to date.
    """
    from redheat_game.authoring.scaffolds import ScaffoldError, pack_plan, schema_plan

    if title is not None and attach_to is not None:
        stop("a story of its own hangs on nothing: give --story or --from", USAGE)
    try:
        _write(pack_plan(pack, title, attach_to), pack)
    except ScaffoldError as error:
        stop(str(error), USAGE)
    _write(schema_plan(pack), pack)
    _check(pack)
    click.echo(f"Now: redheat write {pack}")


@click.group()
def new() -> None:
    """Add a scene, a trope or an ending to a pack."""


@new.command("scene")
@click.argument("name", metavar="ID")
@in_option
@click.option("--from", "attach_to", metavar="SCENE", help="The scene that gets a choice leading here.")
@click.option("--to", metavar="SCENE", help="Where it leads; else back to where it came from.")
def new_scene(name: str, pack: Path, attach_to: str | None, to: str | None) -> None:
    """Write a scene into a file of its own."""
    from redheat_game.authoring.scaffolds import scene_plan

    _add(lambda: scene_plan(pack, name, attach_to, to), pack)


@new.command("trope")
@click.argument("name", metavar="ID")
@in_option
def new_trope(name: str, pack: Path) -> None:
    """Declare something to earn; a choice or an `on_enter` with `unlock: ID` grants it."""
    from redheat_game.authoring.scaffolds import trope_plan

    _add(lambda: trope_plan(pack, name), pack)
    click.echo(f"Grant it with `unlock: {name}` on a choice.")


@new.command("ending")
@click.argument("name", metavar="ID")
@in_option
@click.option(
    "--kind",
    type=click.Choice(["victory", "bittersweet", "defeat", "death", "joke"]),
    default="bittersweet",
    show_default=True,
)
def new_ending(name: str, pack: Path, kind: str) -> None:
    """Declare an ending and write its last scene."""
    from redheat_game.authoring.scaffolds import ending_plan

    _add(lambda: ending_plan(pack, name, kind), pack)
    click.echo(f"Lead to it with `go: end_{name}`.")


@click.command()
@click.argument("pack", type=folder, metavar="[DIR]", required=False)
@click.option("--write", "writes", is_flag=True, help="Write it into the pack, where its editor settings look for it.")
def schema(pack: Path | None, writes: bool) -> None:
    """Write the JSON Schema of the story language, with the ids of the game and of the pack in DIR.

    The first line of a story file tells an editor where it is:

    # yaml-language-server: $schema=story.schema.json
    """
    from redheat_game.authoring.json_schema import schema_text
    from redheat_game.authoring.scaffolds import schema_plan
    from redheat_game.story.loader import collect_story

    if not writes:
        click.echo(schema_text(collect_story([pack] if pack else [])), nl=False)
        return
    if pack is None:
        stop("--write needs the folder of a pack: redheat schema DIR --write", USAGE)
    _write(schema_plan(pack), pack)


def _add(plan: Callable[[], Plan], pack: Path) -> None:
    """Write what is asked for, renew the schema where there is one, and say how the pack then stands."""
    from redheat_game.authoring.json_schema import FILE_NAME
    from redheat_game.authoring.scaffolds import ScaffoldError, schema_plan

    try:
        made = plan()
    except ScaffoldError as error:
        stop(str(error), USAGE)
    except (OSError, UnicodeDecodeError) as error:
        stop(f"{pack} cannot be read: {error}", USAGE)
    _write(made, pack)
    if (pack / FILE_NAME).exists():
        _write(schema_plan(pack), pack)
    _check(pack)


def _write(plan: Plan, pack: Path) -> None:
    from redheat_game.authoring.bounds import is_inside
    from redheat_game.storage.writing import write_atomically

    for path, text in plan.files.items():
        if not is_inside(pack, path):
            stop(f"{path} is a link that leads out of {pack}; nothing is written there", USAGE)
        try:
            write_atomically(path, text)
        except OSError as error:
            stop(f"{path} cannot be written: {error.strerror}", USAGE)
        click.echo(f"written: {path}")
    for path in plan.kept:
        click.echo(f"kept as it is: {path}")


def _check(pack: Path) -> None:
    from redheat_game.authoring import findings
    from redheat_game.story.loader import load_story

    loaded = load_story([pack])
    show(findings.for_people(loaded.diagnostics))
    click.echo(findings.summary(loaded.diagnostics, loaded.story))
