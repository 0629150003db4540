"""A packed story is that story or none, whatever was done to the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest

from redheat_game.speedrun.optimum import Best, Optimum
from redheat_game.speedrun.packing import PackError, pack, unpack
from redheat_game.speedrun.stories import Stories
from redheat_game.speedrun.verification import verify
from redheat_game.story.script import Story
from tests.routes import the_story

from .racing import FERRY, SHORTEST, data_of, ferry, run_of, story_of


def packed(story: Story) -> dict[str, Any]:
    """The file of a story as plain data."""
    data: dict[str, Any] = json.loads(pack(story, {}))
    return data


def refusal(data: object) -> str:
    """Why a file is refused."""
    with pytest.raises(PackError) as caught:
        unpack(json.dumps(data).encode())
    return str(caught.value)


@pytest.mark.parametrize("story", [ferry, the_story])
def test_a_story_comes_back_as_it_was_but_for_its_pictures(story: Callable[[], Story]) -> None:
    was, came = story(), unpack(pack(story(), {}).encode()).story
    for field in fields(was):
        if field.compare and field.name not in ("machine", "pictures"):
            assert getattr(came, field.name) == getattr(was, field.name), field.name
    assert (came.machine.variables, came.machine.scenes, came.machine.start) == (
        was.machine.variables,
        was.machine.scenes,
        was.machine.start,
    )
    assert pack(came, {}) == pack(was, {})


def test_a_sub_scene_that_is_called_once_is_packed_as_well() -> None:
    text = FERRY.replace("id: chain, when: rope and coins == 0, go: across", "id: bell, call: bell")
    bell = "---\nscene: bell\nsub_scene: true\ntitle: The Bell\ntext: It rings.\nreturn: true\n"
    story = story_of(text + bell)
    assert unpack(pack(story, {}).encode()).story.rules_digest == story.rules_digest


def test_a_run_on_an_older_story_is_judged_by_its_pack_and_refused_without() -> None:
    newer = story_of(FERRY.replace("takes: 10m", "takes: 9m"))
    data = data_of(run_of())
    assert verify(data, Stories(lambda: newer).of).code == "story_differs"
    given = unpack(pack(ferry(), {}).encode())
    assert verify(data, Stories(lambda: newer, [given]).of).is_valid
    assert verify(data_of(run_of(story=newer)), Stories(lambda: newer, [given]).of).is_valid


def test_what_is_proved_goes_with_it_as_far_as_it_holds() -> None:
    optimum = Optimum(Best(5, 5, SHORTEST), Best(1020, 900, SHORTEST))
    assert unpack(pack(ferry(), {"any": optimum}).encode()).optima == {"any": optimum}
    lies = Optimum(Best(4, 4, SHORTEST), Best(1020, 900, SHORTEST))
    assert unpack(pack(ferry(), {"any": lies}).encode()).optima == {}


def test_every_rule_that_was_changed_is_seen() -> None:
    def change(data: dict[str, Any], path: list[str | int], value: object) -> dict[str, Any]:
        inside: Any = data
        for step in path[:-1]:
            inside = inside[step]
        inside[path[-1]] = value
        return data

    machine: list[str | int] = ["story", "machine"]
    changes: list[tuple[list[str | int], object]] = [
        ([*machine, "scenes", 0, "takes"], 1),
        ([*machine, "variables", 0, "start"], 3),
        ([*machine, "scenes", 2, "choices", 0, "guard"], {"is": "Constant", "value": 0}),
        (["story", "title"], "Fairy"),
        (["story", "categories", "any", "order"], "fewest_achievements"),
        (["story", "rules_digest"], "0" * 64),
        (["rules"], "0" * 64),
    ]
    for path, value in changes:
        assert "digests" in refusal(change(packed(ferry()), path, value)), path


def test_two_of_one_name_would_look_alike_to_a_digest() -> None:
    data = packed(ferry())
    variables = data["story"]["machine"]["variables"]
    variables.append(dict(variables[0]))
    assert "comes twice" in refusal(data)
    data = packed(ferry())
    choices = data["story"]["machine"]["scenes"][0]["choices"]
    choices[1] = dict(choices[0])
    assert "comes twice" in refusal(data)


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        (["machine", "start"], 99, "starts in a scene"),
        (["machine", "scenes", 0, "choices", 0, "targets", 0, "scene"], -1, "leads to a scene"),
        (["machine", "scenes", 0, "choices", 0, "guard"], {"is": "Read", "variable": 99}, "reads a variable"),
        (["machine", "scenes", 0, "choices", 0, "guard"], {"is": "AllOf", "parts": []}, "none of them"),
        (["machine", "scenes", 0, "choices", 0, "guard"], {"is": "Path", "value": 1}, "cannot be"),
        (["machine", "scenes", 0, "choices", 0, "targets"], [], "lead nowhere"),
        (["machine", "scenes", 0, "takes"], 1.5, "cannot be"),
        (["machine", "scenes", 0, "takes"], True, "cannot be"),
        (["machine", "scenes", 0, "id"], "a\x1b[2J", "cannot be"),
        (["machine", "scenes", 0, "ending"], "nowhere", "there is not"),
        (["machine", "variables", 0, "start"], 9, "outside its range"),
        (["machine", "variables", 0, "kind"], "dice", "cannot be"),
        (["machine"], {"is": "Machine"}, "lacks something"),
        (["scenes"], [], "does not fit"),
        (["categories", "any", "endings"], ["nowhere"], "speaks of what there is not"),
    ],
)
def test_what_would_break_the_engine_is_refused(path: list[str | int], value: object, why: str) -> None:
    data = packed(ferry())
    inside: Any = data["story"]
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    assert why in refusal(data)


def test_an_operator_is_one_of_ours() -> None:
    data = packed(ferry())
    one = {"is": "Constant", "value": 1}
    guard = {"is": "Arithmetic", "operator": "**", "left": one, "right": one}
    data["story"]["machine"]["scenes"][0]["choices"][0]["guard"] = guard
    assert "operator" in refusal(data)


def test_depth_is_bounded() -> None:
    data = packed(ferry())
    tree: dict[str, Any] = {"is": "Constant", "value": 1}
    for _ in range(300):
        tree = {"is": "Not", "part": tree}
    data["story"]["machine"]["scenes"][0]["choices"][0]["guard"] = tree
    assert "too deep" in refusal(data)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b"[" * 200_000, b'{"redheat_story":1,"redheat_story":1}'])
def test_what_is_no_pack_is_told_so(data: bytes) -> None:
    with pytest.raises(PackError):
        unpack(data)


def test_a_format_or_semantics_of_later_days_is_named() -> None:
    assert "format is 2" in refusal(packed(ferry()) | {"redheat_story": 2})
    assert "semantics" in refusal(packed(ferry()) | {"semantics": 99})
