"""The graph of a story: what is in it, and the page, in a browser where there is one."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from docs.chromium import chromium
from redheat_game.authoring.acts import act_of_each
from redheat_game.authoring.graph import NO_ACT, dot, graph_of, mermaid
from redheat_game.authoring.graph_page import page
from redheat_game.cli import main
from redheat_game.story.loader import load_story
from redheat_game.story.script import Story
from tests.routes import blessed, the_story
from tests.story.building import story

HELLAS = Path(__file__).parents[2] / "docs" / "examples" / "hellas"


@pytest.fixture(scope="module")
def hellas() -> Story:
    """A story of seventeen scenes."""
    found = load_story([HELLAS]).story
    assert found is not None
    return found


def test_scenes_have_their_depth_act_and_source(hellas: Story) -> None:
    graph = graph_of(hellas)
    nodes = {node.id: node for node in graph.nodes}
    assert (nodes["alarm"].depth, nodes["spine"].depth, nodes["greenhouse"].depth) == (0, 1, 2)
    # only a rule leads there
    assert (nodes["end_asleep"].depth, nodes["end_asleep"].ending) == (max(n.depth or 0 for n in graph.nodes), "death")
    assert nodes["greenhouse"].source.startswith("scene: greenhouse\n")
    assert nodes["greenhouse"].source.endswith("go: spine\n")
    assert "---" not in nodes["greenhouse"].source
    assert re.fullmatch(r".*scenes\.yaml:\d+", nodes["greenhouse"].place)
    assert list(graph.acts) == ["night"]


def test_ways_are_choices_and_rules(hellas: Story) -> None:
    ways = graph_of(hellas).ways
    from_pumps = [(way.target, way.choice, way.kind, way.conditional) for way in ways if way.origin == "pump_room"]
    assert from_pumps == [
        ("valve_shut", "masked", "choice", True),
        ("valve_shut", "bare", "choice", False),
        ("valve_jammed", "timeout", "choice", False),
        ("end_asleep", "", "rule", True),
    ]
    assert next(way.words for way in ways if way.choice == "bare") == "Both hands, at once."


def test_a_scene_that_nothing_leads_to_has_no_depth() -> None:
    made = story("scene: hall\ntext: A.\ngo: out\n---\nscene: lost\ntext: B.\ngo: out\n---\n")
    nodes = {node.id: node for node in graph_of(made).nodes}
    assert nodes["lost"].depth is None
    assert nodes["lost"].act == NO_ACT


def test_routes_are_scenes_and_those_that_cannot_be_played_are_left_out(hellas: Story) -> None:
    graph = graph_of(hellas, routes={"good": ["spine", "okafor", "spine"], "bad": ["nowhere"]})
    assert graph.routes == {"good": ["alarm", "spine", "okafor", "spine"]}


HOSTILE = 'A "quoted" ]--> </script><script>alert(1)</script> #1; title\\'


def test_hostile_text_stays_text() -> None:
    made = story(f"scene: hall\ntitle: '{HOSTILE}'\ntext: '{HOSTILE}'\ngo: out\n---\n")
    graph = graph_of(made)
    assert "</script><script>" not in page(graph)
    labels = re.findall(r'n0\["(.*)"\]', mermaid(graph))
    assert len(labels) == 1
    assert not set(labels[0]) & set('"]<>\\')
    assert '\\"quoted\\"' in dot(graph)


@pytest.mark.skipif(shutil.which("dot") is None, reason="needs Graphviz: apt-get install graphviz")
def test_graphviz_reads_it(hellas: Story) -> None:
    done = subprocess.run(["dot", "-Tplain"], input=dot(graph_of(hellas)), capture_output=True, text=True, check=True)
    assert done.stdout.count("\nnode ") == len(hellas.scenes)


def test_the_command_writes_each_form(tmp_path: Path) -> None:
    for form, begins in (("html", "<!doctype html>"), ("mermaid", "flowchart TD"), ("dot", "digraph story {")):
        out = tmp_path / form
        done = CliRunner().invoke(main, ["graph", str(HELLAS), "--format", form, "--runs", "20", "-o", str(out)])
        assert done.exit_code == 0, done.output
        assert out.read_text().startswith(begins)
    text = (tmp_path / "html").read_text()
    assert '"Any%"' in text
    assert '"random play"' in text
    assert "http" not in text.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")


# in a browser

needs_chromium = pytest.mark.skipif(chromium() is None, reason="needs Chromium: apt-get install chromium")


class Shown(HTMLParser):
    """What stands in the page: scenes with their classes, acts, and the texts of some elements."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.scenes: dict[str, set[str]] = {}
        self.acts: set[str] = set()
        self.on_route = 0
        self.texts: dict[str, str] = {}
        self._within: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        classes = set(values.get("class", "").split())
        if "node" in classes:
            self.scenes[values["data-id"]] = classes
        if "band" in classes:
            self.acts.add(values["data-act"])
        self.on_route += {"way", "on-route"} <= classes
        if tag not in ("input", "meta", "rect", "path"):
            self._within.append(values.get("id", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("input", "meta", "rect", "path") and self._within:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        for name in filter(None, self._within):
            self.texts[name] = self.texts.get(name, "") + data


@pytest.fixture(scope="module")
def the_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the game's own story."""
    made = the_story()
    routes = {"Salute": blessed("salute")}
    path = tmp_path_factory.mktemp("page") / "story.html"
    path.write_text(page(graph_of(made, {"blessed": {"baths_street": 1.0, "snow": 0.2}}, routes)))
    return path


def opened(path: Path, **view: str) -> Shown:
    """The page in Chromium, with a view of it given behind `#`."""
    program = chromium()
    assert program is not None
    parameters = "&".join(f"{name}={quote(value)}" for name, value in view.items())
    done = subprocess.run(
        [*program, "--dump-dom", f"{path.as_uri()}#{parameters}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return Shown(done.stdout)


@needs_chromium
def test_the_page_of_the_game_shows_every_scene(the_page: Path) -> None:
    made = the_story()
    shown = opened(the_page)
    assert set(shown.scenes) == set(made.machine.scene_numbers)
    assert shown.acts >= set(made.acts)
    assert {name for name, classes in shown.scenes.items() if "ending" in classes} == {
        scene.id for scene in made.machine.scenes if scene.ending
    }


@needs_chromium
def test_it_searches(the_page: Path) -> None:
    shown = opened(the_page, search="Tbilisi")
    matching = {name for name, classes in shown.scenes.items() if "match" in classes}
    wanted = {node.id for node in graph_of(the_story()).nodes if "tbilisi" in node.source.lower()}
    assert matching == wanted != set()
    assert shown.texts["found"] == f"{len(wanted)} of {len(the_story().scenes)} scenes"


@needs_chromium
def test_it_folds(the_page: Path) -> None:
    made = the_story()
    shown = opened(the_page, fold="moscow,motel")
    folded = {
        scene.id
        for scene, act in zip(made.machine.scenes, act_of_each(made), strict=True)
        if act in ("moscow", "motel")
    }
    assert len(folded) > 20
    assert set(shown.scenes) == (set(made.machine.scene_numbers) - folded) | {"act:moscow", "act:motel"}


@needs_chromium
def test_it_colours_and_shows_a_route_and_the_source(the_page: Path) -> None:
    made = the_story()
    shown = opened(the_page, colour="blessed", route="Salute", scene="bathhouse_floor")
    unseen = {name for name, classes in shown.scenes.items() if "unseen" in classes}
    assert unseen == set(made.machine.scene_numbers) - {"baths_street", "snow"}
    played = graph_of(made, routes={"Salute": blessed("salute")}).routes["Salute"]
    assert shown.on_route == len(set(pairwise(played)))
    assert "scene: bathhouse_floor" in shown.texts["about"]


def handled(path: Path, script: str) -> Shown:
    """The page after a script has done with it what a hand does: the events of clicking and typing."""
    hands = path.with_name("hands.html")
    page_text = path.read_text()
    assert page_text.count("</body>") == 1
    hands.write_text(page_text.replace("</body>", f"<script>{{{script}}}</script></body>"))
    return opened(hands)


CLICK = 'const click = found => found.dispatchEvent(new MouseEvent("click", { bubbles: true }));'
SET = """const set = (id, value, kind) => {
  const field = document.getElementById(id);
  field.value = value;
  field.dispatchEvent(new Event(kind));
};"""


@needs_chromium
def test_typing_searches(the_page: Path) -> None:
    shown = handled(the_page, SET + 'set("search", "tbilisi", "input");')
    matching = {name for name, classes in shown.scenes.items() if "match" in classes}
    assert matching == {node.id for node in graph_of(the_story()).nodes if "tbilisi" in node.source.lower()} != set()


@needs_chromium
def test_an_act_is_folded_and_opened_by_clicking_it(the_page: Path) -> None:
    fold = CLICK + """click(document.querySelector('[data-act="moscow"] text'));"""
    made = the_story()
    moscow = {s.id for s, act in zip(made.machine.scenes, act_of_each(made), strict=True) if act == "moscow"}
    folded = handled(the_page, fold)
    assert set(folded.scenes) == (set(made.machine.scene_numbers) - moscow) | {"act:moscow"}
    opened_again = handled(the_page, fold + """click(document.querySelector('[data-id="act:moscow"]'));""")
    assert set(opened_again.scenes) == set(made.machine.scene_numbers)


@needs_chromium
def test_a_clicked_scene_shows_its_source_and_the_way_to_the_next(the_page: Path) -> None:
    click = CLICK + """click(document.querySelector('[data-id="bathhouse_floor"]'));"""
    shown = handled(the_page, click)
    assert "scene: bathhouse_floor" in shown.texts["about"]
    assert "chosen" in shown.scenes["bathhouse_floor"]
    onward = handled(the_page, click + """click(document.querySelector("#about li button"));""")
    first = next(way.target for way in graph_of(the_story()).ways if way.origin == "bathhouse_floor")
    assert f"scene: {first}" in onward.texts["about"]


@needs_chromium
def test_colours_and_a_route_are_chosen_from_their_lists(the_page: Path) -> None:
    shown = handled(the_page, SET + 'set("colour", "blessed", "change"); set("route", "Salute", "change");')
    assert {name for name, classes in shown.scenes.items() if "unseen" not in classes} == {"baths_street", "snow"}
    played = graph_of(the_story(), routes={"Salute": blessed("salute")}).routes["Salute"]
    assert shown.on_route == len(set(pairwise(played)))
