"""What plain mode prints: wrapped lines without boxes, and only what is new. For pipes, paper and screen readers."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from redheat_game.engine.options import Option
from redheat_game.engine.playthrough import Playthrough, Turn
from redheat_game.engine.step import AchievementUnlocked, SceneEntered
from redheat_game.engine.transcript import paragraph_text
from redheat_game.engine.wording import clock_text, counted
from redheat_game.storage.saves import Save
from redheat_game.story.script import Achievement, Story

MOST_COLUMNS = 80
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def wrapped(text: str, width: int, indent: str = "") -> str:
    """The text as lines of at most `width` cells, never wider than is comfortable to read.

    Args:
        text: one paragraph.
        width: cells that there are.
        indent: what begins every line but the first.
    """
    columns = max(20, min(width, MOST_COLUMNS))
    return textwrap.fill(text, columns, subsequent_indent=indent, break_long_words=True, break_on_hyphens=False)


def typed(text: str) -> str:
    """What a person typed, fit to be shown again: without control characters, and short."""
    return _CONTROL.sub("", text)[:40]


def heading(playthrough: Playthrough, before: Playthrough | None, width: int) -> Iterator[str]:
    """The act, title, place and time of a scene; each only where it differs from what was read before."""
    story, scene = playthrough.story, playthrough.story.scenes[playthrough.state.scene]
    earlier = before.story.scenes[before.state.scene] if before else None
    if playthrough.act and (before is None or before.act != playthrough.act):
        act = story.acts[playthrough.act]
        yield wrapped(f"Act {act.number}. {act.title}.", width)
        yield ""
    parts = []
    if earlier is None or earlier.title != scene.title:
        parts.append(scene.title)
    if scene.place and (earlier is None or earlier.place != scene.place):
        parts.append(story.places[scene.place].name)
    if parts:
        yield wrapped(", ".join([*parts, clock_text(playthrough.clock)]) + ".", width)
        yield ""


def changes(playthrough: Playthrough, before: Playthrough | None) -> Iterator[str]:
    """The meters and pockets that the last choice changed."""
    if before is None:
        return
    old, new = before.state.values, playthrough.state.values
    moved = []
    for meter in playthrough.meters:
        if meter not in before.meters:
            moved.append(f"{meter.name} {new[meter.variable]} of {meter.high}")
        elif old[meter.variable] != new[meter.variable]:
            moved.append(f"{meter.name} {new[meter.variable]} (was {old[meter.variable]})")
    had, has = before.pockets, playthrough.pockets
    moved += [f"You now have: {thing}" for thing in has if thing not in had]
    moved += [f"You no longer have: {thing}" for thing in had if thing not in has]
    yield from (f"{line}." for line in moved)


def prose(playthrough: Playthrough, width: int) -> Iterator[str]:
    """The paragraphs of the present scene, a blank line after each."""
    for paragraph in playthrough.passage:
        yield wrapped(paragraph_text(playthrough.story, paragraph), width)
        yield ""


def choices(options: Sequence[Option], width: int) -> Iterator[str]:
    """The numbered choices; what cannot be taken says why."""
    for option in options:
        cost = f" ({option.cost})" if option.cost and option.takeable else ""
        text = f"{option.text}{cost}" if option.takeable else f"Locked: {option.text} {option.reason}"
        yield wrapped(f"{option.number}. {text}", width, "   ")


def earned(story: Story, turn: Turn, width: int) -> Iterator[str]:
    """The achievements that a turn granted."""
    for event in turn.events:
        if isinstance(event, AchievementUnlocked):
            item = story.achievements[event.achievement]
            yield wrapped(f"Trope earned: {item.title}. {item.told}", width)
            yield ""


def ending(playthrough: Playthrough, width: int) -> Iterator[str]:
    """The end of a playthrough in words and numbers; nothing where it goes on."""
    reached = playthrough.ending
    if reached is None:
        return
    yield wrapped(f"The end: {reached.title}. {reached.line}", width)
    yield ""
    scenes = len(
        {event.scene for turn in playthrough.turns for event in turn.events if isinstance(event, SceneEntered)}
    )
    state = playthrough.state
    time = f"{counted(state.seconds // 3600, 'hour')} {counted(state.seconds % 3600 // 60, 'minute')} of story time"
    tropes = f"{len(playthrough.achievements)} of {len(playthrough.story.achievements)} tropes"
    numbers = f"{counted(state.moves, 'choice')}, {counted(scenes, 'scene')}, {time}, {tropes}."
    yield wrapped(numbers, width)
    yield ""


def status(playthrough: Playthrough, width: int) -> Iterator[str]:
    """Where and how the hero is."""
    story, scene = playthrough.story, playthrough.story.scenes[playthrough.state.scene]
    place = f", {story.places[scene.place].name}" if scene.place else ""
    yield wrapped(f"{scene.title}{place}, {clock_text(playthrough.clock)}.", width)
    values = playthrough.state.values
    if playthrough.meters:
        meters = ", ".join(f"{meter.name} {values[meter.variable]} of {meter.high}" for meter in playthrough.meters)
        yield wrapped(f"{story.hero}: {meters}.", width)
    yield wrapped(f"In the pockets: {', '.join(playthrough.pockets) or 'nothing'}.", width)
    yield wrapped(f"{counted(playthrough.state.moves, 'choice')} so far.", width)


def gallery(story: Story, here: Iterable[str], ever: Iterable[str], width: int) -> Iterator[str]:
    """All achievements: those earned by title, the others by their riddle and the number to ask a hint by."""
    here, ever = set(here), set(ever)
    yield wrapped(f"Tropes earned: {len(here | ever)} of {len(story.achievements)}.", width)
    for number, (name, item) in enumerate(story.achievements.items(), start=1):
        yield wrapped(f"{number}. {_gallery_line(name, item, here, ever)}", width, "   ")


def _gallery_line(name: str, item: Achievement, here: set[str], ever: set[str]) -> str:
    if name in here:
        return f"Earned: {item.title}. {item.told}"
    if name in ever:
        return f"Earned in another playthrough: {item.title}. {item.told}"
    return f"Riddle: {item.riddle}"


def save_line(save: Save) -> str:
    """A save in words: its name, where it stands, and when it was written."""
    headline = save.headline
    where = ", ".join(part for part in (headline.act, headline.title, clock_text(headline.clock)) if part)
    ended = f", ended: {headline.ending}" if headline.ending else ""
    name = f"{save.name}: " if save.name else ""
    return f"{name}{where}{ended}, {counted(headline.moves, 'choice')}, {save.updated[:10]}"


def setting_text(value: object) -> str:
    """A setting's value as it is typed."""
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)


def setting_value(text: str) -> object:
    """What a typed value means: a switch, a number, or a word."""
    if text in ("on", "off"):
        return text == "on"
    return int(text) if text.isdecimal() else text
