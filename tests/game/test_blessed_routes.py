"""Every ending has a blessed route that still leads to it."""

from __future__ import annotations

import pytest

from redheat_game.engine.playthrough import Playthrough
from tests.routes import FOLDER, blessed, the_story

BLESSED = sorted(path.stem for path in FOLDER.glob("*.json"))


def test_every_ending_has_a_route() -> None:
    assert set(the_story().endings) == set(BLESSED)


@pytest.mark.parametrize("name", BLESSED)
def test_a_route_leads_to_its_ending(name: str) -> None:
    ending = Playthrough.of_choices(the_story(), blessed(name)).ending
    assert ending is not None
    assert ending.id == name
