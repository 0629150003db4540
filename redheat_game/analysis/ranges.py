"""Which values each variable can have in each scene, taken by itself.

All variables are followed at once, each without regard to the others (the independent-attribute analysis of Cousot and
Cousot 1977), but a command is followed only where each variable that it reads can have a value that it allows. This
takes milliseconds, and what it excludes is excluded: commands that can never be taken need not be looked at by anything
that comes after, nor do the parts of guards that always hold.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from redheat_game.analysis.commands import Command, Guard
from redheat_game.analysis.graphs import components
from redheat_game.analysis.packing import Layout, Packer


class Ranges:
    """The values of each variable in each scene.

    Args:
        layout: where the bits are.
        commands: all commands, by scene.
        start: the packed state in which a playthrough begins.
    """

    def __init__(self, layout: Layout, commands: Sequence[Sequence[Command]], start: int) -> None:
        self.layout = layout
        self.by_scene = [0] * len(commands)
        """By scene, the bits of all values that variables can have there; 0 where it cannot be entered."""
        self.leading_to: list[list[Command]] = [[] for _ in commands]
        """By scene, the commands that arrive there."""
        for own in commands:
            for command in own:
                if command.fault is None:
                    self.leading_to[command.target].append(command)
        self._taken: dict[Command, bool] = {}
        self._follow(commands, start)

    def _follow(self, commands: Sequence[Sequence[Command]], start: int) -> None:
        """Let values spread from the start until nothing is added any more."""
        layout = self.layout
        packer = Packer(layout, [layout.all_fields] * len(commands))
        packed_commands = [
            [
                (packer.packed(command), [layout.fields[variable] for variable, _ in command.guard])
                for command in own
                if command.fault is None
            ]
            for own in commands
        ]
        order = onward(commands)
        scene = start & layout.scene_mask
        self.by_scene[scene] = start & layout.all_fields
        heap = [(order[scene], scene)]
        waiting = {scene}
        while heap:
            _, scene = heapq.heappop(heap)
            waiting.discard(scene)
            bits = self.by_scene[scene]
            for packed, read in packed_commands[scene]:
                left = bits & ~packed.forbids
                if not all(left & field for field in read):
                    continue
                target = packed.target
                known = self.by_scene[target]
                after = (packed.done_to(left) & layout.all_fields) | known
                if after != known:
                    self.by_scene[target] = after
                    if target not in waiting:
                        waiting.add(target)
                        heapq.heappush(heap, (order[target], target))

    def admits(self, scene: int, guard: Guard) -> bool:
        """Whether each variable of the cube can have an allowed value in the scene."""
        bits = self.by_scene[scene]
        return bits != 0 and all(self.layout.values(bits, variable) & allowed for variable, allowed in guard)

    def closed(self, scene: int, guard: Guard) -> frozenset[int]:
        """The variables of a cube that cannot be in a scene as it asks."""
        bits = self.by_scene[scene]
        return frozenset(variable for variable, allowed in guard if not self.layout.values(bits, variable) & allowed)

    def is_taken(self, command: Command) -> bool:
        """Whether the ranges admit the command."""
        known = self._taken.get(command)
        if known is None:
            known = self._taken[command] = self.admits(command.scene, command.guard)
        return known

    def reduced(self, scene: int, guard: Guard) -> Guard:
        """The cube without what always holds in the scene."""
        bits = self.by_scene[scene]
        return tuple(item for item in guard if self.layout.values(bits, item[0]) & ~item[1])

    def reason(self, scene: int, guard: Guard, most: int) -> tuple[frozenset[int], int]:
        """The variables on which it rests that no state of a cube can be met in a scene, where `admits` says so.

        Returns:
            The variables, and how many commands were looked at; those of the cube itself, where `most` do not suffice.
        """
        reason = _Reason(self)
        found = reason.of(scene, guard, most)
        return self.closed(scene, guard) if found is None else found, reason.steps


class _Reason:
    """Traces back why values cannot be: each command that would bring them about is closed for a reason of its own."""

    def __init__(self, ranges: Ranges) -> None:
        self.ranges = ranges
        self.variables: set[int] = set()
        self.steps = 0
        self._waiting: list[tuple[int, int | None, int]] = []
        """Scenes, each with a variable and the values of it that it is asked why they cannot be there; None if none."""
        self._known: set[tuple[int, int | None, int]] = set()

    def of(self, scene: int, guard: Guard, most: int) -> frozenset[int] | None:
        self._close(scene, guard)
        while self._waiting:
            if self.steps >= most:
                return None
            scene, variable, values = self._waiting.pop()
            self.steps += len(self.ranges.leading_to[scene])
            for command in self.ranges.leading_to[scene]:
                if not self.ranges.is_taken(command):
                    self._close(command.scene, command.guard)
                elif variable is not None:
                    self._need(command.scene, variable, _before(command, variable, values, self.ranges.layout))
        return frozenset(self.variables)

    def _close(self, scene: int, guard: Guard) -> None:
        """Some variable of the cube cannot be as it asks, or else the scene cannot be entered at all."""
        layout, bits = self.ranges.layout, self.ranges.by_scene[scene]
        closed = [item for item in guard if bits and not layout.values(bits, item[0]) & item[1]]
        if closed:
            # best one that is a reason already
            variable, allowed = next((item for item in closed if item[0] in self.variables), closed[0])
            self._need(scene, variable, allowed)
        else:
            self._need(scene, None, 0)

    def _need(self, scene: int, variable: int | None, values: int) -> None:
        key = (scene, variable, values)
        if key not in self._known and (variable is None or values):
            self._known.add(key)
            self._waiting.append(key)
            if variable is not None:
                self.variables.add(variable)


def _before(command: Command, variable: int, values: int, layout: Layout) -> int:
    """The values that a variable has to have before the command to have one of these after it."""
    allowed = dict(command.guard).get(variable, (1 << layout.sizes[variable]) - 1)
    table = dict(command.changes).get(variable)
    if table is None:
        return allowed & values
    found = 0
    for old, new in enumerate(table):
        if allowed >> old & 1 and values >> new & 1:
            found |= 1 << old
    return found


def onward(commands: Sequence[Sequence[Command]]) -> list[int]:
    """By scene, its place in an order in which scenes come before those that they lead to, as far as can be."""
    after = {number: {command.target for command in own} for number, own in enumerate(commands)}
    order = [0] * len(commands)
    for place, together in enumerate(reversed(components(after, after))):
        for scene in together:
            order[scene] = place
    return order
