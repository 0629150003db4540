"""What an expression or a passage of a scene may name, and which variables answer it."""

from __future__ import annotations

import math

from redheat_game.story.collection import Collection
from redheat_game.story.conditions import Comparison, Constant, Read, Tree
from redheat_game.story.expressions import Scope, parse_condition, parse_effect
from redheat_game.story.parsed import Parsed
from redheat_game.story.prose import Prose
from redheat_game.story.prose_parser import Counters, parse_prose
from redheat_game.story.source import Scalar
from redheat_game.story.variables import VariableTable


class Scopes:
    """Lowers conditions and prose where they stand; makes the variables that count entries as they are needed."""

    def __init__(self, found: Collection, table: VariableTable, parsed: Parsed) -> None:
        self.found = found
        self.table = table
        self.parsed = parsed
        self.declared = {name: (table.numbers[name], table.variables[table.numbers[name]]) for name in table.numbers}
        parsed.begin(self.declared, is_broken=bool(found.broken))

    def rules(self, scene: str) -> Scope:
        """For guards, effects and targets of `scene` (empty for what belongs to no scene)."""

        def seen(other: str) -> Tree:
            entries = 2 if other == scene else 1
            number = self.table.need(f"@entered.{other}", "entered", entries, edge="clamp")
            return Comparison(">=", Read(number), Constant(entries))

        return Scope(self.declared, self.found.scenes, seen, self.found.report, self.found.broken)

    def prose_names(self, scene: str) -> Scope:
        """For prose of `scene`: it counts entries with variables of its own, which no rule reads."""

        def seen(other: str) -> Tree:
            entries = 2 if other == scene else 1
            return Comparison(">=", Read(self._shown(other, entries)), Constant(entries))

        return Scope(self.declared, self.found.scenes, seen, self.found.report, self.found.broken)

    def note_names(self) -> Scope:
        """For notes, which stand in no scene: it is seen once it is entered, the present entry included."""

        def seen(other: str) -> Tree:
            # what rules count need not be counted again for prose
            number = self.table.numbers.get(f"@entered.{other}")
            return Comparison(">=", Read(self._shown(other, 1) if number is None else number), Constant(1))

        return Scope(self.declared, self.found.scenes, seen, self.found.report, self.found.broken)

    def _shown(self, scene: str, entries: int) -> int:
        return self.table.need(f"@shown.{scene}", "entered", entries, edge="clamp", cosmetic=True)

    def counters(self, scene: str) -> Counters:
        """The variables that count entries of `scene` for its prose."""

        def cycling(length: int) -> int:
            name = f"@cycle.{scene}"
            number = self.table.numbers.get(name)
            present = self.table.variables[number].high + 1 if number is not None else 1
            turns = math.lcm(length, present)
            return self.table.need(name, "entered", turns - 1, edge="wrap", cosmetic=True)

        return Counters(lambda entries: self._shown(scene, entries), cycling)

    def prose(self, scalar: Scalar, scene: str, *, one_paragraph: bool = True) -> Prose:
        """The prose of a scalar that stands in `scene`."""

        def parse(scope: Scope, counters: Counters | None) -> Prose:
            return parse_prose(scalar, scope, counters, one_paragraph=one_paragraph)

        key = ("prose", scalar.value, one_paragraph)
        return self.parsed.once(key, self.prose_names(scene), self.counters(scene), parse)

    def condition(self, scalar: Scalar | None, scope: Scope) -> Tree | None:
        """The lowered condition, or None where there is none or it was reported."""
        if scalar is None:
            return None
        return self.parsed.once(
            ("condition", scalar.value), scope, None, lambda scope, _: parse_condition(scalar, scope)
        )

    def effect(self, scalar: Scalar, scope: Scope) -> tuple[int, Tree] | None:
        """The lowered effect, or None where it was reported."""
        return self.parsed.once(("effect", scalar.value), scope, None, lambda scope, _: parse_effect(scalar, scope))
