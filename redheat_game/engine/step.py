"""One move: `step` takes a state and a choice to the next state, and does nothing else.

The order within a step is fixed by docs/semantics.md: the choice's guard; its effects and unlocks; its target; the
target's count of entries and `on_enter`; the rules that always hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from redheat_game.engine.events import AchievementUnlocked, EndingReached, Event, SceneEntered
from redheat_game.engine.program import Program, RunnableEffect, program_of
from redheat_game.engine.state import State
from redheat_game.story.machine import Machine

__all__ = [
    "AchievementUnlocked",
    "ChoiceNotAvailable",
    "EndingReached",
    "Event",
    "SceneEntered",
    "Step",
    "StoryFault",
    "begin",
    "step",
    "takeable",
]


class Step(NamedTuple):
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
    target = taken.target(values)
    if target < 0:
        raise StoryFault(f"a choice of {machine.scenes[state.scene].id!r} leads nowhere")
    scene, seconds = _enter(program, target, values, events)
    return Step(State(scene, tuple(values), state.moves + 1, state.seconds + seconds), tuple(events))


def _enter(program: Program, target: int, values: list[int], events: list[Event]) -> tuple[int, int]:
    """Enter a scene, and the one to which a rule redirects; gives the scene arrived at and the seconds paid."""
    scene = program.scene(target)
    events.append(scene.entered)
    _apply(scene.on_enter, values, events)
    seconds = scene.takes
    if scene.redirect is not None and (redirect := scene.redirect(values)) >= 0 and redirect != target:
        target = redirect
        scene = program.scene(target)
        events.append(scene.entered)
        _apply(scene.on_enter, values, events)
        seconds += scene.takes
    if scene.ended is not None:
        events.append(scene.ended)
    return target, seconds


def _apply(effects: Sequence[RunnableEffect], values: list[int], events: list[Event]) -> None:
    for effect in effects:
        if effect.guard is not None and not effect.guard(values):
            continue
        value = effect.constant
        if value is None:
            value = _within(effect, effect.value(values))
        if effect.achievement is not None and not values[effect.number]:
            events.append(effect.achievement)
        values[effect.number] = value


def _within(effect: RunnableEffect, value: int) -> int:
    """The value as it enters the variable, by what the variable does at the edges of its range."""
    variable = effect.variable
    if variable.low <= value <= variable.high:
        return value
    if variable.edge == "clamp":
        return variable.high if value > variable.high else variable.low
    if variable.edge == "wrap":
        return variable.low + (value - variable.low) % (variable.high - variable.low + 1)
    raise StoryFault(f"{variable.name} would become {value}, outside its range {variable.low}..{variable.high}")
