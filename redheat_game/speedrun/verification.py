"""Judging a replay by the engine alone: every choice is taken again, and every claim compared with what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from redheat_game.engine.state import state_digest
from redheat_game.engine.step import ChoiceNotAvailable, StoryFault
from redheat_game.engine.wording import counted
from redheat_game.speedrun.course import Course, Rules, UndoNotAllowed, rules_of
from redheat_game.speedrun.optimum import Measure, Optimum
from redheat_game.speedrun.replay import Replay, ReplayError, read_replay
from redheat_game.speedrun.timing import Timing
from redheat_game.story.digests import SEMANTICS_VERSION, category_digest
from redheat_game.story.machine import Machine
from redheat_game.story.script import Category, Story

Code = Literal[
    "valid",
    "unreadable",
    "malformed",
    "chain_broken",
    "semantics_differ",
    "story_differs",
    "category_unknown",
    "category_differs",
    "not_finished",
    "choice_not_available",
    "undo_not_allowed",
    "pause_not_allowed",
    "story_fault",
    "goal_not_reached",
    "clock_impossible",
    "claims_differ",
]
"""What can come of judging a replay; docs/racing.md says what each means."""

FindStory = Callable[[str], Story | None]
"""Gives the story of a rules digest, where it is at hand."""
FindOptimum = Callable[[Story, str], Optimum | None]
"""Gives what is proved of a category of a story, where it is known."""


@dataclass(frozen=True)
class SplitTime:
    """A split of a run; None where it was skipped."""

    title: str
    timing: Timing | None


@dataclass(frozen=True)
class Verdict:
    """What came of judging a replay."""

    code: Code
    message: str
    """One sentence for people."""
    line: int | None = None
    """The line of the file that it is about, from 1."""
    replay: Replay | None = None
    story: Story | None = None
    """What it was judged on."""
    category: str = ""
    """The category's title, or its id where the story is not at hand."""
    timing: Timing | None = None
    paused: int = 0
    """Milliseconds of pauses."""
    undos: int = 0
    achievements: int = 0
    ending: str | None = None
    splits: tuple[SplitTime, ...] = ()
    optimum: Optimum | None = None

    @property
    def is_valid(self) -> bool:
        """Whether it is a run of its category."""
        return self.code == "valid"

    def over(self, measure: Measure) -> int | None:
        """By how many moves or seconds of story time it is longer than the shortest run known; None without one."""
        if self.optimum is None or self.timing is None:
            return None
        best = self.optimum.by(measure).cost
        return None if best is None else self.timing.on(measure) - best

    def to_json(self) -> dict[str, Any]:
        """The verdict as plain data; real time in milliseconds, story time in seconds."""
        header = self.replay.header if self.replay else None
        return {
            "valid": self.is_valid,
            "code": self.code,
            "message": self.message,
            "line": self.line,
            "attempt": header.attempt if header else None,
            "runner": header.runner if header else None,
            "started": header.started if header else None,
            "story": header.story if header else None,
            "rules": header.rules if header else None,
            "game": header.game if header else None,
            "category": header.category if header else None,
            "timed": header.timed if header else None,
            "ending": self.ending,
            "real_ms": self.timing.real if self.timing else None,
            "paused_ms": self.paused if self.timing else None,
            "story_seconds": self.timing.story if self.timing else None,
            "moves": self.timing.moves if self.timing else None,
            "undos": self.undos if self.timing else None,
            "achievements": self.achievements if self.timing else None,
            "splits": [
                {
                    "title": split.title,
                    "real_ms": split.timing.real if split.timing else None,
                    "story_seconds": split.timing.story if split.timing else None,
                    "moves": split.timing.moves if split.timing else None,
                }
                for split in self.splits
            ],
            "optimum": self.optimum.to_json(with_choices=False) if self.optimum else None,
            "moves_over_optimum": self.over("moves"),
            "story_seconds_over_optimum": self.over("story"),
        }


class _Stop(Exception):
    def __init__(self, code: Code, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.verdict = Verdict(code, message, line)


def verify(data: bytes, story_of: FindStory, optimum_of: FindOptimum | None = None) -> Verdict:
    """Judge a replay.

    Args:
        data: the file.
        story_of: gives the story that a rules digest belongs to.
        optimum_of: gives what is proved of a category.
    """
    try:
        replay = read_replay(data)
    except ReplayError as error:
        return Verdict("chain_broken" if error.broken else "malformed", f"{error}", error.line)
    return verify_replay(replay, story_of, optimum_of)


def verify_replay(replay: Replay, story_of: FindStory, optimum_of: FindOptimum | None = None) -> Verdict:
    """Judge a replay that was read already."""
    header = replay.header
    known = Verdict("valid", "", None, replay, category=header.category)
    try:
        story = _story(replay, story_of)
        rules = _rules(replay, story)
        known = replace(known, category=rules.category.title, story=story)
        return _judged(replay, story, rules, known, optimum_of)
    except _Stop as stop:
        found = stop.verdict
        return replace(known, code=found.code, message=found.message, line=found.line)


def _story(replay: Replay, story_of: FindStory) -> Story:
    header = replay.header
    if header.semantics != SEMANTICS_VERSION:
        raise _Stop(
            "semantics_differ",
            f"it was played by version {header.semantics} of the semantics, and this game judges by "
            f"{SEMANTICS_VERSION}; verify it with a game that has version {header.semantics}",
            1,
        )
    story = story_of(header.rules)
    if story is None:
        raise _Stop(
            "story_differs",
            f"it was played on a story whose rules are {header.rules[:12]}.., which is not this one; "
            "give the packed story of that time with --packed",
            1,
        )
    return story


def _rules(replay: Replay, story: Story) -> Rules:
    header = replay.header
    if header.category not in story.categories:
        raise _Stop("category_unknown", f"the story has no category {header.category!r}", 1)
    category = story.categories[header.category]
    if _category_digest(story.machine, category) != header.category_rules:
        raise _Stop("category_differs", f"it was played by other rules of {category.title}", 1)
    return _rules_of(story, header.category)


@lru_cache(maxsize=64)
def _category_digest(machine: Machine, category: Category) -> str:
    return category_digest(machine, category)


_RULES: dict[tuple[int, str], tuple[Story, Rules]] = {}


def _rules_of(story: Story, category: str) -> Rules:
    known = _RULES.get((id(story), category))
    if known is None or known[0] is not story:
        known = _RULES[id(story), category] = (story, rules_of(story, category))
    return known[1]


def _judged(replay: Replay, story: Story, rules: Rules, known: Verdict, optimum_of: FindOptimum | None) -> Verdict:
    course = Course(story.machine, rules)
    times, paused, undos = _played(replay, course)
    end = replay.end
    timing = Timing(end.at - paused, course.seconds, course.moves)
    known = replace(
        known,
        timing=timing,
        paused=paused,
        undos=undos,
        achievements=course.achievements,
        ending=course.ending,
        splits=tuple(map(SplitTime, rules.titles, times)),
    )
    last = len(replay.entries) + 2
    before = replay.entries[-1].at if replay.entries else 0
    claimed = (end.moves, end.seconds, end.achievements, end.state)
    came_to = (course.moves, course.seconds, course.achievements, state_digest(story.machine, course.state))
    if end.at < before or (end.finished and end.at != before):
        return replace(
            known,
            code="clock_impossible",
            message="the clock does not stop on the last choice",
            line=last,
        )
    if claimed != came_to or end.ending != course.ending:
        return replace(
            known,
            code="claims_differ",
            message="its last line claims what the choices do not come to",
            line=last,
        )
    if not end.finished and not course.finished:
        return replace(
            known,
            code="not_finished",
            message=f"it was reset after {counted(course.moves, 'move')} and is no run",
            line=last,
        )
    if not course.finished:
        where = f"the ending {course.ending!r}" if course.ending else f"the scene {course.scene!r}"
        message = f"it stops in {where}, which is not the goal of {rules.category.title}"
        return replace(known, code="goal_not_reached", message=message, line=last)
    if not end.finished:
        return replace(known, code="claims_differ", message="it reached the goal and claims a reset", line=last)
    optimum = optimum_of(story, rules.category.id) if optimum_of else None
    return replace(known, message=f"a run of {rules.category.title}", optimum=optimum)


def _played(replay: Replay, course: Course) -> tuple[list[Timing | None], int, int]:
    """Take every choice; gives when each split was reached, the milliseconds of pauses, and the number of undos."""
    times: list[Timing | None] = [None] * len(course.rules.titles)
    known = paused = undos = 0
    paused_at: int | None = None
    before = -1
    for reached in course.reached:
        times[reached.position] = Timing(0, reached.seconds, reached.moves)
    known = len(course.reached)
    for line, entry in enumerate(replay.entries, start=2):
        at = entry.at
        if at <= before:
            raise _Stop("clock_impossible", f"line {line} comes no later than the one before it", line)
        before = at
        if entry.did == "resume" and paused_at is not None:
            paused, paused_at = paused + at - paused_at, None
            continue
        if paused_at is not None or entry.did == "resume":
            raise _Stop("clock_impossible", f"line {line} does not fit the pauses before it", line)
        try:
            if entry.did == "choose":
                course.choose(entry.choice)
            elif entry.did == "undo":
                course.undo()
                undos += 1
            elif not course.rules.category.pause or course.finished:
                raise _Stop("pause_not_allowed", f"line {line} pauses, which the category does not allow", line)
            else:
                paused_at = at
        except ChoiceNotAvailable:
            message = f"line {line}: {entry.choice!r} cannot be chosen in {course.scene!r}"
            raise _Stop("choice_not_available", message, line) from None
        except UndoNotAllowed as error:
            raise _Stop("undo_not_allowed", f"line {line}: {error}", line) from None
        except StoryFault as fault:
            raise _Stop("story_fault", f"line {line}: {fault}", line) from None
        if len(course.reached) > known:
            for reached in course.reached[known:]:
                times[reached.position] = Timing(at - paused, reached.seconds, reached.moves)
            known = len(course.reached)
    if paused_at is not None:
        # a run that is reset while it is paused
        paused += max(0, replay.end.at - paused_at)
    return times, paused, undos
