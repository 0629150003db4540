"""Promises: what the player can always still bring about, whatever happened before.

No soft-lock is the promise that some ending can be reached; no doom, that an ending can be reached that is no death.
A state is good if, for every valuation of the variables that are not kept, some choice on offer leads to a good state:
a least fixpoint (AG EF of Clarke and Emerson 1981, under-approximated in a projection). Scenes in which every state is
good are settled, and each later projection has to explain only what is left; so each region of a story gets its own few
variables. Where a promise is really broken, a real state shows it: everything that can follow from it is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from redheat_game.analysis.budget import Budget
from redheat_game.analysis.covering import Covering
from redheat_game.analysis.exploring import Explorer
from redheat_game.analysis.graphs import components
from redheat_game.analysis.playing import Player, Reached
from redheat_game.analysis.projection import OUTSIDE, Projection, Region, TooLarge, leading_to
from redheat_game.analysis.seeking import Guide, seek
from redheat_game.analysis.system import Move, System
from redheat_game.story.conditions import TRUE

TRIED = 7
"""Variables that are tried at each refinement."""
FIRST_SEARCH = 300
"""States met by chance, or sought, that are examined before anything is proved of their scenes."""
MOST_EXAMINED = 500
"""Scenes of which that is done; where there are more, projections first have to leave fewer in doubt."""
NEARBY = 400
"""Scenes that are looked at first for a scene in doubt: itself, and the nearest that lead to it."""
FOLLOWED = 2_000
"""States that may follow one before it is given up to look whether all is lost in it."""


@dataclass(frozen=True)
class Breach:
    """A real state after which the promise cannot be kept any more."""

    reached: Reached
    """The first state of its run after which all is lost."""
    scenes: frozenset[int]
    """The scenes of all that can follow it."""
    stuck: int
    """The scene in which a run that goes on is in the end."""


@dataclass
class Promise:
    """What came of a promise, scene by scene."""

    rests_on: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """For each scene in which it is proved, the variables kept in the proof."""
    breaches: dict[int, Breach] = field(default_factory=dict)
    """The scenes in which it is broken."""
    undecided: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """The scenes in which it is not known, with the variables that were kept."""


@dataclass
class _View:
    """A projection and what is broken in it."""

    projection: Projection
    broken: set[int]
    before: dict[int, list[int]]

    def scenes(self) -> Counter[int]:
        return Counter(self.projection.scene(state) for state in self.broken)


class Promises:
    """Proves promises about one story.

    Args:
        system: the story, reduced.
        player: plays it.
        explorer: states that were met in it.
        budget: what may be spent.
    """

    def __init__(self, system: System, player: Player, explorer: Explorer, budget: Budget) -> None:
        self.system = system
        self.player = player
        self.explorer = explorer
        self.budget = budget
        self.covering = Covering(system.sizes)
        self._open = [
            frozenset(position for position, choice in enumerate(scene.choices) if choice.guard == TRUE)
            for scene in system.machine.scenes
        ]

    def prove(self, is_kept: Callable[[int], bool], exempt: Collection[int] = ()) -> Promise:
        """Decide for each scene whether it is always possible, from there, to reach a scene that keeps the promise.

        Args:
            is_kept: whether arriving in this scene keeps the promise.
            exempt: scenes in which it need not hold.
        """
        trial = _Trial(self, is_kept, frozenset(exempt))
        trial.run()
        return trial.promise

    # one projection

    def view(self, projection: Projection, settled: Collection[int]) -> _View:
        """The states of a projection from which the promise is not shown to hold."""
        before = projection.before()
        good = {state for state in projection.rows if projection.scene(state) in settled}
        good.add(OUTSIDE)
        memo: dict[tuple[int, tuple[bool, ...]], bool] = {}
        waiting = list(good)
        for state in waiting:
            for earlier in before.get(state, ()):
                if earlier not in good and self.keeps(projection, earlier, good, memo):
                    good.add(earlier)
                    waiting.append(earlier)
        return _View(projection, set(projection.rows) - good, before)

    def keeps(
        self,
        projection: Projection,
        state: int,
        good: Collection[int],
        memo: dict[tuple[int, tuple[bool, ...]], bool],
    ) -> bool:
        """Whether some choice leads to a good state, whatever the variables that are not kept are."""
        moves, row = projection.rows[state]
        which = tuple(after in good for after in row)
        key = (id(moves), which)
        known = memo.get(key)
        if known is None:
            known = memo[key] = self._covers(projection, state, moves, which)
        return known

    def _covers(self, projection: Projection, state: int, moves: tuple[Move, ...], which: tuple[bool, ...]) -> bool:
        failing = {
            command.choice for move, leads in zip(moves, which, strict=True) if not leads for command in move.commands
        }
        scene = projection.scene(state)
        choices = {command.choice for move in moves for command in move.commands}
        if (self._open[scene] & choices) - failing and not self._faults_in(scene) & self._open[scene]:
            return True
        return self.covering.gap(self._cubes(projection, moves, which)) is None

    def _faults_in(self, scene: int) -> frozenset[int]:
        return frozenset(command.choice for command in self.system.commands[scene] if command.fault is not None)

    def _cubes(
        self, projection: Projection, moves: tuple[Move, ...], which: tuple[bool, ...]
    ) -> frozenset[tuple[tuple[int, int], ...]]:
        kept = set(projection.kept)
        return frozenset(
            tuple(item for item in command.guard if item[0] not in kept)
            for move, leads in zip(moves, which, strict=True)
            if leads
            for command in move.commands
        )

    def blame(self, view: _View, scenes: Collection[int]) -> list[int]:
        """The variables that may be why states of these scenes are broken, the likeliest first."""
        projection = view.projection
        kept = set(projection.kept)
        weights: Counter[int] = Counter()
        seen: set[tuple[int, tuple[bool, ...]]] = set()
        for state in view.broken:
            moves, row = projection.rows[state]
            which = tuple(after not in view.broken for after in row)
            key = (id(moves), which)
            if projection.scene(state) in scenes and key not in seen:
                seen.add(key)
                if any(which):
                    cubes = self._cubes(projection, moves, which)
                    weights.update(dict.fromkeys(self.covering.blocking(cubes), 6))
                    weights.update({name for cube in cubes for name, _ in cube})
            for earlier in view.before.get(state, ()):
                if earlier not in view.broken:
                    earlier_moves, earlier_row = projection.rows[earlier]
                    for move, after in zip(earlier_moves, earlier_row, strict=True):
                        if after == state and (id(move), ()) not in seen:
                            seen.add((id(move), ()))
                            weights.update({name for command in move.commands for name, _ in command.guard})
        return sorted((name for name in weights if name not in kept), key=lambda name: (-weights[name], name))

    # real states

    def follow(self, state: int, is_kept: Callable[[int], bool], most: int) -> set[int] | None:
        """Everything that can follow from a state, if the promise cannot be kept any more; None if it can, or may."""
        scene_mask, offers = self.player.scene_mask, self.player.offers
        known = {state}
        waiting = [state]
        while waiting:
            present = waiting.pop()
            scene = present & scene_mask
            if is_kept(scene):
                return None
            for forbids, command in offers[scene]:
                if not present & forbids:
                    after = command.done_to(present)
                    if after not in known:
                        known.add(after)
                        waiting.append(after)
            if len(known) > most:
                return None
        return known


class _Trial:
    """One promise under examination."""

    def __init__(self, promises: Promises, is_kept: Callable[[int], bool], exempt: frozenset[int]) -> None:
        self.promises = promises
        self.system = promises.system
        self.is_kept = is_kept
        self.exempt = exempt
        self.budget = promises.budget
        scenes = range(len(self.system.commands))
        self.settled = {number for number in scenes if is_kept(number)}
        self.promise = Promise(dict.fromkeys(self.settled, ()))
        self.most = min(max(20_000, 4 * len(self.system.commands)), self.budget.max_nodes)
        self._graph = Projection(self.system, (), {})
        self._before = self._graph.before()
        self._matters = self.system.all_live_masks({})

    def run(self) -> None:
        self.budget.tell("promises", len(self.settled), len(self.system.commands))
        self._spread(self.settled)
        doubtful = self._in_doubt()
        if len(doubtful) <= MOST_EXAMINED:
            self._examine_met(doubtful)
            self._spread(self.settled)
        given_up: set[int] = set()
        after = {scene: [one & self._graph.scene_mask for one in self._graph.rows[scene][1]] for scene in doubtful}
        # scenes that lead to one another, after those that they lead to
        for together in components(doubtful, after):
            while not self.budget.is_spent:
                left = {scene for scene in together if scene not in self.settled and scene not in given_up}
                if not left:
                    break
                focus = set(components(left, after)[0])
                progress, kept = self._decide(focus)
                if not progress:
                    given_up |= focus
                    self.promise.undecided.update(dict.fromkeys(focus, kept))
            self.budget.tell("promises", len(self.settled), len(self.system.commands))
        left = self._in_doubt()
        self.promise.undecided = {scene: self.promise.undecided.get(scene, ()) for scene in left}

    def _in_doubt(self) -> set[int]:
        return self._graph.rows.keys() - self.settled - self.exempt

    def _spread(self, settled: Iterable[int]) -> None:
        """Settle the scenes that need no more than these, given the bare graph of scenes."""
        memo: dict[tuple[int, tuple[bool, ...]], bool] = {}
        waiting = list(settled)
        for scene in waiting:
            for earlier in self._before.get(scene, ()):
                if earlier not in self.settled and self.promises.keeps(self._graph, earlier, self.settled, memo):
                    self._settle((earlier,), ())
                    waiting.append(earlier)

    def _settle(self, scenes: Iterable[int], kept: Iterable[int]) -> None:
        for scene in scenes:
            self.settled.add(scene)
            self.promise.rests_on[scene] = tuple(sorted(kept))

    def _decide(self, focus: set[int]) -> tuple[bool, tuple[int, ...]]:
        """Settle some scene of these, or find a breach, looking at more and more of the story before them."""
        most = NEARBY
        while True:
            region = Region.before(self.system, focus, most, self.settled.__contains__)
            progress, kept = self._refine(region, focus)
            if progress or region.is_whole or self.budget.is_spent:
                return progress, kept
            most *= 8

    def _refine(self, region: Region, focus: set[int]) -> tuple[bool, tuple[int, ...]]:
        """Keep more and more variables until some scene of these is settled, or a breach is found."""
        view = self.promises.view(Projection(self.system, (), {}, region=region), self.settled)
        blocking: list[int] = []
        while not self.budget.is_spent:
            best: tuple[tuple[float, float, int], _View] | None = None
            broken = {state for state in view.broken if view.projection.scene(state) in focus}
            within = leading_to(broken, view.before)
            lost = view.broken - within.keys()
            present = focus & view.scenes().keys()
            blamed = self.promises.blame(view, focus)
            for order, name in enumerate(dict.fromkeys([*blamed[:TRIED], *blocking[: TRIED - 2]])):
                try:
                    finer = view.projection.refined(name, within, self.most, lost)
                except TooLarge:
                    continue
                found = self.promises.view(finer, self.settled)
                scenes = found.scenes()
                cleared = sum(1 for scene in present if scene not in scenes)
                looked_at = Counter(finer.scene(state) for state in finer.rows)
                share = sum(scenes[scene] for scene in present) / max(1, sum(looked_at[scene] for scene in present))
                score = (-cleared, round(share, 2), order)
                if best is None or score < best[0]:
                    best = (score, found)
                if cleared == len(present):
                    break
            if best is None:
                return False, view.projection.kept
            view = best[1]
            kept = view.projection.kept
            if best[0][0] < 0:
                cleared_scenes = present - view.scenes().keys()
                self._settle(cleared_scenes, kept)
                self._spread(cleared_scenes)
                return True, kept
            blame = self._examine(view, focus)
            if blame is None:
                self._spread(self.promise.breaches.keys() - self.exempt)
                return True, kept
            blocking = sorted((name for name in blame if name not in kept), key=lambda name: (-blame[name], name))
        return False, view.projection.kept

    # breaches

    def _examine_met(self, scenes: Collection[int]) -> None:
        """Look at what can follow from some states met by chance."""
        for scene in sorted(scenes - self.promise.breaches.keys()):
            for reached in self.promises.explorer.pool[scene][:6]:
                if self._examine_one(reached):
                    break

    def _examine_one(self, reached: Reached) -> bool:
        if self.promises.follow(reached.state, self.is_kept, FOLLOWED) is None:
            return False
        self._note(reached)
        return True

    def _examine(self, view: _View, focus: Collection[int]) -> dict[int, float] | None:
        """Seek a real state over a broken one in which all is lost: None, or else what was in the way."""
        projection = view.projection
        broken = {state for state in view.broken if projection.scene(state) in focus}
        guide = Guide(projection, leading_to(broken, view.before))
        tried = 0

        def is_there(state: int) -> bool:
            nonlocal tried
            if projection.state(state) not in broken or tried > FIRST_SEARCH:
                return False
            tried += 1
            return self.promises.follow(state, self.is_kept, FOLLOWED) is not None

        promises = self.promises
        starts = [promises.player.beginning, *self._near(guide, {projection.scene(state) for state in projection.rows})]
        found = seek(
            promises.player, [guide], is_there, starts, 2 * FIRST_SEARCH, self._matters, promises.explorer.meet
        )
        if found.reached is None:
            return found.blame
        self._note(found.reached)
        return None

    def _near(self, guide: Guide, scenes: Iterable[int]) -> Iterator[Reached]:
        for scene in sorted(scenes):
            for reached in self.promises.explorer.pool[scene][:6]:
                if guide.distance(reached.state) is not None:
                    yield reached

    def _note(self, reached: Reached) -> None:
        """Note where on this run all was lost; from there on every scene is one in which it is."""
        run = reached.run()
        first, last = 0, len(run) - 1
        while first < last:
            middle = (first + last) // 2
            if self.promises.follow(run[middle].state, self.is_kept, FOLLOWED) is None:
                first = middle + 1
            else:
                last = middle
        following = self.promises.follow(run[last].state, self.is_kept, FOLLOWED) or {reached.state}
        scenes = frozenset(state & self._graph.scene_mask for state in following)
        breach = Breach(run[last], scenes, self._stuck(run[last]))
        for scene in scenes - self.exempt - self.promise.breaches.keys():
            self.promise.breaches[scene] = breach
        # what else is wrong is told more clearly if this is taken to be mended
        self.settled |= scenes - self.exempt

    def _stuck(self, reached: Reached) -> int:
        """Where a run that goes on from a lost state is after a while."""
        player = self.promises.player
        for _ in range(FOLLOWED):
            *_, last = [None, *player.onward(reached)]
            if last is None:
                break
            reached = last
        return player.scene(reached)
