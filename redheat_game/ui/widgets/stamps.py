"""A trope arrives as a stamp in gold. It stays five seconds and steals no key."""

from __future__ import annotations

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from redheat_game.story.script import Achievement
from redheat_game.ui.content import text

SECONDS = 5.0


class Stamp(Static):
    """One achievement just earned."""

    DEFAULT_CSS = """
    Stamp {
        width: auto; max-width: 44; height: auto; margin-bottom: 1; padding: 0 2;
        border: tall $gold; background: $ground; color: $gold;
    }
    """

    def __init__(self, achievement: Achievement) -> None:
        words = Content.assemble(text(achievement.title.upper(), "$gold bold"), "\n", text(achievement.told, "$ink"))
        super().__init__(words, markup=False)

    def on_mount(self) -> None:
        """Go away by itself."""
        self.set_timer(SECONDS, self.remove)


class Stamps(Vertical):
    """Where stamps arrive: above everything, in the upper right corner."""

    DEFAULT_CSS = """
    Stamps { layer: stamps; dock: right; width: 46; height: auto; margin: 2 2 0 0; background: transparent; }
    """

    def stamp(self, achievement: Achievement) -> None:
        """Show that an achievement was earned."""
        self.mount(Stamp(achievement))
