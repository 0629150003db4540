"""Compiled trees say what a naive reading of them says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from redheat_game.story.conditions import (
    FALSE,
    TRUE,
    AllOf,
    AnyOf,
    Arithmetic,
    Comparison,
    Constant,
    Membership,
    Not,
    Read,
    Tree,
    all_of,
    any_of,
    compiled,
    reads,
)
from redheat_game.story.diagnostics import Report
from redheat_game.story.expressions import MAX_DEPTH, parse_condition

from .conditions_at_hand import NAMES, nodes, scalar, scope


def naive(tree: Tree, values: Sequence[int]) -> int:
    match tree:
        case Constant(value):
            return value
        case Read(variable):
            return values[variable]
        case Arithmetic(operator, left, right):
            one, other = naive(left, values), naive(right, values)
            return one + other if operator == "+" else one - other
        case Comparison(operator, left, right):
            one, other = naive(left, values), naive(right, values)
            return int(
                {
                    "==": one == other,
                    "!=": one != other,
                    "<": one < other,
                    "<=": one <= other,
                    ">": one > other,
                    ">=": one >= other,
                }[operator]
            )
        case Membership(item, allowed):
            return int(any(naive(item, values) == value for value in allowed))
        case AllOf(parts):
            return int(all(naive(part, values) for part in parts))
        case AnyOf(parts):
            return int(any(naive(part, values) for part in parts))
        case Not(part):
            return 1 - naive(part, values)


SIGNS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
NUMBERS = st.recursive(
    st.builds(Constant, st.integers(-9, 9)) | st.builds(Read, st.integers(1, 2)),
    lambda inner: st.builds(Arithmetic, st.sampled_from(["+", "-"]), inner, inner),
    max_leaves=6,
)
CONDITIONS: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from([TRUE, FALSE, Read(0)])
    | st.builds(Comparison, SIGNS, NUMBERS, NUMBERS)
    | st.builds(Membership, NUMBERS, st.lists(st.integers(-9, 9), max_size=4).map(tuple)),
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(AllOf, st.lists(inner, min_size=1, max_size=4).map(tuple))
        | st.builds(AnyOf, st.lists(inner, min_size=1, max_size=4).map(tuple))
    ),
    max_leaves=12,
)
VALUES = st.tuples(st.integers(0, 1), st.integers(0, 9), st.integers(-5, 5))


@settings(max_examples=60)
@given(CONDITIONS, VALUES)
def test_compiled_agrees_with_a_naive_reading(tree: Tree, values: tuple[int, ...]) -> None:
    found = compiled(tree)(values)
    assert found == naive(tree, values)
    assert type(found) is int


@given(NUMBERS, VALUES)
def test_compiled_numbers_agree_with_a_naive_reading(tree: Tree, values: tuple[int, ...]) -> None:
    assert compiled(tree)(values) == naive(tree, values)


def written(tree: Tree) -> str:
    """A tree as an author could have written it."""
    match tree:
        case Constant(value):
            return str(value)
        case Read(variable):
            return NAMES[variable]
        case Arithmetic(operator, left, right) | Comparison(operator, left, right):
            return f"({written(left)} {operator} {written(right)})"
        case Membership(item, allowed):
            return f"({written(item)} in [{', '.join(map(str, allowed))}])"
        case AllOf(parts):
            return "(" + " and ".join(map(written, parts)) + ")"
        case AnyOf(parts):
            return "(" + " or ".join(map(written, parts)) + ")"
        case Not(part):
            return f"(not {written(part)})"


@settings(max_examples=60)
@given(CONDITIONS.filter(lambda tree: TRUE not in nodes(tree) and FALSE not in nodes(tree)), VALUES)
def test_what_is_parsed_means_what_was_written(tree: Tree, values: tuple[int, ...]) -> None:
    text = written(tree)
    report = Report()
    parsed = parse_condition(scalar(text), scope(report))
    if parsed is None:
        # an empty list after `in`, or too long: refused, and said so
        assert {item.code for item in report.diagnostics} <= {"RH065", "RH067", "RH068"}
    else:
        assert compiled(parsed)(values) == naive(tree, values)


def test_conjunctions_are_flat_and_without_what_always_holds() -> None:
    one, other = Read(0), Not(Read(0))
    assert all_of() == all_of(None, TRUE) == TRUE
    assert all_of(one, None, TRUE) == one
    assert all_of(AllOf((one, other)), one) == AllOf((one, other, one))
    assert any_of() == FALSE
    assert any_of(one) == one
    assert any_of(one, other) == AnyOf((one, other))


def test_reads_finds_every_variable() -> None:
    tree = parse_condition(scalar("lamp and not coins + depth in [1] or coat == grey"), scope())
    assert sorted(reads(tree)) == [0, 1, 2, 3]
    assert list(reads(None)) == []


def test_the_deepest_condition_compiles() -> None:
    text = "not " * (MAX_DEPTH - 2) + "lamp"
    tree = parse_condition(scalar(text), scope())
    assert tree is not None
    assert compiled(AllOf((Not(AnyOf((tree, tree))), tree)))((0, 0, 0)) in (0, 1)
