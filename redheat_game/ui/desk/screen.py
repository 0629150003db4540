"""The play screen of the desk: the game, and the panel beside or below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.geometry import Size

from redheat_game.ui.desk.panel import DeskPanel
from redheat_game.ui.screens.play import PlayScreen

if TYPE_CHECKING:
    from redheat_game.ui.desk.app import DeskApp

BESIDE_FROM_COLUMNS = 116
PANEL_COLUMNS = 46
ROWS_BELOW = 6
PAGE = 5


class DeskScreen(PlayScreen):
    """The game beside the panel; in a narrow window the panel's beginning lies below, and a key brings all of it."""

    app: DeskApp

    DEFAULT_CSS = """
    DeskScreen #desk { width: 1fr; height: 1fr; layout: horizontal; }
    DeskScreen #game { width: 1fr; height: 1fr; }
    DeskScreen DeskPanel { width: 46; height: 1fr; }
    DeskScreen.-below #desk { layout: vertical; }
    DeskScreen.-below DeskPanel { width: 1fr; height: 6; }
    DeskScreen.-panel DeskPanel { height: 1fr; width: 1fr; }
    DeskScreen.-panel #game { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "app.jump", "Jump", tooltip="To any scene, by a way that players can take"),
        Binding("v", "app.set_value", "Set a variable", tooltip="And see how the scene reads then"),
        Binding("x", "app.edit", "Editor", tooltip="Open this scene, or the first mistake, in $EDITOR"),
        Binding("k", "app.bless", "Keep as blessed", tooltip="These choices and what is read, for redheat bless"),
        Binding("l", "look", "Look at the panel", tooltip="All of it, or the game again"),
        Binding("left_square_bracket", "turn_panel(-1)", "Panel up", show=False),
        Binding("right_square_bracket", "turn_panel(1)", "Panel down", show=False),
        Binding("q", "app.quit", "Quit"),
        Binding("escape", "stay", show=False),
    ]

    def compose(self) -> ComposeResult:
        """The game as players see it, and the panel."""
        with Container(id="desk"):
            with Vertical(id="game"):
                yield from super().compose()
            yield DeskPanel()

    @property
    def room(self) -> Size:
        """What the panel leaves to the game."""
        width, height = self.app.size
        if width >= BESIDE_FROM_COLUMNS:
            return Size(width - PANEL_COLUMNS, height)
        return Size(width, height - ROWS_BELOW)

    def fit(self) -> None:
        """Fit both to the window."""
        self.set_class(self.app.size.width < BESIDE_FROM_COLUMNS, "-below")
        super().fit()

    def show_present(self, *, is_new: bool = False) -> None:
        """Show the playthrough, and what the panel says of it."""
        super().show_present(is_new=is_new)
        self.show_state()

    def show_state(self) -> None:
        """Show how things stand."""
        self.query_one(DeskPanel).show(self.app.state, self.playthrough, is_alone=self.has_class("-panel"))

    def keys_in_force(self) -> list[tuple[str, str]]:
        """The desk's keys after those that every move needs."""
        needed = [key for key in super().keys_in_force() if key[1] in ("choose", "read on", "undo")]
        return [
            *needed,
            *self.key_of_notes(),
            ("j", "jump"),
            ("v", "set"),
            ("x", "editor"),
            ("k", "keep"),
            ("l", "panel"),
            ("n", "new"),
            ("?", "help"),
            ("q", "quit"),
        ]

    def action_stay(self) -> None:
        """Leave nothing by a key that also closes what stands in front."""
        self.app.tell("q leaves the desk.")

    def action_look(self) -> None:
        """Show all of the panel, or the game again."""
        self.toggle_class("-panel")
        self.show_state()
        self.fit()

    def action_turn_panel(self, by: int) -> None:
        """Scroll the panel."""
        self.query_one(DeskPanel).scroll_relative(y=by * PAGE, animate=False)
