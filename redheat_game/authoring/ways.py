"""Finding a way: choices from the start that lead to a scene, or that earn much, sought as the prover seeks them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from redheat_game.analysis.budget import Budget
from redheat_game.analysis.exploring import Explorer
from redheat_game.analysis.goals import Place
from redheat_game.analysis.most import RunsThatEarn
from redheat_game.analysis.playing import Player, Reached
from redheat_game.analysis.possible import Possible
from redheat_game.analysis.system import System
from redheat_game.engine.step import begin
from redheat_game.story.script import Story

EFFORTS = (1_500, 12_000, 96_000)
"""States of a projection or a search with which a way is sought, one after another."""


@dataclass(frozen=True)
class _Search:
    player: Player
    explorer: Explorer
    possible: Possible


class Ways:
    """Finds ways through one story. The same story gives the same ways, if the time suffices.

    Args:
        story: a story that begins without a fault.
        waits: whether a way may let the time run out where there is not for ever to choose.
        max_seconds: when a search gives up.
    """

    def __init__(self, story: Story, *, waits: bool = True, max_seconds: float = 60.0) -> None:
        self._story = story
        self._waits = waits
        self._max_seconds = max_seconds
        self._system = System(story.machine, begin(story.machine).state).reduced()

    def to(self, scenes: Collection[int]) -> tuple[str, ...] | None:
        """Choices that lead to one of the scenes (their positions); None where no way was found."""
        places = [Place(scene, None, ((),)) for scene in sorted(scenes)]
        search = self._search()
        for effort in EFFORTS:
            found = search.possible.decide(places, effort)
            if isinstance(found, Reached):
                return search.player.choices(found)
            if found is not None:
                return None
            search.explorer.play(may_go_on=lambda: not search.possible.budget.is_spent)
        return None

    def to_most_achievements(self) -> tuple[str, ...] | None:
        """Choices of a whole playthrough that earns as many achievements as any that was found."""
        search = self._search()
        search.explorer.play(may_go_on=lambda: not search.possible.budget.is_spent)
        earnable = [each.variable for each in self._story.achievements.values()]
        runs = RunsThatEarn(self._system, search.player, search.possible.budget, earnable)
        scenes, scene_mask = self._story.machine.scenes, search.player.scene_mask
        best = runs.best(search.explorer.ends, lambda state: scenes[state & scene_mask].ending is not None)
        return None if best is None else search.player.choices(best)

    def _search(self) -> _Search:
        player = Player(self._system, {})
        if not self._waits:
            scripts = self._story.scenes
            player.offers = [
                [offer for offer in own if not scripts[scene].choices[offer[1].command.choice].is_timeout]
                for scene, own in enumerate(player.offers)
            ]
        explorer = Explorer(player, ())
        budget = Budget(self._max_seconds, max(EFFORTS))
        return _Search(player, explorer, Possible(self._system, player, explorer, budget, {}))
