"""Every ending has a blessed route that still leads to it, and one more earns the most tropes."""

from __future__ import annotations

import pytest

from redheat_game.engine.playthrough import Playthrough
from tests.routes import FOLDER, MOST_TROPES, blessed, find, leads_where_it_says, the_story

BLESSED = sorted(path.stem for path in FOLDER.glob("*.json"))


def test_every_ending_has_a_route() -> None:
    assert {*the_story().endings, MOST_TROPES} == set(BLESSED)


@pytest.mark.parametrize("name", BLESSED)
def test_a_route_leads_to_its_ending(name: str) -> None:
    assert leads_where_it_says(the_story(), name), f"python -m tests.routes --find {name}"


def test_the_run_that_earns_the_most_tropes_earns_more_than_all_others() -> None:
    story = the_story()
    earned = {name: len(Playthrough.of_choices(story, blessed(name)).achievements) for name in BLESSED}
    most = earned.pop(MOST_TROPES)
    assert most > max(earned.values())


@pytest.mark.parametrize("name", the_story().endings)
def test_a_route_to_every_ending_is_found_anew(name: str) -> None:
    route = find(name)
    assert route is not None
    ending = Playthrough.of_choices(the_story(), route).ending
    assert ending is not None
    assert ending.id == name
