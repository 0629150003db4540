"""`redheat runs` and `redheat board`: the history of attempts, and what it gives to others."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from redheat_game.cli.common import FAULT, USAGE, packs_option, stop, store_or_exit
from redheat_game.cli.judging import (
    category_or_exit,
    packed_option,
    present_story,
    replay_file,
    stories_at_hand,
    verdict_of,
)

if TYPE_CHECKING:
    from redheat_game.speedrun.keeping import Stable
    from redheat_game.speedrun.timing import Clock
    from redheat_game.speedrun.verification import Verdict

clock_option = click.option(
    "--clock", type=click.Choice(["real", "story", "moves"]), default="real", help="What is compared."
)

untimed_option = click.option(
    "--untimed", is_flag=True, help="The attempts in which time did not run in timed scenes, as in plain mode."
)


@click.group()
def runs() -> None:
    """Your attempts: their history, and exports for LiveSplit, asciinema and friends."""


@runs.command("history")
@click.argument("category", required=False)
@clock_option
@untimed_option
@packs_option
def show_history(category: str | None, clock: Clock, untimed: bool, packs: tuple[Path, ...]) -> None:
    """Show all attempts at a CATEGORY: the table, segments, and where time is lost."""
    from redheat_game.engine.wording import counted
    from redheat_game.speedrun import history_text
    from redheat_game.speedrun.keeping import Stable

    story = present_story(packs)
    name = category_or_exit(story, category)
    with store_or_exit() as store:
        stable = Stable(store, story, name, timed=not untimed)
        history, titles = stable.history(clock), stable.rules.titles
        _tell(stable)
        click.echo(f"{story.title}, {stable.category.title}. {stable.category.about}")
        for line in history_text.summary_lines(history, titles):
            click.echo(line)
        older = stable.records.of_other_rules()
        if older:
            click.echo(f"Played by other rules, and so apart: {counted(older, 'attempt')}.")
        for part in (
            history_text.table_lines(history_text.segment_rows(history, titles)),
            history_text.chart_lines(history, titles, 80),
            history_text.table_lines(history_text.attempt_rows(history)),
        ):
            click.echo()
            for line in part:
                click.echo(line)


@runs.command("lss")
@click.argument("category")
@click.argument("file", type=replay_file)
@untimed_option
@packs_option
def export_lss(category: str, file: Path, untimed: bool, packs: tuple[Path, ...]) -> None:
    """Write all attempts at a CATEGORY to FILE for LiveSplit; story time is its game time."""
    from redheat_game.engine.wording import counted
    from redheat_game.speedrun.keeping import Stable
    from redheat_game.speedrun.livesplit_file import livesplit_file

    story = present_story(packs)
    name = category_or_exit(story, category)
    with store_or_exit() as store:
        stable = Stable(store, story, name, timed=not untimed)
        text = livesplit_file(story.title, stable.rules.titles, stable.history("real"), stable.history("story"))
        _tell(stable)
        _write(file, text)
        click.echo(f"{file}: {counted(len(stable.attempts), 'attempt')}")


@runs.command("cast")
@click.argument("replay", type=replay_file)
@click.argument("file", type=replay_file)
@packed_option
@packs_option
def export_cast(replay: Path, file: Path, packed: tuple[Path, ...], packs: tuple[Path, ...]) -> None:
    """Write a REPLAY to FILE as an asciicast, with a marker at each split: asciinema play FILE."""
    from redheat_game.speedrun.asciicast import asciicast

    verdict = _judged(replay, packed, packs, or_reset=True)
    assert verdict.story is not None
    assert verdict.replay is not None
    _write(file, asciicast(verdict.story, verdict.replay))
    click.echo(f"{file}: {verdict.replay.end.at / 1000:.1f} seconds")


@runs.command("card")
@click.argument("replay", type=replay_file)
@packed_option
@packs_option
def print_card(replay: Path, packed: tuple[Path, ...], packs: tuple[Path, ...]) -> None:
    """Print a run in a few lines, to show around."""
    from redheat_game.speedrun.card import share_card

    click.echo(share_card(_judged(replay, packed, packs)), nl=False)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="DIR")
@click.option("--to", "out", type=click.Path(path_type=Path, file_okay=False), help="Where to write; by default DIR.")
@clock_option
@packed_option
@packs_option
def board(folder: Path, out: Path | None, clock: Clock, packed: tuple[Path, ...], packs: tuple[Path, ...]) -> None:
    """Judge every replay below DIR, and write leaderboard.html and leaderboard.csv.

    Exit code 1 where a file was refused; the page names it.
    """
    from redheat_game.engine.wording import counted
    from redheat_game.speedrun.board import board_csv, board_html, make_board
    from redheat_game.speedrun.replay import SUFFIX

    stories = stories_at_hand(packed, packs)
    made = make_board(((path, verdict_of(path, stories)) for path in sorted(folder.rglob(f"*{SUFFIX}"))), clock)
    where = out or folder
    _write(where / "leaderboard.html", board_html(made))
    _write(where / "leaderboard.csv", board_csv(made))
    for table in made.tables:
        click.echo(f"{table.category.title}: {counted(len(table.runs), 'run')}")
    if not made.tables:
        click.echo(f"no run that holds is below {folder}")
    if made.resets:
        click.echo(f"{counted(made.resets, 'reset')} left out")
    for name, verdict in made.refused:
        click.echo(f"refused {name}: {verdict.message}")
    click.echo(f"{where / 'leaderboard.html'}")
    sys.exit(FAULT if made.refused else 0)


def _judged(replay: Path, packed: tuple[Path, ...], packs: tuple[Path, ...], *, or_reset: bool = False) -> Verdict:
    """The verdict on a replay that holds; else the program ends, saying why."""
    verdict = verdict_of(replay, stories_at_hand(packed, packs))
    if not (verdict.is_valid or (or_reset and verdict.code == "not_finished")):
        stop(f"{replay}: {verdict.code.replace('_', ' ')}: {verdict.message}", FAULT)
    return verdict


def _tell(stable: Stable) -> None:
    """Say what a person has to know of what is kept, such as where the replay of a cut off attempt is."""
    if notice := stable.take_notice():
        click.echo(notice, err=True)


def _write(file: Path, text: str) -> None:
    from redheat_game.storage.writing import write_atomically

    try:
        write_atomically(file, text)
    except OSError as error:
        stop(f"{file} cannot be written: {error.strerror}", USAGE)
