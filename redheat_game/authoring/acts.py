"""Which act each scene plays in, sub-scenes included."""

from __future__ import annotations

from collections import defaultdict

from redheat_game.story.script import Story


def act_of_each(story: Story) -> list[str | None]:
    """The act's id of each scene; a sub-scene has that of its callers where they all play in one."""
    callers: defaultdict[int, set[str | None]] = defaultdict(set)
    for scene, script in zip(story.machine.scenes, story.scenes, strict=True):
        for choice in scene.choices:
            for target in choice.targets:
                callers[target.scene].add(script.act)
    found = []
    for number, script in enumerate(story.scenes):
        acts = callers[number] - {None}
        found.append(script.act or (acts.pop() if len(acts) == 1 else None))
    return found
