"""Whoever plays in these tests plays twice: directly, and through the JSON form after each step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .playing import Mode, Player, story_of


@pytest.fixture(params=["direct", "through_json"])
def mode(request: pytest.FixtureRequest) -> Mode:
    """How the player of this test plays."""
    chosen: Mode = request.param
    return chosen


@pytest.fixture
def player(mode: Mode) -> Callable[[str], Player]:
    """Gives a player of the story of these documents."""
    return lambda text: Player(story_of(text), mode)
