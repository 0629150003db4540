"""`redheat check` and `redheat explain`: what is wrong with a story, and what that means."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from redheat_game.cli.common import FAULT, UNDECIDED, USAGE, folder, packs_option, show, stop


@click.command()
@click.argument("folders", nargs=-1, type=folder, metavar="[DIR]...")
@packs_option
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
        show(findings.for_people(loaded.diagnostics))
        click.echo(findings.summary(loaded.diagnostics, loaded.story))
        if proof is not None and loaded.story is not None:
            show(proofs.for_people(proof, loaded.story))
    sys.exit(code)


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """Say all about a diagnostic, such as RH041: what it means, and a wrong and a right example."""
    from redheat_game.authoring import findings

    definition, near = findings.definition_of(code)
    if definition is None:
        stop(f"there is no diagnostic {code}" + (f"; did you mean {near}?" if near else ""), USAGE)
    show(findings.explanation(definition))
