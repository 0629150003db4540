"""A story being written by a program: scenes by number, variables by name, made into a `Story` at the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from redheat_game.story.conditions import TRUE, Arithmetic, Comparison, Constant, Read, Tree, all_of
from redheat_game.story.machine import Effect, Machine, MachineChoice, MachineScene, Target, Variable
from redheat_game.story.prose import Words
from redheat_game.story.script import (
    Achievement,
    Category,
    ChoiceScript,
    Ending,
    FormerIds,
    SceneScript,
    Story,
)

Condition = tuple[str, str, int]
"""A variable, an operator, a number."""
Change = tuple[str, str, int]
"""A variable, `set` or `add`, a number."""


@dataclass
class DraftChoice:
    """A choice being written."""

    target: int
    conditions: list[Condition]
    changes: list[Change]
    unlocks: list[int] = field(default_factory=list)


class Draft:
    """A story being written: variables from 0 to a highest value, scenes, choices, rules that always hold.

    Args:
        chance: by which everything in it is chosen.
    """

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.highest: dict[str, int] = {}
        self.unclamped: set[str] = set()
        """Variables that it is a defect to take out of their range."""
        self.choices: list[list[DraftChoice]] = []
        self.endings: dict[int, str] = {}
        """By scene, the kind of the ending that it is."""
        self.rules: list[tuple[Condition, int]] = []

    def variables(self, highest: int, *names: str) -> list[str]:
        """Declare variables `0..highest`."""
        self.highest.update(dict.fromkeys(names, highest))
        return list(names)

    def scene(self) -> int:
        """A new scene's number."""
        self.choices.append([])
        return len(self.choices) - 1

    def scenes(self, count: int) -> list[int]:
        """The numbers of new scenes."""
        return [self.scene() for _ in range(count)]

    def ending(self, kind: str) -> int:
        """A new scene in which the story ends."""
        number = self.scene()
        self.endings[number] = kind
        return number

    def choice(
        self, scene: int, target: int, conditions: Iterable[Condition] = (), changes: Iterable[Change] = ()
    ) -> DraftChoice:
        """A new choice of a scene."""
        made = DraftChoice(target, list(conditions), list(changes))
        self.choices[scene].append(made)
        return made

    def story(self, start: int, achievements: int, title: str) -> Story:
        """The whole as a story, with as many achievements granted by choices of chance."""
        everything = [choice for choices in self.choices for choice in choices]
        for number in range(achievements):
            self.chance.choice(everything).unlocks.append(number)
        declared = [
            Variable(name, "range", 0, highest, 0, "fault" if name in self.unclamped else "clamp")
            for name, highest in self.highest.items()
        ]
        unlocked = [Variable(f"@unlocked.a{number}", "unlocked", 0, 1, 0) for number in range(achievements)]
        numbers = {name: number for number, name in enumerate(self.highest)}
        rules = tuple(Target(_tree([when], numbers), target) for when, target in self.rules)
        scenes = []
        for scene, choices in enumerate(self.choices):
            made = []
            for position, choice in enumerate(choices):
                effects = [_effect(change, numbers) for change in choice.changes]
                effects += [Effect(len(declared) + number, Constant(1)) for number in choice.unlocks]
                target = (Target(None, choice.target),)
                made.append(MachineChoice(f"c{position}", _tree(choice.conditions, numbers), tuple(effects), target))
            kind = self.endings.get(scene)
            always = rules if kind is None else ()
            takes = 60 * self.chance.randint(1, 30)
            ending = f"e{scene}" if kind is not None else None
            scenes.append(MachineScene(f"s{scene}", takes, (), always, tuple(made), ending))
        machine = Machine((*declared, *unlocked), tuple(scenes), start)
        scripts = tuple(
            SceneScript(scene.id, (Words(scene.id),), tuple(ChoiceScript((Words(each.id),)) for each in scene.choices))
            for scene in scenes
        )
        endings = {f"e{scene}": Ending(f"e{scene}", f"e{scene}", kind, "") for scene, kind in self.endings.items()}
        categories = {name: Category(name, name, "", (name,), None, "moves", ()) for name in endings}
        granted = {
            f"a{number}": Achievement(f"a{number}", "", "", "", "", None, len(declared) + number)
            for number in range(achievements)
        }
        former = FormerIds({}, {}, {}, {}, {})
        return Story(
            title, machine, scripts, 0, {}, {}, {}, endings, granted, categories, (), (), former, {}, title, title
        )


def _tree(conditions: Iterable[Condition], numbers: dict[str, int]) -> Tree:
    tests = [Comparison(sign, Read(numbers[name]), Constant(value)) for name, sign, value in conditions]
    return all_of(*tests) if tests else TRUE


def _effect(change: Change, numbers: dict[str, int]) -> Effect:
    name, how, value = change
    number = numbers[name]
    return Effect(number, Constant(value) if how == "set" else Arithmetic("+", Read(number), Constant(value)))
