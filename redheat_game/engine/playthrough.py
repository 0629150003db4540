"""A playthrough: a story and a list of choices. Everything else about it follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from redheat_game.engine.options import Option, options
from redheat_game.engine.rendering import Paragraph, render
from redheat_game.engine.state import State, state_from_json, state_to_json
from redheat_game.engine.step import (
    AchievementUnlocked,
    ChoiceNotAvailable,
    EndingReached,
    Event,
    SceneEntered,
    begin,
    step,
)
from redheat_game.story.conditions import compiled
from redheat_game.story.script import Ending, Meter, Story

DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Turn:
    """One entry of a playthrough's history."""

    choice: str | None
    """The id of the choice that led here; None for the beginning."""
    said: str
    """The choice's words as the player read them; empty for the beginning."""
    state: State
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Playthrough:
    """A story and what was chosen in it. Immutable: each change gives another one."""

    story: Story
    turns: tuple[Turn, ...]
    """The beginning first; never empty."""
    undone: tuple[str, ...] = ()
    """Ids of choices taken back, the next to redo last."""

    @classmethod
    def start(cls, story: Story) -> Playthrough:
        """A new playthrough that stands in the start scene."""
        first = begin(story.machine)
        return cls(story, (Turn(None, "", first.state, first.events),))

    @classmethod
    def from_state(cls, story: Story, state: State) -> Playthrough:
        """A playthrough that goes on from a state; undo ends there."""
        return cls(story, (Turn(None, "", state, ()),))

    @classmethod
    def of_choices(cls, story: Story, choices: Sequence[str]) -> Playthrough:
        """The playthrough in which these choices were taken from the start.

        Raises:
            ChoiceNotAvailable: one of them cannot be taken where it stands.
        """
        played = cls.start(story)
        for choice in choices:
            played = played.choose(choice)
        return played

    @property
    def state(self) -> State:
        """Where it stands now."""
        return self.turns[-1].state

    @property
    def scene(self) -> str:
        """The id of the scene where it stands."""
        return self.story.machine.scenes[self.state.scene].id

    @property
    def choices(self) -> tuple[str, ...]:
        """The ids of the choices taken."""
        return tuple(turn.choice for turn in self.turns if turn.choice is not None)

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """What can be chosen now, locked choices among it; empty once it has ended."""
        return options(self.story, self.state)

    @cached_property
    def passage(self) -> tuple[Paragraph, ...]:
        """The prose of the scene where it stands."""
        return self.passage_of(self.turns[-1])

    def passage_of(self, turn: Turn) -> tuple[Paragraph, ...]:
        """The prose that was read at this turn."""
        return render(self.story, self.story.scenes[turn.state.scene].prose, turn.state)

    @property
    def ending(self) -> Ending | None:
        """How it ended, if it has."""
        name = self.story.machine.scenes[self.state.scene].ending
        return self.story.endings[name] if name else None

    @property
    def achievements(self) -> tuple[str, ...]:
        """The ids of all achievements earned in it, in the story's order."""
        values = self.state.values
        return tuple(name for name, item in self.story.achievements.items() if values[item.variable])

    @property
    def meters(self) -> tuple[Meter, ...]:
        """The meters that are shown now, in the story's order."""
        values = self.state.values
        return tuple(
            meter for meter in self.story.meters if meter.condition is None or compiled(meter.condition)(values)
        )

    @property
    def pockets(self) -> tuple[str, ...]:
        """What the hero carries, as the story names it and in its order."""
        values = self.state.values
        shown = (pocket.things.get(values[pocket.variable]) for pocket in self.story.pockets)
        return tuple(thing for thing in shown if thing)

    def choose(self, choice: str) -> Playthrough:
        """The playthrough after taking the choice of this id; what could be redone is forgotten.

        Raises:
            ChoiceNotAvailable: it is not offered here, or is locked.
            StoryFault: the story leaves a range; this playthrough still stands.
        """
        return replace(self._after(choice), undone=())

    def _after(self, choice: str) -> Playthrough:
        offered = next((option for option in self.options if option.id == choice), None)
        if offered is None:
            raise ChoiceNotAvailable(f"{choice!r} is not offered in the scene {self.scene!r}")
        if not offered.takeable:
            raise ChoiceNotAvailable(f"{choice!r} cannot be taken: {offered.reason}")
        done = step(self.story.machine, self.state, offered.position)
        return replace(self, turns=(*self.turns, Turn(choice, offered.text, done.state, done.events)))

    @property
    def can_undo(self) -> bool:
        """Whether there is a choice to take back."""
        return len(self.turns) > 1

    def undo(self, count: int = 1) -> Playthrough:
        """The playthrough without its last `count` choices, or as many as there are."""
        count = max(0, min(count, len(self.turns) - 1))
        if count == 0:
            return self
        taken_back = tuple(turn.choice or "" for turn in reversed(self.turns[-count:]))
        return replace(self, turns=self.turns[:-count], undone=(*self.undone, *taken_back))

    @property
    def choices_since_fork(self) -> int:
        """How many choices to take back to where there last was more than one way on (0 where there never was)."""
        for count, turn in enumerate(reversed(self.turns[:-1]), start=1):
            if sum(option.takeable for option in options(self.story, turn.state)) > 1:
                return count
        return len(self.turns) - 1

    def redo(self) -> Playthrough:
        """The playthrough with the choice last taken back taken again; itself where there is none."""
        if not self.undone:
            return self
        return replace(self._after(self.undone[-1]), undone=self.undone[:-1])

    @cached_property
    def clock(self) -> int:
        """The time of day that is shown, in seconds since midnight."""
        machine = self.story.machine
        shown, before = self.story.clock, machine.scenes[machine.start].takes
        been: set[int] = set()
        for turn in self.turns:
            shown += turn.state.seconds - before
            before = turn.state.seconds
            anchor = self.story.scenes[turn.state.scene].clock
            # where a scene is come back to, as after a sub-scene, the clock runs on: set again, it would run back
            if anchor is not None and turn.state.scene not in been:
                set_to = shown - shown % DAY + anchor.time
                shown = max(shown, set_to) if anchor.or_later else set_to
            been.add(turn.state.scene)
        return shown % DAY

    @property
    def act(self) -> str | None:
        """The id of the act it stands in: that of the last scene that belongs to one (a sub-scene has its caller's)."""
        acts = (self.story.scenes[turn.state.scene].act for turn in reversed(self.turns))
        return next((act for act in acts if act is not None), None)

    def scenes_entered(self) -> list[str]:
        """The ids of all scenes entered, in order, those from which a rule redirected included."""
        return [event.scene for turn in self.turns for event in turn.events if isinstance(event, SceneEntered)]

    def to_json(self) -> dict[str, Any]:
        """The playthrough as plain data: its first state, its choices with the scenes they led to, what was undone."""
        machine = self.story.machine
        return {
            "rules": self.story.rules_digest,
            "begins": None if self.turns[0].events else state_to_json(machine, self.turns[0].state),
            "choices": [[turn.choice, machine.scenes[turn.state.scene].id] for turn in self.turns[1:]],
            "undone": list(self.undone),
        }

    @classmethod
    def from_json(cls, story: Story, data: dict[str, Any]) -> Playthrough:
        """The playthrough that `to_json` wrote, by replaying it.

        Raises:
            ChoiceNotAvailable: a choice cannot be taken, or leads elsewhere than it did.
            StateDoesNotFit: the state it begins with does not fit the story.
        """
        begins = data["begins"]
        played = cls.start(story) if begins is None else cls.from_state(story, state_from_json(story, begins))
        for choice, scene in data["choices"]:
            played = played.choose(choice)
            if played.scene != scene:
                raise ChoiceNotAvailable(f"{choice!r} led to {scene!r} and now leads to {played.scene!r}")
        return replace(played, undone=tuple(data["undone"]))


def unlocked_in(events: Sequence[Event]) -> list[str]:
    """The achievements that these events granted."""
    return [event.achievement for event in events if isinstance(event, AchievementUnlocked)]


def ending_in(events: Sequence[Event]) -> str | None:
    """The ending that these events reached, if they did."""
    return next((event.ending for event in events if isinstance(event, EndingReached)), None)
