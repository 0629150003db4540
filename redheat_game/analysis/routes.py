"""Shortest routes: a run, and the proof that none is shorter.

A shortest path in a projection is never longer than the shortest run, so its distances guide A* (Hart, Nilsson and
Raphael 1968) over real states, and whatever A* has not yet looked at costs at least as much as the least of what it has
in hand. Where it does not arrive soon, the variables that stood in its way are kept too (abstraction refinement for
optimal planning: Seipp and Helmert 2013), and only that part of the projection is refined in which a path can still be
shorter than the best run known. If that part is empty, the best run is a shortest one.
"""

from __future__ import annotations

import contextlib
import heapq
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property

from redheat_game.analysis.budget import Budget
from redheat_game.analysis.goals import Place, read_in, variables_of
from redheat_game.analysis.maps import Map, Maps
from redheat_game.analysis.playing import Measure, Player, Reached, Test
from redheat_game.analysis.projection import Projection, TooLarge
from redheat_game.analysis.seeking import Guide, dive, most_blamed, note_blocked
from redheat_game.analysis.system import System
from redheat_game.engine.state import State

FIRST_SEARCH = 2_000
"""States that A* looks at before the projection is refined for the first time."""
TRIED = 4
"""Variables that are tried at each refinement because they stood in the way."""
HINTED = 2
"""Those that are tried because an earlier proof of a goal in the same scenes needed them."""
MOST_BLAMING = 1_000
"""States of one search that are asked what is in the way."""
MOST_NEAR = 200
"""States of the cheapest paths on which variables are tried."""
MOST_SHARED = 8_000
"""States of a projection with which a search begins because earlier ones needed its variables."""
FIRST_TURN = 30_000
"""States of a map that began with what earlier searches needed, at which one that begins with nothing has its turn."""
SEVERAL = 3
"""Variables that make a proof one from which others can learn: short ones are about the end of their own route."""
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
        self._needed_for: dict[frozenset[int], tuple[int, ...]] = {}
        """The same by the scenes of the goal: what one measure needed, the other mostly needs too."""
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

    def needed_for(self, places: Sequence[Place]) -> tuple[int, ...]:
        """The variables on which an earlier proof of a goal in the same scenes rests, by whatever measure."""
        return self._needed_for.get(frozenset(place.scene for place in places), ())

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
        self._needed_for[frozenset(place.scene for place in places)] = found.rests_on
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
        # what helped before mostly helps again, and sometimes misleads: so two maps are refined by turns
        other = self._bare if main.projection.kept else None
        largest = FIRST_TURN
        most = FIRST_SEARCH
        while True:
            if other is not None and len(main.ahead) > largest:
                main, other = other, main
                largest *= 2
            if main.bound is None:
                # no run is better than the best one known, or there is none at all
                return self._known_by(main, self.cost)
            self.proved = max(self.proved, main.bound)
            if self._is_proved:
                return self._known_by(main, self.cost)
            blame: dict[int, float] = {}
            self._seek(main, most, blame)
            is_too_much = self.budget.is_spent or (gives_up_at is not None and len(main.ahead) > gives_up_at)
            if is_too_much or self._is_proved:
                return self._known_by(main, self.proved)
            finer = self._refined(main, blame)
            if finer is None:
                if other is not None:
                    main, other = other, None
                elif most >= self.budget.max_nodes:
                    return self._known_by(main, self.proved)
                # the same map has to do
                most = min(most * 4, self.budget.max_nodes)
            else:
                main = finer
                most = min(most * 9 // 8, self.budget.max_nodes)
                if main.bound is not None:
                    self._dive(main, WIDTHS[:1])

    @property
    def _is_proved(self) -> bool:
        """Whether no run can be better than the best one found."""
        return self.cost is not None and self.proved >= self.cost

    def _known_by(self, main: Map, at_least: int | None) -> Shortest:
        return Shortest(self.best, self.cost, at_least, main.projection.kept)

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
                found.append(self.maps.of(Projection(self.system, (variable,), self.read_in, None, MOST_SHARED)))
        return found

    def _first_map(self) -> Map:
        """A map over what earlier searches needed, if that is small enough."""
        kept = self.routes.shared()
        while kept:
            try:
                return self.maps.of(Projection(self.system, kept, self.read_in, None, MOST_SHARED))
            except TooLarge:
                kept = kept[:-1]
        return self._bare

    def _refined(self, main: Map, blame: dict[int, float]) -> Map | None:
        """The map with one more variable: the one that makes the cheapest paths of this map the dearest."""
        kept = main.projection.kept
        tried = most_blamed(blame, kept)[:TRIED]
        tried += [variable for variable in self._own if variable not in kept and variable not in tried]
        hints = self.routes.needed_for(self.places)
        tried += [variable for variable in hints if variable not in kept and variable not in tried][:HINTED]
        near, beyond = main.cheapest(self.cost, MOST_NEAR)
        scored = []
        for order, variable in enumerate(tried):
            with contextlib.suppress(TooLarge):
                least = self.maps.least(main.projection.refined(variable, near, self.budget.max_nodes, None))
                scored.append((-beyond if least is None else -min(least, beyond), order, variable))
        region = main.below(self.cost)
        for _, _, variable in sorted(scored):
            with contextlib.suppress(TooLarge):
                return self.maps.of(main.projection.refined(variable, region, self.budget.max_nodes, None))
        return None

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

    def _seek(self, main: Map, most: int, blame: dict[int, float]) -> None:
        """A* for a while: finds a shortest run, or raises what is proved, and blames what is in the way."""
        guide = Guide(main.projection, main.ahead)
        masks, ahead, matters = main.projection.masks, main.ahead, self._matters
        scene_mask = self.player.scene_mask
        heap: list[tuple[int, int, int, Reached]] = []
        cheapest: dict[int, int] = {}
        pushed = 0

        beginning = self.player.beginning
        left = ahead.get(main.projection.start)
        if left is not None:
            heap.append((left, left, 0, beginning))
            cheapest[beginning.state & matters[beginning.state & scene_mask]] = 0
        offers, counts_moves = self.player.offers, self.measure == "moves"
        for looked in range(most):
            if not heap:
                break
            least, left, _, reached = heapq.heappop(heap)
            self.proved = max(self.proved, least)
            state = reached.state
            if cheapest[state & matters[state & scene_mask]] < self.cost_of(reached):
                continue
            if left == 0 and self.is_there(state):
                self._arrive(reached)
                self.proved = self.cost_of(reached)
                return
            if looked < MOST_BLAMING:
                note_blocked(self.system, guide, state, blame)
            for forbids, command in offers[state & scene_mask]:
                if state & forbids:
                    continue
                after, scene = command.done_to(state), command.target
                left = ahead.get(after & masks[scene])
                if left is None:
                    continue
                cost = reached.moves + 1 if counts_moves else reached.seconds + command.seconds
                if self.cost is not None and cost + left >= self.cost:
                    continue
                key = after & matters[scene]
                if cheapest.get(key, cost + 1) > cost:
                    cheapest[key] = cost
                    pushed += 1
                    heapq.heappush(heap, (cost + left, left, pushed, reached.then(command)))
        if heap:
            self.proved = max(self.proved, heap[0][0])
        elif self.cost is not None:
            self.proved = self.cost
