"""Playing the story: by chance with a taste for the untried, and towards a goal. Every state met here is a real one."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from redheat_game.analysis.goals import Goal, Place
from redheat_game.analysis.projection import Projection
from redheat_game.analysis.system import System
from redheat_game.engine.state import State
from redheat_game.engine.step import StoryFault, step, takeable

LONGEST_RUN = 600
"""Moves after which a run by chance is given up."""
POOL = 24
"""States kept of each scene."""
PATIENCE = 100
"""For each choice of the story, moves without anything new after which chance has done what it can."""


@dataclass(frozen=True, slots=True, eq=False)
class Trail:
    """The choices that led to a state, the last first."""

    before: Trail | None
    scene: int
    choice: int


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """A state and how it was reached."""

    state: State
    trail: Trail | None

    def then(self, state: State, choice: int) -> Reached:
        """What is reached from it by this choice."""
        return Reached(state, Trail(self.trail, self.state.scene, choice))


def choices_of(trail: Trail | None, system: System) -> tuple[str, ...]:
    """The ids of the choices of a trail, from the start."""
    found = []
    while trail is not None:
        found.append(system.machine.scenes[trail.scene].choices[trail.choice].id)
        trail = trail.before
    return tuple(reversed(found))


class Test:
    """Whether a state lies in a place."""

    def __init__(self, place: Place, lows: Sequence[int]) -> None:
        self.cubes = [
            [
                (variable, frozenset(lows[variable] + at for at in range(bits.bit_length()) if bits >> at & 1))
                for variable, bits in guard
            ]
            for guard in place.guards
        ]

    def __call__(self, values: Sequence[int]) -> bool:
        return any(all(values[variable] in allowed for variable, allowed in cube) for cube in self.cubes)


class Explorer:
    """Plays a story and remembers, for each goal, how it was first reached.

    Args:
        system: the story.
        goals: what is to be reached.
        on_ending: told of every end of a run.
    """

    def __init__(
        self, system: System, goals: Iterable[Goal], on_ending: Callable[[Reached], None] | None = None
    ) -> None:
        self.system = system
        self.machine = system.machine
        self.on_ending = on_ending
        self.found: dict[Goal, Reached] = {}
        """For each goal reached, a state of one of its places (or the start)."""
        self.how: dict[Goal, tuple[str, ...]] = {}
        """For each goal reached, the choices that do it."""
        self.pool: list[list[Reached]] = [[] for _ in self.machine.scenes]
        """States met, by scene."""
        self.moves = 0
        self._chance = random.Random(20_170)
        self._met: set[int] = set()
        self._counts = [[0] * len(scene.choices) for scene in self.machine.scenes]
        self._open: list[list[tuple[Goal, Place, Test]]] = [[] for _ in self.machine.scenes]
        self._new = 0
        beginning = Reached(system.start, None)
        for goal in goals:
            if goal.at_start:
                self.found[goal] = beginning
                self.how[goal] = ()
            else:
                for place in goal.places:
                    if place.guards:
                        self._open[place.scene].append((goal, place, Test(place, system.lows)))
        self.beginning = beginning
        self.meet(beginning)

    @property
    def open_scenes(self) -> list[int]:
        """The scenes in which something is still to be reached."""
        return [number for number, waiting in enumerate(self._open) if waiting]

    def meet(self, reached: Reached) -> None:
        """Note what is reached in this state."""
        scene, values = reached.state.scene, reached.state.values
        mark = hash((scene, values))
        if mark in self._met:
            return
        self._met.add(mark)
        pool = self.pool[scene]
        if len(pool) < POOL:
            pool.append(reached)
        elif self._chance.random() < 0.1:
            pool[self._chance.randrange(1, POOL)] = reached
        waiting = self._open[scene]
        if not waiting:
            return
        left = []
        for item in waiting:
            goal, place, test = item
            if goal in self.found:
                continue
            if test(values):
                self._new = self.moves
                self.found[goal] = reached
                last = () if place.choice is None else (self.machine.scenes[scene].choices[place.choice].id,)
                self.how[goal] = choices_of(reached.trail, self.system) + last
            else:
                left.append(item)
        self._open[scene] = left

    def play(self, most: int = 400_000, may_go_on: Callable[[], bool] = lambda: True) -> None:
        """Play by chance until nothing new is met for a while."""
        self._new = self.moves
        patience = PATIENCE * sum(map(len, self._counts))
        end = self.moves + most
        runs = 0
        while self.moves < end and self.moves - self._new < patience and may_go_on():
            runs += 1
            reached = self.beginning
            scenes = self.open_scenes
            if runs % 2 and scenes:
                pool = self.pool[self._chance.choice(scenes)]
                reached = self._chance.choice(pool) if pool else reached
            self._run(reached)

    def _run(self, reached: Reached) -> None:
        chance, machine = self._chance, self.machine
        for _ in range(LONGEST_RUN):
            state = reached.state
            self.moves += 1
            offered = takeable(machine, state)
            if not offered:
                break
            counts = self._counts[state.scene]
            if len(offered) == 1:
                choice = offered[0]
            elif chance.random() < 0.6:
                least = min(counts[position] for position in offered)
                choice = chance.choice([position for position in offered if counts[position] == least])
            else:
                choice = chance.choice(offered)
            counts[choice] += 1
            try:
                after = step(machine, state, choice).state
            except StoryFault:
                continue
            reached = reached.then(after, choice)
            self.meet(reached)
        if self.on_ending is not None and machine.scenes[reached.state.scene].ending is not None:
            self.on_ending(reached)


@dataclass(frozen=True)
class Guide:
    """A projection with the distances of its states to what is sought."""

    projection: Projection
    distances: Mapping[int, int]

    def distance(self, state: State) -> int | None:
        """At least so many moves are left; None where it cannot be reached any more."""
        return self.distances.get(self.projection.state(state.scene, state.values))


@dataclass
class Sought:
    """What came of a search: where it arrived, or which variables stood in its way."""

    reached: Reached | None
    blame: dict[int, float]
    is_exhausted: bool
    """Every state that the guides let through was looked at."""


def seek(
    system: System,
    guides: Sequence[Guide],
    is_there: Callable[[State], bool],
    starts: Iterable[Reached],
    most: int,
    meet: Callable[[Reached], None] | None = None,
) -> Sought:
    """Best-first search for a state, by what the guides say is left; the last guide is blamed for blocked ways."""
    blame: dict[int, float] = {}
    heap: list[tuple[int, int, int, Reached]] = []
    known: set[tuple[int, tuple[int, ...]]] = set()
    pushed = 0

    def push(reached: Reached, moves: int) -> None:
        nonlocal pushed
        key = (reached.state.scene, reached.state.values)
        if key in known:
            return
        known.add(key)
        left = 0
        for guide in guides:
            distance = guide.distance(reached.state)
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
            return Sought(reached, blame, False)
        note_blocked(system, guides[-1], state, blame)
        for choice in takeable(system.machine, state):
            try:
                after = reached.then(step(system.machine, state, choice).state, choice)
            except StoryFault:
                continue
            if meet is not None:
                meet(after)
            push(after, moves + 1)
    return Sought(None, blame, not heap)


def note_blocked(system: System, guide: Guide, state: State, blame: dict[int, float]) -> None:
    """Blame variables for moves that the guide takes to lead nearer, and that cannot be taken in this state."""
    projection, distances = guide.projection, guide.distances
    packed = projection.state(state.scene, state.values)
    here = distances.get(packed)
    row = projection.rows.get(packed)
    if here is None or row is None:
        return
    for move, after in zip(*row, strict=True):
        left = distances.get(after, here)
        if left >= here:
            continue
        blamed: set[int] = set()
        for command in move.commands:
            closed = {name for name, bits in command.guard if not bits >> (state.values[name] - system.lows[name]) & 1}
            if not closed:
                blamed.clear()
                break
            blamed |= closed
        for name in blamed - set(projection.kept):
            blame[name] = blame.get(name, 0.0) + (1 + 20 / (1 + here)) / (1 + system.sizes[name])


def states_of(projection: Projection, places: Collection[Place]) -> list[int]:
    """The states of a projection that may lie in one of the places."""
    by_scene: dict[int, list[Place]] = {}
    for place in places:
        by_scene.setdefault(place.scene, []).append(place)
    return [
        state
        for state in projection.rows
        if any(
            projection.admits(state, guard)
            for place in by_scene.get(projection.scene(state), ())
            for guard in place.guards
        )
    ]
