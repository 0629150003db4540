"""The ids of a story, by kind: what a writer can hang a scene on, play it in, ask for, and grant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

from redheat_game.authoring.acts import act_of_each
from redheat_game.authoring.graph import depths_of
from redheat_game.authoring.jumping import value_text
from redheat_game.story.machine import Variable
from redheat_game.story.script import Story

Kind = Literal["scenes", "variables", "places", "cast", "tropes", "endings", "acts", "categories", "notes"]
ACT_COLUMN = 2
KINDS: tuple[Kind, ...] = get_args(Kind)


def listed(story: Story, kind: Kind, act: str | None = None) -> list[tuple[str, ...]]:
    """The ids of one kind, each with what there is to know of it in short.

    Scenes stand by act and by how many choices they are from the start, all else as it was declared.

    Args:
        story: the story.
        kind: what is listed.
        act: of scenes, only those of the act with this id.
    """
    match kind:
        case "scenes":
            return [row for row in _scenes(story) if act in (None, row[ACT_COLUMN])]
        case "notes":
            return [(note.id, note.title, note.heading) for note in story.notebook.notes]
        case "variables":
            return [
                (each.name, _values_of(each), f"starts as {value_text(each, each.start)}")
                for each in story.machine.variables
                if not each.name.startswith("@")
            ]
        case "places":
            return [(name, place.name, place.picture or "") for name, place in story.places.items()]
        case "cast":
            return [(name, member.name, member.about) for name, member in story.cast.items()]
        case "tropes":
            return [(name, each.title, each.riddle) for name, each in story.achievements.items()]
        case "endings":
            return [(name, each.title, each.kind) for name, each in story.endings.items()]
        case "acts":
            return [(str(each.number), name, each.title, each.theme) for name, each in story.acts.items()]
        case "categories":
            return [(name, each.title, each.about) for name, each in story.categories.items()]


def _scenes(story: Story) -> Iterator[tuple[str, ...]]:
    depths, acts = depths_of(story), act_of_each(story)
    order = list(story.acts)

    def rank(number: int) -> tuple[int, int, int]:
        act = acts[number]
        return order.index(act) if act in order else len(order), depths.get(number, len(acts)), number

    for number in sorted(range(len(acts)), key=rank):
        script = story.scenes[number]
        place = f"{script.span.file.name}:{script.span.line}" if script.span else ""
        yield story.machine.scenes[number].id, script.title, acts[number] or "", script.place or "", place


def _values_of(variable: Variable) -> str:
    if variable.kind == "flag":
        return "flag"
    if variable.kind == "range":
        return f"{variable.low}..{variable.high}"
    return "one of " + ", ".join(variable.words)
