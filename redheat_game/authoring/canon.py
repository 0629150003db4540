"""The greedy line along the canon beats: what a runner does who knows the film and looks no further than the next beat.

The beats are followed in the order in which the story declares them, each by a shortest way from where the one before
it was met; of ways that are equally short, the one whose choices stand first in their lists. Beats that were met on the
way are not gone back to. A beat is passed over where no way leads to it any more, and where after the way to it the
goal could not be reached. From the last beat the line goes on to the goal, by a shortest way.
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
from redheat_game.analysis.routes import Routes
from redheat_game.engine.playthrough import Playthrough
from redheat_game.story.script import Category

EFFORTS = (1_500, 6_000, 24_000)
"""States of a projection or a search with which it is tried, in turn, to decide whether the goal is lost."""


class CannotTell(Exception):
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
        scenes = list(zip(prover.machine.scenes, prover.story.scenes, strict=True))
        self._beats = [
            frozenset(scene.id for scene, script in scenes if script.beat == beat) for beat in prover.story.beats
        ]
        """The scenes of each beat."""
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
                return self._finished(line, goal)
            lost = self._first_without(line, goal)
            following = (line[lost].beat or 0) + 1
            del line[lost:]

    def _finished(self, line: Sequence[_Stop], goal: Sequence[Place]) -> GreedyLine:
        """The line, gone on from its last stop to the goal by a shortest way."""
        played = line[-1].played
        routes = self._prover.routes.moved_to(played.state)
        shortest = routes.shortest(goal, "moves", ())
        if shortest.reached is None or shortest.at_least is None:
            raise CannotTell
        at_least = played.state.moves + shortest.at_least
        played = _after(played, routes.player.choices(shortest.reached))
        entered = set(played.scenes_entered())
        names, state = self._story.beats, played.state
        return GreedyLine(
            played.choices,
            state.moves,
            at_least,
            state.seconds,
            len(played.achievements),
            tuple(names[stop.beat] for stop in line if stop.beat is not None),
            tuple(name for name, scenes in zip(names, self._beats, strict=True) if entered.isdisjoint(scenes)),
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
        numbers = self._prover.machine.scene_numbers
        for beat in range(first, len(self._beats)):
            scenes = self._beats[beat]
            if not scenes.isdisjoint(played.scenes_entered()):
                continue
            key = (played.choices, beat)
            if key not in self._legs:
                places = [Place(number, None, ((),)) for number in sorted(numbers[scene] for scene in scenes)]
                self._legs[key] = self._leg(played, places) if places else None
            arrived = self._legs[key]
            if arrived is not None:
                found.append(_Stop(arrived, beat))
                played = arrived
        return found

    def _leg(self, played: Playthrough, places: Sequence[Place]) -> Playthrough | None:
        """The playthrough, gone on to one of the places by the first of the shortest ways; None where no way leads."""
        routes = self._prover.routes.moved_to(played.state)
        shortest = routes.shortest(places, "moves", ())
        if shortest.at_least is None:
            return None
        if not shortest.is_proved or shortest.cost is None:
            raise CannotTell
        return _after(played, routes.player.choices(self._first_of(routes, places, shortest.cost)))

    def _is_open(self, played: Playthrough, goal: Sequence[Place]) -> bool:
        """Whether the goal can be reached from there."""
        prover = self._prover
        routes = prover.routes.moved_to(played.state)
        possible = Possible(routes.system, routes.player, Explorer(routes.player, ()), prover.budget, read_in(goal))
        for effort in EFFORTS:
            decided = possible.decide(goal, effort)
            if decided is not None:
                return isinstance(decided, Reached)
        raise CannotTell

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


def _after(played: Playthrough, choices: Iterable[str]) -> Playthrough:
    for choice in choices:
        played = played.choose(choice)
    return played
