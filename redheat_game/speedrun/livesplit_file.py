"""Attempts as a `.lss` file, the format of LiveSplit (https://livesplit.org) in its version 1.7.0.

Real time is its real time, story time its game time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as Xml

from redheat_game import __version__
from redheat_game.speedrun.comparisons import History
from redheat_game.speedrun.records import Attempt
from redheat_game.speedrun.timing import Timing

VERSION = "1.7.0"


def livesplit_file(game: str, titles: Sequence[str], real: History, story: History) -> str:
    """The text of a `.lss` file.

    Args:
        game: the title of the story.
        titles: of the splits.
        real: the history by real time; its personal best is the file's.
        story: the same attempts by story time.
    """
    run = Xml.Element("Run", version=VERSION)
    _child(run, "GameIcon")
    _child(run, "GameName", game)
    _child(run, "CategoryName", real.category.title)
    _child(run, "LayoutPath")
    metadata = _child(run, "Metadata")
    _child(metadata, "Run", id="")
    _child(metadata, "Platform", "Terminal", usesEmulator="False")
    _child(metadata, "Region")
    variables = _child(metadata, "Variables")
    _child(variables, "Variable", __version__, name="Game version")
    _child(run, "Offset", "00:00:00")
    over = [attempt for attempt in real.attempts if attempt.outcome != "running"]
    _child(run, "AttemptCount", str(max((attempt.number for attempt in over), default=0)))
    _attempts(_child(run, "AttemptHistory"), over)
    segments = _child(run, "Segments")
    for position, title in enumerate(titles):
        _segment(_child(segments, "Segment"), position, title, over, real, story)
    _child(run, "AutoSplitterSettings")
    Xml.indent(run)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(run, encoding="unicode") + "\n"


def _child(parent: Xml.Element, tag: str, /, text: str | None = None, **attributes: str) -> Xml.Element:
    child = Xml.SubElement(parent, tag, attributes)
    child.text = text
    return child


def _attempts(parent: Xml.Element, attempts: Sequence[Attempt]) -> None:
    for attempt in attempts:
        begun = datetime.fromisoformat(attempt.started)
        ended = begun + timedelta(milliseconds=attempt.timing.real)
        entry = _child(
            parent,
            "Attempt",
            id=str(attempt.number),
            started=_date(begun),
            isStartedSynced="True",
            ended=_date(ended),
            isEndedSynced="True",
        )
        if attempt.is_finished:
            _times(entry, attempt.timing.real, attempt.timing.story)


def _segment(
    parent: Xml.Element, position: int, title: str, attempts: Sequence[Attempt], real: History, story: History
) -> None:
    _child(parent, "Name", title)
    _child(parent, "Icon")
    times = _child(_child(parent, "SplitTimes"), "SplitTime", name="Personal Best")
    at: Timing | None = real.best.splits[position] if real.best else None
    if at is not None:
        _times(times, at.real, at.story)
    _times(_child(parent, "BestSegmentTime"), real.golds[position], story.golds[position])
    history = _child(parent, "SegmentHistory")
    for attempt in attempts:
        reached = [number for number, at in enumerate(attempt.splits) if at is not None]
        if not reached or reached[-1] < position:
            continue
        # a split that was skipped has a time that is empty, and the next one the time of both
        entry = _child(history, "Time", id=str(attempt.number))
        at, before = attempt.splits[position], Timing(0, 0, 0)
        for number in reached:
            if number < position:
                before = attempt.splits[number] or before
        if at is not None:
            _times(entry, at.real - before.real, at.story - before.story)


def _times(parent: Xml.Element, milliseconds: int | None, seconds: int | None) -> None:
    if milliseconds is not None:
        _child(parent, "RealTime", time_span(milliseconds))
    if seconds is not None:
        _child(parent, "GameTime", time_span(seconds * 1000))


def time_span(milliseconds: int) -> str:
    """A time as LiveSplit writes it: `00:01:02.3450000`, with days before it as `1.02:03:04.0000000`."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    return (f"{days}." if days else "") + f"{hours:02d}:{minutes:02d}:{seconds:02d}.{rest:03d}0000"


def _date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%m/%d/%Y %H:%M:%S")
