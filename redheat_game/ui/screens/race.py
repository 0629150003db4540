"""A race on screen: the clocks and the delta always in sight, and nothing that could cost time or give it."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.step import ChoiceNotAvailable, StoryFault
from redheat_game.speedrun.comparisons import COMPARISON_NAMES, COMPARISONS
from redheat_game.speedrun.course import UndoNotAllowed
from redheat_game.speedrun.keeping import RaceKeeper, Stable
from redheat_game.speedrun.livesplit_server import Shown, shown_splits
from redheat_game.speedrun.opponent import Opponent
from redheat_game.speedrun.race import Checkpoint, Race
from redheat_game.speedrun.timing import CLOCK_NAMES, CLOCKS, Clock, Timing
from redheat_game.ui.content import text
from redheat_game.ui.screens.asking import ConfirmScreen
from redheat_game.ui.screens.cover import CoverScreen
from redheat_game.ui.screens.play import LETTERS, PlayScreen
from redheat_game.ui.widgets.choices import ChoiceList
from redheat_game.ui.widgets.lines import condition_line
from redheat_game.ui.widgets.panel import Panel
from redheat_game.ui.widgets.race_lines import ghost_line, race_line
from redheat_game.ui.widgets.race_panel import RacePanel

TICK = 0.1
ATTEMPTS = count(1)
"""By which LiveSplit tells one attempt from another, whatever screen it is raced on."""


class RaceScreen(PlayScreen, inherit_bindings=False):
    """One attempt after the other at a category, or at one of its segments.

    Args:
        stable: what is kept of the category.
        begins: where a practice begins; None for attempts that count.
    """

    panel_kind = RacePanel
    has_notes = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Previous choice", show=False),
        Binding("down", "move(1)", "Next choice", show=False),
        Binding("0", "turn_page", "More choices", show=False),
        Binding("space,pagedown", "page(1)", "Read on", show=False),
        Binding("pageup", "page(-1)", "Read back", show=False),
        Binding("r", "retry", "Reset and retry", tooltip="The attempt so far is kept as a reset"),
        Binding("u", "undo", "Undo", tooltip="Where the category counts it"),
        Binding("p", "pause", "Pause", tooltip="Where the category allows it"),
        Binding("v", "comparison", "Comparison", tooltip="What the delta is against"),
        Binding("k", "clock", "Clock", tooltip="Real time, story time or moves"),
        Binding("x", "ghost", "Ghost", tooltip="Show or hide what the compared run chose"),
        Binding("question_mark", "app.help", "Help"),
        Binding("q,escape", "leave", "Leave", tooltip="After asking, while an attempt is under way"),
    ]

    def __init__(self, stable: Stable, begins: Checkpoint | None = None) -> None:
        super().__init__()
        self.stable = stable
        self.begins = begins
        self.keeper: RaceKeeper | None = None
        self.race = self._idle_race()
        self._begun: float | None = None
        self._painted: float | None = None
        self._opponent = Opponent(stable, "real", "best")
        self._attempt = 0
        self._arrived = Timing(0, 0, 0)
        self._last_path: Path | None = None

    def _idle_race(self) -> Race:
        return Race(self.stable.story, self.stable.category.id, None, self.begins)

    # what is shown

    @property
    def playthrough(self) -> Playthrough:
        """What is raced."""
        return self.race.playthrough

    def take_notice(self) -> str | None:
        """What could not be kept, told above the passage."""
        return self.stable.take_notice()

    def on_mount(self) -> None:
        """Show the cover."""
        if self.begins is None:
            self.stable.keep_story()
        self._compare()
        super().on_mount()
        self.set_interval(TICK, self.show_place)
        self._ask_to_start()

    def on_screen_resume(self) -> None:
        """Compare as the settings say by now."""
        settings = self.app.settings
        if (self._opponent.clock, self._opponent.comparison) != (settings.race_clock, settings.race_comparison):
            self._show_anew()

    def on_unmount(self) -> None:
        """Leaving in whatever way, a closed terminal included, is a reset."""
        self._reset()

    def now(self) -> int:
        """Milliseconds since the first key."""
        return 0 if self._begun is None else int((self.app.monotonic() - self._begun) * 1000)

    def _ask_to_start(self) -> None:
        category = self.stable.category
        undo = "Undo is counted." if category.undo == "counted" else "Undo is off."
        pause = "p pauses." if category.pause else "The clock never pauses."
        if self.begins is not None:
            title = f"Practice: {self.race.rules.titles[self.begins.split]}"
            words = f"Nothing of it is recorded. {undo}"
        else:
            title, words = f"{category.title}: {category.about}", f"{undo} {pause}"
        words += "\n\nAny key starts the clock, and does nothing else. r resets, esc leaves."
        words += f"\n\nThe attempt before, a reset: {self._last_path}" if self._last_path else ""
        self.app.push_screen(CoverScreen(title, words), self._start)

    def _start(self, wanted: bool | None) -> None:
        if not wanted:
            self.app.call_later(self._go)
            return
        self._begun = self.app.monotonic()
        self._attempt = next(ATTEMPTS)
        if self.begins is None:
            self.keeper = RaceKeeper(self.stable, runner=self.app.settings.runner)
            self.race = self.keeper.race
        else:
            self.race = self._idle_race()
        self._tell_livesplit()
        self.show_present()

    def _go(self) -> None:
        # before the screen below shows what there is
        self._reset()
        if self.app.screen is self:
            self.app.pop_screen()

    def show_present(self, *, is_new: bool = False) -> None:  # noqa: ARG002 - text is there at once
        """Show where the race stands, all of it at once; until it is painted no key chooses."""
        self._painted = None
        self._show_splits()
        super().show_present()
        self.call_after_refresh(self._is_painted)

    def _is_painted(self) -> None:
        # the clock by which events are stamped
        self._painted = Message().time

    def _show_splits(self) -> None:
        splits = self.race.splits
        panel = self.query_one(Panel)
        assert isinstance(panel, RacePanel)
        panel.show_splits(
            self.race.rules.titles,
            splits,
            self._opponent.splits,
            [False] * len(splits) if self.begins else self._opponent.beaten_golds(splits),
            self.race.next_split,
            self._clock,
            self.app.settings.race_decimals,
        )

    def show_place(self) -> None:
        """The clocks, the delta, and where one is: the line that is always in sight."""
        race, settings = self.race, self.app.settings
        timing = race.timing(self.now())
        behind, against = None, "practice"
        if self.begins is None:
            behind = self._opponent.behind(race, timing, self._arrived)
            against = f"vs {COMPARISON_NAMES[settings.race_comparison]}"
        line = race_line(race, timing, self._clock, behind, against, settings.race_decimals)
        self.query_one("#place", Static).update(line)
        self._show_ghost(timing)

    def _show_ghost(self, timing: Timing) -> None:
        line = condition_line(self.playthrough)
        if self._shows_ghost and self._opponent.ghost is not None:
            digits = self.app.settings.race_decimals
            ghost = ghost_line(self._opponent.ghost, self.race, timing, self._clock, digits)
            line = ghost if self.query_one(Panel).display else Content.assemble(ghost, text("   ", "$dim"), line)
        self.query_one("#condition", Static).update(line)

    def fit(self) -> None:
        """Fit everything to the window; the ghost's line stays even where the panel is shown."""
        super().fit()
        if self._shows_ghost:
            self.query_one("#condition", Static).display = True

    @property
    def _shows_ghost(self) -> bool:
        return self._opponent.ghost is not None and self.app.settings.race_ghost

    def keys_in_force(self) -> list[tuple[str, str]]:
        """The keys in force and what they do, the most needed first."""
        offered = len(self.query_one(ChoiceList).on_page)
        keys = [("1" if offered == 1 else f"1-{offered}", "choose")] if offered else []
        category = self.stable.category
        keys += [("r", "retry")]
        keys += [("u", "undo")] if category.undo == "counted" else []
        keys += [("p", "pause")] if category.pause and self.begins is None else []
        return [*keys, ("?", "help"), ("q", "leave"), ("v", "compare"), ("k", "clock"), ("x", "ghost")]

    # choosing

    def on_key(self, event: events.Key) -> None:
        """Numbers, letters and enter choose; what was pressed before the choices were on screen chooses nothing."""
        index = None
        if event.character and event.character in "123456789":
            index = int(event.character) - 1
        elif event.character and event.character in LETTERS:
            index = LETTERS.index(event.character)
        elif event.key != "enter":
            return
        event.stop()
        event.prevent_default()
        if self._painted is None or event.time < self._painted or not self._is_running:
            return
        self.query_one(ChoiceList).choose(index)

    @property
    def _is_running(self) -> bool:
        return self._begun is not None and not self.race.is_over

    @on(ChoiceList.Chosen)
    def take(self, message: ChoiceList.Chosen) -> None:
        """Take the choice, or say why not."""
        if self._is_running and self._painted is not None:
            super().take(message)
        message.prevent_default()

    def choose(self, choice: str) -> None:
        """Take the choice of this id."""
        if not self._is_running:
            return
        try:
            self.race.choose(choice, self.now())
        except (StoryFault, ChoiceNotAvailable) as fault:
            self.app.tell(f"The story has a fault here: {fault}. Nothing was changed; take another choice.")
            return
        self._after_move()
        if self.race.is_over:
            self._finish()
        elif self.race.course.ending is not None:
            self.app.tell("This ending does not count here. r resets and retries.")

    def _after_move(self) -> None:
        self._arrived = self.race.timing(0)
        if self.keeper is not None:
            self.keeper.keep()
        self._tell_livesplit()
        self.show_present()

    def _tell_livesplit(self, *, is_reset: bool = False) -> None:
        if self.app.livesplit is None or self.begins is not None:
            return
        race = self.race
        splits = shown_splits(race.splits)
        self.app.livesplit.show(Shown(self._attempt, splits, race.course.seconds, race.is_paused, is_reset))

    # the end of an attempt

    def _reset(self) -> None:
        if self.keeper is not None and not self.race.is_over:
            self.race.reset(self.now())
            self.keeper.keep()
            self._last_path = self.keeper.path
            self._tell_livesplit(is_reset=True)
        self.keeper = None
        self._begun = None

    def _finish(self) -> None:
        from redheat_game.ui.screens.race_result import ResultScreen

        self.app.push_screen(
            ResultScreen(self.stable, self.race, self.keeper, self._opponent.history), self._after_result
        )

    def _after_result(self, wanted: str | None) -> None:
        self.keeper = self._last_path = None
        if wanted == "retry":
            self.action_retry()
        else:
            self.app.call_later(self._go)

    def action_retry(self) -> None:
        """Reset, and cover the story until the next first key."""
        self._reset()
        self.race = self._idle_race()
        self._compare()
        self.show_present()
        self._ask_to_start()

    async def action_leave(self) -> None:
        """Leave; an attempt that is under way is given up only after asking."""
        if self._is_running and self.begins is None and self.race.course.moves:
            question = "Give this attempt up? It is kept as a reset. The clock runs on."
            await self.app.push_screen(ConfirmScreen(question, "Give it up", "Go on racing"), self._leave_if)
        else:
            self._go()

    def _leave_if(self, wanted: bool | None) -> None:
        if wanted:
            self.app.call_later(self._go)

    # commands

    def action_undo(self) -> None:
        """Take the last choice back, where that is counted."""
        if not self._is_running:
            return
        try:
            self.race.undo(self.now())
        except UndoNotAllowed as error:
            self.app.tell(f"Not possible: {error}.")
            return
        self._after_move()

    def action_pause(self) -> None:
        """Let the clock stand behind a cover, where the category allows it."""
        if not self._is_running or self.begins is not None:
            return
        if not self.race.pause(self.now()):
            self.app.tell("The clock of this category never pauses.")
            return
        if self.keeper is not None:
            self.keeper.keep()
        self._tell_livesplit()
        self.app.push_screen(CoverScreen("Paused", "The clock stands. Any key goes on."), self._go_on)

    def _go_on(self, _: bool | None) -> None:
        self.race.pause(self.now())
        self._after_move()

    @property
    def _clock(self) -> Clock:
        return self.app.settings.race_clock

    def _compare(self) -> None:
        """Take up what the race is compared with, by the present settings."""
        self._opponent = Opponent(self.stable, self._clock, self.app.settings.race_comparison)

    def _show_anew(self) -> None:
        self._compare()
        self._show_splits()
        self.query_one(RacePanel).show(self.playthrough, [])
        self.show_place()
        self.fit()

    def action_comparison(self) -> None:
        """Compare with something else."""
        following = COMPARISONS[(COMPARISONS.index(self.app.settings.race_comparison) + 1) % len(COMPARISONS)]
        self.app.store.change_settings(race_comparison=following)
        self._show_anew()
        self._tell_of_optimum()

    def action_clock(self) -> None:
        """Compare by another clock."""
        following = CLOCKS[(CLOCKS.index(self._clock) + 1) % len(CLOCKS)]
        self.app.store.change_settings(race_clock=following)
        self._show_anew()
        self.app.tell(f"Compared by {CLOCK_NAMES[following]}.")
        self._tell_of_optimum()

    def _tell_of_optimum(self) -> None:
        """Say why there is no delta against the optimum route where there can be none."""
        if self.app.settings.race_comparison != "optimum":
            return
        if self.stable.optimum is None:
            self.app.tell(f"No route is known yet. redheat route {self.stable.category.id} finds it.")
        elif self._clock == "real":
            self.app.tell("Nobody ran the optimum route, so it has no real time. k compares by moves or story time.")

    def action_ghost(self) -> None:
        """Show the ghost, or hide it."""
        if self._opponent.ghost is None:
            self.app.tell("There is no run to show yet.")
            return
        self.app.store.change_settings(race_ghost=not self.app.settings.race_ghost)
        self._show_anew()
