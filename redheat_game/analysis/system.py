"""A story as the prover reads it: its commands, and where each variable still matters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from redheat_game.analysis.commands import Changes, Command, CommandBuilder, Grant, Guard
from redheat_game.engine.state import State
from redheat_game.story.machine import Machine


@dataclass(frozen=True, slots=True)
class Edge:
    """Commands of one scene that look the same where only a few variables are seen."""

    guard: Guard
    changes: Changes
    target: int
    commands: tuple[Command, ...]


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
        self.commands = tuple(tuple(self.builder.commands(number)) for number in range(len(machine.scenes)))
        """By scene."""
        self.grants: tuple[Grant, ...] = tuple(self.builder.grants)
        self.read_in = [
            frozenset(name for command in commands for name, _ in command.guard) for commands in self.commands
        ]
        """By scene, the variables that its commands' guards read."""
        self._live: dict[tuple[int, frozenset[int]], frozenset[int]] = {}
        self._edges: dict[tuple[int, frozenset[int]], tuple[Edge, ...]] = {}

    @cached_property
    def mentioned_in(self) -> list[frozenset[int]]:
        """By scene, the variables that its commands read or change."""
        return [
            frozenset(name for command in commands for part in (command.guard, command.changes) for name, _ in part)
            for commands in self.commands
        ]

    def indexes(self, values: Sequence[int]) -> tuple[int, ...]:
        """Values as positions in their ranges."""
        return tuple(value - low for value, low in zip(values, self.lows, strict=True))

    @cached_property
    def _arrows(self) -> dict[tuple[int, int], list[frozenset[int]]]:
        """For each pair of scenes joined by commands, what each of these sets whatever it was before."""
        found: dict[tuple[int, int], list[frozenset[int]]] = {}
        for number, commands in enumerate(self.commands):
            for command in commands:
                if command.fault is None:
                    fixed = frozenset(name for name, table in command.changes if len(set(table)) == 1)
                    found.setdefault((number, command.target), []).append(fixed)
        return found

    @cached_property
    def _sources(self) -> list[list[tuple[int, frozenset[int]]]]:
        """By scene, the scenes that lead to it, each with what all of its commands set on the way."""
        found: list[list[tuple[int, frozenset[int]]]] = [[] for _ in self.commands]
        for (source, target), fixed in self._arrows.items():
            found[target].append((source, frozenset.intersection(*fixed)))
        return found

    @cached_property
    def _reading(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for number, names in enumerate(self.read_in):
            for name in names:
                found.setdefault(name, set()).add(number)
        return found

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
                for source, fixed in self._sources[waiting.pop()]:
                    if source not in found and variable not in fixed:
                        found.add(source)
                        waiting.append(source)
            known = self._live[key] = frozenset(found)
        return known

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
            known = tuple(Edge(*what, tuple(commands)) for what, commands in groups.items())
            self._edges[key] = known
        return known
