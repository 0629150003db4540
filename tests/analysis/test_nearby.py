"""What looks only at what is near: going back from goals, and promises in a region. A naive search is the judge."""

from __future__ import annotations

import pytest

from redheat_game.analysis import promises
from redheat_game.analysis.budget import Budget
from redheat_game.analysis.playing import Test as PlaceTest
from redheat_game.analysis.proof import Prover, prove
from redheat_game.analysis.regression import Regression
from redheat_game.engine.playthrough import Playthrough

from .naive import Naive
from .test_against_naive import small_story


@pytest.mark.parametrize("seed", range(60))
def test_going_back_to_the_beginning_alone_finds_what_a_search_through_all_states_finds(seed: int) -> None:
    story = small_story(seed)
    naive = Naive(story).look(4_000) if story else None
    if story is None or naive is None or not naive.is_whole:
        return
    # nothing was played: the beginning is all that was met
    prover = Prover(story, Budget(60, 200_000))
    regression = Regression(prover.player, prover.explorer.pool)
    for goal in prover.goals:
        if goal.kind not in ("scene", "choice") or goal.at_start or not goal.possible:
            continue
        found = regression.decide(goal.possible, 100_000)
        scene = story.machine.scenes[goal.scene or 0].id
        happens = scene in naive.scenes if goal.kind == "scene" else (scene, goal.name) in naive.choices
        assert (found.reached is not None) == happens
        assert (found.closed_by is not None) == (not happens)
        if found.reached is not None:
            assert PlaceTest(prover.system, goal.possible)(found.reached.state)
            choices = prover.player.choices(found.reached)
            assert (
                Playthrough.of_choices(story, choices).scene
                == prover.machine.scenes[prover.player.scene(found.reached)].id
            )


@pytest.mark.parametrize("seed", range(60))
def test_promises_are_the_same_however_little_is_looked_at_first(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    story = small_story(seed)
    naive = Naive(story).look(4_000) if story else None
    if story is None or naive is None or not naive.is_whole:
        return
    monkeypatch.setattr(promises, "NEARBY", 1)
    proof = prove(story)
    assert proof.complete
    lost = naive.lost(survives=False)
    told = {scene for item in proof.soft_locks for scene in item.scenes}
    assert told <= lost
    assert bool(told) == bool(lost)
