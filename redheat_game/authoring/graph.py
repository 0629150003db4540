"""The scenes of a story and the ways between them, as a graph, and in the forms that other programs draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from redheat_game.authoring.acts import act_of_each
from redheat_game.authoring.readings import longest_reading, readings
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.step import ChoiceNotAvailable, SceneEntered, StoryFault
from redheat_game.story.conditions import TRUE
from redheat_game.story.script import Story
from redheat_game.story.source import Span

WayKind = Literal["choice", "rule"]
NO_ACT = "-"
"""Stands for no act; no id can be that."""


@dataclass(frozen=True)
class Node:
    """A scene."""

    id: str
    title: str
    act: str
    """The act's id, or `NO_ACT`."""
    depth: int | None
    """Choices from the start, whatever their conditions; None where no way leads to it."""
    ending: str
    """The kind of ending that it is; empty for none."""
    words: int
    """Read at most in one entry."""
    place: str
    """The file and line in which it stands."""
    source: str
    """Its document as its author wrote it."""


@dataclass(frozen=True)
class Way:
    """A way from a scene to another."""

    origin: str
    target: str
    kind: WayKind
    choice: str
    """The choice's id; empty for a rule."""
    words: str
    """What the player reads."""
    conditional: bool


@dataclass(frozen=True)
class StoryGraph:
    """All scenes and ways of a story, and what is known of how they are played."""

    title: str
    acts: Mapping[str, str]
    """Titles of the acts by id, in their order."""
    nodes: tuple[Node, ...]
    ways: tuple[Way, ...]
    coverage: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """By a name of what was played: for each scene the share of playthroughs that entered it."""
    routes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By a title: the scenes of a route, in their order."""

    def to_json(self) -> dict[str, Any]:
        """The graph as plain data."""
        return {
            "title": self.title,
            "acts": [{"id": name, "title": title} for name, title in self.acts.items()],
            "nodes": [vars(node) for node in self.nodes],
            "ways": [vars(way) for way in self.ways],
            "coverage": {name: dict(shares) for name, shares in self.coverage.items()},
            "routes": {title: list(scenes) for title, scenes in self.routes.items()},
        }


def graph_of(
    story: Story,
    coverage: Mapping[str, Mapping[str, float]] | None = None,
    routes: Mapping[str, Sequence[str]] | None = None,
) -> StoryGraph:
    """The graph of a story.

    Args:
        story: the story.
        coverage: by a name, for each scene the share of playthroughs (0 to 1) that entered it.
        routes: by a title, the choices of a route from the start; one that cannot be played is left out.
    """
    depths = depths_of(story)
    acts = act_of_each(story)
    nodes = tuple(_node(story, number, act or NO_ACT, depths.get(number)) for number, act in enumerate(acts))
    present = {node.act for node in nodes}
    titles = {name: act.title for name, act in story.acts.items() if name in present}
    if NO_ACT in present:
        titles[NO_ACT] = "no act"
    played = {title: scenes_of(story, choices) for title, choices in (routes or {}).items()}
    return StoryGraph(
        story.title,
        titles,
        nodes,
        tuple(_ways(story)),
        coverage or {},
        {title: scenes for title, scenes in played.items() if scenes},
    )


def scenes_of(story: Story, choices: Sequence[str]) -> list[str]:
    """The scenes that a playthrough of these choices enters, in their order; none where it cannot be played."""
    try:
        played = Playthrough.of_choices(story, choices)
    except (ChoiceNotAvailable, StoryFault):
        return []
    return [event.scene for turn in played.turns for event in turn.events if isinstance(event, SceneEntered)]


def depths_of(story: Story) -> dict[int, int]:
    """How many choices each scene (by its number) is from the start, whatever their conditions.

    What only rules lead to stands behind all that choices do; what nothing leads to is left out.
    """
    machine = story.machine
    depths = {machine.start: 0}
    for by_rules in (False, True):
        waiting = sorted(depths, key=lambda number: depths[number])
        for number in waiting:
            scene = machine.scenes[number]
            ways = [target for choice in scene.choices for target in choice.targets]
            for target in [*ways, *(scene.always if by_rules else ())]:
                if target.scene not in depths:
                    depths[target.scene] = depths[number] + 1
                    waiting.append(target.scene)
        if not by_rules and depths:
            last = max(depths.values())
            for number in list(depths):
                for rule in machine.scenes[number].always:
                    depths.setdefault(rule.scene, last + 1)
    return depths


def _node(story: Story, number: int, act: str, depth: int | None) -> Node:
    scene, script = story.machine.scenes[number], story.scenes[number]
    ending = story.endings[scene.ending].kind if scene.ending else ""
    place = f"{script.span.file.name}:{script.span.line}" if script.span else ""
    source = document_at(script.span) if script.span else ""
    words = longest_reading(script.prose)
    return Node(scene.id, script.title, act, depth, ending, words, place, source)


def added_choices(story: Story, scene: int) -> Iterator[tuple[str, Span]]:
    """The choices of a scene (its position) that stand outside its own document, by id, with their places."""
    script = story.scenes[scene]
    for choice, shown in zip(story.machine.scenes[scene].choices, script.choices, strict=True):
        if script.span is None or shown.span is None:
            continue
        first, end = _lines_of_document(script.span)
        if shown.span.file != script.span.file or not first < shown.span.line <= end:
            yield choice.id, shown.span


def document_at(span: Span) -> str:
    """The text of the YAML document in which a place lies."""
    start, end = _lines_of_document(span)
    return "\n".join(span.file.lines[start:end]).strip("\n") + "\n"


def _lines_of_document(span: Span) -> tuple[int, int]:
    """From which line (from 0) to before which the YAML document goes in which a place lies."""
    lines = span.file.lines
    start = end = span.line - 1
    while start > 0 and not lines[start - 1].startswith("---"):
        start -= 1
    while end < len(lines) and not lines[end].startswith("---"):
        end += 1
    return start, end


def _ways(story: Story) -> Iterator[Way]:
    scenes = story.machine.scenes
    for scene, script in zip(scenes, story.scenes, strict=True):
        for choice, shown in zip(scene.choices, script.choices, strict=True):
            words = " ".join(next(readings(shown.say)).text.split())
            for target in choice.targets:
                conditional = choice.guard != TRUE or target.guard is not None or len(choice.targets) > 1
                yield Way(scene.id, scenes[target.scene].id, "choice", choice.id, words, conditional)
        for rule in scene.always:
            if scenes[rule.scene].id != scene.id:
                yield Way(scene.id, scenes[rule.scene].id, "rule", "", "", True)


# forms


def mermaid(graph: StoryGraph) -> str:
    """The graph as a Mermaid flowchart, scenes by title and id, an act to a subgraph; rules are left out."""
    numbers = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart TD"]
    for act, title in graph.acts.items():
        lines.append(f"  subgraph {_mermaid_text(title)}")
        for node in graph.nodes:
            if node.act == act:
                label = _mermaid_text(f"{node.title} ({node.id})" if node.title else node.id)
                shape = f"([{label}])" if node.ending else f"[{label}]"
                lines.append(f"    {numbers[node.id]}{shape}")
        lines.append("  end")
    for origin, target, conditional in _pairs(graph):
        lines.append(f"  {numbers[origin]} {'-.->' if conditional else '-->'} {numbers[target]}")
    return "\n".join(lines) + "\n"


def dot(graph: StoryGraph) -> str:
    """The graph in Graphviz's language, an act to a cluster; rules are left out."""
    lines = ["digraph story {", "  rankdir=LR;", "  node [shape=box, style=rounded];"]
    for number, (act, title) in enumerate(graph.acts.items()):
        lines += [f"  subgraph cluster_{number} {{", f"    label={_dot_text(title)};"]
        for node in graph.nodes:
            if node.act == act:
                more = ", shape=doubleoctagon" if node.ending else ""
                lines.append(f"    {_dot_text(node.id)} [label={_dot_text(node.title)}{more}];")
        lines.append("  }")
    for origin, target, conditional in _pairs(graph):
        lines.append(f"  {_dot_text(origin)} -> {_dot_text(target)}{' [style=dashed]' if conditional else ''};")
    return "\n".join([*lines, "}"]) + "\n"


def _pairs(graph: StoryGraph) -> Iterator[tuple[str, str, bool]]:
    """Each pair of scenes with a choice from one to the other, and whether every such choice has a condition."""
    found: dict[tuple[str, str], bool] = {}
    for way in graph.ways:
        if way.kind == "choice":
            pair = way.origin, way.target
            found[pair] = found.get(pair, True) and way.conditional
    for (origin, target), conditional in found.items():
        yield origin, target, conditional


def _mermaid_text(text: str) -> str:
    """Text in quotes; whatever Mermaid could take for more than text is written as a character reference."""
    return '"' + "".join(each if each.isalnum() or each in " .,'!?-" else f"#{ord(each)};" for each in text) + '"'


def _dot_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
