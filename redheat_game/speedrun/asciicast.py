"""A replay as an asciicast, version 2: what a terminal showed, with a marker at each split.

The format is described at https://docs.asciinema.org/manual/asciicast/v2/. The cast is drawn anew from the replay, in
plain lines; it is not a recording of the runner's own screen.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from datetime import datetime

from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.transcript import paragraph_text
from redheat_game.engine.wording import counted
from redheat_game.speedrun.race import Race
from redheat_game.speedrun.replay import Replay
from redheat_game.speedrun.timing import real_text, story_text
from redheat_game.story.script import Story

WIDTH, HEIGHT = 80, 24
SHORTEST_LOOK = 0.05
"""Seconds before a choice for which it is shown as chosen, where there is so much time."""
_CLEAR = "\x1b[2J\x1b[H"
_BOLD, _DIM, _REVERSE, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[7m", "\x1b[0m"


def asciicast(story: Story, replay: Replay) -> str:
    """The text of a `.cast` file.

    Args:
        story: what the replay was played on.
        replay: a replay that holds; it may be one that was reset.
    """
    header = replay.header
    title = f"{header.story}, {story.categories[header.category].title}" + (
        f", {header.runner}" if header.runner else ""
    )
    first = {
        "version": 2,
        "width": WIDTH,
        "height": HEIGHT,
        "timestamp": int(datetime.fromisoformat(header.started).timestamp()),
        "duration": replay.end.at / 1000,
        "title": title,
        "env": {"TERM": "xterm-256color"},
    }
    lines = [json.dumps(first, ensure_ascii=False)]
    lines += [
        json.dumps([round(at / 1000, 3), code, data], ensure_ascii=False) for at, code, data in _events(story, replay)
    ]
    return "\n".join(lines) + "\n"


def _events(story: Story, replay: Replay) -> Iterator[tuple[float, str, str]]:
    race = Race(story, replay.header.category, None)
    yield 0, "o", _screen(race, 0)
    before = 0.0
    for entry in replay.entries:
        if entry.did == "choose":
            option = next((each for each in race.playthrough.options if each.id == entry.choice), None)
            look = max(before, entry.at - SHORTEST_LOOK * 1000)
            yield look, "o", _screen(race, int(look), option.number if option else None)
            splits = list(race.splits)
            race.choose(entry.choice, entry.at)
            yield entry.at, "o", _screen(race, entry.at)
            for position, (old, new) in enumerate(zip(splits, race.splits, strict=True)):
                if old is None and new is not None:
                    yield entry.at, "m", f"{race.rules.titles[position]} {real_text(new.real)}"
        elif entry.did == "undo":
            race.undo(entry.at)
            yield entry.at, "o", _screen(race, entry.at)
        else:
            race.pause(entry.at)
            yield entry.at, "o", _CLEAR + "Paused." if race.is_paused else _screen(race, entry.at)
        before = entry.at
    yield replay.end.at, "o", _screen(race, replay.end.at)


def _screen(race: Race, at: int, chosen: int | None = None) -> str:
    played, timing = race.playthrough, race.timing(at)
    clocks = f"{real_text(timing.real)}   story time {story_text(timing.story)}   {counted(timing.moves, 'move')}"
    lines = [f"{_DIM}{clocks}{_PLAIN}", "", f"{_BOLD}{played.story.scenes[played.state.scene].title}{_PLAIN}", ""]
    choices = [line for option in _choices(played, chosen) for line in option]
    room = HEIGHT - len(lines) - len(choices) - 1
    prose = list(_prose(played))
    lines += prose if len(prose) <= room else [*prose[: max(0, room - 1)], f"{_DIM}..{_PLAIN}"]
    lines += ["", *choices]
    return _CLEAR + "\r\n".join(lines[:HEIGHT])


def _prose(played: Playthrough) -> Iterator[str]:
    for number, paragraph in enumerate(played.passage):
        yield from [""] if number else []
        yield from textwrap.wrap(paragraph_text(played.story, paragraph), WIDTH - 2)
    if played.ending is not None:
        yield from ["", f"{_BOLD}{played.ending.title}{_PLAIN}"]


def _choices(played: Playthrough, chosen: int | None) -> Iterator[list[str]]:
    for option in played.options:
        style = _REVERSE if option.number == chosen else "" if option.takeable else _DIM
        words = f"{option.number}. {option.text}" + (f"  {option.reason}" if option.reason else "")
        yield [f"{style}{line}{_PLAIN}" for line in textwrap.wrap(words, WIDTH - 2, subsequent_indent="   ")]
