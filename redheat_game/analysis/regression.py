"""Going back from what is asked: the states from which it can come about, until states that were met are among them.

The states of one scene from which given commands lead to a place are a cube, and which they are is worked out exactly
(weakest preconditions: Dijkstra 1975; regression in planning: Waldinger 1977). Where a state that was met lies in such
a cube, the commands lead from it to the place: a run. Where nothing is left to go back to, no run leads there, and
the variables by which the ways back are closed are the reason. Either is mostly found near the place, and so costs the
same in a short story and in a long one.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from redheat_game.analysis.goals import Place
from redheat_game.analysis.packing import PackedCommand, Values, single_bits
from redheat_game.analysis.playing import Player, Reached

DETOUR = 4
"""A cube that asks for one more variable waits as long as one that is so many moves farther away."""
MOST_COMPARED = 48
"""Cubes of its scene with which a new one is compared, to see whether it lies in one of them."""
MOST_SPARED = 6
"""Variables of a reason of which it is tried whether it can do without."""


@dataclass(frozen=True, slots=True)
class Regressed:
    """What came of going back."""

    reached: Reached | None
    """A state in one of the places."""
    closed_by: tuple[int, ...] | None
    """Where there can be none, the variables that exclude it."""
    steps: int
    """How many commands were gone back."""


class _Cube:
    """States of one scene from which commands lead to a place."""

    __slots__ = ("command", "following", "forbids", "moves", "scene")

    def __init__(
        self, scene: int, forbids: int, moves: int, command: PackedCommand | None, following: _Cube | None
    ) -> None:
        self.scene = scene
        self.forbids = forbids
        """The bits that none of the states sets."""
        self.moves = moves
        self.command = command
        """What leads on, to the following cube; None in a place itself."""
        self.following = following

    def gone_on(self, reached: Reached) -> Reached:
        """The state in the place to which the commands lead from a state of this cube."""
        here: _Cube | None = self
        while here is not None and here.command is not None:
            reached = reached.then(here.command)
            here = here.following
        return reached


class Regression:
    """Goes back through one story.

    Args:
        player: plays it, and keeps apart whatever is asked for.
        met: by scene, states that were met, that of the beginning among them; it may grow.
    """

    def __init__(self, player: Player, met: Sequence[Sequence[Reached]]) -> None:
        self.player = player
        self.met = met
        self.layout = player.system.layout
        self._ranges = player.system.ranges.by_scene
        self._leading: list[list[tuple[int, int, PackedCommand]]] = [[] for _ in player.offers]
        for scene, own in enumerate(player.offers):
            for forbids, command in own:
                self._leading[command.target].append((scene, forbids, command))
        scene_bits = self.layout.scene_mask.bit_length()
        self._variable_of = [0] * scene_bits
        """By bit, the variable to whose field it belongs."""
        for variable, size in enumerate(self.layout.sizes):
            self._variable_of += [variable] * size
        self._forbidden_before: dict[tuple[int, int], int] = {}

    def decide(self, places: Sequence[Place], most: int) -> Regressed:
        """A run into one of the places, or the reason why there is none; neither if it takes more than `most` steps."""
        found = self._back(places, most, self.layout.all_fields)
        if found.closed_by is None or len(found.closed_by) < 2:
            return found
        needed = list(found.closed_by)
        for variable in found.closed_by[:MOST_SPARED]:
            fewer = [other for other in needed if other != variable]
            # to see that fewer variables do may take longer, but is not worth much
            if self._back(places, 2 * found.steps + 100, self.layout.union(fewer)).closed_by is not None:
                needed = fewer
        return Regressed(None, tuple(needed), found.steps)

    def _back(self, places: Iterable[Place], most: int, looked_at: int) -> Regressed:
        """Go back, leaving out of account whatever is not among these fields."""
        layout, scene_mask, leading, met = self.layout, self.layout.scene_mask, self._leading, self.met
        beginning = self.player.beginning.state
        is_exact = looked_at == layout.all_fields
        known: dict[int, list[int]] = {}
        heap: list[tuple[int, int, _Cube]] = []
        closed_by: set[int] = set()
        steps = pushed = 0

        def push(scene: int, forbids: int, moves: int, command: PackedCommand | None, following: _Cube | None) -> None:
            nonlocal pushed
            forbids, asked = self._narrowed(scene, forbids, closed_by)
            if asked is None:
                return
            earlier = known.setdefault(scene, [])
            for other in earlier[:MOST_COMPARED]:
                if not other & ~forbids:
                    return
            earlier.append(forbids)
            pushed += 1
            heapq.heappush(heap, (moves + DETOUR * asked, pushed, _Cube(scene, forbids, moves, command, following)))

        for place in places:
            for guard in place.guards:
                push(place.scene, layout.forbidden(guard) & looked_at, 0, None, None)
        while heap and steps < most:
            _, _, cube = heapq.heappop(heap)
            forbids = cube.forbids
            for reached in met[cube.scene]:
                if not reached.state & forbids:
                    return Regressed(cube.gone_on(reached) if is_exact else reached, None, steps)
            if beginning & scene_mask == cube.scene:
                self._note_closed(beginning & forbids, closed_by)
            steps += len(leading[cube.scene])
            for scene, closed, command in leading[cube.scene]:
                against = command.put & forbids & ~scene_mask
                if against:
                    self._note_closed(against, closed_by)
                    continue
                before = forbids & command.keep | closed & looked_at
                for fields, table in command.tables:
                    if forbids & fields:
                        before |= self._before(fields, table, forbids & fields)
                push(scene, before, cube.moves + 1, command, cube)
        return Regressed(None, None if heap else tuple(sorted(closed_by)), steps)

    def _narrowed(self, scene: int, forbids: int, closed_by: set[int]) -> tuple[int, int | None]:
        """What is forbidden of what can be in the scene, and of how many variables; None if nothing can be of one."""
        values = self._ranges[scene]
        forbids &= values
        rest, asked = forbids, 0
        while rest:
            variable = self._variable_of[(rest & -rest).bit_length() - 1]
            field = self.layout.fields[variable]
            if not values & field & ~forbids:
                closed_by.add(variable)
                return forbids, None
            asked += 1
            rest &= ~field
        return forbids, asked

    def _note_closed(self, bits: int, closed_by: set[int]) -> None:
        """One variable is reason enough; best one that is a reason elsewhere."""
        first = None
        while bits:
            variable = self._variable_of[(bits & -bits).bit_length() - 1]
            if variable in closed_by:
                return
            first = variable if first is None else first
            bits &= ~self.layout.fields[variable]
        if first is not None:
            closed_by.add(first)

    def _before(self, field: int, table: Values, forbids: int) -> int:
        """The values of a field that a table turns into forbidden ones."""
        key = (id(table), forbids)
        known = self._forbidden_before.get(key)
        if known is None:
            known = sum(value for value in single_bits(field) if table[value] & forbids)
            self._forbidden_before[key] = known
        return known
