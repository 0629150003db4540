"""What a proof says: plain data, for people and for other programs."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from redheat_game.story.source import Span

GoalKind = Literal[
    "scene",
    "choice",
    "target",
    "rule",
    "locked",
    "alternative",
    "achievement",
    "ending",
    "overflow",
    "dead_end",
    "note",
]
"""What is asked of single things in a story: whether they come about."""
FindingKind = Literal[GoalKind, "unavoidable", "soft_lock", "doom", "beat", "trope", "category"]
"""What can be found of a story: of those things, and of the whole."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a story (or could not be decided)."""

    kind: FindingKind
    name: str
    """The id of what it is about; for prose its first words, for an overflow the variable."""
    scene: str | None
    choice: str | None = None
    span: Span | None = field(default=None, compare=False)
    condition: str | None = None
    """What would have to hold, as text."""
    rests_on: tuple[str, ...] = ()
    """The variables in which it is already impossible."""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For variables that it depends on, the values that they can have in that scene."""
    witness: tuple[str, ...] | None = None
    """Choices from the start: into what is wrong, or else to the nearest scene that can be reached."""
    witness_scene: str | None = None
    """Where the witness ends, or would if its last choice could be taken."""
    lost_by: str | None = None
    """The choice after which all was lost, for a soft-lock or doom."""
    scenes: tuple[str, ...] = ()
    """For a soft-lock or doom, all scenes in which a run may then still be."""
    rules: tuple[str, ...] = ()
    """For a soft-lock or doom, the rules that lead elsewhere there, each with its place."""

    def to_json(self) -> dict[str, Any]:
        """The finding as plain data; line and column count from 1."""
        data = {name: value for name, value in asdict(self).items() if name != "span"}
        data["file"] = self.span.file.name if self.span else None
        data["line"] = self.span.line if self.span else None
        data["column"] = self.span.column if self.span else None
        return data


@dataclass(frozen=True)
class Route:
    """The shortest way to a category's goal by one measure."""

    cost: int | None
    """Moves, or seconds of story time from the beginning; None where no run was found."""
    at_least: int | None
    """No run costs less; None where there can be no run at all."""
    choices: tuple[str, ...] | None
    """Of the best run found, from the beginning."""
    proved: bool
    """Whether no run can be shorter, or none exists."""
    rests_on: tuple[str, ...]
    """The variables kept in the proof."""

    def to_json(self) -> dict[str, Any]:
        """The route as plain data."""
        return asdict(self)


@dataclass(frozen=True)
class CategoryRoutes:
    """The shortest routes of a category."""

    moves: Route
    story_seconds: Route
    by_achievements: Route | None = None
    """The best run found where fewest or most achievements come first, in moves."""

    @property
    def proved(self) -> bool:
        """Whether all are known to be best."""
        by_achievements = self.by_achievements is None or self.by_achievements.proved
        return self.moves.proved and self.story_seconds.proved and by_achievements

    def to_json(self) -> dict[str, Any]:
        """Best costs and choices, what is proved of them, and each measure in full."""
        return {
            "moves": self.moves.cost,
            "story_seconds": self.story_seconds.cost,
            "choices": self.moves.choices,
            "proved": self.proved,
            "by_moves": self.moves.to_json(),
            "by_story_seconds": self.story_seconds.to_json(),
            "by_achievements": self.by_achievements.to_json() if self.by_achievements else None,
        }


@dataclass(frozen=True)
class MostAchievements:
    """The most achievements that one playthrough can earn."""

    found: int
    """How many the best run found earns."""
    at_most: int
    """No playthrough earns more."""
    choices: tuple[str, ...] | None
    """Of that run."""

    @property
    def proved(self) -> bool:
        """Whether no playthrough earns more."""
        return self.found == self.at_most

    def to_json(self) -> dict[str, Any]:
        """The numbers as plain data."""
        return {**asdict(self), "proved": self.proved}


class Witnesses(Mapping[str, tuple[str, ...]]):
    """For names, lists of choices; what several begin with is there once, since of long stories there are very many."""

    START = -1
    """The number of the list without choices."""

    def __init__(self) -> None:
        self._choices: list[str] = []
        self._before = array("q")
        self._ends: dict[str, int] = {}

    def after(self, number: int, choice: str) -> int:
        """The number of the list that goes on with one more choice."""
        self._choices.append(choice)
        self._before.append(number)
        return len(self._choices) - 1

    def end(self, name: str, number: int) -> None:
        """Let a name have the list of this number."""
        self._ends[name] = number

    def __getitem__(self, name: str) -> tuple[str, ...]:
        found = []
        number = self._ends[name]
        while number != self.START:
            found.append(self._choices[number])
            number = self._before[number]
        found.reverse()
        return tuple(found)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ends)

    def __len__(self) -> int:
        return len(self._ends)


@dataclass(frozen=True)
class Proof:
    """All that was decided of a story."""

    complete: bool
    """Nothing was left undecided: what can happen, what always can, and the shortest routes."""
    seconds: float
    undecided: tuple[Finding, ...] = ()
    unreachable_scenes: tuple[Finding, ...] = ()
    dead_choices: tuple[Finding, ...] = ()
    dead_alternatives: tuple[Finding, ...] = ()
    """Alternatives of prose, messages of locked choices, conditional targets, rules and notes that never come about."""
    unearnable_achievements: tuple[Finding, ...] = ()
    unavoidable_achievements: tuple[Finding, ...] = ()
    unreachable_endings: tuple[Finding, ...] = ()
    soft_locks: tuple[Finding, ...] = ()
    dead_ends: tuple[Finding, ...] = ()
    overflows: tuple[Finding, ...] = ()
    doomed: tuple[Finding, ...] = ()
    uncovered: tuple[Finding, ...] = ()
    """Beats that no scene plays, tropes that cannot be earned, categories that no run can finish."""
    looked_at: Mapping[FindingKind, int] = field(default_factory=dict)
    """How many things of each kind there are."""
    routes: Mapping[str, CategoryRoutes] = field(default_factory=dict)
    max_achievements: MostAchievements | None = None
    always_rests_on: tuple[str, ...] = ()
    """The variables on which it rests that an ending can always be reached."""
    witnesses: Mapping[str, tuple[str, ...]] = field(default_factory=Witnesses)
    """For each scene that can be entered, choices that enter it."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that is wrong, what is undecided left out."""
        return (
            *self.soft_locks,
            *self.dead_ends,
            *self.overflows,
            *self.doomed,
            *self.unreachable_scenes,
            *self.unreachable_endings,
            *self.dead_choices,
            *self.dead_alternatives,
            *self.unearnable_achievements,
            *self.unavoidable_achievements,
            *self.uncovered,
        )

    def to_json(self) -> dict[str, Any]:
        """The proof as plain data."""
        lists = {
            name: [finding.to_json() for finding in getattr(self, name)]
            for name in (
                "undecided",
                "unreachable_scenes",
                "dead_choices",
                "dead_alternatives",
                "unearnable_achievements",
                "unavoidable_achievements",
                "unreachable_endings",
                "soft_locks",
                "dead_ends",
                "overflows",
                "doomed",
                "uncovered",
            )
        }
        return {
            "complete": self.complete,
            "seconds": round(self.seconds, 3),
            **lists,
            "looked_at": dict(self.looked_at),
            "routes": {name: route.to_json() for name, route in self.routes.items()},
            "max_achievements": self.max_achievements.to_json() if self.max_achievements else None,
            "always_rests_on": list(self.always_rests_on),
        }
