"""A naive judge of small stories: every state there is, looked at one by one with the engine's own step."""

from __future__ import annotations

from dataclasses import dataclass, field

from redheat_game.engine.state import State
from redheat_game.engine.step import AchievementUnlocked, SceneEntered, StoryFault, begin, step, takeable
from redheat_game.story.conditions import compiled
from redheat_game.story.script import Category, Story

Key = tuple[int, tuple[int, ...]]


@dataclass
class Naive:
    """Everything that can happen in a story."""

    story: Story
    states: dict[Key, State] = field(default_factory=dict)
    after: dict[Key, list[Key]] = field(default_factory=dict)
    scenes: set[str] = field(default_factory=set)
    choices: set[tuple[str, str]] = field(default_factory=set)
    achievements: set[str] = field(default_factory=set)
    faults: set[tuple[str, str]] = field(default_factory=set)
    dead_ends: set[str] = field(default_factory=set)
    is_whole: bool = True

    def look(self, most: int = 20_000) -> Naive:
        """Visit every state, or give up."""
        machine = self.story.machine
        first = begin(machine)
        self._note(first.events)
        waiting = [first.state]
        self.states[first.state.scene, first.state.values] = first.state
        for state in waiting:
            key = (state.scene, state.values)
            found = self.after[key] = []
            scene = machine.scenes[state.scene]
            offered = takeable(machine, state)
            if not offered and scene.ending is None:
                self.dead_ends.add(scene.id)
            for choice in offered:
                self.choices.add((scene.id, scene.choices[choice].id))
                try:
                    done = step(machine, state, choice)
                except StoryFault:
                    self.faults.add((scene.id, scene.choices[choice].id))
                    continue
                self._note(done.events)
                later = (done.state.scene, done.state.values)
                found.append(later)
                if later not in self.states:
                    self.states[later] = done.state
                    waiting.append(done.state)
            if len(self.states) > most:
                self.is_whole = False
                break
        return self

    def _note(self, events: tuple[object, ...]) -> None:
        for event in events:
            if isinstance(event, SceneEntered):
                self.scenes.add(event.scene)
            if isinstance(event, AchievementUnlocked):
                self.achievements.add(event.achievement)

    def is_survived(self, scene: int) -> bool:
        """Whether this scene is an ending other than death."""
        ending = self.story.machine.scenes[scene].ending
        return ending is not None and self.story.endings[ending].kind != "death"

    def unavoidable(self) -> set[str]:
        """Achievements without which nothing ends but in death."""
        ends = [values for scene, values in self.states if self.is_survived(scene)]
        return {
            name
            for name, achievement in self.story.achievements.items()
            if name in self.achievements and all(values[achievement.variable] for values in ends)
        }

    def lost(self, *, survives: bool) -> set[str]:
        """The scenes in some state of which no ending (other than death) can be reached any more."""
        scenes = self.story.machine.scenes
        before: dict[Key, list[Key]] = {}
        for key, following in self.after.items():
            for later in following:
                before.setdefault(later, []).append(key)
        good = {key for key in self.states if (self.is_survived(key[0]) if survives else scenes[key[0]].ending)}
        waiting = list(good)
        for key in waiting:
            for earlier in before.get(key, ()):
                if earlier not in good:
                    good.add(earlier)
                    waiting.append(earlier)
        return {scenes[scene].id for scene, values in self.states if (scene, values) not in good}

    def shortest(self, category: Category, *, seconds: bool) -> int | None:
        """The least cost of arriving at a goal of the category, by relaxing until nothing changes."""
        scenes = self.story.machine.scenes
        first = next(iter(self.states))
        cost = {first: self.states[first].seconds if seconds else 0}
        changed = True
        while changed:
            changed = False
            for key in self.after:
                if key not in cost:
                    continue
                for choice in takeable(self.story.machine, self.states[key]):
                    try:
                        done = step(self.story.machine, self.states[key], choice).state
                    except StoryFault:
                        continue
                    paid = done.seconds - self.states[key].seconds if seconds else 1
                    later = (done.scene, done.values)
                    if cost[key] + paid < cost.get(later, cost[key] + paid + 1):
                        cost[later] = cost[key] + paid
                        changed = True
        goals = [
            cost[key]
            for key in cost
            if scenes[key[0]].ending in category.endings
            and (category.condition is None or compiled(category.condition)(key[1]))
        ]
        return min(goals, default=None)
