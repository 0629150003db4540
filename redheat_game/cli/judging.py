"""`redheat verify`, `redheat pack` and `redheat route`: what a run is worth, and how good one can be."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from redheat_game.cli.common import FAULT, UNDECIDED, USAGE, packs_option, stop, stop_for_mistakes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redheat_game.speedrun.losses import Losses
    from redheat_game.speedrun.optimum import Measure, Optimum
    from redheat_game.speedrun.stories import Stories
    from redheat_game.speedrun.verification import Verdict
    from redheat_game.story.script import Story

replay_file = click.Path(path_type=Path, dir_okay=False)
packed_option = click.option(
    "--packed", multiple=True, type=replay_file, help="A packed story that runs may belong to; may be repeated."
)
format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people or programs."
)


@click.command()
@click.argument("files", nargs=-1, required=True, type=replay_file, metavar="FILE...")
@packed_option
@packs_option
@format_option
def verify(files: tuple[Path, ...], packed: tuple[Path, ...], packs: tuple[Path, ...], form: str) -> None:
    """Judge replays: play every choice again and compare every claim. Exit code 1 where any is not valid."""
    from redheat_game.speedrun.wording import verdict_lines

    stories = stories_at_hand(packed, packs)
    verdicts = [(path, verdict_of(path, stories)) for path in files]
    if form == "json":
        rows = [{"file": str(path), **verdict.to_json()} for path, verdict in verdicts]
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        for path, verdict in verdicts:
            for line in verdict_lines(str(path), verdict):
                click.echo(line)
    sys.exit(0 if all(verdict.is_valid for _, verdict in verdicts) else FAULT)


@click.command()
@click.argument("file", type=replay_file)
@packs_option
def pack(file: Path, packs: tuple[Path, ...]) -> None:
    """Write the story as it is now to FILE, with what was proved of its categories, to judge runs on it for ever."""
    from redheat_game.speedrun.optimum import Optima
    from redheat_game.speedrun.packing import pack as packed
    from redheat_game.storage.places import places
    from redheat_game.storage.writing import write_atomically

    story = present_story(packs)
    optima = Optima(places().optima)
    known = {name: found for name in story.categories if (found := optima.get(story, name)) is not None}
    try:
        write_atomically(file, packed(story, known))
    except OSError as error:
        stop(f"{file} cannot be written: {error.strerror}", USAGE)
    click.echo(f"{file}: {story.title}, rules {story.rules_digest[:12]}")
    for name, category in story.categories.items():
        state = "nothing proved" if name not in known else "optimum proved" if known[name].is_proved else "bounds known"
        click.echo(f"  {category.title}: {state}" + ("" if name in known else f" (redheat route {name})"))


@click.command()
@click.argument("category", required=False)
@click.option(
    "--replay",
    "file",
    type=replay_file,
    help="Also say where this run lost moves and story time; with --by, where it lost that.",
)
@click.option(
    "--by",
    type=click.Choice(["order", "moves", "story"]),
    default="order",
    help="What the route is best in; by default what the category is ordered by.",
)
@click.option("--again", is_flag=True, help="Prove further, though something is known already.")
@click.option("--max-seconds", type=click.FloatRange(min=1), default=60.0, help="When to stop proving.")
@click.option("--max-nodes", type=click.IntRange(min=1000), default=200_000, help="States one projection may have.")
@packed_option
@packs_option
@format_option
def route(
    category: str | None,
    file: Path | None,
    by: Literal["order", "moves", "story"],
    again: bool,
    max_seconds: float,
    max_nodes: int,
    packed: tuple[Path, ...],
    packs: tuple[Path, ...],
    form: str,
) -> None:
    """Print the shortest route of a CATEGORY, choice by choice, and what is proved of it.

    What was proved is kept. Exit code 3 where it could not be proved that no route is shorter.
    """
    from redheat_game.speedrun import wording
    from redheat_game.speedrun.losses import losses_of
    from redheat_game.speedrun.route_sheet import route_sheet

    verdict = None
    if file is not None:
        verdict = verdict_of(file, stories_at_hand(packed, packs))
        if not verdict.is_valid or verdict.replay is None or verdict.story is None:
            stop("\n".join(wording.verdict_lines(str(file), verdict)), FAULT)
        if category not in (None, verdict.replay.header.category):
            stop(f"{file} is a run of {verdict.replay.header.category}, not of {category}", USAGE)
        category, story = verdict.replay.header.category, verdict.story
    else:
        story = present_story(packs)
    name = category_or_exit(story, category)
    optimum = _proved(story, name, again, max_seconds, max_nodes)
    if verdict is not None:
        optimum = _with_run(optimum, verdict)
    measure: Measure = "story" if by == "story" else "moves"
    best, by_order = optimum.by(measure), optimum.by_order if by == "order" else None
    title = story.categories[name].title
    if by_order is not None:
        headline, is_proved = wording.by_order_headline(title, by_order), by_order.is_proved
    else:
        headline, is_proved = wording.headline(title, best, measure), best.is_proved
    rows = route_sheet(story, name, best.choices if by_order is None else by_order.choices)
    lost: dict[Measure, Losses] = {}
    if verdict is not None and verdict.replay is not None:
        measures: tuple[Measure, ...] = ("moves", "story") if by == "order" else (measure,)
        spend = {"max_seconds": max_seconds, "max_nodes": max_nodes}
        for each in measures:
            if sys.stderr.isatty():
                click.echo(
                    f"Looking for up to {max_seconds:g} seconds where {wording.MEASURE_NAMES[each]} went.", err=True
                )
            lost[each] = losses_of(story, verdict.replay, each, route=optimum.by(each), **spend)  # type: ignore[arg-type]
    if form == "json":
        from dataclasses import asdict

        data = {"category": name, **optimum.to_json(), "sheet": [asdict(row) for row in rows]}
        if lost:
            names = {"moves": "moves", "story": "story_seconds"}
            data["losses"] = {names[each]: asdict(found) for each, found in lost.items()}
        click.echo(json.dumps(data, indent=1, ensure_ascii=False))
    else:
        for line in wording.route_lines(story, headline, rows):
            click.echo(line)
        if verdict is not None and verdict.timing is not None and optimum.by_order is not None:
            click.echo()
            click.echo(wording.distance_text(optimum, verdict.timing, verdict.achievements))
        for each, found in lost.items():
            click.echo()
            for line in wording.loss_lines(story, found, each):
                click.echo(line)
    sys.exit(0 if is_proved else UNDECIDED)


def _proved(story: Story, category: str, again: bool, max_seconds: float, max_nodes: int) -> Optimum:
    """What is known of a category, proved now where nothing is known yet."""
    from redheat_game.speedrun.course import order_sign
    from redheat_game.speedrun.optimum import Optima, prove_optimum
    from redheat_game.storage.places import places

    optima = Optima(places().optima)
    known = optima.get(story, category)
    is_ordered = bool(order_sign(story.categories[category].order))
    if known is not None and not again and (known.by_order is not None or not is_ordered):
        return known
    if sys.stderr.isatty():
        click.echo(f"Proving for up to {max_seconds:g} seconds.", err=True)
    found = prove_optimum(story, category, max_seconds=max_seconds, max_nodes=max_nodes)
    try:
        return optima.keep(story, category, found)
    except OSError as error:
        click.echo(f"redheat: what was proved could not be kept: {error}", err=True)
        return found.better_of(known)


def _with_run(optimum: Optimum, verdict: Verdict) -> Optimum:
    """What is known of a category once a run of it is known as well, which may be shorter than any known before."""
    from redheat_game.speedrun.optimum import Best, Optimum, by_order_of

    if verdict.undos or verdict.timing is None or verdict.replay is None or verdict.story is None:
        return optimum
    choices = verdict.replay.choices
    run = Optimum(
        Best(verdict.timing.moves, None, choices),
        Best(verdict.timing.story, None, choices),
        by_order_of(verdict.story, verdict.replay.header.category, choices),
    )
    return optimum.better_of(run)


def present_story(packs: Sequence[Path]) -> Story:
    """The game's story with these packs over it, without the player's own folder; ends with 1 where it has mistakes."""
    from redheat_game.story.loader import load_story

    loaded = load_story(packs)
    if loaded.story is None:
        stop_for_mistakes(loaded.diagnostics)
    return loaded.story


def category_or_exit(story: Story, category: str | None) -> str:
    """The id of the category that was asked for by id or title; the program ends where there is none of that name."""
    by_title = {each.title.casefold(): name for name, each in story.categories.items()}
    if category is not None and category not in story.categories:
        category = by_title.get(category.casefold(), category)
    if category is None or category not in story.categories:
        listed = ", ".join(story.categories) or "none: the story declares no categories"
        asked = "which category?" if category is None else f"there is no category {category!r}."
        stop(f"{asked} There are: {listed}", USAGE)
    return category


def stories_at_hand(packed: Sequence[Path], packs: Sequence[Path]) -> Stories:
    """The stories that runs may belong to."""
    from redheat_game.speedrun.optimum import Optima
    from redheat_game.speedrun.packing import PackError
    from redheat_game.speedrun.stories import STORIES, Stories, read_packed
    from redheat_game.storage.places import places

    try:
        given = [read_packed(path) for path in packed]
    except PackError as error:
        stop(str(error), USAGE)
    return Stories(lambda: present_story(packs), given, [places().replays / STORIES], Optima(places().optima))


def verdict_of(path: Path, stories: Stories) -> Verdict:
    """What comes of judging one file."""
    from redheat_game.speedrun.replay import MAX_BYTES
    from redheat_game.speedrun.verification import Verdict, verify

    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return Verdict("unreadable", f"it cannot be read: {error.strerror}")
    stories.beside(path)
    return verify(data, stories.of, stories.optimum)
