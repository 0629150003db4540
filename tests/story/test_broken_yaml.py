"""Kinds of broken YAML, broken as a writer would break them: each is answered with its place and its remedy."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent

import pytest

from redheat_game.story.diagnostics import Diagnostic
from redheat_game.story.diagnostics.examples import EXAMPLE_STORY, example_files
from redheat_game.story.loader import load_texts
from redheat_game.story.prose import Words
from redheat_game.story.yaml_documents import MAX_DEPTH, MAX_FILE_BYTES

from .building import beside_example, marked, places, script_of


@dataclass(frozen=True)
class Broken:
    """A file with `»` before each place at which something is to be found."""

    kind: str
    text: str
    codes: str
    """The codes of what is found, in the order of the places."""
    said: str
    """Part of what the first of them says, suggestion and remedy included."""


def bench(more: str) -> str:
    """A scene that is free of mistakes but for what is added."""
    return "scene: bench\nfrom: {scene: hall, say: Sit.}\n" + dedent(more).lstrip("\n")


BROKEN = [
    # YAML itself
    Broken("tab indentation", bench("text: |\n  A bench.\nchoices:\n»\t- {say: a, go: hall}\n"), "RH003", "a tab"),
    Broken("tab after a text", bench("text: A bench.\n»\tIt is cold.\ngo: hall\n"), "RH003", "a tab"),
    Broken("missing colon", bench("text: A bench.\n»go hall\n"), "RH003", "needs a colon"),
    Broken("missing colon above", bench("»text A bench.\ngo: hall\n"), "RH003", "needs a colon"),
    Broken("unclosed quote", bench('text: »"A bench.\ngo: hall\n'), "RH003", "quote that opens here is never closed"),
    Broken("unclosed single quote", bench("text: »'A bench.\ngo: hall\n"), "RH003", "never closed"),
    Broken("unclosed bracket", bench("text: A.\non_enter: »[patience -= 1\ngo: hall\n"), "RH003", "bracket"),
    Broken("unclosed brace", bench("text: A.\nelse: »{say: a, go: hall\nact: b\n"), "RH003", "bracket"),
    Broken("missing comma", bench("text: A.\nelse: {say: a go»: hall}\n"), "RH003", "a comma is missing"),
    Broken("colon in the text", bench("text: A sign»: Passengers only.\ngo: hall\n"), "RH003", "text that holds `: `"),
    Broken("text after a quote", bench('text: "Sit" »he said.\ngo: hall\n'), "RH003", "quoted as a whole"),
    Broken("text that begins with a star", bench("text: »*Sit*, he said.\ngo: hall\n"), "RH003", "begins with `*`"),
    Broken("alias to nothing", bench("text: »*sit\ngo: hall\n"), "RH003", "begins with `*`"),
    Broken("text that begins with an at sign", bench("text: »@home\ngo: hall\n"), "RH003", "begins with `@`"),
    Broken("backslash in double quotes", bench('text: "A »\\{brace"\ngo: hall\n'), "RH003", "single quotes"),
    Broken("list behind its key", bench("text: A.\nchoices: »- say: a\n"), "RH003", "a line of its own"),
    Broken(
        "choices indented unlike",
        bench("text: A.\nchoices:\n  - say: a\n    go: hall\n   »- say: b\n     go: street\n"),
        "RH003",
        "not indented alike",
    ),
    Broken("key indented unlike", bench("text: |\n  A.\n »go: hall\n"), "RH003", "check the indentation"),
    Broken("duplicate key", bench("text: A bench.\ngo: hall\n»text: A bench.\n"), "RH008", "first in line 3"),
    Broken("duplicate key in a choice", bench("text: A.\nchoices:\n  - {say: a, »say: b, go: hall}\n"), "RH008", "say"),
    Broken("nested a hundred thousand deep", "a: " + "[" * (MAX_DEPTH - 1) + "»" + "[" * 100_000, "RH004", "flatter"),
    Broken("nested in keys", "{a: " * MAX_DEPTH + "»" + "{a: " * 5_000, "RH004", "flatter"),
    Broken(
        "billion laughs",
        "was:\n  - &a [x, x, x, x, x, x, x, x, x]\n  - &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
        "  - &c [*b, »*b, *b, *b, *b, *b, *b, *b, *b]\n  - &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\n",
        "RH005",
        "aliases",
    ),
    Broken("alias to itself", bench("text: A.\ngo: hall\nwas: &a [»*a]\n"), "RH004", "flatter"),
    Broken("alias to itself as a key", bench("text: A.\ngo: hall\nwas: &a {»*a : 1}\n"), "RH004", "flatter"),
    Broken("python tag", bench("text: »!!python/object/apply:os.system [ls]\ngo: hall\n"), "RH007", "Delete the tag"),
    Broken("tag", bench("text: »!shout A bench.\ngo: hall\n"), "RH007", "in quotes"),
    Broken("merge key", bench("text: A.\n»<<: {go: hall}\ngo: hall\n"), "RH020", "no key `<<`"),
    Broken("a text for a document", "»Just some notes.\n", "RH009", "such as `scene:`"),
    Broken("a list for a document", "»- scene: bench\n- text: A.\n", "RH009", "such as `scene:`"),
    Broken("key in brackets", bench("text: A.\ngo: hall\n»[act]: station\n"), "RH010", "without brackets"),
    Broken("control character", bench("text: A »\x07bell.\ngo: hall\n"), "RH006", "U+0007"),
    Broken("escape character", bench("text: A.\ntitle: »\x1b[31mRed\ngo: hall\n"), "RH006", "U+001B"),
    Broken("control character by an escape", bench('text: »"A \\e[2J bench."\ngo: hall\n'), "RH006", "U+001B"),
    Broken("carriage return by an escape", bench('text: »"A bench.\\r"\ngo: hall\n'), "RH006", "U+000D"),
    Broken("text turned round", bench("text: A »\u202egnid.\ngo: hall\n"), "RH006", "U+202E"),
    # keys and values
    Broken("unknown key", bench("»titel: A\ntext: A.\ngo: hall\n"), "RH020", "did you mean `title`?"),
    Broken("unknown key far from all", bench("»colour: A\ntext: A.\ngo: hall\n"), "RH020", "The keys here are scene,"),
    Broken("misspelt key that is needed", bench("»txet: A.\ngo: hall\n"), "RH020", "did you mean `text`?"),
    Broken("misspelt way on", bench("text: A.\nchoices:\n  - {say: a, »got: hall}\n"), "RH020", "did you mean `go`?"),
    Broken("key of another kind", bench("text: A.\ngo: hall\n»say: Sit.\n"), "RH020", "no key `say`"),
    Broken("missing key", bench("text: A.\nchoices:\n  - »go: hall\n"), "RH021", "Add `say:` beside `go`"),
    Broken("list for text", bench("text:\n  »- A bench.\ngo: hall\n"), "RH022", "prose is expected here"),
    Broken("text for list", bench("text: A.\nchoices: »Sit.\n"), "RH022", "a list of choices is expected"),
    Broken("braces for text", bench("text: »{A|B}\ngo: hall\n"), "RH022", "keys with values"),
    Broken("key left empty", bench("text:»\ngo: hall\n"), "RH023", "there is nothing"),
    Broken("choices left empty", bench("text: A.\nchoices:»\n"), "RH023", "a list of choices"),
    Broken("yes for true", bench("text: A.\nchoices:\n  - {say: a, go: hall, once: »yes}\n"), "RH024", "`true`?"),
    Broken("clock for duration", bench("text: A.\ntakes: »1:30\ngo: hall\n"), "RH025", "`1h30m`"),
    Broken("bare number for duration", bench("text: A.\ntakes: »90\ngo: hall\n"), "RH025", "`90s`"),
    Broken("time of day", bench("text: A.\nclock: »25:00\ngo: hall\n"), "RH026", '"06:40"'),
    Broken("or later what", bench("text: A.\nclock: »06:40 or so\ngo: hall\n"), "RH026", "`06:40 or later`"),
    Broken("capital in an id", "scene: »Bench\ntext: A.\ngo: hall\n", "RH028", "did you mean `bench`?"),
    Broken("id in other letters", "scene: »b\u0435nch\ntext: A.\ngo: hall\n", "RH028", "lower-case"),
    Broken("id of the language", "scene: »seen\ntext: A.\ngo: hall\n", "RH029", "another word"),
    Broken("misspelt kind", "variables: {a: »flagg}\n", "RH031", "did you mean `flag`?"),
    Broken("keyword as word", 'variables: {a: »"one_of [in, out]"}\n', "RH029", "`in`"),
    Broken("start outside", "variables: {a: {is: »range 9..1}}\n", "RH032", "9..1"),
    # names
    Broken("misspelt scene", bench("text: A.\ngo: »hal\n"), "RH041", "no scene `hal`; did you mean `hall`?"),
    Broken(
        "misspelt scene in seen", bench("text: |\n  A {seen(»hal): b}.\ngo: hall\n"), "RH041", "did you mean `hall`?"
    ),
    Broken("misspelt variable", bench("text: A.\non_enter: »patince -= 1\ngo: hall\n"), "RH042", "`patience`?"),
    Broken(
        "misspelt variable in a condition",
        bench("text: 'A.'\ngo: [{when: »patince > 1, to: hall}, {to: hall}]\n"),
        "RH042",
        "did you mean `patience`?",
    ),
    Broken(
        "True for true", bench("text: A.\non_enter: has_ticket = »True\ngo: hall\n"), "RH042", "did you mean `true`?"
    ),
    Broken(
        "misspelt achievement",
        bench("text: A.\non_enter: {unlock: »exact_chance}\ngo: hall\n"),
        "RH043",
        "did you mean `exact_change`?",
    ),
    Broken("misspelt ending", bench("text: A.\nending: »ot\n"), "RH044", "did you mean `out`?"),
    Broken("misspelt place", bench("text: A.\nplace: »countr\ngo: hall\n"), "RH045", "did you mean `counter`?"),
    Broken("misspelt group", bench("text: A.\nchoices: [{include: »smalltalk}]\n"), "RH046", "`small_talk`?"),
    Broken("misspelt act", bench("text: A.\nact: »staton\ngo: hall\n"), "RH047", "did you mean `station`?"),
    Broken("misspelt word", bench("text: |\n  A {bag == »claimd: b}.\ngo: hall\n"), "RH050", "did you mean `claimed`?"),
    Broken(
        "misspelt word in an effect", bench("text: A.\non_enter: bag = »serched\ngo: hall\n"), "RH050", "`searched`?"
    ),
    Broken("misspelt cast", bench("text: |\n  A.\n\n  »Ridzick: Sit.\ngo: hall\n"), "RH088", "did you mean `Ridzik`?"),
    # expressions and prose
    Broken("one equals sign", bench("text: |\n  A {patience »= 2: b}.\ngo: hall\n"), "RH060", "written `==`"),
    Broken(
        "other signs", bench("text: |\n  A {has_ticket &»& has_ticket: b}.\ngo: hall\n"), "RH060", "`and`, `or`, `not`"
    ),
    Broken("quoted word", bench("text: |\n  A {bag == »'left': b}.\ngo: hall\n"), "RH060", "without quotes"),
    Broken(
        "colon in an alternative",
        bench("text: |\n  A {sign»\u2019s there: Passengers only.|b}.\ngo: hall\n"),
        "RH060",
        "is `\\:`",
    ),
    Broken("never true", bench("text: |\n  A {»patience > 7: b}.\ngo: hall\n"), "RH068", "from 0 to 5"),
    Broken("no effect", bench("text: A.\non_enter: »patience++\ngo: hall\n"), "RH069", "`trust += 1`"),
    Broken("adding a flag", bench("text: A.\non_enter: patience += »has_ticket\ngo: hall\n"), "RH063", "no number"),
    Broken("open brace", bench("text: A »{b|c.\ngo: hall\n"), "RH080", "never closed"),
    Broken("open star", bench("text: A »**bench.\ngo: hall\n"), "RH082", "`**`"),
    # flow
    Broken("dead end", "scene: »bench\nfrom: {scene: hall, say: Sit.}\ntext: A.\n", "RH090", "Give it `choices`"),
    Broken("no choices", "scene: »bench\ntext: A.\nchoices: []\n", "RH090", "Give it `choices`"),
    Broken("choice to nowhere", bench("text: A.\nchoices:\n  - »say: a\n"), "RH091", "Give it `go`"),
    Broken("empty go", bench("text: A.\nchoices:\n  - »{say: a, go: []}\n"), "RH091", "Give it `go`"),
    # several at once
    Broken("two mistakes in one file", bench("»titel: A\ntext: A.\ngo: »hal\n"), "RH020 RH041", "`title`"),
    Broken(
        "two mistakes in one scene of prose", bench("text: A {»patince} {»dolars}.\ngo: hall\n"), "RH042 RH042", "pat"
    ),
    Broken(
        "an error in one document, the next is still read",
        'scene: seat\ntext: »"A seat.\n---\n' + bench("text: A.\ngo: »hal\n"),
        "RH003 RH041",
        "quote",
    ),
    Broken("stray end of document", bench("text: 'A.\n...\n»b: c'\n").replace("'A.", "»'A."), "RH003 RH020", "quote"),
]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.kind)
def test_each_kind_is_answered_with_place_and_remedy(broken: Broken) -> None:
    text, expected = marked(broken.text)
    found = beside_example(text)
    assert [item.code for item in found] == broken.codes.split()
    assert places(found) == expected
    assert broken.said in f"{found[0].message} {found[0].remedy}"
    assert all(item.span and item.span.file.name == "example.yaml" for item in found)


def test_there_are_many_kinds() -> None:
    assert len({broken.kind for broken in BROKEN}) == len(BROKEN) >= 30


# places inside text: exact where text stands as it is read, else the start of the text


@pytest.mark.parametrize(
    "text",
    [
        "text: |\n  First line.\n\n  Second {»nowhere} line.\n",
        "text: |\n  Мороз, {»nowhere} градусов.\n",
        "text: |2\n    Indented {»nowhere}.\n",
        "text: |-\n  Ice \U0001f9ca {»nowhere}\n\n\n",
        "text: >\n  Folded lines\n  go on {»nowhere} and on\n\n  and on.\n",
        "text: > # with a comment\n  Folded é lines\n  go {»nowhere}.\n",
        "text: Plain {»nowhere} words.\n",
        "text: Простые слова {»nowhere} подряд.\n",
        "text:   spaced {»nowhere} words   # and a comment\n",
        "text:\n  On the next line {»nowhere}.\n",
        'text: »"Quoted {nowhere} words."\n',
        "text: »'Quoted {nowhere} words.'\n",
        "text: »Plain words\n  over two lines {nowhere}.\n",
    ],
)
def test_columns_inside_text(text: str) -> None:
    plain, expected = marked(bench(text + "go: hall\n"))
    found = beside_example(plain)
    assert [item.code for item in found] == ["RH042"]
    assert places(found) == expected


def test_columns_survive_windows_line_ends_and_a_byte_order_mark() -> None:
    text, expected = marked(bench("text: |\n  One.\n  Two {»nowhere}.\ngo: hall\n"))
    for spoilt in (text.replace("\n", "\r\n"), text.replace("\n", "\r"), "\ufeff" + text):
        assert places(beside_example(spoilt)) == expected


def test_the_marked_line_is_the_line_of_the_file() -> None:
    found = beside_example("# a comment\n\n---\n" + bench("text: A.\ngo: hal\n"))
    span = found[0].span
    assert span
    assert span.file.line(span.line)[span.column - 1 :][: span.length] == "hal"


# what looks broken and is not


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "# only a comment\n",
        "---\n",
        "---\n# nothing\n---\n",
        "--- # nothing\n...\n",
        "\ufeff",
        "\ufeff---\n" + bench("text: A.\ngo: hall\n"),
        bench("text: A.\ngo: hall\n").replace("\n", "\r\n"),
        bench("text: A.\ngo: hall\n") + "---\n",
        bench("text: A.\ngo: hall\n") + "...\n",
        "---\n" + bench("text: A.\ngo: hall") + "\n...\n---\n",
        bench("text: A.\ngo: &there hall\nwas: [pew]\n"),
        bench("text: &t A.\ntitle: *t\ngo: hall\n"),
    ],
)
def test_files_that_are_in_order(text: str) -> None:
    assert beside_example(text) == ()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("No", "No"),
        ("yes", "yes"),
        ("1:30", "1:30"),
        ("1988", "1988"),
        ("007", "007"),
        ("1e3", "1e3"),
        ("null", "null"),
        ("~", "~"),
        ("2024-01-01", "2024-01-01"),
        ("=", "="),
        ("'on'", "on"),
    ],
)
def test_the_key_types_a_value_and_not_yaml(written: str, read: str) -> None:
    text = bench(f"text: A.\nchoices:\n  - {{say: {written}, go: hall}}\n")
    made = load_texts(example_files(text)).story
    assert made
    assert script_of(made, "bench").choices[0].say == (Words(read),)


def test_not_utf8_says_where() -> None:
    data = bench("text: A caf\u00e9.\ngo: hall\n").encode("cp1252")
    found = beside_example(data)
    assert [(item.code, item.message) for item in found] == [("RH001", "this file is not UTF-8 text (byte 0xE9)")]
    assert places(found) == [(3, 12)]
    assert [item.code for item in beside_example("scene: x".encode("utf-16"))] == ["RH001"]


def test_a_huge_file_is_refused_unread() -> None:
    data = b"scene: bench\n" + b"#" * MAX_FILE_BYTES
    assert [item.code for item in beside_example(data)] == ["RH002"]


# a mistake is told once: what follows from it is not


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('scene: bench\nfrom: {scene: hall, say: Sit.}\ntext: "A.\n---\nscene: b\ntext: B.\ngo: bench\n', "RH003"),
        ("scene: bench\nfrom: {scene: hall, say: Sit.}\n---\nscene: b\ntext: B.\ngo: bench\n", "RH021"),
        ("variables: {a: range 3..1}\n---\n" + bench("text: '{a > 2: b}'\non_enter: a += 1\ngo: hall\n"), "RH032"),
        ("variables: {a: [b]}\n---\n" + bench("text: '{a}'\non_enter: a = b\ngo: hall\n"), "RH022"),
        ("variables:\n  a: flag: b\n---\n" + bench("text: '{a: b}'\ngo: hall\n"), "RH003"),
        ("achievements: {a: {title: A}}\n---\n" + bench("text: A.\non_enter: {unlock: a}\ngo: hall\n"), "RH021"),
        ("places: {a: {}}\n---\n" + bench("text: A.\nplace: a\ngo: hall\n"), "RH021"),
        ("acts: [{id: a}]\n---\n" + bench("text: A.\nact: a\ngo: hall\n"), "RH021"),
        (bench("text: A.\nchoices: [{say: '', go: hall}]\n"), "RH023"),
        (bench("text: A.\nchoices: [{say: a, go: [{to: hall, when: has_ticket}, {too: hall}]}]\n"), "RH020"),
        (bench("text: A.\nreturn: yes\n"), "RH024"),
        (bench("text: A.\nwithin: soon\nelse: {say: a, go: hall}\nchoices: [{say: a, go: hall}]\n"), "RH025"),
        (bench("text: A.\nchoices: [{say: a}, {say: b}]\n").replace("bench", "b"), "RH091"),
        (
            bench("text: A.\nchoices: [{say: a, cal: form}, {say: b, go: hall}]\n")
            + "---\nscene: form\nsub_scene: true\ntext: F.\nreturn: true\n",
            "RH020",
        ),
        (bench("text: '" + "{a|" * 12 + "b" + "}" * 12 + "'\ngo: hall\n"), "RH085"),
    ],
)
def test_what_follows_from_a_mistake_is_not_reported(text: str, code: str) -> None:
    assert {item.code for item in beside_example(text)} == {code}


def test_a_broken_file_of_variables_costs_no_other_message() -> None:
    story, _, scenes = EXAMPLE_STORY.partition("---\n")
    for spoilt in ("\x07" + story, story.replace("hall\n", "h\u00e4ll\n").encode("cp1252"), "a: '" + story):
        found: tuple[Diagnostic, ...] = load_texts({"story.yaml": spoilt, "scenes.yaml": scenes}).diagnostics
        assert len(found) == 1
