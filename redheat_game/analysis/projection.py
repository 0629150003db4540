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
from dataclasses import dataclass

from redheat_game.analysis.commands import Command, Guard
from redheat_game.analysis.system import System

OUTSIDE = -1
"""Stands for every state that lies over no state of interest of the coarser projection."""
LOST = -2
"""Stands for those of them that lie over a state given up for lost."""


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """What some commands do to a packed state: `state & keep | put`."""

    keep: int
    put: int
    commands: tuple[Command, ...]
    seconds: int
    """The least that one of them pays."""


class TooLarge(Exception):
    """The projection has more states than were allowed."""


class Projection:
    """The reachable part of the story over the kept variables.

    A state is one integer: the scene in the lowest bits, then the kept variables, each as its position in its range, in
    the order in which they were added. So the state of a coarser projection is that of a finer one without its upper
    bits. A variable that cannot matter any more stands at 0.

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
        read_in: Mapping[int, Collection[int]],
        within: tuple[Projection, Collection[int]] | None = None,
        most: int = 1_000_000,
        lost: Collection[int] = (),
    ) -> None:
        self.system = system
        self.kept = tuple(kept)
        self.read_in = read_in
        self._set = frozenset(kept)
        shift = max(1, (len(system.commands) - 1).bit_length())
        self.scene_mask = (1 << shift) - 1
        self._shifts: dict[int, int] = {}
        self._fields: dict[int, int] = {}
        for variable in self.kept:
            width = (system.sizes[variable] - 1).bit_length()
            self._shifts[variable] = shift
            self._fields[variable] = ((1 << width) - 1) << shift
            shift += width
        self._width = shift
        self._live_masks = [self.scene_mask] * len(system.commands)
        for variable in self.kept:
            for scene in system.live_in(variable, read_in.get(variable, ())):
                self._live_masks[scene] |= self._fields[variable]
        self._relevant: list[int | None] = [None] * len(system.commands)
        self._moves: dict[int, tuple[Move, ...]] = {}
        self._within = within[0] if within else None
        self._interesting = within[1] if within else None
        self._lost = lost
        self._coarse_mask = (1 << within[0]._width) - 1 if within else 0
        self.start = self.state(system.start.scene, system.start.values)
        self.rows: dict[int, tuple[tuple[Move, ...], list[int]]] = {}
        """For each reachable state its moves and the state that each leads to."""
        if self._interesting is None or self.start & self._coarse_mask in self._interesting:
            self._explore(most)

    def state(self, scene: int, values: Sequence[int]) -> int:
        """The state over a concrete state."""
        packed = scene
        lows = self.system.lows
        for variable, shift in self._shifts.items():
            packed |= (values[variable] - lows[variable]) << shift
        return packed & self._live_masks[scene]

    def scene(self, state: int) -> int:
        """The scene of a state."""
        return state & self.scene_mask

    def value(self, state: int, variable: int) -> int:
        """The position of a kept variable's value in its range."""
        return (state & self._fields[variable]) >> self._shifts[variable]

    def coarse(self, state: int) -> int:
        """The state of the coarser projection that it lies over."""
        return state & self._coarse_mask

    def admits(self, state: int, guard: Guard) -> bool:
        """Whether the kept variables lie in the cube."""
        for variable, bits in guard:
            shift = self._shifts.get(variable)
            if shift is not None and not bits >> ((state & self._fields[variable]) >> shift) & 1:
                return False
        return True

    def _moves_of(self, state: int) -> tuple[Move, ...]:
        scene = state & self.scene_mask
        relevant = self._relevant[scene]
        if relevant is None:
            relevant = self.scene_mask
            for variable in self._set & self.system.mentioned_in[scene]:
                relevant |= self._fields[variable]
            self._relevant[scene] = relevant
        key = state & relevant
        known = self._moves.get(key)
        if known is None:
            known = self._moves[key] = self._made_moves(scene, state)
        return known

    def _made_moves(self, scene: int, state: int) -> tuple[Move, ...]:
        found: dict[tuple[int, int], list[Command]] = {}
        for edge in self.system.edges(scene, self._set):
            if not self.admits(state, edge.guard):
                continue
            live = self._live_masks[edge.target]
            keep = live & ~self.scene_mask
            put = edge.target
            for variable, table in edge.changes:
                field = self._fields[variable]
                if live & field:
                    shift = self._shifts[variable]
                    old = (state & field) >> shift
                    # a table keeps a value that it does not change, so that moves which differ in nothing are one
                    if table[old] != old or len(set(table)) == 1:
                        keep &= ~field
                        put |= table[old] << shift
            found.setdefault((keep, put), []).extend(edge.commands)
        return tuple(
            Move(keep, put, tuple(commands), min(command.seconds for command in commands))
            for (keep, put), commands in found.items()
        )

    def _explore(self, most: int) -> None:
        rows, interesting, coarse = self.rows, self._interesting, self._coarse_mask
        waiting = [self.start]
        known = {self.start}
        while waiting:
            state = waiting.pop()
            moves = self._moves_of(state)
            row = [state & move.keep | move.put for move in moves]
            if interesting is not None:
                row = [after if after & coarse in interesting else self._beyond(after) for after in row]
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
        coarse = state & self._coarse_mask
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
