"""What is proved of a category: its shortest runs, or how short one can be at most. Proved once, then kept.

This is the one door from racing to the prover.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from redheat_game.engine.state import State
from redheat_game.engine.step import ChoiceNotAvailable, StoryFault
from redheat_game.speedrun.course import Course, rules_of
from redheat_game.storage.writing import write_atomically
from redheat_game.story.digests import SEMANTICS_VERSION
from redheat_game.story.script import Story

Measure = Literal["moves", "story"]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Best:
    """The shortest run by one measure, as far as it is known."""

    cost: int | None
    """Moves, or seconds of story time; None where no run is known."""
    at_least: int | None
    """No run costs less; None where nothing is known, or there is no run at all."""
    choices: tuple[str, ...]
    """A run that costs `cost`."""

    @property
    def is_proved(self) -> bool:
        """Whether no run can be shorter."""
        return self.cost is not None and self.cost == self.at_least

    def in_words(self, show: Callable[[int], str]) -> str:
        """How good a run can be, such as `57, proved` or `57 found, at least 26 proved`."""
        if self.cost is None:
            return "no run is known"
        if self.is_proved:
            return f"{show(self.cost)}, proved"
        return f"{show(self.cost)} found, at least {show(self.at_least or 0)} proved"


@dataclass(frozen=True)
class Optimum:
    """The shortest runs of a category by both measures."""

    moves: Best
    story: Best

    def by(self, measure: Measure) -> Best:
        """The shortest run by this measure."""
        return self.moves if measure == "moves" else self.story

    @property
    def is_proved(self) -> bool:
        """Whether both are proved."""
        return self.moves.is_proved and self.story.is_proved

    def to_json(self, *, with_choices: bool = True) -> dict[str, Any]:
        """As plain data."""
        found = {"moves": asdict(self.moves), "story_seconds": asdict(self.story)}
        for name, best in (("moves", self.moves), ("story_seconds", self.story)):
            found[name]["proved"] = best.is_proved
            if not with_choices:
                del found[name]["choices"]
        return found

    def better_of(self, other: Optimum | None) -> Optimum:
        """What both know together, each of the same category of the same rules."""
        if other is None:
            return self
        return Optimum(_joined(self.moves, other.moves), _joined(self.story, other.story))


def _joined(one: Best, other: Best) -> Best:
    shorter = min((one, other), key=lambda best: (best.cost is None, best.cost))
    bounds = [best.at_least for best in (one, other) if best.at_least is not None]
    return Best(shorter.cost, max(bounds, default=None), shorter.choices)


def prove_optimum(
    story: Story, category: str, *, max_seconds: float, max_nodes: int, progress: Progress | None = None
) -> Optimum:
    """Prove the shortest runs of a category, as far as the budget allows.

    Args:
        story: the story.
        category: the category's id.
        max_seconds: when to stop.
        max_nodes: how many states one projection may have.
        progress: told of what is being done.
    """
    from redheat_game.analysis.budget import Budget
    from redheat_game.analysis.proof import RouteFinder

    found = RouteFinder(story, Budget(max_seconds, max_nodes, progress)).routes(category)
    return Optimum(
        *(Best(route.cost, route.at_least, route.choices or ()) for route in (found.moves, found.story_seconds))
    )


def optimum_from_json(story: Story, category: str, data: Mapping[str, Any]) -> Optimum | None:
    """What `to_json` wrote. The routes are played again; a bound is taken at its word.

    Returns:
        None where it does not hold for this story.
    """
    found = []
    try:
        for name in ("moves", "story_seconds"):
            row = data[name]
            cost, at_least, choices = row["cost"], row["at_least"], tuple(str(item) for item in row["choices"])
            if cost is not None and cost != _cost(story, category, choices, name):
                return None
            if not all(value is None or (type(value) is int and value >= 0) for value in (cost, at_least)):
                return None
            found.append(Best(cost, at_least, choices))
    except (KeyError, TypeError, AttributeError):
        return None
    return Optimum(*found)


def _cost(story: Story, category: str, choices: tuple[str, ...], name: str) -> int | None:
    course = Course(story.machine, rules_of(story, category))
    try:
        for choice in choices:
            course.choose(choice)
    except (ChoiceNotAvailable, StoryFault):
        return None
    if not course.finished:
        return None
    return course.moves if name == "moves" else course.seconds


class Optima:
    """What was proved before, kept by the digest of the rules: a file for each.

    Args:
        folder: where the files are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[tuple[str, str], Optimum | None] = {}

    def get(self, story: Story, category: str) -> Optimum | None:
        """What is known of a category; nothing where the file is missing or unsound."""
        key = (story.rules_digest, category)
        if key not in self._known:
            row = self._stored(story).get(category)
            self._known[key] = optimum_from_json(story, category, row) if isinstance(row, dict) else None
        return self._known[key]

    def keep(self, story: Story, category: str, optimum: Optimum) -> Optimum:
        """Add what was proved to what was known, and give both together.

        Raises:
            OSError: the file cannot be written.
        """
        best = optimum.better_of(self.get(story, category))
        self._known[story.rules_digest, category] = best
        rows = self._stored(story) | {category: best.to_json()}
        data = {"rules": story.rules_digest, "semantics": SEMANTICS_VERSION, "categories": rows}
        write_atomically(self._path(story), json.dumps(data, indent=1) + "\n")
        return best

    def _path(self, story: Story) -> Path:
        return self._folder / f"{story.rules_digest}.json"

    def _stored(self, story: Story) -> dict[str, Any]:
        try:
            data = json.loads(self._path(story).read_text("utf-8"))
            categories = data["categories"]
            fits = (data["rules"], data["semantics"]) == (story.rules_digest, SEMANTICS_VERSION)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return {}
        return categories if fits and isinstance(categories, dict) else {}


class WaysOn:
    """The shortest ways on from the points of runs.

    Args:
        story: the story.
        category: the category's id.
        max_seconds: when to stop.
        max_nodes: how many states one projection may have.
    """

    def __init__(self, story: Story, category: str, *, max_seconds: float, max_nodes: int) -> None:
        from redheat_game.analysis.budget import Budget
        from redheat_game.analysis.proof import RouteFinder

        self._story, self._category = story, category
        self._finder = RouteFinder(story, Budget(max_seconds, max_nodes))

    def best_from(self, state: State, known: Sequence[str], measure: Measure) -> Best:
        """The shortest way from a state to the category's goal, counted from there.

        Args:
            state: where it begins.
            known: choices that lead from there to the goal; may be empty where none are known.
            measure: what counts.
        """
        route = self._finder.route_from(self._category, state, "moves" if measure == "moves" else "seconds")
        found = Best(route.cost, route.at_least, route.choices or ())
        cost = self._cost_of(state, known, measure)
        return found if cost is None else _joined(found, Best(cost, None, tuple(known)))

    def _cost_of(self, state: State, choices: Sequence[str], measure: Measure) -> int | None:
        """What it costs to reach the goal by these choices; None where they do not."""
        course = Course(self._story.machine, rules_of(self._story, self._category), state)
        moves, seconds = course.moves, course.seconds
        try:
            for choice in choices:
                course.choose(choice)
        except (ChoiceNotAvailable, StoryFault):
            return None
        if not course.finished:
            return None
        return course.moves - moves if measure == "moves" else course.seconds - seconds
