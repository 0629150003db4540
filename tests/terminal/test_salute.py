"""From the title to the Salute ending, by keys alone."""

from __future__ import annotations

import pytest

from redheat_game.ui.lettering import lettered
from tests.routes import blessed, ending_of, the_story

from .conftest import Opens
from .playing import play


def test_the_blessed_route_still_leads_to_the_salute() -> None:
    assert ending_of(the_story(), blessed("salute")) == "salute", "python -m tests.routes --find salute"


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (140, 45)])
def test_from_the_title_to_the_salute(open_terminal: Opens, columns: int, rows: int) -> None:
    story, route = the_story(), blessed("salute")
    terminal = open_terminal(columns, rows)
    terminal.wait_for("A terminal adventure.", "▸ New game")
    terminal.press("enter")
    played = play(terminal, story, route)
    ending = story.endings["salute"]
    terminal.wait_for(ending.line, f"{len(route)} choices", "Back to the last choice")
    for row in lettered(ending.title, columns - 8, rows // 3):
        assert row.strip() in terminal.screen()
    assert played.ending is ending
    terminal.press("q")
    terminal.wait_for("A terminal adventure.", "▸ New game")
    assert "Continue" not in terminal.screen(), "a playthrough that has ended is not there to be continued"
    terminal.press("q")
    assert terminal.ended() == 0
    assert terminal.is_restored()
