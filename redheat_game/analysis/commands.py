"""The machine as guarded commands: for each scene, the disjoint cases of each of its choices.

A choice of the machine tests trees, applies guarded effects one after another, picks a target and may be redirected.
Run symbolically from every state of its scene at once, it falls into finitely many cases, each of which is simple: a
*cube* (for some variables, the set of values they may have), for each variable that changes a table from old value to
new, and one scene arrived at. The cases of a choice are disjoint and together cover exactly
the states in which it can be taken. Everything that `analysis` proves, it proves of these commands (guarded commands:
Dijkstra 1975).

What grants an achievement is kept apart, since nothing in a story can read one: see `Grant`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from redheat_game.analysis.trees import evaluated, substituted
from redheat_game.story.conditions import AllOf, AnyOf, Constant, Not, Tree, reads
from redheat_game.story.machine import Effect, Machine, Target

Cube = dict[int, int]
"""Allowed values by variable, as bits (bit n: the n-th value of its range); a variable left out may have any."""
Guard = tuple[tuple[int, int], ...]
"""A cube as sorted (variable, allowed values) pairs."""
Changes = tuple[tuple[int, tuple[int, ...]], ...]
"""For each variable that changes, its new value by its old one, both as positions in its range."""


@dataclass(frozen=True, slots=True, eq=False)
class Command:
    """One case of a choice; told apart by identity."""

    scene: int
    choice: int
    """Position of the choice in its scene."""
    entry: int
    """Which entry of the choice's targets it follows."""
    guard: Guard
    changes: Changes
    target: int
    """The scene arrived at, after a redirection if there was one."""
    entered: tuple[int, ...]
    """The scenes entered: the target, or the scene redirected from and the target."""
    rule: int | None
    """Which rule of the scene first entered held, if one did."""
    seconds: int
    """Story time paid."""
    fault: int | None = None
    """The variable that would leave its range; such a command arrives nowhere."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Taking this choice in a state of this cube grants this achievement (whether earned before or not)."""

    scene: int
    choice: int
    guard: Guard
    variable: int


@dataclass(slots=True)
class Case:
    """A symbolic run so far: the states it stands for, and what has become of their variables."""

    cube: Cube = field(default_factory=dict)
    tables: dict[int, tuple[int, ...]] = field(default_factory=dict)
    fault: int | None = None
    grants: tuple[tuple[int, Guard], ...] = ()
    """What it grants, each with the states of it that are granted it."""

    def narrowed(self, variable: int, allowed: int) -> Case:
        """The part of it in which the variable had one of these values at first."""
        if self.cube.get(variable) == allowed:
            return self
        return Case({**self.cube, variable: allowed}, self.tables, self.fault, self.grants)


class CommandBuilder:
    """Builds the commands of a machine, scene by scene.

    Args:
        machine: the machine.
        tracked: variables of achievements that are to be kept like any other variable.
    """

    def __init__(self, machine: Machine, tracked: Collection[int] = ()) -> None:
        self.machine = machine
        self.sizes = [variable.high - variable.low + 1 for variable in machine.variables]
        self.full = [(1 << size) - 1 for size in self.sizes]
        self.grants: list[Grant] = []
        """What the commands built so far grant."""
        self._trees: dict[Tree, tuple[list[int], list[int]]] = {}
        self._write_only = {
            number
            for number, variable in enumerate(machine.variables)
            if variable.kind == "unlocked" and number not in tracked
        }

    # values of variables, before and after

    def _allowed(self, case: Case, variable: int) -> int:
        return case.cube.get(variable, self.full[variable])

    def _groups(self, case: Case, variable: int) -> dict[int, int]:
        """By the value that the variable has now, the values it may have had at first."""
        table = case.tables.get(variable)
        low = self.machine.variables[variable].low
        found: dict[int, int] = {}
        bits = self._allowed(case, variable)
        for index in range(self.sizes[variable]):
            if bits >> index & 1:
                value = low + (table[index] if table else index)
                found[value] = found.get(value, 0) | 1 << index
        return found

    def _by_size(self, variable: int) -> tuple[int, int]:
        return self.sizes[variable], variable

    # conditions

    def split(self, tree: Tree, case: Case) -> Iterator[tuple[Case, bool]]:
        """Disjoint cases that together are `case`, each with whether the condition holds in it."""
        match tree:
            case Constant(value):
                yield case, bool(value)
            case Not(part):
                for found, holds in self.split(part, case):
                    yield found, not holds
            case AllOf(parts):
                yield from self._split_parts(parts, case, stops_at=False)
            case AnyOf(parts):
                yield from self._split_parts(parts, case, stops_at=True)
            case _:
                for found, value in self._values(tree, case):
                    yield found, bool(value)

    def _split_parts(self, parts: Sequence[Tree], case: Case, *, stops_at: bool) -> Iterator[tuple[Case, bool]]:
        if not parts:
            yield case, not stops_at
            return
        for found, holds in self.split(parts[0], case):
            if holds == stops_at:
                yield found, stops_at
            else:
                yield from self._split_parts(parts[1:], found, stops_at=stops_at)

    def _values(self, tree: Tree, case: Case) -> Iterator[tuple[Case, int]]:
        """Disjoint cases that together are `case`, each with the tree's value in it."""
        variables, results = self._looked_up(tree)
        if not variables:
            yield case, results[0]
            return
        first = variables[0]
        if len(variables) == 1:
            by_value: dict[int, int] = {}
            for value, bits in self._groups(case, first).items():
                result = results[value - self.machine.variables[first].low]
                by_value[result] = by_value.get(result, 0) | bits
            for result, bits in by_value.items():
                yield case.narrowed(first, bits), result
            return
        for value, bits in self._groups(case, first).items():
            yield from self._values(substituted(tree, first, value), case.narrowed(first, bits))

    def _looked_up(self, tree: Tree) -> tuple[list[int], list[int]]:
        """The variables that a tree reads, the smallest first; and its values, if it reads none or one.

        Its only value where it reads none; for each value of the one that it reads, in order, the tree's.
        """
        known = self._trees.get(tree)
        if known is None:
            variables = sorted(set(reads(tree)), key=self._by_size)
            results: list[int] = []
            if not variables:
                results = [evaluated(tree)]
            elif len(variables) == 1:
                only = self.machine.variables[variables[0]]
                results = [
                    evaluated(substituted(tree, variables[0], value)) for value in range(only.low, only.high + 1)
                ]
            known = self._trees[tree] = (variables, results)
        return known

    # effects

    def run_effects(self, effects: Sequence[Effect], case: Case) -> list[Case]:
        """The cases into which `case` falls when the effects are applied in order."""
        cases = [case]
        for effect in effects:
            following: list[Case] = []
            for present in cases:
                if present.fault is not None:
                    following.append(present)
                elif effect.variable in self._write_only:
                    following.append(self._granted(effect, present))
                elif effect.guard is None:
                    following += self._assigned(effect, present)
                else:
                    for found, holds in self.split(effect.guard, present):
                        following += self._assigned(effect, found) if holds else [found]
            cases = following
        return cases

    def _granted(self, effect: Effect, case: Case) -> Case:
        """The same case, which now grants an achievement: a condition of that does not split it."""
        parts = self.split(effect.guard, case) if effect.guard else [(case, True)]
        found = [part for part, holds in parts if holds]
        grants = tuple((effect.variable, self.guard_of(part)) for part in found)
        return Case(case.cube, case.tables, case.fault, case.grants + grants)

    def _assigned(self, effect: Effect, case: Case) -> Iterator[Case]:
        others = [variable for variable in set(reads(effect.value)) if variable != effect.variable]
        if others:
            first = min(others, key=self._by_size)
            for value, bits in self._groups(case, first).items():
                fixed = Effect(effect.variable, substituted(effect.value, first, value))
                yield from self._assigned(fixed, case.narrowed(first, bits))
            return
        number = effect.variable
        variable = self.machine.variables[number]
        before = case.tables.get(number) or tuple(range(self.sizes[number]))
        results = {value: evaluated(substituted(effect.value, number, variable.low + value)) for value in set(before)}
        allowed = self._allowed(case, number)
        leaving = 0
        table = []
        # all old values, excluded ones too: cases that do the same then have the same table, and can be joined
        for old, value in enumerate(before):
            new = results[value]
            if not variable.low <= new <= variable.high:
                if variable.edge == "wrap":
                    new = variable.low + (new - variable.low) % self.sizes[number]
                else:
                    if variable.edge == "fault" and allowed >> old & 1:
                        leaving |= 1 << old
                    new = min(max(new, variable.low), variable.high)
            table.append(new - variable.low)
        if leaving:
            yield Case({**case.cube, number: leaving}, case.tables, number)
        staying = allowed & ~leaving
        if staying:
            cube = {**case.cube, number: staying} if leaving else case.cube
            yield Case(cube, {**case.tables, number: tuple(table)}, None, case.grants)

    # choices

    def commands(self, number: int) -> list[Command]:
        """The commands of the scene at this position, as few as they come to."""
        return self.joined(self._cases(number))

    def joined(self, commands: Iterable[Command]) -> list[Command]:
        """Commands that differ in what they allow one variable alone are one command."""
        groups: dict[object, list[Guard]] = {}
        examples: dict[object, Command] = {}
        for command in commands:
            same = (command.choice, command.entry, command.changes, command.entered, command.rule, command.fault)
            groups.setdefault(same, []).append(command.guard)
            examples.setdefault(same, command)
        found = []
        for alike, guards in groups.items():
            one = examples[alike]
            if len(guards) == 1:
                found.append(one)
            else:
                found += [replace(one, guard=guard) for guard in self.joined_guards(guards)]
        return found

    def joined_guards(self, guards: Sequence[Guard]) -> list[Guard]:
        """As few disjoint cubes as these come to by joining those that differ in one variable."""
        present = list(dict.fromkeys(guards))
        if len(present) == 1:
            return present
        joined = True
        while joined:
            joined = False
            mentioned = Counter(each for guard in present for each, _ in guard)
            for variable in sorted(mentioned):
                # cubes that are disjoint and differ in one variable both ask something of it
                if mentioned[variable] < 2:
                    continue
                by_rest: dict[Guard, int] = {}
                for guard in present:
                    rest = tuple(item for item in guard if item[0] != variable)
                    bits = dict(guard).get(variable, self.full[variable])
                    by_rest[rest] = by_rest.get(rest, 0) | bits
                if len(by_rest) < len(present):
                    joined = True
                    present = [
                        rest if bits == self.full[variable] else tuple(sorted((*rest, (variable, bits))))
                        for rest, bits in by_rest.items()
                    ]
        return present

    def _cases(self, number: int) -> Iterator[Command]:
        for position, choice in enumerate(self.machine.scenes[number].choices):
            for offered, holds in self.split(choice.guard, Case()):
                if holds:
                    for done in self.run_effects(choice.effects, offered):
                        yield from self._leave(number, position, choice.targets, done)

    def _leave(self, scene: int, choice: int, targets: Sequence[Target], case: Case) -> Iterator[Command]:
        if case.fault is not None:
            yield self._command(scene, choice, 0, case, (), None)
            return
        for found, entry in self._first_that_holds(targets, case):
            # the last target has no guard, so one is always taken
            if entry is not None:
                for arrived, entered, rule in self.arrivals(targets[entry].scene, found):
                    yield self._command(scene, choice, entry, arrived, entered, rule)

    def arrivals(self, target: int, case: Case) -> Iterator[tuple[Case, tuple[int, ...], int | None]]:
        """Enter a scene, and the one to which a rule redirects: cases with the scenes entered and the rule."""
        scene = self.machine.scenes[target]
        for entered in self.run_effects(scene.on_enter, case):
            if entered.fault is not None or scene.ending is not None:
                yield entered, (target,), None
                continue
            for found, number in self._first_that_holds(scene.always, entered):
                to = target if number is None else scene.always[number].scene
                if to == target:
                    yield found, (target,), number
                else:
                    for arrived in self.run_effects(self.machine.scenes[to].on_enter, found):
                        yield arrived, (target, to), number

    def _first_that_holds(self, ways: Sequence[Target], case: Case) -> Iterator[tuple[Case, int | None]]:
        """Disjoint cases that together are `case`, each with the position of the first way whose guard holds in it."""
        remaining = [case]
        for number, way in enumerate(ways):
            waiting: list[Case] = []
            for present in remaining:
                for found, holds in self.split(way.guard, present) if way.guard else [(present, True)]:
                    if holds:
                        yield found, number
                    else:
                        waiting.append(found)
            remaining = waiting
        for present in remaining:
            yield present, None

    def guard_of(self, case: Case) -> Guard:
        """The states of a case, as they were at first."""
        return tuple(sorted((variable, bits) for variable, bits in case.cube.items() if bits != self.full[variable]))

    def _command(
        self, scene: int, choice: int, entry: int, case: Case, entered: tuple[int, ...], rule: int | None
    ) -> Command:
        changes = tuple(
            sorted(
                (variable, table)
                for variable, table in case.tables.items()
                if any(new != old and self._allowed(case, variable) >> old & 1 for old, new in enumerate(table))
            )
        )
        guard = self.guard_of(case)
        target = entered[-1] if entered else scene
        if case.fault is None:
            for variable, granted in case.grants:
                both = intersection(guard, granted)
                if both is not None:
                    self.grants.append(Grant(scene, choice, both, variable))
        seconds = sum(self.machine.scenes[number].takes for number in entered)
        return Command(scene, choice, entry, guard, changes, target, entered, rule, seconds, case.fault)


def intersection(first: Guard, second: Guard) -> Guard | None:
    """The cube of the states in both, or None where there are none."""
    both = dict(first)
    for variable, bits in second:
        both[variable] = both.get(variable, bits) & bits
        if not both[variable]:
            return None
    return tuple(sorted(both.items()))
