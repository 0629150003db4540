"""Where a run lost moves or story time against the best way on from each of its points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from redheat_game.engine.state import State
from redheat_game.engine.step import ChoiceNotAvailable
from redheat_game.speedrun.course import Course, rules_of
from redheat_game.speedrun.optimum import Best, Measure, WaysOn
from redheat_game.speedrun.replay import Replay
from redheat_game.story.script import Story


@dataclass(frozen=True)
class Loss:
    """A choice (or an undo) after which no way on was as short as before it."""

    entry: int
    """Which entry of the replay, from 0."""
    scene: str
    """The id of the scene where it was taken."""
    choice: str
    """What was chosen; empty for an undo."""
    lost: int
    """Moves, or seconds of story time."""
    better: str | None
    """What would have kept the shorter way open there."""
    is_proved: bool
    """Whether exactly so much was lost; else it is what is known of it."""


@dataclass(frozen=True)
class Losses:
    """All losses of a run by one measure."""

    total: int
    """What the run cost."""
    best: Best
    """The shortest way from the beginning that was found."""
    losses: tuple[Loss, ...]


@dataclass(frozen=True)
class _Point:
    state: State
    cost: int


class _Search:
    def __init__(self, story: Story, category: str, replay: Replay, measure: Measure, ways: WaysOn) -> None:
        self.measure, self.ways = measure, ways
        course = Course(story.machine, rules_of(story, category))
        self.points = [_Point(course.state, self._cost(course))]
        for entry in replay.entries:
            if entry.did == "choose":
                course.choose(entry.choice)
            elif entry.did == "undo":
                course.undo()
            else:
                continue
            self.points.append(_Point(course.state, self._cost(course)))
        if not course.finished:
            raise ChoiceNotAvailable("the run does not reach its goal")
        self.did = [entry for entry in replay.entries if entry.did in ("choose", "undo")]
        self.best: dict[int, Best] = {len(self.did): Best(0, 0, ())}

    def _cost(self, course: Course) -> int:
        return course.moves if self.measure == "moves" else course.seconds

    def total(self, point: int) -> int:
        """What the run would have come to, had it gone on from this point in the best way known."""
        best = self.best[point]
        assert best.cost is not None
        return self.points[point].cost + best.cost

    def judge(self, point: int, known: Sequence[str]) -> None:
        self.best[point] = self.ways.best_from(self.points[point].state, known, self.measure)

    def suffix(self, point: int, judged: int) -> tuple[str, ...]:
        """A way on from a point that is known already: as the run went until a judged one, and from there its best."""
        between = self.did[point:judged]
        if any(entry.did == "undo" for entry in between):
            return ()
        return (*(entry.choice for entry in between), *self.best[judged].choices)

    def narrow(self, low: int, high: int) -> None:
        """Judge what lies between two judged points, as far as something was lost between them."""
        if high - low < 2 or self.total(low) >= self.total(high):
            return
        middle = (low + high) // 2
        self.judge(middle, self.suffix(middle, high))
        if self.best[middle].cost is None:
            return
        self.narrow(low, middle)
        self.narrow(middle, high)


def losses_of(
    story: Story, replay: Replay, measure: Measure, *, max_seconds: float, max_nodes: int, route: Best | None = None
) -> Losses:
    """Where a run lost time, by halving: between two points from which the totals are equal, nothing was lost.

    Args:
        story: what it was played on.
        replay: a run that reaches its goal.
        measure: what counts.
        max_seconds: when to stop searching.
        max_nodes: how many states one projection may have.
        route: the shortest run of the category that is known; its cost counts from the beginning.

    Raises:
        ChoiceNotAvailable, UndoNotAllowed, StoryFault: it is no run.
    """
    category = replay.header.category
    ways = WaysOn(story, category, max_seconds=max_seconds, max_nodes=max_nodes)
    search = _Search(story, category, replay, measure, ways)
    last = len(search.did)
    start = search.points[0].cost
    if route is not None and route.cost is not None:
        at_least = None if route.at_least is None else route.at_least - start
        search.best[0] = Best(route.cost - start, at_least, route.choices)
    else:
        search.judge(0, search.suffix(0, last))
    if search.best[0].cost is None:
        raise ChoiceNotAvailable("no way to the goal was found")
    search.narrow(0, last)
    judged = sorted(number for number, best in search.best.items() if best.cost is not None)
    found = []
    for before, after in pairwise(judged):
        lost = search.total(after) - search.total(before)
        if lost > 0:
            entry, best = search.did[before], search.best[before]
            scene = story.machine.scenes[search.points[before].state.scene].id
            is_exact = after == before + 1 and best.is_proved and search.best[after].is_proved
            better = best.choices[0] if best.choices else None
            found.append(Loss(before, scene, entry.choice, lost, better, is_exact))
    first = search.best[0]
    assert first.cost is not None
    bound = None if first.at_least is None else first.at_least + start
    return Losses(search.points[-1].cost, Best(first.cost + start, bound, first.choices), tuple(found))
