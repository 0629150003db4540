"""A story as the prover reads it: its commands, and where each variable still matters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property

from redheat_game.analysis.commands import Changes, Command, CommandBuilder, Grant, Guard
from redheat_game.analysis.packing import Layout, Packer, Values, is_constant
from redheat_game.analysis.ranges import Ranges, onward
from redheat_game.engine.state import State
from redheat_game.story.machine import Machine

ReadIn = Mapping[int, Collection[int]]
"""For variables, scenes in which they matter on arrival besides the guards of the story."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Commands of one scene that look the same where only a few variables are seen."""

    forbids: int
    """They can be taken in a state that sets none of these bits."""
    put: int
    """The target, and what is set whatever it was before."""
    changed: int
    """The fields that do not stay as they are."""
    tables: tuple[tuple[int, Values], ...]
    commands: tuple[Command, ...]
    seconds: int
    """The least that one of them pays."""


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """What some edges do to a packed state: `state & keep | put`, of which what still matters is then kept."""

    keep: int
    put: int
    """The target, and what is set."""
    edges: tuple[Edge, ...]
    seconds: int
    """The least that one of them pays."""

    @property
    def commands(self) -> Iterator[Command]:
        """The commands that do it."""
        return (command for edge in self.edges for command in edge.commands)


class System:
    """All commands of a machine, and the state in which a playthrough begins.

    Args:
        machine: the machine.
        start: where a playthrough stands at its beginning, the start scene being entered.
        tracked: achievements (their variables) that are kept like other variables.
    """

    def __init__(self, machine: Machine, start: State, tracked: Collection[int] = ()) -> None:
        self.machine = machine
        self.start = start
        self.builder = CommandBuilder(machine, tracked)
        self.sizes = tuple(self.builder.sizes)
        self.lows = tuple(variable.low for variable in machine.variables)
        self.layout = Layout(len(machine.scenes), self.sizes)
        self.beginning = self.layout.packed(start.scene, self.indexes(start.values))
        """The start, packed."""
        commands = tuple(tuple(self.builder.commands(number)) for number in range(len(machine.scenes)))
        self._take(commands, self.builder.grants)

    def _take(self, commands: tuple[tuple[Command, ...], ...], grants: Iterable[Grant]) -> None:
        self.commands = commands
        """All commands, by scene."""
        self.grants = tuple(grants)
        self._guarded = [frozenset(variable for command in own for variable, _ in command.guard) for own in commands]
        """By scene, the variables that its commands' guards read."""
        self.mentioned_in = [
            frozenset(variable for command in own for part in (command.guard, command.changes) for variable, _ in part)
            for own in commands
        ]
        """By scene, the variables that its commands read or change."""
        self._reading: dict[int, set[int]] = {}
        """By variable, the scenes whose commands' guards read it."""
        for scene, variables in enumerate(self._guarded):
            for variable in variables:
                self._reading.setdefault(variable, set()).add(scene)
        self._live: dict[tuple[int, frozenset[int]], frozenset[int]] = {}
        self._edges: dict[tuple[int, frozenset[int]], tuple[Edge, ...]] = {}
        self._moves: dict[tuple[int, int], tuple[Move, ...]] = {}
        self._packer = Packer(self.layout, [self.layout.all_fields] * len(commands))
        self._arrows = _arrows(commands)
        self._onward = onward(commands)

    @cached_property
    def ranges(self) -> Ranges:
        """Which values each variable can have in each scene."""
        return Ranges(self.layout, self.commands, self.beginning)

    def reduced(self) -> System:
        """The same story without commands that can never be taken, and without the parts of guards that always hold.

        Its ranges stay those of all commands: why something is excluded is traced by the commands left out here.
        """
        ranges = self.ranges
        commands = tuple(
            tuple(
                self.builder.joined(
                    command if guard == command.guard else replace(command, guard=guard)
                    for command in own
                    if ranges.admits(scene, command.guard)
                    for guard in (ranges.reduced(scene, command.guard),)
                )
            )
            for scene, own in enumerate(self.commands)
        )
        other = copy(self)
        other._take(commands, [grant for grant in self.grants if ranges.admits(grant.scene, grant.guard)])
        return other

    def without_earning(self, achievements: Collection[int]) -> System:
        """The same story without the commands that earn one of these achievements, which it has to track."""
        other = copy(self)
        # with fewer commands there are fewer values
        other.__dict__.pop("ranges", None)
        earned = frozenset(achievements)
        other._take(
            tuple(
                tuple(one for one in own if not any(variable in earned and table[0] for variable, table in one.changes))
                for own in self.commands
            ),
            self.grants,
        )
        return other

    def moved_to(self, state: State) -> System:
        """The same story from another state in which a run may stand; its ranges stay those of the whole story."""
        other = copy(self)
        other.beginning = self.packed(state)
        return other

    def indexes(self, values: Sequence[int]) -> tuple[int, ...]:
        """Values as positions in their ranges."""
        return tuple(value - low for value, low in zip(values, self.lows, strict=True))

    def packed(self, state: State) -> int:
        """A state of the engine as one integer."""
        return self.layout.packed(state.scene, self.indexes(state.values))

    def names(self, variables: Iterable[int]) -> tuple[str, ...]:
        """What the variables are called."""
        return tuple(self.machine.variables[variable].name for variable in variables)

    def live_in(self, variable: int, read_in: Collection[int] = ()) -> frozenset[int]:
        """The scenes on arrival in which the variable's value can still matter: to a guard, or to the scenes `read_in`.

        A change from a variable's own value reads nothing unless its result matters (strong liveness).
        """
        key = (variable, frozenset(read_in))
        known = self._live.get(key)
        if known is None:
            found = self._reading.get(variable, set()) | key[1]
            waiting = list(found)
            while waiting:
                for source, fixed in self._arrows[waiting.pop()]:
                    if source not in found and variable not in fixed:
                        found.add(source)
                        waiting.append(source)
            known = self._live[key] = frozenset(found)
        return known

    def live_masks(self, variables: Iterable[int], read_in: ReadIn) -> list[int]:
        """By scene, the fields of those of the variables that can still matter there, and the scene itself."""
        masks = [self.layout.scene_mask] * len(self.commands)
        for variable in variables:
            field = self.layout.fields[variable]
            for scene in self.live_in(variable, read_in.get(variable, ())):
                masks[scene] |= field
        return masks

    def all_live_masks(self, read_in: ReadIn) -> list[int]:
        """The same for all variables, worked out together."""
        layout = self.layout
        masks = [layout.scene_mask | layout.union(variables) for variables in self._guarded]
        for variable, scenes in read_in.items():
            for scene in scenes:
                masks[scene] |= layout.fields[variable]
        sources = [
            [(source, layout.all_fields & ~layout.union(fixed)) for source, fixed in arrows] for arrows in self._arrows
        ]
        # those that nothing leads on from are looked at first, so that most need to be looked at once
        waiting = sorted(range(len(masks)), key=lambda scene: self._onward[scene])
        is_waiting = [True] * len(masks)
        while waiting:
            scene = waiting.pop()
            is_waiting[scene] = False
            live = masks[scene]
            for source, kept in sources[scene]:
                more = masks[source] | live & kept
                if more != masks[source]:
                    masks[source] = more
                    if not is_waiting[source]:
                        is_waiting[source] = True
                        waiting.append(source)
        return masks

    def sources(self, scene: int) -> Iterator[int]:
        """The scenes that lead to a scene."""
        return (source for source, _ in self._arrows[scene])

    def entries(self, scenes: Collection[int]) -> set[int]:
        """The packed sets of states in which some scenes may be entered from elsewhere, or the story may begin."""
        layout = self.layout
        found = {self.beginning} if self.beginning & layout.scene_mask in scenes else set()
        for source in {source for scene in scenes for source in self.sources(scene)}.difference(scenes):
            for command in self.commands[source]:
                if command.fault is None and command.target in scenes:
                    packed = self._packer.packed(command)
                    found.add(packed.done_to(self.ranges.by_scene[source] & ~packed.forbids))
        return found

    def edges(self, scene: int, kept: frozenset[int]) -> tuple[Edge, ...]:
        """The commands of a scene, grouped by what they do to the kept variables; faults left out."""
        seen = kept & self.mentioned_in[scene]
        key = (scene, seen)
        known = self._edges.get(key)
        if known is None:
            groups: dict[tuple[Guard, Changes, int], list[Command]] = {}
            for command in self.commands[scene]:
                if command.fault is None:
                    guard = tuple(item for item in command.guard if item[0] in seen)
                    changes = tuple(item for item in command.changes if item[0] in seen)
                    groups.setdefault((guard, changes, command.target), []).append(command)
            known = self._edges[key] = tuple(self._edge(*group) for group in groups.items())
        return known

    def moves(self, state: int, kept: frozenset[int], relevant: int) -> tuple[Move, ...]:
        """What can be done in a state of a projection, all projections sharing what they see alike.

        Args:
            state: the packed state.
            kept: the variables of the projection.
            relevant: the bits of the scene, and of those of them that its commands read or change.
        """
        key = (relevant, state & relevant)
        known = self._moves.get(key)
        if known is None:
            found: dict[tuple[int, int], list[Edge]] = {}
            for edge in self.edges(state & self.layout.scene_mask, kept):
                if state & edge.forbids:
                    continue
                changed, put = edge.changed, edge.put
                for field, table in edge.tables:
                    old = state & field
                    new = table[old]
                    if new == old:
                        # kept as it is, so that moves which differ in nothing are one
                        changed &= ~field
                    else:
                        put |= new
                found.setdefault((self.layout.all_fields & ~changed, put), []).append(edge)
            known = tuple(
                Move(keep, put, tuple(edges), min(edge.seconds for edge in edges))
                for (keep, put), edges in found.items()
            )
            self._moves[key] = known
        return known

    def _edge(self, alike: tuple[Guard, Changes, int], commands: Sequence[Command]) -> Edge:
        guard, changes, target = alike
        changed, put, tables = self._packer.packed_changes(changes)
        seconds = min(command.seconds for command in commands)
        return Edge(
            self.layout.forbidden(guard),
            put | target,
            changed | self.layout.scene_mask,
            tables,
            tuple(commands),
            seconds,
        )


def _arrows(commands: Sequence[Sequence[Command]]) -> list[list[tuple[int, frozenset[int]]]]:
    """By scene, the scenes that lead to it, each with what all of its commands set whatever it was before."""
    fixed: dict[tuple[int, int], frozenset[int]] = {}
    for number, own in enumerate(commands):
        for command in own:
            if command.fault is None:
                sets = frozenset(variable for variable, table in command.changes if is_constant(table))
                arrow = (number, command.target)
                fixed[arrow] = fixed[arrow] & sets if arrow in fixed else sets
    found: list[list[tuple[int, frozenset[int]]]] = [[] for _ in commands]
    for (source, target), sets in fixed.items():
        found[target].append((source, sets))
    return found
