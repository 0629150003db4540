"""Choices without consequence: those that differ from a neighbour in nothing but their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from redheat_game.story.conditions import reads
from redheat_game.story.machine import Effect, MachineChoice
from redheat_game.story.prose import variables_read
from redheat_game.story.script import Story
from redheat_game.story.source import Span


@dataclass(frozen=True)
class Alike:
    """Choices of one scene between which nothing is decided."""

    scene: str
    choices: tuple[str, ...]
    leads_to: str
    span: Span | None


def without_consequence(story: Story) -> tuple[Alike, ...]:
    """Groups of choices of one scene that lead to the same places with the same effects on whatever is read or shown.

    That a choice can be taken only once is no consequence; what happens when time runs out is left out. Whether they
    can be taken at the same time is not looked at.
    """
    return tuple(_alike(story, _variables_that_matter(story)))


def never_read(story: Story) -> tuple[str, ...]:
    """Declared variables that no condition, passage, meter, pocket or category reads."""
    matters = _variables_that_matter(story)
    return tuple(
        variable.name
        for number, variable in enumerate(story.machine.variables)
        if number not in matters and not variable.name.startswith("@")
    )


def _alike(story: Story, matters: set[int]) -> Iterator[Alike]:
    variables = story.machine.variables
    for scene, script in zip(story.machine.scenes, story.scenes, strict=True):
        groups: defaultdict[object, list[int]] = defaultdict(list)
        for position, choice in enumerate(scene.choices):
            if script.choices[position].is_timeout:
                continue
            effects = tuple(
                effect
                for effect in choice.effects
                if effect.variable in matters and variables[effect.variable].kind != "once"
            )
            groups[effects, choice.targets].append(position)
        for positions in groups.values():
            if len(positions) > 1:
                names = tuple(scene.choices[position].id for position in positions)
                to = " or ".join(story.machine.scenes[way.scene].id for way in scene.choices[positions[0]].targets)
                yield Alike(scene.id, names, to, script.choices[positions[0]].span)


def _variables_that_matter(story: Story) -> set[int]:
    machine = story.machine
    found = {meter.variable for meter in story.meters} | {pocket.variable for pocket in story.pockets}
    found |= {number for number, variable in enumerate(machine.variables) if variable.kind in ("unlocked", "return")}
    for meter in story.meters:
        found.update(reads(meter.condition))
    for category in story.categories.values():
        for condition in (category.condition, *(split.condition for split in category.splits)):
            found.update(reads(condition))
    for number, scene in enumerate(machine.scenes):
        found |= read_in(story, number)
        for target in scene.always:
            found.update(reads(target.guard))
    for note in story.notebook.notes:
        found.update(reads(note.condition))
        for part in note.parts:
            found.update(reads(part.condition))
            found.update(variables_read(part.prose))
    return found


def read_in(story: Story, scene: int) -> set[int]:
    """The variables (their positions) that a scene's own effects, choices and text read; rules are left out."""
    written, script = story.machine.scenes[scene], story.scenes[scene]
    found = set(_read_by_effects(written.on_enter))
    for choice in written.choices:
        found.update(_read_by_choice(choice))
    for prose in (script.prose, *(part for each in script.choices for part in (each.say, each.locked) if part)):
        found.update(variables_read(prose))
    return found


def _read_by_choice(choice: MachineChoice) -> Iterator[int]:
    yield from reads(choice.guard)
    yield from reads(choice.locked)
    yield from _read_by_effects(choice.effects)
    for target in choice.targets:
        yield from reads(target.guard)


def _read_by_effects(effects: Iterable[Effect]) -> Iterator[int]:
    for effect in effects:
        yield from reads(effect.guard)
        # `x += 1` reads x for the sake of x alone
        yield from (variable for variable in reads(effect.value) if variable != effect.variable)
