"""The state of one playthrough: a value, and its forms for files and digests."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from redheat_game.story.digests import digest_of_normal, normal
from redheat_game.story.machine import Machine, Variable
from redheat_game.story.script import Story


class State(NamedTuple):
    """Where a playthrough stands."""

    scene: int
    """Position of the scene in the machine."""
    values: tuple[int, ...]
    """The value of each of the machine's variables."""
    moves: int
    """Choices taken so far."""
    seconds: int
    """Story time paid so far; nothing in the story reads it."""


class StateDoesNotFit(ValueError):
    """A stored state that the present story cannot take up."""


def state_to_json(machine: Machine, state: State) -> dict[str, Any]:
    """The state as plain data: ids for scenes and variables, words for words.

    What lowering made is left out while it stands at its start, which is 0 in every story. What authors declare is
    not, since they may come to let it start elsewhere; nor is where a call returns to, which goes by name.
    """
    values = {
        variable.name: _outside(variable, value)
        for variable, value in zip(machine.variables, state.values, strict=True)
        if value != variable.start or variable.words or not variable.name.startswith("@")
    }
    scene = machine.scenes[state.scene].id
    return {"scene": scene, "values": values, "moves": state.moves, "seconds": state.seconds}


def _outside(variable: Variable, value: int) -> int | str:
    return variable.words[value] if variable.words else value


def state_from_json(story: Story, data: Mapping[str, Any]) -> State:
    """The state that `state_to_json` wrote, for this or an edited story.

    Former ids are followed, variables that are new stand at their start, those that are gone are dropped.

    Raises:
        StateDoesNotFit: the scene is gone, or a value lies outside its range.
    """
    machine = story.machine
    try:
        scene = story.former.scenes.get(data["scene"], data["scene"])
        stored = {_present_name(story, name): value for name, value in data["values"].items()}
        moves, seconds = int(data["moves"]), int(data["seconds"])
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise StateDoesNotFit("the stored state is not complete") from error
    if scene not in machine.scene_numbers:
        raise StateDoesNotFit(f"the scene {scene!r} is gone")
    for variable in machine.variables:
        if variable.kind == "return" and variable.name in stored:
            stored[variable.name] = _return_point(story, variable, scene, stored[variable.name])
    values = tuple(
        _inside(variable, stored[variable.name]) if variable.name in stored else variable.start
        for variable in machine.variables
    )
    return State(machine.scene_numbers[scene], values, moves, seconds)


def _present_name(story: Story, name: str) -> str:
    prefix, _, rest = name.partition(".")
    if prefix == "@unlocked":
        return f"{prefix}.{story.former.achievements.get(rest, rest)}"
    if prefix == "@once":
        scene, _, choice = rest.partition(".")
        scene = story.former.scenes.get(scene, scene)
        return f"{prefix}.{scene}.{present_choice(story, scene, choice)}"
    if prefix.startswith("@"):
        return f"{prefix}.{story.former.scenes.get(rest, rest)}"
    return story.former.variables.get(name, name)


def _return_point(story: Story, variable: Variable, scene: str, stored: object) -> object:
    """Where a call returns to now; outside of calls it only remembers the last one, and then any place will do."""
    point = story.former.scenes.get(stored, stored) if isinstance(stored, str) else stored
    in_call = f"@return.{scene}" in story.machine.variable_numbers
    return point if in_call or point in variable.words else variable.words[0]


def present_choice(story: Story, scene: str, choice: str) -> str:
    """The present id of the choice that was called `choice`, in the scene that is now called `scene`."""
    choice = story.former.choices.get(scene, {}).get(choice, choice)
    number = story.machine.scene_numbers.get(scene)
    if number is None or any(each.id == choice for each in story.machine.scenes[number].choices):
        return choice
    # without an id of its own it bears that of its first target, which may have been renamed
    return story.former.scenes.get(choice, choice)


def _inside(variable: Variable, value: object) -> int:
    if variable.words:
        if value in variable.words:
            return variable.words.index(str(value))
    elif isinstance(value, int) and not isinstance(value, bool):
        if variable.low <= value <= variable.high:
            return value
        if variable.edge == "clamp":
            return min(max(value, variable.low), variable.high)
        if variable.edge == "wrap":
            return variable.low + (value - variable.low) % (variable.high - variable.low + 1)
    raise StateDoesNotFit(f"{variable.name} cannot be {value!r} any more")


def state_digest(machine: Machine, state: State) -> str:
    """SHA-256 of all that is ruled by the story; what only prose reads is left out, so that a typo changes nothing."""
    stored = state.values
    values = {name: stored[number] for number, name in _ruled(machine)}
    scene = normal(machine.scenes[state.scene].id)
    return digest_of_normal({"scene": scene, "values": values, "moves": state.moves, "seconds": state.seconds})


@lru_cache(maxsize=16)
def _ruled(machine: Machine) -> tuple[tuple[int, str], ...]:
    """The variables that enter a digest, by position and name; every replay that is judged asks for them."""
    return tuple((number, normal(each.name)) for number, each in enumerate(machine.variables) if not each.cosmetic)
