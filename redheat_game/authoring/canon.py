"""The greedy line along the canon beats: what a runner does who knows the film and looks no further than the next beat.

The beats are followed in the order in which the story declares them, each by a shortest way from where the one before
it was met that leaves the goal in reach; of ways that are equally short, the one whose choices stand first in their
lists. Beats that were met on the way are not gone back to. A beat is passed over where there is no such way that is at
most `MOST_DETOUR` moves longer than the shortest way to it. From the last beat the line goes on to the goal, by a
shortest way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from redheat_game.analysis.exploring import Explorer
from redheat_game.analysis.goals import Place, read_in
from redheat_game.analysis.playing import Reached, Test
from redheat_game.analysis.possible import Possible
from redheat_game.analysis.projection import Projection, TooLarge, leading_to
from redheat_game.analysis.proof import Prover
from redheat_game.analysis.routes import Routes
from redheat_game.analysis.seeking import Guide, states_of
from redheat_game.analysis.system import System
from redheat_game.engine.playthrough import Playthrough
from redheat_game.story.script import Category

EFFORTS = (1_500, 6_000, 24_000)
"""States of a projection or a search with which it is tried, in turn, to decide whether the goal is lost."""

MOST_DETOUR = 6
"""Moves that a way to a beat may be longer for the sake of the goal."""
MOST_STATES = 60_000
"""States of the projection that guides the search for the first of several ways."""
MOST_REFUTED = 40
"""Ways of one length that may turn out to lose the goal, each for a reason of its own."""
MOST_COMPARED = 1_000_000
"""States that are met when ways of equal length are compared."""


class LineUndecided(Exception):
    """Whether a beat or the goal can still be reached was not found out within the budget."""


@dataclass(frozen=True)
class GreedyLine:
    """The greedy line to the goal of a category."""

    choices: tuple[str, ...]
    moves: int
    at_least: int
    """No such line has fewer moves; less than `moves` where its last leg is not proved to be shortest."""
    seconds: int
    """Story time paid at its end."""
    achievements: int
    """How many it earns."""
    beats: tuple[str, ...]
    """Those to which it went, in order."""
    passed_over: tuple[str, ...]


@dataclass(frozen=True)
class _Hopes:
    """A projection, and the states of it from which the goal of a line may be reached."""

    projection: Projection
    open: Collection[int]

    def leave_out(self, state: int) -> bool:
        """Whether the goal is certainly out of reach."""
        projected = self.projection.state(state)
        return projected not in self.open and projected in self.projection.rows


class CanonLines:
    """Finds greedy lines of one story.

    Args:
        prover: of that story; its budget is spent.
    """

    def __init__(self, prover: Prover) -> None:
        self._prover = prover
        self._story = prover.story
        scenes = list(zip(prover.machine.scenes, prover.story.scenes, strict=True))
        self._beats = [
            frozenset(scene.id for scene, script in scenes if script.beat == beat) for beat in prover.story.beats
        ]
        """The scenes of each beat."""
        self._scenes = Projection(prover.system, (), {})
        self._before = self._scenes.before()

    def to(self, category: Category) -> GreedyLine:
        """The greedy line to the goal of a category that some run can finish.

        Raises:
            LineUndecided: the budget ran out, it was too hard to say whether the goal is lost, or no run can.
        """
        goal = self._prover.ends[category.id]
        numbers = self._prover.machine.scene_numbers
        ahead = self._leading_to({place.scene for place in goal})
        played = Playthrough.start(self._story)
        hopes: list[_Hopes] = []
        gone_to = []
        for name, scenes in zip(self._story.beats, self._beats, strict=True):
            own = sorted(numbers[scene] for scene in scenes)
            if not scenes.isdisjoint(played.scenes_entered()) or not any(number in ahead for number in own):
                continue
            arrived = self._leg(played, [Place(number, None, ((),)) for number in own], goal, hopes)
            if arrived is not None:
                played = arrived
                gone_to.append(name)
        return self._finished(played, goal, gone_to)

    def _finished(self, played: Playthrough, goal: Sequence[Place], gone_to: Iterable[str]) -> GreedyLine:
        """The line, gone on from its last beat to the goal by a shortest way."""
        routes = self._prover.routes.moved_to(played.state)
        shortest = routes.shortest(goal, "moves", ())
        if shortest.reached is None or shortest.at_least is None:
            raise LineUndecided
        at_least = played.state.moves + shortest.at_least
        played = _after(played, routes.player.choices(shortest.reached))
        entered = set(played.scenes_entered())
        state = played.state
        return GreedyLine(
            played.choices,
            state.moves,
            at_least,
            state.seconds,
            len(played.achievements),
            tuple(gone_to),
            tuple(name for name, own in zip(self._story.beats, self._beats, strict=True) if entered.isdisjoint(own)),
        )

    def _leg(
        self, played: Playthrough, places: Sequence[Place], goal: Sequence[Place], hopes: list[_Hopes]
    ) -> Playthrough | None:
        """The playthrough, gone on to one of the places by the first of the shortest ways that keep the goal in reach.

        Args:
            played: where it begins.
            places: where it leads.
            goal: what is to be kept in reach.
            hopes: what is known of where the goal is out of reach; grows by what is found out.

        Returns:
            None where no way leads there, or none that keeps the goal in reach is short enough.
        """
        routes = self._prover.routes.moved_to(played.state)
        shortest = routes.shortest(places, "moves", ())
        if shortest.at_least is None:
            return None
        if not shortest.is_proved or shortest.cost is None:
            raise LineUndecided
        guide = _guide(routes.system, shortest.rests_on, places)
        for moves in range(shortest.cost, shortest.cost + MOST_DETOUR + 1):
            for _ in range(MOST_REFUTED):
                reached = self._first_of(routes, guide, places, moves, hopes)
                if reached is None:
                    break
                arrived = _after(played, routes.player.choices(reached))
                refuted_by = self._refuted_by(arrived, goal)
                if refuted_by is None:
                    return arrived
                hopes.append(_hopes(routes.system, refuted_by, goal))
            else:
                raise LineUndecided
        return None

    def _refuted_by(self, played: Playthrough, goal: Sequence[Place]) -> tuple[int, ...] | None:
        """The variables on which it rests that the goal is out of reach; None where it is not."""
        prover = self._prover
        routes = prover.routes.moved_to(played.state)
        possible = Possible(routes.system, routes.player, Explorer(routes.player, ()), prover.budget, read_in(goal))
        for effort in EFFORTS:
            decided = possible.decide(goal, effort)
            if isinstance(decided, Reached):
                return None
            if decided is not None:
                return decided
        raise LineUndecided

    def _leading_to(self, scenes: Iterable[int]) -> dict[int, int]:
        """The scenes from which one can come to these if conditions allow, each with the fewest moves."""
        return leading_to([scene for scene in scenes if scene in self._scenes.rows], self._before)

    def _first_of(
        self, routes: Routes, guide: Guide, places: Sequence[Place], moves: int, hopes: Collection[_Hopes]
    ) -> Reached | None:
        """Of the ways of so many moves, the one whose choices stand first: breadth first, in the order of the lists."""
        player = routes.player
        is_there = Test(routes.system, places)
        layer = [player.beginning]
        known = {player.beginning.state}
        for left in reversed(range(moves)):
            following = []
            for reached in layer:
                for after in player.onward(reached):
                    state = after.state
                    distance = guide.distance(state)
                    if state in known or distance is None or distance > left:
                        continue
                    known.add(state)
                    if not any(one.leave_out(state) for one in hopes):
                        following.append(after)
            if len(known) > MOST_COMPARED:
                raise LineUndecided
            layer = following
        return next((reached for reached in layer if is_there(reached.state)), None)


def _guide(system: System, helpful: Sequence[int], places: Sequence[Place]) -> Guide:
    """How far it is at least to one of the places, by as many of the helpful variables as go together."""
    kept = tuple(helpful)
    while True:
        try:
            projection = Projection(system, kept, read_in(places), None, MOST_STATES)
        except TooLarge:
            kept = kept[:-1]
        else:
            return Guide(projection, leading_to(states_of(projection, places), projection.before()))


def _hopes(system: System, variables: Sequence[int], goal: Sequence[Place]) -> _Hopes:
    """Where the goal is out of reach by these variables, of all that can follow in the system.

    Raises:
        LineUndecided: that is too much to look at.
    """
    try:
        projection = Projection(system, variables, read_in(goal), None, MOST_STATES)
    except TooLarge:
        raise LineUndecided from None
    return _Hopes(projection, leading_to(states_of(projection, goal), projection.before()))


def _after(played: Playthrough, choices: Iterable[str]) -> Playthrough:
    for choice in choices:
        played = played.choose(choice)
    return played
