"""An exact judge: the reachable states of each scene as one binary decision diagram, by CUDD.

The states of a scene are a set of valuations of its live variables, each variable in binary; a command is a relation
over what it reads and changes alone, so that nothing is said of the rest (a disjunctively partitioned transition
relation; Burch, Clarke, Long 1991). Scenes are taken up component by component, in the order of the story, and only
with states that are new. The promises are least fixpoints backwards within what is reachable (AG EF; Clarke, Emerson
1981).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from dd import cudd

from benchmarks.exact.reduction import live_variables
from benchmarks.exact.verdicts import Verdicts
from redheat_game.analysis.commands import Command, Guard
from redheat_game.analysis.graphs import components
from redheat_game.analysis.system import System
from redheat_game.engine.step import begin
from redheat_game.story.script import Story

Diagram = Any
"""A set of valuations: `dd.cudd.Function`, of which no types are to be had."""


@dataclass(frozen=True, eq=False)
class _Relation:
    """A command as diagrams."""

    command: Command
    guard: Diagram
    step: Diagram
    """Guard, and new values (in primed bits) by old ones, of the variables that change."""
    forgotten: tuple[str, ...]
    """The bits that do not outlast it: of what changes, and of what no longer matters in its target."""
    arriving: dict[str, str]
    """Primed bits by those that they become."""
    changed: tuple[str, ...]
    """The primed bits."""


class Diagrams:
    """All reachable states of a story.

    Args:
        story: the story.
        drops_dead: whether variables are forgotten where they no longer matter, and commands left out that the ranges
            of variables exclude. Without it nothing is taken from the prover but the commands themselves.
    """

    def __init__(self, story: Story, *, drops_dead: bool = True) -> None:
        self.story = story
        self.machine = story.machine
        whole = System(self.machine, begin(self.machine).state)
        self.system = whole.reduced() if drops_dead else whole
        self.sizes = self.system.sizes
        self.live = (
            live_variables(self.system)
            if drops_dead
            else [frozenset(range(len(self.sizes)))] * len(self.machine.scenes)
        )
        self.bdd = cudd.BDD()
        self.bits: dict[int, list[str]] = {}
        for variable in self._order():
            self.bits[variable] = [
                f"v{variable}_{bit}" for bit in range(max(1, (self.sizes[variable] - 1).bit_length()))
            ]
            for name in self.bits[variable]:
                self.bdd.declare(name, f"{name}'")
                self.bdd.group({name: 2})
        self._sets: dict[tuple[int, int], Diagram] = {}
        self._tables: dict[tuple[int, tuple[int, ...]], Diagram] = {}
        self.relations = [[self._relation(command) for command in own] for own in self.system.commands]
        self.reached: list[Diagram] = [self.bdd.false for _ in self.machine.scenes]

    def _order(self) -> list[int]:
        """The variables that matter somewhere, those that are read or changed together near each other (FORCE)."""
        used = sorted(frozenset().union(*self.live, *self.system.mentioned_in))
        position = {variable: float(number) for number, variable in enumerate(used)}
        groups = [
            sorted({name for part in (command.guard, command.changes) for name, _ in part})
            for own in self.system.commands
            for command in own
        ]
        groups = [group for group in groups if len(group) > 1]
        for _ in range(20):
            pulled: dict[int, list[float]] = {variable: [] for variable in used}
            for group in groups:
                centre = sum(position[name] for name in group) / len(group)
                for name in group:
                    pulled[name].append(centre)
            wanted = {name: sum(at) / len(at) if at else position[name] for name, at in pulled.items()}
            position = {name: float(number) for number, name in enumerate(sorted(used, key=lambda one: wanted[one]))}
        return sorted(used, key=lambda name: position[name])

    # sets and relations

    def _value(self, variable: int, index: int, mark: str = "") -> Diagram:
        bits = {f"{name}{mark}": bool(index >> bit & 1) for bit, name in enumerate(self.bits[variable])}
        return self.bdd.cube(bits)

    def _any_of(self, diagrams: Iterable[Diagram]) -> Diagram:
        return reduce(or_, diagrams, self.bdd.false)

    def _allowed(self, variable: int, values: int) -> Diagram:
        known = self._sets.get((variable, values))
        if known is None:
            indexes = [index for index in range(self.sizes[variable]) if values >> index & 1]
            known = self._any_of(self._value(variable, index) for index in indexes)
            self._sets[variable, values] = known
        return known

    def states_of(self, guard: Guard) -> Diagram:
        """The states of a cube."""
        found = self.bdd.true
        for variable, values in guard:
            found &= self._allowed(variable, values)
        return found

    def _table(self, variable: int, table: tuple[int, ...]) -> Diagram:
        known = self._tables.get((variable, table))
        if known is None:
            by_new: dict[int, int] = {}
            for old, new in enumerate(table):
                by_new[new] = by_new.get(new, 0) | 1 << old
            if len(by_new) == 1:
                known = self._value(variable, table[0], "'")
            else:
                known = self._any_of(
                    self._allowed(variable, olds) & self._value(variable, new, "'") for new, olds in by_new.items()
                )
            self._tables[variable, table] = known
        return known

    def _relation(self, command: Command) -> _Relation:
        guard = step = self.states_of(command.guard)
        live = self.live[command.target]
        arriving: dict[str, str] = {}
        changing = set()
        for variable, table in command.changes:
            if variable in live:
                changing.add(variable)
                step &= self._table(variable, table)
                arriving |= {f"{name}'": name for name in self.bits[variable]}
        forgotten = changing | (self.live[command.scene] - live)
        names = tuple(name for variable in sorted(forgotten) for name in self.bits[variable])
        return _Relation(command, guard, step, names, arriving, tuple(arriving))

    # forwards

    def reach(self) -> None:
        """Find all reachable states."""
        start = self.system.start
        first = self.bdd.true
        for variable in self.live[start.scene]:
            first &= self._value(variable, self.system.indexes(start.values)[variable])
        new: dict[int, Diagram] = {start.scene: first}
        self.reached[start.scene] = first
        after = {number: {each.command.target for each in own} for number, own in enumerate(self.relations)}
        # components come with those that they lead to first
        for component in reversed(list(components(range(len(self.relations)), after))):
            inside = sorted(component)
            while any(scene in new for scene in inside):
                for scene in inside:
                    states = new.pop(scene, None)
                    if states is not None:
                        self._advance(scene, states, new)

    def _advance(self, scene: int, states: Diagram, new: dict[int, Diagram]) -> None:
        for relation in self.relations[scene]:
            if relation.command.fault is not None:
                continue
            arrived = cudd.and_exists(states, relation.step, relation.forgotten)
            if relation.arriving:
                arrived = self.bdd.let(relation.arriving, arrived)
            target = relation.command.target
            fresh = arrived & ~self.reached[target]
            if fresh != self.bdd.false:
                self.reached[target] |= fresh
                new[target] = new[target] | fresh if target in new else fresh

    def states(self) -> int:
        """How many states are reachable, those taken for one that differ in what no longer matters."""
        found = 0
        for live, reached in zip(self.live, self.reached, strict=True):
            bits = sum(len(self.bits[variable]) for variable in live)
            found += int(self.bdd.count(reached, bits)) if reached != self.bdd.false else 0
        return found

    # backwards

    def lost(self, is_kept: Callable[[int], bool]) -> set[int]:
        """The scenes with a reachable state from which none of the scenes that keep a promise can be reached."""
        good = [reached if is_kept(number) else self.bdd.false for number, reached in enumerate(self.reached)]
        before: dict[int, set[int]] = {}
        for number, own in enumerate(self.relations):
            for relation in own:
                before.setdefault(relation.command.target, set()).add(number)
        after = {number: {each.command.target for each in own} for number, own in enumerate(self.relations)}
        for component in components(range(len(self.relations)), after):
            waiting = set(component)
            while waiting:
                scene = max(waiting)
                waiting.discard(scene)
                found = good[scene] | self._any_of(
                    self._before(relation, good[relation.command.target])
                    for relation in self.relations[scene]
                    if relation.command.fault is None and good[relation.command.target] != self.bdd.false
                )
                found &= self.reached[scene]
                if found != good[scene]:
                    good[scene] = found
                    waiting |= before.get(scene, set()) & set(component)
        return {number for number, reached in enumerate(self.reached) if reached != good[number]}

    def _before(self, relation: _Relation, after: Diagram) -> Diagram:
        """The states from which a command leads into these."""
        if not relation.arriving:
            return relation.guard & after
        primed = self.bdd.let({name: mark for mark, name in relation.arriving.items()}, after)
        return cudd.and_exists(primed, relation.step, relation.changed)

    # verdicts

    def verdicts(self) -> Verdicts:
        """Everything that can happen, and what is lost where; `reach` has to be called first."""
        machine, story = self.machine, self.story
        found = Verdicts.at_start(machine)
        granted = {achievement.variable: name for name, achievement in story.achievements.items()}
        for grant in self.system.grants:
            if self._meets(grant.scene, self.states_of(grant.guard)):
                found.achievements.add(granted[grant.variable])
        for number, relations in enumerate(self.relations):
            scene = machine.scenes[number]
            if self.reached[number] == self.bdd.false:
                continue
            found.scenes.add(scene.id)
            if scene.ending is not None:
                found.endings.add(scene.ending)
            elif self.reached[number] & ~self._any_of(each.guard for each in relations) != self.bdd.false:
                found.dead_ends.add(scene.id)
            for relation in relations:
                self._note(found, relation)
        survivals = self._survivals()
        exempt = {number for number, scene in enumerate(machine.scenes) if scene.ending is not None or scene.doomed}
        endings = {number for number, scene in enumerate(machine.scenes) if scene.ending is not None}
        found.soft_locked = self._named(self.lost(endings.__contains__))
        found.doomed = self._named(self.lost(survivals.__contains__) - exempt)
        return found

    def _meets(self, scene: int, states: Diagram) -> bool:
        return bool(self.reached[scene] & states != self.bdd.false)

    def _note(self, found: Verdicts, relation: _Relation) -> None:
        command = relation.command
        if not self._meets(command.scene, relation.guard):
            return
        scene = self.machine.scenes[command.scene]
        choice = scene.choices[command.choice].id
        found.choices.add((scene.id, choice))
        found.scenes |= self._named(command.entered)
        if command.fault is not None:
            found.overflows.add((scene.id, choice, self.machine.variables[command.fault].name))

    def _survivals(self) -> set[int]:
        endings = self.story.endings
        return {
            number
            for number, scene in enumerate(self.machine.scenes)
            if scene.ending is not None and endings[scene.ending].kind != "death"
        }

    def _named(self, scenes: Collection[int]) -> set[str]:
        return {self.machine.scenes[number].id for number in scenes}
