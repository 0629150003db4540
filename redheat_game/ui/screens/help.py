"""Help: the keys in force on the screen below, and what the signs mean."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from redheat_game.ui.content import joined, text
from redheat_game.ui.screens.pages import Page

KEY_NAMES = {
    "question_mark": "?",
    "escape": "esc",
    "pagedown": "page down",
    "pageup": "page up",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "colon": ":",
    "space": "space",
}
ABOUT = (
    ("Choices", "A number, a letter (a is 1, b is 2), the arrows with enter, or the mouse."),
    ("Grey", "cannot be chosen now, and says why. A dot marks what you chose in an earlier playthrough."),
    ("Gold", "what a choice costs, and what you have earned."),
    ("Saving", "happens at every choice. Leave when you like; Continue is where you were."),
    ("Dying", "is not the end: one key leads back to before the mistake."),
    ("Plain mode", "redheat play --plain: numbered lines, for a screen reader or a pipe."),
)


class HelpScreen(Page[None]):
    """The keys, and the few things worth knowing."""

    heading = "Help"
    keys = (("↑↓", "scroll"), ("esc", "back"))

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self.below = below

    def body(self) -> Iterable[Widget]:
        """Keys and notes, scrolling where the window is small."""
        with VerticalScroll(id="scroll"):
            yield Static(id="told", markup=False)

    def on_mount(self) -> None:
        """Tell everything."""
        self.show_heading()
        self.query_one("#scroll").focus()
        lines = [text("KEYS", "$ink bold"), Content("")]
        for names, about in self._keys():
            lines.append(Content.assemble(text(f"{names:<18}", "$accent-light"), text(about, "$ink")))
        lines += [Content(""), text("WORTH KNOWING", "$ink bold"), Content("")]
        for name, about in ABOUT:
            lines.append(Content.assemble(text(f"{name:<12}", "$name"), text(about, "$ink")))
        self.query_one("#told", Static).update(joined(lines))

    def _keys(self) -> list[tuple[str, str]]:
        """The keys of the screen below and of the app: (keys, what they do), one line for each command."""
        found: dict[str, list[str]] = {}
        for name, bindings in (*self.below._bindings, *self.app._bindings):
            for binding in bindings if isinstance(bindings, list) else [bindings]:
                if binding.description:
                    found.setdefault(binding.description, []).append(KEY_NAMES.get(name, name))
        return [(" ".join(dict.fromkeys(names)), about) for about, names in found.items()]
