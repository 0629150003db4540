"""Scenes and seeds held against each other, both ways."""

from __future__ import annotations

from collections import Counter, deque
from pathlib import Path
from typing import Any

import pytest
import yaml

from redheat_game.story.loader import load_story
from redheat_game.story.script import Story

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="module")
def story() -> Story:
    """The shipped story."""
    loaded = load_story()
    assert loaded.story is not None
    return loaded.story


@pytest.fixture(scope="module")
def beats() -> dict[str, dict[str, Any]]:
    """The beats of the film by id, in its order."""
    rows = yaml.safe_load((SEEDS / "plot.yaml").read_text(encoding="utf-8"))["beats"]
    return {row["id"]: row for row in rows}


@pytest.fixture(scope="module")
def tropes() -> dict[str, dict[str, Any]]:
    """The tropes by id."""
    rows = yaml.safe_load((SEEDS / "tropes.yaml").read_text(encoding="utf-8"))["tropes"]
    return {row["id"]: row for row in rows}


def played_beats(story: Story) -> list[tuple[str, str | None, str | None]]:
    """(scene, beat, act) of all scenes that play a beat."""
    return [
        (scene.id, script.beat, script.act)
        for scene, script in zip(story.machine.scenes, story.scenes, strict=True)
        if script.beat is not None
    ]


def test_there_are_25_beats_and_38_tropes(beats: dict[str, dict[str, Any]], tropes: dict[str, dict[str, Any]]) -> None:
    assert (len(beats), len(tropes)) == (25, 38)
    assert {row["beat"] for row in tropes.values()} - {None} <= set(beats)


def test_the_story_declares_what_the_seeds_list(
    story: Story, beats: dict[str, dict[str, Any]], tropes: dict[str, dict[str, Any]]
) -> None:
    assert set(story.beats) == set(beats)
    assert set(story.tropes) == set(tropes)


def test_every_beat_is_played_and_every_beat_played_is_in_the_seeds(
    story: Story, beats: dict[str, dict[str, Any]]
) -> None:
    assert {beat for _, beat, _ in played_beats(story)} == set(beats)


def test_a_beat_is_played_in_its_own_act(story: Story, beats: dict[str, dict[str, Any]]) -> None:
    astray = [(scene, beat, act) for scene, beat, act in played_beats(story) if beats[beat or ""]["act"] != act]
    assert astray == []
    assert list(story.acts) == list(dict.fromkeys(row["act"] for row in beats.values()))


def test_every_trope_is_an_achievement_and_the_other_way_round(story: Story, tropes: dict[str, dict[str, Any]]) -> None:
    stands_for = Counter(item.trope for item in story.achievements.values() if item.trope is not None)
    assert stands_for == dict.fromkeys(tropes, 1)


def test_every_achievement_is_granted_somewhere(story: Story) -> None:
    machine = story.machine
    effects = [effect for scene in machine.scenes for effect in scene.on_enter]
    effects += [effect for scene in machine.scenes for choice in scene.choices for effect in choice.effects]
    granted = {effect.variable for effect in effects}
    assert [name for name, item in story.achievements.items() if item.variable not in granted] == []


def test_the_story_is_large_enough(story: Story) -> None:
    acts = Counter(script.act for script in story.scenes)
    assert len(story.acts) == 6
    assert all(acts[act] for act in story.acts)
    assert len(story.scenes) >= 40
    assert len(story.endings) >= 6
    assert sum(ending.kind == "death" for ending in story.endings.values()) >= 2
    reached = {scene.ending for scene in story.machine.scenes if scene.ending is not None}
    assert reached == set(story.endings)


def test_the_beats_can_be_played_in_their_order(story: Story, beats: dict[str, dict[str, Any]]) -> None:
    """Some way through the scene graph, conditions left aside, visits a scene of every beat in the film's order."""
    machine, order = story.machine, list(beats)
    starts_with = int(story.scenes[machine.start].beat == order[0])
    reached = {(machine.start, starts_with)}
    waiting = deque(reached)
    furthest = 0
    while waiting:
        number, count = waiting.popleft()
        furthest = max(furthest, count)
        scene = machine.scenes[number]
        ways = [target.scene for choice in scene.choices for target in choice.targets]
        ways += [target.scene for target in scene.always]
        for way in ways:
            beat = story.scenes[way].beat
            step = (way, count + (count < len(order) and beat == order[count]))
            if step not in reached:
                reached.add(step)
                waiting.append(step)
    assert furthest == len(order), f"no way on from beat {order[furthest - 1]} to {order[furthest]}"
