"""Headless random play of the game's story: choices a second, without prose and with it.

python -m benchmarks.engine [--rounds N] [--choices N] [--json]
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence

from redheat_game.engine.options import options
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.rendering import render
from redheat_game.engine.state import State, state_digest
from redheat_game.engine.step import begin, step, takeable
from redheat_game.story.loader import load_story
from redheat_game.story.script import Story

SEED = 1988


def bare(story: Story, choices: int) -> None:
    """Play by the machine alone: what can be taken, and one of it."""
    _play(story, choices, lambda _: None)


def with_prose(story: Story, choices: int) -> None:
    """The same, with everything rendered that a player reads: the passage and all options."""

    def read(state: State) -> None:
        render(story, story.scenes[state.scene].prose, state)
        options(story, state)

    _play(story, choices, read)


def with_digests(story: Story, choices: int) -> None:
    """The same as `bare`, with the digest of every state."""
    _play(story, choices, lambda state: state_digest(story.machine, state))


def playthroughs(story: Story, choices: int) -> None:
    """What an interface does: options, a choice by its id, the passage, with the whole history kept."""
    chance = random.Random(SEED)
    played = Playthrough.start(story)
    for _ in range(choices):
        offered = [option.id for option in played.options if option.takeable]
        played = played.choose(chance.choice(offered)) if offered else Playthrough.start(story)
        _ = played.passage


def _play(story: Story, choices: int, show: Callable[[State], object]) -> None:
    machine, chance = story.machine, random.Random(SEED)
    first = state = begin(machine).state
    for _ in range(choices):
        ways = takeable(machine, state)
        state = step(machine, state, chance.choice(ways)).state if ways else first
        show(state)


WAYS: dict[str, Callable[[Story, int], None]] = {
    "without prose": bare,
    "with passage and options": with_prose,
    "as a playthrough": playthroughs,
    "with state digests": with_digests,
}


def measured(story: Story, *, rounds: int, choices: int) -> dict[str, int]:
    """Choices a second in each way: the median of the rounds, after one that is not counted."""
    rates = {}
    for name, way in WAYS.items():
        way(story, choices)
        times = []
        for _ in range(rounds):
            begun = time.perf_counter()
            way(story, choices)
            times.append(time.perf_counter() - begun)
        rates[name] = round(choices / statistics.median(times))
    return rates


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--choices", type=int, default=10_000, help="choices in one round")
    parser.add_argument("--json", action="store_true", help="for programs")
    asked = parser.parse_args(arguments)
    story = load_story().story
    if story is None:
        print("the story has mistakes; see redheat check", file=sys.stderr)
        return 1
    rates = measured(story, rounds=asked.rounds, choices=asked.choices)
    if asked.json:
        python = platform.python_version()
        print(json.dumps({"python": python, "rules": story.rules_digest, "choices_per_second": rates}, indent=2))
        return 0
    print(f"{'choices a second':<28}{'median of ' + str(asked.rounds):>14}")
    for name, rate in rates.items():
        print(f"{name:<28}{rate:>14,}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
