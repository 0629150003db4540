"""Promises: what the player can always still bring about, whatever happened before.

No soft-lock is the promise that some ending can be reached; no doom, that an ending can be reached that is no death.
A state is good if, for every valuation of the variables that are not kept, some choice on offer leads to a good state:
a least fixpoint (AG EF of Clarke and Emerson 1981, under-approximated in a projection). Scenes in which every state is
good are settled, and each later projection has to explain only what is left; so each region of a story gets its own few
variables. Where a promise is really broken, a real state shows it: everything that can follow from it is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from redheat_game.analysis.budget import STATES_A_SCENE, Budget
from redheat_game.analysis.exploring import Explorer
from redheat_game.analysis.graphs import components
from redheat_game.analysis.playing import Player, Reached
from redheat_game.analysis.projection import Projection, Region, TooLarge
from redheat_game.analysis.seeking import Guide, most_blamed, seek
from redheat_game.analysis.system import System
from redheat_game.analysis.views import Memo, View, Views

TRIED = 7
"""Variables that are tried at each refinement because broken states read them."""
TRIED_BLOCKING = 5
"""Those that are tried because they kept a search from broken states."""
MOST_STATES = 20_000
"""States of a projection, unless the story is larger."""
SOUGHT = 300
"""Broken states that one search comes to and examines; it looks at twice as many states."""
MET_EXAMINED = 6
"""States met by chance that are examined of a scene in doubt, and from which such a search begins."""
MOST_EXAMINED = 500
"""Scenes of which that is done at once; where there are more, projections first have to leave fewer in doubt."""
NEARBY = 400
"""Scenes that are looked at first for a scene in doubt: itself, and the nearest that lead to it."""
WIDENED = 8
"""So many times more are looked at next."""
FOLLOWED = 2_000
"""States that may follow one before it is given up to look whether all is lost in it."""


@dataclass(frozen=True)
class Breach:
    """A real state after which the promise cannot be kept any more."""

    reached: Reached
    """The first state of its run after which all is lost."""
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
        self.views = Views(system)

    def prove(self, is_kept: Callable[[int], bool], exempt: Collection[int] = ()) -> Promise:
        """Decide for each scene whether it is always possible, from there, to reach a scene that keeps the promise.

        Args:
            is_kept: whether arriving in this scene keeps the promise.
            exempt: scenes in which it need not hold.
        """
        trial = _Trial(self, is_kept, frozenset(exempt))
        trial.run()
        return trial.promise


class _Trial:
    """One promise under examination."""

    def __init__(self, promises: Promises, is_kept: Callable[[int], bool], exempt: frozenset[int]) -> None:
        self.promises = promises
        self.system = promises.system
        self.views = promises.views
        self.is_kept = is_kept
        self.exempt = exempt
        self.budget = promises.budget
        scenes = range(len(self.system.commands))
        self.settled = {number for number in scenes if is_kept(number)}
        self.promise = Promise(dict.fromkeys(self.settled, ()))
        self.most = min(max(MOST_STATES, STATES_A_SCENE * len(self.system.commands)), self.budget.max_nodes)
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
        memo: Memo = {}
        waiting = list(settled)
        for scene in waiting:
            for earlier in self._before.get(scene, ()):
                if earlier not in self.settled and self.views.keeps(self._graph, earlier, self.settled, memo):
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
            most *= WIDENED

    def _refine(self, region: Region, focus: set[int]) -> tuple[bool, tuple[int, ...]]:
        """Keep more and more variables until some scene of these is settled, or a breach is found."""
        view = self.views.of(Projection(self.system, (), {}, region=region), self.settled)
        blocking: list[int] = []
        while not self.budget.is_spent:
            present = focus & view.scenes().keys()
            finer = self._finer(view, focus, blocking)
            if finer is None:
                return False, view.projection.kept
            view = finer
            kept = view.projection.kept
            cleared = present - view.scenes().keys()
            if cleared:
                self._settle(cleared, kept)
                self._spread(cleared)
                return True, kept
            blame = self._examine(view, focus)
            if blame is None:
                self._spread(self.promise.breaches.keys() - self.exempt)
                return True, kept
            blocking = most_blamed(blame, kept)
        return False, view.projection.kept

    def _finer(self, view: View, focus: set[int], blocking: Sequence[int]) -> View | None:
        """The view with one more variable: that by which most scenes in focus are clear, or least of them is broken."""
        present = focus & view.scenes().keys()
        within = view.before_broken(focus)
        lost = view.broken - within.keys()
        blamed = self.views.blame(view, focus)
        best: tuple[tuple[float, float, int], View] | None = None
        for order, variable in enumerate(dict.fromkeys([*blamed[:TRIED], *blocking[:TRIED_BLOCKING]])):
            try:
                finer = view.projection.refined(variable, within, self.most, lost)
            except TooLarge:
                continue
            found = self.views.of(finer, self.settled)
            scenes = found.scenes()
            cleared = sum(1 for scene in present if scene not in scenes)
            looked_at = Counter(finer.scene(state) for state in finer.rows)
            share = sum(scenes[scene] for scene in present) / max(1, sum(looked_at[scene] for scene in present))
            # of two that leave nearly the same share, the one that is blamed more
            score = (-cleared, round(share, 2), order)
            if best is None or score < best[0]:
                best = (score, found)
            if cleared == len(present):
                break
        return best[1] if best else None

    # breaches

    def _examine_met(self, scenes: Collection[int]) -> None:
        """Look at what can follow from some states met by chance."""
        for scene in sorted(scenes - self.promise.breaches.keys()):
            for reached in self.promises.explorer.pool[scene][:MET_EXAMINED]:
                if self._is_lost(reached.state):
                    self._note_breach(reached)
                    break

    def _follow(self, state: int) -> set[int] | None:
        """Everything that can follow from a state, if the promise cannot be kept any more; None if it can, or may."""
        player = self.promises.player
        scene_mask, offers = player.scene_mask, player.offers
        known = {state}
        waiting = [state]
        while waiting:
            present = waiting.pop()
            scene = present & scene_mask
            if self.is_kept(scene):
                return None
            for forbids, command in offers[scene]:
                if not present & forbids:
                    after = command.done_to(present)
                    if after not in known:
                        known.add(after)
                        waiting.append(after)
            if len(known) > FOLLOWED:
                return None
        return known

    def _is_lost(self, state: int) -> bool:
        """Whether the promise is seen to be broken in a state."""
        return self._follow(state) is not None

    def _examine(self, view: View, focus: Collection[int]) -> dict[int, float] | None:
        """Seek a real state over a broken one in which all is lost: None, or else what was in the way."""
        projection = view.projection
        guide = Guide(projection, view.before_broken(focus))
        examined = 0

        def is_there(state: int) -> bool:
            nonlocal examined
            if guide.distance(state) != 0 or examined > SOUGHT:
                return False
            examined += 1
            return self._is_lost(state)

        promises = self.promises
        starts = [promises.player.beginning, *self._near(guide, {projection.scene(state) for state in projection.rows})]
        found = seek(promises.player, [guide], is_there, starts, 2 * SOUGHT, self._matters, promises.explorer.meet)
        if found.reached is None:
            return found.blame
        self._note_breach(found.reached)
        return None

    def _near(self, guide: Guide, scenes: Iterable[int]) -> Iterator[Reached]:
        for scene in sorted(scenes):
            for reached in self.promises.explorer.pool[scene][:MET_EXAMINED]:
                if guide.distance(reached.state) is not None:
                    yield reached

    def _note_breach(self, reached: Reached) -> None:
        """Note where on this run all was lost; from there on every scene is one in which it is."""
        run = reached.run()
        first, last = 0, len(run) - 1
        while first < last:
            middle = (first + last) // 2
            if self._is_lost(run[middle].state):
                last = middle
            else:
                first = middle + 1
        following = self._follow(run[last].state) or {reached.state}
        scenes = frozenset(state & self._graph.scene_mask for state in following)
        breach = Breach(run[last], self._stuck(run[last]))
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
