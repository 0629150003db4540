"""A race beside the prose: its splits with the delta, and what Danko has left."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from redheat_game.engine.playthrough import Playthrough
from redheat_game.speedrun.comparisons import Splits
from redheat_game.speedrun.timing import Clock, Timing, clock_time, delta_text
from redheat_game.ui.content import joined, text
from redheat_game.ui.widgets.lines import bar, meter_colour
from redheat_game.ui.widgets.panel import Panel

DELTA, TIME = 7, 8
"""Cells of the columns for a time in whole seconds; those of the name are the rest, but for one for the pointer."""


class RacePanel(Panel):
    """The splits of a race above meters and pockets."""

    DEFAULT_CSS = "RacePanel { width: 40; }"
    columns = 40
    splits: Content = Content("")

    def show_splits(
        self,
        titles: Sequence[str],
        reached: Sequence[Timing | None],
        compared: Splits,
        golds: Sequence[bool],
        following: int,
        clock: Clock,
        digits: int,
    ) -> None:
        """Show the splits.

        Args:
            titles: of the splits.
            reached: when each was reached.
            compared: the times of the comparison.
            golds: whether the segment was the best ever; a star says so too.
            following: the split that is run to.
            clock: the clock that counts.
            digits: how many figures stand after the seconds.
        """
        for_delta, for_time = DELTA + digits, TIME + digits
        for_name = self.columns - 6 - for_delta - for_time
        lines = [text("SPLITS", "$ink bold"), Content("")]
        for position, title in enumerate(titles):
            at, other = reached[position], compared[position] if position < len(compared) else None
            time = "–"
            if at is not None:
                time = clock_time(clock, at.on(clock), digits)
            elif other is not None:
                time = clock_time(clock, other, digits)
            delta = delta_text(clock, at.on(clock) - other, digits) if at is not None and other is not None else ""
            colour = delta_colour(at.on(clock) - other if at is not None and other is not None else None)
            gold = golds[position] if position < len(golds) else False
            mark = "▸" if position == following else "*" if gold else " "
            name = title if len(title) <= for_name else title[: for_name - 1] + "…"
            lines.append(
                Content.assemble(
                    text(f"{mark}{name:<{for_name}}", "$ink" if at else "$quiet"),
                    text(f"{delta:>{for_delta}}", "$gold" if gold else colour),
                    text(f"{time:>{for_time}}", "$ink" if at else "$dim"),
                )
            )
        self.splits = joined([*lines, Content("")])

    def show(self, playthrough: Playthrough, titles_earned: Sequence[str], news: Sequence[str] = ()) -> None:  # noqa: ARG002
        """Show splits, meters and pockets."""
        values, meters = playthrough.state.values, playthrough.meters
        lines = [self.splits]
        width = max((len(meter.name) for meter in meters), default=0)
        for meter in meters:
            value = values[meter.variable]
            colour = meter_colour(meter.more_is_better, value, meter.low, meter.high)
            drawn = bar(value, meter.low, meter.high, colour)
            lines.append(Content.assemble(text(f"{meter.name:<{width}} ", "$quiet"), drawn, f" {value}"))
        things = playthrough.pockets
        lines += [Content(""), *(text(thing, "$quiet") for thing in things)] if things else []
        self.update(joined(lines))


def delta_colour(delta: int | None) -> str:
    """Ahead is cool, behind warm."""
    if delta is None:
        return "$dim"
    return "$name" if delta <= 0 else "$accent-light"
