"""From checked documents to the one machine and its script.

Everything an author can write becomes variables, guards, effects and targets here, as SEMANTICS lays down in
`docs/semantics.md`. Mistakes are reported and something harmless put in their place, so that one pass finds all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from redheat_game.story import syntax
from redheat_game.story.collection import Collection, plain
from redheat_game.story.conditions import (
    TRUE,
    Arithmetic,
    Comparison,
    Constant,
    Not,
    Read,
    Tree,
    all_of,
    any_of,
)
from redheat_game.story.diagnostics import flow, names
from redheat_game.story.diagnostics.core import Report
from redheat_game.story.expressions import Scope, parse_condition, parse_effect
from redheat_game.story.machine import Effect, Machine, MachineChoice, MachineScene, Target
from redheat_game.story.prose import Prose, Words
from redheat_game.story.prose_parser import Counters, parse_prose, warn_of_speakers
from redheat_game.story.references import References
from redheat_game.story.script import ChoiceScript, Meter, SceneScript
from redheat_game.story.source import Scalar, Span
from redheat_game.story.sub_scenes import SubScenes
from redheat_game.story.syntax_base import Syntax
from redheat_game.story.variables import VariableTable

CONTINUE: Prose = (Words("Continue"),)
MIN_WITHIN, MAX_WITHIN = 1, 600
MAX_CHOICES = 50
"""Of one scene; the guard of each fallback holds the guards of all others."""


@dataclass(frozen=True)
class Offer:
    """A choice on its way to a scene: one of the scene's own, of a group, or of a scene that attaches itself."""

    written: syntax.OfferedChoice
    go: Scalar | list[syntax.TargetEntry] | None = None
    call: Scalar | None = None
    returns: bool = False
    attached: bool = False


@dataclass
class _Draft:
    """A choice lowered so far: its guard does not know of fallbacks yet."""

    choice: MachineChoice
    script: ChoiceScript
    is_fallback: bool
    was: Sequence[Scalar] = ()


class Lowering:
    """Lowers all scenes of a collection; `machine_scenes` and `scripts` are what comes of it."""

    def __init__(self, found: Collection, table: VariableTable, meters: Sequence[Meter]) -> None:
        self.found = found
        self.table = table
        self.report: Report = found.report
        self.meters = {meter.variable: meter for meter in meters}
        self.scene_numbers = {name: number for number, name in enumerate(found.scenes)}
        self.references = References(found)
        self.declared = {name: (table.numbers[name], table.variables[table.numbers[name]]) for name in table.numbers}
        self.former_choices: dict[str, dict[str, str]] = {}
        """For each scene: former id of a choice to present id."""
        self.attached = self._attachments()
        self.sub_scenes = SubScenes(found, self.references, self._calls())
        self.cast_names = [plain(member.name) for member in found.cast.values()]

    # what stands where

    def _attachments(self) -> dict[str, list[Offer]]:
        attached: dict[str, list[Offer]] = {}
        for scene in self.found.scenes.values():
            for entry in scene.attached_to:
                name = self.references.scene(entry.scene)
                if name is None:
                    continue
                if self.found.scenes[name].choices is None:
                    self.report.add(flow.NOTHING_TO_ATTACH_TO, entry.scene.span, name=name)
                elif self.references.may_go(name, scene.scene.value, entry.scene.span):
                    attached.setdefault(name, []).append(Offer(entry, go=scene.scene, attached=True))
        return attached

    def offers(self, scene: syntax.Scene) -> Iterator[Offer]:
        """The choices of a scene in the order in which they are shown."""
        for entry in scene.choices or ():
            if isinstance(entry, syntax.Choice):
                yield Offer(entry, entry.go, entry.call, entry.returns)
                continue
            group = self.references.find("group", self.found.groups, entry.include)
            for choice in self.found.groups[group].choices if group else ():
                yield Offer(choice, choice.go, choice.call, choice.returns)
        yield from self.attached.get(scene.scene.value, ())

    def _calls(self) -> Iterator[tuple[str, Scalar, Scalar | None, Span]]:
        """Every call that stands: calling scene, sub-scene called, where the return leads, place."""
        for name, scene in self.found.scenes.items():
            for offer in self.offers(scene):
                if offer.call is not None:
                    back = offer.go if isinstance(offer.go, Scalar) else None
                    if isinstance(offer.go, list):
                        self.report.add(flow.CALL_RETURNS_TO_ONE, offer.written.where("go"))
                    yield name, offer.call, back, offer.call.span

    # scopes: what an expression may name, and which variable answers `seen`

    def rules_scope(self, scene: str) -> Scope:
        """For guards, effects and targets of `scene` (empty for what belongs to no scene)."""

        def seen(other: str) -> Tree:
            entries = 2 if other == scene else 1
            number = self.table.need(f"@entered.{other}", "entered", entries, edge="clamp")
            return Comparison(">=", Read(number), Constant(entries))

        return Scope(self.declared, self.found.scenes, seen, self.report, self.found.broken)

    def prose_scope(self, scene: str) -> Scope:
        """For prose of `scene`: it counts entries with variables of its own, which no rule reads."""

        def seen(other: str) -> Tree:
            entries = 2 if other == scene else 1
            return Comparison(">=", Read(self._shown(other, entries)), Constant(entries))

        return Scope(self.declared, self.found.scenes, seen, self.report, self.found.broken)

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
        scope = self.prose_scope(scene)
        return parse_prose(scalar, scope, self.counters(scene), one_paragraph=one_paragraph)

    def condition(self, scalar: Scalar | None, scope: Scope) -> Tree | None:
        """The lowered condition, or None where there is none or it was reported."""
        return parse_condition(scalar, scope) if scalar is not None else None

    # effects and targets

    def effects(
        self, written: Sequence[Scalar | syntax.ConditionalEffect | syntax.UnlockOnEntry], scope: Scope
    ) -> list[Effect]:
        """The effects of a `do` or an `on_enter`, in order."""
        lowered: list[Effect] = []
        for entry in written:
            match entry:
                case syntax.UnlockOnEntry():
                    lowered += self.unlock(entry.unlock, entry.when, scope)
                case syntax.ConditionalEffect():
                    guard = self.condition(entry.when, scope)
                    lowered += (replace(effect, guard=guard) for effect in self.effects(entry.do, scope))
                case _:
                    effect = parse_effect(entry, scope)
                    if effect:
                        lowered.append(Effect(*effect))
        return lowered

    def unlock(self, name: Scalar, when: Scalar | None, scope: Scope) -> list[Effect]:
        """The effect that grants an achievement."""
        achievement = self.references.find("achievement", self.found.achievements, name)
        guard = self.condition(when, scope)
        if achievement is None:
            return []
        return [Effect(self.table.numbers[f"@unlocked.{achievement}"], TRUE, guard)]

    def targets(
        self, origin: str, go: Scalar | list[syntax.TargetEntry], scope: Scope, owner: Syntax
    ) -> tuple[Target, ...]:
        """The ways on of the `go` of `owner`, which stands in scene `origin`."""
        entries = [syntax.TargetEntry(span=go.span, to=go)] if isinstance(go, Scalar) else go
        lowered = []
        for position, entry in enumerate(entries):
            is_last = position == len(entries) - 1
            if is_last and entry.when is not None:
                if owner.damaged:
                    continue
                self.report.add(flow.LAST_TARGET_CONDITIONAL, entry.when.span)
            elif not is_last and entry.when is None:
                self.report.add(flow.TARGET_NEVER_TAKEN, entry.to.span, name=entry.to.value)
            guard = self.condition(entry.when, scope)
            name = self.references.scene(entry.to)
            if name is not None and self.references.may_go(origin, name, entry.to.span):
                lowered.append(Target(None if is_last else guard, self.scene_numbers[name]))
        return tuple(lowered)

    # choices

    def choice(self, origin: str, offer: Offer) -> _Draft:
        """An offered choice of scene `origin`, lowered."""
        written = offer.written
        scope = self.rules_scope(origin)
        first = self._first_target(offer)
        name = written.id.value if written.id else (first.value if first else "return" if offer.returns else "")
        guard = self.condition(written.when, scope)
        effects = self.effects(written.do, scope)
        cost = plain(written.cost) if written.cost is not None else self._cost(effects)
        unused: Tree | None = None
        if written.once:
            used = self.table.need(f"@once.{origin}.{name}", "once", 1)
            unused = Not(Read(used))
            effects.append(Effect(used, TRUE))
        for entry in written.unlock:
            achievement, when = (entry, None) if isinstance(entry, Scalar) else (entry.id, entry.when)
            effects += self.unlock(achievement, when, scope)
        targets = self._choice_targets(origin, offer, effects, scope)
        locked = None
        if written.locked is not None and written.when is None:
            self.report.add(flow.LOCKED_WITHOUT_WHEN, written.locked.span)
        elif written.locked is not None and guard is not None:
            locked = all_of(unused, Not(guard))
        return _Draft(
            MachineChoice(name, all_of(unused, guard), tuple(effects), targets, locked),
            ChoiceScript(
                self.prose(written.say, origin),
                self.prose(written.locked, origin) if written.locked else None,
                cost,
                span=written.say.span,
            ),
            written.fallback,
            written.was,
        )

    @staticmethod
    def _first_target(offer: Offer) -> Scalar | None:
        if offer.call is not None:
            return offer.call
        if isinstance(offer.go, list):
            return offer.go[0].to if offer.go else None
        return offer.go

    def _choice_targets(self, origin: str, offer: Offer, effects: list[Effect], scope: Scope) -> tuple[Target, ...]:
        place = offer.written.span
        if offer.returns:
            if offer.go is not None or offer.call is not None:
                self.report.add(
                    flow.SEVERAL_WAYS_ON, place, ways="`return` and " + ("`call`" if offer.call else "`go`")
                )
            return self.returns(origin, offer.written.where("return"))
        if offer.call is not None:
            called = self.sub_scenes.called(origin, offer.call, offer.go)
            if called is None:
                return ()
            name, point = called
            effects.append(Effect(self.return_variable(name), Constant(point)))
            return (Target(None, self.scene_numbers[name]),)
        if not offer.go:
            if not offer.written.damaged:
                self.report.add(flow.CHOICE_LEADS_NOWHERE, place)
            return ()
        if offer.attached:
            assert isinstance(offer.go, Scalar)
            return (Target(None, self.scene_numbers[offer.go.value]),)
        return self.targets(origin, offer.go, scope, offer.written)

    def return_variable(self, sub_scene: str) -> int:
        """The variable that holds where the sub-scene returns to."""
        points = self.sub_scenes.return_points.get(sub_scene, ())
        return self.table.need(f"@return.{sub_scene}", "return", max(1, len(points) - 1))

    def returns(self, sub_scene: str, place: Span) -> tuple[Target, ...]:
        """The ways on of a `return` in `sub_scene`."""
        if not self.found.scenes[sub_scene].sub_scene:
            self.report.add(flow.RETURN_OUTSIDE, place, name=sub_scene)
            return ()
        points = self.sub_scenes.return_points.get(sub_scene, ())
        variable = self.return_variable(sub_scene)
        return tuple(
            Target(
                None if point == len(points) - 1 else Comparison("==", Read(variable), Constant(point)),
                self.scene_numbers[name],
            )
            for point, name in enumerate(points)
        )

    def _cost(self, effects: Sequence[Effect]) -> str:
        costs = []
        for effect in effects:
            meter = self.meters.get(effect.variable)
            match effect.value:
                case Arithmetic(sign, Read(variable), Constant(amount)) if meter and effect.guard is None:
                    if variable == effect.variable and (sign == "-") == meter.more_is_better:
                        costs.append(f"{meter.name.lower()} {amount}")
        return " · ".join(costs)

    def timeout(self, scene: syntax.Scene) -> _Draft | None:
        """The choice that time takes, where the scene has one."""
        origin, written = scene.scene.value, scene.otherwise
        if scene.within is not None and not MIN_WITHIN <= scene.within <= MAX_WITHIN:
            self.report.add(flow.WITHIN_BOUNDS, scene.where("within"), low=MIN_WITHIN, high=MAX_WITHIN)
        if written is None:
            return None
        if not written.go:
            if not written.damaged:
                self.report.add(flow.CHOICE_LEADS_NOWHERE, written.span)
            return None
        scope = self.rules_scope(origin)
        effects = self.effects(written.do, scope)
        cost = plain(written.cost) if written.cost is not None else self._cost(effects)
        for entry in written.unlock:
            achievement, when = (entry, None) if isinstance(entry, Scalar) else (entry.id, entry.when)
            effects += self.unlock(achievement, when, scope)
        targets = self.targets(origin, written.go, scope, written)
        script = ChoiceScript(self.prose(written.say, origin), None, cost, True, written.say.span)
        return _Draft(MachineChoice("timeout", TRUE, tuple(effects), targets), script, False)

    def drafts(self, scene: syntax.Scene) -> list[_Draft]:
        """All choices of a scene, ids checked, guards of fallbacks not yet made."""
        origin = scene.scene.value
        drafts = [self.choice(origin, offer) for offer in self.offers(scene)]
        self._check_ids(origin, drafts)
        timeout = self.timeout(scene)
        if timeout is not None:
            drafts.append(timeout)
        fallbacks = [draft for draft in drafts if draft.is_fallback]
        lost = scene.damaged and timeout is None
        if fallbacks and not lost and (timeout is not None or len(fallbacks) == len(drafts)):
            self.report.add(flow.FALLBACK_OF_NOTHING, fallbacks[0].script.span)
        if len(drafts) > MAX_CHOICES:
            self.report.add(flow.TOO_MANY_CHOICES, scene.scene.span, name=origin, limit=MAX_CHOICES)
        return drafts

    def _check_ids(self, scene: str, drafts: Sequence[_Draft]) -> None:
        """No two choices of a scene may share an id, nor may a former id be one that a choice bears."""
        ids: set[str] = set()
        for draft in drafts:
            if draft.choice.id in ids:
                self.report.add(names.CHOICES_ALIKE, draft.script.span, name=draft.choice.id, scene=scene)
            if draft.choice.id:
                ids.add(draft.choice.id)
        for draft in drafts:
            for former in draft.was:
                if former.value in ids:
                    self.report.add(names.FORMER_ID_IN_USE, former.span, kind="choice", name=former.value)
                self.former_choices.setdefault(scene, {})[former.value] = draft.choice.id

    def way_on(self, scene: syntax.Scene) -> list[_Draft]:
        """The one choice, Continue, of a scene that has a `go` or a `return` of its own."""
        origin = scene.scene.value
        say = self.prose(scene.continues, origin) if scene.continues else CONTINUE
        if scene.returns:
            choice = MachineChoice("return", TRUE, (), self.returns(origin, scene.where("return")))
        else:
            assert scene.go
            first = scene.go if isinstance(scene.go, Scalar) else scene.go[0].to
            targets = self.targets(origin, scene.go, self.rules_scope(origin), scene)
            choice = MachineChoice(first.value, TRUE, (), targets)
        span = scene.where("return" if scene.returns else "go")
        return [_Draft(choice, ChoiceScript(say, span=span), False)]

    # scenes

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
            self.report.add(flow.CONTINUE_WITHOUT_GO, scene.where("continue"))
        timed = {"within": scene.within is not None, "else": scene.otherwise is not None}
        if any(timed.values()) and not scene.damaged and not (all(timed.values()) and scene.choices is not None):
            stands = "within" if timed["within"] else "else"
            self.report.add(flow.TIMED_BY_HALF, scene.where(stands), key=stands)
        if scene.sub_scene and scene.ending is not None:
            self.report.add(flow.SUB_SCENE_ENDS, scene.where("ending"))

    def scene(self, scene: syntax.Scene, rules: Sequence[tuple[syntax.AlwaysRule, bool]]) -> None:
        """Lower one scene into `machine_scenes` and `scripts`."""
        name = scene.scene.value
        self._check_ways(scene)
        scope = self.rules_scope(name)
        on_enter = self.effects(scene.on_enter, scope)
        drafts = self.drafts(scene) if scene.choices is not None else []
        if scene.choices is None and (scene.go or scene.returns):
            drafts = self.way_on(scene)
        no_other = Not(any_of(*(draft.choice.guard for draft in drafts if not draft.is_fallback)))
        choices = []
        for draft in drafts:
            choice = draft.choice
            if draft.is_fallback:
                choice = replace(choice, guard=all_of(choice.guard, no_other))
            choices.append(choice)
        ending = self.references.find("ending", self.found.endings, scene.ending) if scene.ending else None
        always = self._always(scene, rules, scope) if ending is None else ()
        warn_of_speakers(scene.text, self.cast_names, scope)
        prose = self.prose(scene.text, name, one_paragraph=False)
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
                guard = self.condition(rule.when, scope)
                if guard is not None:
                    lowered.append(Target(guard, self.scene_numbers[rule.go.value]))
        return tuple(lowered)

    def _script(self, scene: syntax.Scene, prose: Prose, choices: list[ChoiceScript]) -> SceneScript:
        find, found = self.references.find, self.found
        place = find("place", found.places, scene.place) if scene.place else None
        act = find("act", found.acts, scene.act) if scene.act else found.act_of_folder(scene.span.file.folder)
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
        start = self.references.start()
        if start is None or self.report.has_errors:
            return None
        scenes = [self._with_counts(scene) for scene in self.machine_scenes]
        return Machine(tuple(self.table.variables), tuple(scenes), self.scene_numbers[start])

    def _rules(self) -> Iterator[tuple[syntax.AlwaysRule, bool]]:
        for rule in self.found.always:
            name = self.references.scene(rule.go)
            if name is None:
                continue
            if self.found.scenes[name].sub_scene:
                self.report.add(flow.ALWAYS_TO_SUB_SCENE, rule.go.span, name=name)
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
