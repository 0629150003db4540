"""Playing the story towards a goal, by what projections say is left."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from redheat_game.analysis.goals import Place
from redheat_game.analysis.packing import PackedCommand
from redheat_game.analysis.playing import Measure, Player, Reached, Test
from redheat_game.analysis.projection import Projection
from redheat_game.analysis.system import System

NEAR_WEIGHS = 20
"""A way that is blocked n moves before the goal is blamed `1 + 20 / (n + 1)` times as much as one far from it."""


@dataclass(frozen=True)
class Guide:
    """A projection with the distances of its states to what is sought."""

    projection: Projection
    distances: Mapping[int, int]

    def distance(self, state: int) -> int | None:
        """At least so many moves are left; None where it cannot be reached any more."""
        return self.distances.get(self.projection.state(state))

    @property
    def knows_a_way(self) -> bool:
        """Whether what is sought may be reached from the start."""
        return self.projection.start in self.distances


@dataclass
class Sought:
    """What came of a search: where it arrived, or which variables stood in its way."""

    reached: Reached | None
    blame: dict[int, float]


def seek(
    player: Player,
    guides: Sequence[Guide],
    is_there: Callable[[int], bool],
    starts: Iterable[Reached],
    most: int,
    matters: Sequence[int],
    meet: Callable[[Reached], None],
) -> Sought:
    """Best-first search for a state, by what the guides say is left; the last guide is blamed for blocked ways.

    Args:
        player: plays the story.
        guides: projections with distances; where one of them knows no way, none is sought.
        is_there: whether a packed state is what is sought.
        starts: where the search begins.
        most: how many states are looked at.
        matters: by scene, the bits of a state that matter to what is sought.
        meet: told of every state met.
    """
    blame: dict[int, float] = {}
    heap: list[tuple[int, int, int, Reached]] = []
    known: set[int] = set()
    scene_mask = player.scene_mask
    offers = player.offers
    maps = [(guide.projection.masks, guide.distances) for guide in guides]
    pushed = 0

    def push(reached: Reached, moves: int) -> None:
        nonlocal pushed
        state = reached.state
        scene = state & scene_mask
        key = state & matters[scene]
        if key in known:
            return
        known.add(key)
        left = 0
        for masks, distances in maps:
            distance = distances.get(state & masks[scene])
            if distance is None:
                return
            left += distance
        pushed += 1
        heapq.heappush(heap, (left, moves, pushed, reached))

    for reached in starts:
        push(reached, 0)
    looked = 0
    while heap and looked < most:
        _, moves, _, reached = heapq.heappop(heap)
        looked += 1
        state = reached.state
        if is_there(state):
            return Sought(reached, blame)
        note_blocked(player.system, guides[-1], state, blame)
        for forbids, command in offers[state & scene_mask]:
            if not state & forbids:
                after = reached.then(command)
                meet(after)
                push(after, moves + 1)
    return Sought(None, blame)


def dive(
    player: Player,
    main: Guide,
    others: Sequence[Guide],
    bare: Guide,
    is_there: Callable[[int], bool],
    starts: Iterable[Reached],
    width: int,
    matters: Sequence[int],
    measure: Measure,
    limit: Callable[[], int | None] = lambda: None,
) -> Iterator[Reached]:
    """Beam search (Lowerre 1976): go on from a few states of each scene at each depth.

    Those from which least seems to be left; a few of each scene, since whoever goes out of the way to gather something
    is behind all others for a while.

    What each of the other guides says is left beyond the bare way is added to what the main guide says: a guess, no
    bound, and a good one, since mostly each of them is about a detour of its own.

    Args:
        player: plays the story.
        main: says what is left at least.
        others: each says so of some other variable.
        bare: says so of no variable.
        is_there: whether a packed state is what is sought.
        starts: where the search begins.
        width: how many states of each scene are kept at each depth.
        matters: by scene, the bits of a state that matter to what is sought.
        measure: what a run costs.
        limit: what an arrival has to cost less than; none where it gives None.

    Yields:
        Whatever arrives.
    """
    scene_mask = player.scene_mask
    offers = player.offers
    main_masks, ahead = main.projection.masks, main.distances
    maps = [(guide.projection.masks, guide.distances) for guide in others]
    scenes = bare.distances
    cheapest: dict[int, int] = {}
    layer = []
    for reached in starts:
        layer.append(reached)
        if is_there(reached.state):
            yield reached
    counts_moves = measure == "moves"
    for _ in range(player.longest_run):
        found: dict[int, dict[int, tuple[int, Reached, PackedCommand]]] = {}
        for reached in layer:
            before = reached.state
            for forbids, command in offers[before & scene_mask]:
                if before & forbids:
                    continue
                state = command.done_to(before)
                scene = command.target
                left = ahead.get(state & main_masks[scene])
                if left is None:
                    continue
                cost = reached.moves + 1 if counts_moves else reached.seconds + command.seconds
                most = limit()
                if most is not None and cost + left >= most:
                    continue
                key = state & matters[scene]
                if cheapest.get(key, cost + 1) <= cost:
                    continue
                cheapest[key] = cost
                if left == 0 and is_there(state):
                    yield reached.then(command)
                    continue
                guess, least = left, scenes[scene]
                for masks, distances in maps:
                    more = distances.get(state & masks[scene])
                    if more is None:
                        break
                    guess += more - least
                else:
                    found.setdefault(scene, {})[key] = (cost + guess, reached, command)
        if not found:
            break
        layer = [
            reached.then(command)
            for together in found.values()
            for _, reached, command in heapq.nsmallest(width, together.values(), key=itemgetter(0))
        ]


def note_blocked(system: System, guide: Guide, state: int, blame: dict[int, float]) -> None:
    """Blame variables for moves that the guide takes to lead nearer, and that cannot be taken in this state."""
    projection, distances = guide.projection, guide.distances
    packed = projection.state(state)
    here = distances.get(packed)
    row = projection.rows.get(packed)
    if here is None or row is None:
        return
    layout = system.layout
    # what is in the way near the goal counts for more, a variable of many values for less: to keep it costs more
    nearness = 1 + NEAR_WEIGHS / (1 + here)
    for move, after in zip(*row, strict=True):
        left = distances.get(after, here)
        if left >= here:
            continue
        blamed: set[int] = set()
        for command in move.commands:
            closed = {variable for variable, bits in command.guard if not layout.values(state, variable) & bits}
            if not closed:
                blamed.clear()
                break
            blamed |= closed
        for variable in blamed.difference(projection.kept):
            blame[variable] = blame.get(variable, 0.0) + nearness / (1 + system.sizes[variable])


def most_blamed(blame: Mapping[int, float], kept: Collection[int]) -> list[int]:
    """The variables that are blamed and not kept yet, the most blamed first."""
    return sorted((variable for variable in blame if variable not in kept), key=lambda one: (-blame[one], one))


def states_of(projection: Projection, places: Collection[Place]) -> list[int]:
    """The states of a projection that may lie in one of the places."""
    test = Test(projection.system, places)
    return [state for state in projection.rows if test(state)]
