"""What a run is compared with: splits of the personal best, of the best segments, of the average, of the optimum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from redheat_game.speedrun.course import Course, Rules
from redheat_game.speedrun.records import Attempt, rank
from redheat_game.speedrun.timing import Clock, Timing
from redheat_game.story.machine import Machine
from redheat_game.story.script import Category

ComparedWith = Literal["best", "segments", "average", "optimum"]
COMPARISONS: tuple[ComparedWith, ...] = ("best", "segments", "average", "optimum")
COMPARISON_NAMES: dict[ComparedWith, str] = {
    "best": "personal best",
    "segments": "best segments",
    "average": "average",
    "optimum": "optimum route",
}

Splits = tuple[int | None, ...]
"""The time of each split from the beginning, by one clock; None where there is none."""


def personal_best(category: Category, attempts: Sequence[Attempt], clock: Clock) -> Attempt | None:
    """The best finished attempt; of equals the earlier."""
    finished = [attempt for attempt in attempts if attempt.is_finished]
    return min(finished, key=lambda attempt: rank(category, attempt, clock), default=None)


@dataclass(frozen=True)
class History:
    """What all attempts at a category come to, by one clock."""

    category: Category
    clock: Clock
    attempts: tuple[Attempt, ...]
    splits: int

    @property
    def best(self) -> Attempt | None:
        """The personal best."""
        return personal_best(self.category, self.attempts, self.clock)

    def segments(self, position: int) -> list[int]:
        """All times of a segment that was run from the split before it, those of resets included."""
        times = (attempt.segment(position, self.clock) for attempt in self.attempts)
        return [time for time in times if time is not None]

    @property
    def golds(self) -> Splits:
        """The best time of each segment."""
        return tuple(min(self.segments(position), default=None) for position in range(self.splits))

    @property
    def best_paths(self) -> Splits:
        """The soonest that each split could be reached by the best that was ever run between any two splits.

        A run that skips splits takes one step over all of them, as LiveSplit reckons it.
        """
        steps: dict[tuple[int, int], int] = {}
        for attempt in self.attempts:
            before, at_before = -1, 0
            for position, at in enumerate(attempt.splits):
                if at is None:
                    continue
                took = at.on(self.clock) - at_before
                steps[before, position] = min(took, steps.get((before, position), took))
                before, at_before = position, at.on(self.clock)
        soonest: dict[int, int] = {-1: 0}
        for position in range(self.splits):
            ways = [soonest[before] + took for (before, to), took in steps.items() if to == position]
            if ways:
                soonest[position] = min(ways)
        return tuple(soonest.get(position) for position in range(self.splits))

    @property
    def sum_of_best(self) -> int | None:
        """What a run of nothing but the best would come to."""
        return self.best_paths[-1]

    def possible_save(self, position: int) -> int | None:
        """How much longer a segment of the personal best took than its gold."""
        best, gold = self.best, self.golds[position]
        taken = best.segment(position, self.clock) if best else None
        return taken - gold if taken is not None and gold is not None else None

    def compared_with(self, comparison: ComparedWith, optimum: Sequence[Timing | None] = ()) -> Splits:
        """The splits of a comparison.

        Args:
            comparison: which one.
            optimum: the splits of the optimum route; it has no real time.
        """
        if comparison == "best":
            best = self.best
            return tuple(at.on(self.clock) if at else None for at in best.splits) if best else (None,) * self.splits
        if comparison == "optimum":
            known = optimum if self.clock != "real" else ()
            return tuple(at.on(self.clock) if at else None for at in known) or (None,) * self.splits
        if comparison == "segments":
            return self.best_paths
        means = [self.segments(position) for position in range(self.splits)]
        return _added(tuple(round(sum(times) / len(times)) if times else None for times in means))

    def resets(self) -> list[int]:
        """How many attempts were reset on the way to each split."""
        counts = [0] * self.splits
        for attempt in self.attempts:
            if attempt.outcome == "reset":
                reached = [position for position, at in enumerate(attempt.splits) if at is not None]
                counts[min(self.splits - 1, max(reached, default=-1) + 1)] += 1
        return counts

    def progression(self) -> list[Attempt]:
        """The attempts each of which was the personal best when it ended, the first first."""
        found: list[Attempt] = []
        for attempt in self.attempts:
            if not attempt.is_finished:
                continue
            better = not found or rank(self.category, attempt, self.clock) < rank(self.category, found[-1], self.clock)
            if better:
                found.append(attempt)
        return found

    def lost(self) -> list[int | None]:
        """By segment, the median of what attempts lost there against the gold."""
        found: list[int | None] = []
        for position, gold in enumerate(self.golds):
            times = sorted(self.segments(position))
            found.append(times[len(times) // 2] - gold if gold is not None else None)
        return found


def _added(segments: Splits) -> Splits:
    total = 0
    found: list[int] = []
    for segment in segments:
        if segment is None:
            return (*found, *(None,) * (len(segments) - len(found)))
        total += segment
        found.append(total)
    return tuple(found)


def route_splits(machine: Machine, rules: Rules, choices: Sequence[str]) -> tuple[Timing | None, ...]:
    """The splits of a run of these choices; it has no real time."""
    course = Course(machine, rules)
    for choice in choices:
        course.choose(choice)
    times: list[Timing | None] = [None] * len(rules.titles)
    for reached in course.reached:
        times[reached.position] = Timing(0, reached.seconds, reached.moves)
    return tuple(times)


def delta(now: Timing, position: int, reached: Sequence[Timing | None], compared: Splits, clock: Clock) -> int | None:
    """How far behind (positive) or ahead a run is.

    On the way to a split it is what it was at the last one, and what it is by now once that is more.

    Args:
        now: what the clocks show.
        position: the split that is run to.
        reached: the splits so far.
        compared: those of the comparison.
        clock: which clock counts.
    """
    last = None
    for number in range(min(position, len(compared)) - 1, -1, -1):
        at, other = reached[number], compared[number]
        if at is not None and other is not None:
            last = at.on(clock) - other
            break
    following = compared[position] if position < len(compared) else None
    if following is None:
        return last
    live = now.on(clock) - following
    return live if last is None and live > 0 else max(last, live) if last is not None else None
