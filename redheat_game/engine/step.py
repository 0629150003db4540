"""One move: `step` takes a state and a choice to the next state, and does nothing else.

The order within a step is fixed by docs/semantics.md: the choice's guard; its effects and unlocks; its target; the
target's count of entries and `on_enter`; the rules that always hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from redheat_game.engine.program import Program, RunnableEffect, RunnableScene, program_of
from redheat_game.engine.state import State
from redheat_game.story.conditions import Test
from redheat_game.story.machine import Machine


@dataclass(frozen=True, slots=True)
class SceneEntered:
    """A scene was entered; where a rule redirected, there are two of these in one step."""

    scene: str


@dataclass(frozen=True, slots=True)
class AchievementUnlocked:
    """An achievement was earned for the first time in this playthrough."""

    achievement: str


@dataclass(frozen=True, slots=True)
class EndingReached:
    """The story ended."""

    ending: str


Event = SceneEntered | AchievementUnlocked | EndingReached


@dataclass(frozen=True, slots=True)
class Step:
    """What came of a move."""

    state: State
    events: tuple[Event, ...]


class ChoiceNotAvailable(ValueError):
    """The choice does not exist here, or its guard does not hold."""


class StoryFault(Exception):
    """The story does what it must not: a defect that `redheat check` finds. The state before it stands."""


def begin(machine: Machine) -> Step:
    """Enter the start scene."""
    values = list(machine.start_values)
    events: list[Event] = []
    scene, seconds = _enter(program_of(machine), machine.start, values, events)
    return Step(State(scene, tuple(values), 0, seconds), tuple(events))


def takeable(machine: Machine, state: State) -> list[int]:
    """The positions of the choices that can be taken in this state, in their order."""
    values = state.values
    choices = program_of(machine).scene(state.scene).choices
    return [position for position, choice in enumerate(choices) if choice.guard is None or choice.guard(values)]


def step(machine: Machine, state: State, choice: int) -> Step:
    """Take the choice at position `choice` of the state's scene.

    Raises:
        ChoiceNotAvailable: there is no such choice, or its guard does not hold.
        StoryFault: an effect leaves a range that is not clamped.
    """
    program = program_of(machine)
    choices = program.scene(state.scene).choices
    if not 0 <= choice < len(choices):
        raise ChoiceNotAvailable(f"the scene {machine.scenes[state.scene].id!r} has no choice {choice}")
    taken = choices[choice]
    if taken.guard is not None and not taken.guard(state.values):
        name = machine.scenes[state.scene].choices[choice].id
        raise ChoiceNotAvailable(f"the choice {name!r} cannot be taken now")
    values = list(state.values)
    events: list[Event] = []
    _apply(taken.effects, values, events)
    target = _first(taken.targets, values)
    if target is None:
        raise StoryFault(f"a choice of {machine.scenes[state.scene].id!r} leads nowhere")
    scene, seconds = _enter(program, target, values, events)
    return Step(State(scene, tuple(values), state.moves + 1, state.seconds + seconds), tuple(events))


def _enter(program: Program, target: int, values: list[int], events: list[Event]) -> tuple[int, int]:
    """Enter a scene, and the one to which a rule redirects; gives the scene arrived at and the seconds paid."""
    scene = program.scene(target)
    _enter_one(program, target, scene, values, events)
    seconds = scene.takes
    redirect = _first(scene.always, values) if scene.ending is None else None
    if redirect is not None and redirect != target:
        target = redirect
        scene = program.scene(target)
        _enter_one(program, target, scene, values, events)
        seconds += scene.takes
    if scene.ending is not None:
        events.append(EndingReached(scene.ending))
    return target, seconds


def _enter_one(program: Program, number: int, scene: RunnableScene, values: list[int], events: list[Event]) -> None:
    events.append(SceneEntered(program.machine.scenes[number].id))
    _apply(scene.on_enter, values, events)


def _first(targets: Sequence[tuple[Test | None, int]], values: list[int]) -> int | None:
    for guard, scene in targets:
        if guard is None or guard(values):
            return scene
    return None


def _apply(effects: Sequence[RunnableEffect], values: list[int], events: list[Event]) -> None:
    for effect in effects:
        if effect.guard is not None and not effect.guard(values):
            continue
        variable = effect.variable
        value = effect.value(values)
        if value > variable.high or value < variable.low:
            if variable.edge == "clamp":
                value = variable.high if value > variable.high else variable.low
            elif variable.edge == "wrap":
                value = variable.low + (value - variable.low) % (variable.high - variable.low + 1)
            else:
                raise StoryFault(
                    f"{variable.name} would become {value}, outside its range {variable.low}..{variable.high}"
                )
        if effect.achievement is not None and not values[effect.number]:
            events.append(AchievementUnlocked(effect.achievement))
        values[effect.number] = value
