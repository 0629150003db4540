"""The doors: every command. Each imports what it needs when it is called, so that none pays for another."""

from __future__ import annotations

import os
import sys

import click

from redheat_game import __version__
from redheat_game.cli.checking import check, explain, why
from redheat_game.cli.common import CRASHED, stop
from redheat_game.cli.judging import pack, route, verify
from redheat_game.cli.keeping import profile, where
from redheat_game.cli.packs import init, new, schema
from redheat_game.cli.playing import play
from redheat_game.cli.racing import race, watch
from redheat_game.cli.regression import bless, rename
from redheat_game.cli.runs import board, runs
from redheat_game.cli.writing import graph, list_ids, show_scene, stats, write


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="redheat")
@click.pass_context
def main(context: click.Context) -> None:
    """Red Heat, the game. Without a command: play."""
    if context.invoked_subcommand is None:
        context.invoke(play)


for command in (
    *(play, race, watch, where, profile),
    *(verify, route, runs, board, pack),
    *(write, init, new, schema, check, explain, why, list_ids, show_scene, stats, graph, bless, rename),
):
    main.add_command(command)


def run() -> None:
    """Run a command. Whatever goes wrong, a person sees a sentence and never a traceback."""
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(0)
    except BrokenPipeError:
        # whoever read our output has gone; nothing may be written to it any more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        from redheat_game.storage.crashes import crash_sentence, report_crash

        stop(crash_sentence(report_crash(error)), CRASHED)
