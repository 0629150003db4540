"""Small stories, and a player who plays each of them directly and through its JSON form."""

from __future__ import annotations

import json
from textwrap import dedent
from typing import Literal

from redheat_game.engine.options import Option
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.state import state_from_json, state_to_json
from redheat_game.engine.step import Event
from redheat_game.story.loader import load_texts
from redheat_game.story.script import Story

Mode = Literal["direct", "through_json"]

FRAME = """\
story: A test
start: first
endings:
  salute: {title: Salute, kind: victory, line: Well done.}
  grave: {title: Grave, kind: death, line: Not so well done.}
---
scene: end
takes: 0s
text: The end.
ending: salute
---
scene: death
takes: 0s
text: The other end.
ending: grave
"""
"""What every small story shares; its first scene is `first`, and `end` and `death` end it."""


def story_of(text: str, *, frame: str = FRAME) -> Story:
    """The story of these documents and of the frame."""
    loaded = load_texts({"frame.yaml": frame, "story.yaml": dedent(text)})
    assert loaded.story is not None, "\n".join(str(item) for item in loaded.diagnostics)
    return loaded.story


def value_of(playthrough: Playthrough, variable: str) -> int | str:
    """What a variable stands at; a `one_of` at its word."""
    machine = playthrough.story.machine
    number = machine.variable_numbers[variable]
    value = playthrough.state.values[number]
    words = machine.variables[number].words
    return words[value] if words else value


class Player:
    """Somebody who plays a story; through JSON, everything is written and read again after each step."""

    def __init__(self, story: Story, mode: Mode = "direct") -> None:
        self.story = story
        self.mode = mode
        self.now = self._kept(Playthrough.start(story))

    def _kept(self, playthrough: Playthrough) -> Playthrough:
        if self.mode == "direct":
            return playthrough
        restored = Playthrough.from_json(self.story, json.loads(json.dumps(playthrough.to_json())))
        assert restored == playthrough
        stored = json.loads(json.dumps(state_to_json(self.story.machine, restored.state)))
        assert state_from_json(self.story, stored) == playthrough.state
        return restored

    def choose(self, *choices: str) -> Player:
        """Take these choices."""
        for choice in choices:
            self.now = self._kept(self.now.choose(choice))
        return self

    def undo(self, count: int = 1) -> Player:
        """Take choices back."""
        self.now = self._kept(self.now.undo(count))
        return self

    def redo(self) -> Player:
        """Take the choice last taken back again."""
        self.now = self._kept(self.now.redo())
        return self

    def __getitem__(self, variable: str) -> int | str:
        """What a variable stands at."""
        return value_of(self.now, variable)

    @property
    def scene(self) -> str:
        """The id of the scene where the player stands."""
        return self.now.scene

    @property
    def offered(self) -> list[str]:
        """The ids of the choices shown that can be taken."""
        return [option.id for option in self.now.options if option.takeable]

    @property
    def shown(self) -> list[str]:
        """The ids of all choices shown."""
        return [option.id for option in self.now.options]

    def option(self, choice: str) -> Option:
        """The choice shown under this id."""
        return next(option for option in self.now.options if option.id == choice)

    @property
    def read(self) -> list[str]:
        """The paragraphs of the present scene, without style."""
        return [paragraph.text for paragraph in self.now.passage]

    @property
    def events(self) -> tuple[Event, ...]:
        """What the last step brought."""
        return self.now.turns[-1].events
