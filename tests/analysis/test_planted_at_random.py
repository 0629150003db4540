"""A hundred stories for each kind of defect, full of conditions that have nothing to do with it: a hundred are found.

Where the defect stands, what leads to it and everything around it are drawn by chance; each finding has to name the
right place, and its witness, replayed on the engine, has to end in what it is a witness of.
"""

from __future__ import annotations

from random import Random

import pytest

from redheat_game.analysis.proof import Finding, Proof, prove
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.step import StoryFault
from redheat_game.story.script import Story

from .planted import Facts, Planter

SEEDS = range(100)
NOISE = [f"noise{number}" for number in range(3)]


class Crowded(Planter):
    """A story with as many choices again that set and ask this and that; what was there before asks nothing."""

    def __init__(self, seed: int) -> None:
        super().__init__(Random(seed))
        self.variables |= {name: {"is": "flag"} for name in NOISE}
        self.variables["purse"] = {"is": "range 0..4", "clamp": "true"}
        for scene in self.scenes.values():
            scene["choices"] += [
                self._noisy(f"noisy{number}", choice["go"]) for number, choice in enumerate(scene["choices"])
            ]
        # at the start all of it can be had, so that nothing else is impossible than what is planted
        self.scenes["start"]["choices"] += [
            self.choice(f"have_{name}", "start", do=[f"{name} {change}"])
            for name, change in (("purse", "+= 1"), *((noise, "= true") for noise in NOISE))
        ]

    def _noisy(self, name: str, to: str) -> Facts:
        chance = self.chance
        noise, other = chance.sample(NOISE, 2)
        do = chance.choice(["purse += 1", "purse -= 1", f"{noise} = true", f"{noise} = false"])
        when = chance.choice(["purse >= 1", "purse < 3", "mood < 4", other, f"not {other}", f"{other} or purse > 2"])
        return self.choice(name, to, do=[do], when=when)

    def between(self, first: int, last: int) -> Facts:
        """A scene of one of these acts."""
        return self.somewhere(self.chance.randint(first, last))


def found(story: Story, made: Proof, findings: tuple[Finding, ...], name: str) -> tuple[Finding, Playthrough]:
    """The finding of this name, and its witness replayed (without the last choice, if that is what fails)."""
    assert made.complete, made.undecided
    finding = next(item for item in findings if item.name == name)
    assert finding.witness is not None
    witness = finding.witness[:-1] if finding.kind == "overflow" else finding.witness
    return finding, Playthrough.of_choices(story, witness)


def value(played: Playthrough, name: str) -> int:
    return played.state.values[played.story.machine.variable_numbers[name]]


@pytest.mark.parametrize("seed", SEEDS)
def test_an_achievement_behind_a_condition_that_never_holds(seed: int) -> None:
    planted = Crowded(seed)
    planted.variables |= {"key": {"is": "flag"}, "door": {"is": "flag"}}
    planted.achievements += ["inside", "outside"]
    # the key can be had, but whoever takes it has lost the door, and the other way round
    fork = planted.somewhere(0)
    after = planted.chance.choice(fork["choices"])["go"]
    fork["choices"] += [
        planted.choice("take_key", after, do=["key = true", "door = false"]),
        planted.choice("open_door", after, do=["door = true", "key = false"]),
    ]
    scene = planted.between(2, 3)
    scene["choices"][0]["unlock"] = [{"id": "inside", "when": "key and door"}, {"id": "outside", "when": "door"}]
    story = planted.story()
    proof = prove(story)
    finding, played = found(story, proof, proof.unearnable_achievements, "inside")
    assert len(proof.unearnable_achievements) == 1
    assert finding.rests_on == ("key", "door")
    assert finding.condition == "key == true and door == true"
    assert played.scene == finding.witness_scene == scene["scene"]
    assert "inside" not in played.achievements


@pytest.mark.parametrize("seed", SEEDS)
def test_a_pit_of_two_scenes(seed: int) -> None:
    planted = Crowded(seed)
    planted.scene("pit", [planted.choice("on", "bottom")])
    planted.scene("bottom", [planted.choice("back", "pit"), planted.choice("up", "pit")])
    above = planted.somewhere()
    above["choices"].append(planted.choice("fall", "pit", when=f"purse >= {planted.chance.randint(1, 4)}"))
    story = planted.story()
    proof = prove(story)
    assert len(proof.soft_locks) == 1
    finding, played = found(story, proof, proof.soft_locks, "pit")
    assert set(finding.scenes) == {"pit", "bottom"}
    assert finding.lost_by == f"{above['scene']}.fall"
    assert played.scene == "pit"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_failure_on_one_of_a_million_routes(seed: int) -> None:
    planted = Crowded(seed)
    right = [planted.chance.random() < 0.5 for _ in range(20)]
    planted.variables["score"] = {"is": "range 0..20"}
    for number, is_right in enumerate(right):
        ways = [
            planted.choice(name, f"q{number + 1}", do=["score += 1"] if counts else [])
            for name, counts in (("yes", is_right), ("no", not is_right))
        ]
        planted.scene(f"q{number}", ways)
    planted.scene("q20", [planted.choice("out", "end_win", when="score < 20"), planted.choice("round", "q20")])
    planted.somewhere()["choices"].append(planted.choice("quiz", "q0", do=["score = 0"]))
    story = planted.story()
    proof = prove(story)
    finding, played = found(story, proof, proof.soft_locks, "q20")
    assert len(proof.soft_locks) == 1
    assert played.scene in [*(f"q{number}" for number in range(21))]
    assert finding.scenes == ("q20",)
    assert value(played, "score") == 20
    assert list(played.choices[-20:]) == ["yes" if is_right else "no" for is_right in right]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_conditional_target_that_is_never_selected(seed: int) -> None:
    planted = Crowded(seed)
    planted.variables["late"] = {"is": "range 0..5"}
    # three times something takes an hour at most, so that it is never later than three
    for act in range(3):
        planted.somewhere(act)["choices"][0]["do"].append(f"late = {act + 1}")
    scene = planted.somewhere(3)
    go = [{"when": "late >= 4", "to": "end_lose"}, {"when": "late >= 2", "to": "a3n0"}, {"to": "end_win"}]
    scene["choices"].append(planted.choice("leave", go))
    story = planted.story()
    proof = prove(story)
    finding, played = found(story, proof, proof.dead_alternatives, "leave -> end_lose")
    assert (finding.kind, finding.scene, finding.choice) == ("target", scene["scene"], "leave")
    assert finding.condition == "late >= 4"
    assert finding.rests_on == ("late",)
    assert len(proof.dead_alternatives) == 1
    assert played.scene == finding.witness_scene == scene["scene"]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_counter_that_overflows_on_the_ninth_visit(seed: int) -> None:
    planted = Crowded(seed)
    planted.variables["visits"] = {"is": "range 0..8"}
    scene = planted.somewhere()
    scene["on_enter"] = ["visits += 1"]
    scene["choices"].append(planted.choice("again", scene["scene"]))
    story = planted.story()
    proof = prove(story)
    finding, before = found(story, proof, proof.overflows, "visits")
    assert len(proof.overflows) == 1
    assert (finding.scene, finding.choice) == (scene["scene"], "again")
    assert before.scene == scene["scene"]
    assert value(before, "visits") == 8
    with pytest.raises(StoryFault):
        before.choose("again")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_soft_lock_three_acts_after_its_cause(seed: int) -> None:
    planted = Crowded(seed)
    planted.variables["sold"] = {"is": "flag"}
    cause = planted.somewhere(0)
    guilty = planted.chance.choice([choice for choice in cause["choices"] if "when" not in choice])
    guilty["do"].append("sold = true")
    for name in planted.layers[3]:
        for choice in planted.scenes[name]["choices"]:
            choice["when"] = f"({choice['when']}) and not sold" if "when" in choice else "not sold"
        planted.scenes[name]["choices"].append(planted.choice("wait", name))
    story = planted.story()
    proof = prove(story)
    assert len(proof.soft_locks) == 1
    finding = proof.soft_locks[0]
    assert proof.complete
    assert finding.scene in planted.layers[3]
    assert finding.lost_by == f"{cause['scene']}.{guilty['id']}"
    assert finding.witness is not None
    played = Playthrough.of_choices(story, finding.witness)
    assert played.choices[-1] == guilty["id"]
    assert played.scene == guilty["go"] == finding.witness_scene
    assert value(played, "sold") == 1
