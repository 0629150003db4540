"""What the screens in front of the game have in common: a title behind its bar, a body, the keys, and a way back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from redheat_game.ui.content import text
from redheat_game.ui.widgets.lines import KeyLine

if TYPE_CHECKING:
    from redheat_game.ui.app import RedHeatApp

Result = TypeVar("Result")


class Page(Screen[Result]):
    """A screen in front of the game. Subclasses give `heading`, `keys` and `body`."""

    app: RedHeatApp
    heading = ""
    keys: ClassVar[tuple[tuple[str, str], ...]] = (("esc", "back"),)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "Back", show=False),
        Binding("question_mark", "app.help", "Help"),
    ]

    def body(self) -> Iterable[Widget]:
        """The widgets between heading and keys."""
        return ()

    def compose(self) -> ComposeResult:
        """Heading, body, keys."""
        yield Static(id="heading", markup=False)
        with Vertical(id="body"):
            yield from self.body()
        yield KeyLine(id="keys", markup=False)

    def on_mount(self) -> None:
        """Show heading and keys."""
        self.show_heading()

    def show_heading(self, note: str = "") -> None:
        """Show the heading with a note in gold beside it."""
        bar = text("▌ ", "$accent")
        words = Content.assemble(bar, text(self.heading.upper(), "$ink bold"), text(f"   {note}", "$gold"))
        self.query_one("#heading", Static).update(words)
        self.query_one(KeyLine).show(self.keys)

    def on_resize(self) -> None:
        """Keep as many keys in sight as fit."""
        self.query_one(KeyLine).show(self.keys)

    def action_back(self) -> None:
        """Go back to where one came from."""
        self.dismiss(None)
