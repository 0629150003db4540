"""A race as numbered lines. Time does not run in timed scenes here, and the replay says so."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO

from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.step import ChoiceNotAvailable, StoryFault
from redheat_game.engine.wording import counted
from redheat_game.plain import page
from redheat_game.speedrun.comparisons import COMPARISON_NAMES, Splits, delta
from redheat_game.speedrun.course import UndoNotAllowed
from redheat_game.speedrun.keeping import RaceKeeper, Stable
from redheat_game.speedrun.timing import Timing, clock_time, delta_text, real_text, story_text
from redheat_game.speedrun.wording import distance_text
from redheat_game.storage.settings import Settings

HELP = """\
Type the number of a choice, or one of these words:
clock: the clocks, and how far behind or ahead. look: read the scene again.
reset: give this attempt up and begin another. undo, pause: where the category allows them.
help: this. quit: leave; an attempt under way is kept as a reset."""


class PlainRace:
    """Attempts at a category in plain mode.

    Args:
        stable: what is kept of the category.
        settings: the clock and the comparison, and the runner's name.
        lines: where a person's lines come from; their end ends it.
        out: where text goes.
        width: gives the cells that a line may have.
        monotonic: the clock, in seconds.
        is_piped: whether nobody types: then the replay is written, and the attempts stay as they are.
    """

    def __init__(
        self,
        stable: Stable,
        settings: Settings,
        lines: Iterable[str],
        out: TextIO,
        width: Callable[[], int],
        monotonic: Callable[[], float] = time.monotonic,
        *,
        is_piped: bool = False,
    ) -> None:
        self.stable = stable
        self.settings = settings
        self.lines = iter(lines)
        self.out = out
        self.width = width
        self.monotonic = monotonic
        self.is_piped = is_piped
        self.keeper: RaceKeeper | None = None
        self._begun = 0.0
        self._compared: Splits = ()

    def write(self, lines: Iterable[str]) -> None:
        """Write lines, each wrapped to the width and ended."""
        for line in lines:
            self.out.write((page.wrapped(line, self.width()) if line else "") + "\n")
        self.out.flush()

    def race(self) -> None:
        """Race until the lines end or a person quits."""
        category = self.stable.category
        self.stable.keep_story()
        self._tell_notice()
        undo = "Undo is counted." if category.undo == "counted" else "Undo is off."
        pause = "The clock may be paused." if category.pause else "The clock never pauses."
        try:
            self.write([f"{category.title}. {category.about} {undo} {pause}"])
            while self._attempt():
                pass
        except KeyboardInterrupt:
            self.write([""])
        finally:
            self._give_up()

    def now(self) -> int:
        """Milliseconds since the first line."""
        return int((self.monotonic() - self._begun) * 1000)

    def _attempt(self) -> bool:
        """One attempt; gives whether there is to be another."""
        self.write(["Enter starts the clock. Type quit to leave."])
        line = next(self.lines, None)
        if line is None or line.strip() in ("quit", "q"):
            return False
        clock, stable = self.settings.race_clock, self.stable
        # the attempt before may have been the best
        self._compared = stable.history(clock).compared_with(
            self.settings.race_comparison, stable.optimum_splits(clock)
        )
        self._begun = self.monotonic()
        self.keeper = RaceKeeper(self.stable, runner=self.settings.runner, is_recorded=not self.is_piped)
        self._show(None)
        for line in self.lines:
            if self.keeper is None:
                return True
            if not self._answer(line.strip()):
                return False
            if self.keeper is None or self.keeper.race.is_over:
                self._give_up()
                return True
        return False

    def _answer(self, words: str) -> bool:
        """Do what a line says; gives whether to go on."""
        assert self.keeper is not None
        race = self.keeper.race
        if words in ("quit", "q"):
            return False
        if race.is_paused and words != "reset":
            race.pause(self.now())
            self.keeper.keep()
            self._show(None)
        elif words.isdecimal():
            self._choose(int(words))
        elif words == "reset":
            self._give_up()
        elif words == "undo":
            try:
                race.undo(self.now())
            except UndoNotAllowed as error:
                self.write([f"Not possible: {error}."])
            else:
                self.keeper.keep()
                self._show(None)
        elif words == "pause":
            if race.pause(self.now()):
                self.keeper.keep()
                self.write(["Paused. Enter goes on."])
            else:
                self.write(["The clock of this category never pauses."])
        elif words == "clock":
            self.write([self._clocks()])
        elif words == "look":
            self._show(None)
        else:
            self.write(HELP.splitlines())
        return True

    def _choose(self, number: int) -> None:
        assert self.keeper is not None
        race, at = self.keeper.race, self.now()
        option = next((each for each in race.playthrough.options if each.number == number), None)
        if option is None or not option.takeable:
            reason = f"Choice {number} is locked. {option.reason}" if option else f"There is no choice {number}."
            self.write([reason])
            return
        before, splits = race.playthrough, list(race.splits)
        try:
            race.choose(option.id, at)
        except (StoryFault, ChoiceNotAvailable) as fault:
            self.write([f"The story has a fault here: {fault}. Nothing was changed; take another choice."])
            return
        self.keeper.keep()
        self._show(before)
        for position, (old, new) in enumerate(zip(splits, race.splits, strict=True)):
            if old is None and new is not None:
                self.write([f"Split {race.rules.titles[position]}: {self._split(position, new)}."])
        if race.is_over:
            self._tell_result()
        elif race.course.ending is not None:
            self.write(["This ending does not count here. Type reset to try again."])

    def _show(self, before: Playthrough | None) -> None:
        assert self.keeper is not None
        now, width = self.keeper.race.playthrough, self.width()
        for part in (page.heading(now, before, width), page.prose(now, width), page.choices(now.options, width)):
            for line in part:
                self.out.write(line + "\n")
        self.out.flush()

    def _split(self, position: int, at: Timing) -> str:
        clock = self.settings.race_clock
        compared = self._compared[position] if position < len(self._compared) else None
        told = clock_time(clock, at.on(clock))
        return told if compared is None else f"{told}, {delta_text(clock, at.on(clock) - compared)}"

    def _clocks(self) -> str:
        assert self.keeper is not None
        race, clock = self.keeper.race, self.settings.race_clock
        timing = race.timing(self.now())
        behind = delta(timing, race.next_split, race.splits, self._compared, clock)
        against = COMPARISON_NAMES[self.settings.race_comparison]
        told = "nothing to compare with yet" if behind is None else f"{delta_text(clock, behind)} against the {against}"
        moves = counted(timing.moves, "move")
        return f"{real_text(timing.real)}, {story_text(timing.story)} of story time, {moves}; {told}."

    def _tell_result(self) -> None:
        self.write(self._result())

    def _result(self) -> Iterator[str]:
        assert self.keeper is not None
        race, stable = self.keeper.race, self.stable
        timing, ending = race.timing(0), race.playthrough.ending
        yield f"The run is over: {ending.title if ending else ''}."
        times = f"{real_text(timing.real)}, {story_text(timing.story)} of story time, {counted(timing.moves, 'move')}."
        yield times
        if stable.optimum is not None:
            yield f"{distance_text(stable.optimum, timing, race.course.achievements)}."
        if self.keeper.path is not None:
            yield f"Replay: {self.keeper.path}"

    def _give_up(self) -> None:
        """Record a reset, where an attempt is under way, and tell what could not be kept."""
        if self.keeper is not None and not self.keeper.race.is_over:
            self.keeper.race.reset(self.now())
            self.keeper.keep()
            if self.keeper.path is not None:
                self.write([f"Reset. Replay: {self.keeper.path}"])
        self.keeper = None
        self._tell_notice()

    def _tell_notice(self) -> None:
        notice = self.stable.take_notice()
        if notice:
            self.write([notice])
