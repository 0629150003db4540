"""Every example of the manual, run as a reader would."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from docs.reference import FILES, ORDER, all_records
from redheat_game.analysis.proof import prove
from redheat_game.authoring.findings import for_people
from redheat_game.authoring.jumping import way_to
from redheat_game.cli import main
from redheat_game.engine.playthrough import Playthrough
from redheat_game.storage.places import HOME_VARIABLE
from redheat_game.story import syntax
from redheat_game.story.loader import load_story, load_texts

DOCS = Path(__file__).parents[2] / "docs"
MANUAL = (DOCS / "writing.md").read_text(encoding="utf-8")
MARKED = re.compile(r"<!-- (tutorial|mistake|base|recipe|pack)(?:: (\S+))? -->\n```yaml\n(.*?)```", re.DOTALL)
BLOCK = re.compile(r"(?:<!-- (\w+)(?:: (\S+))? -->\n)?```(\w+)\n(.*?)```", re.DOTALL)
HEADINGS = {found.start(): found[1] for found in re.finditer(r"^###? (.+)$", MANUAL, re.MULTILINE)}


def blocks(kind: str) -> list[tuple[str, str, str]]:
    """The marked examples of a kind: (heading above, what the mark names, text)."""
    found = []
    for block in MARKED.finditer(MANUAL):
        if block[1] == kind:
            heading = next(title for start, title in reversed(HEADINGS.items()) if start < block.start())
            found.append((heading, block[2] or "", block[3]))
    return found


BASE = blocks("base")[0][2]


def test_every_yaml_example_is_marked_and_so_is_run() -> None:
    unmarked = [block[4] for block in BLOCK.finditer(MANUAL) if block[3] == "yaml" and block[1] is None]
    assert unmarked == ["# yaml-language-server: $schema=story.schema.json\n"]
    assert len(blocks("recipe")) == 10


def test_the_prose_that_the_table_shows_can_be_read() -> None:
    table = MANUAL.partition("## How prose is written")[2].partition("\n## ")[0]
    cells = [row.removeprefix("| ").split(" | ")[0] for row in table.splitlines() if row.startswith("| `")]
    shown = [text.replace("\\|", "|") for cell in cells for text in re.findall(r"`([^`]+)`", cell)]
    assert len(shown) == 9
    for text in shown:
        loaded = load_texts({"base.yaml": BASE.replace("text: A hall with a clock.", f"text: |\n  {text}")})
        assert loaded.diagnostics == (), text


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, and an empty home."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


def test_the_tutorial_leads_to_a_branch_with_a_condition_a_trope_and_an_ending(at_home: Path) -> None:
    run("redheat init night")
    for _, name, text in blocks("tutorial"):
        (at_home / "night" / name).write_text(text)
        if name == "tropes.yaml":
            continue
        told = run("redheat check --no-prove night", codes=(0,))
        assert "mistake" not in told.replace("no mistake found", ""), told
    assert "Nothing found; proved" in run("redheat check --no-routes night", codes=(0,))
    story = load_story([at_home / "night"]).story
    assert story is not None
    assert load_story([at_home / "night"]).diagnostics == ()
    way = way_to(story, "end_night_line", [])
    assert way is not None
    played = Playthrough.of_choices(story, way)
    assert played.ending is not None
    assert played.ending.id == "night_line"
    assert "night_shift" in played.achievements


def test_the_tutorials_mistake_is_told_as_it_says(at_home: Path) -> None:
    ((_, code, text),) = blocks("mistake")
    (at_home / "night").mkdir()
    (at_home / "night" / "branch.yaml").write_text(text)
    told = run("redheat check night", codes=(1,))
    assert code in told
    shown = next(block[4] for block in BLOCK.finditer(MANUAL) if block[3] == "text" and code in block[4])
    assert told.startswith(shown)


@pytest.mark.parametrize("text", [pytest.param(text, id=heading) for heading, _, text in blocks("recipe")])
def test_a_recipe_works_and_is_proved(text: str) -> None:
    loaded = load_texts({"base.yaml": BASE, "recipe.yaml": text})
    assert loaded.story is not None, [item.message for item in loaded.diagnostics]
    assert loaded.diagnostics == (), for_people(loaded.diagnostics)
    proof = prove(loaded.story, max_seconds=60)
    assert proof.findings == (), [(finding.kind, finding.name) for finding in proof.findings]
    assert proof.undecided == ()


@pytest.mark.parametrize("text", [pytest.param(text, id=heading) for heading, _, text in blocks("pack")])
def test_a_pack_of_the_manual_lies_over_the_game(tmp_path: Path, text: str) -> None:
    (tmp_path / "pack.yaml").write_text(text)
    loaded = load_story([tmp_path])
    assert loaded.story is not None, [item.message for item in loaded.diagnostics]
    assert loaded.diagnostics == (), for_people(loaded.diagnostics)


def test_the_commands_of_the_manual_work_in_their_order(at_home: Path) -> None:
    """Every command in a `sh` block but those that open the interface."""
    (at_home / "docs").symlink_to(DOCS)
    ran = 0
    for block in BLOCK.finditer(MANUAL):
        if block[1] == "tutorial":
            (at_home / "night" / block[2]).write_text(block[4])
        if block[3] != "sh":
            continue
        for line in block[4].splitlines():
            command = line.partition("#")[0].strip()
            if command.startswith("redheat write") or not command:
                continue
            if command.startswith("redheat play"):
                command = command.replace("redheat play", "redheat play --plain")
            if command.startswith("redheat bless first_night"):
                command += " --choices 'night_begins night_watchman give night_tram end_night_line'"
            if command == "redheat check night":
                # what it proves is seen where the tutorial ends
                command += " --no-prove"
            if command.startswith("redheat graph"):
                command += " --max-seconds 0 --runs 10"
            if command.startswith("redheat stats"):
                command += " --runs 10"
            run(command)
            ran += 1
    assert ran == len(re.findall(r"^redheat (?!write)", MANUAL, re.MULTILINE)) > 10
    story = load_story([at_home / "night"]).story
    assert story is not None
    assert "night_line_39" in story.machine.scene_numbers
    assert "1 blessed playthrough: all as they were" in run("redheat bless --in night")


def run(command: str, codes: tuple[int, ...] = (0,)) -> str:
    """Run a command as it stands; gives what it says."""
    program, *arguments = shlex.split(command)
    assert program == "redheat", command
    done = CliRunner().invoke(main, arguments, input="")
    assert done.exit_code in codes, f"{command}: {done.exit_code}\n{done.output}"
    return done.output


@pytest.mark.parametrize("name", FILES)
def test_the_reference_is_what_the_program_goes_by(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == FILES[name](), "python -m docs.reference"


def test_the_reference_leaves_no_record_out() -> None:
    told = {record for _, record in ORDER}
    assert {record for _, shape in syntax.DOCUMENT.records for record in all_records(shape.into)} <= told


def test_every_link_of_the_manual_leads_somewhere() -> None:
    headings = {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in HEADINGS.values()}
    for target in re.findall(r"\]\(([^)]+)\)", MANUAL):
        if target.startswith("#"):
            assert target[1:] in headings, target
        else:
            assert (DOCS / target).exists(), target


def test_the_example_story_is_whole_and_proved() -> None:
    loaded = load_story([DOCS / "examples" / "hellas"])
    assert loaded.diagnostics == ()
    assert loaded.story is not None
    assert 10 <= len(loaded.story.scenes) <= 20
    assert loaded.story.hero == "Ines"
    proof = prove(loaded.story, max_seconds=120)
    assert proof.findings == ()
    assert proof.complete
