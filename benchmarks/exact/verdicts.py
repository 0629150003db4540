"""What an exact judge says of a story, and where the prover says something else."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from redheat_game.analysis.proof import Proof
from redheat_game.engine.step import AchievementUnlocked, EndingReached, Event, SceneEntered, begin
from redheat_game.story.machine import Machine
from redheat_game.story.script import Story


@dataclass
class Verdicts:
    """Everything that can happen in a story."""

    scenes: set[str] = field(default_factory=set)
    choices: set[tuple[str, str]] = field(default_factory=set)
    """Scene and choice; one whose effects leave a range can be taken too."""
    endings: set[str] = field(default_factory=set)
    achievements: set[str] = field(default_factory=set)
    overflows: set[tuple[str, str, str]] = field(default_factory=set)
    """Scene, choice, and the variable that leaves its range."""
    dead_ends: set[str] = field(default_factory=set)
    soft_locked: set[str] | None = None
    """Scenes in some state of which no ending can be reached any more; None where the judge cannot say."""
    doomed: set[str] | None = None
    """Scenes, endings left out, in some state of which no ending but death can be reached any more."""

    @classmethod
    def at_start(cls, machine: Machine) -> Verdicts:
        """What has happened when a playthrough begins."""
        found = cls()
        found.note(begin(machine).events)
        return found

    def note(self, events: Iterable[Event]) -> None:
        """Add what happened in a step."""
        for event in events:
            match event:
                case SceneEntered(scene):
                    self.scenes.add(scene)
                case AchievementUnlocked(achievement):
                    self.achievements.add(achievement)
                case EndingReached(ending):
                    self.endings.add(ending)


def differences(story: Story, proof: Proof, exact: Verdicts) -> list[str]:
    """What the prover says otherwise, a line each; what it left undecided is no difference.

    The prover tells one cause of soft-locks and takes it to be mended before it looks on, so of those it has to tell
    some where there are some, and none where there are none.
    """
    machine = story.machine
    scenes = {scene.id for scene in machine.scenes}
    choices = {
        (scene.id, choice.id) for scene in machine.scenes for choice in scene.choices if scene.id in exact.scenes
    }
    open_of: dict[str, set[object]] = {}
    for item in proof.undecided:
        open_of.setdefault(item.kind, set()).update({item.name, (item.scene, item.choice)})
        open_of[item.kind].add((item.scene, item.choice, item.name))

    found: list[str] = []

    def compare(kind: str, claimed: Collection[object], true: Collection[object]) -> None:
        for item in sorted(set(claimed) ^ set(true), key=str):
            if item not in open_of.get(kind, ()):
                found.append(f"{kind} {item}: " + ("only the prover" if item in claimed else "only the exact judge"))

    compare("scene", {item.name for item in proof.unreachable_scenes}, scenes - exact.scenes)
    compare("choice", {(item.scene, item.choice) for item in proof.dead_choices}, choices - exact.choices)
    compare("ending", {item.name for item in proof.unreachable_endings}, set(story.endings) - exact.endings)
    compare(
        "achievement",
        {item.name for item in proof.unearnable_achievements},
        set(story.achievements) - exact.achievements,
    )
    compare("overflow", {(item.scene, item.choice, item.name) for item in proof.overflows}, exact.overflows)
    compare("dead_end", {item.name for item in proof.dead_ends}, exact.dead_ends)
    told = {scene for item in proof.soft_locks for scene in item.scenes}
    for kind, claimed, true in (
        ("soft_lock", told, exact.soft_locked),
        ("doom", told | {scene for item in proof.doomed for scene in item.scenes}, exact.doomed),
    ):
        if true is not None:
            compare(kind, claimed - true, ())
            if true and not claimed and kind not in open_of:
                found.append(f"{kind} {sorted(true)}: only the exact judge")
    return found
