"""Prose as it is kept: a small tree of text, emphasis, values and alternatives.

Only `render` (in the engine) turns it into words; nothing ever hands story text to a markup parser.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from redheat_game.story.conditions import Tree, reads, to_json

AlternativesKind = Literal["sequence", "cycle", "once"]


@dataclass(frozen=True, slots=True)
class Words:
    """Literal text; line breaks in it still matter."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Emphasised (`*`) or strong (`**`) prose."""

    strong: bool
    parts: Prose


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a variable: a number, or a word of a `one_of`."""

    variable: int


@dataclass(frozen=True, slots=True)
class Conditional:
    """One of two parts by a condition."""

    condition: Tree
    then: Prose
    otherwise: Prose


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One of several parts by the number of earlier entries of the scene.

    `counter` is the variable that counts entries, the present one included: up to its edge for `sequence` and
    `once`, round and round for `cycle`.
    """

    kind: AlternativesKind
    counter: int
    branches: tuple[Prose, ...]


Piece = Words | Emphasis | Value | Conditional | Alternatives
Prose = tuple[Piece, ...]


def chosen_branch(piece: Alternatives, entries: int) -> int | None:
    """Which branch shows when the counter stands at `entries` (1 on the first entry), or None for nothing."""
    earlier = max(0, entries - 1)
    match piece.kind:
        case "sequence":
            return min(earlier, len(piece.branches) - 1)
        case "cycle":
            # the counter wraps at a multiple of the length, where 0 stands for the last of a round
            return (entries - 1) % len(piece.branches)
        case "once":
            return earlier if earlier < len(piece.branches) else None


def pieces(prose: Prose) -> Iterator[Piece]:
    """Every piece of the prose, outer before inner."""
    for piece in prose:
        yield piece
        match piece:
            case Emphasis(_, parts):
                yield from pieces(parts)
            case Conditional(_, then, otherwise):
                yield from pieces(then)
                yield from pieces(otherwise)
            case Alternatives(_, _, branches):
                for branch in branches:
                    yield from pieces(branch)


def variables_read(prose: Prose) -> Iterator[int]:
    """The variables that the prose depends on, each as often as it does."""
    for piece in pieces(prose):
        match piece:
            case Value(variable):
                yield variable
            case Conditional(condition, _, _):
                yield from reads(condition)
            case Alternatives(_, counter, _):
                yield counter


def prose_to_json(prose: Prose, names: list[str]) -> list[Any]:
    """The prose as nested lists, for digests and tools; variables by name."""
    found: list[Any] = []
    for piece in prose:
        match piece:
            case Words(text):
                found.append(text)
            case Emphasis(strong, parts):
                found.append(["strong" if strong else "emphasis", prose_to_json(parts, names)])
            case Value(variable):
                found.append(["value", names[variable]])
            case Conditional(condition, then, otherwise):
                branches = [prose_to_json(then, names), prose_to_json(otherwise, names)]
                found.append(["if", to_json(condition, names), *branches])
            case Alternatives(kind, _, branches_):
                found.append([kind, *(prose_to_json(branch, names) for branch in branches_)])
    return found
