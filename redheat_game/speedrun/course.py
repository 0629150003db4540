"""A run as it is judged: the engine's machine, a category's rules, and nothing that is shown.

The race on screen and the verification of its replay both go through here, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from redheat_game.engine.state import State
from redheat_game.engine.step import ChoiceNotAvailable, SceneEntered, Step, begin, step
from redheat_game.story.conditions import TRUE, Test, compiled
from redheat_game.story.machine import Machine
from redheat_game.story.script import Category, Story

THE_END = "The end"


def order_sign(order: str) -> int:
    """What achievements count for before any clock: 1 for each where few are wanted, -1 where many are, else 0."""
    return {"fewest_achievements": 1, "most_achievements": -1}.get(order, 0)


class UndoNotAllowed(ValueError):
    """The category does not let a choice be taken back, or there is none."""


@dataclass(frozen=True)
class Reached:
    """A split as it was reached: its position, and what moves and story time stood at."""

    position: int
    moves: int
    seconds: int


@dataclass(frozen=True)
class Rules:
    """A category made ready to judge by."""

    category: Category
    titles: tuple[str, ...]
    """Of the splits in order; the last is the goal itself."""
    scenes: dict[str, tuple[int, ...]]
    """Splits reached by entering a scene."""
    endings: dict[str, tuple[int, ...]]
    conditions: dict[int, Test]
    goal: Test
    achievements: tuple[int, ...]
    """The machine's variables that are 1 once something is earned, which unlike the story's list the digest covers."""


def rules_of(story: Story, category: str) -> Rules:
    """The rules of a category.

    Raises:
        KeyError: the story has no such category.
    """
    found = story.categories[category]
    splits = list(found.splits)
    # the last split is the goal: one that an ending reaches lends it its title
    last = splits.pop().title if splits and splits[-1].ending is not None else THE_END
    scenes: dict[str, tuple[int, ...]] = {}
    endings: dict[str, tuple[int, ...]] = {}
    conditions: dict[int, Test] = {}
    for number, split in enumerate(splits):
        if split.scene is not None:
            scenes[split.scene] = (*scenes.get(split.scene, ()), number)
        elif split.ending is not None:
            endings[split.ending] = (*endings.get(split.ending, ()), number)
        elif split.condition is not None:
            conditions[number] = compiled(split.condition)
    return Rules(
        found,
        (*(split.title for split in splits), last),
        scenes,
        endings,
        conditions,
        compiled(found.condition or TRUE),
        tuple(number for number, variable in enumerate(story.machine.variables) if variable.kind == "unlocked"),
    )


@lru_cache(maxsize=16)
def _positions(machine: Machine) -> list[dict[str, int]]:
    """By scene, the position of each choice by its id."""
    return [{choice.id: number for number, choice in enumerate(scene.choices)} for scene in machine.scenes]


class Course:
    """One run over a story's machine.

    Args:
        machine: the story's machine.
        rules: of the category.
        state: where it begins; by default at the story's start. A practice begins elsewhere.
        next_split: the first split that it can reach.
    """

    def __init__(self, machine: Machine, rules: Rules, state: State | None = None, next_split: int = 0) -> None:
        self.machine = machine
        self.rules = rules
        self.next_split = next_split
        self.finished = False
        """Whether the goal was reached; nothing can be chosen after that."""
        self.reached: list[Reached] = []
        self._positions = _positions(machine)
        if state is None:
            first = begin(machine)
            self.state = first.state
            self.moves, self.seconds = 0, first.state.seconds
            self._before: list[State] = []
            self._mark(first)
        else:
            self.state, self._before = state, []
            self.moves, self.seconds = state.moves, state.seconds

    def choose(self, choice: str) -> Step:
        """Take the choice of this id.

        Raises:
            ChoiceNotAvailable: there is no such choice here, it cannot be taken, or the run is over.
            StoryFault: the story leaves a range; the run stands where it stood.
        """
        position = self._positions[self.state.scene].get(choice)
        if position is None or self.finished:
            raise ChoiceNotAvailable(f"the scene {self.scene!r} has no choice {choice!r}")
        taken = step(self.machine, self.state, position)
        self._before.append(self.state)
        self.moves += 1
        self.seconds += taken.state.seconds - self.state.seconds
        self.state = taken.state
        self._mark(taken)
        return taken

    def undo(self) -> None:
        """Take the last choice back; it stays in moves and story time, and the undo is a move of its own.

        Raises:
            UndoNotAllowed: the category has undo off, there is nothing to take back, or the run is over.
        """
        if self.rules.category.undo != "counted":
            raise UndoNotAllowed("undo is off in this category")
        if not self._before or self.finished:
            raise UndoNotAllowed("there is nothing to undo")
        self.state = self._before.pop()
        self.moves += 1

    @property
    def scene(self) -> str:
        """The id of the scene where the run stands."""
        return self.machine.scenes[self.state.scene].id

    @property
    def ending(self) -> str | None:
        """The ending where the run stands, the goal or not."""
        return self.machine.scenes[self.state.scene].ending

    @property
    def achievements(self) -> int:
        """How many achievements are earned where the run stands."""
        return sum(self.state.values[variable] for variable in self.rules.achievements)

    @property
    def goal(self) -> int:
        """The position of the last split, the goal."""
        return len(self.rules.titles) - 1

    def _mark(self, taken: Step) -> None:
        """See which splits a step reached.

        A scene or an ending that stands for a later split skips those between; a condition is tested when its turn has
        come. The goal comes last, whatever was skipped.
        """
        rules, values = self.rules, taken.state.values
        for event in taken.events:
            if isinstance(event, SceneEntered) and (positions := rules.scenes.get(event.scene)):
                self._reach(positions)
        ending = self.machine.scenes[taken.state.scene].ending
        if ending is not None:
            self._reach(rules.endings.get(ending, ()))
        while (condition := rules.conditions.get(self.next_split)) is not None and condition(values):
            self._reach((self.next_split,))
        if ending is not None and ending in rules.category.endings and rules.goal(values):
            self._reach((self.goal,))
            self.finished = True

    def _reach(self, positions: Sequence[int]) -> None:
        position = next((position for position in positions if position >= self.next_split), None)
        if position is not None:
            self.reached.append(Reached(position, self.moves, self.seconds))
            self.next_split = position + 1
