"""The one machine to which every story is lowered.

Finite variables, guards, ordered effects and targets: whatever a story can do is in here and nowhere else. `step`, the
prover, exports and digests read only this. Sequences, `once`, `seen`, groups, drop-ins, calls, fallbacks, time running
out and achievements are all variables, guards and targets by the time they arrive here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from redheat_game.story.conditions import Tree

VariableKind = Literal["flag", "range", "one_of", "entered", "once", "return", "unlocked"]
Edge = Literal["fault", "clamp", "wrap"]


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable with a finite range; its values are `low..high`."""

    name: str
    """As declared; those that lowering made begin with `@`, which no declared name can."""
    kind: VariableKind
    low: int
    high: int
    start: int
    edge: Edge = "fault"
    """What an effect does that leaves the range: a defect of the story, stop at the edge, or go round to `low`."""
    words: tuple[str, ...] = ()
    """Of a `one_of`: its words, by position."""
    cosmetic: bool = False
    """Read by prose alone: no guard, target or category depends on it."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Gives a variable a new value, where its guard holds."""

    variable: int
    value: Tree
    guard: Tree | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A way on: taken where its guard holds and no earlier one's did."""

    guard: Tree | None
    scene: int


@dataclass(frozen=True, slots=True)
class MachineChoice:
    """A choice: what must hold, what it changes, where it leads."""

    id: str
    guard: Tree
    effects: tuple[Effect, ...]
    targets: tuple[Target, ...]
    """In order; the last has no guard."""
    locked: Tree | None = None
    """Where this holds the choice is shown with its reason, though it cannot be taken."""


@dataclass(frozen=True, slots=True)
class MachineScene:
    """A scene: what entering it does, which rules may redirect from it, and what can be chosen there."""

    id: str
    takes: int
    """Seconds of story time paid on entering."""
    on_enter: tuple[Effect, ...]
    """Its count of entries first, then the author's effects."""
    always: tuple[Target, ...]
    """Rules tested after entering; the first that holds redirects. One that leads to this very scene stays."""
    choices: tuple[MachineChoice, ...]
    ending: str | None = None
    doomed: bool = False


@dataclass(frozen=True, eq=False)
class Machine:
    """A whole story, lowered. Two machines are told apart by identity, so that compiled forms can be kept for one."""

    variables: tuple[Variable, ...]
    scenes: tuple[MachineScene, ...]
    start: int

    @cached_property
    def scene_numbers(self) -> dict[str, int]:
        """The position of each scene by its id."""
        return {scene.id: number for number, scene in enumerate(self.scenes)}

    @cached_property
    def variable_numbers(self) -> dict[str, int]:
        """The position of each variable by its name."""
        return {variable.name: number for number, variable in enumerate(self.variables)}

    @cached_property
    def start_values(self) -> tuple[int, ...]:
        """The values of all variables before the start scene is entered."""
        return tuple(variable.start for variable in self.variables)
