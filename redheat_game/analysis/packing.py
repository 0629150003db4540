"""States, and sets of states, as single integers.

The scene is in the lowest bits; above it every variable has a field with one bit for each of its values. A state sets
one bit of each field, a set that is known variable by variable sets several, and a field that is left empty says
nothing. So a command is a few operations on whole integers: it forbids some bits, keeps some fields, puts some bits and
looks the rest up, and what plays a story also runs it for sets of values and for projections.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from redheat_game.analysis.commands import Changes, Command, Guard


class Layout:
    """Where the bits of the scene and of each variable are.

    Args:
        scenes: how many scenes there are.
        sizes: how many values each variable has.
    """

    def __init__(self, scenes: int, sizes: Sequence[int]) -> None:
        self.sizes = tuple(sizes)
        offset = max(1, (scenes - 1).bit_length())
        self.scene_mask = (1 << offset) - 1
        offsets = []
        for size in sizes:
            offsets.append(offset)
            offset += size
        self.offsets = tuple(offsets)
        self.fields = tuple(((1 << size) - 1) << start for size, start in zip(sizes, offsets, strict=True))
        self.all_fields = (1 << offset) - 1 & ~self.scene_mask

    def packed(self, scene: int, indexes: Iterable[int]) -> int:
        """One state, given by each variable's position in its range."""
        bits = scene
        for offset, index in zip(self.offsets, indexes, strict=True):
            bits |= 1 << offset + index
        return bits

    def forbidden(self, guard: Guard) -> int:
        """The bits that no state of the cube sets."""
        bits = 0
        for variable, allowed in guard:
            bits |= self.fields[variable] & ~(allowed << self.offsets[variable])
        return bits

    def values(self, bits: int, variable: int) -> int:
        """The values that a variable may have, as positions in its range: bit n for the n-th."""
        return (bits & self.fields[variable]) >> self.offsets[variable]

    def union(self, variables: Iterable[int]) -> int:
        """All bits of some variables."""
        bits = 0
        for variable in variables:
            bits |= self.fields[variable]
        return bits


def single_bits(bits: int) -> Iterator[int]:
    """The bits that are set, each by itself."""
    while bits:
        lowest = bits & -bits
        yield lowest
        bits ^= lowest


def is_constant(table: Sequence[int]) -> bool:
    """Whether a change sets a variable to the same value, whatever it was before."""
    return len(set(table)) == 1


class Values(dict[int, int]):
    """What becomes of a variable's values, by their bits; several at once are looked up one by one the first time."""

    def __missing__(self, several: int) -> int:
        found = 0
        for one in single_bits(several):
            if one == several:
                raise KeyError(several)
            found |= self[one]
        self[several] = found
        return found


@dataclass(frozen=True, slots=True, eq=False)
class PackedCommand:
    """A command over packed states; told apart by identity."""

    forbids: int
    """It can be taken in a state that sets none of these bits."""
    keep: int
    """The bits that stay as they are."""
    put: int
    """The target, and what is set whatever it was before."""
    tables: tuple[tuple[int, Values], ...]
    """The fields that change otherwise, with what becomes of them."""
    target: int
    seconds: int
    command: Command

    def done_to(self, bits: int) -> int:
        """The state after it; of a set of values, the values after it."""
        after = bits & self.keep | self.put
        for field, table in self.tables:
            after |= table[bits & field]
        return after


class Packer:
    """Packs the commands of one story, sharing their tables.

    Args:
        layout: where the bits are.
        live: by scene, the bits that still matter there; all others are dropped on arrival.
    """

    def __init__(self, layout: Layout, live: Sequence[int]) -> None:
        self.layout = layout
        self.live = live
        self._tables: dict[tuple[int, tuple[int, ...]], Values] = {}

    def packed(self, command: Command) -> PackedCommand:
        """The same command over packed states."""
        layout = self.layout
        live = self.live[command.target] & ~layout.scene_mask
        changes = tuple(change for change in command.changes if live & layout.fields[change[0]])
        changed, put, tables = self.packed_changes(changes)
        forbids = layout.forbidden(command.guard)
        return PackedCommand(
            forbids, live & ~changed, put | command.target, tables, command.target, command.seconds, command
        )

    def packed_changes(self, changes: Changes) -> tuple[int, int, tuple[tuple[int, Values], ...]]:
        """The fields that change, the bits set whatever there was before, and the fields that are to be looked up."""
        changed = put = 0
        tables = []
        for variable, table in changes:
            field = self.layout.fields[variable]
            changed |= field
            if is_constant(table):
                put |= 1 << self.layout.offsets[variable] + table[0]
            else:
                tables.append((field, self._table(variable, table)))
        return changed, put, tuple(tables)

    def _table(self, variable: int, table: tuple[int, ...]) -> Values:
        """What becomes of a variable's bits."""
        key = (variable, table)
        known = self._tables.get(key)
        if known is None:
            offset = self.layout.offsets[variable]
            known = Values({1 << offset + old: 1 << offset + new for old, new in enumerate(table)})
            known[0] = 0
            self._tables[key] = known
        return known
