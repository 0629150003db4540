"""The end of a run: its times, what it gained on the comparison, and where its replay is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from redheat_game.engine.wording import counted
from redheat_game.speedrun.comparisons import History
from redheat_game.speedrun.keeping import RaceKeeper, Stable
from redheat_game.speedrun.race import Race
from redheat_game.speedrun.timing import CLOCK_NAMES, Timing, clock_time, delta_text, real_text, story_text
from redheat_game.speedrun.wording import distance_text
from redheat_game.ui.content import joined, text
from redheat_game.ui.screens.pages import Page
from redheat_game.ui.widgets.menu import Menu, MenuItem
from redheat_game.ui.widgets.race_panel import delta_colour


class ResultScreen(Page[str]):
    """What a run came to. Gives `retry`, or None to leave.

    Args:
        stable: what is kept of the category.
        race: the race that is over.
        keeper: of the attempt; None after a practice.
        before: the history before it.
    """

    heading = "Run"
    keys = (("r", "retry"), ("enter", "choose"), ("esc", "back"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "dismiss('retry')", "Retry"),
        Binding("h", "history", "History"),
    ]

    def __init__(self, stable: Stable, race: Race, keeper: RaceKeeper | None, before: History) -> None:
        super().__init__()
        self.stable = stable
        self.race = race
        self.keeper = keeper
        self.before = before

    def body(self) -> Iterable[Widget]:
        """The times, and ways on."""
        yield Static(id="numbers", markup=False)
        yield Menu(id="menu")

    def on_mount(self) -> None:
        """Show it."""
        self.heading = self.stable.category.title if self.keeper else "Practice"
        attempt = f"attempt {self.keeper.number}" if self.keeper and self.keeper.number else ""
        self.show_heading(attempt)
        self.query_one("#numbers", Static).update(joined(self._lines()))
        items = [("retry", "Retry"), ("history", "History"), ("back", "Categories")]
        menu = self.query_one(Menu)
        menu.fill([MenuItem(name, text(words, "$ink")) for name, words in items])
        menu.focus()

    def _lines(self) -> Iterable[Content]:
        race, timing, clock = self.race, self.race.timing(0), self.before.clock
        ending = race.playthrough.ending
        yield Content.assemble(
            text(real_text(timing.real), "$ink bold"),
            text(f"   {story_text(timing.story)} of story time   {counted(timing.moves, 'move')}", "$ink"),
            text(f"   {ending.title}" if ending else "", "$quiet"),
        )
        yield Content("")
        if self.keeper is None:
            assert race.begins is not None
            gold = self.before.golds[race.begins.split]
            if gold is not None:
                took = timing.on(clock) - gold
                yield text(f"{delta_text(clock, took)} against the gold of {clock_time(clock, gold)}", "$quiet")
            yield text("Practice is not recorded.", "$quiet")
            return
        best = self.before.best
        if best is not None:
            behind = timing.on(clock) - best.timing.on(clock)
            yield text(f"{delta_text(clock, behind)} against the personal best", delta_colour(behind))
        yield from self._splits()
        optimum = self.stable.optimum
        if optimum is not None:
            yield text(distance_text(optimum, timing, race.course.achievements), "$quiet")
        yield Content("")
        kept = f"Replay: {self.keeper.path}" if self.keeper.path else self.stable.take_notice() or ""
        yield text(kept, "$quiet")

    def _splits(self) -> Iterable[Content]:
        clock, race = self.before.clock, self.race
        rows = self.app.size.height - 17
        width = max(len(title) for title in race.rules.titles)
        golds = 0
        lines = []
        for position, title in enumerate(race.rules.titles):
            at, before = race.splits[position], race.splits[position - 1] if position else Timing(0, 0, 0)
            took = at.on(clock) - before.on(clock) if at and before else None
            gold = self.before.golds[position]
            is_gold = took is not None and (gold is None or took < gold)
            golds += is_gold
            words = (
                f"{'*' if is_gold else ' '}{title:<{width}}  {clock_time(clock, at.on(clock)) if at else 'skipped':>12}"
            )
            if took is not None and gold is not None:
                words += f"  {delta_text(clock, took - gold)} on the gold"
            lines.append(text(words, "$gold" if is_gold else "$ink"))
        yield Content("")
        yield from lines[-max(1, rows) :]
        yield text(f"* {counted(golds, 'gold')} by {CLOCK_NAMES[clock]}", "$quiet")

    @on(OptionList.OptionSelected)
    def choose(self, message: OptionList.OptionSelected) -> None:
        """Do what was chosen."""
        if message.option_id == "history":
            self.action_history()
        else:
            self.dismiss("retry" if message.option_id == "retry" else None)

    def action_history(self) -> None:
        """Show all attempts."""
        from redheat_game.ui.screens.race_history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.stable))
