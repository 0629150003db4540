"""Defects planted in stories drawn by chance are found, at the right place and with a witness that replays."""

from __future__ import annotations

from random import Random

import pytest

from redheat_game.analysis.proof import Finding, Proof, prove
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.step import StoryFault
from redheat_game.story.script import Story

from .planted import Planter

SEEDS = range(4)


def planter(seed: int) -> Planter:
    return Planter(Random(seed))


def proved(story: Story) -> Proof:
    proof = prove(story)
    assert proof.complete
    return proof


def only(findings: tuple[Finding, ...]) -> Finding:
    assert len(findings) == 1, findings
    return findings[0]


def replayed(story: Story, finding: Finding) -> Playthrough:
    assert finding.witness is not None
    return Playthrough.of_choices(story, finding.witness)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_found_where_nothing_is_wrong(seed: int) -> None:
    proof = proved(planter(seed).story())
    assert proof.findings == ()
    assert set(proof.witnesses) >= {"start", "end_win", "end_lose"}


@pytest.mark.parametrize("seed", SEEDS)
def test_an_achievement_behind_a_condition_that_never_holds(seed: int) -> None:
    made = planter(seed)
    made.variables["key"] = {"is": "flag"}
    made.variables["door"] = {"is": "flag"}
    made.achievements.append("inside")
    made.somewhere(0)["choices"].append(made.choice("take", "end_win", do=["key = true"]))
    made.somewhere(2)["choices"][0]["unlock"] = [{"id": "inside", "when": "key"}]
    finding = only(proved(made.story()).unearnable_achievements)
    assert finding.name == "inside"
    assert finding.rests_on == ("key",)
    assert finding.values["key"] == ("false",)
    assert finding.condition == "key == true"
    assert replayed(made.story(), finding).scene == finding.witness_scene


@pytest.mark.parametrize("seed", SEEDS)
def test_an_achievement_that_nobody_can_avoid(seed: int) -> None:
    made = planter(seed)
    made.achievements += ["given", "chosen"]
    made.scenes["start"]["on_enter"] = [{"unlock": "given"}]
    made.somewhere(2)["choices"][0]["unlock"] = ["chosen"]
    proof = proved(made.story())
    assert only(proof.unavoidable_achievements).name == "given"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_pit_of_two_scenes(seed: int) -> None:
    made = planter(seed)
    made.scene("pit", [made.choice("on", "bottom")])
    made.scene("bottom", [made.choice("back", "pit"), made.choice("up", "pit")])
    above = made.somewhere()
    above["choices"].append(made.choice("fall", "pit"))
    story = made.story()
    finding = only(proved(story).soft_locks)
    assert finding.scenes == ("pit", "bottom")
    assert finding.lost_by == f"{above['scene']}.fall"
    assert finding.span is not None
    assert replayed(story, finding).scene == "pit"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_failure_on_one_of_a_million_routes(seed: int) -> None:
    made = planter(seed)
    names = [f"f{number}" for number in range(20)]
    made.variables |= {name: {"is": "flag"} for name in names}
    for number, name in enumerate(names):
        after = f"q{number + 1}"
        right = made.chance.random() < 0.5
        made.scene(
            f"q{number}",
            [
                made.choice("yes", after, do=[f"{name} = true"] if right else []),
                made.choice("no", after, do=[] if right else [f"{name} = true"]),
            ],
        )
    made.scene("q20", [made.choice("out", "end_win", when=f"not ({' and '.join(names)})"), made.choice("round", "q20")])
    made.somewhere()["choices"].append(made.choice("quiz", "q0"))
    story = made.story()
    finding = only(proved(story).soft_locks)
    played = replayed(story, finding)
    assert finding.scene == "q20"
    assert all(played.state.values[story.machine.variable_numbers[name]] for name in names)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_conditional_target_that_is_never_selected(seed: int) -> None:
    made = planter(seed)
    made.variables["late"] = {"is": "range 0..5"}
    scene = made.somewhere(2)
    made.somewhere(1)["choices"][0]["do"].append("late = 3")
    go = [{"when": "late >= 4", "to": "end_lose"}, {"to": "end_win"}]
    scene["choices"].append(made.choice("leave", go))
    finding = only(proved(made.story()).dead_alternatives)
    assert (finding.kind, finding.scene, finding.choice) == ("target", scene["scene"], "leave")
    assert finding.condition == "late >= 4"
    assert finding.rests_on == ("late",)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_counter_that_overflows_on_the_ninth_visit(seed: int) -> None:
    made = planter(seed)
    made.variables["visits"] = {"is": "range 0..8"}
    scene = made.somewhere()
    scene["on_enter"] = ["visits += 1"]
    scene["choices"].append(made.choice("again", scene["scene"]))
    story = made.story()
    proof = proved(story)
    finding = next(item for item in proof.overflows if item.choice == "again")
    assert finding.name == "visits"
    assert finding.scene == scene["scene"]
    assert finding.witness is not None
    before = Playthrough.of_choices(story, finding.witness[:-1])
    assert before.state.values[story.machine.variable_numbers["visits"]] == 8
    with pytest.raises(StoryFault):
        before.choose(finding.witness[-1])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_soft_lock_three_acts_after_its_cause(seed: int) -> None:
    made = planter(seed)
    made.variables["sold"] = {"is": "flag"}
    cause = made.somewhere(0)
    cause["choices"][0]["do"].append("sold = true")
    for name in made.layers[3]:
        for choice in made.scenes[name]["choices"]:
            choice["when"] = "not sold"
        made.scenes[name]["choices"].append(made.choice("wait", name))
    story = made.story()
    finding = only(proved(story).soft_locks)
    assert finding.scene in made.layers[3]
    assert finding.lost_by == f"{cause['scene']}.{cause['choices'][0]['id']}"
    assert replayed(story, finding).state.values[story.machine.variable_numbers["sold"]] == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_doom_is_told_unless_the_scene_says_so(seed: int) -> None:
    made = planter(seed)
    made.scene("trap", [made.choice("die", "end_lose")])
    made.somewhere()["choices"].append(made.choice("enter", "trap"))
    story = made.story()
    finding = only(proved(story).doomed)
    assert finding.scenes == ("trap",)
    assert replayed(story, finding).scene == "trap"
    made.scenes["trap"]["doomed"] = True
    assert proved(made.story()).doomed == ()
