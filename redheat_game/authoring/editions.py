"""A story while it is being written: its last good edition, what is wrong now, and what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redheat_game.story.diagnostics import Diagnostic
from redheat_game.story.digests import machine_to_json
from redheat_game.story.loader import Rereading, game_scenes, load_story, stories_in
from redheat_game.story.prose import prose_to_json
from redheat_game.story.script import SceneScript, Story

Looks = dict[str, dict[str, Any]]
"""For each scene what is compared of it, under the names that changes are told by."""


@dataclass(frozen=True)
class Changed:
    """A scene that is not as it was in the edition before."""

    scene: str
    what: tuple[str, ...]
    """`new` or `gone`, or else some of `text`, `choices`, `rules` and `setting`."""


@dataclass(frozen=True)
class Edition:
    """What came of reading the story once more."""

    story: Story | None
    """The last good story; None where there was none yet."""
    is_good: bool
    """Whether it is what stands in the files now."""
    diagnostics: tuple[Diagnostic, ...]
    changed: tuple[Changed, ...]
    """Since the good story before; where nothing has changed since, what had changed then."""
    is_game_alone: bool = False
    """The packs had mistakes from the beginning, so that `story` is the game without them."""


class Editions:
    """Reads a story again and again.

    Args:
        packs: the folders laid over the game, or with a story of their own; none for the game itself.
    """

    def __init__(self, packs: Sequence[Path]) -> None:
        self.packs = tuple(packs)
        self._again = Rereading()
        self._last: Story | None = None
        self._looks: Looks = {}
        self._changed: tuple[Changed, ...] = ()
        self._is_game_alone = False

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders whose changes matter."""
        return self.packs or (game_scenes(),)

    def read(self) -> Edition:
        """Read what stands in the files now."""
        loaded = load_story(self.packs, again=self._again)
        if loaded.story is None:
            if self._last is None and self.packs and not any(map(stories_in, self.packs)):
                self._last = load_story().story
                self._looks = looks_of(self._last) if self._last is not None else {}
                self._is_game_alone = True
            return Edition(self._last, False, loaded.diagnostics, (), self._is_game_alone)
        self._is_game_alone = False
        looks = looks_of(loaded.story)
        if self._last is not None:
            self._changed = changed_scenes(self._looks, looks) or self._changed
        self._last, self._looks = loaded.story, looks
        return Edition(loaded.story, True, loaded.diagnostics, self._changed)


def changed_scenes(before: Looks, after: Looks) -> tuple[Changed, ...]:
    """The scenes that read or work otherwise, in the order of the later story; those that are gone come last."""
    found = []
    for name, looks in after.items():
        if name not in before:
            found.append(Changed(name, ("new",)))
        elif before[name] != looks:
            found.append(Changed(name, tuple(what for what in looks if looks[what] != before[name][what])))
    return (*found, *(Changed(name, ("gone",)) for name in before if name not in after))


def looks_of(story: Story) -> Looks:
    """What there is to each scene, under the names that changes are told by."""
    names = [variable.name for variable in story.machine.variables]
    rules = machine_to_json(story.machine)["scenes"]
    return {
        scene.id: {
            "text": [script.title, prose_to_json(script.prose, names)],
            "choices": _choices(script, names),
            "rules": rules[scene.id],
            "setting": [script.place, script.act, script.beat, script.clock, script.within],
        }
        for scene, script in zip(story.machine.scenes, story.scenes, strict=True)
    }


def _choices(script: SceneScript, names: list[str]) -> list[Any]:
    return [
        [prose_to_json(choice.say, names), prose_to_json(choice.locked or (), names), choice.cost]
        for choice in script.choices
    ]
