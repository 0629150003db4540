"""A leaderboard from a folder of replays: each is judged, and only runs that hold are on it. A page, and a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from redheat_game.speedrun.course import order_sign
from redheat_game.speedrun.timing import CLOCK_NAMES, Clock, clock_time, real_text, story_text
from redheat_game.speedrun.verification import Verdict
from redheat_game.speedrun.wording import ORDER_NAMES, known_by_order, known_text
from redheat_game.story.script import Category

COLUMNS = (
    *("category", "rules", "rank", "runner", "real_ms", "story_seconds", "moves", "undos", "achievements", "ending"),
    *("timed", "started", "moves_over_optimum", "file"),
)


@dataclass(frozen=True)
class Run:
    """A run that holds, and its file."""

    file: str
    verdict: Verdict
    rank: int
    """Its place in its category, from 1; equals share one."""


@dataclass(frozen=True)
class Table:
    """The runs of one category by one set of rules, the best first."""

    category: Category
    rules: str
    clock: Clock
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Board:
    """All tables, and what was refused."""

    title: str
    """The story's; empty where there is no replay of any that is at hand."""
    tables: tuple[Table, ...]
    refused: tuple[tuple[str, Verdict], ...]
    """(File, verdict)."""
    resets: int = 0
    """How many replays were of attempts that were given up; these are nobody's fault."""


def make_board(verdicts: Iterable[tuple[Path, Verdict]], clock: Clock) -> Board:
    """The board of these replays.

    A replay that is there twice, under whatever name and signature, counts once.

    Args:
        verdicts: (file, what came of judging it).
        clock: what runs are compared by.
    """
    refused: list[tuple[str, Verdict]] = []
    runs: dict[tuple[str, str], dict[str, tuple[str, Verdict]]] = {}
    categories: dict[tuple[str, str], Category] = {}
    titles: list[str] = []
    resets = 0
    for path, verdict in verdicts:
        if verdict.story is not None:
            titles.append(verdict.story.title)
        if verdict.code == "not_finished":
            resets += 1
            continue
        if not verdict.is_valid or verdict.replay is None or verdict.story is None:
            refused.append((path.name, verdict))
            continue
        header = verdict.replay.header
        key = (header.category, header.rules)
        categories[key] = verdict.story.categories[header.category]
        known = runs.setdefault(key, {})
        if header.attempt not in known:
            known[header.attempt] = (path.name, verdict)
    tables = [
        Table(categories[key], key[1], clock, tuple(_ranked(categories[key], clock, list(found.values()))))
        for key, found in sorted(runs.items())
    ]
    return Board(titles[0] if titles else "", tuple(tables), tuple(refused), resets)


def _key(category: Category, clock: Clock, verdict: Verdict) -> tuple[int, int]:
    assert verdict.timing is not None
    return order_sign(category.order) * verdict.achievements, verdict.timing.on(clock)


def _ranked(category: Category, clock: Clock, runs: list[tuple[str, Verdict]]) -> Iterable[Run]:
    runs.sort(key=lambda run: (_key(category, clock, run[1]), _started(run[1]), run[0]))
    place, before = 0, None
    for number, (name, verdict) in enumerate(runs, start=1):
        key = _key(category, clock, verdict)
        place = place if key == before else number
        before = key
        yield Run(name, verdict, place)


def _started(verdict: Verdict) -> str:
    return verdict.replay.header.started if verdict.replay else ""


def board_csv(board: Board) -> str:
    """All runs as CSV (RFC 4180), with a line of headings."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for table in board.tables:
        for run in table.runs:
            writer.writerow(_cell(value) for value in _row(table, run))
    return out.getvalue()


def _cell(value: object) -> object:
    """A text that a spreadsheet would take for a formula is made plain text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _row(table: Table, run: Run) -> Sequence[object]:
    verdict = run.verdict
    assert verdict.replay is not None
    assert verdict.timing is not None
    header, timing = verdict.replay.header, verdict.timing
    return (
        table.category.id,
        table.rules,
        run.rank,
        header.runner,
        timing.real,
        timing.story,
        timing.moves,
        verdict.undos,
        verdict.achievements,
        verdict.ending,
        "yes" if header.timed else "no",
        header.started,
        verdict.over("moves"),
        run.file,
    )


def board_html(board: Board) -> str:
    """All runs as one page that needs nothing else: no script, no fonts, nothing from elsewhere."""
    heading = f"{board.title}: leaderboard" if board.title else "Leaderboard"
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(heading)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(heading)}</h1>",
    ]
    if not board.tables:
        parts.append("<p>There is no run on it yet.</p>")
    for table in board.tables:
        parts += _table_html(table)
    if board.refused:
        parts.append(f"<h2>Refused</h2><p>{len(board.refused)} files are not on the board.</p><ul>")
        parts += [
            f"<li><code>{escape(name)}</code>: {escape(verdict.code.replace('_', ' '))}</li>"
            for name, verdict in board.refused
        ]
        parts.append("</ul>")
    parts.append(
        "<p>Every run here was played again, choice by choice, by <code>redheat board</code>. That proves its choices, "
        "its moves and its story time. Real time is the runner's word.</p></body></html>"
    )
    return "\n".join(parts) + "\n"


def _table_html(table: Table) -> list[str]:
    category = table.category
    optimum = next((run.verdict.optimum for run in table.runs if run.verdict.optimum), None)
    known = f" Moves: {known_text(optimum.moves, 'moves')}." if optimum else ""
    if optimum is not None and optimum.by_order is not None:
        known = f" {ORDER_NAMES[optimum.by_order.order].capitalize()}: {known_by_order(optimum.by_order)}." + known
    told = f"{category.about} Compared by {CLOCK_NAMES[table.clock]}.{known}"
    parts = [
        f"<h2>{escape(category.title)}</h2><p>{escape(told)} Rules <code>{escape(table.rules[:12])}</code>.</p>",
        "<table><thead><tr>",
        *(f"<th scope=col>{name}</th>" for name in ("#", "Runner", "Real time", "Story time", "Moves", "Over", "Date")),
        "</tr></thead><tbody>",
    ]
    for run in table.runs:
        verdict = run.verdict
        assert verdict.replay is not None
        assert verdict.timing is not None
        header, timing = verdict.replay.header, verdict.timing
        over = verdict.over("moves")
        cells = (
            str(run.rank),
            escape(header.runner or "unnamed") + ("" if header.timed else " (untimed)"),
            real_text(timing.real),
            story_text(timing.story),
            str(timing.moves),
            "" if over is None else clock_time("moves", over),
            escape(header.started[:10]),
        )
        parts.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    parts.append("</tbody></table>")
    return parts


_STYLE = (
    "body{font:16px/1.5 Georgia,serif;max-width:60rem;margin:2rem auto;padding:0 1rem;background:#10131a;color:#dcdcd4}"
    "h1,h2{font-weight:normal;color:#e0565b}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #333a48}"
    "td:nth-child(3),td:nth-child(4),td:nth-child(5),td:nth-child(6){font-variant-numeric:tabular-nums}"
    "code{color:#d9b35c}"
)
