"""The history of a category in lines: its attempts, its segments, and one chart of how it went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redheat_game.engine.wording import counted
from redheat_game.speedrun.comparisons import History
from redheat_game.speedrun.timing import CLOCK_NAMES, clock_time

BLOCKS = "▁▂▃▄▅▆▇█"
BAR = 12
"""Cells of the longest bar."""


def summary_lines(history: History, titles: Sequence[str]) -> Iterator[str]:
    """Personal best, sum of best, and how many attempts there were.

    Args:
        history: of the attempts, by one clock.
        titles: of the splits.
    """
    clock, best, total = history.clock, history.best, history.sum_of_best
    over = [attempt for attempt in history.attempts if attempt.outcome != "running"]
    finished = sum(attempt.is_finished for attempt in over)
    numbers = f"{counted(len(over), 'attempt')}, {finished} finished, {len(over) - finished} reset"
    yield f"{numbers}. By {CLOCK_NAMES[clock]}:"
    told = "none yet" if best is None else f"{clock_time(clock, best.timing.on(clock))}, attempt {best.number}"
    yield f"personal best {told}"
    if total is not None:
        saving = f", {clock_time(clock, best.timing.on(clock) - total)} below it" if best else ""
        yield f"sum of best {clock_time(clock, total)}{saving}"
    else:
        missing = [title for title, time in zip(titles, history.best_paths, strict=True) if time is None]
        yield f"sum of best: no attempt has reached {', '.join(missing)}"


def segment_rows(history: History, titles: Sequence[str]) -> list[tuple[str, ...]]:
    """For each split: title, its segment in the personal best, gold, what could be saved, median loss, resets.

    The first row holds the headings.
    """
    clock = history.clock

    def shown(value: int | None) -> str:
        return "–" if value is None else clock_time(clock, value)

    rows: list[tuple[str, ...]] = [("split", "best run", "gold", "to save", "lost", "resets")]
    lost, resets = history.lost(), history.resets()
    for position, title in enumerate(titles):
        taken = history.best.segment(position, clock) if history.best else None
        save = history.possible_save(position)
        numbers = (taken, history.golds[position], save, lost[position])
        rows.append((title, *map(shown, numbers), str(resets[position])))
    return rows


def chart_lines(history: History, titles: Sequence[str], width: int) -> Iterator[str]:
    """The chart: bests over attempts, and by segment what is lost (median) and where attempts were reset.

    Args:
        history: of the attempts, by one clock.
        titles: of the splits.
        width: cells that there are.
    """
    clock, progression = history.clock, history.progression()
    if progression:
        times = [attempt.timing.on(clock) for attempt in progression]
        yield f"bests  {spark(times)}  {clock_time(clock, times[0])} → {clock_time(clock, times[-1])}"
    lost = [value or 0 for value in history.lost()]
    resets = history.resets()
    cells = max(len(title) for title in titles)
    bar = max(4, min(BAR, (width - cells - 20) // 2))
    yield f"{'':<{cells}}  {'lost':<{bar + 10}} resets"
    for title, time, count in zip(titles, lost, resets, strict=True):
        amount = f"{_bar(time, max(lost), bar)} {clock_time(clock, time, 1)}"
        yield f"{title:<{cells}}  {amount:<{bar + 10}} {_bar(count, max(resets), bar)} {count}".rstrip()


def attempt_rows(history: History, last: int | None = None) -> list[tuple[str, ...]]:
    """The attempts, the latest first: number, date, real time, story time, moves, outcome. The first row: headings.

    A star stands before the outcome of each that was the personal best when it ended.
    """
    best = {attempt.id for attempt in history.progression()}
    rows: list[tuple[str, ...]] = [("no.", "started", "real", "story", "moves", "  outcome (* best)")]
    for attempt in list(reversed(history.attempts))[:last]:
        times = (clock_time("real", attempt.timing.real), clock_time("story", attempt.timing.story))
        outcome = (attempt.ending or "") if attempt.is_finished else attempt.outcome
        rows.append(
            (
                str(attempt.number),
                attempt.started[:16].replace("T", " "),
                *times,
                str(attempt.timing.moves),
                ("* " if attempt.id in best else "  ") + outcome,
            )
        )
    return rows


def table_lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows with columns of equal width, numbers to the right of theirs."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [
            cell.ljust(width) if column in (0, len(row) - 1) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def spark(values: Sequence[int]) -> str:
    """Numbers as a row of blocks: the least is the lowest."""
    low, high = min(values), max(values)
    if low == high:
        return BLOCKS[0] * len(values)
    return "".join(BLOCKS[(value - low) * (len(BLOCKS) - 1) // (high - low)] for value in values)


def _bar(value: int, most: int, cells: int) -> str:
    full = round(cells * value / most) if most > 0 else 0
    return "█" * (max(1, full) if value > 0 else 0)
