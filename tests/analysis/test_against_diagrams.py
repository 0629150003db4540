"""On stories too large to visit state by state, every verdict is that of an exact search by decision diagrams.

The diagrams of smaller stories take nothing from the prover but the commands, which other tests hold against the
engine: neither its ranges of variables nor its liveness. Those of larger ones forget what no longer matters.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from benchmarks.exact.verdicts import Verdicts, differences
from benchmarks.generated import open_city
from benchmarks.mild import many_flags, mild
from redheat_game.analysis.proof import Proof, prove
from redheat_game.engine.step import StoryFault, begin
from redheat_game.story.script import Story
from tests.engine.stories import _Author, loaded

from .naive import Naive

pytest.importorskip("dd.cudd", reason="dd was installed without CUDD, which has no wheel for this Python or system")


def exact(story: Story, *, drops_dead: bool = False) -> Verdicts:
    from benchmarks.exact.diagrams import Diagrams

    diagrams = Diagrams(story, drops_dead=drops_dead)
    diagrams.reach()
    return diagrams.verdicts()


def proved(story: Story) -> Proof:
    """Everything but routes, which need the categories."""
    proof = prove(replace(story, categories={}), max_seconds=300)
    assert proof.complete, proof.undecided
    return proof


@pytest.mark.parametrize("seed", range(18))
def test_mild_stories(seed: int) -> None:
    story = mild(60 + 2 * seed, seed)
    assert differences(story, proved(story), exact(story, drops_dead=seed > 0)) == []


@pytest.mark.parametrize("seed", range(3))
def test_open_cities(seed: int) -> None:
    story = open_city(seed, metered=0.02, scale=0.2)
    assert differences(story, proved(story), exact(story, drops_dead=True)) == []


def test_more_states_than_could_ever_be_visited() -> None:
    story = many_flags(64)
    found = exact(story)
    assert found.endings == set(story.endings)
    assert differences(story, proved(story), found) == []


@pytest.mark.parametrize("seed", range(40))
def test_the_diagrams_say_what_a_visit_to_every_state_says(seed: int) -> None:
    story = loaded(_Author(Random(seed)).story())
    try:
        begin(story.machine)
    except StoryFault:
        return
    naive = Naive(story).look(3_000)
    if not naive.is_whole:
        return
    endings = {ending for scene in story.machine.scenes if scene.id in naive.scenes and (ending := scene.ending)}
    inner = {scene.id for scene in story.machine.scenes if scene.ending is None and not scene.doomed}
    for drops_dead in (False, True):
        found = exact(story, drops_dead=drops_dead)
        assert found.scenes == naive.scenes
        assert found.choices == naive.choices
        assert found.endings == endings
        assert found.achievements == naive.achievements
        assert {(scene, choice) for scene, choice, _ in found.overflows} == naive.faults
        assert found.dead_ends == naive.dead_ends
        assert found.soft_locked == naive.lost(survives=False)
        assert found.doomed == naive.lost(survives=True) & inner


def test_a_wrong_verdict_would_be_seen() -> None:
    story = mild(60, 0)
    proof, found = proved(story), exact(story)
    assert proof.soft_locks
    assert proof.dead_choices
    blind = replace(proof, soft_locks=(), dead_choices=proof.dead_choices[1:], unreachable_scenes=())
    told = differences(story, blind, found)
    first = proof.dead_choices[0]
    assert f"choice {(first.scene, first.choice)}: only the exact judge" in told
    assert any(line.startswith("soft_lock") for line in told)
    found.scenes -= {"s3"}
    assert "scene s3: only the exact judge" in differences(story, proof, found)
