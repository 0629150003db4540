"""One judge at work on one story, in a process of its own so that memory and time can be limited.

python -m benchmarks.judges JUDGE STORY SECONDS FILE

JUDGE is `prover`, `routes`, `diagrams` or `random`; what it says is pickled into FILE.
"""

from __future__ import annotations

import pickle
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.exact.verdicts import Verdicts
from benchmarks.generated import open_city
from benchmarks.mild import many_flags, mild
from redheat_game.analysis.proof import Proof, prove
from redheat_game.engine.step import StoryFault, begin, step, takeable
from redheat_game.story.loader import load_story
from redheat_game.story.script import Story

PLAYTHROUGHS = 10_000
MOST_MOVES = 5_000
"""Of one random playthrough, which may be caught in a pit."""
SEED = 1988


@dataclass(frozen=True)
class Answer:
    """What a judge says, and how long it took to work that out, the story being at hand."""

    said: Any
    seconds: float
    """Of processor time."""


@dataclass(frozen=True)
class Played:
    """What random playthroughs met."""

    playthroughs: int
    met: Verdicts


def story_named(name: str) -> Story:
    """`the game`, `64 flags`, `open city SEED` or `mild SCENES SEED`.

    Raises:
        ValueError: there is no such story, or it does not load.
    """
    match name.split():
        case ["the", "game"]:
            story = load_story().story
            if story is None:
                raise ValueError("the game's story has mistakes; see redheat check")
            return story
        case [count, "flags"]:
            return many_flags(int(count))
        case ["open", "city", seed]:
            return open_city(int(seed))
        case ["mild", scenes, seed]:
            return mild(int(scenes), int(seed))
        case _:
            raise ValueError(f"no story {name!r}")


def defects(story: Story, seconds: float) -> Proof:
    """Everything that the prover decides but routes and the most achievements."""
    return prove(story, max_seconds=seconds, seeks_routes=False)


def routes(story: Story, seconds: float) -> Proof:
    """Everything that the prover decides, the shortest routes included."""
    return prove(story, max_seconds=seconds)


def diagrams(story: Story, seconds: float) -> tuple[int, Verdicts]:  # noqa: ARG001 - it is stopped from outside
    """How many states are reachable, and what can happen in them."""
    from benchmarks.exact.diagrams import Diagrams

    judge = Diagrams(story)
    judge.reach()
    return judge.states(), judge.verdicts()


def play_at_random(story: Story, seconds: float) -> Played:
    """Play to the end again and again, every choice by chance."""
    machine, chance, met = story.machine, random.Random(SEED), Verdicts.at_start(story.machine)
    until = time.process_time() + seconds
    first = begin(machine).state
    played = 0
    while played < PLAYTHROUGHS and time.process_time() < until:
        state = first
        for _ in range(MOST_MOVES):
            ways = takeable(machine, state)
            if not ways:
                break
            choice = chance.choice(ways)
            scene = machine.scenes[state.scene]
            met.choices.add((scene.id, scene.choices[choice].id))
            try:
                done = step(machine, state, choice)
            except StoryFault:
                break
            state = done.state
            met.note(done.events)
        played += 1
    return Played(played, met)


JUDGES: dict[str, Callable[[Story, float], Any]] = {
    "prover": defects,
    "routes": routes,
    "diagrams": diagrams,
    "random": play_at_random,
}


def main(judge: str, name: str, seconds: str, file: str) -> None:
    """Let the judge work, and write down what it says."""
    story = story_named(name)
    begun = time.process_time()
    said = JUDGES[judge](story, float(seconds))
    answer = Answer(said, time.process_time() - begun)
    Path(file).write_bytes(pickle.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
