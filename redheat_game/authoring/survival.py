"""Which choices still leave a way to an ending that is no death: decided exactly, state by state."""

from __future__ import annotations

import heapq
import random

from redheat_game.analysis.playing import Player
from redheat_game.analysis.projection import Projection, leading_to
from redheat_game.analysis.system import System
from redheat_game.engine.state import State
from redheat_game.engine.step import begin
from redheat_game.story.script import Story

MOST_SEARCHED = 300_000
"""States that one search may look at; the game's own need a few dozen."""


WALKS, LONGEST_WALK = 100, 300
"""Walks that are tried before a search, and the choices that one of them takes at most."""


class CannotTell(Exception):
    """A search met so many states without an ending that the question was given up."""


class Survival:
    """Answers which choices of a state can be taken by one who means to live.

    Walks by chance mostly arrive at such an ending. Where none does, a search either arrives or has looked at all that
    can follow. Whatever was learned is kept, so that either mostly ends at once at a state that is known.

    Args:
        story: a story that begins without a fault.
    """

    def __init__(self, story: Story) -> None:
        machine = story.machine
        self._system = System(machine, begin(machine).state).reduced()
        self._player = Player(self._system, {})
        self._scene_mask = self._player.scene_mask
        self._live = self._system.all_live_masks({})
        survived = {
            number
            for number, scene in enumerate(machine.scenes)
            if scene.ending is not None and story.endings[scene.ending].kind != "death"
        }
        scenes = Projection(self._system, (), {})
        self._distances = leading_to(survived & scenes.rows.keys(), scenes.before())
        """By scene, the fewest moves to such an ending whatever the conditions; others cannot lead to one."""
        self._known: dict[int, bool] = {}

    def choices(self, state: State) -> list[int]:
        """The positions of the choices after which an ending that is no death can still be reached, in their order.

        Raises:
            CannotTell: of one of them it was not found out.
        """
        packed = self._system.packed(state) & self._live[state.scene]
        found = {
            command.command.choice
            for forbids, command in self._player.offers[state.scene]
            if not packed & forbids and self._is_open(command.done_to(packed))
        }
        return sorted(found)

    def _is_open(self, state: int) -> bool:
        known = self._known.get(state)
        return self._wander(state) or self._search(state) if known is None else known

    def _wander(self, state: int) -> bool:
        """Whether one of some walks by chance, the same for the same state, comes to such an ending."""
        chance = random.Random(state)
        for _ in range(WALKS):
            walk, present = [state], state
            for _ in range(LONGEST_WALK):
                if self._known.get(present) or self._distances.get(present & self._scene_mask) == 0:
                    self._known.update(dict.fromkeys(walk, True))
                    return True
                ways = [
                    command
                    for forbids, command in self._player.offers[present & self._scene_mask]
                    if not present & forbids and command.target in self._distances
                ]
                if not ways:
                    break
                present = chance.choice(ways).done_to(present)
                walk.append(present)
        return False

    def _search(self, state: int) -> bool:
        """Go on from the state for which least seems to be left, until it is settled."""
        known, distances, scene_mask, offers = self._known, self._distances, self._scene_mask, self._player.offers
        left = distances.get(state & scene_mask)
        before: dict[int, int | None] = {state: None}
        heap = [] if left is None else [(left, 0, state)]
        arrived = state if left == 0 else None
        while heap and arrived is None:
            _, _, present = heapq.heappop(heap)
            for forbids, command in offers[present & scene_mask]:
                if present & forbids:
                    continue
                after = command.done_to(present)
                left = distances.get(command.target)
                if left is None or after in before or known.get(after) is False:
                    continue
                before[after] = present
                if left == 0 or after in known:
                    arrived = after
                    break
                # of two that are as near, the one met last: that way leads on from where the search already is
                heapq.heappush(heap, (left, -len(before), after))
            if len(before) > MOST_SEARCHED:
                raise CannotTell(self._system.machine.scenes[state & scene_mask].id)
        if arrived is None:
            known.update(dict.fromkeys(before, False))
            return False
        here: int | None = arrived
        while here is not None:
            known[here] = True
            here = before[here]
        return True
