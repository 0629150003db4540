"""Prose: all of its forms, and that no text whatever breaks the parser."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redheat_game.story.conditions import Comparison, Constant, Read
from redheat_game.story.diagnostics import Report
from redheat_game.story.expressions import Scope
from redheat_game.story.machine import Variable
from redheat_game.story.prose import (
    Alternatives,
    Conditional,
    Emphasis,
    Prose,
    Value,
    Words,
    chosen_branch,
    pieces,
    prose_to_json,
)
from redheat_game.story.prose_parser import Counters, parse_prose, warn_of_speakers
from redheat_game.story.source import Scalar, SourceFile, Span

VARIABLES = (
    Variable("lamp", "flag", 0, 1, 0),
    Variable("coins", "range", 0, 9, 3),
    Variable("coat", "one_of", 0, 1, 0, words=("none", "grey")),
)
NAMES = ["lamp", "coins", "coat", "@shown", "@cycle"]
SHOWN, CYCLE = 3, 4


def scalar(text: str) -> Scalar:
    return Scalar(text, Span(SourceFile("a.yaml", text), 1, 1), None, 1)


def scope(report: Report) -> Scope:
    declared = {item.name: (number, item) for number, item in enumerate(VARIABLES)}
    return Scope(declared, {"hall": 0}, lambda _: Comparison(">=", Read(SHOWN), Constant(1)), report)


def parse(text: str, *, one_paragraph: bool = False) -> tuple[Prose, Report, list[tuple[str, int]]]:
    """The prose, what was reported, and which counters were asked for."""
    report = Report()
    asked: list[tuple[str, int]] = []

    def shown(entries: int) -> int:
        asked.append(("shown", entries))
        return SHOWN

    def cycle(length: int) -> int:
        asked.append(("cycle", length))
        return CYCLE

    prose = parse_prose(scalar(text), scope(report), Counters(shown, cycle), one_paragraph=one_paragraph)
    return prose, report, asked


def told(text: str) -> object:
    """The prose as nested lists; it has to be free of mistakes."""
    prose, report, _ = parse(text)
    assert report.diagnostics == []
    return prose_to_json(prose, NAMES)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("", []),
        ("Steam, iron.", ["Steam, iron."]),
        ("One\n\nTwo", ["One\n\nTwo"]),
        ("You have {coins}.", ["You have ", ["value", "coins"], "."]),
        ("{ coat }", [["value", "coat"]]),
        ("{lamp: on|off}", [["if", "lamp", ["on"], ["off"]]]),
        ("{lamp: on}", [["if", "lamp", ["on"], []]]),
        ("{lamp:|off}", [["if", "lamp", [], ["off"]]]),
        ("{coins > 2 and not lamp:a|b}", [["if", ["and", [">", "coins", 2], ["not", "lamp"]], ["a"], ["b"]]]),
        ("{coat in [none, grey]: a}", [["if", ["in", "coat", [0, 1]], ["a"], []]]),
        ("{seen(hall): a}", [["if", [">=", "@shown", 1], ["a"], []]]),
        ("{a|b|c}", [["sequence", ["a"], ["b"], ["c"]]]),
        ("{|b}", [["sequence", [], ["b"]]]),
        ("{&a|b}", [["cycle", ["a"], ["b"]]]),
        ("{!a|b}", [["once", ["a"], ["b"]]]),
        ("{!a}", [["once", ["a"]]]),
        ("{ &a|b}", [["sequence", [" &a"], ["b"]]]),
        ("*a*", [["emphasis", ["a"]]]),
        ("**a**", [["strong", ["a"]]]),
        ("*a **b** c*", [["emphasis", ["a ", ["strong", ["b"]], " c"]]]),
        ("**a *b* c**", [["strong", ["a ", ["emphasis", ["b"]], " c"]]]),
        ("***a***", [["strong", [["emphasis", ["a"]]]]]),
        ("**a *b***", [["strong", ["a ", ["emphasis", ["b"]]]]]),
        ("***b* a**", [["strong", [["emphasis", ["b"]], " a"]]]),
        ("*a* and *b*", [["emphasis", ["a"]], " and ", ["emphasis", ["b"]]]),
        ("*a\nb*", [["emphasis", ["a\nb"]]]),
        ("*a {b|*c* d}*", [["emphasis", ["a ", ["sequence", ["b"], [["emphasis", ["c"]], " d"]]]]]),
        (
            "{lamp: {a|b}|{&c|{coins}}}",
            [["if", "lamp", [["sequence", ["a"], ["b"]]], [["cycle", ["c"], [["value", "coins"]]]]]],
        ),
        ("{One.\n\nTwo.|Three.}", [["sequence", ["One.\n\nTwo."], ["Three."]]]),
        ("a | b", ["a | b"]),
        (r"\{a\} \| \* \\ \x", [r"{a} | * \ x"]),
        (r"{a \| b|c \} d}", [["sequence", ["a | b"], ["c } d"]]]),
        (r"{He says\: sit|b}", [["sequence", ["He says: sit"], ["b"]]]),
        (r"{a|Ridzik: sit}", [["sequence", ["a"], ["Ridzik: sit"]]]),
        (r"*a\**", [["emphasis", ["a*"]]]),
        ("a\\", ["a"]),
    ],
)
def test_forms(text: str, meaning: object) -> None:
    assert told(text) == meaning


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a {b|c", [("RH080", 3)]),
        ("{a {b|c}", [("RH080", 1)]),
        ("a } b", [("RH081", 3)]),
        ("{a|b}}", [("RH081", 6)]),
        ("a *b", [("RH082", 3)]),
        ("a **b*", [("RH082", 3), ("RH082", 6)]),
        ("*a {b|c*}", [("RH082", 1), ("RH082", 8)]),
        ("*one\n\ntwo*", [("RH082", 1)]),
        ("{}", [("RH083", 1)]),
        ("{ }", [("RH083", 1)]),
        ("{|}", [("RH083", 1)]),
        ("{&}", [("RH083", 1)]),
        ("{!|}", [("RH083", 1)]),
        ("{&a|b|c|d|e|f}", []),
        ("{&a|b|c|d|e|f|g}", [("RH084", 1)]),
        ("{a|b|c|d|e|f|g|h|i}", []),
        ("{a|" * 8 + "b" + "}" * 8, []),
        ("{a|" * 9 + "b" + "}" * 9, [("RH085", 25)]),
        ("{lamp}", [("RH086", 2)]),
        ("{lamp: a|b|c}", [("RH089", 1)]),
        ("{coinz}", [("RH042", 2)]),
        ("You { coinz }", [("RH042", 7)]),
        ("{lammp: a}", [("RH042", 2)]),
        ("{coins: a}", [("RH062", 2)]),
        ("{:a}", [("RH060", 2)]),
        ("{Time: noon|b}", [("RH057", 2)]),
        ("{lamp: {coinz}|{coats}}", [("RH042", 9), ("RH042", 17)]),
    ],
)
def test_mistakes_and_their_places(text: str, found: list[tuple[str, int]]) -> None:
    _, report, _ = parse(text)
    assert [(item.code, item.span.column) for item in report.sorted() if item.span][: len(found) + 1] == found


@pytest.mark.parametrize("text", ["One.\n\nTwo.", "One.\n  \nTwo."])
def test_one_paragraph_where_only_one_fits(text: str) -> None:
    assert [item.code for item in parse(text, one_paragraph=True)[1].diagnostics] == ["RH087"]
    assert parse(text)[1].diagnostics == []
    assert (
        parse("\n" + text.replace("\n\n", "\n").replace("  \n", "") + "\n\n", one_paragraph=True)[1].diagnostics == []
    )


@pytest.mark.parametrize(
    "text", ["***a", "*a **b ", "{", "{a|", "{lamp:", "{*a ", "*{a|", "|", "}", "{}", "\\", "{&a|"]
)
def test_hundreds_of_marks(text: str) -> None:
    assert parse(text * 900)[1].diagnostics != [] or text in ("***a", "*a **b ", "|", "\\")


def test_counters_count_as_far_as_they_are_needed() -> None:
    assert parse("{a|b|c}")[2] == [("shown", 3)]
    assert parse("{!a|b}")[2] == [("shown", 3)]
    assert parse("{&a|b|c}")[2] == [("cycle", 3)]
    assert parse("plain")[2] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [("{a|b|c}", "abccccc"), ("{&a|b|c}", "abcabca"), ("{!a|b}", "ab....."), ("{!a}", "a......"), ("{|b}", ".bbbbbb")],
)
def test_which_branch_shows(text: str, shown: str) -> None:
    (piece,) = parse(text)[0]
    assert isinstance(piece, Alternatives)
    read = ""
    for entries in range(1, 8):
        branch = chosen_branch(piece, entries)
        words = piece.branches[branch] if branch is not None else ()
        read += words[0].text if words and isinstance(words[0], Words) else "."
    assert read == shown


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("Ridzik: Sit.", None),
        ("Ridzick: Sit.", "Ridzick"),
        ("Mild.\n\n  Ridzk: Sit.", "Ridzk"),
        ("A plan: sit.", None),
        ("He says Ridzick: sit.", None),
        ("Ridzick:sit", None),
        ("Cat Manzeti: Sit.", "Cat Manzeti"),
    ],
)
def test_a_misspelt_speaker_is_warned_of(text: str, warned: str | None) -> None:
    report = Report()
    warn_of_speakers(scalar(text), ["Ridzik", "Cat Manzetti"], scope(report))
    assert [item.code for item in report.diagnostics] == ["RH088"] * (warned is not None)
    if warned:
        assert f"`{warned}`" in report.diagnostics[0].message


def words_of(prose: Prose) -> str:
    return "".join(piece.text for piece in pieces(prose) if isinstance(piece, Words))


@given(st.text(max_size=200))
def test_any_text_is_parsed_or_reported(text: str) -> None:
    prose, report, _ = parse(text)
    for piece in pieces(prose):
        assert isinstance(piece, Words | Emphasis | Value | Conditional | Alternatives)
    assert all(item.span and item.span.column >= 1 for item in report.diagnostics)


SNIPPETS = st.sampled_from(
    [
        *"{}|*&!:\\ \nab",
        "**",
        "***",
        "{lamp: ",
        "{coins}",
        "{coat",
        "{a|b}",
        "\n\n",
        "seen(hall)",
        "{&",
        "{!",
        "\\:",
        "Cat: ",
    ]
)


@given(st.lists(SNIPPETS, max_size=40).map("".join))
def test_any_marks_are_parsed_or_reported(text: str) -> None:
    _, report, _ = parse(text)
    assert len(report.diagnostics) <= len(text)


@given(st.text(st.characters(exclude_characters="{}|*\\"), max_size=200))
def test_text_without_marks_survives(text: str) -> None:
    prose, report, _ = parse(text)
    assert words_of(prose) == text
    assert report.diagnostics == []


@given(st.text(max_size=100))
def test_escaped_text_survives(text: str) -> None:
    prose, report, _ = parse(re.sub(r"([{}|*\\])", r"\\\1", text))
    assert words_of(prose) == text
    assert report.diagnostics == []


PLAIN = st.text(st.characters(codec="utf-8", exclude_characters="{}|*\\:&!\n \t"), min_size=1, max_size=8).map(Words)


def strong_in_emphasis(words: Words) -> Emphasis:
    return Emphasis(False, (words, Emphasis(True, (words, Value(2))), words))


PROSE: st.SearchStrategy[Prose] = st.recursive(
    PLAIN.map(lambda words: (words,)),
    lambda inner: (
        st.tuples(PLAIN, st.builds(Emphasis, st.booleans(), PLAIN.map(lambda words: (words,))), PLAIN)
        | st.tuples(PLAIN, st.builds(strong_in_emphasis, PLAIN), PLAIN)
        | st.tuples(PLAIN, st.just(Value(1)), PLAIN)
        | st.tuples(PLAIN, st.builds(Conditional, st.just(Read(0)), inner, inner), PLAIN)
        | st.tuples(
            PLAIN,
            st.builds(
                Alternatives,
                st.just("sequence"),
                st.just(SHOWN),
                st.lists(PLAIN.map(lambda words: (Words("x" + words.text),)) | inner, min_size=2, max_size=4).map(
                    tuple
                ),
            ),
            PLAIN,
        )
    ),
    max_leaves=5,
)


def written(prose: Prose) -> str:
    """Prose as its author could have written it."""
    text = ""
    for piece in prose:
        match piece:
            case Words(words):
                text += words
            case Emphasis(strong, parts):
                mark = "**" if strong else "*"
                text += mark + written(parts) + mark
            case Value(variable):
                text += "{" + NAMES[variable] + "}"
            case Conditional(_, then, otherwise):
                text += "{lamp: " + written(then) + "|" + written(otherwise) + "}"
            case Alternatives(_, _, branches):
                text += "{" + "|".join(map(written, branches)) + "}"
    return text


@given(PROSE)
def test_what_is_written_is_what_is_parsed(prose: Prose) -> None:
    text = written(prose)
    parsed, report, _ = parse(text)
    if {item.code for item in report.diagnostics} & {"RH085", "RH083"}:
        return  # too deep, or nothing but spaces: another story
    assert prose_to_json(parsed, NAMES) == prose_to_json(prose, NAMES)
    assert report.diagnostics == []
