"""Whether cubes together hold every state: the tautology test behind what can *always* be done.

Shannon's expansion on the variable that most cubes name (as in the unate recursive paradigm of espresso: Brayton et al.
1984), with all answers kept: the same few sets of cubes come up again and again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from redheat_game.analysis.commands import Guard

Gap = tuple[tuple[int, int], ...]
"""Values of some variables (by position in their ranges), which lie in none of the cubes."""


class Covering:
    """Answers which valuations some cubes leave out.

    Args:
        sizes: how many values each variable has.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = sizes
        self._known: dict[frozenset[Guard], Gap | None] = {}

    def gap(self, cubes: Iterable[Guard]) -> Gap | None:
        """A valuation that lies in none of the cubes; None where they hold every one."""
        return self._gap(frozenset(cubes))

    def blocking(self, cubes: Iterable[Guard]) -> tuple[int, ...]:
        """A few variables that, as they stand in some gap, keep each of the cubes from holding it."""
        cubes = frozenset(cubes)
        values = dict(self.gap(cubes) or ())
        left = [
            {variable for variable, bits in cube if variable in values and not bits >> values[variable] & 1}
            for cube in cubes
        ]
        found = []
        while any(left):
            counts: dict[int, int] = {}
            for closed in left:
                for variable in closed:
                    counts[variable] = counts.get(variable, 0) + 1
            chosen = max(counts, key=lambda variable: (counts[variable], -variable))
            found.append(chosen)
            left = [closed for closed in left if chosen not in closed]
        return tuple(found)

    def _gap(self, cubes: frozenset[Guard]) -> Gap | None:
        if () in cubes:
            return None
        if not cubes:
            return ()
        if cubes in self._known:
            return self._known[cubes]
        counts: dict[int, int] = {}
        for cube in cubes:
            for variable, _ in cube:
                counts[variable] = counts.get(variable, 0) + 1
        chosen = max(counts, key=lambda variable: (counts[variable], -variable))
        found: Gap | None = None
        tried = set()
        for value in range(self.sizes[chosen]):
            rest = frozenset(
                tuple(item for item in cube if item[0] != chosen)
                for cube in cubes
                if all(variable != chosen or bits >> value & 1 for variable, bits in cube)
            )
            if rest in tried:
                continue
            tried.add(rest)
            inner = self._gap(rest)
            if inner is not None:
                found = (*inner, (chosen, value))
                break
        self._known[cubes] = found
        return found
