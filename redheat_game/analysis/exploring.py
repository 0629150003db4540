"""Playing the story: by chance with a taste for the untried, and towards a goal. Every state met here is a real one."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Literal

from redheat_game.analysis.commands import Command
from redheat_game.analysis.goals import Goal, Place
from redheat_game.analysis.packing import PackedCommand, Packer
from redheat_game.analysis.projection import Projection
from redheat_game.analysis.system import ReadIn, System

LONGEST_RUN = 600
"""Moves after which a run is given up, unless the story has more scenes."""
POOL = 24
"""States kept of each scene."""
PATIENCE = 8
"""For each choice of the story, moves without anything new after which chance has done what it can."""


Measure = Literal["moves", "seconds"]
"""What a run costs."""


class Reached:
    """A packed state and how it was reached."""

    __slots__ = ("before", "command", "moves", "seconds", "state")

    def __init__(self, state: int, before: Reached | None, command: Command | None, moves: int, seconds: int) -> None:
        self.state = state
        self.before = before
        """The state before it, and the command that led from there; None at the start."""
        self.command = command
        self.moves = moves
        self.seconds = seconds
        """Story time paid since the start."""

    def then(self, command: PackedCommand) -> Reached:
        """What is reached from it by this command."""
        seconds = self.seconds + command.seconds
        return Reached(command.done_to(self.state), self, command.command, self.moves + 1, seconds)

    def run(self) -> list[Reached]:
        """All states of its run, from the start."""
        found: list[Reached] = []
        here: Reached | None = self
        while here is not None:
            found.append(here)
            here = here.before
        found.reverse()
        return found


class Player:
    """Plays packed states by the commands of a story.

    Args:
        system: the story.
        read_in: scenes in which variables matter on arrival besides the guards of the story.
    """

    def __init__(self, system: System, read_in: ReadIn) -> None:
        self.system = system
        self.scene_mask = system.layout.scene_mask
        live = system.all_live_masks(read_in)
        packer = Packer(system.layout, live)
        self.offers: list[list[tuple[int, PackedCommand]]] = [
            [(packed.forbids, packed) for packed in map(packer.packed, own) if packed.command.fault is None]
            for own in system.commands
        ]
        """By scene, what may be done, each with the bits that forbid it; faults left out."""
        self.longest_run = max(LONGEST_RUN, len(system.commands))
        """Moves after which a run is given up."""
        self._live = live
        self.beginning = self._standing_at(system.beginning)
        self._grants: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for grant in system.grants:
            found = self._grants.setdefault((grant.scene, grant.choice), [])
            found.append((system.layout.forbidden(grant.guard), grant.variable))
        self._granted_at_start = frozenset(
            number
            for number, variable in enumerate(system.machine.variables)
            if variable.kind == "unlocked" and system.start.values[number]
        )

    def _standing_at(self, state: int) -> Reached:
        return Reached(state & self._live[state & self.scene_mask], None, None, 0, 0)

    def moved_to(self, system: System) -> Player:
        """The same from where another system, of the same story, begins."""
        other = copy(self)
        other.system = system
        other.beginning = self._standing_at(system.beginning)
        return other

    def scene(self, reached: Reached) -> int:
        """The scene of a state."""
        return reached.state & self.scene_mask

    def onward(self, reached: Reached) -> Iterator[Reached]:
        """Everything that one choice leads to."""
        state = reached.state
        for forbids, command in self.offers[state & self.scene_mask]:
            if not state & forbids:
                yield reached.then(command)

    def choices(self, reached: Reached) -> tuple[str, ...]:
        """The ids of the choices that led to a state, from the start."""
        scenes = self.system.machine.scenes
        commands = [one.command for one in reached.run()]
        return tuple(scenes[each.scene].choices[each.choice].id for each in commands if each is not None)

    def grants_of(self, command: Command) -> Sequence[tuple[int, int]]:
        """What taking the choice of a command grants: for each achievement the bits that keep it from being granted."""
        return self._grants.get((command.scene, command.choice), ())

    def earned(self, reached: Reached) -> frozenset[int]:
        """The achievements (their variables) that the run to a state has earned."""
        found = set(self._granted_at_start)
        here = reached
        while here.before is not None and here.command is not None:
            for forbids, variable in self.grants_of(here.command):
                if not here.before.state & forbids:
                    found.add(variable)
            here = here.before
        return frozenset(found)


class Test:
    """Whether a packed state lies in one of some places."""

    def __init__(self, system: System, places: Iterable[Place]) -> None:
        self.scene_mask = system.layout.scene_mask
        self._forbidden: dict[int, list[int]] = {}
        for place in places:
            forbidden = self._forbidden.setdefault(place.scene, [])
            forbidden += [system.layout.forbidden(guard) for guard in place.guards]

    @property
    def scenes(self) -> Collection[int]:
        """The scenes of the places."""
        return self._forbidden.keys()

    def __call__(self, state: int) -> bool:
        return any(not state & forbids for forbids in self._forbidden.get(state & self.scene_mask, ()))


class Explorer:
    """Plays a story and remembers, for each goal, how it was first reached.

    Args:
        player: plays it.
        goals: what is to be reached.
    """

    def __init__(self, player: Player, goals: Iterable[Goal]) -> None:
        self.player = player
        self.system = player.system
        self.found: dict[Goal, tuple[Reached, Place | None]] = {}
        """For each goal reached, a state in one of its places, and the place; none where it holds at the start."""
        self.ends: list[Reached] = []
        """Where runs ended."""
        self.pool: list[list[Reached]] = [[] for _ in player.offers]
        """States met, by scene."""
        self.moves = 0
        self._chance = random.Random(20_170)
        self._met: set[int] = set()
        self._counted: list[list[list[Any]]] = [
            [[forbids, command, 0] for forbids, command in own] for own in player.offers
        ]
        self._open: list[list[tuple[Goal, Place, list[int]]]] = [[] for _ in player.offers]
        self._new = 0
        layout = self.system.layout
        for goal in goals:
            if goal.at_start:
                self.found[goal] = (player.beginning, None)
            else:
                for place in goal.possible:
                    forbidden = [layout.forbidden(guard) for guard in place.guards]
                    self._open[place.scene].append((goal, place, forbidden))
        self.meet(player.beginning)

    def how(self, goal: Goal) -> tuple[str, ...]:
        """The choices by which a goal was reached."""
        reached, place = self.found[goal]
        choices = self.player.choices(reached)
        if place is None or place.choice is None:
            return choices
        return (*choices, self.system.machine.scenes[place.scene].choices[place.choice].id)

    def all_met(self) -> Iterator[Reached]:
        """The states that were kept, of all scenes, and the ends of runs."""
        for pool in self.pool:
            yield from pool
        yield from self.ends

    @property
    def open_scenes(self) -> list[int]:
        """The scenes in which something is still to be reached."""
        return [number for number, waiting in enumerate(self._open) if waiting]

    def meet(self, reached: Reached) -> None:
        """Note what is reached in this state."""
        state = reached.state
        if state in self._met:
            return
        self._met.add(state)
        scene = state & self.player.scene_mask
        pool = self.pool[scene]
        if len(pool) < POOL:
            pool.append(reached)
        elif self._chance.random() < 0.1:
            pool[self._chance.randrange(1, POOL)] = reached
        if self._open[scene]:
            self._note(scene, reached)

    def _note(self, scene: int, reached: Reached) -> None:
        state = reached.state
        left = []
        for item in self._open[scene]:
            goal, place, forbidden = item
            if goal in self.found:
                continue
            if any(not state & forbids for forbids in forbidden):
                self._new = self.moves
                self.found[goal] = (reached, place)
            else:
                left.append(item)
        self._open[scene] = left

    def play(self, most: int = 400_000, may_go_on: Callable[[], bool] = lambda: True) -> None:
        """Play by chance until nothing new is met for a while."""
        self._new = self.moves
        patience = PATIENCE * sum(map(len, self._counted))
        end = self.moves + most
        runs = 0
        while self.moves < end and self.moves - self._new < patience and may_go_on():
            runs += 1
            reached = self.player.beginning
            scenes = self.open_scenes
            if runs % 2 and scenes:
                pool = self.pool[self._chance.choice(scenes)]
                reached = self._chance.choice(pool) if pool else reached
            self._run(reached)

    def _run(self, reached: Reached) -> None:
        by_chance, pick, scene_mask = self._chance.random, self._chance.choice, self.player.scene_mask
        met, counted = self._met, self._counted
        for _ in range(self.player.longest_run):
            state = reached.state
            offered = [entry for entry in counted[state & scene_mask] if not state & entry[0]]
            if not offered:
                self.ends.append(reached)
                break
            self.moves += 1
            if len(offered) == 1:
                entry = offered[0]
            elif by_chance() < 0.6:
                least = min(entry[2] for entry in offered)
                entry = pick([entry for entry in offered if entry[2] == least])
            else:
                entry = pick(offered)
            entry[2] += 1
            reached = reached.then(entry[1])
            if reached.state not in met:
                self.meet(reached)


@dataclass(frozen=True)
class Guide:
    """A projection with the distances of its states to what is sought."""

    projection: Projection
    distances: Mapping[int, int]

    def distance(self, state: int) -> int | None:
        """At least so many moves are left; None where it cannot be reached any more."""
        return self.distances.get(self.projection.state(state))


@dataclass
class Sought:
    """What came of a search: where it arrived, or which variables stood in its way."""

    reached: Reached | None
    blame: dict[int, float]
    is_exhausted: bool
    """Every state that the guides let through was looked at."""


def seek(
    player: Player,
    guides: Sequence[Guide],
    is_there: Callable[[int], bool],
    starts: Iterable[Reached],
    most: int,
    matters: Sequence[int],
    meet: Callable[[Reached], None] | None = None,
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
            return Sought(reached, blame, False)
        note_blocked(player.system, guides[-1], state, blame)
        for forbids, command in offers[state & scene_mask]:
            if not state & forbids:
                after = reached.then(command)
                if meet is not None:
                    meet(after)
                push(after, moves + 1)
    return Sought(None, blame, not heap)


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
    for move, after in zip(*row, strict=True):
        left = distances.get(after, here)
        if left >= here:
            continue
        blamed: set[int] = set()
        for command in move.commands:
            closed = {name for name, bits in command.guard if not layout.values(state, name) & bits}
            if not closed:
                blamed.clear()
                break
            blamed |= closed
        for name in blamed.difference(projection.kept):
            blame[name] = blame.get(name, 0.0) + (1 + 20 / (1 + here)) / (1 + system.sizes[name])


def states_of(projection: Projection, places: Collection[Place]) -> list[int]:
    """The states of a projection that may lie in one of the places."""
    test = Test(projection.system, places)
    return [state for state in projection.rows if test(state)]
