"""Lowered expressions: small trees over the machine's variables, and their compiled form.

A condition that stands is built from these nodes alone, so that whatever reads a story (engine, prover, digests) reads
the same tree. Truth is 1 and 0. Words of a `one_of` are their positions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Sequence as Values
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

Test = Callable[[Values[int]], int]
"""A compiled tree: takes the values of all variables, gives the tree's value."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A whole number."""

    value: int


@dataclass(frozen=True, slots=True)
class Read:
    """The value of the variable at this position."""

    variable: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left + right` or `left - right`."""

    operator: str
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left == right` and so on; the operator is Python's."""

    operator: str
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Membership:
    """`item in (values)`."""

    item: Tree
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Some part holds."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Tree


Tree = Constant | Read | Arithmetic | Comparison | Membership | AllOf | AnyOf | Not

TRUE = Constant(1)
FALSE = Constant(0)


def all_of(*parts: Tree | None) -> Tree:
    """The conjunction of the parts that are there, flattened."""
    flat: list[Tree] = []
    for part in parts:
        if isinstance(part, AllOf):
            flat.extend(part.parts)
        elif part is not None and part != TRUE:
            flat.append(part)
    if not flat:
        return TRUE
    return flat[0] if len(flat) == 1 else AllOf(tuple(flat))


def any_of(*parts: Tree) -> Tree:
    """The disjunction of the parts."""
    if not parts:
        return FALSE
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def reads(tree: Tree | None) -> Iterator[int]:
    """The positions of the variables that the tree reads, each as often as it reads them."""
    match tree:
        case Read(variable):
            yield variable
        case Arithmetic(_, left, right) | Comparison(_, left, right):
            yield from reads(left)
            yield from reads(right)
        case Membership(item, _):
            yield from reads(item)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from reads(part)
        case Not(part):
            yield from reads(part)


def to_json(tree: Tree | None, names: Values[str]) -> Any:
    """The tree as nested lists of strings and integers; variables by name."""
    match tree:
        case None:
            return None
        case Constant(value):
            return value
        case Read(variable):
            return names[variable]
        case Arithmetic(operator, left, right) | Comparison(operator, left, right):
            return [operator, to_json(left, names), to_json(right, names)]
        case Membership(item, values):
            return ["in", to_json(item, names), list(values)]
        case AllOf(parts):
            return ["and", *(to_json(part, names) for part in parts)]
        case AnyOf(parts):
            return ["or", *(to_json(part, names) for part in parts)]
        case Not(part):
            return ["not", to_json(part, names)]


def _source(tree: Tree) -> str:
    """Python text of the tree. Only integers and fixed operators enter it, never a word of the story's."""
    match tree:
        case Constant(value):
            return f"({int(value)})"
        case Read(variable):
            return f"v[{int(variable)}]"
        case Arithmetic(operator, left, right):
            return f"({_source(left)} {'+' if operator == '+' else '-'} {_source(right)})"
        case Comparison(operator, left, right):
            safe = {"==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}[operator]
            return f"({_source(left)} {safe} {_source(right)})"
        case Membership(item, values):
            return f"({_source(item)} in ({''.join(f'{int(value)},' for value in values)}))"
        case AllOf(parts):
            return "(" + " and ".join(_source(part) for part in parts) + ")"
        case AnyOf(parts):
            return "(" + " or ".join(_source(part) for part in parts) + ")"
        case Not(part):
            return f"(not {_source(part)})"


@lru_cache(maxsize=100_000)
def compiled(tree: Tree) -> Test:
    """The tree as a function of the values of all variables; its results are integers."""
    function: Test = eval(f"lambda v: {_source(tree)} + 0")
    return function


@lru_cache(maxsize=100_000)
def first_that_holds(ways: tuple[tuple[Tree | None, int], ...]) -> Test:
    """A function that gives the number beside the first tree that holds (None always does); -1 where none does."""
    lines = [f" {'' if tree is None else f'if {_source(tree)}: '}return {int(number)}" for tree, number in ways]
    defined: dict[str, Test] = {}
    exec("\n".join(["def first(v):", *lines, " return -1"]), defined)
    return defined["first"]
