"""The categories: rules, personal best and proved optimum of each, and the ways into a race."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import OptionList, Static

from redheat_game.engine.wording import counted
from redheat_game.speedrun.comparisons import COMPARISON_NAMES, COMPARISONS
from redheat_game.speedrun.keeping import Stable
from redheat_game.speedrun.race import Checkpoint
from redheat_game.speedrun.timing import CLOCK_NAMES, CLOCKS, clock_time
from redheat_game.speedrun.wording import ORDER_NAMES, known_by_order, known_text
from redheat_game.ui.content import joined, text
from redheat_game.ui.screens.pages import Page
from redheat_game.ui.widgets.menu import Menu, MenuItem


class SegmentScreen(ModalScreen[int | None]):
    """Asks which segment to practise; gives its place in the list."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss(None)", "Back")]

    def __init__(self, titles: Iterable[str]) -> None:
        super().__init__()
        self.titles = list(titles)

    def compose(self) -> ComposeResult:
        """The segments."""
        with Vertical(classes="asking"):
            yield Static(text("Practise which segment?", "$ink bold"), markup=False)
            yield Menu([MenuItem(str(number), text(title, "$ink")) for number, title in enumerate(self.titles)])

    @on(OptionList.OptionSelected)
    def choose(self, message: OptionList.OptionSelected) -> None:
        """Give the answer."""
        self.dismiss(int(message.option_id or 0))


class RaceMenuScreen(Page[None]):
    """Which category to race.

    Args:
        selected: the id of the category under the bar; the first where it is None.
    """

    heading = "Race"
    keys = (
        ("enter", "race"),
        ("p", "practise"),
        ("h", "history"),
        ("k", "clock"),
        ("v", "comparison"),
        ("esc", "back"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "practise", "Practise", tooltip="A segment of the category, sealed off from the records"),
        Binding("h", "history", "History", tooltip="Attempts, segments, and where time is lost"),
        Binding("k", "clock", "Clock", tooltip="Real time, story time or moves"),
        Binding("v", "comparison", "Comparison", tooltip="What the delta is against"),
    ]

    def __init__(self, selected: str | None = None) -> None:
        super().__init__()
        self.wanted = selected
        self._stables: dict[str, Stable] = {}

    def body(self) -> Iterable[Widget]:
        """The list, and what is known of the selected one."""
        yield Menu(id="menu")
        yield Static(id="told", markup=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self.show_heading()
        names = list(self.app.story.categories)
        menu = self.query_one(Menu)
        # it leaves the room to what is told of the selected one, and scrolls
        menu.styles.max_height = max(1, len(names))
        menu.fill([MenuItem(name, text(item.title, "$ink")) for name, item in self.app.story.categories.items()])
        if self.wanted in names:
            menu.highlighted = names.index(self.wanted)
        menu.focus()
        if not names:
            self.query_one("#told", Static).update(text("This story declares no categories to race.", "$quiet"))

    def on_screen_resume(self) -> None:
        """Show what a race has changed."""
        self.tell_selected()

    def _selected(self) -> Stable | None:
        item = self.query_one(Menu).selected_item
        if item is None:
            return None
        timed = self.app.settings.timed_choices
        known = self._stables.get(item.id)
        if known is None or known.timed != timed:
            known = self._stables[item.id] = Stable(self.app.store, self.app.story, item.id, timed=timed)
        return known

    @on(OptionList.OptionHighlighted)
    def tell_selected(self) -> None:
        """Tell of the category under the bar."""
        stable = self._selected()
        if stable is not None:
            self.query_one("#told", Static).update(joined(self._told(stable)))
            self.call_after_refresh(self.query_one(Menu).scroll_to_highlight)
            if notice := stable.take_notice():
                self.app.tell(notice)

    def _told(self, stable: Stable) -> Iterable[Content]:
        category, settings = stable.category, self.app.settings
        endings = ", ".join(stable.story.endings[name].title for name in category.endings)
        history = stable.history(settings.race_clock)
        yield text(category.about, "$ink")
        yield text(f"Endings that count: {endings}.", "$quiet")
        undo = "Undo is counted" if category.undo == "counted" else "Undo is off"
        pause = "the clock may be paused" if category.pause else "the clock never pauses"
        order = f" {ORDER_NAMES[category.order].capitalize()} first." if category.order in ORDER_NAMES else ""
        yield text(f"{undo}; {pause}.{order}", "$quiet")
        yield Content("")
        clock = settings.race_clock
        best = "none yet" if history.best is None else clock_time(clock, history.best.timing.on(clock))
        total = history.sum_of_best
        yield text(f"Personal best by {CLOCK_NAMES[clock]}: {best}", "$gold")
        if total is not None:
            yield text(f"Sum of best: {clock_time(clock, total)}", "$ink")
        optimum = stable.optimum
        if optimum is None:
            yield text(f"Nothing is proved yet: redheat route {category.id}", "$quiet")
        else:
            if optimum.by_order is not None:
                name = ORDER_NAMES[optimum.by_order.order].capitalize()
                yield text(f"{name}: {known_by_order(optimum.by_order)}", "$ink")
            yield text(f"Moves: {known_text(optimum.moves, 'moves')}", "$ink")
            yield text(f"Story time: {known_text(optimum.story, 'story')}", "$ink")
        yield text(f"Compared with: {COMPARISON_NAMES[settings.race_comparison]}", "$quiet")
        untimed = "" if stable.timed else " in which time does not run in timed scenes"
        yield text(f"{counted(len(stable.attempts), 'attempt')}{untimed}", "$quiet")

    @on(OptionList.OptionSelected)
    def race(self) -> None:
        """Race the selected category."""
        self._open(None)

    def _open(self, begins: Checkpoint | None) -> None:
        from redheat_game.ui.screens.race import RaceScreen

        stable = self._selected()
        if stable is not None:
            self.app.push_screen(RaceScreen(stable, begins))

    @work
    async def action_practise(self) -> None:
        """Practise a segment."""
        stable = self._selected()
        if stable is None:
            return
        points = stable.checkpoints(self.app.settings.race_clock)
        if len(points) < 2:
            self.app.tell("The later segments can be practised once there is a run to begin them from.")
        wanted = await self.app.push_screen_wait(SegmentScreen(stable.rules.titles[point.split] for point in points))
        if wanted is not None:
            self._open(points[wanted])

    def action_history(self) -> None:
        """Show the attempts."""
        from redheat_game.ui.screens.race_history import HistoryScreen

        stable = self._selected()
        if stable is not None:
            self.app.push_screen(HistoryScreen(stable))

    def action_clock(self) -> None:
        """Compare by another clock."""
        now = CLOCKS.index(self.app.settings.race_clock)
        self.app.store.change_settings(race_clock=CLOCKS[(now + 1) % len(CLOCKS)])
        self.tell_selected()

    def action_comparison(self) -> None:
        """Compare with something else."""
        now = COMPARISONS.index(self.app.settings.race_comparison)
        self.app.store.change_settings(race_comparison=COMPARISONS[(now + 1) % len(COMPARISONS)])
        self.tell_selected()
