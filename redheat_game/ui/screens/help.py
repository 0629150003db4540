"""Help: the keys in force on the screen below, what is measured, and what the signs mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from redheat_game.story.script import Meter
from redheat_game.ui.commands import Command
from redheat_game.ui.content import joined, text
from redheat_game.ui.screens.pages import Page

KEYS_CELLS, NAME_CELLS = 18, 12
ABOUT = (
    ("Choices", "A number, a letter (a is 1, b is 2), the arrows with enter, or the mouse."),
    ("1×", "Grey: cannot be chosen now, and says why. 1· you chose in an earlier playthrough."),
    ("Gold", "what a choice costs (−1 nerve) or brings on you (+1 heat), and what you have earned."),
    ("Time", "A line above the choices grows shorter. It waits until you have read to the end; settings turn it off."),
    ("Saving", "happens at every choice. Leave when you like; Continue is where you were."),
    ("Dying", "is not the end: one key leads back to before the mistake."),
    ("Copying", "Drag over the prose with the mouse, then ctrl+c; or write the transcript."),
    ("Plain mode", "redheat play --plain: numbered lines, for a screen reader or a pipe."),
)


class HelpScreen(Page[None]):
    """The keys, what the story's meters mean, and the few things worth knowing."""

    heading = "Help"
    keys = (("↑↓", "scroll"), ("space", "read on"), ("esc", "back"))

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "page", "Read on", show=False)]

    def __init__(self, commands: Sequence[Command], meters: Sequence[Meter]) -> None:
        super().__init__()
        self.commands = commands
        self.meters = [meter for meter in meters if meter.about]

    def body(self) -> Iterable[Widget]:
        """Keys and notes, scrolling where the window is small."""
        with VerticalScroll(id="scroll"):
            yield Static(id="help", markup=False)

    def on_mount(self) -> None:
        """Tell everything."""
        self.show_heading()
        self.query_one("#scroll").focus()
        self._tell()

    def on_resize(self) -> None:
        """Fit to the new size."""
        super().on_resize()
        self._tell()

    def action_page(self) -> None:
        """Scroll by a page."""
        self.query_one("#scroll").scroll_page_down(animate=False)

    def _tell(self) -> None:
        width = min(78, self.app.size.width - 10)
        lines = [text("KEYS", "$ink bold"), Content("")]
        for command in self.commands:
            if command.keys:
                lines += _beside(text(", ".join(command.keys), "$accent-light"), KEYS_CELLS, command.words, width)
        if self.meters:
            lines += [Content(""), text("WHAT IS MEASURED", "$ink bold"), Content("")]
        for meter in self.meters:
            lines += _beside(text(meter.name, "$name"), NAME_CELLS, meter.about, width)
        lines += [Content(""), text("WORTH KNOWING", "$ink bold"), Content("")]
        for name, about in ABOUT:
            lines += _beside(text(name, "$name"), NAME_CELLS, about, width)
        self.query_one("#help", Static).update(joined(lines))


def _beside(label: Content, cells: int, words: str, width: int) -> Iterable[Content]:
    """Words in a column beside a label."""
    for number, line in enumerate(text(words, "$ink").wrap(max(16, width - cells))):
        before = label if number == 0 else Content("")
        yield Content.assemble(before, " " * max(1, cells - before.cell_length), line)
