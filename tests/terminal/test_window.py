"""Windows of any size, at any moment, and keys that are held."""

from __future__ import annotations

from pathlib import Path

from redheat_game.engine.playthrough import Playthrough
from redheat_game.storage.places import Places
from redheat_game.storage.store import Store
from tests.routes import blessed, the_story

from .conftest import Opens
from .playing import wait_shown

SIZES = (
    (140, 45), (100, 40), (99, 30), (84, 29), (83, 24), (60, 20), (59, 20), (60, 19), (40, 10), (20, 5),
    (10, 3), (3, 2), (1, 1), (80, 24), (200, 60), (61, 60), (250, 20), (30, 80), (101, 21), (80, 50),
    (1, 50), (120, 1), (60, 20), (132, 43), (79, 23), (2, 2), (100, 30), (70, 36), (160, 42), (80, 24),
)  # fmt: skip
SMALLEST = (60, 20)


def test_thirty_sizes_while_playing(open_terminal: Opens) -> None:
    story, route = the_story(), blessed("salute")
    assert len(SIZES) == 30
    terminal = open_terminal()
    terminal.wait_for("▸ New game")
    terminal.press("n")
    played = Playthrough.start(story)
    wait_shown(terminal, played)
    for number, (columns, rows) in enumerate(SIZES):
        terminal.resize(columns, rows)
        if columns >= SMALLEST[0] and rows >= SMALLEST[1]:
            wait_shown(terminal, played)
            if number % 3 == 0:
                choice = route[len(played.choices)]
                terminal.choose(next(item.text for item in played.options if item.id == choice)[:24].rstrip())
                played = played.choose(choice)
                wait_shown(terminal, played)
        elif columns >= 40 and rows >= 5:
            terminal.wait_for(f"The window is {columns} by {rows}.")
    wait_shown(terminal, played)
    assert len(played.choices) > 3
    terminal.press("ctrl+q")
    assert terminal.ended() == 0


def test_a_held_key_chooses_once(open_terminal: Opens, home: Path) -> None:
    story, route = the_story(), blessed("salute")
    terminal = open_terminal()
    terminal.wait_for("▸ New game")
    terminal.press("n")
    terminal.wait_for(story.scenes[story.machine.start].title.upper())
    first = Playthrough.start(story)
    wait_shown(terminal, first)
    words = next(option for option in first.options if option.id == route[0])
    terminal.press(str(words.number) * 12)
    played = first.choose(route[0])
    wait_shown(terminal, played)
    terminal.press("ctrl+q")
    assert terminal.ended() == 0
    with Store.open(Places(home)) as store:
        (save,) = store.shelf(story).saves.playthroughs()
    assert save.headline.moves == 1


def test_keys_do_nothing_in_a_window_that_is_too_small(open_terminal: Opens) -> None:
    story = the_story()
    terminal = open_terminal()
    terminal.wait_for("▸ New game")
    terminal.press("n")
    wait_shown(terminal, Playthrough.start(story))
    terminal.resize(50, 15)
    terminal.wait_for("The window is 50 by 15.")
    for key in ("1", "enter", "q", "?", ":", "u"):
        terminal.press(key)
    for columns in (51, 52, 53):
        terminal.resize(columns, 15)
        terminal.wait_for(f"The window is {columns} by 15.")
    terminal.resize(80, 24)
    wait_shown(terminal, Playthrough.start(story))


def test_the_first_window_may_be_too_small(open_terminal: Opens) -> None:
    terminal = open_terminal(50, 15)
    terminal.wait_for("The window is 50 by 15.")
    terminal.press("n")
    terminal.resize(80, 24)
    terminal.wait_for("▸ New game", "A terminal adventure.")
