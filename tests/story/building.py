"""Making small stories and saying what is expected of them."""

from __future__ import annotations

from textwrap import dedent

from redheat_game.story.conditions import Tree, to_json
from redheat_game.story.diagnostics import Diagnostic
from redheat_game.story.diagnostics.examples import example_files
from redheat_game.story.loader import Loaded, load_texts
from redheat_game.story.machine import Effect, Machine, MachineChoice, MachineScene, Target
from redheat_game.story.script import SceneScript, Story

PLACE = "»"
"""Stands, in a broken file, before the character at which a mistake is to be found."""

HEADER = """\
story: A Test
start: hall
variables:
  coins: {is: range 0..9, start: 3}
  mood: {is: range 0..5, start: 2, clamp: true}
  lamp: flag
  coat: one_of [none, grey, black]
endings:
  out: {title: Out, kind: victory, line: You are out.}
  dead: {title: Dead, kind: death, line: You are not.}
achievements:
  thrift: {title: Thrift, riddle: Keep it., hint: Pay nothing., told: You kept it.}
"""

END = """\
---
scene: out
text: Out.
ending: out
"""

FORM = "---\nscene: form\nsub_scene: true\ntext: F.\nchoices: [{say: f, return: true}, {say: g, id: end, go: out}]\n"
"""A sub-scene."""


def beside_example(text: str | bytes) -> tuple[Diagnostic, ...]:
    """What is found in a file laid beside the example story."""
    return load_texts(example_files(text)).diagnostics


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the lines and columns at which they stood."""
    places = []
    while PLACE in text:
        before, _, after = text.partition(PLACE)
        places.append((before.count("\n") + 1, len(before) - before.rfind("\n")))
        text = before + after
    return text, places


def places(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[int, int]]:
    return [(item.span.line, item.span.column) for item in diagnostics if item.span]


def codes(loaded: Loaded) -> list[str]:
    return [item.code for item in loaded.diagnostics]


def loaded(scenes: str, header: str = HEADER, **more: str) -> Loaded:
    """A story of a header, scenes and an ending `out`; `more` are other files by name."""
    files: dict[str, str | bytes] = {"main.yaml": header + "---\n" + dedent(scenes).lstrip("\n") + END}
    return load_texts({**files, **{f"{name}.yaml": dedent(text) for name, text in more.items()}})


def story(scenes: str, header: str = HEADER, **more: str) -> Story:
    """The same, which has to be free of mistakes."""
    found = loaded(scenes, header, **more)
    assert found.story is not None, [(item.code, item.message) for item in found.diagnostics]
    return found.story


def hall(choices: str, more: str = "") -> str:
    """A scene `hall` with these choices, and more scenes."""
    return "scene: hall\ntext: A hall.\nchoices:\n" + choices + more


def scene_of(made: Story, name: str) -> MachineScene:
    return made.machine.scenes[made.machine.scene_numbers[name]]


def script_of(made: Story, name: str) -> SceneScript:
    return made.scenes[made.machine.scene_numbers[name]]


def choice_of(made: Story, scene: str, name: str) -> MachineChoice:
    return next(choice for choice in scene_of(made, scene).choices if choice.id == name)


def tree(machine: Machine, condition: Tree | None) -> object:
    """A condition as nested lists, variables by name."""
    return to_json(condition, [variable.name for variable in machine.variables])


def effects(machine: Machine, found: tuple[Effect, ...]) -> list[tuple[str, object, object]]:
    """Effects as variable, value and guard."""
    return [
        (machine.variables[entry.variable].name, tree(machine, entry.value), tree(machine, entry.guard))
        for entry in found
    ]


def targets(machine: Machine, found: tuple[Target, ...]) -> list[tuple[object, str]]:
    """Ways on as guard and scene."""
    return [(tree(machine, entry.guard), machine.scenes[entry.scene].id) for entry in found]
