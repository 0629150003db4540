"""The panel beside the prose: how the hero is, and what they carry."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from redheat_game.engine.playthrough import Playthrough
from redheat_game.ui.content import joined, text
from redheat_game.ui.widgets.lines import bar, meter_colour

MOST_LISTED = 4


class Panel(Static):
    """Meters as bars with numbers, pockets, notes that are new, and what was earned last."""

    DEFAULT_CSS = """
    Panel { width: 34; height: 1fr; padding: 1 1 0 2; border-left: solid $rule; color: $quiet; }
    """

    columns = 34
    """Cells that it takes of the window, as its style says."""

    def show(self, playthrough: Playthrough, titles_earned: Sequence[str], news: Sequence[str] = ()) -> None:
        """Show this playthrough.

        Args:
            playthrough: what is shown.
            titles_earned: those of the tropes earned in it, the newest last.
            news: the titles of notes in which there is something that was not read yet.
        """
        story, values = playthrough.story, playthrough.state.values
        lines: list[Content] = []
        meters = playthrough.meters
        if meters:
            lines += [text(story.hero.upper(), "$ink bold"), Content("")]
            width = max(len(meter.name) for meter in meters)
            widest = max(2 * (meter.high - meter.low) for meter in meters)
            for meter in meters:
                value = values[meter.variable]
                colour = meter_colour(meter.more_is_better, value, meter.low, meter.high)
                drawn = bar(value, meter.low, meter.high, colour)
                gap = " " * (widest - drawn.cell_length + 1)
                lines.append(
                    Content.assemble(text(f"{meter.name:<{width}} ", "$quiet"), drawn, gap, f"{value}/{meter.high}")
                )
            lines.append(Content(""))
        if playthrough.pockets:
            lines += [text("POCKETS", "$ink bold"), Content("")]
            lines += [text(thing, "$quiet") for thing in playthrough.pockets]
            lines.append(Content(""))
        if news:
            lines += [text(story.notebook.title.upper(), "$ink bold"), Content("")]
            lines += [text(title, "$gold") for title in news[:MOST_LISTED]]
            if len(news) > MOST_LISTED:
                lines.append(text(f"and {len(news) - MOST_LISTED} more", "$gold"))
            lines.append(Content(""))
        if titles_earned:
            lines += [text("EARNED", "$ink bold"), Content("")]
            lines += [text(title, "$gold") for title in titles_earned[-MOST_LISTED:]]
        self.update(joined(lines))
