"""Reading a story again finds what reading it for the first time does, whatever was edited between."""

from __future__ import annotations

import ast
import gc
from dataclasses import replace
from pathlib import Path

import pytest

from redheat_game.story import expressions
from redheat_game.story.diagnostics.expressions import NEVER_HOLDS
from redheat_game.story.loader import Rereading, load_story
from redheat_game.story.machine import Machine

NO_MACHINE = Machine((), (), 0)
STORY = """\
story: A Test
start: hall
variables:
  coins: {is: range 0..5, start: 1}
  lamp: flag
  coat: one_of [none, grey]
endings: {out: {title: Out, kind: victory, line: You are out.}}
always:
  - {when: coins == 5 and seen(hall), go: exit}
  - {when: lamp and coins == 4, go: exit}
"""
SCENES = """\
scene: hall
text: |
  {The hall.|The hall again.|Still the hall.} {seen(cellar): Dust on you.|Clean.} {lamp: *Light*, {coins}.}
on_enter: coins += 1
choices:
  - {say: Down., when: lamp and coat == grey, locked: Too dark., do: coins = coins + 0, go: cellar}
  - {say: Light., id: light, once: true, do: [lamp = true, coat = grey], go: hall}
---
scene: cellar
text: |
  {&Drip.|Drop.} {The hall.|The hall again.|Still the hall.} {seen(cellar): Dust on you.|Clean.}
choices:
  - {say: Up., when: seen(cellar) or lamp, go: hall}
  - {say: Out., when: lamp and coat == grey, go: exit}
---
scene: exit
text: Out.
ending: out
"""


def found(pack: Path, again: Rereading | None = None) -> tuple[object, ...]:
    """All that loading finds, as it can be compared: two machines are never equal."""
    loaded = load_story([pack], again=again)
    machine = loaded.story.machine if loaded.story else None
    parts = (machine.variables, machine.scenes, machine.start) if machine else ()
    rest = replace(loaded.story, machine=NO_MACHINE) if loaded.story else None
    return parts, rest, loaded.diagnostics


def write(pack: Path, story: str, scenes: str) -> None:
    (pack / "story.yaml").write_text(story)
    (pack / "scenes.yaml").write_text(scenes)


EDITS = [
    ("text", "Dust on you.", "Mud on you."),
    ("another variable before the others", "  coins:", "  boots: flag\n  coins:"),
    ("a variable of another kind", "lamp: flag", "lamp: {is: range 0..3}"),
    ("other words of a variable", "[none, grey]", "[none, red]"),
    ("a narrower variable", "range 0..5", "range 0..4"),
    ("a wider variable", "range 0..5", "range 0..9"),
    ("a variable that cannot be read", "lamp: flag", "lamp: flog"),
    ("a variable that is gone", "  lamp: flag\n", ""),
    ("a scene that is gone", "scene: cellar", "scene: vault"),
    ("a scene that cannot be read", "text: |\n  {&Drip", "txt: |\n  {&Drip"),
    ("a scene of its own asks", "seen(cellar) or lamp", "seen(hall) or lamp"),
    ("a longer cycle", "{&Drip.|Drop.}", "{&Drip.|Drop.|Drip.}"),
    ("one more of a sequence", "{The hall.|The hall again.|Still the hall.} {seen", "{A.|B.|C.|D.} {seen"),
    ("a condition that cannot be read", "lamp and coat == grey, go", "lamp and coat = grey, go"),
    ("a rule of another scene", "seen(hall), go", "seen(cellar), go"),
]


@pytest.mark.parametrize(("old", "new"), [pytest.param(*edit[1:], id=edit[0]) for edit in EDITS])
def test_reading_again_finds_what_reading_anew_does(tmp_path: Path, old: str, new: str) -> None:
    assert old in STORY + SCENES
    again = Rereading()
    write(tmp_path, STORY, SCENES)
    first = found(tmp_path, again)
    assert first[1] is not None, first
    write(tmp_path, STORY.replace(old, new), SCENES.replace(old, new))
    assert found(tmp_path, again) == found(tmp_path) != first
    # what it was is not remembered wrongly either
    write(tmp_path, STORY, SCENES)
    assert found(tmp_path, again) == first


def test_a_warning_is_given_at_every_place_and_each_time(tmp_path: Path) -> None:
    again = Rereading()
    scenes = SCENES.replace("when: seen(cellar) or lamp", "when: coins > 8").replace(
        "when: lamp and coat == grey, go: exit", "when: coins > 8, go: exit"
    )
    write(tmp_path, STORY.replace("coins == 5 and seen(hall)", "coins > 8"), scenes)
    warned = [
        [item.span for item in load_story([tmp_path], again=again).diagnostics if item.definition is NEVER_HOLDS]
        for _ in range(3)
    ]
    assert len(set(warned[0])) == 3
    assert warned[0] == warned[1] == warned[2]


def test_only_words_that_are_new_are_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    again = Rereading()
    write(tmp_path, STORY, SCENES)
    load_story([tmp_path], again=again)
    parsed: list[str] = []
    tree_of = expressions._syntax_tree

    def noted(source: str) -> ast.expr:
        parsed.append(source)
        return tree_of(source)

    monkeypatch.setattr(expressions, "_syntax_tree", noted)
    load_story([tmp_path], again=again)
    again_alone = len(parsed)
    write(tmp_path, STORY, SCENES.replace("coins = coins + 0", "coins = coins - 0"))
    load_story([tmp_path], again=again)
    assert parsed[again_alone:].count("coins - 0") == 1
    parsed.clear()
    # a mistake that comes and goes makes nothing new of the rest
    write(tmp_path, STORY, SCENES.replace("text: Out.", "txt: Out."))
    load_story([tmp_path], again=again)
    with_a_mistake = len(parsed)
    write(tmp_path, STORY, SCENES)
    load_story([tmp_path], again=again)
    assert len(parsed) - with_a_mistake <= again_alone + 1
    parsed.clear()
    load_story([tmp_path])
    # what depends on where it stands, as `seen` may, is parsed wherever its answer is another
    assert 0 < again_alone < len(parsed) / 2


@pytest.mark.parametrize("collects", [True, False])
def test_the_collector_is_left_as_it_was(tmp_path: Path, collects: bool) -> None:
    write(tmp_path, STORY, SCENES)
    was = gc.isenabled()
    try:
        (gc.enable if collects else gc.disable)()
        load_story([tmp_path])
        assert gc.isenabled() is collects
        load_story([tmp_path / "nowhere"])
        assert gc.isenabled() is collects
    finally:
        (gc.enable if was else gc.disable)()
