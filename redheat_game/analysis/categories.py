"""What is found out of categories: shortest routes, best runs where achievements come first, the most of these."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from redheat_game.analysis.certificates import replayed
from redheat_game.analysis.exploring import Explorer
from redheat_game.analysis.goals import Place, read_in
from redheat_game.analysis.most import RunsThatEarn
from redheat_game.analysis.playing import Measure, Player, Test
from redheat_game.analysis.report import CategoryRoutes, MostAchievements, Route
from redheat_game.analysis.routes import Routes, Shortest
from redheat_game.analysis.system import System
from redheat_game.story.script import Category, Story

MEASURES: tuple[Measure, ...] = ("moves", "seconds")
FIRST_MAP = 60_000
"""States of a map at which the search for a route waits for what the search by the other measure finds."""


class Categories:
    """Finds out what can be said of the categories of one story, and of the most that a run can earn.

    Args:
        story: the story.
        ends: for each category, where a run of it is over.
        explorer: runs that were played by chance.
        routes: finds shortest routes.
    """

    def __init__(self, story: Story, ends: Mapping[str, Sequence[Place]], explorer: Explorer, routes: Routes) -> None:
        self.story = story
        self.ends = ends
        self.explorer = explorer
        self.finder = routes
        self.system = routes.system
        self.player = routes.player
        self.budget = routes.budget

    def routes(self, category: Category) -> CategoryRoutes:
        """The shortest routes of a category."""
        places = self.ends[category.id]
        found: dict[Measure, Route] = {}
        # where one measure is hard, the other's best run mostly makes it easy
        for gives_up_at in (FIRST_MAP, None):
            for measure in MEASURES:
                if measure not in found or not found[measure].proved:
                    self.budget.tell("routes", len(found), 2)
                    shortest = self.finder.shortest(places, measure, self.explorer.ends, gives_up_at)
                    found[measure] = self._route(shortest, measure)
        return CategoryRoutes(
            found["moves"],
            found["seconds"],
            None if category.order == "moves" else self._by_achievements(category, places),
        )

    def _route(self, shortest: Shortest, measure: Measure) -> Route:
        names = self.system.names(shortest.rests_on)
        if shortest.reached is None:
            return Route(None, shortest.at_least, None, shortest.is_proved, names)
        choices = self.player.choices(shortest.reached)
        state = replayed(self.story, choices).state
        cost = state.moves if measure == "moves" else state.seconds
        at_least = shortest.at_least
        if at_least is not None and measure == "seconds":
            # a search counts from the first move; entering the start scene was paid before it
            at_least += self.system.start.seconds
        return Route(cost, at_least, choices, shortest.is_proved, names)

    def _by_achievements(self, category: Category, places: Sequence[Place]) -> Route | None:
        """The best run where fewest or most achievements come first, then moves."""
        is_there = Test(self.system, places)
        earnable = [each.variable for each in self.story.achievements.values()]
        if category.order == "most_achievements":
            best = RunsThatEarn(self.system, self.player, self.budget, earnable).best(self.explorer.ends, is_there)
        else:
            without = self._without(earnable, places)
            if without is not None:
                return without
            ends = [reached for reached in self.explorer.ends if is_there(reached.state)]
            best = min(ends, key=lambda one: (len(self.player.earned(one)), one.moves), default=None)
        if best is None:
            return None
        choices = self.player.choices(best)
        return Route(replayed(self.story, choices).state.moves, 0, choices, False, ())

    def _without(self, achievements: Sequence[int], places: Sequence[Place]) -> Route | None:
        """The shortest run that earns nothing at all, if there is one."""
        if any(self.system.start.values[variable] for variable in achievements):
            return None
        system = System(self.story.machine, self.system.start, achievements).without_earning(achievements).reduced()
        player = Player(system, read_in(places))
        shortest = self.finder.taken_to(system, player).shortest(places, "moves", ())
        return None if shortest.reached is None else self._route(shortest, "moves")

    def most(self, earnable: Collection[int], decisive: Sequence[int]) -> MostAchievements:
        """The most that one run can earn: the best run known, and a bound.

        Args:
            earnable: the achievements (their variables) that can be earned at all.
            decisive: variables that decide much.
        """
        self.budget.tell("most achievements", 0, 1)
        runs = RunsThatEarn(self.system, self.player, self.budget, earnable, decisive)
        most = runs.look(self.explorer.ends)
        if most.reached is None:
            return MostAchievements(0, most.at_most, None)
        choices = self.player.choices(most.reached)
        return MostAchievements(len(replayed(self.story, choices).achievements), most.at_most, choices)
