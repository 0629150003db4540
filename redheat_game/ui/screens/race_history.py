"""The attempts at a category: its segments, the chart, and every attempt, whose replays can be watched."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from redheat_game.speedrun import history_text
from redheat_game.speedrun.keeping import Stable
from redheat_game.speedrun.timing import CLOCKS
from redheat_game.ui.content import joined, text
from redheat_game.ui.screens.pages import Page
from redheat_game.ui.widgets.menu import Menu, MenuItem


class HistoryScreen(Page[None]):
    """One page for the segments and the chart, another for the attempts."""

    heading = "History"
    keys = (("tab", "segments or attempts"), ("enter", "watch"), ("k", "clock"), ("esc", "back"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,left,right", "turn", "The other page", priority=True),
        Binding("k", "clock", "Clock", tooltip="Real time, story time or moves"),
    ]

    def __init__(self, stable: Stable) -> None:
        super().__init__()
        self.stable = stable
        self.shows_attempts = False

    def body(self) -> Iterable[Widget]:
        """Segments and chart; attempts."""
        with VerticalScroll(id="scroll"):
            yield Static(id="numbers", markup=False)
        yield Static(id="progress", markup=False)
        yield Menu(id="menu")

    def on_mount(self) -> None:
        """Show it."""
        self.show_heading(self.stable.category.title)
        self._show()

    def on_resize(self) -> None:
        """Fit to the new size."""
        super().on_resize()
        self._show()

    def _show(self) -> None:
        history, titles = self.stable.history(self.app.settings.race_clock), self.stable.rules.titles
        width = max(40, self.app.size.width - 10)
        lines = [text(line, "$ink") for line in history_text.summary_lines(history, titles)]
        lines.append(Content(""))
        rows = list(history_text.table_lines(history_text.segment_rows(history, titles)))
        lines += [text(rows[0], "$quiet"), *(text(row, "$ink") for row in rows[1:])]
        lines.append(Content(""))
        lines += [text(line, "$gold") for line in history_text.chart_lines(history, titles, width)]
        self.query_one("#numbers", Static).update(joined(lines))
        attempts = list(history_text.table_lines(history_text.attempt_rows(history)))
        self.query_one("#progress", Static).update(text(f"   {attempts[0]}", "$quiet"))
        menu = self.query_one(Menu)
        ids = [attempt.id for attempt in reversed(history.attempts)]
        menu.fill([MenuItem(name, text(row, "$ink")) for name, row in zip(ids, attempts[1:], strict=True)])
        self.query_one("#scroll").display = not self.shows_attempts
        menu.display = self.query_one("#progress").display = self.shows_attempts
        (menu if self.shows_attempts else self.query_one("#scroll")).focus()

    def action_turn(self) -> None:
        """Show the other page."""
        self.shows_attempts = not self.shows_attempts
        self._show()

    def action_clock(self) -> None:
        """Compare by another clock."""
        now = CLOCKS.index(self.app.settings.race_clock)
        self.app.store.change_settings(race_clock=CLOCKS[(now + 1) % len(CLOCKS)])
        self._show()

    @on(OptionList.OptionSelected)
    def open(self, message: OptionList.OptionSelected) -> None:
        """Watch the attempt."""
        attempt = next(each for each in self.stable.attempts if each.id == message.option_id)
        replay = self.stable.replay_of(attempt)
        if replay is None:
            self.app.tell("This attempt was cut off; its replay has no end to watch to.")
            return
        from redheat_game.ui.screens.watch import WatchScreen

        self.app.push_screen(WatchScreen(self.stable, replay))
