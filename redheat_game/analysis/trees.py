"""Conditions as the prover needs them: with values put in, worked out, and put into words."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable

from redheat_game.story.conditions import (
    AllOf,
    AnyOf,
    Arithmetic,
    Comparison,
    Constant,
    Membership,
    Not,
    Read,
    Tree,
)
from redheat_game.story.machine import Machine, Variable


def substituted(tree: Tree, variable: int, value: int) -> Tree:
    """The tree with a constant in place of a variable."""
    match tree:
        case Read(found) if found == variable:
            return Constant(value)
        case Arithmetic(sign, left, right):
            return Arithmetic(sign, substituted(left, variable, value), substituted(right, variable, value))
        case Comparison(sign, left, right):
            return Comparison(sign, substituted(left, variable, value), substituted(right, variable, value))
        case Membership(item, values):
            return Membership(substituted(item, variable, value), values)
        case AllOf(parts):
            return AllOf(tuple(substituted(part, variable, value) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(substituted(part, variable, value) for part in parts))
        case Not(part):
            return Not(substituted(part, variable, value))
        case _:
            return tree


_OPERATORS: dict[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def evaluated(tree: Tree) -> int:
    """The value of a tree that reads nothing."""
    match tree:
        case Constant(value):
            return value
        case Arithmetic(sign, left, right) | Comparison(sign, left, right):
            return int(_OPERATORS[sign](evaluated(left), evaluated(right)))
        case Membership(item, values):
            return int(evaluated(item) in values)
        case AllOf(parts):
            return int(all(evaluated(part) for part in parts))
        case AnyOf(parts):
            return int(any(evaluated(part) for part in parts))
        case Not(part):
            return int(not evaluated(part))
        case Read(variable):
            raise ValueError(f"the tree reads variable {variable}")


def in_words(tree: Tree, machine: Machine) -> str:
    """The condition as an author would write it."""
    return _in_words(tree, machine, is_part=False)


def _in_words(tree: Tree, machine: Machine, *, is_part: bool) -> str:
    match tree:
        case Constant(value):
            return str(value)
        case Read(variable):
            return machine.variables[variable].name
        case Comparison("==" | "!=" as sign, Read(number), Constant(value)):
            about = machine.variables[number]
            if about.kind == "flag":
                return about.name if (value == 1) == (sign == "==") else f"not {about.name}"
            return f"{about.name} {sign} {value_in_words(about, value)}"
        case Arithmetic(sign, left, right) | Comparison(sign, left, right):
            text = f"{_in_words(left, machine, is_part=True)} {sign} {_in_words(right, machine, is_part=True)}"
            return f"({text})" if is_part else text
        case Membership(item, values):
            names = (
                [value_in_words(machine.variables[item.variable], value) for value in values]
                if isinstance(item, Read)
                else [str(value) for value in values]
            )
            return f"{_in_words(item, machine, is_part=True)} in [{', '.join(names)}]"
        case AllOf(parts):
            return _joined(parts, " and ", machine, is_part)
        case AnyOf(parts):
            return _joined(parts, " or ", machine, is_part)
        case Not(part):
            return f"not {_in_words(part, machine, is_part=True)}"


def _joined(parts: Iterable[Tree], word: str, machine: Machine, is_part: bool) -> str:
    text = word.join(_in_words(part, machine, is_part=True) for part in parts)
    return f"({text})" if is_part else text


def value_in_words(variable: Variable, value: int) -> str:
    """The value as it is written in a story."""
    if variable.kind == "flag":
        return "true" if value else "false"
    return variable.words[value] if variable.words and 0 <= value < len(variable.words) else str(value)
