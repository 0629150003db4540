"""`redheat check` and `redheat explain`: what is wrong with a story, and what that means."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from redheat_game.cli.common import FAULT, UNDECIDED, USAGE, folder, packs_option, show, stop, stop_for_mistakes

if TYPE_CHECKING:
    from redheat_game.analysis.report import Proof
    from redheat_game.story.script import Story


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
@click.option("--prove/--no-prove", "proves", default=True, help="Whether to prove the story once it loads (default).")
@click.option("--max-seconds", type=click.FloatRange(min=1), default=60.0, help="When to stop proving.")
@click.option("--max-nodes", type=click.IntRange(min=1000), default=200_000, help="States one projection may have.")
def check(
    folders: tuple[Path, ...], packs: tuple[Path, ...], form: str, proves: bool, max_seconds: float, max_nodes: int
) -> None:
    """Report every mistake of the game's story, or of packs laid over it, and prove what can and cannot happen.

    Exit code 0 where all is proved and nothing found, 1 where something was, 3 where the budget ran out first.
    """
    from redheat_game.authoring import findings
    from redheat_game.story.loader import load_story

    loaded = load_story([*folders, *packs])
    found, proof = list(loaded.diagnostics), None
    code = 0 if loaded.story is not None else FAULT
    if form == "text":
        show(findings.for_people(found))
        click.echo(findings.summary(found, loaded.story))
    if proves and loaded.story is not None:
        from redheat_game.authoring import proofs

        proof = _proved(loaded.story, max_seconds, max_nodes)
        proved = proofs.diagnostics_of(proof)
        found += proved
        code = proofs.exit_code(proof, FAULT, UNDECIDED)
        if form == "text":
            show(proofs.summary(proof, loaded.story))
            show(findings.for_people(proved))
    if form == "json":
        click.echo(findings.for_programs(found, proof))
    elif form == "github":
        click.echo(findings.for_github(found), nl=False)
    sys.exit(code)


def _proved(story: Story, max_seconds: float, max_nodes: int) -> Proof:
    """The proof; on a terminal it is told meanwhile what is being done."""
    from rich.console import Console

    from redheat_game.analysis.proof import prove

    console = Console(stderr=True)
    with console.status("Reading the machine") as status:

        def tell(what: str, done: int, total: int) -> None:
            status.update(f"{what}: {done} of {total}" if total > 1 else what)

        return prove(story, max_seconds=max_seconds, max_nodes=max_nodes, progress=tell)


@click.command()
@click.argument("name")
@packs_option
@click.option("--max-seconds", type=click.FloatRange(min=1), default=30.0, help="When to stop.")
def why(name: str, packs: tuple[Path, ...], max_seconds: float) -> None:
    """Show how a scene, choice, trope or ending is reached, or what blocks it.

    NAME is its id; a choice is SCENE.CHOICE. Exit code 0 where it can be reached, 1 where it cannot, 3 where that could
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
        stop(f"several choices are called {name}: say {' or '.join(error.names)}", USAGE)
    show(proofs.answer(answer, story.story))
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
