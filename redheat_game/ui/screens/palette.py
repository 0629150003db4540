"""The palette: every command of the screen in front, found by typing a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from redheat_game.ui.commands import Command
from redheat_game.ui.content import text
from redheat_game.ui.widgets.menu import Menu, MenuItem

if TYPE_CHECKING:
    from redheat_game.ui.app import RedHeatApp

WORDS_CELLS, ABOUT_CELLS = 24, 36


class PaletteScreen(ModalScreen[Command | None]):
    """Gives the command that was chosen, or None."""

    app: RedHeatApp
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back"),
        Binding("up", "move(-1)", "Previous command", show=False, priority=True),
        Binding("down", "move(1)", "Next command", show=False, priority=True),
    ]

    def __init__(self, commands: Sequence[Command], question: str = "What would you like to do?") -> None:
        super().__init__()
        self.question = question
        self.commands = list(commands)
        self.found: list[Command] = []

    def compose(self) -> ComposeResult:
        """A line to type in above the list."""
        with Vertical(classes="asking"):
            yield Input(placeholder=self.question, id="wanted")
            yield Menu(id="menu")
            yield Static(text("↑↓ select   enter: do it   esc: back", "$quiet"), id="how", markup=False)

    def on_mount(self) -> None:
        """Offer everything."""
        self.query_one(Menu).can_focus = False
        self.find("")

    @on(Input.Changed)
    def narrow(self, message: Input.Changed) -> None:
        """Offer what has every word that was typed."""
        self.find(message.value)

    def find(self, wanted: str) -> None:
        """List the commands that have all these parts of words; those whose name begins so come first."""
        parts = wanted.casefold().split()
        found = [
            item for item in self.commands if all(part in f"{item.words} {item.about}".casefold() for part in parts)
        ]
        self.found = sorted(found, key=lambda item: not item.words.casefold().startswith(wanted.casefold().strip()))
        self.query_one(Menu).fill([MenuItem(str(number), _line(item)) for number, item in enumerate(self.found)])

    def action_move(self, by: int) -> None:
        """Move the selection."""
        menu = self.query_one(Menu)
        if menu.highlighted is not None:
            menu.highlighted = (menu.highlighted + by) % len(self.found)

    @on(Input.Submitted)
    def take(self) -> None:
        """Give the selected command."""
        menu = self.query_one(Menu)
        if menu.highlighted is not None and self.found:
            self.dismiss(self.found[menu.highlighted])

    @on(OptionList.OptionSelected)
    def clicked(self, message: OptionList.OptionSelected) -> None:
        """Give the command that was clicked."""
        self.dismiss(self.found[message.option_index])


def _line(command: Command) -> Content:
    return Content.assemble(
        _column(command.words, WORDS_CELLS, "$ink"),
        _column(command.about, ABOUT_CELLS, "$quiet"),
        text(" ".join(command.keys), "$accent-light"),
    )


def _column(words: str, cells: int, style: str) -> Content:
    fitting = text(words, style).truncate(cells - 1, ellipsis=True)
    return Content.assemble(fitting, " " * (cells - fitting.cell_length))
