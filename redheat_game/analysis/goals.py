"""Everything that a story has in it to be reached: what each thing is, and the states in which it happens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from redheat_game.analysis.commands import Case, CommandBuilder, Guard
from redheat_game.analysis.report import GoalKind
from redheat_game.analysis.system import System
from redheat_game.story.conditions import TRUE, AnyOf, Constant, Membership, Not, Read, Tree, all_of
from redheat_game.story.prose import Alternatives, Conditional, Emphasis, Piece, Prose, Words, chosen_branch
from redheat_game.story.script import Category, Story


@dataclass(frozen=True, slots=True)
class Place:
    """States of one scene, and the choice that is taken in them if one is."""

    scene: int
    choice: int | None
    guards: tuple[Guard, ...]


@dataclass(frozen=True, eq=False)
class Goal:
    """Something that happens in some states; told apart by identity."""

    kind: GoalKind
    name: str
    """The id of the scene, choice, achievement or ending; else a few words."""
    scene: int | None
    """The scene that it belongs to."""
    choice: int | None
    places: tuple[Place, ...]
    condition: Tree | None = None
    """What has to hold for it, where one condition says so."""
    at_start: bool = False
    """It has happened when a playthrough begins."""
    variable: int | None = None
    """The achievement's, or the one that leaves its range."""
    possible: tuple[Place, ...] = ()
    """The places that the ranges of variables do not exclude, without what always holds there."""


class Goals:
    """Lists the goals of a story.

    Args:
        story: the story.
        system: its commands.
    """

    def __init__(self, story: Story, system: System) -> None:
        self.story = story
        self.machine = story.machine
        self.system = system
        self.builder: CommandBuilder = system.builder
        start = Case({number: 1 << index for number, index in enumerate(system.indexes(self.machine.start_values))})
        arrived, self.entered_at_start, self.rule_at_start = next(self.builder.arrivals(self.machine.start, start))
        self.granted_at_start = {variable for variable, _ in arrived.grants}

    def all(self) -> Iterator[Goal]:
        """Every goal, scene by scene."""
        for found in (
            self._scenes(),
            self._choices(),
            self._rules(),
            self._prose(),
            self._achievements(),
            self._faults(),
        ):
            for goal in found:
                yield replace(goal, possible=tuple(self.possible(goal.places)))

    def ends(self, category: Category) -> list[Place]:
        """Where a run of a category is over."""
        guards = self.cubes(category.condition or TRUE)
        scenes = self.machine.scenes
        return [Place(number, None, guards) for number, scene in enumerate(scenes) if scene.ending in category.endings]

    def possible(self, places: Iterable[Place]) -> Iterator[Place]:
        """The places that the ranges of variables do not exclude, without what always holds there."""
        ranges = self.system.ranges
        for place in places:
            guards = tuple(
                dict.fromkeys(
                    ranges.reduced(place.scene, guard) for guard in place.guards if ranges.admits(place.scene, guard)
                )
            )
            if guards:
                yield Place(place.scene, place.choice, guards)

    def _scenes(self) -> Iterator[Goal]:
        places: dict[int, list[Place]] = {}
        for commands in self.system.commands:
            for command in commands:
                for entered in dict.fromkeys(command.entered):
                    places.setdefault(entered, []).append(Place(command.scene, command.choice, (command.guard,)))
        by_ending: dict[str, list[int]] = {}
        for number, scene in enumerate(self.machine.scenes):
            found = tuple(places.get(number, ()))
            yield Goal("scene", scene.id, number, None, found, at_start=number in self.entered_at_start)
            if scene.ending is not None:
                by_ending.setdefault(scene.ending, []).append(number)
        for ending in self.story.endings:
            numbers = by_ending.get(ending, [])
            found = tuple(place for number in numbers for place in places.get(number, ()))
            at_start = any(number == self.entered_at_start[-1] for number in numbers)
            yield Goal("ending", ending, numbers[0] if numbers else None, None, found, at_start=at_start)

    def _choices(self) -> Iterator[Goal]:
        for number, scene in enumerate(self.machine.scenes):
            commands = self.system.commands[number]
            for position, choice in enumerate(scene.choices):
                mine = [command for command in commands if command.choice == position]
                place = Place(number, position, self._joined([command.guard for command in mine]))
                yield Goal("choice", choice.id, number, position, (place,), choice.guard)
                if len(choice.targets) > 1:
                    for entry, target in enumerate(choice.targets):
                        guards = [command.guard for command in mine if command.entry == entry and not command.fault]
                        place = Place(number, position, self._joined(guards))
                        name = f"{choice.id} -> {self.machine.scenes[target.scene].id}"
                        yield Goal("target", name, number, position, (place,), target.guard)
            nothing = self.cubes(Not(AnyOf(tuple(choice.guard for choice in scene.choices))))
            if scene.ending is None and nothing:
                yield Goal("dead_end", scene.id, number, None, (Place(number, None, nothing),))

    def _joined(self, guards: Sequence[Guard]) -> tuple[Guard, ...]:
        return tuple(self.builder.joined_guards(guards))

    def _rules(self) -> Iterator[Goal]:
        """Rules that always hold are copied into every scene: one goal for all copies of each.

        The condition of a copy is its own: `seen(s)` counts one entry more inside `s`. The commonest is the goal's.
        """
        scenes = self.machine.scenes
        fullest = max((scene.always for scene in scenes), key=len)
        to_endings = [number for number, rule in enumerate(fullest) if scenes[rule.scene].ending is not None]

        def rule_number(scene: int, position: int) -> int:
            """Which rule a scene's copy is of; a sub-scene has only those that lead to an ending."""
            return position if len(scenes[scene].always) == len(fullest) else to_endings[position]

        places: list[list[Place]] = [[] for _ in fullest]
        for commands in self.system.commands:
            for command in commands:
                if command.rule is not None:
                    found = places[rule_number(command.entered[0], command.rule)]
                    found.append(Place(command.scene, command.choice, (command.guard,)))
        at_start = None
        if self.rule_at_start is not None:
            at_start = rule_number(self.entered_at_start[0], self.rule_at_start)
        conditions: list[Counter[Tree | None]] = [Counter() for _ in fullest]
        for scene, each in enumerate(scenes):
            for position, rule in enumerate(each.always):
                conditions[rule_number(scene, position)][rule.guard] += 1
        for number, rule in enumerate(fullest):
            name = f"always -> {scenes[rule.scene].id}"
            condition = conditions[number].most_common(1)[0][0]
            yield Goal("rule", name, rule.scene, None, tuple(places[number]), condition, number == at_start)

    def cubes(self, condition: Tree) -> tuple[Guard, ...]:
        """The states in which the condition holds."""
        return self._joined(
            [self.builder.guard_of(case) for case, holds in self.builder.split(condition, Case()) if holds]
        )

    def _prose(self) -> Iterator[Goal]:
        for number, script in enumerate(self.story.scenes):
            yield from self._branches(script.prose, number, None, TRUE)
            for position, (choice, shown) in enumerate(
                zip(self.machine.scenes[number].choices, script.choices, strict=True)
            ):
                seen = choice.guard
                if choice.locked is not None and shown.locked is not None:
                    locked = all_of(Not(choice.guard), choice.locked)
                    guards = self.cubes(locked)
                    name = f"{choice.id}: {glimpse(shown.locked)}"
                    yield Goal("locked", name, number, position, (Place(number, None, guards),), locked)
                    yield from self._branches(shown.locked, number, position, locked)
                    seen = AnyOf((choice.guard, choice.locked))
                yield from self._branches(shown.say, number, position, seen)

    def _branches(self, prose: Prose, scene: int, choice: int | None, condition: Tree) -> Iterator[Goal]:
        for piece in prose:
            if isinstance(piece, Emphasis):
                yield from self._branches(piece.parts, scene, choice, condition)
            for test, branch in self._parts(piece):
                if branch:
                    whole = all_of(condition, test)
                    place = Place(scene, None, self.cubes(whole))
                    yield Goal("alternative", glimpse(branch), scene, choice, (place,), whole)
                    yield from self._branches(branch, scene, choice, whole)

    def _parts(self, piece: Piece) -> Iterator[tuple[Tree, Prose]]:
        match piece:
            case Conditional(condition, then, otherwise):
                yield condition, then
                yield Not(condition), otherwise
            case Alternatives(_, counter, branches):
                variable = self.machine.variables[counter]
                values = range(variable.low, variable.high + 1)
                for number, branch in enumerate(branches):
                    fitting = tuple(value for value in values if chosen_branch(piece, value) == number)
                    yield Membership(Read(counter), fitting) if fitting else Constant(0), branch

    def _achievements(self) -> Iterator[Goal]:
        for name, achievement in self.story.achievements.items():
            variable = achievement.variable
            found = [grant for grant in self.system.grants if grant.variable == variable]
            places = tuple(Place(grant.scene, grant.choice, (grant.guard,)) for grant in found)
            at_start = variable in self.granted_at_start
            yield Goal("achievement", name, None, None, places, at_start=at_start, variable=variable)

    def _faults(self) -> Iterator[Goal]:
        found: dict[tuple[int, int, int], list[Guard]] = {}
        for commands in self.system.commands:
            for command in commands:
                if command.fault is not None:
                    found.setdefault((command.scene, command.choice, command.fault), []).append(command.guard)
        for (scene, choice, variable), guards in found.items():
            place = Place(scene, choice, self._joined(guards))
            name = self.machine.variables[variable].name
            yield Goal("overflow", name, scene, choice, (place,), variable=variable)


def variables_of(places: Iterable[Place]) -> set[int]:
    """The variables that decide whether a state lies in one of the places."""
    return {variable for place in places for guard in place.guards for variable, _ in guard}


def read_in(places: Iterable[Place]) -> dict[int, set[int]]:
    """For each of these variables, the scenes in which the places read it."""
    found: dict[int, set[int]] = {}
    for place in places:
        for guard in place.guards:
            for variable, _ in guard:
                found.setdefault(variable, set()).add(place.scene)
    return found


def glimpse(prose: Prose, most: int = 60) -> str:
    """The first words of the prose."""
    text = " ".join("".join(_texts(prose)).split())
    return text if len(text) <= most else text[: most - 1] + "…"


def _texts(prose: Prose) -> Iterator[str]:
    for piece in prose:
        match piece:
            case Words(text):
                yield text
            case Emphasis(_, parts):
                yield from _texts(parts)
            case _:
                yield "…"
