"""The single lines around the prose: place above, condition and keys below, and the time that is left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from redheat_game.engine.wording import clock_text
from redheat_game.ui.content import joined, roman, text

if TYPE_CHECKING:
    from redheat_game.engine.playthrough import Playthrough


def place_line(playthrough: Playthrough, earned: int) -> Content:
    """Title, act, place, time, and how many tropes are earned."""
    story, scene = playthrough.story, playthrough.story.scenes[playthrough.state.scene]
    parts = [text("ЯED HEДT" if story.title == "Red Heat" else story.title, "$accent-light bold")]
    if playthrough.act:
        act = story.acts[playthrough.act]
        parts.append(text(f"{roman(act.number)} {act.title.upper()}", "$ink"))
    place = story.places[scene.place].name if scene.place else ""
    parts.append(
        text(f"{place} · {clock_text(playthrough.clock)}" if place else clock_text(playthrough.clock), "$quiet")
    )
    if story.achievements:
        parts.append(text(f"tropes {earned}/{len(story.achievements)}", "$gold"))
    return joined(parts, "  ")


class KeyLine(Static):
    """The keys in force."""

    DEFAULT_CSS = "KeyLine { height: 1; width: 1fr; padding: 0 2; background: $band; color: $quiet; }"

    def show(self, keys: Iterable[tuple[str, str]]) -> None:
        """Show (key, what it does); what does not fit is left to the help screen."""
        width = (self.size.width or self.app.size.width) - 4
        parts: list[Content] = []
        used = 0
        for name, action in keys:
            length = len(name) + len(action) + 1 + (3 if parts else 0)
            if used + length > width:
                break
            used += length
            parts.append(Content.assemble(text(name, "$ink"), text(f" {action}", "$quiet")))
        self.update(joined(parts, " · "))


class TimeLeft(Widget):
    """A line that grows shorter, for scenes in which time runs."""

    DEFAULT_CSS = "TimeLeft { height: 1; width: 1fr; display: none; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.total = 1.0
        self.left = 0.0

    def show(self, left: float, total: float) -> None:
        """Show that `left` of `total` seconds remain."""
        self.left, self.total = max(0.0, left), max(total, 0.001)
        self.display = True
        self.refresh()

    def hide(self) -> None:
        """Time does not run here."""
        self.display = False

    def render(self) -> Content:
        """The line, and the seconds in figures."""
        cells = max(1, min(48, self.size.width - 10))
        full = round(cells * self.left / self.total)
        seconds = f"{-(-int(self.left * 10) // 10)} s"
        return Content.assemble(
            "  ", text("█" * full, "$quiet"), text("░" * (cells - full), "$rule"), text(f"  {seconds}", "$quiet")
        )


def bar(value: int, low: int, high: int, colour: str) -> Content:
    """A meter as a bar of two cells a step."""
    steps = max(1, high - low)
    full = 2 * (value - low)
    return Content.assemble(text("█" * full, colour), text("░" * (2 * steps - full), "$rule"))


def meter_colour(more_is_better: bool, value: int, low: int, high: int) -> str:
    """Meters whose rise is bad warm up as they rise; the others stay cool."""
    if more_is_better:
        return "$name"
    return "$warm" if 2 * (value - low) <= high - low else "$accent-light"


def condition_line(playthrough: Playthrough) -> Content:
    """Meters and pockets in one line, for windows too narrow for the panel."""
    values = playthrough.state.values
    parts = []
    for meter in playthrough.meters:
        value = values[meter.variable]
        colour = meter_colour(meter.more_is_better, value, meter.low, meter.high)
        parts.append(
            Content.assemble(text(f"{meter.name} ", "$quiet"), text(f"{value}", colour), text(f"/{meter.high}", "$dim"))
        )
    if playthrough.pockets:
        parts.append(text(", ".join(playthrough.pockets), "$quiet"))
    return joined(parts, "  ")
