"""What a projection shows of a promise: the states in which it may be broken, and the variables that may be why.

A state is good if, for every valuation of the variables that are not kept, some choice on offer leads to a good state.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from redheat_game.analysis.commands import Guard
from redheat_game.analysis.covering import Covering
from redheat_game.analysis.projection import OUTSIDE, Projection, leading_to
from redheat_game.analysis.seeking import most_blamed
from redheat_game.analysis.system import Move, System
from redheat_game.story.conditions import TRUE

CLOSING_WEIGHS = 6
"""How many times more a variable that keeps the good ways closed is blamed than one that they only read."""
Memo = dict[tuple[int, tuple[bool, ...]], bool]
"""Whether some moves, of which these lead to good states, do so whatever the variables that are not kept are."""


@dataclass
class View:
    """A projection and what is broken in it: the states from which the promise is not shown to hold."""

    projection: Projection
    broken: set[int]
    before: dict[int, list[int]]
    """For each state of the projection those that lead to it."""

    def scenes(self) -> Counter[int]:
        """The scenes of broken states, each with how many of its states are broken."""
        return Counter(self.projection.scene(state) for state in self.broken)

    def before_broken(self, scenes: Collection[int]) -> dict[int, int]:
        """The states from which a broken state of these scenes can be reached, each with the fewest moves to one."""
        return leading_to({state for state in self.broken if self.projection.scene(state) in scenes}, self.before)


class Views:
    """Makes views of one story.

    Args:
        system: the story, reduced.
    """

    def __init__(self, system: System) -> None:
        self.system = system
        self._covering = Covering(system.sizes)
        self._unconditional = [
            frozenset(position for position, choice in enumerate(scene.choices) if choice.guard == TRUE)
            for scene in system.machine.scenes
        ]
        """By scene, the choices that are always on offer."""

    def of(self, projection: Projection, settled: Collection[int]) -> View:
        """The view of a projection, the promise being known to hold in some scenes."""
        before = projection.before()
        good = {state for state in projection.rows if projection.scene(state) in settled}
        good.add(OUTSIDE)
        memo: Memo = {}
        waiting = list(good)
        for state in waiting:
            for earlier in before.get(state, ()):
                if earlier not in good and self.keeps(projection, earlier, good, memo):
                    good.add(earlier)
                    waiting.append(earlier)
        return View(projection, set(projection.rows) - good, before)

    def keeps(
        self,
        projection: Projection,
        state: int,
        good: Collection[int],
        memo: Memo,
    ) -> bool:
        """Whether some choice leads to a good state, whatever the variables that are not kept are."""
        moves, row = projection.rows[state]
        which = tuple(after in good for after in row)
        # the system keeps all moves that it has made, so that no two have the same id
        key = (id(moves), which)
        known = memo.get(key)
        if known is None:
            known = memo[key] = self._covers(projection, state, moves, which)
        return known

    def _covers(self, projection: Projection, state: int, moves: tuple[Move, ...], which: tuple[bool, ...]) -> bool:
        failing = {
            command.choice for move, leads in zip(moves, which, strict=True) if not leads for command in move.commands
        }
        scene = projection.scene(state)
        choices = {command.choice for move in moves for command in move.commands}
        unconditional = self._unconditional[scene]
        if (unconditional & choices) - failing and not self._faults_in(scene) & unconditional:
            return True
        return self._covering.gap(self._cubes(projection, moves, which)) is None

    def _faults_in(self, scene: int) -> frozenset[int]:
        return frozenset(command.choice for command in self.system.commands[scene] if command.fault is not None)

    def _cubes(self, projection: Projection, moves: tuple[Move, ...], which: tuple[bool, ...]) -> frozenset[Guard]:
        """What the good moves ask of the variables that are not kept."""
        kept = set(projection.kept)
        return frozenset(
            tuple(item for item in command.guard if item[0] not in kept)
            for move, leads in zip(moves, which, strict=True)
            if leads
            for command in move.commands
        )

    def blame(self, view: View, scenes: Collection[int]) -> list[int]:
        """The variables that may be why states of these scenes are broken, the likeliest first."""
        projection = view.projection
        weights: Counter[int] = Counter()
        seen: set[tuple[int, tuple[bool, ...]]] = set()
        seen_leading: set[int] = set()
        for state in view.broken:
            moves, row = projection.rows[state]
            which = tuple(after not in view.broken for after in row)
            key = (id(moves), which)
            if projection.scene(state) in scenes and key not in seen:
                seen.add(key)
                if any(which):
                    cubes = self._cubes(projection, moves, which)
                    weights.update(dict.fromkeys(self._covering.blocking(cubes), CLOSING_WEIGHS))
                    weights.update({variable for cube in cubes for variable, _ in cube})
            for earlier in view.before.get(state, ()):
                if earlier not in view.broken:
                    earlier_moves, earlier_row = projection.rows[earlier]
                    for move, after in zip(earlier_moves, earlier_row, strict=True):
                        if after == state and id(move) not in seen_leading:
                            seen_leading.add(id(move))
                            weights.update({variable for command in move.commands for variable, _ in command.guard})
        return most_blamed(weights, projection.kept)
