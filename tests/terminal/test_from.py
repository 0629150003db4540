"""`redheat play --from` in a terminal: a look into the middle of the story, of which nothing is kept."""

from __future__ import annotations

from redheat_game.engine.playthrough import Playthrough
from tests.routes import blessed, the_story

from .conftest import Opens
from .playing import wait_shown

BEGUN = 6
"""Choices after which the game is opened."""


def test_the_interface_goes_on_from_a_witness_and_keeps_nothing(open_terminal: Opens) -> None:
    route = blessed("salute")
    there = Playthrough.of_choices(the_story(), route[:BEGUN])
    terminal = open_terminal(80, 24, ["play", "--from", " ".join(route[:BEGUN])])
    wait_shown(terminal, there)
    terminal.choose(next(option.text for option in there.options if option.id == route[BEGUN])[:24].rstrip())
    wait_shown(terminal, there.choose(route[BEGUN]))
    terminal.press("ctrl+q")
    assert terminal.ended() == 0
    assert terminal.is_restored()
    terminal = open_terminal(80, 24)
    terminal.wait_for("A terminal adventure.", "▸ New game")
    assert "Continue" not in terminal.screen()


def test_plain_mode_goes_on_from_a_scene_and_keeps_nothing(open_terminal: Opens) -> None:
    story = the_story()
    terminal = open_terminal(80, 50, ["play", "--plain", "--from", "bar_door"])
    terminal.wait_for(story.scenes[story.machine.scene_numbers["bar_door"]].title, "1.")
    terminal.press("2")
    terminal.press("enter")
    terminal.wait_for(story.scenes[story.machine.scene_numbers["bar_boots"]].title)
    terminal.press("q")
    terminal.press("enter")
    assert terminal.ended() == 0
    terminal = open_terminal(80, 50, ["play", "--plain"])
    first = Playthrough.start(story).options[0]
    terminal.wait_for(f"1. {first.text}")
    assert story.scenes[story.machine.scene_numbers["bar_boots"]].title not in terminal.screen()
