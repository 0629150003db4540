"""From checked documents to the one machine and its script.

Everything an author can write becomes variables, guards, effects and targets here, as SEMANTICS lays down in
`docs/semantics.md`. Mistakes are reported and something harmless put in their place, so that one pass finds all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from redheat_game.story import syntax
from redheat_game.story.choice_lowering import ChoiceLowering
from redheat_game.story.collection import Collection, plain
from redheat_game.story.conditions import Arithmetic, Constant, Not, Read, all_of, any_of
from redheat_game.story.diagnostics import flow, offers
from redheat_game.story.diagnostics.core import Report
from redheat_game.story.expressions import Scope
from redheat_game.story.machine import Effect, Machine, MachineScene, Target
from redheat_game.story.notes import lower_notes
from redheat_game.story.parsed import Parsed
from redheat_game.story.prose import Prose
from redheat_game.story.prose_parser import warn_of_speakers
from redheat_game.story.scopes import Scopes
from redheat_game.story.script import ChoiceScript, Meter, SceneScript
from redheat_game.story.variables import VariableTable


class Lowering:
    """Lowers all of a collection; `machine_scenes`, `scripts`, `notebook` and `meters` are what comes of it."""

    def __init__(self, found: Collection, table: VariableTable, meters: Sequence[Meter], parsed: Parsed) -> None:
        self.found = found
        self.table = table
        self.report: Report = found.report
        self.scopes = Scopes(found, table, parsed)
        self.choices = ChoiceLowering(found, table, meters, self.scopes)
        self.meters = tuple(meters)
        self.references = self.choices.references
        self.cast_names = [plain(member.name) for member in found.cast.values()]

    def _check_ways(self, scene: syntax.Scene) -> None:
        ways = {
            "choices": scene.choices is not None,
            "go": bool(scene.go),
            "return": scene.returns,
            "ending": scene.ending is not None,
        }
        present = [name for name, there in ways.items() if there]
        place = scene.scene.span
        if scene.damaged and (not present or present == ["choices"]):
            pass  # what it lacks may be what was reported and left out
        elif not present or (present == ["choices"] and not scene.choices):
            self.report.add(flow.SCENE_LEADS_NOWHERE, place, name=scene.scene.value)
        elif len(present) > 1:
            self.report.add(flow.SEVERAL_WAYS_ON, scene.where(present[1]), ways=" and ".join(f"`{p}`" for p in present))
        if scene.continues and not scene.go and not scene.returns and not scene.damaged:
            self.report.add(offers.CONTINUE_WITHOUT_GO, scene.where("continue"))
        timed = {"within": scene.within is not None, "else": scene.otherwise is not None}
        if any(timed.values()) and not scene.damaged and not (all(timed.values()) and scene.choices is not None):
            stands = "within" if timed["within"] else "else"
            self.report.add(offers.TIMED_BY_HALF, scene.where(stands), key=stands)
        if scene.sub_scene and scene.ending is not None:
            self.report.add(flow.SUB_SCENE_ENDS, scene.where("ending"))

    def scene(self, scene: syntax.Scene, rules: Sequence[tuple[syntax.AlwaysRule, bool]]) -> None:
        """Lower one scene into `machine_scenes` and `scripts`."""
        name = scene.scene.value
        self._check_ways(scene)
        scope = self.scopes.rules(name)
        on_enter = self.choices.effects(scene.on_enter, scope)
        drafts = self.choices.drafts(scene) if scene.choices is not None else []
        if scene.choices is None and (scene.go or scene.returns):
            drafts = self.choices.way_on(scene)
        no_other = Not(any_of(*(draft.choice.guard for draft in drafts if not draft.is_fallback)))
        choices = []
        for draft in drafts:
            choice = draft.choice
            if draft.is_fallback:
                locked = all_of(choice.locked, no_other) if choice.locked is not None else None
                choice = replace(choice, guard=all_of(choice.guard, no_other), locked=locked)
            choices.append(choice)
        ending = self.references.find("ending", self.found.endings, scene.ending) if scene.ending else None
        always = self._always(scene, rules, scope) if ending is None else ()
        warn_of_speakers(scene.text, self.cast_names, scope)
        prose = self.scopes.prose(scene.text, name, one_paragraph=False)
        self.machine_scenes.append(
            MachineScene(name, scene.takes, tuple(on_enter), always, tuple(choices), ending, scene.doomed)
        )
        self.scripts.append(self._script(scene, prose, [draft.script for draft in drafts]))

    def _always(
        self, scene: syntax.Scene, rules: Sequence[tuple[syntax.AlwaysRule, bool]], scope: Scope
    ) -> tuple[Target, ...]:
        """The rules as they apply in this scene: in a sub-scene only those that lead to an ending."""
        lowered = []
        for rule, leads_to_ending in rules:
            if leads_to_ending or not scene.sub_scene:
                guard = self.scopes.condition(rule.when, scope)
                if guard is not None:
                    lowered.append(Target(guard, self.choices.scene_numbers[rule.go.value]))
        return tuple(lowered)

    def _script(self, scene: syntax.Scene, prose: Prose, choices: list[ChoiceScript]) -> SceneScript:
        find, found = self.references.find, self.found
        place = find("place", found.places, scene.place) if scene.place else None
        act = find("act", found.acts, scene.act) if scene.act else None
        if scene.act is None and not scene.sub_scene:
            act = found.act_of_folder(scene.span.file.folder)
        beat = find("beat", found.beats, scene.beat) if scene.beat else None
        title = plain(scene.title) or (plain(found.places[place].name) if place else "")
        return SceneScript(
            title or scene.scene.value.replace("_", " ").capitalize(),
            prose,
            tuple(choices),
            place,
            act,
            beat,
            scene.clock,
            scene.within,
            scene.scene.span,
        )

    def run(self) -> Machine | None:
        """Lower everything; None where the story has no start."""
        self.machine_scenes: list[MachineScene] = []
        self.scripts: list[SceneScript] = []
        for achievement in self.found.achievements:
            self.table.need(f"@unlocked.{achievement}", "unlocked", 1)
        rules = list(self._rules())
        for scene in self.found.scenes.values():
            self.scene(scene, rules)
        self.notebook = lower_notes(self.found, self.scopes, self.references)
        self.meters = tuple(map(self._meter, self.meters))
        start = self.references.start()
        if start is None or self.report.has_errors:
            return None
        scenes = [self._with_counts(scene) for scene in self.machine_scenes]
        return Machine(tuple(self.table.variables), tuple(scenes), self.choices.scene_numbers[start])

    def _meter(self, meter: Meter) -> Meter:
        """The meter with its condition; what scenes count of entries need not be counted again for it."""
        _, written = self.found.variables[self.table.variables[meter.variable].name]
        if not isinstance(written, syntax.Variable) or written.when is None:
            return meter
        return replace(meter, condition=self.scopes.condition(written.when, self.scopes.note_names()))

    def _rules(self) -> Iterator[tuple[syntax.AlwaysRule, bool]]:
        for rule in self.found.always:
            name = self.references.scene(rule.go)
            if name is None:
                continue
            if self.found.scenes[name].sub_scene:
                self.report.add(offers.ALWAYS_TO_SUB_SCENE, rule.go.span, name=name)
                continue
            yield rule, self.found.scenes[name].ending is not None

    def _with_counts(self, scene: MachineScene) -> MachineScene:
        """The scene with its counts of entries, which come before its author's effects."""
        counts = []
        for prefix in ("@entered", "@shown", "@cycle"):
            number = self.table.numbers.get(f"{prefix}.{scene.id}")
            if number is not None:
                counts.append(Effect(number, Arithmetic("+", Read(number), Constant(1))))
        return replace(scene, on_enter=(*counts, *scene.on_enter))
