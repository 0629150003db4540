"""The greedy line along the canon beats: what a runner does who knows the film, and looks no further than its next beat.

The beats are followed in the order in which the story declares them, each by a shortest way from where the one before it
was met; of ways that are equally short, the one whose choices stand first in their lists. Beats that were met on the way
are not gone back to. A beat is passed over where no way leads to it any more, and where after the way to it the goal
could not be reached. From the last beat the line goes on to the goal, by a shortest way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from redheat_game.analysis.exploring import Explorer
from redheat_game.analysis.goals import Place, read_in
from redheat_game.analysis.playing import Reached, Test
from redheat_game.analysis.possible import Possible
from redheat_game.analysis.projection import Projection, leading_to
from redheat_game.analysis.proof import Prover
from redheat_game.analysis.routes import Routes, Shortest
from redheat_game.engine.playthrough import Playthrough
from redheat_game.story.script import Category

EFFORT = 4
"""So many times the prover's first effort goes into deciding whether the goal is lost."""


class CannotTell(Exception):
    """Whether a beat or the goal can still be reached was not found out within the budget."""


@dataclass(frozen=True)
class GreedyLine:
    """The greedy line to the goal of a category."""

    choices: tuple[str, ...]
    moves: int
    seconds: int
    """Story time paid at its end."""
    beats: tuple[str, ...]
    """Those to which it went, in order."""
    passed_over: tuple[str, ...]


@dataclass(frozen=True)
class _Stop:
    """Where the line stands after one of its legs."""

    played: Playthrough
    beat: int | None
    """The position of the beat to which the leg led; None at the start."""


class CanonLines:
    """Finds greedy lines of one story.

    Args:
        prover: of that story; its budget is spent.
    """

    def __init__(self, prover: Prover) -> None:
        self._prover = prover
        self._story = prover.story
        self._beats = [
            tuple(number for number, script in enumerate(prover.story.scenes) if script.beat == beat)
            for beat in prover.story.beats
        ]
        self._scenes = Projection(prover.system, (), {})
        self._before = self._scenes.before()
        self._legs: dict[tuple[tuple[str, ...], int], Playthrough | None] = {}

    def to(self, category: Category) -> GreedyLine:
        """The greedy line to the goal of a category that some run can finish.

        Raises:
            CannotTell: the budget ran out, or it was too hard to say whether the goal is lost.
        """
        goal = self._prover.ends(category)
        line = [_Stop(Playthrough.start(self._story), None)]
        following = 0
        while True:
            line += self._followed(line[-1].played, following)
            if self._is_open(line[-1].played, goal):
                return self._told(line, self._finished(line[-1].played, goal))
            lost = self._first_without(line, goal)
            following = (line[lost].beat or 0) + 1
            del line[lost:]

    def _told(self, line: Sequence[_Stop], arrived: Playthrough) -> GreedyLine:
        names = self._story.beats
        gone_to = [stop.beat for stop in line if stop.beat is not None]
        entered = set(arrived.scenes_entered())
        scenes = self._prover.machine.scenes
        passed_over = tuple(
            names[number]
            for number, own in enumerate(self._beats)
            if entered.isdisjoint(scenes[scene].id for scene in own)
        )
        state = arrived.state
        return GreedyLine(
            arrived.choices, state.moves, state.seconds, tuple(names[number] for number in gone_to), passed_over
        )

    def _first_without(self, line: Sequence[_Stop], goal: Sequence[Place]) -> int:
        """The first stop from which the goal is out of reach; from all after it, it is too."""
        within, without = 0, len(line) - 1
        while without - within > 1:
            middle = (within + without) // 2
            if self._is_open(line[middle].played, goal):
                within = middle
            else:
                without = middle
        return without

    def _followed(self, played: Playthrough, first: int) -> list[_Stop]:
        """The stops at the beats from `first` on, whatever becomes of the goal."""
        found: list[_Stop] = []
        scenes = self._prover.machine.scenes
        for number in range(first, len(self._beats)):
            own = self._beats[number]
            if not own or not {scenes[scene].id for scene in own}.isdisjoint(played.scenes_entered()):
                continue
            key = (played.choices, number)
            if key not in self._legs:
                self._legs[key] = self._leg(played, [Place(scene, None, ((),)) for scene in own])
            arrived = self._legs[key]
            if arrived is not None:
                found.append(_Stop(arrived, number))
                played = arrived
        return found

    def _leg(self, played: Playthrough, places: Sequence[Place]) -> Playthrough | None:
        """The playthrough, gone on to one of the places by the first of the shortest ways; None where none leads there."""
        routes = self._prover.routes.moved_to(played.state)
        shortest = routes.shortest(places, "moves", ())
        if shortest.at_least is None:
            return None
        return _after(played, routes.player.choices(self._first_of(routes, places, _proved(shortest))))

    def _finished(self, played: Playthrough, goal: Sequence[Place]) -> Playthrough:
        """The playthrough, gone on to the goal by a shortest way."""
        routes = self._prover.routes.moved_to(played.state)
        shortest = routes.shortest(goal, "moves", ())
        _proved(shortest)
        return _after(played, routes.player.choices(shortest.reached) if shortest.reached else ())

    def _is_open(self, played: Playthrough, goal: Sequence[Place]) -> bool:
        """Whether the goal can be reached from there."""
        prover = self._prover
        routes = prover.routes.moved_to(played.state)
        possible = Possible(routes.system, routes.player, Explorer(routes.player, ()), prover.budget, read_in(goal))
        decided = possible.decide(goal, EFFORT * possible.first_effort)
        if decided is None:
            raise CannotTell
        return isinstance(decided, Reached)

    def _first_of(self, routes: Routes, places: Sequence[Place], cost: int) -> Reached:
        """Of the ways of so many moves, the one whose choices stand first: breadth first, in the order of the lists."""
        player = routes.player
        is_there = Test(self._prover.system, places)
        far = leading_to([scene for scene in is_there.scenes if scene in self._scenes.rows], self._before)
        layer = [player.beginning]
        known = {player.beginning.state}
        for left in reversed(range(cost)):
            following = []
            for reached in layer:
                for after in player.onward(reached):
                    if after.state not in known and far.get(player.scene(after), left + 1) <= left:
                        known.add(after.state)
                        following.append(after)
            layer = following
        return next(reached for reached in layer if is_there(reached.state))


def _proved(shortest: Shortest) -> int:
    if not shortest.is_proved or shortest.cost is None:
        raise CannotTell
    return shortest.cost


def _after(played: Playthrough, choices: Iterable[str]) -> Playthrough:
    for choice in choices:
        played = played.choose(choice)
    return played
