"""Stories with one defect planted in them, in embeddings drawn by chance."""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random
from typing import Any

from redheat_game.story.loader import load_texts
from redheat_game.story.script import Story

Facts = dict[str, Any]


@dataclass
class Planter:
    """Writes a harmless story by chance: a chain of acts, each a few scenes wide, that ends well or badly."""

    chance: Random
    acts: int = 4

    def __post_init__(self) -> None:
        self.variables: Facts = {"mood": {"is": "range 0..4", "clamp": "true"}, "lit": {"is": "flag"}}
        self.achievements: list[str] = []
        self.scenes: dict[str, Facts] = {}
        self.layers = [[f"a{act}n{number}" for number in range(self.chance.randint(2, 3))] for act in range(self.acts)]
        for act, layer in enumerate(self.layers):
            onward = self.layers[act + 1] if act + 1 < self.acts else ["end_win", "end_lose"]
            for name in layer:
                self.scene(name, [self.choice(f"to_{after}", after) for after in onward])
        first = [self.choice(f"to_{name}", name) for name in self.layers[0]]
        self.scene("start", first)

    def scene(self, name: str, choices: list[Facts], **more: Any) -> Facts:
        """Add a scene."""
        self.scenes[name] = {"scene": name, "text": name, "choices": choices, **more}
        return self.scenes[name]

    def choice(self, name: str, to: Any, **more: Any) -> Facts:
        """A choice; now and then it changes something that nothing reads."""
        do = [self.chance.choice(["mood += 1", "mood -= 1", "lit = not lit"])] if self.chance.random() < 0.5 else []
        return {"id": name, "say": name, "go": to, "do": [*do, *more.pop("do", [])], **more}

    def somewhere(self, act: int | None = None) -> Facts:
        """A scene of an act."""
        layer = self.layers[self.chance.randrange(self.acts) if act is None else act]
        return self.scenes[self.chance.choice(layer)]

    def story(self) -> Story:
        """The story that was written."""
        header = {
            "story": "Planted",
            "start": "start",
            "variables": self.variables,
            "achievements": {
                name: dict.fromkeys(["title", "riddle", "hint", "told"], name) for name in self.achievements
            },
            "endings": {
                "win": {"title": "Won", "kind": "victory", "line": "Won."},
                "lose": {"title": "Lost", "kind": "death", "line": "Lost."},
            },
        }
        ends = [{"scene": f"end_{name}", "text": "Over.", "ending": name} for name in ("win", "lose")]
        documents = [header, *self.scenes.values(), *ends]
        found = load_texts({"planted.yaml": "\n---\n".join(json.dumps(document) for document in documents)})
        assert found.story is not None, [item.message for item in found.diagnostics]
        return found.story
