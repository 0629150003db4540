"""Each diagnostic is defined once, completely, with examples that do what they say."""

from __future__ import annotations

import os
import re
import string
from pathlib import Path

import pytest

from redheat_game.analysis.proof import prove
from redheat_game.authoring.proofs import diagnostics_of
from redheat_game.story import loader
from redheat_game.story.diagnostics import (
    DEFINITIONS,
    Definition,
    Diagnostic,
    Report,
    core,
    expressions,
    files,
    flow,
    names,
    notes,
    offers,
    proofs,
    shapes,
)
from redheat_game.story.diagnostics import prose as prose_faults
from redheat_game.story.diagnostics.core import (
    MAX_DIAGNOSTICS,
    MAX_QUOTED,
    TooManyMistakes,
    nearest,
)
from redheat_game.story.diagnostics.examples import EXAMPLE_STORY, bad_files, good_files
from redheat_game.story.loader import Loaded, load_story, load_texts
from redheat_game.story.source import SourceFile, Span

from .building import beside_example, codes

MODULES = {
    files: 1,
    shapes: 20,
    names: 40,
    expressions: 60,
    prose_faults: 80,
    flow: 90,
    offers: 104,
    notes: 120,
    proofs: 200,
}
SHOWN = [item for item in DEFINITIONS.values() if not item.described and not item.by_proof]
PROVED = [item for item in DEFINITIONS.values() if item.by_proof]
BENCH = "scene: bench\nfrom: {scene: hall, say: Sit.}\ntext: A bench.\ngo: hall\n"


def by_code(definition: Definition) -> str:
    return definition.code


def test_the_example_story_is_free_of_mistakes() -> None:
    found = load_texts({"story.yaml": EXAMPLE_STORY})
    assert found.diagnostics == ()
    assert found.story is not None


@pytest.mark.parametrize("definition", SHOWN, ids=by_code)
def test_bad_example_triggers_exactly_its_code(definition: Definition) -> None:
    found = load_texts(bad_files(definition))
    assert codes(found) == [definition.code]
    assert found.diagnostics[0].severity == definition.severity
    assert (found.story is None) == (definition.severity == "error")


@pytest.mark.parametrize("definition", SHOWN, ids=by_code)
def test_good_example_triggers_nothing(definition: Definition) -> None:
    found = load_texts(good_files(definition))
    assert [(item.code, item.message) for item in found.diagnostics] == []
    assert found.story is not None


@pytest.mark.parametrize("definition", PROVED, ids=by_code)
def test_what_proof_finds_is_found_in_the_bad_example_alone(definition: Definition) -> None:
    found = proved(bad_files(definition))
    assert definition.code in {item.code for item in found}
    # the way to a scene that cannot be entered cannot be taken either
    assert {item.code for item in found} <= {definition.code, "RH201"}
    assert all(item.span is not None for item in found)
    assert proved(good_files(definition)) == []


def proved(files_of_story: dict[str, str | bytes]) -> list[Diagnostic]:
    loaded = load_texts(files_of_story)
    assert loaded.story is not None, loaded.diagnostics
    proof = prove(loaded.story)
    assert proof.complete
    return diagnostics_of(proof)


@pytest.mark.parametrize("definition", SHOWN, ids=by_code)
def test_messages_are_filled_and_end_as_sentences_do(definition: Definition) -> None:
    for item in load_texts(bad_files(definition)).diagnostics:
        assert item.message
        assert "\n" not in item.message
        assert item.remedy.endswith(".")
        for told in (item.message, item.remedy):
            for _, name, _, _ in string.Formatter().parse(definition.message):
                if name:
                    assert "{" + name + "}" not in told


@pytest.mark.parametrize("definition", DEFINITIONS.values(), ids=by_code)
def test_every_definition_is_complete(definition: Definition) -> None:
    shown = (definition.explanation, definition.bad, definition.good)
    sentences = re.findall(r"[.:?](?:\s|$)", definition.explanation)
    assert definition.message[0].islower() or definition.message[0] in "`{"
    assert definition.remedy.endswith(".")
    assert definition.explanation.rstrip().endswith(".")
    assert 2 <= len(sentences) <= 7, "two to four sentences"
    assert definition.bad.strip()
    assert definition.good.strip()
    assert definition.bad != definition.good
    assert all(len(line) <= 120 for text in shown for line in text.splitlines())
    is_told = definition.described or definition.make_bad is not None
    assert definition.bad.startswith("(") == is_told, "what cannot be printed is described, in parentheses"
    assert definition.good.startswith("(") == definition.described


def test_codes_are_unique_and_contiguous_in_their_modules() -> None:
    every = []
    for module, first in MODULES.items():
        found = [item for item in vars(module).values() if isinstance(item, Definition)]
        assert [item.code for item in found] == [f"RH{first + number:03}" for number in range(len(found))]
        every += [item.code for item in found]
    assert len(every) == len(set(every))
    assert every == list(DEFINITIONS)


def test_every_definition_is_used() -> None:
    package = Path(loader.__file__).parent
    places = [*package.glob("*.py"), package.parent / "authoring" / "proofs.py"]
    source = "".join(path.read_text(encoding="utf-8") for path in places)
    for module in MODULES:
        for name, item in vars(module).items():
            assert not isinstance(item, Definition) or f".{name}" in source, f"nothing reports {item.code} ({name})"


# the described ones, each in a real folder


def laid_over_example(tmp_path: Path, pack: Path) -> Loaded:
    game = tmp_path / "game"
    game.mkdir(exist_ok=True)
    (game / "story.yaml").write_text(EXAMPLE_STORY, encoding="utf-8")
    return load_story([pack], game=game)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "my_pack"
    folder.mkdir()
    return folder


def test_no_folder(tmp_path: Path) -> None:
    assert codes(laid_over_example(tmp_path, tmp_path / "my_pakc")) == ["RH011"]
    (tmp_path / "a_file").write_text(BENCH)
    assert codes(laid_over_example(tmp_path, tmp_path / "a_file")) == ["RH011"]


def test_no_yaml(tmp_path: Path, pack: Path) -> None:
    (pack / "ideas.txt").write_text("A bench?")
    (pack / ".hidden.yaml").write_text(BENCH)
    assert codes(laid_over_example(tmp_path, pack)) == ["RH012"]
    (pack / "bench.yml").write_text(BENCH)
    assert codes(laid_over_example(tmp_path, pack)) == []


def test_unreadable(tmp_path: Path, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (pack / "bench.yaml").write_text(BENCH)
    assert codes(laid_over_example(tmp_path, pack)) == []
    read = loader._read_regular

    def refuse(path: Path) -> bytes:
        if path.name == "bench.yaml":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(loader, "_read_regular", refuse)
    found = laid_over_example(tmp_path, pack)
    assert codes(found) == ["RH013"]
    assert found.diagnostics[0].message.endswith("Permission denied")


def test_link_out_of_the_pack(tmp_path: Path, pack: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("scene: secret\ntext: The password is trout.\ngo: hall\n")
    (pack / "bench.yaml").write_text(BENCH)
    (pack / "link.yaml").symlink_to(secret)
    found = laid_over_example(tmp_path, pack)
    assert codes(found) == ["RH014"]
    assert found.diagnostics[0].span
    assert found.diagnostics[0].span.file.name.endswith("link.yaml")
    assert "trout" not in repr(found)


def test_links_that_are_no_files(tmp_path: Path, pack: Path) -> None:
    (pack / "bench.yaml").write_text(BENCH)
    (pack / "dangling.yaml").symlink_to(pack / "nothing")
    (pack / "round.yaml").symlink_to(pack / "round.yaml")
    (pack / "folder").symlink_to(tmp_path, target_is_directory=True)
    assert codes(laid_over_example(tmp_path, pack)) == ["RH014"] * 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such thing here")
def test_a_pipe_in_the_pack_does_not_hang(tmp_path: Path, pack: Path) -> None:
    (pack / "bench.yaml").write_text(BENCH)
    os.mkfifo(pack / "pipe.yaml")
    assert codes(laid_over_example(tmp_path, pack)) == ["RH014"]


def test_too_many_files(tmp_path: Path, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "MAX_FILES", 3)
    for number in range(3):
        (pack / f"{number}.yaml").write_text(BENCH.replace("bench", f"bench_{number}"))
    assert codes(laid_over_example(tmp_path, pack)) == []
    (pack / "more.yaml").write_text(BENCH)
    assert codes(laid_over_example(tmp_path, pack)) == ["RH015"]


def test_too_many_bytes(tmp_path: Path, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "MAX_TOTAL_BYTES", len(EXAMPLE_STORY))
    (pack / "bench.yaml").write_text(BENCH)
    assert codes(laid_over_example(tmp_path, pack)) == []
    (pack / "more.yaml").write_text("# " + "and so on, " * 200)
    assert codes(laid_over_example(tmp_path, pack)) == ["RH015"]


def test_too_many_mistakes() -> None:
    found = beside_example("---\nscnee: x\n" * 3 * MAX_DIAGNOSTICS)
    assert len(found) == MAX_DIAGNOSTICS
    assert [item.code for item in found].count("RH016") == 1
    assert found[-1].code == "RH016"


# the report


def at(line: int, text: str = "some text") -> Span:
    return Span(SourceFile("a.yaml", text), line, 1)


def test_the_same_mistake_is_reported_once_however_much_comes_between() -> None:
    report = Report()
    for _ in range(2):
        for line in range(1, 21):
            report.add(names.UNKNOWN_SCENE, at(line), name="brige", suggestion="bridge")
    assert len(report.diagnostics) == 20


def test_the_same_mistake_of_a_group_is_reported_once() -> None:
    group = "---\ngroup: g\nchoices:\n" + "".join(f"  - {{say: a, id: i{n}, go: nowhere_{n}x}}\n" for n in range(20))
    scenes = "".join(f"---\nscene: s{n}\ntext: t\nchoices: [include: g]\n" for n in range(3))
    assert [item.code for item in beside_example(group + scenes)] == ["RH041"] * 20


def test_a_message_repeats_an_author_shortly_and_on_one_line() -> None:
    report = Report()
    report.add(shapes.BAD_ID, at(1), value="x\ny" + "z" * 10_000)
    assert "`x yz" in report.diagnostics[0].message
    assert len(report.diagnostics[0].message) < MAX_QUOTED + 50


def test_a_full_report_says_so() -> None:
    report = Report()
    for line in range(MAX_DIAGNOSTICS):
        report.add(names.UNKNOWN_SCENE, at(line), name="x")
    report.add(names.UNKNOWN_SCENE, at(0), name="x")
    with pytest.raises(TooManyMistakes):
        report.add(names.UNKNOWN_SCENE, at(MAX_DIAGNOSTICS), name="x")
    assert len(report.diagnostics) == MAX_DIAGNOSTICS


def test_suggestions_stop_before_they_cost_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "MAX_COMPARED", 1_000)
    report = Report()
    known = [f"scene_{number}" for number in range(100)]
    found = [report.nearest(f"scene_{number}x", known) is not None for number in range(12)]
    assert found == [True] * 10 + [False] * 2


@pytest.mark.parametrize(
    ("name", "near"), [("brige", "bridge"), ("bridge_", "bridge"), ("xyzzy", None), ("", None), ("BRIDGE", None)]
)
def test_nearest(name: str, near: str | None) -> None:
    assert nearest(name, ["bridge", "bathhouse", "bar"]) == near


def test_order_and_json() -> None:
    report = Report()
    report.add(names.UNKNOWN_SCENE, at(9), name="x")
    report.add(names.NO_START, None, key="start")
    report.add(offers.NOTHING_LEADS_HERE, at(2), name="y")
    assert [item.code for item in report.sorted()] == ["RH056", "RH112", "RH041"]
    assert report.sorted()[1].to_json() == {
        "code": "RH112",
        "severity": "warning",
        "message": "no choice, rule or scene leads to `y`",
        "file": "a.yaml",
        "line": 2,
        "column": 1,
        "suggestion": None,
        "notes": [],
    }
    assert report.has_errors
