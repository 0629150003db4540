"""Witnesses replayed on the engine, which knows nothing of commands and packed states: independent certificates."""

from __future__ import annotations

from collections.abc import Sequence

from redheat_game.analysis.playing import Reached
from redheat_game.analysis.system import System
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.step import StoryFault
from redheat_game.story.script import Story


def replayed(story: Story, witness: Sequence[str]) -> Playthrough:
    """The playthrough of a witness; an error of the engine's where it cannot be played."""
    return Playthrough.of_choices(story, witness)


def check_fault(story: Story, witness: Sequence[str]) -> None:
    """See that the last choice of a witness, and none before it, is a fault of the story."""
    played = replayed(story, witness[:-1])
    try:
        played.choose(witness[-1])
    except StoryFault:
        return
    raise AssertionError("the witness of a fault does not fail")


def check_arrival(story: Story, system: System, witness: Sequence[str], reached: Reached) -> None:
    """See that a witness arrives where it was said to."""
    arrived = system.packed(replayed(story, witness).state)
    # the prover drops what no longer matters
    if reached.state & ~arrived or (arrived ^ reached.state) & system.layout.scene_mask:
        raise AssertionError("the witness arrives elsewhere")
