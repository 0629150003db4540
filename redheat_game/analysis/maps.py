"""Projections as maps: what the cheapest paths through them cost, which no run can beat."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from redheat_game.analysis.goals import Place
from redheat_game.analysis.playing import Measure
from redheat_game.analysis.projection import Projection, leading_to
from redheat_game.analysis.seeking import states_of


@dataclass(frozen=True)
class Map:
    """A projection with the costs from its start and to the goal."""

    projection: Projection
    ahead: dict[int, int]
    """By state, what the cheapest path to the goal costs; without states from which none leads there."""
    behind: dict[int, int]
    """By state, what the cheapest path from the start costs."""

    @property
    def bound(self) -> int | None:
        """No run costs less; None where no path leads to the goal."""
        return self.ahead.get(self.projection.start)

    def below(self, cost: int | None) -> dict[int, int]:
        """The states through which a path may cost less than this."""
        if cost is None:
            return self.ahead
        return {state: left for state, left in self.ahead.items() if self.behind[state] + left < cost}

    def cheapest(self, cost: int | None, most: int) -> tuple[set[int], int]:
        """The states of the cheapest paths below a cost, about so many, and what every other path costs at least."""
        totals = sorted((self.behind[state] + left, state) for state, left in self.below(cost).items())
        level = totals[min(most, len(totals)) - 1][0]
        found = {state for total, state in totals if total <= level}
        beyond = totals[len(found)][0] if len(found) < len(totals) else cost
        return found, level + 1 if beyond is None else beyond


class Maps:
    """Makes maps to one goal.

    Args:
        places: the goal.
        measure: what a path costs.
    """

    def __init__(self, places: Sequence[Place], measure: Measure) -> None:
        self.places = places
        self.measure = measure

    def of(self, projection: Projection) -> Map:
        """The map of a projection."""
        targets = states_of(projection, self.places)
        starts = [projection.start] if projection.rows else []
        if self.measure == "moves":
            after = {state: row for state, (_, row) in projection.rows.items()}
            return Map(projection, leading_to(targets, projection.before()), leading_to(starts, after))
        onward: dict[int, list[tuple[int, int]]] = {}
        before: dict[int, list[tuple[int, int]]] = {}
        for state in projection.rows:
            onward[state] = pairs = self._onward(projection, state)
            for following, cost in pairs:
                before.setdefault(following, []).append((state, cost))
        return Map(projection, _costs(targets, before), _costs(starts, onward))

    def least(self, projection: Projection) -> int | None:
        """What the cheapest path of a projection costs (Dijkstra 1959); None where none leads to the goal."""
        targets = set(states_of(projection, self.places))
        if not targets:
            return None
        found = {projection.start: 0}
        heap = [(0, projection.start)]
        while heap:
            cost, state = heapq.heappop(heap)
            if state in targets:
                return cost
            if found[state] == cost:
                for following, more in self._onward(projection, state):
                    total = cost + more
                    if total < found.get(following, total + 1):
                        found[following] = total
                        heapq.heappush(heap, (total, following))
        return None

    def _onward(self, projection: Projection, state: int) -> list[tuple[int, int]]:
        """The states after one of a projection, with what it costs to come there."""
        moves, row = projection.rows[state]
        if self.measure == "moves":
            return [(following, 1) for following in row if following >= 0]
        return [(following, move.seconds) for following, move in zip(row, moves, strict=True) if following >= 0]


def _costs(starts: Iterable[int], onward: dict[int, list[tuple[int, int]]]) -> dict[int, int]:
    """The least cost from one of the starts to each state (Dijkstra 1959)."""
    found = dict.fromkeys(starts, 0)
    heap = [(0, state) for state in found]
    while heap:
        cost, state = heapq.heappop(heap)
        if found[state] < cost:
            continue
        for following, more in onward.get(state, ()):
            total = cost + more
            if total < found.get(following, total + 1):
                found[following] = total
                heapq.heappush(heap, (total, following))
    return found
