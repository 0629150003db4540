"""What a longer, guided search finds of the game's story."""

from __future__ import annotations

import pytest

from tests.routes import FOLDER, blessed, steps_of, the_story

from .exploring import Explored, explore

CHOICES = 400_000


@pytest.fixture(scope="module")
def explored() -> Explored:
    """What the search found, from the beginning and from along the blessed routes."""
    story = the_story()
    routes = [steps_of(story, blessed(path.stem)) for path in sorted(FOLDER.glob("*.json"))]
    known = [played.state for route in routes for played, _ in route]
    return explore(story.machine, choices=CHOICES, seed=1988, known=known)


def test_nobody_is_stuck(explored: Explored) -> None:
    assert explored.stuck == set()


def test_every_achievement_is_earned_somewhere(explored: Explored) -> None:
    assert set(the_story().achievements) - explored.achievements == set()


def test_every_scene_that_does_not_end_the_story_is_played(explored: Explored) -> None:
    scenes = {scene.id for scene in the_story().machine.scenes if scene.ending is None}
    assert scenes - explored.scenes - {the_story().machine.scenes[the_story().machine.start].id} == set()


def test_endings_of_every_kind_are_reached(explored: Explored) -> None:
    """The rarest endings need more than chance; blessed routes lead there."""
    endings = the_story().endings
    assert {endings[name].kind for name in explored.endings} == {ending.kind for ending in endings.values()}
    assert len(explored.endings) >= len(endings) / 2
