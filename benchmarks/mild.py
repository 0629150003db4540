"""Milder stories made by chance: few choices change meters, most flags are read in the act in which they are set."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from benchmarks.draft import Change, Condition, Draft, DraftChoice
from redheat_game.story.script import Story

SCENES_AN_ACT = 75
ENDINGS = ("victory", "victory", "bittersweet", "defeat", "death")
LONG_FLAGS = 5
"""Flags set in the first half and read in any later act."""


class _Mild(Draft):
    """A mild story: acts in layers, every fourth a hub with a clock of hours; then flags and meters scattered over it.

    Args:
        chance: by which everything in it is chosen.
        scenes: how many it has, endings included.
    """

    def __init__(self, chance: Random, scenes: int) -> None:
        super().__init__(chance)
        self.size = scenes - len(ENDINGS)
        self.acts: list[list[list[DraftChoice]]] = []
        """By act and scene, the choices that may be given conditions and changes."""
        self.clues: list[str] = []
        """Of the latest hub."""

    def free(self, act: int, scene: int, target: int, changes: Sequence[Change] = ()) -> None:
        """A choice that may be given conditions and changes later."""
        self.acts[act][scene].append(self.choice(self.first[act] + scene, target, [], changes))

    def layered(self, act: int, count: int, *, is_last: bool) -> list[int]:
        """An act in layers that lead onward, a few choices skipping one or leading back: its last layer."""
        chance = self.chance
        layers, placed = [[0]], 1
        while placed < count:
            width = min(chance.choice([2, 3, 3, 4]), count - placed)
            layers.append(list(range(placed, placed + width)))
            placed += width
        first = self.first[act]
        for depth, layer in enumerate(layers[:-1]):
            for scene in layer:
                for position in range(chance.choice([2, 3, 3, 4])):
                    following = layers[depth + 1]
                    if position and depth + 2 < len(layers) and chance.random() < 0.12:
                        following = layers[depth + 2]
                    elif position and depth > 1 and chance.random() < 0.05:
                        following = layers[depth - 1]
                    self.free(act, scene, first + chance.choice(following))
            led_to = {choice.target for scene in layer for choice in self.choices[first + scene]}
            for scene in layers[depth + 1]:
                if first + scene not in led_to:
                    self.free(act, chance.choice(layer), first + scene)
        for scene in () if is_last else layers[-1]:
            for _ in range(chance.choice([2, 3])):
                self.free(act, scene, self.first[act + 1])
        return [first + scene for scene in layers[-1]]

    def hub(self, act: int, count: int) -> list[int]:
        """An act of places around a hub, each visit of which may take an hour: the hub."""
        chance, first = self.chance, self.first[act]
        onward = self.first[act + 1]
        hub, places = 1, 8 if count >= 26 else 6
        self.clues = self.variables(1, *(f"clue{act}_{place}" for place in range(places)))
        hours = self.variables(6, f"hours{act}")[0]
        self.unclamped.add(hours)
        self.choice(first, first + hub)
        self.choice(first, first + hub, [], [(hours, "set", 1)])
        inside = list(range(2, count))
        cuts = [round(place * len(inside) / places) for place in range(places + 1)]
        for place, clue in enumerate(self.clues):
            part = inside[cuts[place] : cuts[place + 1]]
            conditions: list[Condition] = [(clue, "==", 0), (hours, "<", 5)]
            if place >= places - 2:
                conditions.append((self.clues[place - 4], "==", 1))
            self.choice(first + hub, first + part[0], conditions)
            for position, scene in enumerate(part):
                target = part[position + 1] if position + 1 < len(part) else hub
                for way in range(chance.choice([2, 3, 3, 4])):
                    changes: list[Change] = [(clue, "set", 1)] if target == hub else []
                    if target == hub and (place % 2 == 0 or way == 1):
                        changes.append((hours, "add", 1))
                    self.free(act, scene, first + target, changes)
        self.choice(first + hub, onward, [(hours, ">=", 4)])
        self.choice(first + hub, onward, [(self.clues[0], "==", 1), (self.clues[1], "==", 1)])
        # in one story of four the author forgot that hours come to an end
        forgets = chance.random() < 0.25
        self.choice(first + hub, first + hub, [] if forgets else [(hours, "<", 6)], [(hours, "add", 1)])
        return [first + hub]

    def some_choice(self, earliest: int, latest: int, *, conditional: bool) -> DraftChoice:
        """A choice of one of these acts; to be made conditional, not the first of its scene."""
        while True:
            scenes = self.acts[self.chance.randint(max(0, earliest), min(len(self.acts) - 1, latest))]
            choices = self.chance.choice(scenes)
            if len(choices) > conditional:
                return self.chance.choice(choices[1:] if conditional else choices)

    def change(self, earliest: int, latest: int, change: Change) -> None:
        """Let some choice change a variable, if it does not do so already."""
        made = self.some_choice(earliest, latest, conditional=False)
        if all(name != change[0] for name, _, _ in made.changes):
            made.changes.append(change)

    def condition(self, earliest: int, latest: int, condition: Condition) -> None:
        """Let some choice ask for something, if it does not ask for two things already."""
        made = self.some_choice(earliest, latest, conditional=True)
        if len(made.conditions) < 2:
            made.conditions.append(condition)

    def scatter(self, scenes: int) -> list[str]:
        """Flags and meters, set and read here and there: the long flags."""
        chance, last = self.chance, len(self.acts) - 1
        flags = self.variables(1, *(f"flag{number}" for number in range(max(24, 24 * scenes // 300))))
        for number, flag in enumerate(flags):
            kind, home = chance.random(), chance.randint(0, last)
            if number < LONG_FLAGS:
                home = chance.randint(0, max(0, last // 2 - 1))
            for _ in range(chance.randint(1, 3)):
                self.change(home, home, (flag, "set", 1))
            if chance.random() < 0.3:
                self.change(home, home, (flag, "set", 0))
            earliest, latest = (home + 1, last) if number < LONG_FLAGS else (home, home if kind < 0.75 else home + 1)
            for _ in range(chance.randint(1, 4)):
                self.condition(earliest, latest, (flag, "==", int(chance.random() < 0.8)))
        for meter in self.variables(5, "trust", "suspicion"):
            for _ in range(14 * max(300, scenes) // 300):
                self.change(0, last, (meter, "add", chance.choice([1, 1, -1])))
            for _ in range(5 * max(300, scenes) // 300):
                self.condition(1, last, (meter, chance.choice([">=", "<"]), chance.randint(2, 3)))
        return flags[:LONG_FLAGS]

    def written(self, title: str) -> Story:
        """The whole story."""
        acts = max(4, self.size // SCENES_AN_ACT)
        self.first = [round(act * self.size / acts) for act in range(acts)] + [self.size]
        self.scenes(self.size)
        endings = [self.ending(kind) for kind in ENDINGS]
        lasts: list[int] = []
        for act in range(acts):
            count = self.first[act + 1] - self.first[act]
            self.acts.append([[] for _ in range(count)])
            if act % 4 == 1 and act + 1 < acts:
                lasts = self.hub(act, count)
            else:
                lasts = self.layered(act, count, is_last=act + 1 == acts)
        flags = self.scatter(self.size)
        gates: list[list[Condition]] = [
            [],
            [(flags[0], "==", 1), ("trust", ">=", 3)],
            [(self.clues[2], "==", 1), (self.clues[3], "==", 1)],
            [(flags[3], "==", 0), ("suspicion", ">=", 3)],
            [(flag, "==", 1) for flag in flags],
        ]
        for scene in lasts:
            for ending, gate in zip(endings, gates, strict=True):
                self.choice(scene, ending, gate)
        if self.chance.random() < 0.5:
            self._shut(acts // 2, flags[0])
        return self.story(0, 38, title)

    def _shut(self, act: int, flag: str) -> None:
        """A mistake that authors make: in one scene every choice came to ask for something."""
        choices = self.chance.choice([choices for choices in self.acts[act] if len(choices) > 1])
        for position, choice in enumerate(choices):
            choice.conditions[:] = [(flag, "==", 1) if position == 0 else ("trust", ">=", 4)]


def mild(scenes: int, seed: int) -> Story:
    """A story of this many scenes (at least 60), some 3 choices in each, 24 flags and 2 meters to 300 scenes."""
    title = f"mild {scenes}, {seed}"
    return _Mild(Random(title), scenes).written(title)


def many_flags(count: int = 64) -> Story:
    """A story of so many flags, each set in two ways or left alone; an ending asks for all of them.

    Before the end it can stand in two to the power of `count` states.
    """
    title = f"{count} flags"
    draft = Draft(Random(title))
    flags = draft.variables(1, *(f"f{number}" for number in range(count)))
    scenes = draft.scenes(count + 1)
    for scene, flag in zip(scenes, flags, strict=False):
        for changes in ([(flag, "set", 1)], [], [(flag, "set", 1)]):
            draft.choice(scene, scene + 1, [], changes)
    every, some = draft.ending("victory"), draft.ending("defeat")
    draft.choice(scenes[-1], every, [(flag, "==", 1) for flag in flags])
    draft.choice(scenes[-1], some, [(flags[0], "==", 0)])
    draft.choice(scenes[-1], some)
    return draft.story(0, 10, title)
