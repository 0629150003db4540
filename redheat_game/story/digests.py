"""Digests by which runs, saves and records are bound to a story.

`rules_digest` covers what a playthrough can do (the machine and the categories), so that a corrected typo voids no
record; `text_digest` covers what is read. Both hash sorted compact UTF-8 JSON of integers and NFC strings made from
our own nodes: the same on every Python version and hash seed.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from redheat_game.story.conditions import Tree, to_json
from redheat_game.story.machine import Effect, Machine, MachineScene, Target
from redheat_game.story.prose import prose_to_json
from redheat_game.story.script import Category, Notebook, SceneScript

SEMANTICS_VERSION = 1
"""The version of docs/semantics.md by which this engine judges."""


def digest(value: Any) -> str:
    """SHA-256 in hexadecimal of the value as canonical JSON."""
    return digest_of_normal(normal(value))


def digest_of_normal(value: Any) -> str:
    """The same of a value that `normal` would leave as it is."""
    return _hash(_canonical(value))


def _digest_of_own(value: Any) -> str:
    """The same of a value made here, of texts and integers alone; stories are digested at every save on the desk."""
    text = _canonical(value)
    # where the whole is in NFC, so is each of its texts
    return _hash(text) if unicodedata.is_normalized("NFC", text) else digest(value)


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def normal(value: Any) -> Any:
    """The value as it enters a digest: every text of it in NFC."""
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, list | tuple):
        return [normal(item) for item in value]
    if isinstance(value, Mapping):
        return {normal(name): normal(item) for name, item in value.items()}
    raise TypeError(f"no {type(value).__name__} may enter a digest")


def machine_to_json(machine: Machine, *, cosmetic: bool = False) -> dict[str, Any]:
    """The machine as plain data. Scenes and variables go by id, so that no order of files shows.

    Args:
        machine: the machine.
        cosmetic: whether to include the variables that only prose reads.
    """
    names = [variable.name for variable in machine.variables]
    kept = {number for number, variable in enumerate(machine.variables) if cosmetic or not variable.cosmetic}
    variables = {
        variable.name: [
            variable.kind,
            variable.low,
            variable.high,
            variable.start,
            variable.edge,
            list(variable.words),
        ]
        for number, variable in enumerate(machine.variables)
        if number in kept
    }

    def effects(entries: Sequence[Effect]) -> list[Any]:
        return [
            [names[effect.variable], to_json(effect.value, names), to_json(effect.guard, names)]
            for effect in entries
            if effect.variable in kept
        ]

    def targets(entries: Sequence[Target]) -> list[Any]:
        return [[to_json(entry.guard, names), machine.scenes[entry.scene].id] for entry in entries]

    def scene_to_json(scene: MachineScene) -> dict[str, Any]:
        return {
            "takes": scene.takes,
            "on_enter": effects(scene.on_enter),
            "always": targets(scene.always),
            "ending": scene.ending,
            "choices": [
                [
                    choice.id,
                    to_json(choice.guard, names),
                    effects(choice.effects),
                    targets(choice.targets),
                ]
                for choice in scene.choices
            ],
        }

    return {
        "variables": variables,
        "scenes": {scene.id: scene_to_json(scene) for scene in machine.scenes},
        "start": machine.scenes[machine.start].id,
    }


def category_digest(machine: Machine, category: Category) -> str:
    """The digest of a category's rules; its title and those of its splits are not among them."""
    return digest(_category_to_json(machine, category))


def _category_to_json(machine: Machine, category: Category) -> dict[str, Any]:
    names = [variable.name for variable in machine.variables]

    def tree(condition: Tree | None) -> Any:
        return to_json(condition, names)

    # what a category need not say is left out while it is not said, so that it voids no record of those that do not
    said: dict[str, Any] = {}
    if category.undo != "off":
        said["undo"] = category.undo
    if category.pause:
        said["pause"] = category.pause
    return {
        **said,
        "endings": sorted(category.endings),
        "when": tree(category.condition),
        "order": category.order,
        "splits": [[split.scene, tree(split.condition), split.ending] for split in category.splits],
    }


def rules_digest(machine: Machine, categories: Mapping[str, Category]) -> str:
    """The digest of everything by which a run is judged."""
    rows = {category.id: _category_to_json(machine, category) for category in categories.values()}
    return _digest_of_own({"semantics": SEMANTICS_VERSION, "machine": machine_to_json(machine), "categories": rows})


def text_digest(title: str, machine: Machine, scripts: Sequence[SceneScript], notebook: Notebook) -> str:
    """The digest of everything that a player reads in scenes and notes."""
    names = [variable.name for variable in machine.variables]
    rows = {
        scene.id: [
            script.title,
            prose_to_json(script.prose, names),
            [
                [prose_to_json(choice.say, names), prose_to_json(choice.locked or (), names), choice.cost]
                for choice in script.choices
            ],
        ]
        for scene, script in zip(machine.scenes, scripts, strict=True)
    }
    # a story without notes keeps the digest that it had before there were any
    notes = {"notebook": _notebook_to_json(notebook, names)} if notebook.notes else {}
    return _digest_of_own({"title": title, "scenes": rows, **notes})


def _notebook_to_json(notebook: Notebook, names: list[str]) -> list[Any]:
    notes = [
        [
            note.title,
            note.heading,
            to_json(note.condition, names),
            [[to_json(part.condition, names), prose_to_json(part.prose, names)] for part in note.parts],
        ]
        for note in notebook.notes
    ]
    return [notebook.title, notebook.headings, notes]
