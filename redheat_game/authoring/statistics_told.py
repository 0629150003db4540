"""The figures of a story told to people."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import mean

from rich.console import Group, RenderableType
from rich.text import Text

from redheat_game.authoring.statistics import (
    LONG,
    MIDDLE,
    SELDOM,
    SHORT,
    WORDS_A_MINUTE,
    Statistics,
    minutes,
    quartiles,
)
from redheat_game.authoring.variety import OPENING_ACTS
from redheat_game.story.script import Story

NAME_COLUMNS = 34
LISTED = 20
"""Lines of a list that are shown where not everything was asked for."""


def for_people(found: Statistics, story: Story, *, everything: bool) -> RenderableType:
    """The figures in sections; each list is cut after some lines unless `everything` is wanted."""
    most = 1_000_000 if everything else LISTED
    return Group(
        *_amount(found),
        *_lengths(found, everything),
        *_consequence(found, most),
        *_habits(found, most),
        *_rarity(found, story, most),
    )


def _heading(words: str) -> Text:
    return Text(f"\n{words}", "bold")


def _cut(lines: list[Text], most: int) -> Iterator[Text]:
    yield from lines[:most]
    if len(lines) > most:
        yield Text(f"  and {len(lines) - most} more (--all)", "dim")


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _seen(times: int, runs: int) -> str:
    return _percent(times / runs) if times else "never"


def _time(words: float) -> str:
    whole = round(minutes(words))
    return f"{whole // 60} h {whole % 60:02} min" if whole >= 60 else f"{minutes(words):.1f} min"


def _amount(found: Statistics) -> Iterator[Text]:
    yield Text(f"{found.title}: {found.words} words, {_time(found.words)} at {WORDS_A_MINUTE} words a minute", "bold")
    yield Text(f"  {'act':<{NAME_COLUMNS}}{'scenes':>8}{'passages':>10}{'choices':>9}{'reading':>11}", "dim")
    for act in found.acts:
        total = act.written + act.choices
        yield Text(f"  {act.title:<{NAME_COLUMNS}}{act.scenes:>8}{act.written:>10}{act.choices:>9}{_time(total):>11}")


def _lengths(found: Statistics, everything: bool) -> Iterator[Text]:
    lengths = found.lengths
    yield _heading("Lengths of scenes, in words read at most in one entry")
    low, high = MIDDLE
    for label, count in (
        (f"under {SHORT}", lengths.short),
        (f"{low} to {high}", lengths.middle),
        (f"above {LONG}", lengths.long),
    ):
        yield Text(f"  {label:<{NAME_COLUMNS}}{count:>8}{_percent(count / lengths.scenes):>10}")
    yield Text(f"  {'median':<{NAME_COLUMNS}}{lengths.median:>8.0f}")
    ordered = sorted(found.scenes, key=lambda each: each.longest)
    if everything:
        for scene in sorted(found.scenes, key=lambda each: -each.longest):
            yield Text(
                f"  {scene.scene:<{NAME_COLUMNS}}{scene.longest:>8}   {scene.written} written, "
                f"{scene.choices} in choices, {scene.act}"
            )
    elif ordered:
        for label, some in (("shortest", ordered[:5]), ("longest", ordered[:-6:-1])):
            yield Text(f"  {label}: " + ", ".join(f"{each.scene} {each.longest}" for each in some))


def _consequence(found: Statistics, most: int) -> Iterator[Text]:
    yield _heading(f"Choices without consequence: {len(found.alike)} scenes where they differ in words alone")
    lines = []
    for alike in found.alike:
        place = f"{alike.span.file.name}:{alike.span.line}: " if alike.span else ""
        lines.append(Text(f"  {place}{alike.scene}: {', '.join(alike.choices)} all lead to {alike.leads_to}"))
    yield from _cut(lines, most)
    if found.never_read:
        yield Text(f"  variables that nothing reads: {', '.join(found.never_read)}")


def _habits(found: Statistics, most: int) -> Iterator[Text]:
    habits = found.habits
    yield _heading("Phrases that come back")
    yield from _cut(
        [
            Text(f"  {each.words:<{NAME_COLUMNS}}{each.times:>8} times in {len(each.scenes)} scenes")
            for each in habits.phrases
        ],
        most,
    )
    yield _heading(f"How {habits.sentences} sentences begin")
    for openings in (habits.openings, habits.two_word_openings):
        shown = openings[: most // 2]
        yield Text("  " + ", ".join(f"{each.words} {_percent(each.share)}" for each in shown))
    yield _heading(f"Sentences in a row that begin alike: {len(habits.rows)}")
    yield from _cut(
        [Text(f"  {row.scene}: {row.times} with “{row.word}”, from “{row.begins[:50]}”") for row in habits.rows],
        most,
    )


def _shared(found: Statistics) -> Iterator[Text]:
    for label, shared in (("", found.variety.all), (" that enter the last act", found.variety.to_the_last_act)):
        if shared is not None:
            yield Text(
                f"  after act {OPENING_ACTS}, any two of the {shared.playthroughs}{label} share "
                f"{_percent(shared.of_own)} of their scenes ({_percent(shared.of_either)} of those of either)"
            )


def _rarity(found: Statistics, story: Story, most: int) -> Iterator[Text]:
    played = found.played
    kind = "random playthroughs that always leave a way to live" if found.is_surviving else "random playthroughs"
    yield _heading(
        f"{played.runs} {kind}: {mean(played.moves):.1f} choices, {mean(played.words):.0f} words "
        f"({_time(mean(played.words))}) on average"
    )
    low, middle, high = quartiles(played.words)
    yield Text(f"  reading: half take {_time(low)} to {_time(high)}, the median {_time(middle)}")
    yield from _shared(found)
    if played.unended or played.faults:
        yield Text(f"  {played.unended} did not end, {played.faults} met a fault: see `redheat check --prove`", "red")
    for label, names, counted in (
        ("endings", {name: each.title for name, each in story.endings.items()}, played.endings),
        ("achievements", {name: each.title for name, each in story.achievements.items()}, played.achievements),
    ):
        yield Text(f"  {label}", "bold")
        for name in sorted(names, key=lambda each: -counted[each]):
            yield Text(f"  {name:<{NAME_COLUMNS}}{_seen(counted[name], played.runs):>10}   {names[name]}")
    seldom = found.seldom_seen
    never = [name for name, times in seldom if not times]
    yield Text(f"  scenes entered in fewer than {_percent(SELDOM)}: {len(seldom)}, {len(never)} of them never", "bold")
    yield from _cut([Text(f"  {name:<{NAME_COLUMNS}}{_seen(times, played.runs):>10}") for name, times in seldom], most)
