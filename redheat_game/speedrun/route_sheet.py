"""A route, choice by choice: what each costs and what it gains. A run is followed by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from redheat_game.engine.playthrough import Playthrough, unlocked_in
from redheat_game.speedrun.course import Course, rules_of
from redheat_game.story.script import Story


@dataclass(frozen=True)
class Row:
    """One choice of a route."""

    move: int
    """From 1."""
    scene: str
    """The title of the scene where it is taken."""
    number: int
    """Its number on screen."""
    said: str
    seconds: int
    """Story time that it costs."""
    changes: tuple[str, ...]
    """What it changes of meters and pockets, such as `Heat 2 → 3`."""
    earned: tuple[str, ...]
    """Titles of the achievements that it earns."""
    splits: tuple[str, ...]
    """Titles of the splits that it reaches."""


def route_sheet(story: Story, category: str, choices: Sequence[str]) -> list[Row]:
    """The rows of a route from the start of the story.

    Raises:
        ChoiceNotAvailable: one of the choices cannot be taken where it stands.
    """
    rules = rules_of(story, category)
    course, played = Course(story.machine, rules), Playthrough.start(story)
    rows = []
    for move, choice in enumerate(choices, start=1):
        before, known = played, len(course.reached)
        number = next((option.number for option in played.options if option.id == choice), 0)
        played = played.choose(choice)
        course.choose(choice)
        rows.append(
            Row(
                move,
                story.scenes[before.state.scene].title,
                number,
                played.turns[-1].said,
                played.state.seconds - before.state.seconds,
                tuple(_changes(before, played)),
                tuple(story.achievements[name].title for name in unlocked_in(played.turns[-1].events)),
                tuple(rules.titles[reached.position] for reached in course.reached[known:]),
            )
        )
    return rows


def _changes(before: Playthrough, after: Playthrough) -> Iterator[str]:
    old, new = before.state.values, after.state.values
    for meter in after.meters:
        if old[meter.variable] != new[meter.variable]:
            yield f"{meter.name} {old[meter.variable]} → {new[meter.variable]}"
    for pocket in after.story.pockets:
        had, has = pocket.things.get(old[pocket.variable]), pocket.things.get(new[pocket.variable])
        if had != has:
            yield from ([f"+{has}"] if has else []) + ([f"−{had}"] if had else [])
