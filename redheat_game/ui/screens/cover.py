"""What lies over the story while no clock runs."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from redheat_game.ui.content import text


class CoverScreen(ModalScreen[bool]):
    """Hides the story while no clock runs; any key goes on and does nothing else, escape leaves."""

    def __init__(self, heading: str, words: str) -> None:
        super().__init__()
        self.heading = heading
        self.words = words

    def compose(self) -> ComposeResult:
        """What there is to know."""
        told = Content.assemble(text(self.heading, "$ink bold"), "\n\n", text(self.words, "$quiet"))
        with Vertical(classes="asking"):
            yield Static(told, markup=False)

    def on_key(self, event: events.Key) -> None:
        """Go on, or leave."""
        if event.key in ("ctrl+q", "ctrl+c"):
            return
        event.stop()
        event.prevent_default()
        self.dismiss(event.key != "escape")
