"""Open cities made by chance, to measure the prover on: stories shaped like the game's own.

An open city has six acts, five meters that any choice may change, some fourteen flags that are set early and read
late, a hub with ten places and a clock of slots, and two set pieces with counters of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from benchmarks.draft import Change, Condition, Draft, DraftChoice
from redheat_game.story.script import Story

METERS = {"trust": 6, "heat": 5, "nerve": 5, "wounds": 3, "thaw": 5}
FLAGS = {
    "weapon": 2, "suit": 1, "key": 1, "partner": 2, "leg": 2, "driver": 1, "guard": 1, "witness": 2, "photo": 1,
    "decoy": 1, "snitch": 1, "clue0": 1, "clue1": 1, "clue2": 1, "clue3": 1,
}  # fmt: skip
GAINS = ["clue0", "clue1", "clue2", "clue3", "witness", "suit", "photo", "decoy", "snitch", "weapon"]
GATES: tuple[tuple[Condition, ...], ...] = (
    (),
    (("trust", ">=", 6), ("thaw", ">=", 5)),
    (("witness", "==", 2),),
    (("guard", "==", 1), ("partner", "==", 1)),
    (("heat", "<", 2), ("clue0", "==", 1)),
    (("key", "==", 1), ("clue1", "==", 1)),
    (("partner", "==", 2),),
    (("thaw", "<", 1),),
    (("trust", "<", 2),),
    (("driver", "==", 1), ("witness", "==", 1)),
    (("decoy", "==", 1), ("clue2", "==", 1)),
    (("snitch", "==", 1),),
    (("weapon", "==", 2),),
    (("photo", "==", 1), ("clue3", "==", 1)),
)


class _OpenCity(Draft):
    """An open city.

    Args:
        chance: by which everything in it is chosen.
        metered: how likely a choice changes a meter.
        scale: its size; 1 is that of a whole game.
    """

    def __init__(self, chance: Random, metered: float, scale: float) -> None:
        super().__init__(chance)
        self.metered = metered
        self.scale = scale
        self.highest.update(METERS)
        self.highest.update(FLAGS)

    def sized(self, count: int) -> int:
        return max(4, int(count * self.scale))

    def decorated(
        self, choice: DraftChoice, settable: Sequence[str], readable: Sequence[str], *, is_free: bool
    ) -> None:
        """Let a choice change a meter or a flag, and unless it is free perhaps ask for something."""
        chance = self.chance
        if chance.random() < self.metered:
            meter = chance.choice(list(METERS))
            rises = 1 if chance.random() < 0.4 else 0
            choice.changes.append((meter, "add", rises if meter == "wounds" else chance.choice([1, 1, -1])))
        if settable and chance.random() < 0.14:
            name = chance.choice(settable)
            least = 0 if chance.random() < 0.2 else 1
            choice.changes.append((name, "set", chance.randint(least, self.highest[name])))
        if not is_free and chance.random() < 0.22:
            if readable and chance.random() < 0.6:
                name = chance.choice(readable)
                choice.conditions.append((name, "==", chance.randint(0, self.highest[name])))
            else:
                meter = chance.choice(["trust", "heat", "nerve", "thaw"])
                bound = chance.randint(1, self.highest[meter] - 1)
                choice.conditions.append((meter, chance.choice([">=", "<"]), bound))

    def layers(self, count: int, settable: list[str], readable: list[str], local: list[str]) -> tuple[int, list[int]]:
        """Scenes in layers that lead onward: the first scene, and the last layer."""
        chance = self.chance
        self.variables(1, *local)
        numbers = self.scenes(count)
        layers, placed = [[numbers[0]]], 1
        while placed < count:
            width = min(chance.choice([2, 3, 4]), count - placed)
            layers.append(numbers[placed : placed + width])
            placed += width
        for depth, layer in enumerate(layers[:-1]):
            following = layers[depth + 1]
            for scene in layer:
                for position in range(chance.choice([4, 5, 5, 6])):
                    skips = depth + 2 < len(layers) and chance.random() >= 0.85
                    target = chance.choice(layers[depth + 2] if skips else following)
                    made = self.choice(scene, target)
                    self.decorated(made, settable + local, readable + local, is_free=position == 0)
            led_to = {choice.target for scene in layer for choice in self.choices[scene]}
            for scene in following:
                if scene not in led_to:
                    made = self.choice(chance.choice(layer), scene)
                    self.decorated(made, settable + local, readable + local, is_free=True)
        return numbers[0], layers[-1]

    def written(self, title: str) -> Story:
        dead, expelled = self.ending("death"), self.ending("defeat")
        self.rules = [(("wounds", ">=", 3), dead), (("heat", ">=", 5), expelled)]
        moscow = [f"m{number}" for number in range(5)]
        first, moscow_ends = self.layers(self.sized(35), ["partner", "leg", "photo"], ["partner", "leg"], moscow)
        station = [f"s{number}" for number in range(5)]
        second, station_ends = self.layers(
            self.sized(35), ["key", "driver", "guard", "suit", "weapon"], ["partner", "leg", "photo"], station
        )
        for scene in moscow_ends:
            for _ in range(2):
                self.decorated(self.choice(scene, second), ["partner", "leg"], [], is_free=True)
        hub = self._city(station_ends)
        motel_left = self._motel(hub, dead)
        fourth, fourth_ends = self.layers(self.sized(10), ["witness", "key"], ["witness", "key", "suit"], [])
        self.choice(motel_left, fourth)
        self.choice(motel_left, fourth, [("key", "==", 1)], [("heat", "add", 1)])
        finale = self._chase(fourth_ends, dead)
        last, last_ends = self.layers(self.sized(14), [], ["partner", "witness", "guard", "key", "driver"], [])
        for position, scene in enumerate(finale):
            self.choice(scene, finale[position + 1] if position < 5 else last)
            self.choice(scene, last, [("nerve", ">=", 1)])
        endings = [self.ending("victory") for _ in GATES]
        for scene in last_ends:
            for gate, ending in zip(GATES, endings, strict=True):
                self.choice(scene, ending, gate)
        return self.story(first, 38, title)

    def _city(self, before: Sequence[int]) -> int:
        """The hub of ten places; each visit takes a slot."""
        self.variables(5, "slot")
        self.variables(1, *(f"v{place}" for place in range(10)))
        hub = self.scene()
        for scene in before:
            for _ in range(2):
                self.decorated(self.choice(scene, hub), ["key", "driver"], [], is_free=True)
        for place in range(10):
            gain = GAINS[place]
            readable = ["snitch", "suit", "photo", "driver", "leg", "key"]
            first, lasts = self.layers(self.sized(8), [gain], readable, [f"p{place}"])
            for slot in range(0, 6, 2):
                conditions: list[Condition] = [("slot", ">=", slot), ("slot", "<", 5)]
                conditions += [(f"v{place}", "==", 0)] if slot == 0 else []
                conditions += [(GAINS[(place + 3) % 10], "==", 1)] if place > 6 else []
                self.choice(hub, first, conditions)
            for scene in lasts:
                gains: list[Change] = [("slot", "add", 1), (f"v{place}", "set", 1), (gain, "set", 1)]
                self.decorated(self.choice(scene, hub, [], gains), [], [], is_free=True)
                self.decorated(self.choice(scene, hub, [], [("slot", "add", 1)]), [], [], is_free=True)
        self.choice(hub, hub, [], [("slot", "add", 1), ("nerve", "add", 1)])
        return hub

    def _motel(self, hub: int, dead: int) -> int:
        """A set piece of six turns; gives the scene in which it is over."""
        chance = self.chance
        for name, highest in {"turn": 6, "place": 3, "rounds": 6, "men": 4, "alarm": 2}.items():
            self.variables(highest, name)
        motel = self.scene()
        begins: list[Change] = [("rounds", "set", 6), ("men", "set", 3), ("turn", "set", 0)]
        self.choice(hub, motel, [("slot", ">=", 5)], begins)
        self.choice(hub, motel, [("slot", ">=", 5), ("leg", "==", 0)], [("rounds", "set", 6), ("men", "set", 4)])
        rooms = self.scenes(self.sized(20))
        left = self.scene()
        for room in rooms:
            for position in range(6):
                fires = position % 3 == 1
                conditions: list[Condition] = [("turn", "<", 6), *([("rounds", ">=", 1)] if fires else [])]
                changes: list[Change] = [("turn", "add", 1)]
                changes += [("rounds", "add", -1), ("men", "add", -1)] if fires else []
                changes += [("place", "set", chance.randint(0, 3))] if chance.random() < 0.5 else []
                changes += [("alarm", "set", chance.randint(0, 2))] if chance.random() < 0.15 else []
                made = self.choice(room, chance.choice(rooms), conditions, changes)
                readable = ["suit", "decoy", "alarm", "place"]
                self.decorated(made, ["key", "witness"], readable, is_free=position < 2)
            self.choice(room, left, [("turn", ">=", 6)])
            self.choice(room, left, [("men", "<", 1)])
            self.choice(room, dead, [("rounds", "<", 1), ("men", ">=", 3)])
        self.choice(motel, rooms[0])
        self.choice(motel, rooms[1], [("witness", "==", 1)])
        return left

    def _chase(self, before: Sequence[int], dead: int) -> list[int]:
        """A set piece of streets; gives the scenes after it."""
        chance = self.chance
        for name, highest in {"gap": 4, "speed": 3, "bus": 3, "clock": 6}.items():
            self.variables(highest, name)
        streets = self.scenes(self.sized(24))
        for scene in before:
            for _ in range(2):
                gap = chance.randint(1, 3)
                begins: list[Change] = [
                    ("gap", "set", gap),
                    ("bus", "set", 3),
                    ("clock", "set", 0),
                    ("speed", "set", 1),
                ]
                self.choice(scene, streets[0], [], begins)
        crossing = self.scene()
        manoeuvres: list[Change] = [
            ("gap", "add", -1), ("gap", "add", 1), ("bus", "add", -1), ("speed", "add", 1), ("speed", "add", -1),
        ]  # fmt: skip
        for number, street in enumerate(streets):
            for position in range(6):
                onward = streets[min(len(streets) - 1, number + chance.choice([1, 2, 3]))]
                target = onward if number < len(streets) - 1 else crossing
                conditions: list[Condition] = [("bus", ">=", 1)] if position else []
                made = self.choice(street, target, conditions, [("clock", "add", 1), chance.choice(manoeuvres)])
                self.decorated(made, [], ["driver", "witness", "key"], is_free=position < 2)
            self.choice(street, crossing, [("clock", ">=", 6)])
            self.choice(street, dead, [("bus", "<", 1), ("speed", ">=", 3)])
        finale = self.scenes(6)
        self.choice(crossing, finale[0], [("gap", "<", 2)])
        self.choice(crossing, finale[1], [("gap", ">=", 2)])
        self.choice(crossing, finale[2], [("nerve", ">=", 3), ("speed", ">=", 2)])
        return finale


def open_city(seed: int, metered: float = 0.35, scale: float = 1.0) -> Story:
    """A story of some 245 scenes, 1,300 choices and 55 variables (without those of achievements)."""
    title = f"open city {seed}, {metered:g}, {scale:g}"
    return _OpenCity(Random(title), metered, scale).written(title)
