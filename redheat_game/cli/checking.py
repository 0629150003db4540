"""`redheat check` and `redheat explain`: what is wrong with a story, and what that means."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from redheat_game.cli.common import FAULT, UNDECIDED, USAGE, folder, packs_option, show, stop, stop_for_mistakes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redheat_game.authoring.checking import Limits
    from redheat_game.story.loader import Rereading


@click.command()
@click.argument("folders", nargs=-1, type=folder, metavar="[DIR]...")
@packs_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="For people, for programs, or as annotations of a GitHub workflow.",
)
@click.option(
    "--prove/--no-prove",
    "proves",
    default=True,
    show_default="--prove",
    help="Whether to prove the story once it loads.",
)
@click.option(
    "--max-seconds", type=click.FloatRange(min=1), default=300.0, show_default=True, help="When to stop proving."
)
@click.option("--max-nodes", type=click.IntRange(min=1000), default=200_000, help="States one projection may have.")
@click.option(
    "--routes/--no-routes",
    "seeks_routes",
    default=True,
    show_default="--routes",
    help="Whether to prove the shortest routes of the races too, which takes longer than all the rest.",
)
@click.option("--watch", "watches", is_flag=True, help="Check again at each save, until ctrl+c.")
def check(
    folders: tuple[Path, ...],
    packs: tuple[Path, ...],
    form: str,
    proves: bool,
    max_seconds: float,
    max_nodes: int,
    seeks_routes: bool,
    watches: bool,
) -> None:
    """Report every mistake of the game's story, or of packs laid over it, and prove what can and cannot happen.

    Blessed playthroughs are replayed too. Exit code 0 where all is proved and nothing found, 1 where something was,
    3 where the budget ran out first.
    """
    from redheat_game.authoring.checking import Limits

    layers = [*folders, *packs]
    limits = Limits(max_seconds, max_nodes, seeks_routes) if proves else None
    if watches:
        _check_at_each_save(layers, form, limits)
    else:
        sys.exit(_check_once(layers, form, limits))


def _check_at_each_save(layers: Sequence[Path], form: str, limits: Limits | None) -> None:
    from redheat_game.authoring.watching import changes
    from redheat_game.story.loader import Rereading, game_scenes

    again = Rereading()
    for _ in changes([*layers, *([game_scenes()] if game_scenes().is_dir() else [])]):
        if form == "text":
            click.clear()
        _check_once(layers, form, limits, again)


def _check_once(layers: Sequence[Path], form: str, limits: Limits | None, again: Rereading | None = None) -> int:
    """Check and tell; gives the exit code."""
    from rich.console import Console

    from redheat_game.authoring import blessed, checking, findings, proofs
    from redheat_game.story.loader import load_story

    loaded = load_story(layers, again=again)
    if form == "text":
        show(findings.for_people(loaded.diagnostics))
        click.echo(findings.summary(loaded.diagnostics, loaded.story))
    with Console(stderr=True).status("Reading the machine") as status:

        def tell(what: str, done: int, total: int) -> None:
            status.update(f"{what}: {done} of {total}" if total > 1 else what)

        try:
            checked = checking.check(loaded, layers, limits, tell)
        except blessed.NotAPlaythrough as error:
            stop(str(error), USAGE)
    if form == "json":
        click.echo(json.dumps(checked.to_json(), indent=2, ensure_ascii=False))
    elif form == "github":
        click.echo(findings.for_github([*loaded.diagnostics, *checked.proved]), nl=False)
        click.echo(blessed.for_github(checked.replays, checked.differences), nl=False)
    else:
        if checked.proof is not None and loaded.story is not None:
            otherwise = len({each.playthrough for each in checked.differences})
            show(proofs.summary(checked.proof, loaded.story, reads_otherwise=otherwise))
        if checked.replays:
            click.echo(blessed.summary(checked.replays, checked.differences))
        show(findings.for_people(checked.proved))
        show(blessed.for_people(checked.differences))
    return FAULT if checked.is_at_fault else UNDECIDED if checked.is_undecided else 0


@click.command()
@click.argument("name")
@packs_option
@click.option("--max-seconds", type=click.FloatRange(min=1), default=30.0, show_default=True, help="When to stop.")
def why(name: str, packs: tuple[Path, ...], max_seconds: float) -> None:
    """Show how a scene, choice, trope or ending is reached, or what blocks it.

    NAME is its id (redheat list) or its title; a choice is SCENE.CHOICE. It tells how: it is no place for who would
    rather find out. Exit code 0 where it can be reached, 1 where it cannot, 3 where that could
    not be decided in time.
    """
    from redheat_game.analysis.questions import NoSuchThing, SeveralSuchThings
    from redheat_game.analysis.questions import why as asked
    from redheat_game.authoring import proofs
    from redheat_game.story.diagnostics.core import nearest
    from redheat_game.story.loader import load_story

    story = load_story(packs)
    if story.story is None:
        stop_for_mistakes(story.diagnostics)
    try:
        answer = asked(story.story, name, max_seconds=max_seconds)
    except NoSuchThing as error:
        near = nearest(name, error.known)
        stop(
            f"the story has no scene, choice, trope or ending {name}" + (f"; did you mean {near}?" if near else ""),
            USAGE,
        )
    except SeveralSuchThings as error:
        stop(f"several things are called {name}: say {' or '.join(error.names)}", USAGE)
    show(proofs.answer(answer, story.story, packs))
    sys.exit(UNDECIDED if answer.is_possible is None else 0 if answer.is_possible else FAULT)


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """Say all about a diagnostic, such as RH041: what it means, and a wrong and a right example."""
    from redheat_game.authoring import findings

    definition, near = findings.definition_of(code)
    if definition is None:
        stop(f"there is no diagnostic {code}" + (f"; did you mean {near}?" if near else ""), USAGE)
    show(findings.explanation(definition))
