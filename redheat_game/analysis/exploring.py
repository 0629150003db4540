"""Playing the story by chance, with a taste for the untried, and remembering what was reached."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from redheat_game.analysis.goals import Goal, Place
from redheat_game.analysis.playing import Player, Reached

POOL = 24
"""States kept of each scene."""
PATIENCE = 8
"""For each choice of the story, moves without anything new after which chance has done what it can."""


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
