"""The most achievements that one run can earn: the best run found, and why no run can earn more than so many.

Runs are sought by a beam that goes on from those of each scene which may still come to most: what they have earned, and
what no projection over a single variable shows to be out of reach for them. For the bound, two achievements
exclude each other where a projection shows no way from the one to the other, in either order; no run earns more than
the largest set in which no two do (a maximum clique: Carraghan and Pardalos 1990).
"""

from __future__ import annotations

import contextlib
import heapq
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from operator import itemgetter

from redheat_game.analysis.budget import Budget
from redheat_game.analysis.commands import Command, Grant, intersection
from redheat_game.analysis.packing import PackedCommand
from redheat_game.analysis.playing import Player, Reached
from redheat_game.analysis.projection import Projection, TooLarge, leading_to
from redheat_game.analysis.system import System

WIDTH = 12
"""States of each scene from which the search for a good run goes on at each depth, unless the story is larger."""
LARGE = 500
"""Scenes of a story beyond which fewer are kept, since runs are longer too."""
MOST_STATES = 6_000
"""States of a projection that is asked which achievements exclude each other."""
MOST_STEPS = 200_000
"""Steps of the search for the largest set, after which the bound is left as it is."""


@dataclass(frozen=True)
class Most:
    """What is known of the most achievements of one run."""

    reached: Reached | None
    """The end of the best run found."""
    at_most: int
    """No run earns more."""


class RunsThatEarn:
    """Looks for the run that earns most.

    Args:
        system: the story, reduced.
        player: plays it, and keeps apart whatever grants read.
        budget: what may be spent.
        earnable: the achievements (their variables) that can be earned at all.
        decisive: variables that decide much, each of which is asked which achievements exclude each other.
    """

    def __init__(
        self,
        system: System,
        player: Player,
        budget: Budget,
        earnable: Collection[int],
        decisive: Iterable[int] = (),
    ) -> None:
        self.system = system
        self.player = player
        self.budget = budget
        self.earnable = sorted(earnable)
        self.decisive = tuple(decisive)
        self._grants: dict[tuple[int, int], list[Grant]] = {}
        for grant in system.grants:
            self._grants.setdefault((grant.scene, grant.choice), []).append(grant)
        self._granted: dict[Command, list[tuple[int, int]]] = {}

    def look(self, known: Iterable[Reached]) -> Most:
        """The best run, of those known and those found, and a bound.

        Args:
            known: ends of runs.
        """
        scenes, scene_mask = self.system.machine.scenes, self.player.scene_mask
        best = self.best(known, lambda state: scenes[state & scene_mask].ending is not None)
        return Most(best, self._bound(0 if best is None else self._count(best)))

    def best(self, known: Iterable[Reached], counts: Callable[[int], bool]) -> Reached | None:
        """The run that earns most, the shorter one of two that earn the same, of those known and those found.

        Args:
            known: ends of runs.
            counts: whether a run may end in this packed state.
        """
        ends = [reached for reached in (*known, *self._seek(counts)) if counts(reached.state)]
        return max(ends, key=lambda reached: (self._count(reached), -reached.moves), default=None)

    def _count(self, reached: Reached) -> int:
        return len(self.player.earned(reached))

    # the best run

    def _seek(self, counts: Callable[[int], bool]) -> list[Reached]:
        """Runs that end where it counts, each having earned more than those before it."""
        player, scene_mask = self.player, self.player.scene_mask
        beginning = player.beginning
        start = sum(1 << variable for variable in player.earned(beginning))
        layer: list[tuple[int, Reached]] = [(start, beginning)]
        known: set[tuple[int, int]] = set()
        best, ends = -1, []
        width = max(1, WIDTH * LARGE // max(LARGE, len(player.offers)))
        for _ in range(player.longest_run):
            found: dict[int, list[tuple[int, int, int, Reached, PackedCommand]]] = {}
            for earned, reached in layer:
                state = reached.state
                is_over = True
                for forbids, packed in player.offers[state & scene_mask]:
                    if state & forbids:
                        continue
                    is_over = False
                    now = earned
                    for closed, variable in player.grants_of(packed.command):
                        if not state & closed:
                            now |= 1 << variable
                    after = packed.done_to(state)
                    if (after, now) in known:
                        continue
                    known.add((after, now))
                    most = (now | self._hoped(after, packed.target)).bit_count()
                    if most > best:
                        found.setdefault(packed.target, []).append((-most, -now.bit_count(), now, reached, packed))
                if is_over and earned.bit_count() > best and counts(state):
                    best = earned.bit_count()
                    ends.append(reached)
            if not found or self.budget.is_spent:
                break
            layer = [
                (now, reached.then(packed))
                for together in found.values()
                for *_, now, reached, packed in heapq.nsmallest(width, together, key=itemgetter(0, 1))
            ]
        return ends

    def _hoped(self, state: int, scene: int) -> int:
        """The bits of the achievements that no projection shows to be out of reach from a state of a scene."""
        hoped = self._all
        for masks, chance in self._chances:
            hoped &= chance.get(state & masks[scene], -1)
        return hoped

    @cached_property
    def _all(self) -> int:
        """The bits of all achievements that can be earned."""
        return sum(1 << variable for variable in self.earnable)

    @cached_property
    def _chances(self) -> list[tuple[list[int], dict[int, int]]]:
        """What may be earned yet, by state of the projection over each of the variables on which that depends.

        Each with the bits of a packed state, by scene, that make up a state of the projection.
        """
        granting = {(grant.scene, grant.choice) for grant in self.system.grants}
        scenes = {grant.scene for grant in self.system.grants}
        deciding = {variable for grant in self.system.grants for variable, _ in grant.guard}
        for own in self.system.commands:
            for command in own:
                if (command.scene, command.choice) in granting or command.target in scenes:
                    deciding.update(variable for variable, _ in command.guard)
        found = []
        for variable in sorted(deciding):
            if self.budget.is_spent:
                break
            with contextlib.suppress(TooLarge):
                projection = Projection(self.system, (variable,), self._read_in((variable,)), None, MOST_STATES)
                found.append((projection.masks, self._earnable_from(projection)))
        return found

    def _earnable_from(self, projection: Projection) -> dict[int, int]:
        """By state, the achievements that a run may earn which goes on from there."""
        found: dict[int, int] = {}
        for state, (moves, _) in projection.rows.items():
            found[state] = 0
            for move in moves:
                for command in move.commands:
                    for forbids, variable in self._granted_by(command):
                        if not state & forbids:
                            found[state] |= 1 << variable
        before = projection.before()
        waiting = [state for state, earned in found.items() if earned]
        while waiting:
            earned = found[state := waiting.pop()]
            for earlier in before.get(state, ()):
                if earned & ~found[earlier]:
                    found[earlier] |= earned
                    waiting.append(earlier)
        return found

    # the bound

    def _bound(self, found: int) -> int:
        """No run earns more achievements than this."""
        excluded: set[tuple[int, int]] = set()
        least = len(self.earnable)
        for kept in self._projections():
            if self.budget.is_spent or least <= found:
                break
            try:
                projection = Projection(self.system, kept, self._read_in(kept), None, MOST_STATES)
            except TooLarge:
                continue
            excluded |= self._excluding(projection)
        together = {
            one: {
                other for other in self.earnable if other != one and (min(one, other), max(one, other)) not in excluded
            }
            for one in self.earnable
        }
        return min(least, largest_clique(together, MOST_STEPS))

    def _projections(self) -> Iterable[tuple[int, ...]]:
        """Over no variable, and over each that decides much."""
        yield ()
        for variable in self.decisive:
            yield (variable,)

    def _read_in(self, kept: Sequence[int]) -> Mapping[int, Collection[int]]:
        return {
            variable: {grant.scene for grant in self.system.grants if variable in dict(grant.guard)}
            for variable in kept
        }

    def _granted_by(self, command: Command) -> Sequence[tuple[int, int]]:
        """What a command can grant: the bits that keep it from being taken and from granting it, the achievement."""
        known = self._granted.get(command)
        if known is None:
            known = self._granted[command] = []
            for grant in self._grants.get((command.scene, command.choice), ()):
                both = intersection(command.guard, grant.guard)
                if both is not None and grant.variable in self.earnable:
                    known.append((self.system.layout.forbidden(both), grant.variable))
        return known

    def _excluding(self, projection: Projection) -> set[tuple[int, int]]:
        """Pairs of achievements of which no run in the projection earns both."""
        after: dict[int, set[int]] = {variable: set() for variable in self.earnable}
        at: dict[int, set[int]] = {variable: set() for variable in self.earnable}
        same: set[tuple[int, int]] = set()
        for state, (moves, row) in projection.rows.items():
            for move, following in zip(moves, row, strict=True):
                for command in move.commands:
                    granted = [variable for forbids, variable in self._granted_by(command) if not state & forbids]
                    for variable in granted:
                        after[variable].add(following)
                        at[variable].add(state)
                    if len(granted) > 1:
                        same.update(combinations(sorted(set(granted)), 2))
        before = projection.before()
        leads = {variable: leading_to(at[variable], before) for variable in self.earnable}
        return {
            (one, other)
            for one, other in combinations(self.earnable, 2)
            if (one, other) not in same
            and leads[other].keys().isdisjoint(after[one])
            and leads[one].keys().isdisjoint(after[other])
        }


def largest_clique(together: Mapping[int, set[int]], most_steps: int) -> int:
    """The size of the largest set of which any two go together; an upper bound of it where the steps run out.

    Args:
        together: for each member, those that it goes together with.
        most_steps: how many sets may be looked at.
    """
    best, steps = 0, 0
    is_cut = False

    def grow(size: int, candidates: set[int]) -> None:
        nonlocal best, steps, is_cut
        steps += 1
        if steps > most_steps:
            is_cut = True
            return
        best = max(best, size)
        left = _coloured(candidates, together)
        while left:
            member, colours = left.pop()
            if size + colours <= best or is_cut:
                return
            grow(size + 1, candidates & together[member])
            candidates = candidates - {member}

    everything = set(together)
    grow(0, everything)
    if is_cut:
        return max(best, max((colours for _, colours in _coloured(everything, together)), default=0))
    return best


def _coloured(members: set[int], together: Mapping[int, set[int]]) -> list[tuple[int, int]]:
    """The members in an order such that the first n of them hold no more of one set than the number at the n-th.

    Members of one colour exclude each other, so that a set holds one of each colour at most (greedy colouring).
    """
    left = sorted(members, key=lambda member: (-len(together[member] & members), member))
    found = []
    colour = 0
    while left:
        colour += 1
        rest = []
        chosen: list[int] = []
        for member in left:
            if any(member in together[other] for other in chosen):
                rest.append(member)
            else:
                chosen.append(member)
                found.append((member, colour))
        left = rest
    return found
