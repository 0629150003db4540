"""What the desk shows while there is no story that can be played."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from redheat_game.ui.content import text
from redheat_game.ui.desk.panel import DeskPanel
from redheat_game.ui.widgets.lines import KeyLine

if TYPE_CHECKING:
    from redheat_game.ui.desk.app import DeskApp


class DeskHome(Screen[None]):
    """The panel alone; it goes behind the game once the story can be played."""

    app: DeskApp

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "app.edit", "Editor", tooltip="Open the first mistake in $EDITOR"),
        Binding("question_mark", "app.help", "Help"),
        Binding("q", "app.quit", "Quit"),
    ]

    DEFAULT_CSS = """
    DeskHome #awaited { height: auto; padding: 1 2; }
    """

    def compose(self) -> ComposeResult:
        """What is waited for, panel and keys."""
        yield Static(id="awaited", markup=False)
        yield DeskPanel()
        yield KeyLine(id="keys", markup=False)

    def on_mount(self) -> None:
        """Show how things stand."""
        self.show_state()
        self.query_one(KeyLine).show((("x", "editor"), ("?", "help"), ("q", "quit")))

    def show_state(self) -> None:
        """Show how things stand."""
        self.query_one("#awaited", Static).update(text(self._awaited(), "$ink"))
        self.query_one(DeskPanel).show(self.app.state, None)

    def _awaited(self) -> str:
        edition = self.app.state.edition
        if edition is None:
            return "Reading the story .."
        if edition.is_good:
            return "The game opens .."
        return "The game opens once the mistakes are put right."
