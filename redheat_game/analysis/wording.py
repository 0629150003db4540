"""What was decided, put into findings: where, on which condition, for which reason, and how to get there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from redheat_game.analysis.commands import Guard
from redheat_game.analysis.goals import Goal
from redheat_game.analysis.playing import Reached
from redheat_game.analysis.possible import Possible, Verdict
from redheat_game.analysis.promises import Breach
from redheat_game.analysis.redirects import rules_met
from redheat_game.analysis.report import Finding, FindingKind, Witnesses
from redheat_game.analysis.system import System
from redheat_game.analysis.trees import in_words, value_in_words
from redheat_game.story.machine import Target
from redheat_game.story.script import Story
from redheat_game.story.source import Span

MOST_LOOKED_FOR = 24
"""Characters of words that are looked for in a file, where lines may break."""
MOST_GUARDS = 4
"""Ways for something to happen that are named in one condition."""


class Wording:
    """Makes findings of verdicts.

    Args:
        story: the story.
        system: its commands.
        possible: what decided them.
    """

    def __init__(self, story: Story, system: System, possible: Possible) -> None:
        self.story = story
        self.machine = story.machine
        self.system = system
        self.possible = possible

    def finding(self, verdict: Verdict) -> Finding:
        """What there is to say of a goal."""
        goal = verdict.goal
        witness, arrives = self.possible.witness(verdict), goal.scene
        if witness is None and goal.kind != "note":
            witness, arrives = self._nearest(goal)
        rests_on = self.possible.reason(verdict)
        return Finding(
            goal.kind,
            goal.name,
            self._scene(goal.scene),
            self._choice(goal.scene, goal.choice),
            span=self._place(goal),
            condition=self._condition(goal),
            rests_on=self.system.names(rests_on),
            values=self._values(goal, rests_on),
            witness=witness,
            witness_scene=self._scene(arrives),
        )

    def about_achievement(self, goal: Goal, rests_on: Sequence[int]) -> Finding:
        """What there is to say of an achievement that cannot be avoided."""
        span = self.story.declared_at.get(("achievement", goal.name))
        return Finding("unavoidable", goal.name, None, span=span, rests_on=self.system.names(rests_on))

    def about_story(self, kind: FindingKind, name: str) -> Finding:
        """A beat, a trope or a category of which the story has nothing."""
        return Finding(kind, name, None, span=self.story.declared_at.get((kind, name)))

    def about_promise(
        self, kind: FindingKind, breach: Breach, lost: Sequence[int], witness: tuple[str, ...]
    ) -> Finding:
        """What there is to say of a soft-lock, or of doom."""
        arrived = self.possible.player.scene(breach.reached)
        scene = breach.stuck if breach.stuck in lost else arrived
        last = breach.reached.command
        return Finding(
            kind,
            self.machine.scenes[scene].id,
            self._scene(scene),
            span=self._span(scene, None),
            witness=witness,
            witness_scene=self._scene(arrived),
            lost_by=f"{self._scene(last.scene)}.{self._choice(last.scene, last.choice)}" if last else None,
            scenes=tuple(self.machine.scenes[number].id for number in sorted(lost)),
            rules=tuple(dict.fromkeys(map(self._rule, rules_met(self.story, witness)))),
        )

    def _rule(self, rule: Target) -> str:
        to = self.machine.scenes[rule.scene].id
        when = in_words(rule.guard, self.machine) if rule.guard is not None else "always"
        span = self.story.declared_at.get(("rule", to))
        return f"{when}, go: {to}" + (f" ({span.file.name}:{span.line})" if span else "")

    def undecided_promise(self, kind: FindingKind, scene: int, kept: Sequence[int]) -> Finding:
        """A scene of which a promise was neither proved nor shown to be broken."""
        name = self.machine.scenes[scene].id
        return Finding(kind, name, name, span=self._span(scene, None), rests_on=self.system.names(kept))

    def scene_witnesses(self) -> Witnesses:
        """For each scene that was entered, choices that enter it."""
        witnesses = Witnesses()
        numbers: dict[Reached, int] = {}
        for goal, (reached, place) in self.possible.explorer.found.items():
            if goal.kind == "scene":
                number = self._written(reached, witnesses, numbers)
                if place is not None and place.choice is not None:
                    number = witnesses.after(number, self.machine.scenes[place.scene].choices[place.choice].id)
                witnesses.end(goal.name, number)
        return witnesses

    def _written(self, reached: Reached, witnesses: Witnesses, numbers: dict[Reached, int]) -> int:
        """The number of a run among the witnesses, of which the part that others share is there once."""
        more = []
        here: Reached | None = reached
        while here is not None and here not in numbers:
            more.append(here)
            here = here.before
        number = Witnesses.START if here is None else numbers[here]
        for one in reversed(more):
            if one.command is not None:
                choice = self.machine.scenes[one.command.scene].choices[one.command.choice]
                number = witnesses.after(number, choice.id)
            numbers[one] = number
        return number

    def _scene(self, number: int | None) -> str | None:
        return None if number is None else self.machine.scenes[number].id

    def _choice(self, scene: int | None, choice: int | None) -> str | None:
        return None if scene is None or choice is None else self.machine.scenes[scene].choices[choice].id

    def _span(self, scene: int | None, choice: int | None) -> Span | None:
        if scene is None:
            return None
        script = self.story.scenes[scene]
        return script.span if choice is None else script.choices[choice].span or script.span

    def _place(self, goal: Goal) -> Span | None:
        """Where in the files what it is about stands."""
        if goal.kind in ("achievement", "ending"):
            return self.story.declared_at.get((goal.kind, goal.name))
        if goal.kind == "rule":
            target = self._scene(goal.scene)
            return None if target is None else self.story.declared_at.get(("rule", target))
        if goal.kind == "note":
            return self._place_of_note(goal.name)
        span = self._span(goal.scene, goal.choice)
        return _words_in(span, goal.name) or span if span and goal.kind == "alternative" else span

    def _place_of_note(self, name: str) -> Span | None:
        note_id, _, glimpse = name.partition(": ")
        spans = [part.span for note in self.story.notebook.notes if note.id == note_id for part in note.parts]
        places = (_words_in(span, glimpse) for span in spans if span is not None)
        return next((place for place in places if place is not None), spans[0])

    def _condition(self, goal: Goal) -> str | None:
        if goal.condition is not None:
            return in_words(goal.condition, self.machine)
        guards = [guard for place in goal.places for guard in place.guards if guard]
        if not guards or len(guards) > MOST_GUARDS:
            return None
        return " or ".join(dict.fromkeys(self._cube(guard) for guard in guards))

    def _cube(self, guard: Guard) -> str:
        parts = []
        for variable, bits in guard:
            values = self._words(variable, [index for index in range(self.system.sizes[variable]) if bits >> index & 1])
            name = self.machine.variables[variable].name
            parts.append(f"{name} == {values[0]}" if len(values) == 1 else f"{name} in [{', '.join(values)}]")
        return " and ".join(parts)

    def _words(self, variable: int, indexes: Iterable[int]) -> tuple[str, ...]:
        about = self.machine.variables[variable]
        return tuple(value_in_words(about, about.low + index) for index in indexes)

    def _values(self, goal: Goal, rests_on: Collection[int]) -> dict[str, tuple[str, ...]]:
        """The values that the variables of the reason can have in the scenes where it would happen."""
        scenes = {place.scene for place in goal.places}
        found = {}
        for variable in rests_on:
            bits = 0
            for scene in scenes:
                bits |= self.system.layout.values(self.system.ranges.by_scene[scene], variable)
            values = [index for index in range(self.system.sizes[variable]) if bits >> index & 1]
            found[self.machine.variables[variable].name] = self._words(variable, values)
        return found

    def _nearest(self, goal: Goal) -> tuple[tuple[str, ...] | None, int | None]:
        """How to come as near to the goal as is known."""
        pool = self.possible.explorer.pool
        _, before = self.possible.scenes
        waiting = [place.scene for place in goal.places] or ([goal.scene] if goal.scene is not None else [])
        seen = set(waiting)
        for scene in waiting:
            if pool[scene]:
                return self.possible.player.choices(pool[scene][0]), scene
            for earlier in before.get(scene, ()):
                if earlier not in seen:
                    seen.add(earlier)
                    waiting.append(earlier)
        return None, None


def _words_in(span: Span, glimpse: str) -> Span | None:
    """Where, from a place on, the first words stand."""
    first = glimpse.split("…")[0].strip()[:MOST_LOOKED_FOR]
    for number in range(span.line, len(span.file.lines) + 1 if first else 0):
        column = span.file.line(number).find(first)
        if column >= 0:
            return Span(span.file, number, column + 1, len(first))
    return None
