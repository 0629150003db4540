"""Playing the story by chance, with a taste for the untried, and remembering what was reached."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator

from redheat_game.analysis.goals import Goal, Place
from redheat_game.analysis.packing import PackedCommand
from redheat_game.analysis.playing import Player, Reached

POOL = 24
"""States kept of each scene."""
REPLACED = 0.1
"""How likely a state takes the place of one of those, once there are so many; never of the first."""
PATIENCE = 8
"""For each choice of the story, moves without anything new after which chance has done what it can."""
MOST_MOVES = 400_000
"""Moves after which it has in any case."""
TASTE = 0.6
"""How likely what was taken least often is taken, where there is a choice; else anything."""
SEED = 20_170
"""What chance begins with, always the same: a story is proved in the same way each time."""


class _Offer:
    """What may be done in a scene, and how often it was."""

    __slots__ = ("command", "forbids", "taken")

    def __init__(self, forbids: int, command: PackedCommand) -> None:
        self.forbids = forbids
        self.command = command
        self.taken = 0


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
        """How many were made by chance."""
        self._chance = random.Random(SEED)
        self._met: set[int] = set()
        self._offers = [[_Offer(forbids, command) for forbids, command in own] for own in player.offers]
        self._open: list[list[tuple[Goal, Place, list[int]]]] = [[] for _ in player.offers]
        """By scene, what is still to be reached there, each place with the bits that its guards forbid."""
        self._last_new = 0
        """After how many moves something was last reached for the first time."""
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
        elif self._chance.random() < REPLACED:
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
                self._last_new = self.moves
                self.found[goal] = (reached, place)
            else:
                left.append(item)
        self._open[scene] = left

    def play(self, may_go_on: Callable[[], bool] = lambda: True) -> None:
        """Play by chance until nothing new is reached for a while, or until it may not go on."""
        self._last_new = self.moves
        patience = PATIENCE * sum(map(len, self._offers))
        end = self.moves + MOST_MOVES
        runs = 0
        while self.moves < end and self.moves - self._last_new < patience and may_go_on():
            runs += 1
            reached = self.player.beginning
            # every other run goes on from where something is still to be reached
            scenes = [scene for scene, waiting in enumerate(self._open) if waiting]
            if runs % 2 and scenes:
                pool = self.pool[self._chance.choice(scenes)]
                reached = self._chance.choice(pool) if pool else reached
            self._run(reached)

    def _run(self, reached: Reached) -> None:
        by_chance, pick, scene_mask = self._chance.random, self._chance.choice, self.player.scene_mask
        met, offers = self._met, self._offers
        for _ in range(self.player.longest_run):
            state = reached.state
            offered = [offer for offer in offers[state & scene_mask] if not state & offer.forbids]
            if not offered:
                self.ends.append(reached)
                break
            self.moves += 1
            if len(offered) == 1:
                taken = offered[0]
            elif by_chance() < TASTE:
                least = min(offer.taken for offer in offered)
                taken = pick([offer for offer in offered if offer.taken == least])
            else:
                taken = pick(offered)
            taken.taken += 1
            reached = reached.then(taken.command)
            if reached.state not in met:
                self.meet(reached)
