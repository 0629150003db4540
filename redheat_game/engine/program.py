"""The machine made ready to run: guards and values as functions, scene by scene, on first use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from redheat_game.story.conditions import TRUE, Test, compiled
from redheat_game.story.machine import Effect, Machine, Target, Variable


@dataclass(frozen=True, slots=True)
class RunnableEffect:
    """An effect with what running it needs at hand."""

    number: int
    variable: Variable
    value: Test
    guard: Test | None
    achievement: str | None
    """The achievement that it grants, if it grants one."""


@dataclass(frozen=True, slots=True)
class RunnableChoice:
    """A choice; None for a guard means that it always holds."""

    guard: Test | None
    locked: Test | None
    effects: tuple[RunnableEffect, ...]
    targets: tuple[tuple[Test | None, int], ...]


@dataclass(frozen=True, slots=True)
class RunnableScene:
    """A scene ready to run."""

    takes: int
    on_enter: tuple[RunnableEffect, ...]
    always: tuple[tuple[Test | None, int], ...]
    choices: tuple[RunnableChoice, ...]
    ending: str | None


class Program:
    """Compiles the scenes of one machine as they are first needed."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self._scenes: list[RunnableScene | None] = [None] * len(machine.scenes)

    def scene(self, number: int) -> RunnableScene:
        """The scene at this position, ready to run."""
        ready = self._scenes[number]
        if ready is None:
            ready = self._scenes[number] = self._compile(number)
        return ready

    def _compile(self, number: int) -> RunnableScene:
        scene = self.machine.scenes[number]
        choices = tuple(
            RunnableChoice(
                None if choice.guard == TRUE else compiled(choice.guard),
                compiled(choice.locked) if choice.locked is not None else None,
                self._effects(choice.effects),
                _targets(choice.targets),
            )
            for choice in scene.choices
        )
        return RunnableScene(scene.takes, self._effects(scene.on_enter), _targets(scene.always), choices, scene.ending)

    def _effects(self, effects: Sequence[Effect]) -> tuple[RunnableEffect, ...]:
        return tuple(
            RunnableEffect(
                effect.variable,
                variable := self.machine.variables[effect.variable],
                compiled(effect.value),
                compiled(effect.guard) if effect.guard is not None else None,
                variable.name.partition(".")[2] if variable.kind == "unlocked" else None,
            )
            for effect in effects
        )


def _targets(targets: Sequence[Target]) -> tuple[tuple[Test | None, int], ...]:
    return tuple((compiled(entry.guard) if entry.guard is not None else None, entry.scene) for entry in targets)


@lru_cache(maxsize=16)
def program_of(machine: Machine) -> Program:
    """The program of this very machine; made once."""
    return Program(machine)
