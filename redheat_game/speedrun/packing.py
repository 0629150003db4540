"""A lowered story as one file, by which the runs on it can be judged for ever, whatever becomes of its YAML.

What is read back is checked as strictly as YAML is: every part is of its type, every position exists, no name comes
twice, nothing could command a terminal; and its digests are computed anew, so that it is that story or none.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from redheat_game.speedrun.optimum import Optimum, optimum_from_json
from redheat_game.speedrun.plain_data import from_plain, to_plain
from redheat_game.story.conditions import AllOf, AnyOf, Arithmetic, Comparison, Read
from redheat_game.story.digests import SEMANTICS_VERSION, rules_digest, text_digest
from redheat_game.story.machine import Effect, Machine, Target
from redheat_game.story.prose import Alternatives, Value
from redheat_game.story.script import Story

FORMAT_VERSION = 1
SUFFIX = ".redheat-story"
MAX_BYTES = 64_000_000


class PackError(ValueError):
    """A file that is no sound packed story; the message says why."""


@dataclass(frozen=True)
class PackedStory:
    """A packed story, and what was proved of its categories when it was packed."""

    story: Story
    optima: Mapping[str, Optimum]


def pack(story: Story, optima: Mapping[str, Optimum]) -> str:
    """The file that holds a story; its pictures stay behind, nothing is judged by them.

    Args:
        story: the story.
        optima: what is proved of its categories, by id.
    """
    bare = replace(story, pictures={})
    data = {
        "redheat_story": FORMAT_VERSION,
        "semantics": SEMANTICS_VERSION,
        "title": story.title,
        "rules": story.rules_digest,
        "text": story.text_digest,
        "optima": {name: optimum.to_json() for name, optimum in optima.items()},
        "story": to_plain(bare),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def unpack(data: bytes) -> PackedStory:
    """The story of a file.

    Raises:
        PackError: it is not a packed story, was changed, or belongs to other semantics.
    """
    if len(data) > MAX_BYTES:
        raise PackError(f"it is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        values = json.loads(data.decode(), object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise PackError("it is not JSON, or a key of it comes twice") from error
    if not isinstance(values, dict) or "redheat_story" not in values:
        raise PackError("it is not a packed story")
    version = values["redheat_story"]
    if type(version) is not int or version != FORMAT_VERSION:
        raise PackError(f"its format is {str(version)[:20]}, and this game reads {FORMAT_VERSION}")
    if values.get("semantics") != SEMANTICS_VERSION:
        raise PackError(
            f"it belongs to version {str(values.get('semantics'))[:20]} of the semantics, "
            f"and this game judges by {SEMANTICS_VERSION}"
        )
    try:
        story: Story = from_plain(Story, values.get("story"), "story")
    except (ValueError, RecursionError) as error:
        raise PackError(f"{error}") from error
    for problem in _problems(story):
        raise PackError(problem)
    if not (
        rules_digest(story.machine, story.categories) == story.rules_digest == values.get("rules")
        and text_digest(story.title, story.machine, story.scenes, story.notebook) == story.text_digest
    ):
        raise PackError("it was changed: its digests are not those of what it holds")
    given = values.get("optima")
    optima = {
        name: optimum
        for name, row in (given.items() if isinstance(given, dict) else ())
        if name in story.categories and (optimum := optimum_from_json(story, name, row)) is not None
    }
    return PackedStory(story, optima)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key comes twice")
    return found


def _problems(story: Story) -> Iterator[str]:
    """What keeps a story from being run, shown and told apart by its digests."""
    machine = story.machine
    yield from _twice("variable", (variable.name for variable in machine.variables))
    yield from _twice("scene", (scene.id for scene in machine.scenes))
    for scene in machine.scenes:
        yield from _twice(f"choice of {scene.id}", (choice.id for choice in scene.choices))
        if scene.ending is not None and scene.ending not in story.endings:
            yield f"the scene {scene.id!r} has the ending {scene.ending!r}, which there is not"
        if any(not choice.targets or choice.targets[-1].guard is not None for choice in scene.choices):
            yield f"a choice of {scene.id!r} may lead nowhere"
    for variable in machine.variables:
        if not variable.low <= variable.start <= variable.high:
            yield f"{variable.name!r} starts outside its range"
        # a sub-scene that is called from one place alone has one word and two values
        known = len(variable.words) == variable.high + 1 or (variable.kind == "return" and len(variable.words) == 1)
        if variable.words and not known:
            yield f"{variable.name!r} has other words than values"
    if len(story.scenes) != len(machine.scenes) or any(
        len(script.choices) != len(scene.choices) for script, scene in zip(story.scenes, machine.scenes, strict=False)
    ):
        yield "what is shown does not fit what can be done"
    yield from _loose_ends(story)
    yield from _positions(story, machine)


def _twice(what: str, names: Iterable[str]) -> Iterator[str]:
    known: set[str] = set()
    for name in names:
        # digests see names in this form
        name = unicodedata.normalize("NFC", name)
        if name in known:
            yield f"the {what} {name!r} comes twice"
        known.add(name)


def _loose_ends(story: Story) -> Iterator[str]:
    scenes = story.machine.scene_numbers
    for name, category in story.categories.items():
        known = all(ending in story.endings for ending in category.endings)
        splits = all(
            split.scene in (None, *scenes) and split.ending in (None, *story.endings) for split in category.splits
        )
        if name != category.id or not known or not splits:
            yield f"the category {name!r} speaks of what there is not"
    for script in story.scenes:
        if script.act not in (None, *story.acts) or script.place not in (None, *story.places):
            yield f"{script.title!r} lies where there is nothing"


def _positions(story: Story, machine: Machine) -> Iterator[str]:
    """Positions that lead out of the machine, wherever they stand."""
    variables, scenes = len(machine.variables), len(machine.scenes)
    if not 0 <= machine.start < scenes:
        yield "it starts in a scene that there is not"
    numbers = [meter.variable for meter in story.meters] + [pocket.variable for pocket in story.pockets]
    numbers += [achievement.variable for achievement in story.achievements.values()]
    for part in _parts((machine, story.scenes, story.categories, story.notebook)):
        match part:
            case AllOf(()) | AnyOf(()) | Alternatives(_, _, ()):
                yield "something has alternatives or parts, and none of them"
            case Read(number) | Value(number) | Effect(number) | Alternatives(_, number, _):
                numbers.append(number)
            case Target(_, scene) if not 0 <= scene < scenes:
                yield "a way leads to a scene that there is not"
            case Arithmetic(operator, _, _) if operator not in ("+", "-"):
                yield f"there is no operator {operator!r}"
            case Comparison(operator, _, _) if operator not in ("==", "!=", "<", "<=", ">", ">="):
                yield f"there is no operator {operator!r}"
    if not all(0 <= number < variables for number in numbers):
        yield "something reads a variable that there is not"


def _parts(value: Any) -> Iterator[Any]:
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if is_dataclass(part):
            yield part
            waiting += [getattr(part, field.name) for field in fields(part)]
        elif isinstance(part, tuple):
            waiting += part
        elif isinstance(part, Mapping):
            waiting += part.values()
