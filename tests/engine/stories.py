"""Small random stories, and a naive judge of them.

A story is made as plain facts, as its author might write them. `as_yaml` writes them down for the loader; `Naive` plays
the facts themselves, with a real call stack and sets and counts, by docs/semantics.md alone: it knows of no machine.
"""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from redheat_game.story.loader import load_texts
from redheat_game.story.script import Story

Facts = dict[str, Any]
T = TypeVar("T")

WORDS = ("red", "green", "blue")
VARIABLES: dict[str, Facts] = {
    "wet": {"is": "flag"},
    "key": {"is": "flag", "start": True},
    "soft": {"is": "range 0..3", "clamp": True, "start": 1},
    "deep": {"is": "range -2..2", "clamp": True, "start": 0},
    "hard": {"is": "range 0..4", "start": 2},
    "lamp": {"is": "one_of [red, green, blue]", "start": "green"},
}
RANGES = {"soft": (0, 3), "deep": (-2, 2), "hard": (0, 4)}
ACHIEVEMENTS = ("ace", "king")
ENDINGS = ("win", "lose")


class _Author:
    """Writes a small valid story by chance."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.scenes = [f"s{number}" for number in range(chance.randint(2, 4))]
        self.subs = [f"u{number}" for number in range(chance.randint(0, 3))]
        self.endings = [f"end_{name}" for name in ENDINGS]

    def one(self, *ways: T) -> T:
        """One of these."""
        return self.chance.choice(ways)

    def condition(self, depth: int = 0) -> str:
        """A condition of at most four parts."""
        kind = self.chance.randint(depth * 3, 10)
        if kind == 0:
            return f"({self.condition(depth + 1)} and {self.condition(depth + 1)})"
        if kind == 1:
            return f"({self.condition(depth + 1)} or {self.condition(depth + 1)})"
        if kind == 2:
            return f"not ({self.condition(depth + 1)})"
        if kind <= 5:
            name = self.one(*RANGES)
            return f"{name} {self.one('==', '!=', '<', '<=', '>', '>=')} {self.chance.randint(*RANGES[name])}"
        if kind == 6:
            return f"lamp {self.one('==', '!=')} {self.one(*WORDS)}"
        if kind == 7:
            return (
                f"lamp {self.one('in', 'not in')} [{', '.join(self.chance.sample(WORDS, self.chance.randint(1, 2)))}]"
            )
        if kind == 8:
            return f"seen({self.one(*self.scenes, *self.subs, *self.endings)})"
        if kind == 9:
            return self.one("soft < hard", "soft + 1 == hard", "0 < hard <= 3", "deep in [-1, 1]", "hard not in [0, 4]")
        return self.one("wet", "key", "not wet", "not key", "true", "wet == key")

    def assignment(self) -> str:
        """An unconditional effect."""
        kind = self.chance.randint(0, 5)
        if kind <= 2:
            return f"{self.one(*RANGES)} {self.one('+=', '-=')} {self.chance.randint(1, 2)}"
        if kind == 3:
            return f"lamp = {self.one(*WORDS)}"
        if kind == 4:
            return f"key = {self.condition()}"
        return self.one("wet = true", "key = false", "wet = not wet", "soft = hard", "hard = soft", "deep = hard - 3")

    def effects(self, *, grants: bool = False) -> list[Any]:
        """Effects of a choice, or of entering a scene, which may grant achievements too."""
        made: list[Any] = []
        for _ in range(self.chance.randint(0, 2)):
            kind = self.chance.randint(0, 3)
            if kind == 0:
                do = [self.assignment() for _ in range(self.chance.randint(1, 2))]
                made.append({"when": self.condition(), "do": do})
            elif kind == 1 and grants:
                made.append({"unlock": self.one(*ACHIEVEMENTS), "when": self.condition()})
            else:
                made.append(self.assignment())
        return made

    def unlocks(self) -> list[Any]:
        """The `unlock` of a choice."""
        name = self.one(*ACHIEVEMENTS)
        return self.one([], [name], [{"id": name, "when": self.condition()}])

    def prose(self) -> list[Any]:
        """Words, `[kind, branch, ..]` of alternatives, `["if", condition, yes, no]` and `["value", name]`."""
        pieces: list[Any] = []
        for _ in range(self.chance.randint(1, 3)):
            words = [self.one("snow", "ash", "salt") for _ in range(self.chance.randint(2, 4))]
            alternatives = [self.one("sequence", "cycle", "once"), *words]
            value = ["value", self.one("soft", "deep", "hard", "lamp")]
            pieces.append(self.one(words[0], alternatives, alternatives, ["if", self.condition(), "yes", "no"], value))
        return pieces

    def way(self, origin: str, *, calls: bool = False, ends: bool = False) -> Facts:
        """Where a choice of `origin` leads; out of a sub-scene only by a return, a call or an ending."""
        if origin in self.subs:
            below = self.subs[self.subs.index(origin) + 1 :]
            if below and calls and self.one(True, False):
                return {"call": self.one(*below)}
            return {"go": self.one(*self.endings)} if ends else {"return": True}
        if self.subs and calls and self.one(True, False):
            back = {"go": self.one(*self.scenes)} if self.one(True, False) else {}
            return {"call": self.one(*self.subs), **back}
        targets = [*self.scenes, *self.scenes, *self.endings]
        if self.one(True, False):
            return {"go": self.one(*targets)}
        return {"go": [{"when": self.condition(), "to": self.one(*targets)}, {"to": self.one(*targets)}]}

    def choice(self, number: int, way: Facts) -> Facts:
        """A choice that leads there."""
        made: Facts = {"say": f"choice {number}", "id": f"c{number}", **way}
        if self.one(True, False):
            made["when"] = self.condition()
            if self.one(True, False):
                made["locked"] = "not now"
        return made | {"do": self.effects(), "unlock": self.unlocks(), "once": self.one(True, False)}

    def scene(self, name: str) -> Facts:
        """A scene that does not end the story."""
        scene: Facts = {"scene": name, "text": self.prose(), "takes": self.chance.randint(0, 90)}
        scene["on_enter"] = self.effects(grants=True)
        if name in self.subs:
            scene["sub_scene"] = True
        if name != "s0" and self.one(True, False, False, False):
            return scene | self.way(name)
        choices = []
        for number in range(self.chance.randint(1, 3)):
            choices.append(self.choice(number, self.way(name, calls=True, ends=self.one(True, False))))
        if name == "s0":
            # every sub-scene has to be called from somewhere
            choices += [self.choice(10 + number, {"call": sub}) for number, sub in enumerate(self.subs)]
        special = self.one("fallback", "timed", "none")
        if special == "fallback":
            choices.append(self.choice(90, self.way(name)) | {"fallback": True})
            choices[-1].pop("locked", None)
        elif special == "timed":
            way = {"go": "end_lose"} if name in self.subs else self.way(name)
            scene |= {"within": 5, "else": {"say": "wait", "do": self.effects(), "unlock": self.unlocks(), **way}}
        return scene | {"choices": choices}

    def story(self) -> Facts:
        """The whole story."""
        scenes = [self.scene(name) for name in [*self.scenes, *self.subs]]
        scenes += [
            {"scene": f"end_{name}", "text": ["over"], "takes": 7, "on_enter": self.effects(), "ending": name}
            for name in ENDINGS
        ]
        targets = [*self.scenes, *self.endings]
        rules = [{"when": self.condition(), "go": self.one(*targets)} for _ in range(self.chance.randint(0, 2))]
        return {"always": rules, "scenes": scenes}


def stories() -> st.SearchStrategy[Facts]:
    """Small valid stories."""
    return st.randoms(use_true_random=False).map(lambda chance: _Author(chance).story())


def _written(prose: list[Any]) -> str:
    """The pieces as an author writes them."""
    marks = {"sequence": "", "cycle": "&", "once": "!"}
    parts = []
    for piece in prose:
        match piece:
            case str():
                parts.append(piece)
            case ["if", condition, yes, no]:
                parts.append(f"{{{condition}: {yes}|{no}}}")
            case ["value", name]:
                parts.append(f"{{{name}}}")
            case [kind, *branches]:
                parts.append("{" + marks[kind] + "|".join(branches) + "}")
    return " ".join(parts)


def as_yaml(facts: Facts) -> str:
    """The story as a file. JSON is YAML, and every scalar is quoted."""
    frame = {
        "story": "Random",
        "start": "s0",
        "variables": {
            name: {key: str(value).lower() for key, value in item.items()} for name, item in VARIABLES.items()
        },
        "achievements": {name: dict.fromkeys(["title", "riddle", "hint", "told"], name) for name in ACHIEVEMENTS},
        "endings": {
            "win": {"title": "Won", "kind": "victory", "line": "Won."},
            "lose": {"title": "Lost", "kind": "death", "line": "Lost."},
        },
        "always": facts["always"],
    }
    scenes = [
        {**scene, "text": _written(scene["text"]), "takes": f"{scene['takes']}s"}
        | ({"within": f"{scene['within']}s"} if "within" in scene else {})
        for scene in facts["scenes"]
    ]
    return "\n---\n".join(json.dumps(document) for document in [frame, *scenes])


def loaded(facts: Facts) -> Story:
    """The story as the engine plays it."""
    text = as_yaml(facts)
    found = load_texts({"random.yaml": text})
    assert found.story is not None, (text, [str(item) for item in found.diagnostics])
    return found.story


class Fault(Exception):
    """An effect leaves a range that is not clamped."""


@dataclass
class Naive:
    """Plays the facts of a story."""

    facts: Facts
    scene: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)
    used: set[tuple[str, str]] = field(default_factory=set)
    earned: set[str] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)
    """Where the returns of the calls that are open lead, the innermost last."""
    moves: int = 0
    seconds: int = 0

    def __post_init__(self) -> None:
        self.scenes = {scene["scene"]: scene for scene in self.facts["scenes"]}
        starts = {"flag": False, "one_of": WORDS[0]}
        self.values = {
            name: item.get("start", starts.get(item["is"].split()[0], 0)) for name, item in VARIABLES.items()
        }

    def begin(self) -> None:
        """Enter the start."""
        self._arrive("s0")

    def holds(self, condition: str) -> bool:
        """Whether an author's condition holds."""

        def seen(name: str) -> bool:
            return self.entries.get(name, 0) - (name == self.scene) > 0

        return bool(self._value(condition, seen))

    def _value(self, expression: str, seen: Any = None) -> Any:
        names = {**self.values, **{word: word for word in WORDS}, **{scene: scene for scene in self.scenes}}
        return eval(expression, {"__builtins__": {}}, {**names, "true": True, "false": False, "seen": seen})

    def _do(self, effects: list[Any]) -> None:
        for effect in effects:
            match effect:
                case {"unlock": name}:
                    if self.holds(effect.get("when", "true")):
                        self.earned.add(name)
                case {"when": when, "do": do}:
                    # each effect is tested when its turn comes
                    for each in do:
                        if self.holds(when):
                            self._do([each])
                case str():
                    self._assign(effect)

    def _assign(self, effect: str) -> None:
        name, sign, expression = effect.split(" ", 2)
        value = self.holds(expression) if name in ("wet", "key") else self._value(expression)
        if sign != "=":
            value = self.values[name] + (value if sign == "+=" else -value)
        if name in RANGES:
            low, high = RANGES[name]
            if not low <= value <= high and not VARIABLES[name].get("clamp"):
                raise Fault(effect)
            value = min(max(value, low), high)
        self.values[name] = value

    def _unlock(self, entries: list[Any]) -> None:
        for entry in entries:
            name, when = (entry, "true") if isinstance(entry, str) else (entry["id"], entry["when"])
            if self.holds(when):
                self.earned.add(name)

    def _enter(self, name: str) -> None:
        self.scene = name
        self.entries[name] = self.entries.get(name, 0) + 1
        self.seconds += self.scenes[name]["takes"]
        self._do(self.scenes[name]["on_enter"])

    def _arrive(self, name: str) -> None:
        self._enter(name)
        scene = self.scenes[name]
        if "ending" in scene:
            return
        for rule in self.facts["always"]:
            if scene.get("sub_scene") and not rule["go"].startswith("end_"):
                continue
            if self.holds(rule["when"]):
                if rule["go"] != name:
                    self._enter(rule["go"])
                return

    def choices(self) -> list[tuple[str, Facts, str]]:
        """The choices shown: id, facts, and `takeable` or `locked`."""
        scene = self.scenes[self.scene]
        if "ending" in scene:
            return []
        if "choices" not in scene:
            name = "return" if scene.get("return") else scene["go"]
            return [(name if isinstance(name, str) else name[0]["to"], scene, "takeable")]
        stand = []
        for choice in scene["choices"]:
            unused = (self.scene, choice["id"]) not in self.used or not choice["once"]
            stand.append((choice, unused, self.holds(choice.get("when", "true"))))
        timed = [("timeout", scene["else"], "takeable")] if "else" in scene else []
        others = bool(timed) or any(unused and holds for choice, unused, holds in stand if not choice.get("fallback"))
        shown = []
        for choice, unused, holds in stand:
            if unused and holds and not (choice.get("fallback") and others):
                shown.append((choice["id"], choice, "takeable"))
            elif unused and not holds and "locked" in choice:
                shown.append((choice["id"], choice, "locked"))
        return shown + timed

    def after(self, name: str) -> Naive:
        """The judge after this choice.

        Raises:
            Fault: the story leaves a range.
        """
        later = deepcopy(self)
        later._take(next(choice for other, choice, how in self.choices() if other == name and how == "takeable"))
        return later

    def _take(self, choice: Facts) -> None:
        is_choice = "say" in choice
        if is_choice:
            self._do(choice["do"])
            if choice.get("once"):
                self.used.add((self.scene, choice["id"]))
            self._unlock(choice["unlock"])
        self.moves += 1
        if "call" in choice:
            self.calls.append(choice.get("go", self.scene))
            self._arrive(choice["call"])
        elif choice.get("return"):
            self._arrive(self.calls.pop())
        elif isinstance(choice["go"], str):
            self._arrive(choice["go"])
        else:
            self._arrive(next(entry["to"] for entry in choice["go"] if self.holds(entry.get("when", "true"))))

    def read(self) -> str:
        """The prose of the present scene."""
        earlier = self.entries[self.scene] - 1
        words: list[str] = []
        for piece in self.scenes[self.scene]["text"]:
            match piece:
                case str():
                    words.append(piece)
                case ["if", condition, yes, no]:
                    words.append(yes if self.holds(condition) else no)
                case ["value", name]:
                    words.append(str(self.values[name]))
                case ["sequence", *branches]:
                    words.append(branches[min(earlier, len(branches) - 1)])
                case ["cycle", *branches]:
                    words.append(branches[earlier % len(branches)])
                case ["once", *branches] if earlier < len(branches):
                    words.append(branches[earlier])
        return " ".join(words)
