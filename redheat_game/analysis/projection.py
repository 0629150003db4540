"""Projections: the story with a few variables kept and all others left to an adversary.

Keep a set W of variables exactly, and let an adversary choose every other variable afresh at each scene. The projected
story is tiny, and can do whatever the story can do (and more). So what cannot happen in a projection cannot happen; and
what the player can bring about in it against every adversary can always be brought about. This is abstraction refined
by counterexamples (Clarke, Grumberg, Jha, Lu, Veith 2000), with W as the reason that a person can be told.

A projection of a part of the story, a region, is entered in every way that the ranges of variables allow: it can do
more again, and costs no more in a long story than in a short one.

A projection can be made within a coarser one: only what lies over its region of interest is then looked at, so that
each refinement pays for what is still in doubt and for nothing else (as lazy abstraction does: Henzinger et al. 2002).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from redheat_game.analysis.commands import Guard
from redheat_game.analysis.packing import single_bits
from redheat_game.analysis.system import Move, ReadIn, System

MOST_STATES = 1_000_000
"""States of a projection for which no number is given: one that keeps no variable has one for each scene."""
OUTSIDE = -1
"""Stands for every state that lies over no state of interest of the coarser projection."""
LOST = -2
"""Stands for those of them that lie over a state given up for lost."""


class TooLarge(Exception):
    """The projection has more states than were allowed."""


@dataclass(frozen=True)
class Region:
    """A part of the story that is looked at by itself: entered as the ranges of variables allow, not only as can be."""

    scenes: frozenset[int]
    entries: tuple[int, ...]
    """Packed sets of states in which it may be entered."""
    is_kept: Callable[[int], bool]
    """Whether whoever leaves it for this scene is lost no more; see `OUTSIDE` and `LOST`."""
    is_whole: bool
    """Whether it begins where the story does, and is entered in no other way."""

    @staticmethod
    def before(system: System, scenes: Collection[int], most: int, is_kept: Callable[[int], bool]) -> Region:
        """Some scenes and those from which they are reached in fewest moves, about so many."""
        found = dict.fromkeys(scenes)
        waiting = list(found)
        for scene in waiting:
            if len(found) >= most:
                break
            for source in system.sources(scene):
                if source not in found:
                    found[source] = None
                    waiting.append(source)
        inside = frozenset(found)
        entries = system.entries(inside)
        return Region(inside, tuple(entries), is_kept, entries == {system.beginning})


class Projection:
    """The reachable part of the story over the kept variables.

    A state is a packed state with the fields of the kept variables alone, and without those that no longer matter.

    Args:
        system: the story.
        kept: the variables kept exactly, those of `within` first.
        read_in: scenes in which these variables matter on arrival, besides the guards of the story.
        within: a coarser projection and the states of it that are of interest.
        most: how many states it may have.
        lost: states of `within` that are not of interest, being lost; None if nobody asks which are.
        region: the part of the story that is looked at, if not the whole.

    Raises:
        TooLarge: it would have more.
    """

    def __init__(
        self,
        system: System,
        kept: Sequence[int],
        read_in: ReadIn,
        within: tuple[Projection, Collection[int]] | None = None,
        most: int = MOST_STATES,
        lost: Collection[int] | None = (),
        region: Region | None = None,
    ) -> None:
        self.system = system
        self.kept = tuple(kept)
        self.read_in = read_in
        self.scene_mask = system.layout.scene_mask
        self.masks = system.live_masks(kept, read_in)
        """By scene, the bits of a packed state that make up a state of this projection."""
        self._set = frozenset(kept)
        self._relevant: list[int | None] = [None] * len(system.commands)
        """By scene, the bits by which its moves differ: the scene, and those kept variables that its commands name."""
        self._within = within[0] if within else None
        self._interesting = within[1] if within else None
        self._lost = lost
        self.start = self.state(system.beginning)
        self.rows: dict[int, tuple[tuple[Move, ...], list[int]]] = {}
        """For each reachable state its moves and the state that each leads to."""
        self._region = region
        self._explore(self._starts(most), most)

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

    def _starts(self, most: int) -> set[int]:
        if self._region is None:
            starts = {self.start}
        else:
            starts = set()
            for entry in self._region.entries:
                starts.update(self._single_states(entry & self.masks[entry & self.scene_mask]))
                if len(starts) > most:
                    raise TooLarge
        within, interesting = self._within, self._interesting
        if within is None or interesting is None:
            return starts
        return {start for start in starts if within.state(start) in interesting}

    def _single_states(self, entry: int) -> Iterable[int]:
        """The states of a set that is known variable by variable."""
        found = [entry & self.scene_mask]
        for variable in self.kept:
            values = entry & self.system.layout.fields[variable]
            if values:
                found = [state | value for state in found for value in single_bits(values)]
        return found

    def _explore(self, starts: Collection[int], most: int) -> None:
        rows, interesting, within = self.rows, self._interesting, self._within
        masks, scene_mask = self.masks, self.scene_mask
        coarse = within.masks if within is not None else masks
        beyond = self._beyond if self._lost is not None else _outside
        inside = self._region.scenes if self._region is not None else None
        waiting = list(starts)
        known = set(starts)
        while waiting:
            state = waiting.pop()
            moves = self._moves_of(state)
            row = [after & masks[after & scene_mask] for after in [state & move.keep | move.put for move in moves]]
            if interesting is not None:
                row = [after if after & coarse[after & scene_mask] in interesting else beyond(after) for after in row]
            elif inside is not None:
                row = [after if after & scene_mask in inside else self._beyond(after) for after in row]
            rows[state] = (moves, row)
            for after in row:
                if after >= 0 and after not in known:
                    known.add(after)
                    waiting.append(after)
            if len(known) > most:
                raise TooLarge

    def _beyond(self, state: int) -> int:
        """What stands for a state that lies over no state of interest; a coarser projection may have known it."""
        if self._within is None:
            assert self._region is not None
            return OUTSIDE if self._region.is_kept(state & self.scene_mask) else LOST
        coarse = self._within.state(state)
        if self._lost is not None and coarse in self._lost:
            return LOST
        return OUTSIDE if coarse in self._within.rows else self._within._beyond(coarse)

    def before(self) -> dict[int, list[int]]:
        """For each state the states that lead to it."""
        found: dict[int, list[int]] = {}
        for state, (_, row) in self.rows.items():
            for after in set(row):
                found.setdefault(after, []).append(state)
        return found

    def refined(
        self, variable: int, interesting: Collection[int], most: int, lost: Collection[int] | None = ()
    ) -> Projection:
        """The projection with one more variable kept, over states of interest of this one.

        Raises:
            TooLarge: it would have more than `most` states.
        """
        return Projection(
            self.system, (*self.kept, variable), self.read_in, (self, interesting), most, lost, self._region
        )


def _outside(_: int) -> int:
    return OUTSIDE


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
