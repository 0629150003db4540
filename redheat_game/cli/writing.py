"""What writers ask of a story: its figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from redheat_game.cli.common import folder, packs_option, show, stop_for_mistakes

if TYPE_CHECKING:
    from redheat_game.story.script import Story


def story_or_exit(packs: tuple[Path, ...]) -> Story:
    """The game with packs laid over it; where it has mistakes they are told, and the program ends with 1."""
    from redheat_game.story.loader import load_story

    loaded = load_story(packs)
    if loaded.story is None:
        stop_for_mistakes(loaded.diagnostics)
    return loaded.story


@click.command()
@click.argument("folders", nargs=-1, type=folder, metavar="[DIR]...")
@packs_option
@click.option("--runs", type=click.IntRange(1, 1_000_000), default=2_000, show_default=True, help="Random plays.")
@click.option("--seed", type=int, default=1988, show_default=True, help="The same seed plays the same way.")
@click.option("--all", "everything", is_flag=True, help="Lists in full, every scene among them.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people or programs.")
def stats(
    folders: tuple[Path, ...], packs: tuple[Path, ...], runs: int, seed: int, everything: bool, form: str
) -> None:
    """Count words, lengths, habits of the prose, and what random play meets."""
    from redheat_game.authoring import statistics
    from redheat_game.authoring.statistics_told import for_people

    story = story_or_exit((*folders, *packs))
    found = statistics.statistics_of(story, runs=runs, seed=seed)
    if form == "json":
        click.echo(statistics.for_programs(found))
    else:
        show(for_people(found, story, everything=everything))
