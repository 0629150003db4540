"""The search for a run to one goal: where it begins, and how wide or how long it may be."""

from __future__ import annotations

from collections.abc import Sequence

from redheat_game.analysis.exploring import Explorer
from redheat_game.analysis.goals import Place, read_in
from redheat_game.analysis.playing import Player, Reached, Test
from redheat_game.analysis.seeking import Guide, Sought, dive, seek

MOST_NEAR = 60
"""States met nearest to the goal from which a search for it begins."""


class Hunt:
    """The search for a run into some places.

    Args:
        player: plays the story.
        explorer: told of the states met.
        places: what is sought.
        ways: the guide that keeps no variable.
        guides: one for each of some variables.
        main: the one that is refined, and blamed.
    """

    def __init__(
        self,
        player: Player,
        explorer: Explorer,
        places: Sequence[Place],
        ways: Guide,
        guides: Sequence[Guide],
        main: Guide,
    ) -> None:
        self.player = player
        self.explorer = explorer
        self.places = places
        self.ways = ways
        self.guides = guides
        self.main = main
        self._is_there = Test(player.system, places)
        self._matters = player.system.all_live_masks(read_in(places))

    def dive(self, width: int) -> Reached | None:
        """A beam search of this width: where it arrives, if it does."""
        starts = self._on_the_way()
        dives = dive(
            self.player, self.main, self.guides, self.ways, self._is_there, starts, width, self._matters, "moves"
        )
        found = next(dives, None)
        if found is not None:
            # what else lies on the way is met too
            for one in found.run():
                self.explorer.meet(one)
        return found

    def seek(self, most: int) -> Sought:
        """A best-first search of so many states."""
        guides = [self.ways, *self.guides, self.main]
        return seek(self.player, guides, self._is_there, self._nearest(), most, self._matters, self.explorer.meet)

    def _on_the_way(self) -> list[Reached]:
        """The states of a run that comes into each of the scenes: what is sought there is often but a detour away."""
        found = [self.player.beginning]
        for scene in sorted({place.scene for place in self.places}):
            for reached in self.explorer.pool[scene][:1]:
                found += reached.run()[1:]
        return found

    def _nearest(self) -> list[Reached]:
        """The start, and the states met that are nearest to the goal."""
        near: list[tuple[int, int, Reached]] = []
        for pool in self.explorer.pool:
            for reached in pool:
                distance = self.main.distance(reached.state)
                if distance is not None:
                    near.append((distance, len(near), reached))
        near.sort()
        return [self.player.beginning, *(reached for _, _, reached in near[:MOST_NEAR])]
