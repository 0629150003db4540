"""Lowering choices: their guards, effects and targets, and what the player reads of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from redheat_game.story import syntax
from redheat_game.story.collection import Collection, plain
from redheat_game.story.conditions import TRUE, Arithmetic, Comparison, Constant, Not, Read, Tree, all_of
from redheat_game.story.diagnostics import flow, names, offers
from redheat_game.story.expressions import Scope
from redheat_game.story.machine import Effect, MachineChoice, Target
from redheat_game.story.prose import Prose, Words
from redheat_game.story.references import References
from redheat_game.story.scopes import Scopes
from redheat_game.story.script import ChoiceScript, Meter
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
class Draft:
    """A choice lowered so far: its guard does not know of fallbacks yet."""

    choice: MachineChoice
    script: ChoiceScript
    is_fallback: bool
    was: Sequence[Scalar] = ()


class ChoiceLowering:
    """Lowers the choices of one scene at a time."""

    def __init__(self, found: Collection, table: VariableTable, meters: Sequence[Meter], scopes: Scopes) -> None:
        self.found = found
        self.table = table
        self.report = found.report
        self.scopes = scopes
        self.meters: Mapping[int, Meter] = {meter.variable: meter for meter in meters}
        self.scene_numbers = {name: number for number, name in enumerate(found.scenes)}
        self.references = References(found)
        self.former_choices: dict[str, dict[str, str]] = {}
        """For each scene: former id of a choice to present id."""
        self.attached = self._attachments()
        self.sub_scenes = SubScenes(found, self.references, self._calls())

    # what stands where

    def _attachments(self) -> dict[str, list[Offer]]:
        attached: dict[str, list[Offer]] = {}
        for scene in self.found.scenes.values():
            for entry in scene.attached_to:
                name = self.references.scene(entry.scene)
                if name is None:
                    continue
                if self.found.scenes[name].choices is None:
                    self.report.add(offers.NOTHING_TO_ATTACH_TO, entry.scene.span, name=name)
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
                    guard = self.scopes.condition(entry.when, scope)
                    lowered += (replace(effect, guard=guard) for effect in self.effects(entry.do, scope))
                case _:
                    effect = self.scopes.effect(entry, scope)
                    if effect:
                        lowered.append(Effect(*effect))
        return lowered

    def unlock(self, name: Scalar, when: Scalar | None, scope: Scope) -> list[Effect]:
        """The effect that grants an achievement."""
        achievement = self.references.find("achievement", self.found.achievements, name)
        guard = self.scopes.condition(when, scope)
        if achievement is None:
            return []
        return [Effect(self.table.numbers[f"@unlocked.{achievement}"], TRUE, guard)]

    def unlocks(self, written: syntax.Consequences, scope: Scope) -> list[Effect]:
        """The effects of the `unlock` of a choice."""
        lowered: list[Effect] = []
        for entry in written.unlock:
            achievement, when = (entry, None) if isinstance(entry, Scalar) else (entry.id, entry.when)
            lowered += self.unlock(achievement, when, scope)
        return lowered

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
            guard = self.scopes.condition(entry.when, scope)
            name = self.references.scene(entry.to)
            if name is not None and self.references.may_go(origin, name, entry.to.span):
                lowered.append(Target(None if is_last else guard, self.scene_numbers[name]))
        return tuple(lowered)

    # choices

    def choice(self, origin: str, offer: Offer) -> Draft:
        """An offered choice of scene `origin`, lowered."""
        written = offer.written
        scope = self.scopes.rules(origin)
        first = self._first_target(offer)
        name = written.id.value if written.id else (first.value if first else "return" if offer.returns else "")
        guard = self.scopes.condition(written.when, scope)
        effects = self.effects(written.do, scope)
        cost = plain(written.cost) if written.cost is not None else self._cost(effects)
        unused: Tree | None = None
        if written.once:
            used = self.table.need(f"@once.{origin}.{name}", "once", 1)
            unused = Not(Read(used))
            effects.append(Effect(used, TRUE))
        effects += self.unlocks(written, scope)
        targets = self._choice_targets(origin, offer, effects, scope)
        locked = None
        if written.locked is not None and written.when is None:
            self.report.add(offers.LOCKED_WITHOUT_WHEN, written.locked.span)
        elif written.locked is not None and guard is not None:
            locked = all_of(unused, Not(guard))
        return Draft(
            MachineChoice(name, all_of(unused, guard), tuple(effects), targets, locked),
            ChoiceScript(
                self.scopes.prose(written.say, origin),
                self.scopes.prose(written.locked, origin) if written.locked else None,
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
        number = self.table.need(f"@return.{sub_scene}", "return", max(1, len(points) - 1))
        # by name, so that a stored state finds its way back though other calls have come or gone
        self.table.variables[number] = replace(self.table.variables[number], words=tuple(points))
        return number

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
                        costs.append(f"{'+' if sign == '+' else '−'}{amount} {meter.name.lower()}")
        return " · ".join(costs)

    def timeout(self, scene: syntax.Scene) -> Draft | None:
        """The choice that time takes, where the scene has one."""
        origin, written = scene.scene.value, scene.otherwise
        if scene.within is not None and not MIN_WITHIN <= scene.within <= MAX_WITHIN:
            self.report.add(offers.WITHIN_BOUNDS, scene.where("within"), low=MIN_WITHIN, high=MAX_WITHIN)
        if written is None:
            return None
        if not written.go:
            if not written.damaged:
                self.report.add(flow.CHOICE_LEADS_NOWHERE, written.span)
            return None
        scope = self.scopes.rules(origin)
        effects = self.effects(written.do, scope)
        cost = plain(written.cost) if written.cost is not None else self._cost(effects)
        effects += self.unlocks(written, scope)
        targets = self.targets(origin, written.go, scope, written)
        script = ChoiceScript(self.scopes.prose(written.say, origin), None, cost, True, written.say.span)
        return Draft(MachineChoice("timeout", TRUE, tuple(effects), targets), script, False)

    def drafts(self, scene: syntax.Scene) -> list[Draft]:
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
            self.report.add(offers.FALLBACK_OF_NOTHING, fallbacks[0].script.span)
        if len(drafts) > MAX_CHOICES:
            self.report.add(offers.TOO_MANY_CHOICES, scene.scene.span, name=origin, limit=MAX_CHOICES)
        return drafts

    def _check_ids(self, scene: str, drafts: Sequence[Draft]) -> None:
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

    def way_on(self, scene: syntax.Scene) -> list[Draft]:
        """The one choice, Continue, of a scene that has a `go` or a `return` of its own."""
        origin = scene.scene.value
        say = self.scopes.prose(scene.continues, origin) if scene.continues else CONTINUE
        if scene.returns:
            choice = MachineChoice("return", TRUE, (), self.returns(origin, scene.where("return")))
        else:
            assert scene.go
            first = scene.go if isinstance(scene.go, Scalar) else scene.go[0].to
            targets = self.targets(origin, scene.go, self.scopes.rules(origin), scene)
            choice = MachineChoice(first.value, TRUE, (), targets)
        span = scene.where("return" if scene.returns else "go")
        return [Draft(choice, ChoiceScript(say, span=span), False)]
