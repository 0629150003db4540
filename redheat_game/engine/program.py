"""The machine made ready to run: guards, ways and values as functions, scene by scene, on first use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from redheat_game.engine.events import AchievementUnlocked, EndingReached, SceneEntered
from redheat_game.story.conditions import TRUE, Constant, Test, compiled, first_that_holds
from redheat_game.story.machine import Effect, Machine, Target, Variable


@dataclass(frozen=True, slots=True)
class RunnableEffect:
    """An effect with what running it needs at hand."""

    number: int
    variable: Variable
    constant: int | None
    """The value that it gives, where that is always the same and within the variable's range; else `value` tells."""
    value: Test
    guard: Test | None
    achievement: AchievementUnlocked | None
    """What it grants, if it grants an achievement."""


@dataclass(frozen=True, slots=True)
class RunnableChoice:
    """A choice; None for a guard means that it always holds."""

    guard: Test | None
    locked: Test | None
    effects: tuple[RunnableEffect, ...]
    target: Test
    """Gives the scene it leads to; -1 where it leads nowhere."""


@dataclass(frozen=True, slots=True)
class RunnableScene:
    """A scene ready to run."""

    takes: int
    entered: SceneEntered
    on_enter: tuple[RunnableEffect, ...]
    redirect: Test | None
    """Gives the scene to which a rule redirects, -1 where none does; None where nothing can."""
    choices: tuple[RunnableChoice, ...]
    ended: EndingReached | None


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
                _way(choice.targets),
            )
            for choice in scene.choices
        )
        return RunnableScene(
            scene.takes,
            SceneEntered(scene.id),
            self._effects(scene.on_enter),
            _way(scene.always) if scene.always and scene.ending is None else None,
            choices,
            EndingReached(scene.ending) if scene.ending is not None else None,
        )

    def _effects(self, effects: Sequence[Effect]) -> tuple[RunnableEffect, ...]:
        return tuple(map(self._effect, effects))

    def _effect(self, effect: Effect) -> RunnableEffect:
        variable = self.machine.variables[effect.variable]
        constant = effect.value.value if isinstance(effect.value, Constant) else None
        return RunnableEffect(
            effect.variable,
            variable,
            constant if constant is not None and variable.low <= constant <= variable.high else None,
            compiled(effect.value),
            compiled(effect.guard) if effect.guard is not None else None,
            AchievementUnlocked(variable.name.partition(".")[2]) if variable.kind == "unlocked" else None,
        )


def _way(targets: Sequence[Target]) -> Test:
    return first_that_holds(tuple((entry.guard, entry.scene) for entry in targets))


@lru_cache(maxsize=16)
def program_of(machine: Machine) -> Program:
    """The program of this very machine; made once."""
    return Program(machine)
