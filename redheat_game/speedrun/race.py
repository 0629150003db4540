"""A race under way: the judged course, what is shown of it, and the replay that it writes. It reads no clock itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from redheat_game import __version__
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.state import state_digest
from redheat_game.engine.step import StoryFault
from redheat_game.speedrun.course import Course, rules_of
from redheat_game.speedrun.replay import Did, End, Entry, Header, ReplayWriter
from redheat_game.speedrun.timing import Timing
from redheat_game.story.digests import SEMANTICS_VERSION, category_digest
from redheat_game.story.script import Story


@dataclass(frozen=True)
class Checkpoint:
    """Where a practice begins: after some choices, with the splits before it behind it."""

    choices: tuple[str, ...]
    split: int
    """The split that is practised: the practice ends when it, or one after it, is reached."""


def header_of(story: Story, category: str, *, attempt: str, started: str, runner: str, timed: bool) -> Header:
    """The header of a replay.

    Args:
        story: what is raced.
        category: the category's id.
        attempt: an id that no other attempt has.
        started: when the first key was pressed: UTC, ISO 8601.
        runner: the name to be shown; may be empty.
        timed: whether time runs in timed scenes.
    """
    return Header(
        __version__,
        SEMANTICS_VERSION,
        _shown(story.title),
        story.rules_digest,
        story.text_digest,
        category,
        category_digest(story.machine, story.categories[category]),
        attempt,
        started,
        _shown(runner)[:60],
        timed,
    )


def _shown(words: str) -> str:
    return "".join(letter for letter in words if letter.isprintable())


class Race:
    """One attempt at a category, or the practice of one of its segments.

    All times `at` are milliseconds since the first key; each is later than the one before, whatever the clock says.

    Args:
        story: what is raced.
        header: of its replay; None for a practice, which leaves no trace.
        category: the category's id.
        begins: where a practice begins.
    """

    def __init__(self, story: Story, category: str, header: Header | None, begins: Checkpoint | None = None) -> None:
        self.story = story
        self.rules = rules_of(story, category)
        self.begins = begins
        self.playthrough = Playthrough.of_choices(story, begins.choices if begins else ())
        self.splits: list[Timing | None] = [None] * len(self.rules.titles)
        state = self.playthrough.state if begins else None
        self.course = Course(story.machine, self.rules, state, begins.split if begins else 0)
        self._from = Timing(0, self.course.seconds, self.course.moves) if begins else Timing(0, 0, 0)
        self._writer = ReplayWriter(header) if header else None
        self._at = 0
        self._paused = 0
        self._paused_at: int | None = None
        self.is_over = False
        """Whether it reached its goal or was reset."""
        self._mark(0)

    @property
    def is_practice(self) -> bool:
        """Whether it is no attempt."""
        return self._writer is None

    @property
    def lines(self) -> Sequence[str]:
        """The lines of its replay so far."""
        return self._writer.lines if self._writer else ()

    @property
    def is_paused(self) -> bool:
        """Whether its clock stands."""
        return self._paused_at is not None

    @property
    def has_finished(self) -> bool:
        """Whether it reached its goal."""
        return self.is_over and (self.course.finished or self.is_practice)

    @property
    def next_split(self) -> int:
        """The position of the split that is run to; past the last once it is over."""
        return self.course.next_split

    def timing(self, at: int) -> Timing:
        """What the clocks show at a moment; at the end they stand."""
        at = self._at if self.is_over else max(at, self._at)
        real = (self._paused_at if self._paused_at is not None else at) - self._paused
        return Timing(real, self.course.seconds - self._from.story, self.course.moves - self._from.moves)

    def choose(self, choice: str, at: int) -> None:
        """Take a choice.

        Raises:
            ChoiceNotAvailable: it cannot be taken here.
            StoryFault: the story leaves a range; nothing was changed.
        """
        following = self.playthrough.choose(choice)
        self.course.choose(choice)
        if self.course.state != following.state:
            raise StoryFault("the race and what is shown of it disagree")
        self.playthrough = following
        self._did("choose", at, choice)
        self._mark(self._at)
        if self.course.finished or (self.begins is not None and self.course.next_split > self.begins.split):
            self._end(finished=True)

    def undo(self, at: int) -> None:
        """Take the last choice back, where the category counts undo.

        Raises:
            UndoNotAllowed: it does not, or there is nothing to undo.
        """
        self.course.undo()
        self.playthrough = self.playthrough.undo()
        self._did("undo", at)

    def pause(self, at: int) -> bool:
        """Let the clock stand, or run again; gives whether the category allows it."""
        if not self.rules.category.pause or self.is_over:
            return False
        if self._paused_at is None:
            self._did("pause", at)
            self._paused_at = self._at
        else:
            self._did("resume", at)
            self._paused += self._at - self._paused_at
            self._paused_at = None
        return True

    def reset(self, at: int) -> None:
        """Give it up; what was reached stays reached."""
        if not self.is_over:
            self._at = max(at, self._at)
            if self._paused_at is not None:
                self._paused += self._at - self._paused_at
                self._paused_at = None
            self._end(finished=False)

    def _did(self, did: Did, at: int, choice: str = "") -> None:
        # two things never happen in the same millisecond, though a pipe may send them so
        self._at = max(at, self._at + 1)
        if self._writer:
            self._writer.entry(Entry(self._at, did, choice))

    def _mark(self, at: int) -> None:
        for reached in self.course.reached:
            if self.splits[reached.position] is None:
                story, moves = reached.seconds - self._from.story, reached.moves - self._from.moves
                self.splits[reached.position] = Timing(at - self._paused, story, moves)

    def _end(self, *, finished: bool) -> None:
        self.is_over = True
        if self._writer:
            self._writer.end(end_of(self.course, self._at, finished=finished))


def end_of(course: Course, at: int, *, finished: bool) -> End:
    """The last line of the replay of a course, at so many milliseconds since the first key."""
    digest = state_digest(course.machine, course.state)
    return End(at, finished, course.ending, course.moves, course.seconds, course.achievements, digest)
