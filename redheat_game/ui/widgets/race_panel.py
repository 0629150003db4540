"""A race beside the prose: its splits with the delta, and what Danko has left."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from redheat_game.engine.playthrough import Playthrough
from redheat_game.speedrun.comparisons import Splits
from redheat_game.speedrun.timing import Clock, Timing, clock_time, delta_text
from redheat_game.ui.content import joined, text
from redheat_game.ui.widgets.lines import bar, meter_colour
from redheat_game.ui.widgets.panel import PANEL_COLUMNS, Panel, pockets_of

NAME, DELTA, TIME = PANEL_COLUMNS - 23, 8, 9
"""Cells of the columns, beside one for the pointer."""


class RacePanel(Panel):
    """The splits of a race above meters and pockets."""

    splits: Content = Content("")

    def show_splits(
        self,
        titles: Sequence[str],
        reached: Sequence[Timing | None],
        compared: Splits,
        golds: Sequence[bool],
        following: int,
        clock: Clock,
    ) -> None:
        """Show the splits.

        Args:
            titles: of the splits.
            reached: when each was reached.
            compared: the times of the comparison.
            golds: whether the segment was the best ever.
            following: the split that is run to.
            clock: the clock that counts.
        """
        lines = [text("SPLITS", "$ink bold"), Content("")]
        for position, title in enumerate(titles):
            at, other = reached[position], compared[position] if position < len(compared) else None
            time = "–"
            if at is not None:
                time = clock_time(clock, at.on(clock), 1)
            elif other is not None:
                time = clock_time(clock, other, 1)
            delta = delta_text(clock, at.on(clock) - other) if at is not None and other is not None else ""
            colour = delta_colour(at.on(clock) - other if at is not None and other is not None else None)
            gold = golds[position] if position < len(golds) else False
            name = title if len(title) <= NAME else title[: NAME - 1] + "…"
            lines.append(
                Content.assemble(
                    text(f"{'▸' if position == following else ' '}{name:<{NAME}}", "$ink" if at else "$quiet"),
                    text(f"{delta:>{DELTA}}", "$gold" if gold else colour),
                    text(f"{time:>{TIME}}", "$ink" if at else "$dim"),
                )
            )
        self.splits = joined([*lines, Content("")])

    def show(self, playthrough: Playthrough, titles_earned: Sequence[str], news: Sequence[str] = ()) -> None:  # noqa: ARG002
        """Show splits, meters and pockets."""
        story, values = playthrough.story, playthrough.state.values
        lines = [self.splits]
        width = max((len(meter.name) for meter in story.meters), default=0)
        for meter in story.meters:
            value = values[meter.variable]
            colour = meter_colour(meter.more_is_better, value, meter.low, meter.high)
            drawn = bar(value, meter.low, meter.high, colour)
            lines.append(Content.assemble(text(f"{meter.name:<{width}} ", "$quiet"), drawn, f" {value}"))
        things = pockets_of(playthrough)
        lines += [Content(""), *(text(thing, "$quiet") for thing in things)] if things else []
        self.update(joined(lines))


def delta_colour(delta: int | None) -> str:
    """Ahead is cool, behind warm."""
    if delta is None:
        return "$dim"
    return "$name" if delta <= 0 else "$accent-light"
