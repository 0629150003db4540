"""Replays judged a second on one core, beside the bare rate at which the engine takes the same choices.

python -m benchmarks.replays [--rounds N] [--replays N] [--json]

The replays are of a hundred choices each, of the game's own story.
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

from redheat_game.engine.step import begin, step, takeable
from redheat_game.speedrun.race import Race, header_of
from redheat_game.speedrun.replay import text_of
from redheat_game.speedrun.verification import verify
from redheat_game.story.loader import load_story
from redheat_game.story.script import Story

SEED = 1988
CHOICES = 100
WALKS = 20
"""Different runs; each is there several times, as its own file."""
AT_LEAST = 300
"""Replays a second that a keeper of a leaderboard can count on."""


def long_walk(story: Story, chance: random.Random) -> list[str]:
    """A hundred choices from the start, by chance, but not into an ending while there is another way."""
    machine = story.machine
    while True:
        state, taken = begin(machine).state, list[str]()
        while len(taken) < CHOICES and (ways := takeable(machine, state)):
            chance.shuffle(ways)
            after = [(position, step(machine, state, position).state) for position in ways]
            going_on = [way for way in after if machine.scenes[way[1].scene].ending is None]
            position, following = (going_on or after)[0]
            taken.append(machine.scenes[state.scene].choices[position].id)
            state = following
        if len(taken) == CHOICES:
            return taken


def replays_of(story: Story, category: str, count: int) -> list[bytes]:
    """Files of runs of a hundred choices; each is played to its last choice, whatever the verdict then is."""
    chance = random.Random(SEED)
    files = []
    walks = [long_walk(story, chance) for _ in range(min(count, WALKS))]
    for number in range(count):
        started = "2026-01-01T00:00:00.000+00:00"
        race = Race(
            story,
            category,
            header_of(story, category, attempt=str(number), started=started, runner="", timed=True),
        )
        for at, choice in enumerate(walks[number % WALKS], start=1):
            race.choose(choice, at * 500)
        # one that happens to have ended in the goal stands as a run
        race.reset(CHOICES * 500)
        files.append(text_of(race.lines).encode())
    return files


def bare(story: Story, files: Sequence[bytes]) -> Callable[[], None]:
    """The engine alone on the same choices, whose positions are known beforehand."""
    machine = story.machine
    runs = []
    for data in files:
        state, positions = begin(machine).state, []
        for line in data.splitlines()[1:-1]:
            choices = machine.scenes[state.scene].choices
            name = json.loads(line)["choose"]
            position = next(number for number, choice in enumerate(choices) if choice.id == name)
            positions.append(position)
            state = step(machine, state, position).state
        runs.append(positions)

    def run() -> None:
        for positions in runs:
            state = begin(machine).state
            for position in positions:
                state = step(machine, state, position).state

    return run


def judging(story: Story, files: Sequence[bytes]) -> Callable[[], None]:
    """Every file judged."""

    def run() -> None:
        for data in files:
            verdict = verify(data, lambda _: story)
            if verdict.code not in ("valid", "not_finished"):
                raise AssertionError(verdict.message)

    return run


def rate(work: Callable[[], None], count: int, rounds: int) -> float:
    """How many of `count` replays `work` does in a second of one core: the median of the rounds, after a first one."""
    work()
    times = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return count / statistics.median(times)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; ends with 1 where fewer replays are judged a second than a keeper can count on."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--replays", type=int, default=200)
    parser.add_argument("--json", action="store_true", help="for programs")
    asked = parser.parse_args(arguments)
    story = load_story().story
    if story is None:
        print("the story has mistakes; see redheat check", file=sys.stderr)
        return 1
    files = replays_of(story, next(iter(story.categories)), asked.replays)
    engine = rate(bare(story, files), asked.replays, asked.rounds)
    judged = rate(judging(story, files), asked.replays, asked.rounds)
    if asked.json:
        numbers = {"judged": round(judged), "engine": round(engine), "ratio": round(judged / engine, 3)}
        print(json.dumps({"python": platform.python_version(), "replays_per_second": numbers}, indent=2))
    else:
        print(f"{'replays of a hundred choices a second':<40}{'median of ' + str(asked.rounds):>14}")
        print(f"{'judged':<40}{judged:>14,.0f}")
        print(f"{'the engine alone':<40}{engine:>14,.0f}")
        print(f"{'judged / engine':<40}{judged / engine:>14.2f}")
    return 0 if judged >= AT_LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
