"""`redheat race` and `redheat watch`: racing the story, and looking at how it was raced."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from redheat_game.cli.common import FAULT, USAGE, packs_option, stop
from redheat_game.cli.judging import (
    category_or_exit,
    packed_option,
    present_story,
    replay_file,
    stories_at_hand,
    verdict_of,
)
from redheat_game.cli.playing import end_app, is_screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from redheat_game.storage.store import Store
    from redheat_game.story.script import Story
    from redheat_game.ui.app import RedHeatApp


@click.command()
@click.argument("category", required=False)
@click.option("--plain", is_flag=True, help="Numbered lines, for a screen reader or a pipe; time does not run there.")
@click.option("--runner", help="Your name in the replays; kept for the next time.")
@click.option("--livesplit", is_flag=True, help="Drive LiveSplit's server on this machine as an auto-splitter.")
@click.option("--livesplit-at", "address", metavar="HOST:PORT", help="The same, elsewhere.")
@packs_option
def race(
    category: str | None,
    plain: bool,
    runner: str | None,
    livesplit: bool,
    address: str | None,
    packs: tuple[Path, ...],
) -> None:
    """Race a CATEGORY against the clock. Your own scenes are left out; --story adds packs."""
    from redheat_game.storage.store import Store

    where = _address(address or "localhost:16834") if livesplit or address else None
    story = present_story(packs)
    with_plain = plain or not is_screen()
    name = category_or_exit(story, category) if category is not None or with_plain else None
    with Store.open() as store:
        if runner is not None:
            try:
                store.change_settings(runner=" ".join(runner.split()))
            except ValueError:
                stop("a runner's name has at most 40 characters that can be shown", USAGE)
        if with_plain:
            assert name is not None
            _race_plain(story, store, name)
            return

        def prepare(app: RedHeatApp) -> None:
            if where is not None:
                from redheat_game.speedrun.livesplit_server import LiveSplitServer

                app.livesplit = LiveSplitServer(*where)
            app.opens_with = lambda: app.open_race(name)

        ended = _on_screen(story, store, prepare)
    ended()


@click.command()
@click.argument("file", type=replay_file)
@packed_option
@packs_option
def watch(file: Path, packed: tuple[Path, ...], packs: tuple[Path, ...]) -> None:
    """Watch the run of a replay: any speed, step by step, and take over from any point as practice."""
    from redheat_game.storage.store import Store

    verdict = verdict_of(file, stories_at_hand(packed, packs))
    replay, story = verdict.replay, verdict.story
    if replay is None or story is None or not (verdict.is_valid or verdict.code == "not_finished"):
        stop(f"{file}: {verdict.code.replace('_', ' ')}: {verdict.message}", FAULT)
    if not is_screen():
        stop("a run is watched in a terminal; redheat runs cast writes it for asciinema", USAGE)

    def prepare(app: RedHeatApp) -> None:
        app.opens_with = lambda: app.open_replay(replay)

    with Store.open() as store:
        ended = _on_screen(story, store, prepare)
    ended()


def _on_screen(story: Story, store: Store, prepare: Callable[[RedHeatApp], None]) -> Callable[[], None]:
    from redheat_game.ui.app import run

    app = run(story, store, (), prepare)
    return lambda: end_app(app)


def _race_plain(story: Story, store: Store, category: str) -> None:
    from redheat_game.plain.race import PlainRace
    from redheat_game.speedrun.keeping import Stable

    def width() -> int:
        return shutil.get_terminal_size().columns

    if store.notice:
        click.echo(store.notice)
    stable = Stable(store, story, category, timed=False)
    is_piped = not sys.stdin.isatty()
    PlainRace(stable, store.settings, sys.stdin, sys.stdout, width, is_piped=is_piped).race()


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        stop(f"{text!r} is no address; write it as localhost:16834", USAGE)
    return host, int(port)
