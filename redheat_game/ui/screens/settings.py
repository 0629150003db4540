"""Settings: each line one setting, changed in place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from redheat_game.speedrun.comparisons import COMPARISON_NAMES, COMPARISONS
from redheat_game.speedrun.timing import CLOCK_NAMES, CLOCKS
from redheat_game.storage.settings import LONGEST_RUNNER
from redheat_game.ui.content import text
from redheat_game.ui.screens.asking import NameScreen
from redheat_game.ui.screens.pages import Page
from redheat_game.ui.widgets.menu import Menu, MenuItem


@dataclass(frozen=True)
class Choosable:
    """A setting as the screen offers it."""

    name: str
    words: str
    values: tuple[tuple[object, str], ...]
    about: str


YES_NO = ((True, "on"), (False, "off"))
OFFERED = (
    Choosable(
        "theme",
        "Colours",
        (
            ("act", "as the act has them"),
            ("moscow", "Moscow winter"),
            ("chicago", "Chicago neon"),
            ("light", "light"),
            ("contrast", "high contrast"),
            ("ansi", "the terminal's own sixteen"),
        ),
        "Moscow and Chicago have their own colours; you may keep one set throughout.",
    ),
    Choosable(
        "text_speed",
        "Text",
        (("instant", "at once"), ("typed", "typed")),
        "Typed text is completed by any key. In a race text is always there at once.",
    ),
    Choosable(
        "typed_rate",
        "Typing",
        ((45, "slow"), (90, "as one reads"), (180, "fast")),
        "How fast typed text appears.",
    ),
    Choosable(
        "measure",
        "Line length",
        ((56, "short"), (72, "as in books"), (88, "long"), (120, "very long")),
        "The longest that a line of prose may be: 56, 72, 88 or 120 letters.",
    ),
    Choosable("motion", "Motion", YES_NO, "Snow, rain, steam and neon in the pictures."),
    Choosable("picture", "Pictures", YES_NO, "The band above the prose, in windows of 30 rows or more."),
    Choosable(
        "panel",
        "Panel",
        (("auto", "shown"), ("hidden", "folded away")),
        "Meters and pockets: beside the prose from 100 columns on, else in one line below it.",
    ),
    Choosable(
        "timed_choices",
        "Timed choices",
        YES_NO,
        "In a few scenes hesitating is a choice that time makes for you. Off, it is one more line in the list.",
    ),
    Choosable(
        "race_clock",
        "Race clock",
        tuple((clock, CLOCK_NAMES[clock]) for clock in CLOCKS),
        "The clock by which races are compared. k changes it in a race.",
    ),
    Choosable(
        "race_comparison",
        "Race against",
        tuple((comparison, COMPARISON_NAMES[comparison]) for comparison in COMPARISONS),
        "What the delta of a race is against. v changes it in a race.",
    ),
    Choosable("race_ghost", "Ghost", YES_NO, "What the compared run chose, and when. x shows or hides it in a race."),
    Choosable(
        "race_decimals",
        "Race decimals",
        ((0, "seconds"), (1, "tenths"), (2, "hundredths")),
        "How exactly a race shows its times. Replays have milliseconds.",
    ),
)
RUNNER = "runner"
ABOUT_RUNNER = "Your name in the replays of your races. It may be left empty."


class SettingsScreen(Page[None]):
    """Everything about the interface that can be chosen, and the one thing that is typed."""

    heading = "Settings"
    keys = (("↑↓", "select"), ("enter →", "next value"), ("←", "value before"), ("esc", "back"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "change(1)", "Next value", show=False),
        Binding("left", "change(-1)", "Value before", show=False),
    ]

    def body(self) -> Iterable[Widget]:
        """The settings, and what the selected one is for."""
        yield Menu(id="menu")
        yield Static(id="told", markup=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self.show_heading()
        self._fill(0)
        self.query_one(Menu).focus()

    def _fill(self, selected: int) -> None:
        items = []
        for offered in OFFERED:
            kept = getattr(self.app.settings, offered.name)
            value = dict(offered.values).get(kept, str(kept))
            words = Content.assemble(text(f"{offered.words:<16}", "$ink"), text(value, "$quiet"))
            items.append(MenuItem(offered.name, words))
        name = text(self.app.settings.runner or "nobody", "$quiet")
        items.append(MenuItem(RUNNER, Content.assemble(text(f"{'Runner':<16}", "$ink"), name)))
        self.query_one(Menu).fill(items, selected)

    @on(OptionList.OptionHighlighted)
    def tell_selected(self, message: OptionList.OptionHighlighted) -> None:
        """Tell what the selected setting is for."""
        about = ABOUT_RUNNER if message.option_id == RUNNER else OFFERED[message.option_index].about
        self.query_one("#told", Static).update(text(about, "$quiet"))

    @on(OptionList.OptionSelected)
    def choose(self) -> None:
        """Go on to the next value."""
        self.action_change(1)

    def action_change(self, by: int) -> None:
        """Change the selected setting."""
        menu = self.query_one(Menu)
        if menu.highlighted is None:
            return
        if menu.highlighted == len(OFFERED):
            self._ask_for_runner()
            return
        offered = OFFERED[menu.highlighted]
        values = [value for value, _ in offered.values]
        present = getattr(self.app.settings, offered.name)
        index = values.index(present) if present in values else -1
        self.app.change_settings(**{offered.name: values[(index + by) % len(values)]})
        self._fill(menu.highlighted)

    @work
    async def _ask_for_runner(self) -> None:
        asked = NameScreen(
            "Which name in your replays?", self.app.settings.runner, longest=LONGEST_RUNNER, may_be_empty=True
        )
        name = await self.app.push_screen_wait(asked)
        if name is not None:
            try:
                self.app.change_settings(runner=name)
            except ValueError:
                self.app.tell("A name consists of what can be shown.")
            self._fill(len(OFFERED))
