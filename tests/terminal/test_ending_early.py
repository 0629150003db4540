"""However the program ends in mid-run, nothing is lost and the terminal is clean."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from redheat_game.engine.playthrough import Playthrough
from tests.routes import blessed, the_story

from .conftest import Opens
from .playing import play, wait_shown
from .terminal import Terminal

CHOICES = 4


def resumes(terminal: Terminal) -> None:
    """Continue stands first, and leads to the last choice shown, with all that was read before it."""
    played = Playthrough.of_choices(the_story(), blessed("salute")[:CHOICES])
    terminal.wait_for("▸ Continue")
    terminal.press("enter")
    wait_shown(terminal, played)
    terminal.press("home")
    terminal.wait_for(the_story().scenes[played.turns[0].state.scene].title.upper())


def played_into(terminal: Terminal) -> None:
    terminal.wait_for("▸ New game")
    terminal.press("n")
    wait_shown(terminal, play(terminal, the_story(), blessed("salute")[:CHOICES]))


def test_killed_it_resumes(open_terminal: Opens) -> None:
    terminal = open_terminal()
    played_into(terminal)
    terminal.kill(signal.SIGKILL)
    assert terminal.ended() == -signal.SIGKILL
    resumes(open_terminal())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: str(number.name))
def test_asked_to_end_it_cleans_up_and_resumes(open_terminal: Opens, number: signal.Signals) -> None:
    terminal = open_terminal()
    played_into(terminal)
    terminal.kill(number)
    assert terminal.ended() == 128 + number
    assert terminal.is_restored()
    assert b"Traceback" not in terminal.output
    resumes(open_terminal())


CRASHES = """
import sys
from redheat_game.cli import run
from redheat_game.ui.screens import play

def fail(self):
    raise RuntimeError("a fault that was put there")

play.PlayScreen.action_undo = fail
sys.argv = ["redheat"]
run()
"""


def test_a_crash_leaves_one_sentence_and_a_report(open_terminal: Opens, home: Path) -> None:
    terminal = open_terminal(120, 30, script=CRASHES)
    played_into(terminal)
    terminal.press("u")
    assert terminal.ended() == 70
    assert terminal.is_restored()
    told = "".join(terminal.output.rpartition(b"\x1b[?1049l")[2].decode().split("\x1b")[-1].splitlines())
    (report,) = (home / "crashes").iterdir()
    assert f"Your game is saved; the report is {report}" in told
    assert b"Traceback" not in terminal.output
    assert "a fault that was put there" in report.read_text()
    resumes(open_terminal())


def test_ctrl_q_leaves_at_once(open_terminal: Opens) -> None:
    terminal = open_terminal()
    played_into(terminal)
    terminal.press("ctrl+q")
    assert terminal.ended() == 0
    assert terminal.is_restored()
