"""Packs that mean harm: each is refused, or loaded at a cost that goes by its size, and never raises.

There are no clocks here: what once hung or ate all memory would do so again, and be seen.
"""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redheat_game.story.choice_lowering import MAX_CHOICES
from redheat_game.story.conditions import compiled
from redheat_game.story.diagnostics.core import MAX_DIAGNOSTICS
from redheat_game.story.diagnostics.examples import EXAMPLE_STORY, example_files
from redheat_game.story.loader import load_texts
from redheat_game.story.prose import Conditional, pieces

from .building import beside_example

BENCH = "scene: bench\nfrom: {scene: hall, say: Sit.}\ngo: hall\ntext: "


def found(text: str) -> list[str]:
    """The codes found in a file beside the example story, each once."""
    return sorted({item.code for item in beside_example(text)})


def scenes(count: int, rest: str) -> str:
    return "".join(f"---\nscene: s{number}\ntext: a\n{rest}\n" for number in range(count))


@pytest.mark.parametrize("kind", ["[{0}]", "{{x: {0}}}", "{{x: y, z: {0}}}"])
def test_a_chain_of_aliases_is_as_deep_as_it_is(kind: str) -> None:
    """No bracket in it is nested, and what it stands for is nested hundreds deep."""
    chain = "".join(f"  - &a{number} {kind.format(f'*a{number - 1}')}\n" for number in range(1, 600))
    assert found(BENCH + "x\nwas:\n  - &a0 x\n" + chain) == ["RH004"]


def test_an_anchor_inside_its_own_repetition() -> None:
    assert found("a: &a [1, &a [*a]]\n") == ["RH004"]
    assert found("a: &a 1\nb: &a [*a]\n") == ["RH004"]


def test_many_documents_that_each_stand_for_much() -> None:
    laugh = "---\nwas:\n - &a [x, x, x, x, x, x, x, x, x, x]\n - &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
    codes = [item.code for item in beside_example((laugh + " - [*b, *b, *b, *b, *b]\n") * 500)]
    assert set(codes) == {"RH005"}


def test_aliases_in_reason_are_fine() -> None:
    choices = "choices: &c\n  - {say: a, go: hall}\n---\n"
    again = "choices:\n  - &c {say: &s Sit., id: a, go: &h hall}\n  - {say: *s, id: b, go: *h}\n"
    assert found("scene: bench\nfrom: {scene: hall, say: Sit.}\ntext: A.\n" + again) == []
    assert found("scene: bench\nfrom: {scene: hall, say: Sit.}\ntext: A.\n" + choices) == []


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\n---\n" * 20_000,
        "".join(f"k{number}: 1\n" for number in range(20_000)),
        "".join(f"---\nscene: s{number}\ntext: a\ngo: q{number}\n" for number in range(3_000)),
        BENCH + "|\n" + "  {qq}\n" * 3_000,
        BENCH + "|\n" + "  {patience>9:x}\n" * 1_200,
    ],
    ids=["documents", "keys", "scenes", "braces", "warnings"],
)
def test_no_more_mistakes_are_kept_than_anybody_reads(text: str) -> None:
    diagnostics = beside_example(text)
    assert len(diagnostics) == MAX_DIAGNOSTICS
    assert [item.code for item in diagnostics].count("RH016") == 1


def test_a_message_does_not_repeat_a_whole_file() -> None:
    for text in (
        "endings: {a: {title: T, line: L, kind: " + "k" * 500_000 + "}}\n",
        "? " + "k" * 500_000 + "\n: 1\n",
        "scene: " + "k" * 500_000 + "\ntext: a\ngo: hall\n",
        BENCH + "a\nplace: " + "k" * 15_000 + "\n",
        BENCH + "'{" + "k" * 15_000 + "}'\n",
        "variables: {a: " + "k" * 15_000 + "}\n",
    ):
        assert all(len(item.message) + len(item.remedy) < 2_000 for item in beside_example(text))


def test_names_that_look_alike_are_told_apart() -> None:
    assert found(BENCH + "'{p\u0430tience}'\n") == ["RH042"]
    assert found(BENCH + "'A.'\non_enter: p\u0430tience -= 1\n") == ["RH042"]
    assert found(BENCH + "a\nplace: c\u043eunter\n") == ["RH045"]
    assert found("variables: {\u0440atience: flag}\n") == ["RH028"]
    assert found("variables: {\uff50atience: flag}\n") == ["RH028"]


@pytest.mark.parametrize(("length", "codes"), [(60, []), (61, ["RH028"])])
def test_ids_have_a_length(length: int, codes: list[str]) -> None:
    name = "k" * length
    assert found(f"scene: {name}\nfrom: {{scene: hall, say: a}}\ntext: a\ngo: {name}\n") == codes
    assert found(f"---\nvariables: {{{name}: flag}}\n") == codes


def test_many_names_for_many_mistakes() -> None:
    cast = "cast:\n" + "".join(f"  c{number}: {{name: Ab{number}}}\n" for number in range(2_000))
    assert found(cast + "---\n" + BENCH + "|\n" + "  Abcd: x\n" * 1_500) in ([], ["RH088"])
    variables = "variables:\n" + "".join(f"  v{number}: flag\n" for number in range(10_000))
    assert found(variables + "---\n" + BENCH + "|\n" + "".join(f"  {{w{n}}}\n" for n in range(900))) == ["RH042"]
    assert found(variables + "---\n" + BENCH + "|\n" + "  {bag == left: x}\n" * 900) == []


def test_rules_times_scenes() -> None:
    rules = "always:\n" + "  - {when: has_ticket, go: hall}\n" * 2_000
    assert found(rules + scenes(2_000, "go: hall")) == ["RH116"]


def test_groups_times_scenes() -> None:
    effects = ", ".join(["dollars = 1"] * 2_000)
    group = f"---\ngroup: g\nchoices: [{{say: a, go: hall, do: [{effects}]}}]\n"
    assert found(group + scenes(300, "choices: [include: g]")) == ["RH116"]
    twice = ", ".join(["include: g"] * 300)
    assert found(group + scenes(1, f"choices: [{twice}]")) == ["RH116"]


def test_choices_times_fallbacks() -> None:
    choices = "".join(f"  - {{say: a, id: i{n}, go: hall, fallback: {'ftarlusee'[n % 2 :: 2]}}}\n" for n in range(900))
    assert found(scenes(1, "choices:\n" + choices.rstrip())) == ["RH115"]


def test_choices_that_attach_themselves_count_too() -> None:
    attached = "".join(
        f"---\nscene: s{number}\nfrom: {{scene: hall, say: a}}\ntext: a\ngo: hall\n" for number in range(MAX_CHOICES)
    )
    assert found(attached) == ["RH115"]


def test_long_chains_and_wide_meshes_of_calls() -> None:
    def form(number: int, last: int, width: int) -> str:
        calls = "".join(
            f"  - {{say: a, call: f{other}}}\n" for other in range(number + 1, min(number + width, last - 1) + 1)
        )
        return f"---\nscene: f{number}\nsub_scene: true\ntext: a\nchoices:\n{calls}  - {{say: b, return: true}}\n"

    start = "scene: desk\nfrom: {scene: hall, say: a}\ntext: a\nchoices: [{say: a, call: f0}, {say: b, go: hall}]\n"
    for width in (1, 40):
        assert found(start + "".join(form(number, 300, width) for number in range(300))) == ["RH100"]


def test_the_longest_conditions_that_there_may_be_can_be_compiled() -> None:
    """Python reads at most two hundred parentheses in each other."""
    for condition in (
        "not " * 40 + "has_ticket",
        "0 < " + " + ".join(["dollars"] * 48),
        "(" * 90 + "has_ticket" + ")" * 90,
        " or ".join(["has_ticket"] * 35),
    ):
        made = load_texts(example_files(BENCH + f"'{{{condition}: a|b}}'\n")).story
        assert made, condition
        for script in made.scenes:
            for piece in pieces(script.prose):
                if isinstance(piece, Conditional):
                    assert compiled(piece.condition)(made.machine.start_values) in (0, 1)


def test_many_alternatives_and_cycles() -> None:
    assert found(BENCH + "'{" + "|".join("a" * 5_000) + "}'\n") == []
    assert found(BENCH + "'" + "{&a|b|c}{&a|b|c|d}{&a|b|c|d|e}{&a|b|c|d|e|f}" * 300 + "'\n") == []


def test_pictures_of_many_parts() -> None:
    picture = "picture: p\nalt: a\n"
    assert found(picture + "layers:\n" + "".join(f"  - {{art: x, name: l{n}}}\n" for n in range(5_000))) == [
        "RH016",
        "RH038",
    ]
    assert "RH038" in found(picture + "effects:\n" + "  - {kind: snow, layer: q}\n" * 5_000)


_FRAGMENTS = """
scene: a~;text: b~;go: hall~;choices:~;
  - ;say: c~;    ;when: ;{;};[;];: ;, ;|~;>~;';";&a ;*a;!!x ;---~;...~;# d~;? ;<<: ;
%YAML 1.1~;has_ticket;dollars; > 1; += 1;on_enter: ;variables:~;  x: flag~;é;~;\t;\r;\x00;\u2028;\ufeff;\x85;\xa0
"""
FRAGMENTS = st.sampled_from([part.replace("~", "\n") for part in _FRAGMENTS.replace("\n", "").split(";")])


@given(st.lists(FRAGMENTS, max_size=40).map("".join))
def test_any_pieces_are_read_or_reported(text: str) -> None:
    for item in beside_example(text):
        assert item.span is None or (item.span.line >= 1 and item.span.column >= 1)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_reported(data: bytes) -> None:
    beside_example(data)


@given(st.data())
def test_a_story_with_any_line_lost_is_read_or_reported(data: st.DataObject) -> None:
    lines = EXAMPLE_STORY.splitlines(keepends=True)
    number = data.draw(st.integers(0, len(lines) - 1))
    other = data.draw(st.sampled_from(["", lines[number - 1], lines[number].replace(":", "", 1), "  " + lines[number]]))
    text = "".join(itertools.chain(lines[:number], [other], lines[number + 1 :]))
    loaded = load_texts({"story.yaml": text})
    assert loaded.story is not None or loaded.diagnostics
