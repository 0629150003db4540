"""What is written once and copied into many scenes is at fault only where no copy of it ever comes about."""

from __future__ import annotations

from textwrap import dedent

import pytest

from redheat_game.analysis.proof import Proof, prove
from redheat_game.story.loader import load_texts

STORY = """\
story: Copies
start: hall
variables: {{oil: {{is: range 0..2, start: 2, clamp: true}}}}
endings:
  out: {{title: Out, kind: victory, line: The gate is open.}}
always:
  - {{when: {rule}, go: pit}}
---
scene: hall
on_enter: oil -= 1
text: A hall.
choices:
  - {{say: Wait., go: hall}}
  - {{say: Leave., go: gate}}
  - {{say: Pit., go: pit}}
---
scene: pit
text: Dark.
go: gate
---
scene: gate
text: Not locked.
ending: out
"""


def proved(text: str) -> Proof:
    loaded = load_texts({"copies.yaml": text})
    assert loaded.story is not None, loaded.diagnostics
    proof = prove(loaded.story)
    assert proof.complete
    return proof


@pytest.mark.parametrize("rule", ["oil == 0 and not seen(pit)", "oil == 0 and seen(hall)"])
def test_a_rule_that_applies_in_some_scenes_applies(rule: str) -> None:
    assert proved(STORY.format(rule=rule)).findings == ()


def test_a_rule_that_applies_in_no_scene_is_reported_with_what_it_mostly_asks_for() -> None:
    (finding,) = proved(STORY.format(rule="oil == 2 and not seen(pit)")).dead_alternatives
    assert finding.kind == "rule"
    assert finding.condition == "oil == 2 and not (@entered.pit >= 1)"


def test_a_choice_of_a_group_is_dead_only_where_no_scene_offers_it() -> None:
    group = dedent("""
        ---
        group: talk
        choices:
          - {say: "{seen(pit): Again|Once}.", id: again, when: seen(hall) and CONDITION, once: true, go: hall}
        ---
        scene: yard
        from: {scene: hall, say: The yard.}
        text: A yard.
        choices:
          - include: talk
          - {say: Back., go: hall}
        ---
        scene: cellar
        from: {scene: hall, say: The cellar., once: true}
        on_enter: oil = 2
        text: A cellar.
        choices:
          - include: talk
          - {say: Back., go: hall}
        """)
    story = STORY.format(rule="oil == 0 and seen(hall) and seen(gate)").replace(
        "always:\n  - {when: oil == 0 and seen(hall) and seen(gate), go: pit}\n", ""
    )
    alive = proved(story + group.replace("CONDITION", "oil == 2"))
    assert not [finding for finding in alive.findings if finding.kind == "choice"]
    dead = proved(story + group.replace("CONDITION", "oil == 2 and seen(gate)"))
    assert {(finding.kind, finding.scene) for finding in dead.dead_choices} == {
        ("choice", "yard"),
        ("choice", "cellar"),
    }
