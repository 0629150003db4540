"""Variables that conditions and effects of tests are about, and reading those."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from redheat_game.story.conditions import (
    AllOf,
    AnyOf,
    Arithmetic,
    Comparison,
    Constant,
    Membership,
    Not,
    Read,
    to_json,
)
from redheat_game.story.diagnostics import Report
from redheat_game.story.expressions import Scope, parse_condition, parse_effect
from redheat_game.story.machine import Variable
from redheat_game.story.source import Scalar, SourceFile, Span

VARIABLES = (
    Variable("lamp", "flag", 0, 1, 0),
    Variable("coins", "range", 0, 9, 3),
    Variable("depth", "range", -5, 5, 0),
    Variable("coat", "one_of", 0, 2, 0, words=("none", "grey", "black")),
    Variable("hat", "one_of", 0, 1, 0, words=("none", "fur")),
    Variable("scarf", "one_of", 0, 1, 0, words=("none", "fur")),
    Variable("@entered.hall", "entered", 0, 1, 0, "clamp"),
)
NAMES = [variable.name for variable in VARIABLES]
NODES = (Constant, Read, Arithmetic, Comparison, Membership, AllOf, AnyOf, Not)


def scope(report: Report | None = None, broken: Sequence[str] = ()) -> Scope:
    declared = {item.name: (number, item) for number, item in enumerate(VARIABLES) if not item.name.startswith("@")}
    return Scope(
        declared, {"hall": 0}, lambda _: Comparison(">=", Read(6), Constant(1)), report or Report(), frozenset(broken)
    )


def scalar(text: str) -> Scalar:
    return Scalar(text, Span(SourceFile("a.yaml", text), 1, 1), None, 1)


def condition(text: str) -> object:
    """The condition as nested lists, or the code of what is wrong with it."""
    report = Report()
    tree = parse_condition(scalar(text), scope(report))
    assert (tree is None) == report.has_errors
    if tree is None:
        (found,) = report.diagnostics
        return found.code
    return to_json(tree, NAMES)


def effect(text: str) -> object:
    report = Report()
    found = parse_effect(scalar(text), scope(report))
    assert (found is None) == report.has_errors
    return report.diagnostics[0].code if found is None else (NAMES[found[0]], to_json(found[1], NAMES))


def nodes(tree: object) -> list[object]:
    """Every node of a tree, told by its fields, so that nothing can hide in one."""
    if isinstance(tree, tuple):
        return [node for part in tree for node in nodes(part)]
    if isinstance(tree, NODES):
        return [tree, *(node for item in fields(tree) for node in nodes(getattr(tree, item.name)))]
    return [tree]
