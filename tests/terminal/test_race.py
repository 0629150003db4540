"""A whole category raced by keys in a terminal, and what a terminal that is closed leaves behind."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from redheat_game.engine.playthrough import Playthrough
from redheat_game.speedrun.keeping import Stable
from redheat_game.speedrun.livesplit_file import time_span
from redheat_game.speedrun.verification import verify
from redheat_game.storage.places import Places
from redheat_game.storage.store import Store
from redheat_game.story.script import Story
from tests.routes import blessed, the_story
from tests.speedrun.livesplit_stand_in import StandIn, wait

from .conftest import Opens
from .playing import wait_shown
from .terminal import Terminal


def find(rules: str) -> Story | None:
    """The game's own story by its digest."""
    return the_story() if rules == the_story().rules_digest else None


def begin(open_terminal: Opens, category: str, *more: str) -> Terminal:
    """A terminal in which the clock was started."""
    terminal = open_terminal(80, 24, arguments=("race", category, "--runner", "Danko", *more))
    # what it is about may go over several lines
    terminal.wait_for("▌ RACE", " ".join(the_story().categories[category].about.split()[:6]))
    terminal.press("enter")
    terminal.wait_for("Any key starts the clock, and does nothing else.")
    terminal.press("1")
    wait_shown(terminal, Playthrough.start(the_story()))
    return terminal


def play(terminal: Terminal, choices: list[str]) -> Playthrough:
    """Take these choices by their numerals."""
    played = Playthrough.start(the_story())
    for choice in choices:
        words = next(option.text for option in played.options if option.id == choice)
        terminal.choose(words[:24].rstrip())
        played = played.choose(choice)
        if played.ending is None:
            wait_shown(terminal, played)
    return played


def test_a_race_by_keys_ends_with_a_replay_that_holds(open_terminal: Opens, home: Path) -> None:
    route = blessed("salute")
    terminal = begin(open_terminal, "salute")
    play(terminal, route)
    terminal.wait_for("Replay:", "of story time", ".redheat")
    (file,) = (home / "replays").glob("*.redheat")
    verdict = verify(file.read_bytes(), find)
    assert verdict.code == "valid", verdict.message
    assert verdict.replay is not None
    assert verdict.timing is not None
    assert verdict.replay.choices == tuple(route)
    assert verdict.replay.header.runner == "Danko"
    assert [split.timing is not None for split in verdict.splits] == [True] * len(verdict.splits)
    terminal.press("ctrl+q")
    assert terminal.ended() == 0
    with Store.open(Places(home)) as store:
        timed = verdict.replay.header.timed
        (attempt,) = Stable(store, the_story(), "salute", timed=timed).attempts
        assert (attempt.outcome, attempt.timing, attempt.file) == ("finished", verdict.timing, str(file))


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGKILL])
def test_a_terminal_that_is_closed_leaves_a_reset(open_terminal: Opens, home: Path, number: signal.Signals) -> None:
    terminal = begin(open_terminal, "any")
    play(terminal, blessed("salute")[:3])
    terminal.kill(number)
    terminal.ended()
    with Store.open(Places(home)) as store:
        kept = [
            attempt for timed in (True, False) for attempt in Stable(store, the_story(), "any", timed=timed).attempts
        ]
        assert [(attempt.outcome, attempt.timing.moves) for attempt in kept] == [("reset", 3)]
    (file,) = (home / "replays").glob("*.redheat")
    assert verify(file.read_bytes(), find).code == "not_finished"


def test_the_next_start_writes_the_replay_of_an_attempt_that_was_killed(open_terminal: Opens, home: Path) -> None:
    terminal = begin(open_terminal, "any")
    play(terminal, blessed("salute")[:2])
    terminal.kill(signal.SIGKILL)
    terminal.ended()
    assert not list((home / "replays").glob("*.redheat"))
    again = open_terminal(80, 24)
    again.wait_for("An attempt that was cut off")
    (file,) = (home / "replays").glob("*.redheat")
    assert verify(file.read_bytes(), find).code == "not_finished"
    again.press("ctrl+q")
    assert again.ended() == 0
    assert file.name.encode() in again.output


def test_a_held_key_starts_the_clock_and_chooses_nothing(open_terminal: Opens, home: Path) -> None:
    terminal = open_terminal(80, 24, arguments=("race", "any"))
    terminal.wait_for("▌ RACE")
    terminal.press("enter")
    terminal.wait_for("Any key starts the clock")
    terminal.press("1" * 12)
    wait_shown(terminal, Playthrough.start(the_story()))
    terminal.press("ctrl+q")
    assert terminal.ended() == 0
    (file,) = (home / "replays").glob("*.redheat")
    assert verify(file.read_bytes(), find).message == "it was reset after 0 moves and is no run"
    assert file.name.encode() in terminal.output


def test_livesplit_is_driven_from_the_first_key_to_a_window_that_is_closed(open_terminal: Opens) -> None:
    listening = StandIn()
    choices = blessed("short_film")[:2]
    terminal = begin(open_terminal, "short_film", "--livesplit-at", f"localhost:{listening.port}")
    # the first choice reaches the first split
    times = [time_span(turn.state.seconds * 1000) for turn in play(terminal, choices).turns]
    terminal.press("ctrl+q")
    assert terminal.ended() == 0
    expected = ["reset", "switchto gametime", "starttimer", "alwayspausegametime", f"setgametime {times[0]}"]
    expected += [f"setgametime {times[1]}", "split", f"setgametime {times[2]}", "reset"]
    wait(lambda: listening.heard.count(b"\n") >= len(expected))
    listening.close()
    assert listening.heard.decode() == "".join(f"{word}\r\n" for word in expected)
