"""`prove`, the door into this package: everything that is claimed of a story, decided, with witnesses and reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from redheat_game.analysis.budget import MAX_NODES, Budget, Progress, seldom_collecting
from redheat_game.analysis.categories import Categories
from redheat_game.analysis.certificates import check_arrival, check_fault, replayed
from redheat_game.analysis.exploring import Explorer
from redheat_game.analysis.goals import Goal, Goals, Place, read_in
from redheat_game.analysis.notes import note_goals, verdicts_on_notes
from redheat_game.analysis.playing import Measure, Player, Reached
from redheat_game.analysis.possible import Possible, Verdict
from redheat_game.analysis.promises import Promise, Promises
from redheat_game.analysis.report import CategoryRoutes, Finding, FindingKind, Proof, Route
from redheat_game.analysis.routes import Routes
from redheat_game.analysis.system import System
from redheat_game.analysis.wording import Wording
from redheat_game.engine.state import State
from redheat_game.engine.step import StoryFault, begin
from redheat_game.story.script import Story
from redheat_game.story.source import Span

__all__ = ["Finding", "Proof", "Route", "RouteFinder", "prove"]

AVOIDING_EFFORT = 4
"""So many times the first effort goes into a run without one achievement: there is no second attempt."""
MOST_ENDS = 60
"""Runs that came to an end in which notes are looked for."""
OF_CHOICES: tuple[FindingKind, ...] = ("choice", "target", "locked", "alternative")
"""What belongs to a choice, and so is copied with it into every scene that includes its group."""
ALTERNATIVES: tuple[FindingKind, ...] = ("locked", "alternative", "target", "rule", "note")
"""What a proof tells of together, in this order."""


@seldom_collecting()
def prove(
    story: Story,
    *,
    max_seconds: float = 60.0,
    max_nodes: int = MAX_NODES,
    progress: Progress | None = None,
    seeks_routes: bool = True,
) -> Proof:
    """Decide everything that is claimed of a story, as far as the budget allows.

    Args:
        story: a story that was loaded without a mistake.
        max_seconds: when to stop; what is undecided then is reported as such.
        max_nodes: how many states one projection or one search may have.
        progress: told of what is being done.
        seeks_routes: whether the shortest routes of categories and the most achievements are sought too, which takes
            longer than all the rest.
    """
    budget = Budget(max_seconds, max_nodes, progress)
    try:
        begin(story.machine)
    except StoryFault as fault:
        start = story.scenes[story.machine.start]
        scene = story.machine.scenes[story.machine.start].id
        found = Finding("overflow", str(fault), scene, span=start.span, witness=(), witness_scene=scene)
        return Proof(True, budget.seconds, overflows=(found,))
    return Prover(story, budget).proof(seeks_routes)


class RouteFinder:
    """Shortest routes of one story, from its beginning or from any state in which a run may stand.

    Args:
        story: a story that was loaded without a mistake.
        budget: what may be spent.

    Raises:
        StoryFault: a playthrough cannot even begin.
    """

    def __init__(self, story: Story, budget: Budget) -> None:
        self._prover = Prover(story, budget)

    @seldom_collecting()
    def routes(self, category: str) -> CategoryRoutes:
        """The shortest routes of a category, from the beginning."""
        prover = self._prover
        if not prover.explorer.moves:
            prover.explorer.play(may_go_on=lambda: not prover.budget.is_spent)
        return prover.categories.routes(prover.story.categories[category])

    @seldom_collecting()
    def route_from(self, category: str, state: State, measure: Measure) -> Route:
        """The shortest way from a state to a category's goal; what it costs counts from there."""
        prover = self._prover
        shortest = prover.routes.moved_to(state).shortest(prover.ends[category], measure, ())
        choices = None if shortest.reached is None else prover.player.choices(shortest.reached)
        return Route(
            shortest.cost, shortest.at_least, choices, shortest.is_proved, prover.system.names(shortest.rests_on)
        )


class Prover:
    """One story being proved.

    Args:
        story: a story that begins without a fault.
        budget: what may be spent.
    """

    def __init__(self, story: Story, budget: Budget) -> None:
        self.story = story
        self.machine = story.machine
        self.budget = budget
        budget.tell("commands", 0, 1)
        whole = System(self.machine, begin(self.machine).state)
        self.system = whole.reduced()
        self.listing = Goals(story, whole)
        self.goals = list(self.listing.all())
        self.ends = {name: self.listing.ends(category) for name, category in story.categories.items()}
        """For each category, where a run of it is over."""
        asked = read_in([*chain.from_iterable(goal.possible for goal in self.goals), *chain(*self.ends.values())])
        self.player = Player(self.system, asked)
        self.explorer = Explorer(self.player, self.goals)
        self.possible = Possible(self.system, self.player, self.explorer, budget, asked)
        self.routes = Routes(self.system, self.player, budget)
        self.categories = Categories(story, self.ends, self.explorer, self.routes)
        self.wording = Wording(story, self.system, self.possible)
        self.undecided: list[Finding] = []
        self.decisive: list[int] = []
        """The variables on which it rests that an ending can always be reached."""
        self.found: dict[FindingKind, list[Finding]] = {}
        """What is wrong, by kind."""

    def proof(self, seeks_routes: bool) -> Proof:
        """Everything that is claimed of the story, in the order in which it helps what comes after."""
        budget = self.budget
        budget.tell("random play", 0, 1)
        self.explorer.play(may_go_on=lambda: not budget.is_spent)
        always_rests_on = self._promises()
        verdicts = self.possible.verdicts(self.goals, self.possible.first_effort)
        categories = self.story.categories if seeks_routes else {}
        routes = {name: self.categories.routes(category) for name, category in categories.items()}
        # what the first attempt left open may take all the time that is left
        again = {
            verdict.goal: verdict
            for verdict in self.possible.verdicts(
                [verdict.goal for verdict in verdicts if not verdict.is_decided], budget.max_nodes
            )
        }
        verdicts = [again.get(verdict.goal, verdict) for verdict in verdicts]
        self._unavoidable(verdicts)
        verdicts += self._notes()
        earnable = self._verdicts(verdicts)
        at = self.found.get
        return Proof(
            complete=not self.undecided
            and all(found.moves.proved and found.story_seconds.proved for found in routes.values()),
            seconds=budget.seconds,
            undecided=tuple(self.undecided),
            unreachable_scenes=tuple(at("scene", ())),
            dead_choices=tuple(at("choice", ())),
            dead_alternatives=tuple(one for kind in ALTERNATIVES for one in at(kind, ())),
            unearnable_achievements=tuple(at("achievement", ())),
            unavoidable_achievements=tuple(at("unavoidable", ())),
            unreachable_endings=tuple(at("ending", ())),
            soft_locks=tuple(at("soft_lock", ())),
            dead_ends=tuple(at("dead_end", ())),
            overflows=tuple(at("overflow", ())),
            doomed=tuple(at("doom", ())),
            uncovered=self._uncovered(verdicts, routes),
            looked_at=Counter(verdict.goal.kind for verdict in verdicts),
            routes=routes,
            max_achievements=self.categories.most(earnable, self.decisive) if seeks_routes else None,
            always_rests_on=always_rests_on,
            witnesses=self.wording.scene_witnesses(),
        )

    def _notes(self) -> list[Verdict]:
        """What can be read in the notebook, beginning with the runs that come into every scene and to the ends."""
        goals = list(note_goals(self.story))
        if not goals:
            return []
        self.budget.tell("notes", 0, 1)
        ends = (self.player.choices(reached) for reached in self.explorer.ends[:MOST_ENDS])
        known = chain(ends, sorted(self.wording.scene_witnesses().values()))
        return verdicts_on_notes(goals, self.listing, self.system, known, self.budget)

    def _add(self, finding: Finding) -> None:
        self.found.setdefault(finding.kind, []).append(finding)

    # what can happen

    def _verdicts(self, verdicts: Sequence[Verdict]) -> set[int]:
        """Report what cannot happen, and what must not and does; gives the achievements that may be earnable."""
        unreachable = {
            verdict.goal.scene for verdict in verdicts if verdict.goal.kind == "scene" and verdict.is_refuted
        }
        dead = {
            (verdict.goal.scene, verdict.goal.choice)
            for verdict in verdicts
            if verdict.goal.kind == "choice" and verdict.is_refuted
        }
        played_elsewhere = self._copies_of_played(verdicts)
        earnable = set()
        for verdict in verdicts:
            goal = verdict.goal
            if goal.kind == "achievement" and not verdict.is_refuted and goal.variable is not None:
                earnable.add(goal.variable)
            if not verdict.is_decided:
                self.undecided.append(self.wording.finding(verdict))
            elif goal.kind in ("overflow", "dead_end"):
                witness = self.possible.witness(verdict)
                if witness is not None:
                    if goal.kind == "overflow":
                        check_fault(self.story, witness)
                    else:
                        replayed(self.story, witness)
                    self._add(self.wording.finding(verdict))
            elif verdict.is_refuted:
                # of what lies in an unreachable scene, or belongs to a dead choice, nothing more need be said
                inside = goal.kind != "scene" and goal.kind != "ending" and goal.scene in unreachable
                follows = goal.kind == "target" and (goal.scene, goal.choice) in dead
                if goal.kind == "achievement" or not (inside or follows or goal in played_elsewhere):
                    self._add(self.wording.finding(verdict))
        return earnable

    def _copies_of_played(self, verdicts: Sequence[Verdict]) -> set[Goal]:
        """What belongs to a group's choice and comes about in some scene that includes it, if not in all of them."""
        by_source: dict[tuple[FindingKind, Span, int], list[Verdict]] = {}
        counts: Counter[tuple[FindingKind, int, int]] = Counter()
        for verdict in verdicts:
            goal = verdict.goal
            if goal.scene is None or goal.choice is None or goal.kind not in OF_CHOICES:
                continue
            span = self.story.scenes[goal.scene].choices[goal.choice].span
            if span is not None:
                # copies have the same parts in the same order
                own = (goal.kind, goal.scene, goal.choice)
                by_source.setdefault((goal.kind, span, counts[own]), []).append(verdict)
                counts[own] += 1
        return {
            verdict.goal
            for copies in by_source.values()
            if not all(copy.is_refuted for copy in copies)
            for verdict in copies
        }

    def _unavoidable(self, verdicts: Sequence[Verdict]) -> None:
        """Report achievements without which no playthrough ends but in death."""
        endings = {number for number, scene in enumerate(self.machine.scenes) if self._is_survived(scene.ending)}
        survived = [reached for reached in self.explorer.ends if self.player.scene(reached) in endings]
        always = frozenset.intersection(*map(self.player.earned, survived)) if survived else None
        for verdict in verdicts:
            variable = verdict.goal.variable
            if verdict.goal.kind != "achievement" or verdict.reached is None or variable is None:
                continue
            if always is None or variable in always:
                self._avoid(verdict.goal, variable, sorted(endings))

    def _avoid(self, goal: Goal, variable: int, endings: Sequence[int]) -> None:
        """Report the achievement if no playthrough to one of the endings is without it."""
        system = System(self.machine, self.system.start, (variable,)).without_earning((variable,)).reduced()
        is_earned = bool(self.system.start.values[variable])
        places = (
            [] if is_earned else [Place(number, None, ((),)) for number in endings if system.ranges.admits(number, ())]
        )
        decided: Reached | tuple[int, ...] | None = (variable,)
        if places:
            read = read_in(places)
            player = Player(system, read)
            possible = Possible(system, player, Explorer(player, ()), self.budget, read)
            decided = possible.decide(places, AVOIDING_EFFORT * possible.first_effort)
        if decided is None:
            self.undecided.append(self.wording.about_achievement(goal, ()))
        elif isinstance(decided, tuple):
            self._add(self.wording.about_achievement(goal, decided))

    def _is_survived(self, ending: str | None) -> bool:
        return ending is not None and self.story.endings[ending].kind != "death"

    def _uncovered(self, verdicts: Sequence[Verdict], routes: Mapping[str, CategoryRoutes]) -> tuple[Finding, ...]:
        """What the story promises as a whole, and no run keeps; what is undecided is told elsewhere."""
        story = self.story
        cannot = {(verdict.goal.kind, verdict.goal.name) for verdict in verdicts if verdict.is_refuted}
        played = {
            script.beat
            for scene, script in zip(self.machine.scenes, story.scenes, strict=True)
            if ("scene", scene.id) not in cannot
        }
        earned = {each.trope for name, each in story.achievements.items() if ("achievement", name) not in cannot}
        impossible = [name for name, found in routes.items() if found.moves.at_least is None]
        return (
            *(self.wording.about_story("beat", name) for name in story.beats if name not in played),
            *(self.wording.about_story("trope", name) for name in story.tropes if name not in earned),
            *(self.wording.about_story("category", name) for name in impossible),
        )

    # what always can

    def _promises(self) -> tuple[str, ...]:
        scenes = self.machine.scenes
        promises = Promises(self.system, self.player, self.explorer, self.budget)
        ends = promises.prove(lambda number: scenes[number].ending is not None)
        self._breaches("soft_lock", ends, ())
        exempt = {number for number, scene in enumerate(scenes) if scene.ending is not None or scene.doomed}
        survives = promises.prove(lambda number: self._is_survived(scenes[number].ending), exempt)
        self._breaches("doom", survives, ends.breaches)
        self.decisive = sorted({variable for kept in ends.rests_on.values() for variable in kept})
        return self.system.names(self.decisive)

    def _breaches(self, kind: FindingKind, promise: Promise, told: Iterable[int]) -> None:
        known = set(told)
        for breach in dict.fromkeys(promise.breaches.values()):
            lost = [scene for scene, one in promise.breaches.items() if one is breach and scene not in known]
            if lost:
                witness = self.player.choices(breach.reached)
                check_arrival(self.story, self.system, witness, breach.reached)
                self._add(self.wording.about_promise(kind, breach, lost, witness))
        for scene, kept in promise.undecided.items():
            if scene not in known:
                self.undecided.append(self.wording.undecided_promise(kind, scene, kept))
