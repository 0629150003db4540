"""Which expressions there are, what they mean, and that nothing else gets through."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redheat_game.story import conditions
from redheat_game.story.conditions import (
    Arithmetic,
    Comparison,
    Constant,
    Membership,
    Read,
    compiled,
)
from redheat_game.story.diagnostics import Report
from redheat_game.story.expressions import MAX_DEPTH, MAX_LENGTH, parse_condition, parse_effect

from .conditions_at_hand import NODES, VARIABLES, condition, effect, nodes, scalar, scope


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("lamp", "lamp"),
        ("  lamp  ", "lamp"),
        ("true", 1),
        ("false", 0),
        ("not lamp", ["not", "lamp"]),
        ("not not lamp", ["not", ["not", "lamp"]]),
        ("lamp and coins > 2 or coins == 0", ["or", ["and", "lamp", [">", "coins", 2]], ["==", "coins", 0]]),
        ("lamp and (coins > 2 or coins == 0)", ["and", "lamp", ["or", [">", "coins", 2], ["==", "coins", 0]]]),
        ("lamp == true", ["==", "lamp", 1]),
        ("lamp != false", ["!=", "lamp", 0]),
        ("0 < coins <= 4", ["and", ["<", 0, "coins"], ["<=", "coins", 4]]),
        ("coins + depth - 1 >= -2", [">=", ["-", ["+", "coins", "depth"], 1], -2]),
        ("coins - (depth - 1) < 3", ["<", ["-", "coins", ["-", "depth", 1]], 3]),
        ("coat == grey", ["==", "coat", 1]),
        ("black != coat", ["!=", 2, "coat"]),
        ("hat == scarf", ["==", "hat", "scarf"]),
        ("coat in [none, black]", ["in", "coat", [0, 2]]),
        ("coat in (none, black)", ["in", "coat", [0, 2]]),
        ("coat not in [grey]", ["not", ["in", "coat", [1]]]),
        ("coins in [1, 3, 5]", ["in", "coins", [1, 3, 5]]),
        ("coins + 1 in [1, 3]", ["in", ["+", "coins", 1], [1, 3]]),
        ("depth == -3", ["==", "depth", -3]),
        ("seen(hall)", [">=", "@entered.hall", 1]),
        ("not seen( hall ) and lamp", ["and", ["not", [">=", "@entered.hall", 1]], "lamp"]),
        ("lamp\n  and coins > 1", ["and", "lamp", [">", "coins", 1]]),
    ],
)
def test_conditions_that_there_are(text: str, meaning: object) -> None:
    assert condition(text) == meaning


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("lamp =", "RH060"),
        ("lamp = true", "RH060"),
        ("lamp &&", "RH060"),
        ("(lamp", "RH060"),
        ("coins > > 1", "RH060"),
        ("lamp; coins", "RH060"),
        ("lamp\\", "RH060"),
        ("'lamp'", "RH060"),
        ('coat == "grey"', "RH060"),
        ("f'{lamp}'", "RH060"),
        ("coins > 0x1f", "RH060"),
        ("coins > 1_000", "RH060"),
        ("coins == 1if lamp else 2", "RH060"),
        ("l\u0430mp", "RH060"),  # a Cyrillic letter
        ("\U0001d42damp", "RH060"),  # a letter that Python would read as a plain one
        ("la\ufb01n", "RH060"),
        ("not " * 130 + "lamp", "RH067"),
        ("not " * (MAX_DEPTH + 1) + "lamp", "RH060"),
        (" + ".join(["1"] * (MAX_DEPTH + 2)) + " > 0", "RH060"),
        ("(" * 240 + "lamp" + ")" * 240, "RH060"),
        ("lamp or " * 100 + "lamp", "RH067"),
        ("x" * (MAX_LENGTH + 1), "RH067"),
        ("coins * 2 > 1", "RH061"),
        ("coins // 2 == 1", "RH061"),
        ("coins ** 2 == 1", "RH061"),
        ("coins % 2 == 1", "RH061"),
        ("coins << 2 == 1", "RH061"),
        ("-coins > 1", "RH061"),
        ("+1 > coins", "RH061"),
        ("coins > -true", "RH061"),
        ("coins > -True", "RH061"),
        ("1.5 > coins", "RH061"),
        ("1e3 > coins", "RH060"),
        ("None", "RH061"),
        ("...", "RH061"),
        ("lamp if lamp else lamp", "RH061"),
        ("lambda: lamp", "RH061"),
        ("(lamp := true)", "RH061"),
        ("[lamp]", "RH061"),
        ("{lamp}", "RH061"),
        ("coins[0] > 1", "RH061"),
        ("lamp.real", "RH061"),
        ("print(lamp)", "RH061"),
        ("seen", "RH042"),
        ("seen()", "RH061"),
        ("seen(hall, hall)", "RH061"),
        ("seen(scene=hall)", "RH061"),
        ("seen(*hall)", "RH066"),
        ("seen(1)", "RH066"),
        ("seen(seen(hall))", "RH066"),
        ("[lamp for lamp in lamp]", "RH061"),
        ("lamp is true", "RH061"),
        ("await lamp", "RH061"),
        ("coins", "RH062"),
        ("coat", "RH062"),
        ("3", "RH062"),
        ("lamp and coins", "RH062"),
        ("not coat", "RH062"),
        ("lamp + 1 > 0", "RH063"),
        ("coins - coat > 0", "RH063"),
        ("coins == lamp", "RH064"),
        ("lamp == 1", "RH064"),
        ("lamp > false", "RH064"),
        ("coat > hat", "RH064"),
        ("coat == hat", "RH064"),
        ("coat < black", "RH064"),
        ("coat == 1", "RH064"),
        ("coins in 3", "RH065"),
        ("coins in []", "RH065"),
        ("coins in coins", "RH065"),
        ("coins in [depth]", "RH065"),
        ("coins in [1, [2]]", "RH061"),
        ("coins in [true]", "RH065"),
        ("coat in [1]", "RH065"),
        ("seen(nowhere)", "RH041"),
        ("lammp", "RH042"),
        ("coins > grey", "RH042"),
        ("grey", "RH042"),
        ("grey == black", "RH042"),
        ("True", "RH042"),
        ("coat == fur", "RH050"),
        ("coat == gray", "RH050"),
        ("coat in [none, fur]", "RH050"),
    ],
)
def test_conditions_that_there_are_not(text: str, code: str) -> None:
    assert condition(text) == code


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("coins = 3", ("coins", 3)),
        ("coins += 1", ("coins", ["+", "coins", 1])),
        ("coins -= depth + 1", ("coins", ["-", "coins", ["+", "depth", 1]])),
        ("coins = coins + 1", ("coins", ["+", "coins", 1])),
        ("depth = -5", ("depth", -5)),
        ("lamp = true", ("lamp", 1)),
        ("lamp = not lamp", ("lamp", ["not", "lamp"])),
        ("lamp = coins > 3 and seen(hall)", ("lamp", ["and", [">", "coins", 3], [">=", "@entered.hall", 1]])),
        ("coat = black", ("coat", 2)),
        ("hat = scarf", ("hat", "scarf")),
        ("coins=3", ("coins", 3)),
        ("  coins  =  3  ", ("coins", 3)),
    ],
)
def test_effects_that_there_are(text: str, meaning: object) -> None:
    assert effect(text) == meaning


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("coins", "RH069"),
        ("coins == 3", "RH069"),
        ("coins++", "RH069"),
        ("coins *= 2", "RH069"),
        ("coins = ", "RH069"),
        ("coins, lamp = 1", "RH069"),
        ("coins.x = 1", "RH069"),
        ("coins = 1; lamp = true", "RH060"),
        ("coins = lamp = true", "RH060"),
        ("coinz = 1", "RH042"),
        ("@entered.hall = 1", "RH069"),
        ("grey = 1", "RH042"),
        ("lamp += 1", "RH070"),
        ("coat -= 1", "RH070"),
        ("coins += true", "RH063"),
        ("coins += coat", "RH063"),
        ("coins += grey", "RH042"),
        ("lamp = 1", "RH071"),
        ("coins = true", "RH071"),
        ("coat = 1", "RH071"),
        ("coat = hat", "RH071"),
        ("coat = lamp", "RH071"),
        ("coat = fur", "RH050"),
        ("coat = gray", "RH050"),
        ("coins = 10", "RH072"),
        ("coins = -1", "RH072"),
        ("coins = 1 / 2", "RH061"),
    ],
)
def test_effects_that_there_are_not(text: str, code: str) -> None:
    assert effect(text) == code


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("coins > 9", True),
        ("coins >= 9", False),
        ("coins < 0", True),
        ("coins <= 0", False),
        ("coins == 10", True),
        ("coins != 10", False),
        ("depth == -5", False),
        ("lamp or coins > 12", True),
    ],
)
def test_what_can_never_hold_is_warned_of(text: str, warned: bool) -> None:
    report = Report()
    assert parse_condition(scalar(text), scope(report)) is not None
    assert [item.code for item in report.diagnostics] == ["RH068"] * warned


@pytest.mark.parametrize("text", ["gone > 1", "coat == gone", "seen(gone)", "gone", "lamp and gone"])
def test_what_was_declared_wrongly_is_not_reported_again(text: str) -> None:
    report = Report()
    assert parse_condition(scalar(text), scope(report, ["gone"])) is None
    assert parse_effect(scalar("gone += 1"), scope(report, ["gone"])) is None
    assert parse_effect(scalar("coat = gone"), scope(report, ["gone"])) is None
    assert report.diagnostics == []


# whatever stands there, only trees of our own come of it


def check(text: str) -> None:
    report = Report()
    tree = parse_condition(scalar(text), scope(report))
    made = parse_effect(scalar(text), scope(report))
    for found in (tree, made[1] if made else None):
        if found is not None:
            assert all(type(node) in (*NODES, int, str) for node in nodes(found))
            assert isinstance(compiled(found)([variable.start for variable in VARIABLES]), int)
    assert tree is not None or report.diagnostics
    for item in report.diagnostics:
        assert item.span
        assert item.span.column >= 1


@given(st.text(max_size=60))
def test_any_text_is_read_or_reported(text: str) -> None:
    check(text)


_WORDS = """
lamp coins depth coat hat scarf none grey fur hall seen(hall) seen ( ) [ ] { } , : . == != < > >= = += -= :=
and or not in is if else for lambda + - * ** / % @ ~ 0 1 12 1.5 'x' f'{x}' None True await yield #
"""
WORDS = st.sampled_from(_WORDS.split())


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_any_words_are_read_or_reported(text: str) -> None:
    check(text)


_TEMPLATES = (
    "({0} and {1});({0} or {1});(not {0});({0} + {1});({0} - {1});({0} @ {1});({0} == {1});-{0};~{0};"
    "({0} < {1} < {0});({0} in {1});({0} in [{1}, {0}]);[{0}, {1}];({0},);{{{0}: {1}}};({0} is {1});"
    "({0} if {1} else {0});(lambda x: {0});{0}({1});{0}[{1}];{0}.real;seen({0});f'{{ {0} }}';"
    "[{0} for x in {1}];(x := {0});print(*{0}, **{1});{0}[{1}:]"
)


def python_sources() -> st.SearchStrategy[str]:
    """Source text of random Python expressions, of every kind that there is."""
    leaves = st.sampled_from(["lamp", "coins", "coat", "grey", "1", "-1", "'x'", "None", "True", "b''", "1j", "..."])

    def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        templates = st.sampled_from(_TEMPLATES.split(";"))
        return st.builds(lambda shape, left, right: shape.format(left, right), templates, inner, inner)

    return st.recursive(leaves, larger, max_leaves=12)


@given(python_sources())
def test_any_python_is_read_or_reported(source: str) -> None:
    check(source)
    check(f"coins = {source}")


def test_nothing_but_integers_and_operators_is_compiled() -> None:
    """Even a tree that no parser made cannot bring in words of its own."""
    for tree in (
        Constant("__import__('os')"),  # type: ignore[arg-type]
        Read("0] or print()"),  # type: ignore[arg-type]
        Comparison("==1 or print() or 1==", Constant(1), Constant(1)),
        Membership(Constant(1), ("print()",)),  # type: ignore[arg-type]
    ):
        with pytest.raises((ValueError, KeyError)):
            conditions._source(tree)
    assert ast.parse(conditions._source(Arithmetic("; print()", Constant(1), Constant(2))), mode="eval")
