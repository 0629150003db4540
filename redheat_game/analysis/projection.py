"""Projections: the story with a few variables kept and all others left to an adversary.

Keep a set W of variables exactly, and let an adversary choose every other variable afresh at each scene. The projected
story is tiny, and can do whatever the story can do (and more). So what cannot happen in a projection cannot happen; and
what the player can bring about in it against every adversary can always be brought about. This is abstraction refined
by counterexamples (Clarke, Grumberg, Jha, Lu, Veith 2000), with W as the reason that a person can be told.

A projection can be made within a coarser one: only what lies over its region of interest is then looked at, so that
each refinement pays for what is still in doubt and for nothing else (as lazy abstraction does: Henzinger et al. 2002).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from redheat_game.analysis.commands import Guard
from redheat_game.analysis.system import Move, ReadIn, System

OUTSIDE = -1
"""Stands for every state that lies over no state of interest of the coarser projection."""
LOST = -2
"""Stands for those of them that lie over a state given up for lost."""


class TooLarge(Exception):
    """The projection has more states than were allowed."""


class Projection:
    """The reachable part of the story over the kept variables.

    A state is a packed state with the fields of the kept variables alone, and without those that no longer matter.

    Args:
        system: the story.
        kept: the variables kept exactly, those of `within` first.
        read_in: scenes in which these variables matter on arrival, besides the guards of the story.
        within: a coarser projection and the states of it that are of interest.
        most: how many states it may have.
        lost: states of `within` that are not of interest, being lost.

    Raises:
        TooLarge: it would have more.
    """

    def __init__(
        self,
        system: System,
        kept: Sequence[int],
        read_in: ReadIn,
        within: tuple[Projection, Collection[int]] | None = None,
        most: int = 1_000_000,
        lost: Collection[int] = (),
    ) -> None:
        self.system = system
        self.kept = tuple(kept)
        self.read_in = read_in
        self.scene_mask = system.layout.scene_mask
        self.masks = system.live_masks(kept, read_in)
        """By scene, the bits of a packed state that make up a state of this projection."""
        self._set = frozenset(kept)
        self._relevant: list[int | None] = [None] * len(system.commands)
        self._within = within[0] if within else None
        self._interesting = within[1] if within else None
        self._lost = lost
        self.start = self.state(system.beginning)
        self.rows: dict[int, tuple[tuple[Move, ...], list[int]]] = {}
        """For each reachable state its moves and the state that each leads to."""
        if self._within is None or self._within.state(self.start) in within[1]:  # type: ignore[index]
            self._explore(most)

    def state(self, packed: int) -> int:
        """The state over a packed state, or over a state of a finer projection."""
        return packed & self.masks[packed & self.scene_mask]

    def scene(self, state: int) -> int:
        """The scene of a state."""
        return state & self.scene_mask

    def admits(self, state: int, guard: Guard) -> bool:
        """Whether the kept variables lie in the cube."""
        return not state & self.system.layout.forbidden(guard)

    def _moves_of(self, state: int) -> tuple[Move, ...]:
        scene = state & self.scene_mask
        relevant = self._relevant[scene]
        if relevant is None:
            seen = self._set & self.system.mentioned_in[scene]
            relevant = self._relevant[scene] = self.scene_mask | self.system.layout.union(seen)
        return self.system.moves(state, self._set, relevant)

    def _explore(self, most: int) -> None:
        rows, interesting, within = self.rows, self._interesting, self._within
        masks, scene_mask = self.masks, self.scene_mask
        waiting = [self.start]
        known = {self.start}
        while waiting:
            state = waiting.pop()
            moves = self._moves_of(state)
            row = [after & masks[after & scene_mask] for after in [state & move.keep | move.put for move in moves]]
            if within is not None and interesting is not None:
                row = [after if within.state(after) in interesting else self._beyond(after) for after in row]
            rows[state] = (moves, row)
            for after in row:
                if after >= 0 and after not in known:
                    known.add(after)
                    waiting.append(after)
            if len(known) > most:
                raise TooLarge

    def _beyond(self, state: int) -> int:
        """What stands for a state that lies over no state of interest; a coarser projection may have known it."""
        assert self._within is not None
        coarse = self._within.state(state)
        if coarse in self._lost:
            return LOST
        return OUTSIDE if coarse in self._within.rows else self._within._beyond(coarse)

    def before(self) -> dict[int, list[int]]:
        """For each state the states that lead to it."""
        found: dict[int, list[int]] = {}
        for state, (_, row) in self.rows.items():
            for after in set(row):
                found.setdefault(after, []).append(state)
        return found

    def refined(self, variable: int, interesting: Collection[int], most: int, lost: Collection[int] = ()) -> Projection:
        """The projection with one more variable kept, over states of interest of this one.

        Raises:
            TooLarge: it would have more than `most` states.
        """
        return Projection(self.system, (*self.kept, variable), self.read_in, (self, interesting), most, lost)


def leading_to(targets: Iterable[int], before: Mapping[int, Iterable[int]]) -> dict[int, int]:
    """The states from which a target can be reached, each with the fewest moves to one."""
    distances = dict.fromkeys(targets, 0)
    waiting = list(distances)
    for state in waiting:
        for earlier in before.get(state, ()):
            if earlier not in distances:
                distances[earlier] = distances[state] + 1
                waiting.append(earlier)
    return distances
