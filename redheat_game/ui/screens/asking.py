"""Small questions in front of a screen: a name to type, a thing to confirm, a note to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from redheat_game.ui.content import text
from redheat_game.ui.widgets.menu import Menu, MenuItem

if TYPE_CHECKING:
    from redheat_game.ui.app import RedHeatApp

LONGEST_NAME = 60
"""As many characters as the storage keeps."""


class NameScreen(ModalScreen[str | None]):
    """Asks for a name; gives it, or None."""

    app: RedHeatApp
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back")]

    def __init__(
        self, question: str, proposal: str = "", *, longest: int = LONGEST_NAME, may_be_empty: bool = False
    ) -> None:
        super().__init__()
        self.question = question
        self.proposal = proposal
        self.longest = longest
        self.may_be_empty = may_be_empty

    def compose(self) -> ComposeResult:
        """The question, and a line to type in."""
        with Vertical(classes="asking"):
            yield Static(text(self.question, "$ink bold"), markup=False)
            yield Input(self.proposal, max_length=self.longest, id="name")
            yield Static(text("enter: keep it   esc: back", "$quiet"), markup=False)

    @on(Input.Submitted)
    def keep(self, message: Input.Submitted) -> None:
        """Give the name that was typed."""
        name = " ".join(message.value.split())
        if name or self.may_be_empty:
            self.dismiss(name)


class ConfirmScreen(ModalScreen[bool]):
    """Asks whether to do what cannot be undone; gives True or False. What is safe is selected first."""

    app: RedHeatApp
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "dismiss(False)", "No"),
        Binding("y", "dismiss(True)", "Yes"),
    ]

    def __init__(self, question: str, yes: str, no: str) -> None:
        super().__init__()
        self.question = question
        self.answers = (("no", no), ("yes", yes))

    def compose(self) -> ComposeResult:
        """The question and two answers."""
        with Vertical(classes="asking"):
            yield Static(text(self.question, "$ink bold"), markup=False)
            yield Menu([MenuItem(name, text(words, "$ink")) for name, words in self.answers])

    @on(OptionList.OptionSelected)
    def answer(self, message: OptionList.OptionSelected) -> None:
        """Give the answer."""
        self.dismiss(message.option_id == "yes")


class TooSmallScreen(ModalScreen[None]):
    """Stands in front while the window is too small to play in; the app takes it away."""

    app: RedHeatApp

    def __init__(self, columns: int, rows: int) -> None:
        super().__init__()
        self.needed = (columns, rows)

    def compose(self) -> ComposeResult:
        """What there is and what is needed."""
        yield Static(id="too_small", markup=False)

    def on_mount(self) -> None:
        """Say it."""
        self.on_resize()

    def on_resize(self) -> None:
        """Say it anew."""
        width, height = self.app.size
        columns, rows = self.needed
        words = f"The window is {width} by {height}. The game needs {columns} by {rows}. Nothing is lost."
        self.query_one("#too_small", Static).update(text(words, "$ink"))


class NoteScreen(ModalScreen[None]):
    """Something to read once; any key goes on."""

    app: RedHeatApp

    def __init__(self, heading: str, words: str) -> None:
        super().__init__()
        self.heading = heading
        self.words = words

    def compose(self) -> ComposeResult:
        """The note."""
        told = Content.assemble(
            text(self.heading, "$ink bold"), "\n\n", text(self.words, "$ink"), "\n\n", text("any key", "$quiet")
        )
        with Vertical(classes="asking"):
            yield Static(told, markup=False)

    def on_key(self, event: events.Key) -> None:
        """Go on; the key does nothing else."""
        event.stop()
        event.prevent_default()
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Go on."""
        event.stop()
        self.dismiss(None)
