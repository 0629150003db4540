"""What can happen, and what cannot: for each goal a run that reaches it, or a projection in which nothing does.

Chance reaches most goals, and the ranges of variables exclude most others. What is left is tried in small projections
over the variables that it reads, each for all goals at once; and what that leaves is sought by best-first search under
the distances of projections over its own variables (pattern databases: Culberson and Schaeffer 1998), refined until it
is reached or refuted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from redheat_game.analysis.budget import STATES_A_SCENE, Budget
from redheat_game.analysis.exploring import Explorer
from redheat_game.analysis.goals import Goal, Place, variables_of
from redheat_game.analysis.hunting import Hunt
from redheat_game.analysis.playing import Player, Reached, place_of
from redheat_game.analysis.projection import Projection, TooLarge, leading_to
from redheat_game.analysis.regression import Regression
from redheat_game.analysis.seeking import Guide, most_blamed, states_of
from redheat_game.analysis.system import System

MOST_STEPS_BACK = 10_000
"""Commands that are gone back for each goal before it is sought in other ways, unless the story is larger."""
STEPS_A_SCENE = 10
"""So many for each scene of a larger one."""
FIRST_SEARCH = 1_500
"""States looked at before the projection is refined for the first time."""
FIRST_EFFORT = 8_000
"""States of a projection or a search with which each goal is tried first, unless the story is larger."""
EFFORT_GROWS = 8
"""So many times more with which it is tried next."""
WIDTH_SHARE = 500
"""The width of a beam search is the effort divided by this."""
SEARCHES = 3
"""So many times the effort is what all searches for one goal may come to."""
MOST_AT_ENTRY = 6
"""Variables read on entering a goal's scene that guide the search for it too, unless there are more."""
MOST_TRACED = 300_000
"""Commands that are looked at to trace reasons to their first causes; of the rest, the nearest cause is named."""
TRIED = 5
"""Variables that are tried at each refinement."""


@dataclass(frozen=True)
class Verdict:
    """What was decided of a goal."""

    goal: Goal
    reached: Reached | None = None
    """A state in which it happens."""
    place: Place | None = None
    """The place of the goal in which that state lies; none where it holds at the start."""
    run: tuple[str, ...] | None = None
    """Choices from the start by which it happens, where it was found by these."""
    refuted_by: tuple[int, ...] | None = None
    """The variables in whose projection it is impossible."""
    is_excluded: bool = False
    """The ranges of variables exclude it; why, `Possible.reason` says."""

    @property
    def is_decided(self) -> bool:
        """Whether it is known."""
        return self.reached is not None or self.run is not None or self.is_refuted

    @property
    def is_refuted(self) -> bool:
        """Whether it is impossible."""
        return self.is_excluded or self.refuted_by is not None


class Possible:
    """Decides goals of one story, sharing projections among them.

    Args:
        system: the story, reduced.
        player: plays it, and keeps apart whatever any of the goals reads.
        explorer: what chance reached, and the states that it met.
        budget: what may be spent.
        read_in: where variables matter to goals.
    """

    def __init__(
        self,
        system: System,
        player: Player,
        explorer: Explorer,
        budget: Budget,
        read_in: Mapping[int, Collection[int]],
    ) -> None:
        self.system = system
        self.player = player
        self.explorer = explorer
        self.budget = budget
        self.read_in = read_in
        self._projections: dict[tuple[int, ...], Projection | None] = {}
        self.first_effort = min(max(FIRST_EFFORT, STATES_A_SCENE * len(system.commands)), budget.max_nodes)
        self._steps_for_reasons = MOST_TRACED
        self._before: dict[tuple[int, ...], dict[int, list[int]]] = {}
        self._finest: dict[tuple[Place, ...], Guide] = {}
        """The guides to what is still undecided, as far as they are refined."""

    @cached_property
    def scenes(self) -> tuple[Projection, dict[int, list[int]]]:
        """The projection that keeps no variable: the bare graph of the scenes."""
        projection = Projection(self.system, (), {})
        return projection, projection.before()

    @cached_property
    def _depths(self) -> dict[int, int]:
        """By scene, the fewest moves that might lead to it."""
        bare, _ = self.scenes
        after = {state: row for state, (_, row) in bare.rows.items()}
        return {bare.scene(state): depth for state, depth in leading_to([bare.start], after).items()}

    def small(self, variables: Collection[int]) -> Projection | None:
        """The projection over a few variables, if it is small; made once."""
        key = tuple(sorted(variables))
        if key not in self._projections:
            try:
                self._projections[key] = Projection(self.system, key, self.read_in, None, self.first_effort)
            except TooLarge:
                self._projections[key] = None
        return self._projections[key]

    def single(self, variable: int) -> tuple[Projection, dict[int, list[int]]] | None:
        """The projection that keeps this variable alone, and its moves backward, if it is small."""
        projection = self.small((variable,))
        if projection is None:
            return None
        if (variable,) not in self._before:
            self._before[variable,] = projection.before()
        return projection, self._before[variable,]

    def verdicts(self, goals: Sequence[Goal], most: int) -> list[Verdict]:
        """Decide goals with projections and searches of at most so many states, the easy ones first."""
        known: dict[Goal, Verdict] = {}
        for goal in goals:
            if goal in self.explorer.found:
                known[goal] = Verdict(goal, *self.explorer.found[goal])
            elif not goal.possible:
                known[goal] = Verdict(goal, is_excluded=True)
        self._go_back([goal for goal in goals if goal not in known], known)
        effort = min(FIRST_SEARCH, most)
        while True:
            left = [goal for goal in goals if goal not in known or not known[goal].is_decided]
            # whatever reaches one is on the way to those that come later
            left.sort(key=lambda goal: min((self._depths.get(place.scene, 0) for place in goal.possible), default=0))
            doubtful: set[int | None] = set()
            for number, goal in enumerate(left):
                self.budget.tell("witnesses", len(goals) - len(left) + number, len(goals))
                if self.budget.is_spent or goal.scene in doubtful:
                    known[goal] = Verdict(goal)
                    continue
                known[goal] = self.verdict(goal, effort)
                if goal.kind == "scene" and not known[goal].is_decided:
                    # first it has to be known whether the scene can be entered; the next round goes on from there
                    doubtful.add(goal.scene)
            if effort >= most or self.budget.is_spent:
                return [known[goal] for goal in goals]
            effort = min(effort * EFFORT_GROWS, most)

    def _go_back(self, goals: Sequence[Goal], known: dict[Goal, Verdict]) -> None:
        """Decide what is decided near the goals."""
        regression = Regression(self.player, self.explorer.pool)
        most = max(MOST_STEPS_BACK, STEPS_A_SCENE * len(self.system.commands))
        for number, goal in enumerate(goals):
            if self.budget.is_spent:
                break
            self.budget.tell("going back", number, len(goals))
            if goal in self.explorer.found:
                known[goal] = Verdict(goal, *self.explorer.found[goal])
                continue
            found = regression.decide(goal.possible, most)
            if found.reached is not None:
                for one in found.reached.run():
                    self.explorer.meet(one)
                known[goal] = self._reached(goal, found.reached)
            elif found.closed_by is not None:
                known[goal] = Verdict(goal, refuted_by=found.closed_by)

    def _reached(self, goal: Goal, reached: Reached) -> Verdict:
        return Verdict(goal, reached, place_of(self.system, goal.possible, reached.state))

    def reason(self, verdict: Verdict) -> tuple[int, ...]:
        """The variables on which it rests that something is impossible."""
        if verdict.refuted_by is not None or not verdict.is_excluded:
            return verdict.refuted_by or ()
        found: set[int] = set()
        for place in verdict.goal.places:
            for guard in place.guards:
                variables, steps = self.system.ranges.reason(place.scene, guard, self._steps_for_reasons)
                self._steps_for_reasons -= steps
                found |= variables
        return tuple(sorted(found))

    def verdict(self, goal: Goal, effort: int) -> Verdict:
        """Decide a goal, if projections and searches of `effort` states are enough."""
        if goal in self.explorer.found:
            return Verdict(goal, *self.explorer.found[goal])
        decided = self.decide(goal.possible, effort)
        if isinstance(decided, Reached):
            return self._reached(goal, decided)
        return Verdict(goal, refuted_by=decided)

    def witness(self, verdict: Verdict) -> tuple[str, ...] | None:
        """Choices from the start by which it happens, where it is known to."""
        return verdict.run if verdict.reached is None else self.player.choices(verdict.reached, verdict.place)

    def decide(self, places: Sequence[Place], effort: int) -> Reached | tuple[int, ...] | None:
        """A state in one of the places, or variables that exclude all of them; None where neither was found."""
        bare, bare_before = self.scenes
        targets = states_of(bare, places)
        if not targets:
            return ()
        ways = Guide(bare, leading_to(targets, bare_before))
        own = variables_of(places)
        entry = self._read_on_entry({place.scene for place in places}) - own
        variables = sorted(own) if len(entry) > MOST_AT_ENTRY else [*sorted(entry), *sorted(own)]
        guides = []
        for guide in self._single_guides(places, variables):
            if not guide.knows_a_way:
                return guide.projection.kept
            guides.append(guide)
        main = guides.pop() if guides else ways
        key = tuple(places)
        hunt = Hunt(self.player, self.explorer, places, ways, guides, self._finest.pop(key, main))
        decided = self._hunted(hunt, variables, effort)
        if decided is None:
            self._finest[key] = hunt.main
            if effort > FIRST_SEARCH:
                return hunt.dive(effort // WIDTH_SHARE)
        return decided

    def _single_guides(self, places: Sequence[Place], variables: Iterable[int]) -> Iterator[Guide]:
        """For each of the variables the projection that keeps it alone, where that is small, as a guide."""
        for variable in variables:
            single = self.single(variable)
            if single is not None:
                projection, before = single
                yield Guide(projection, leading_to(states_of(projection, places), before))

    def _hunted(self, hunt: Hunt, variables: Sequence[int], effort: int) -> Reached | tuple[int, ...] | None:
        """Search and refine by turns, until something is reached or refuted, or the effort is spent.

        Args:
            hunt: its main guide is refined.
            variables: those that decide whether a state lies in one of the places, or can be entered.
            effort: states of a projection, and of a search at most.
        """
        width = min(effort, FIRST_SEARCH) // WIDTH_SHARE
        reached = hunt.dive(width)
        if reached is not None:
            return reached
        most, spent = min(FIRST_SEARCH, effort), 0
        while not self.budget.is_spent and spent < SEARCHES * effort:
            spent += most
            found = hunt.seek(most)
            if found.reached is not None:
                return found.reached
            finer = self._refined(hunt.main, hunt.places, variables, found.blame, max(effort, FIRST_EFFORT))
            if finer is None:
                if most >= effort:
                    break
                # the same guide has to do
                most = min(most * 4, effort)
                continue
            hunt.main = finer
            if not finer.knows_a_way:
                return self._needed(finer.projection.kept, hunt.places)
            # a better guide may show the way to the few states of a beam
            reached = hunt.dive(width)
            if reached is not None:
                return reached
            most = min(most * 3 // 2, effort)
        return None

    def _read_on_entry(self, scenes: Collection[int]) -> set[int]:
        """The variables that decide whether one of the scenes can be entered from elsewhere."""
        return {
            variable
            for commands in self.system.commands
            for command in commands
            if command.target in scenes and command.scene not in scenes
            for variable, _ in command.guard
        }

    def _refined(
        self, main: Guide, places: Sequence[Place], own: Sequence[int], blame: Mapping[int, float], effort: int
    ) -> Guide | None:
        """The projection with one more variable that leaves the longest way to go, or none at all."""
        kept = main.projection.kept
        tried = most_blamed(blame, kept)[:TRIED]
        tried += [variable for variable in own if variable not in kept and variable not in tried][:TRIED]
        if not tried:
            tried = self._read_on_the_way(main)[: 2 * TRIED]
        best: tuple[tuple[float, float, int], Guide] | None = None
        for order, variable in enumerate(tried):
            try:
                finer = main.projection.refined(variable, main.distances, effort)
            except TooLarge:
                continue
            distances = leading_to(states_of(finer, places), finer.before())
            guide = Guide(finer, distances)
            if not guide.knows_a_way:
                return guide
            share = len(distances) / (len(main.distances) * self.system.sizes[variable])
            score = (-distances[finer.start], share, order)
            if best is None or score < best[0]:
                best = (score, guide)
        return best[1] if best else None

    def _needed(self, kept: Sequence[int], places: Sequence[Place]) -> tuple[int, ...]:
        """The variables without those that the refutation can do without."""
        needed = list(kept)
        for variable in kept:
            fewer = [other for other in needed if other != variable]
            if self._is_refuted(fewer, places):
                needed = fewer
        return tuple(sorted(needed))

    def _is_refuted(self, kept: Sequence[int], places: Sequence[Place]) -> bool:
        """Whether the projection over these variables, if it is small, shows no way to one of the places."""
        projection = self.small(kept)
        return projection is not None and not states_of(projection, places)

    def _read_on_the_way(self, guide: Guide) -> list[int]:
        """Variables outside the projection that the moves read which may lead to the goal."""
        found: set[int] = set()
        for state in guide.distances:
            row = guide.projection.rows.get(state)
            for move, after in zip(*row, strict=True) if row else ():
                if after in guide.distances:
                    found.update(variable for command in move.commands for variable, _ in command.guard)
        return sorted(found - set(guide.projection.kept))
