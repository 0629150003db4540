"""Shortest routes: a run, and the proof that none is shorter.

A shortest path in a projection is never longer than the shortest run, so its distances guide A* (Hart, Nilsson and
Raphael 1968) over real states, and whatever A* has not yet looked at costs at least as much as the least of what it has
in hand. Where it does not arrive soon, a shortest path of the projection is played as it stands, and a variable that
stops it is kept too (counterexample-guided abstraction refinement for optimal planning: Seipp and Helmert 2013). Only
that part of the projection is refined in which a path can still be shorter than the best run known. If that part is
empty, the best run is a shortest one.
"""

from __future__ import annotations

import contextlib
import heapq
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property

from redheat_game.analysis.budget import Budget
from redheat_game.analysis.commands import Guard
from redheat_game.analysis.goals import Place, read_in, variables_of
from redheat_game.analysis.maps import Map, Maps
from redheat_game.analysis.packing import PackedCommand
from redheat_game.analysis.playing import Measure, Player, Reached, Test
from redheat_game.analysis.projection import Projection, TooLarge
from redheat_game.analysis.seeking import Guide, dive
from redheat_game.analysis.system import System
from redheat_game.engine.state import State

FIRST_SEARCH = 2_000
"""States that A* looks at before the projection is refined for the first time."""
MOST_NEAR = 200
"""States of the cheapest paths on which variables are tried."""
MOST_AT_ONCE = 8_000
"""States of a projection that is made at once, over one variable or over those that earlier proofs needed."""
SEVERAL = 3
"""Variables that make a proof one from which others can learn: short ones are about the end of their own route."""
FIRST_HUNT = 20_000
"""States of maps after which a better run is hunted for the first time; then each time that as many more were made."""
HUNTED = 8
"""States that a hunt looks at for each state of the maps made so far."""
GREED = 0.2
"""What is left counts so much more than what was paid, when a better run is hunted; half as much at the next hunt."""
MOST_LAST = 2
"""Scenes by which all runs come to a goal, that are still taken for the way to it alone."""
WIDTHS = (3, 30)
"""States of each scene kept at each depth by the searches for a first good run."""


@dataclass(frozen=True)
class Shortest:
    """The shortest route to a goal, as far as it is known."""

    reached: Reached | None
    """The best run found."""
    cost: int | None
    """What that costs."""
    at_least: int | None
    """No run costs less; None where the goal cannot be reached."""
    rests_on: tuple[int, ...]
    """The variables kept in the proof."""

    @property
    def is_proved(self) -> bool:
        """Whether no run can be shorter, or none exists."""
        return self.at_least is None or self.cost == self.at_least


class Routes:
    """Finds shortest routes in one story.

    Args:
        system: the story, reduced.
        player: plays it, and keeps apart whatever the goals read.
        budget: what may be spent.
    """

    def __init__(self, system: System, player: Player, budget: Budget) -> None:
        self.system = system
        self.player = player
        self.budget = budget
        self._needed: list[tuple[int, ...]] = []
        """The variables on which the proofs so far rest."""
        self._found: list[Reached] = []
        """The best runs of earlier searches: the best to one goal may be the best to another."""
        self._proved: dict[tuple[Measure, tuple[Place, ...]], Shortest] = {}
        """By measure and goal: several categories may have the same."""

    def moved_to(self, state: State) -> Routes:
        """The same, from another state in which a run may stand; what proofs needed so far is learned from."""
        system = self.system.moved_to(state)
        return self.taken_to(system, self.player.moved_to(system))

    def taken_to(self, system: System, player: Player) -> Routes:
        """Shortest routes in another system of the same story; what proofs needed so far is learned from."""
        other = copy(self)
        other.system, other.player = system, player
        other._proved, other._found = {}, []
        return other

    def shared(self) -> tuple[int, ...]:
        """The variables that every proof so far needed."""
        if not self._needed:
            return ()
        common = set(self._needed[0]).intersection(*self._needed[1:])
        return tuple(variable for variable in self._needed[0] if variable in common)

    def shortest(
        self, places: Sequence[Place], measure: Measure, known: Iterable[Reached], gives_up_at: int | None = None
    ) -> Shortest:
        """The shortest run that arrives in a state of one of the places.

        Args:
            places: where it ends.
            measure: what counts.
            known: runs, of which some may arrive.
            gives_up_at: states of a map with which the search is given up; None for as many as the budget allows.
        """
        asked = measure, tuple(places)
        proved = self._proved.get(asked)
        if proved is not None:
            return proved
        found = _Search(self, places, measure).run([*known, *self._found], gives_up_at)
        if found.reached is not None:
            self._found.append(found.reached)
        if found.is_proved:
            self._proved[asked] = found
        if found.reached is not None and len(found.rests_on) >= SEVERAL:
            self._needed.append(found.rests_on)
        return found


class _Search:
    """The search for a shortest run to one goal."""

    def __init__(self, routes: Routes, places: Sequence[Place], measure: Measure) -> None:
        self.routes = routes
        self.system = routes.system
        self.player = routes.player
        self.budget = routes.budget
        self.places = places
        self.is_there = Test(self.system, self.places)
        self.measure = measure
        self.read_in = read_in(places)
        self.maps = Maps(places, measure)
        self._own = self._read_at_the_end()
        self.best: Reached | None = None
        """The best run found, and what it costs."""
        self.cost: int | None = None
        self.proved = 0
        """No run costs less."""
        self._matters = self.system.all_live_masks(self.read_in)

    def run(self, known: Iterable[Reached], gives_up_at: int | None) -> Shortest:
        """Search and refine by turns, until it is proved, or given up."""
        for reached in known:
            self._arrive(reached)
        main = self._first_map()
        if main.bound is not None:
            self._dive(main, WIDTHS)
        most, made, hunt_after, greed = FIRST_SEARCH, 0, FIRST_HUNT, GREED
        while main.bound is not None:
            self.proved = max(self.proved, main.bound)
            if not self._is_proved:
                self._seek(main, most)
            is_too_much = self.budget.is_spent or (gives_up_at is not None and len(main.ahead) > gives_up_at)
            if self._is_proved or is_too_much:
                break
            finer = self._refined(main)
            if finer is not None:
                main = finer
                most = min(most * 9 // 8, self.budget.max_nodes)
                made += len(main.projection.rows)
                if main.bound is not None:
                    self._dive(main, WIDTHS[:1])
                    if made >= hunt_after:
                        self._seek(main, HUNTED * made, greed)
                        hunt_after, greed = 2 * made, greed / 2
            elif most < self.budget.max_nodes:
                # the same map has to do
                most = min(most * 4, self.budget.max_nodes)
            else:
                break
        return self._known_by(main)

    @property
    def _is_proved(self) -> bool:
        """Whether no run can be better than the best one found."""
        return self.cost is not None and self.proved >= self.cost

    def _known_by(self, main: Map) -> Shortest:
        # where the map knows no way, no run is better than the best one known, or there is none at all
        is_over = self._is_proved or main.bound is None
        return Shortest(self.best, self.cost, self.cost if is_over else self.proved, main.projection.kept)

    def _read_at_the_end(self) -> list[int]:
        """The variables that decide whether a run can end as it should.

        Those of the last command, and of those before as far back as all runs come by the same few scenes.
        """
        found = variables_of(self.places)
        scenes = set(self.is_there.scenes)
        passed: set[int] = set()
        while 0 < len(scenes) <= MOST_LAST or not passed:
            passed |= scenes
            origins = set()
            for origin, commands in enumerate(self.system.commands):
                for command in commands:
                    if command.target in scenes and origin not in passed:
                        found |= {variable for variable, _ in command.guard}
                        origins.add(origin)
            scenes = origins
        return sorted(found)

    def cost_of(self, reached: Reached) -> int:
        """What it cost to come there."""
        return reached.moves if self.measure == "moves" else reached.seconds

    def _arrive(self, reached: Reached) -> None:
        cost = self.cost_of(reached)
        if self.is_there(reached.state) and (self.cost is None or cost < self.cost):
            self.best, self.cost = reached, cost

    # maps

    @cached_property
    def _bare(self) -> Map:
        """The map that keeps no variable."""
        return self.maps.of(Projection(self.system, (), self.read_in))

    @cached_property
    def _singles(self) -> list[Map]:
        """For each variable that decides whether a run can end as it should, the map that keeps it alone."""
        found = []
        for variable in self._own:
            with contextlib.suppress(TooLarge):
                found.append(self.maps.of(Projection(self.system, (variable,), self.read_in, None, MOST_AT_ONCE)))
        return found

    def _first_map(self) -> Map:
        """A map over what earlier searches needed, if that is small enough: it mostly helps again."""
        kept = self.routes.shared()
        while kept:
            try:
                return self.maps.of(Projection(self.system, kept, self.read_in, None, MOST_AT_ONCE))
            except TooLarge:
                kept = kept[:-1]
        return self._bare

    def _refined(self, main: Map) -> Map | None:
        """The map with one more variable: of those in the way, the one that makes the cheapest paths the dearest."""
        near, beyond = main.cheapest(self.cost, MOST_NEAR)
        scored = []
        for order, variable in enumerate(self._in_the_way(main)):
            with contextlib.suppress(TooLarge):
                least = self.maps.least(main.projection.refined(variable, near, self.budget.max_nodes, None))
                scored.append((-beyond if least is None else -min(least, beyond), order, variable))
        region = main.below(self.cost)
        for _, _, variable in sorted(scored):
            with contextlib.suppress(TooLarge):
                return self.maps.of(main.projection.refined(variable, region, self.budget.max_nodes, None))
        return None

    def _in_the_way(self, main: Map) -> list[int]:
        """The variables that would stop one who plays a cheapest path of the map: a counterexample to it."""
        scene_mask, kept = self.player.scene_mask, main.projection.kept
        state, reached = main.projection.start, self.player.beginning
        found: dict[int, None] = {}
        # what costs nothing may lead in a circle
        passed = {state}
        while not self.is_there(state):
            ways = self._cheapest_ways(main, state, reached.state, passed)
            if not ways:
                break
            unmet, offer, state = min(ways, key=lambda way: len(way[0]))
            passed.add(state)
            found.update(dict.fromkeys(unmet))
            reached = reached.then(offer)
        ends = [place for place in self.places if place.scene == reached.state & scene_mask]
        unmet_at_the_end = [self._unmet(guard, reached.state) for end in ends for guard in end.guards]
        found.update(dict.fromkeys(min(unmet_at_the_end, key=len, default=())))
        if not found:
            self._arrive(reached)
        return [variable for variable in found if variable not in kept]

    def _cheapest_ways(
        self, main: Map, state: int, played: int, passed: Collection[int]
    ) -> list[tuple[list[int], PackedCommand, int]]:
        """What leads on by a cheapest path: the variables that stand in its way as it was played, it, and whither."""
        counts_moves, left = self.measure == "moves", main.ahead[state]
        offers = {offer.command: offer for _, offer in self.player.offers[played & self.player.scene_mask]}
        found = []
        for move, after in zip(*main.projection.rows[state], strict=True):
            cost = 1 if counts_moves else move.seconds
            if after not in passed and after in main.ahead and cost + main.ahead[after] == left:
                for command in move.commands:
                    if counts_moves or command.seconds == cost:
                        found.append((self._unmet(command.guard, played), offers[command], after))
        return found

    def _unmet(self, guard: Guard, state: int) -> list[int]:
        """The variables whose values in a state lie outside a cube."""
        return [variable for variable, values in guard if not self.system.layout.values(state, variable) & values]

    # runs

    def _dive(self, main: Map, widths: Iterable[int]) -> None:
        """Look for good runs, a few states at each depth: the better the best run known, the less is left to refine."""
        singles = [one for one in self._singles if one.projection.kept[0] not in main.projection.kept]
        for width in widths:
            if self.cost is not None and (main.bound or 0) >= self.cost:
                break
            guide, bare, *others = [Guide(one.projection, one.ahead) for one in (main, self._bare, *singles)]
            for reached in dive(
                self.player,
                guide,
                others,
                bare,
                self.is_there,
                [self.player.beginning],
                width,
                self._matters,
                self.measure,
                lambda: self.cost,
            ):
                self._arrive(reached)

    def _seek(self, main: Map, most: int, greed: float = 0.0) -> None:
        """A* for a while: finds a shortest run, or raises what is proved.

        With greed it is weighted A* (Pohl 1970): finds better runs sooner, and proves only by looking at everything.
        """
        masks, ahead, matters = main.projection.masks, main.ahead, self._matters
        scene_mask = self.player.scene_mask
        heap: list[tuple[float, int, int, Reached]] = []
        cheapest: dict[int, int] = {}
        pushed = 0

        beginning = self.player.beginning
        left = ahead.get(main.projection.start)
        if left is not None:
            heap.append((left, left, 0, beginning))
            cheapest[beginning.state & matters[beginning.state & scene_mask]] = 0
        offers, counts_moves = self.player.offers, self.measure == "moves"
        for _ in range(most):
            if not heap:
                break
            _, left, _, reached = heapq.heappop(heap)
            state, paid = reached.state, self.cost_of(reached)
            if cheapest[state & matters[state & scene_mask]] < paid:
                continue
            if not greed:
                self.proved = max(self.proved, paid + left)
            if left == 0 and self.is_there(state):
                self._arrive(reached)
                if greed:
                    continue
                break
            for forbids, command in offers[state & scene_mask]:
                if state & forbids:
                    continue
                after, scene = command.done_to(state), command.target
                left = ahead.get(after & masks[scene])
                if left is None:
                    continue
                cost = paid + (1 if counts_moves else command.seconds)
                if self.cost is not None and cost + left >= self.cost:
                    continue
                key = after & matters[scene]
                if cheapest.get(key, cost + 1) > cost:
                    cheapest[key] = cost
                    pushed += 1
                    heapq.heappush(heap, (cost + (1 + greed) * left, left, pushed, reached.then(command)))
        if not heap and self.cost is not None:
            # everything was looked at from which a better run could come
            self.proved = self.cost
