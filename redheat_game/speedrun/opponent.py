"""What a race is run against: the splits of a comparison, the best segments, and a ghost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from redheat_game.engine.playthrough import Playthrough
from redheat_game.speedrun.comparisons import ComparedWith, Splits, delta
from redheat_game.speedrun.ghost import Ghost
from redheat_game.speedrun.keeping import Stable
from redheat_game.speedrun.race import Race
from redheat_game.speedrun.timing import Clock, Timing


class Opponent:
    """What races at a category are compared with, by one clock.

    Args:
        stable: what is kept of the category.
        clock: the clock that counts.
        comparison: which splits the delta is against.
    """

    def __init__(self, stable: Stable, clock: Clock, comparison: ComparedWith) -> None:
        self.stable = stable
        self.clock = clock
        self.comparison = comparison
        self.history = stable.history(clock)

    @cached_property
    def splits(self) -> Splits:
        """Those of the comparison."""
        return self.history.compared_with(self.comparison, self.stable.optimum_splits(self.clock))

    @cached_property
    def ghost(self) -> Ghost | None:
        """The optimum route's where that is the comparison; else that of the personal best."""
        stable, optimum, best = self.stable, self.stable.optimum, self.history.best
        if self.comparison == "optimum" and optimum is not None:
            choices = optimum.route("story" if self.clock == "story" else "moves")
            return Ghost.of_choices(stable.story, stable.category.id, choices) if choices else None
        replay = stable.replay_of(best) if best else None
        return Ghost.of_replay(stable.story, replay) if replay else None

    def beaten_golds(self, splits: Sequence[Timing | None]) -> list[bool]:
        """For each segment, whether a race with these splits ran it in less than the best time ever."""
        found = []
        before: Timing | None = Timing(0, 0, 0)
        for here, gold in zip(splits, self.history.golds, strict=True):
            took = here.on(self.clock) - before.on(self.clock) if here and before else None
            found.append(took is not None and gold is not None and took < gold)
            before = here
        return found

    def behind(self, race: Race, now: Timing, arrived: Timing) -> int | None:
        """The delta: at the last split or, where the ghost was in this scene too, on entering it; or more by now.

        Args:
            race: the race under way.
            now: what its clocks show.
            arrived: what they showed when the present scene was entered.
        """
        behind = delta(now, race.next_split, race.splits, self.splits, self.clock)
        ghost = self.ghost if self.comparison in ("best", "optimum") else None
        if ghost is None or race.is_over or not race.course.moves:
            return behind
        then = ghost.arrived_in(race.playthrough.state.scene, times_here(race.playthrough, arrivals=True), self.clock)
        if then is None:
            return behind
        here = arrived.on(self.clock) - then
        following = self.splits[race.next_split] if race.next_split < len(self.splits) else None
        return here if following is None else max(here, now.on(self.clock) - following)


def times_here(playthrough: Playthrough, *, arrivals: bool) -> int:
    """How often the present scene was stood in, or was entered by a choice."""
    turns, scene = playthrough.turns, playthrough.state.scene
    return sum(turn.state.scene == scene for turn in (turns[1:] if arrivals else turns))
