"""Where variables may be forgotten: states that differ in what no longer matters need not be told apart."""

from __future__ import annotations

from redheat_game.analysis.system import System


def live_variables(system: System) -> list[frozenset[int]]:
    """By scene, the variables that matter on arrival there: to a guard, or to what an achievement asks."""
    read_in: dict[int, set[int]] = {}
    for grant in system.grants:
        for variable, _ in grant.guard:
            read_in.setdefault(variable, set()).add(grant.scene)
    live: list[set[int]] = [set() for _ in system.commands]
    for variable in range(len(system.sizes)):
        for scene in system.live_in(variable, read_in.get(variable, ())):
            live[scene].add(variable)
    return [frozenset(names) for names in live]
