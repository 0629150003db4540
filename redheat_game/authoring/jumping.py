"""Getting to any scene of a story by a way that players could take, and trying other values there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from redheat_game.authoring.ways import Ways
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.state import State
from redheat_game.engine.step import ChoiceNotAvailable, StoryFault
from redheat_game.story.diagnostics.core import nearest
from redheat_game.story.machine import Variable
from redheat_game.story.script import Story


class CannotSet(ValueError):
    """A value was asked for that a variable cannot have; says what it can."""


def way_to(story: Story, scene: str, known: Iterable[Sequence[str]]) -> tuple[str, ...] | None:
    """Choices from the start that lead to a scene, or None where none were found.

    Args:
        story: the story.
        scene: the id of the scene.
        known: playthroughs that may come there, such as the witness of a proof, perhaps of an earlier edition; each is
            tried before it is believed.
    """
    for choices in known:
        played = Playthrough.start(story)
        try:
            for choice in choices:
                if played.scene == scene:
                    break
                played = played.choose(choice)
        except (ChoiceNotAvailable, StoryFault):
            continue
        if played.scene == scene:
            return played.choices
    return Ways(story).to({story.machine.scene_numbers[scene]})


def standing_in(story: Story, scene: str) -> Playthrough:
    """A playthrough that stands in a scene with the values of the start, as no player ever may."""
    machine = story.machine
    return Playthrough.from_state(story, State(machine.scene_numbers[scene], machine.start_values, 1, 0))


def with_value(playthrough: Playthrough, setting: str) -> Playthrough:
    """The playthrough with a variable set, as `trust = 3`; it begins there, for no choices lead to it.

    Raises:
        CannotSet: there is no such variable, or it cannot have that value.
    """
    name, equals, value = (part.strip() for part in setting.partition("="))
    variables = {each.name: number for number, each in enumerate(playthrough.story.machine.variables)}
    declared = [each for each in variables if not each.startswith("@")]
    if not equals or not value:
        raise CannotSet("write it as name = value")
    if name not in declared:
        near = nearest(name, declared)
        raise CannotSet(f"no variable {name}" + (f"; did you mean {near}?" if near else ""))
    values = list(playthrough.state.values)
    number = variables[name]
    values[number] = _value(playthrough.story.machine.variables[number], value)
    # a move has been made already, so that nothing takes this for the beginning
    state = playthrough.state._replace(values=tuple(values), moves=max(1, playthrough.state.moves))
    return Playthrough.from_state(playthrough.story, state)


def _value(variable: Variable, text: str) -> int:
    words = ("false", "true") if variable.kind == "flag" else variable.words
    if words:
        if text not in words:
            raise CannotSet(f"{variable.name} can be {', '.join(words)}")
        return variable.low + words.index(text)
    try:
        value = int(text)
    except ValueError:
        value = variable.low - 1
    if not variable.low <= value <= variable.high:
        raise CannotSet(f"{variable.name} can be {variable.low} to {variable.high}")
    return value


def value_text(variable: Variable, value: int) -> str:
    """A value as authors write it."""
    if variable.kind == "flag":
        return "true" if value else "false"
    return variable.words[value - variable.low] if variable.words else str(value)
