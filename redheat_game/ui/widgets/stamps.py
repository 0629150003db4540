"""A trope arrives as a stamp in gold. It stays five seconds and steals no key."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from redheat_game.story.script import Achievement
from redheat_game.ui.content import text

SECONDS = 5.0
AT_ONCE = 2
"""Stamps in sight together; the last of them counts those for which there is no room."""
ROOMY_ROWS = 30
"""From so many rows on a stamp is a block over the picture; in smaller windows a line over the place."""


class Stamp(Static):
    """Achievements just earned: as a rule one."""

    DEFAULT_CSS = """
    Stamp { width: 46; height: auto; padding: 0 2; border: tall $gold; background: $ground; }
    Stamp.-line { width: 1fr; height: 1; margin: 0; padding: 0 2; border: none; }
    Stamp.-line { text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, achievements: Sequence[Achievement], *, is_line: bool) -> None:
        first, more = achievements[0], len(achievements) - 1
        words = Content.assemble(
            text("█ " if is_line else "", "$gold"),
            text(first.title.upper(), "$gold bold"),
            "  " if is_line else "\n",
            text(first.told, "$ink"),
        )
        if more:
            many = text(f"and {more} more: " if is_line else f"\nand {more} more, in the gallery", "$gold")
            words = Content.assemble(many, words) if is_line else Content.assemble(words, many)
        super().__init__(words, markup=False, classes="-line" if is_line else "")


class Stamps(Vertical):
    """Where stamps arrive: above everything, at the top, where neither prose nor choices are."""

    DEFAULT_CSS = """
    Stamps { layer: stamps; dock: right; width: 46; height: auto; margin: 1 2 0 0; background: transparent; }
    Stamps.-line { dock: top; width: 1fr; margin: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._going: Timer | None = None

    def stamp(self, achievements: Sequence[Achievement]) -> None:
        """Show that achievements were earned, in place of any that are still in sight."""
        if not achievements:
            return
        is_line = self.app.size.height < ROOMY_ROWS
        self.set_class(is_line, "-line")
        groups = [[item] for item in achievements[: AT_ONCE - 1]] + [list(achievements[AT_ONCE - 1 :])]
        self.remove_children()
        self.mount(*(Stamp(group, is_line=is_line) for group in groups if group))
        if self._going is not None:
            self._going.stop()
        self._going = self.set_timer(SECONDS, self.clear)

    def clear(self) -> None:
        """Show none any more."""
        self.remove_children()
