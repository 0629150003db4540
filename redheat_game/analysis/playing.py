"""Playing packed states by the commands of a story. Every state met here is a real one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from typing import Literal

from redheat_game.analysis.commands import Command
from redheat_game.analysis.goals import Place
from redheat_game.analysis.packing import PackedCommand, Packer
from redheat_game.analysis.system import ReadIn, System

LONGEST_RUN = 600
"""Moves after which a run is given up, unless the story has more scenes."""
Measure = Literal["moves", "seconds"]
"""What a run costs."""


class Reached:
    """A packed state and how it was reached."""

    __slots__ = ("before", "command", "moves", "seconds", "state")

    def __init__(self, state: int, before: Reached | None, command: Command | None, moves: int, seconds: int) -> None:
        self.state = state
        self.before = before
        """The state before it, and the command that led from there; None at the start."""
        self.command = command
        self.moves = moves
        self.seconds = seconds
        """Story time paid since the start."""

    def then(self, command: PackedCommand) -> Reached:
        """What is reached from it by this command."""
        seconds = self.seconds + command.seconds
        return Reached(command.done_to(self.state), self, command.command, self.moves + 1, seconds)

    def run(self) -> list[Reached]:
        """All states of its run, from the start."""
        found: list[Reached] = []
        here: Reached | None = self
        while here is not None:
            found.append(here)
            here = here.before
        found.reverse()
        return found


class Player:
    """Plays packed states by the commands of a story.

    Args:
        system: the story.
        read_in: scenes in which variables matter on arrival besides the guards of the story.
    """

    def __init__(self, system: System, read_in: ReadIn) -> None:
        self.system = system
        self.scene_mask = system.layout.scene_mask
        live = system.all_live_masks(read_in)
        packer = Packer(system.layout, live)
        self.offers: list[list[tuple[int, PackedCommand]]] = [
            [(packed.forbids, packed) for packed in map(packer.packed, own) if packed.command.fault is None]
            for own in system.commands
        ]
        """By scene, what may be done, each with the bits that forbid it; faults left out."""
        self.longest_run = max(LONGEST_RUN, len(system.commands))
        """Moves after which a run is given up."""
        self._live = live
        self.beginning = self._standing_at(system.beginning)
        self._grants: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for grant in system.grants:
            found = self._grants.setdefault((grant.scene, grant.choice), [])
            found.append((system.layout.forbidden(grant.guard), grant.variable))
        self._granted_at_start = frozenset(
            number
            for number, variable in enumerate(system.machine.variables)
            if variable.kind == "unlocked" and system.start.values[number]
        )

    def _standing_at(self, state: int) -> Reached:
        return Reached(state & self._live[state & self.scene_mask], None, None, 0, 0)

    def moved_to(self, system: System) -> Player:
        """The same from where another system, of the same story, begins."""
        other = copy(self)
        other.system = system
        other.beginning = self._standing_at(system.beginning)
        return other

    def scene(self, reached: Reached) -> int:
        """The scene of a state."""
        return reached.state & self.scene_mask

    def onward(self, reached: Reached) -> Iterator[Reached]:
        """Everything that one choice leads to."""
        state = reached.state
        for forbids, command in self.offers[state & self.scene_mask]:
            if not state & forbids:
                yield reached.then(command)

    def choices(self, reached: Reached, place: Place | None = None) -> tuple[str, ...]:
        """The ids of the choices that led to a state, from the start, and of the one that its place takes there."""
        scenes = self.system.machine.scenes
        commands = [one.command for one in reached.run()]
        taken = [(each.scene, each.choice) for each in commands if each is not None]
        if place is not None and place.choice is not None:
            taken.append((place.scene, place.choice))
        return tuple(scenes[scene].choices[choice].id for scene, choice in taken)

    def grants_of(self, command: Command) -> Sequence[tuple[int, int]]:
        """What taking the choice of a command grants: for each achievement the bits that keep it from being granted."""
        return self._grants.get((command.scene, command.choice), ())

    def earned(self, reached: Reached) -> frozenset[int]:
        """The achievements (their variables) that the run to a state has earned."""
        found = set(self._granted_at_start)
        here = reached
        while here.before is not None and here.command is not None:
            for forbids, variable in self.grants_of(here.command):
                if not here.before.state & forbids:
                    found.add(variable)
            here = here.before
        return frozenset(found)


def place_of(system: System, places: Iterable[Place], state: int) -> Place:
    """The first of some places in which a packed state lies; it has to lie in one."""
    return next(place for place in places if Test(system, [place])(state))


class Test:
    """Whether a packed state lies in one of some places."""

    def __init__(self, system: System, places: Iterable[Place]) -> None:
        self.scene_mask = system.layout.scene_mask
        self._forbidden: dict[int, list[int]] = {}
        for place in places:
            forbidden = self._forbidden.setdefault(place.scene, [])
            forbidden += [system.layout.forbidden(guard) for guard in place.guards]

    @property
    def scenes(self) -> Collection[int]:
        """The scenes of the places."""
        return self._forbidden.keys()

    def __call__(self, state: int) -> bool:
        return any(not state & forbids for forbids in self._forbidden.get(state & self.scene_mask, ()))
