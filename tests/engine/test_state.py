"""A state's form for files, and digests that are the same everywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.state import StateDoesNotFit, state_digest, state_from_json, state_to_json
from redheat_game.story.script import Story

from .playing import FRAME, story_of

FIXED = """
variables:
  trust: {is: range 0..6, start: 2, clamp: true}
  gun: one_of [none, podbyrin, magnum]
  wet: flag
achievements:
  facade: {title: F, riddle: r, hint: h, told: t}
always:
  - {when: trust == 6 and not wet, go: end}
categories:
  any: {title: Any%, about: The shortest way., endings: [salute], splits: [{title: Half, when: trust > 3}]}
---
scene: first
takes: 90s
on_enter: [trust += 1, {when: seen(first), do: wet = true}]
text: "{One|Two}, {&red|green}, {seen(aside): after}."
choices:
  - {say: Draw., id: draw, once: true, when: "gun in [none, magnum]", do: gun = podbyrin, unlock: facade, go: first}
  - {say: Aside., id: aside, call: aside}
  - {say: End., fallback: true, go: end}
---
scene: aside
sub_scene: true
text: Aside.
return: true
"""

CHOICES = ["draw", "aside", "return"]

RULES_DIGEST = "398e3d2e96db92b648f8cf2b72d61c34b463c7d2ecb9c0fc5e9f7e4b923b2167"
STATE_DIGEST = "683dd8b01f7515fc53c8bd5663f7b96642c53088e59337fd36b0ad0672dab4e8"


@pytest.fixture(scope="module")
def story() -> Story:
    """The small story whose digests are known."""
    return story_of(FIXED)


def test_digests_are_what_they_always_were(story: Story) -> None:
    """Where this fails, every stored run and record is void: that needs a new `SEMANTICS_VERSION`."""
    assert story.rules_digest == RULES_DIGEST
    assert state_digest(story.machine, Playthrough.of_choices(story, CHOICES).state) == STATE_DIGEST


def test_prose_changes_the_digest_of_the_text_alone(story: Story) -> None:
    edited = story_of(FIXED.replace("{One|Two}, {&red|green}, {seen(aside): after}.", "{A|B|C}: trust is {trust}"))
    assert edited.rules_digest == story.rules_digest
    assert edited.text_digest != story.text_digest
    before, after = (Playthrough.of_choices(each, CHOICES).state for each in (story, edited))
    assert state_digest(story.machine, before) == state_digest(edited.machine, after)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("trust += 1", "trust += 2"),
        ("takes: 90s", "takes: 91s"),
        ("range 0..6", "range 0..7"),
        ("id: draw", "id: pull"),
        ("trust == 6", "trust == 5"),
        ("once: true, ", ""),
        ("unlock: facade, ", ""),
        ("fallback: true, ", ""),
        ("trust > 3", "trust > 4"),
    ],
)
def test_every_rule_is_in_the_digest(story: Story, old: str, new: str) -> None:
    assert story_of(FIXED.replace(old, new)).rules_digest != story.rules_digest


def test_no_order_of_files_or_scenes_shows_in_the_digest(story: Story) -> None:
    first, aside = FIXED.split("---\nscene: aside")
    assert story_of("scene: aside" + aside + "---\n" + first).rules_digest == story.rules_digest


HARNESS = """
import json, sys
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.state import state_digest
from redheat_game.story.loader import load_texts
texts, choices = json.load(sys.stdin)
story = load_texts(texts).story
digests = [story.rules_digest, story.text_digest]
digests += [state_digest(story.machine, turn.state) for turn in Playthrough.of_choices(story, choices).turns]
print(json.dumps(digests))
"""


def test_digests_do_not_depend_on_the_hash_seed() -> None:
    told = set()
    for seed in ("0", "1", "4711"):
        done = subprocess.run(
            [sys.executable, "-c", HARNESS],
            input=json.dumps([{"frame.yaml": FRAME, "story.yaml": FIXED}, CHOICES]),
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        told.add(done.stdout)
    (only,) = told
    rules, _, *states = json.loads(only)
    assert rules == RULES_DIGEST
    assert states[-1] == STATE_DIGEST
    assert len(set(states)) == len(CHOICES) + 1


def test_a_state_names_scenes_variables_and_words(story: Story) -> None:
    state = Playthrough.of_choices(story, ["draw", "aside"]).state
    data = state_to_json(story.machine, state)
    assert data["scene"] == "aside"
    assert data["values"]["gun"] == "podbyrin"
    assert data["values"]["trust"] == 4
    assert data["values"]["@unlocked.facade"] == 1
    assert (data["moves"], data["seconds"]) == (2, 240)
    assert state_from_json(story, json.loads(json.dumps(data))) == state


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"scene": "first", "values": {}, "moves": 1},
        {"scene": "first", "values": [], "moves": 1, "seconds": 0},
        {"scene": "first", "values": {}, "moves": "many", "seconds": 0},
        {"scene": "gone", "values": {}, "moves": 1, "seconds": 0},
        {"scene": ["first"], "values": {}, "moves": 1, "seconds": 0},
        {"scene": "first", "values": {"gun": "knife"}, "moves": 1, "seconds": 0},
        {"scene": "first", "values": {"gun": 1}, "moves": 1, "seconds": 0},
        {"scene": "first", "values": {"gun": ["none"]}, "moves": 1, "seconds": 0},
        {"scene": "first", "values": {"wet": 2}, "moves": 1, "seconds": 0},
        {"scene": "first", "values": {"wet": True}, "moves": 1, "seconds": 0},
        {"scene": "first", "values": {"trust": 1.5}, "moves": 1, "seconds": 0},
        None,
    ],
)
def test_what_does_not_fit_is_refused(story: Story, data: object) -> None:
    with pytest.raises(StateDoesNotFit):
        state_from_json(story, data)  # type: ignore[arg-type]


def test_a_state_is_a_value(story: Story) -> None:
    one, other = (Playthrough.of_choices(story, CHOICES).state for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)
    assert one != Playthrough.of_choices(story, CHOICES[:1]).state
