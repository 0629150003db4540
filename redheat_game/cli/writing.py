"""What writers ask of a story: the desk, its figures, and its graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from redheat_game.cli.common import UNDECIDED, USAGE, folder, packs_option, show, stop, stop_for_mistakes, write_or_stop

if TYPE_CHECKING:
    from redheat_game.authoring.graph import StoryGraph
    from redheat_game.authoring.listing import Kind
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
@click.option("--surviving", is_flag=True, help="Plays that take no choice after which only deaths are left.")
@click.option("--all", "everything", is_flag=True, help="Lists in full, every scene among them.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people or programs.")
def stats(
    folders: tuple[Path, ...],
    packs: tuple[Path, ...],
    runs: int,
    seed: int,
    surviving: bool,
    everything: bool,
    form: str,
) -> None:
    """Count words, lengths, habits of the prose, and what random play meets."""
    from redheat_game.authoring import statistics
    from redheat_game.authoring.statistics_told import for_people
    from redheat_game.authoring.survival import CannotTell

    story = story_or_exit((*folders, *packs))
    try:
        found = statistics.statistics_of(story, runs=runs, seed=seed, surviving=surviving)
    except CannotTell as question:
        stop(f"whether one can still live in {question} was not found out; leave out --surviving", UNDECIDED)
    if form == "json":
        click.echo(statistics.for_programs(found))
    else:
        show(for_people(found, story, everything=everything))


@click.command("list")
@click.argument(
    "kind",
    type=click.Choice(["scenes", "variables", "places", "cast", "tropes", "endings", "acts", "categories", "notes"]),
    default="scenes",
    metavar="[KIND]",
)
@click.option("--act", metavar="ID", help="Of scenes, only those of this act: its id, or its number.")
@packs_option
def list_ids(kind: Kind, act: str | None, packs: tuple[Path, ...]) -> None:
    """List the ids of a story: its scenes by act and depth, with title, place and file; or those of another kind.

    KIND: scenes, variables, places, cast, tropes, endings, acts, categories or notes.
    """
    from rich.cells import cell_len

    from redheat_game.authoring.listing import listed

    story = story_or_exit(packs)
    if act is not None:
        acts = {name: name for name in story.acts} | {str(each.number): name for name, each in story.acts.items()}
        if kind != "scenes" or act not in acts:
            stop(f"--act goes with scenes, and one of these: {', '.join(story.acts)}", USAGE)
        act = acts[act]
    rows = listed(story, kind, act)
    # never cut: a line that is too long for the window is better than an id that cannot be read
    widths = [max(cell_len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


@click.command("show")
@click.argument("scene")
@packs_option
def show_scene(scene: str, packs: tuple[Path, ...]) -> None:
    """Print a SCENE as it is written, with its file and line, and the choices that other documents add to it."""
    from redheat_game.authoring.graph import added_choices, document_at
    from redheat_game.story.diagnostics.core import nearest

    story = story_or_exit(packs)
    number = story.machine.scene_numbers.get(scene)
    if number is None:
        near = nearest(scene, story.machine.scene_numbers)
        stop(f"no scene {scene}" + (f"; did you mean {near}?" if near else "; redheat list names all"), USAGE)
    span = story.scenes[number].span
    if span is None:
        stop(f"the scene {scene} stands in no file", USAGE)
    click.echo(f"# {span.file.name}:{span.line}")
    click.echo(document_at(span), nl=False)
    for choice, place in added_choices(story, number):
        click.echo(f"# also the choice {choice}: {place.file.name}:{place.line}")


@click.command()
@click.argument("folders", nargs=-1, type=folder, metavar="[DIR]...")
@packs_option
@click.option("--format", "form", type=click.Choice(["html", "mermaid", "dot"]), default="html", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="A file; else standard output.")
@click.option("--runs", type=click.IntRange(1, 1_000_000), default=1_000, show_default=True, help="Random plays.")
@click.option(
    "--max-seconds", type=click.FloatRange(min=0), default=20.0, show_default=True, help="For shortest routes; 0: none."
)
def graph(
    folders: tuple[Path, ...], packs: tuple[Path, ...], form: str, output: Path | None, runs: int, max_seconds: float
) -> None:
    """Draw the story: every scene and every way, by act and depth.

    The HTML page needs nothing else: it searches, folds acts, colours scenes by how often they are seen, shows the
    shortest route of each category, and the source of a scene.
    """
    from redheat_game.authoring import graph as graphs

    layers = (*folders, *packs)
    story = story_or_exit(layers)
    if form == "html":
        from redheat_game.authoring.graph_page import page

        text = page(_played_graph(story, layers, runs, max_seconds))
    else:
        text = (graphs.mermaid if form == "mermaid" else graphs.dot)(graphs.graph_of(story))
    if output is None:
        click.echo(text, nl=False)
        return
    write_or_stop(output, text)
    click.echo(f"written: {output}")


def _played_graph(story: Story, packs: tuple[Path, ...], runs: int, max_seconds: float) -> StoryGraph:
    """The graph with what random play and blessed playthroughs see, and with the shortest routes that are found."""
    from redheat_game.authoring import blessed
    from redheat_game.authoring.graph import graph_of
    from redheat_game.authoring.random_play import play_at_random

    played = play_at_random(story, runs, seed=1988)
    coverage = {"random play": {name: count / runs for name, count in played.scenes.items()}}
    try:
        replays = blessed.replay_all(story, packs)
    except blessed.NotAPlaythrough as error:
        stop(str(error), USAGE)
    if replays:
        entered = [set(each.scenes) for each in replays]
        names = set().union(*entered)
        coverage["blessed playthroughs"] = {name: sum(name in one for one in entered) / len(entered) for name in names}
    routes = {}
    if max_seconds and story.categories:
        from redheat_game.analysis.proof import prove

        proof = prove(story, max_seconds=max_seconds)
        routes = {
            story.categories[name].title + ("" if found.moves.proved else " (best found)"): found.moves.choices
            for name, found in proof.routes.items()
            if found.moves.choices is not None
        }
    return graph_of(story, coverage, routes)


@click.command()
@click.argument("folders", nargs=-1, type=folder, metavar="[DIR]...")
@packs_option
@click.option("--scene", metavar="ID", help="The scene to begin in, reached by a way that players can take.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A variable to begin with.")
@click.option("--max-seconds", type=click.FloatRange(min=0), default=60.0, help="For each proof; 0 proves nothing.")
def write(
    folders: tuple[Path, ...], packs: tuple[Path, ...], scene: str | None, settings: tuple[str, ...], max_seconds: float
) -> None:
    """Open the game beside its variables, mistakes and proofs, and follow the files as you save them.

    Your place is kept by taking your choices again; a mistake is shown, and the last good story played on. Nothing here
    touches your saves or what you have earned.
    """
    from dataclasses import asdict

    from redheat_game.authoring.editions import Editions
    from redheat_game.cli.playing import end_app, is_screen
    from redheat_game.storage.database import Database
    from redheat_game.storage.store import Store

    if not is_screen():
        stop("the desk needs a terminal; `redheat check` says what is wrong without one", USAGE)
    from redheat_game.ui.desk.app import DeskApp

    with Store.open() as players, Store(players.places, Database.in_memory()) as store:
        store.change_settings(**(asdict(players.settings) | {"content_notes": False, "timed_choices": False}))
        app = DeskApp(Editions((*folders, *packs)), store, scene=scene, settings=settings, max_seconds=max_seconds)
        app.run()
    end_app(app)
