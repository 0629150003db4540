"""Figures of a story: how much of it there is, how long its scenes are, what a player is likely to see of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import mean, median, quantiles
from typing import Any

from redheat_game.authoring.acts import act_of_each
from redheat_game.authoring.consequence import Alike, never_read, without_consequence
from redheat_game.authoring.habits import Habits, habits_of
from redheat_game.authoring.random_play import RandomPlay, play_at_random
from redheat_game.authoring.readings import longest_reading, written_words
from redheat_game.authoring.survival import Survival
from redheat_game.authoring.variety import Sharing, Variety, variety_of
from redheat_game.story.script import Story

WORDS_A_MINUTE = 230
"""The reading speed that times are reckoned by: near the mean for English prose of Brysbaert (2019), 238."""
SHORT, MIDDLE, LONG = 70, (80, 220), 300
"""Words below which a scene is short, between which it is of middle length, above which it is long."""
SELDOM = 0.01
"""A scene entered in a smaller share of random playthroughs is seldom seen."""
NO_ACT = "no act"


@dataclass(frozen=True)
class SceneFigures:
    """How long one scene is, in words."""

    scene: str
    act: str
    """Its act's id; a sub-scene has that of its callers; or else `NO_ACT`."""
    written: int
    """Every branch of its prose."""
    longest: int
    """Read at most in one entry."""
    choices: int
    """Words of its choices and of the reasons why they are locked."""


@dataclass(frozen=True)
class ActFigures:
    """How much there is of one act."""

    act: str
    title: str
    scenes: int
    written: int
    choices: int


@dataclass(frozen=True)
class Lengths:
    """How many scenes are how long, in words read at most in one entry."""

    scenes: int
    short: int
    middle: int
    long: int
    median: float


@dataclass(frozen=True)
class Statistics:
    """All figures of a story."""

    title: str
    acts: tuple[ActFigures, ...]
    scenes: tuple[SceneFigures, ...]
    lengths: Lengths
    alike: tuple[Alike, ...]
    never_read: tuple[str, ...]
    habits: Habits
    played: RandomPlay
    is_surviving: bool
    """Whether random play took only choices that left a way to an ending that is no death."""
    variety: Variety

    @property
    def words(self) -> int:
        """All words of passages and choices."""
        return sum(act.written + act.choices for act in self.acts)

    @property
    def seldom_seen(self) -> list[tuple[str, int]]:
        """Scenes that few random playthroughs enter, and how many of them do; the rarest first."""
        times = [(each.scene, self.played.scenes[each.scene]) for each in self.scenes]
        return sorted((item for item in times if item[1] < SELDOM * self.played.runs), key=lambda item: item[1])


def minutes(words: float) -> float:
    """The time that so many words take to read."""
    return words / WORDS_A_MINUTE


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """The values below which a quarter, a half and three quarters of them lie."""
    if len(values) < 2:
        return (values[0],) * 3
    first, second, third = quantiles(values, n=4, method="inclusive")
    return first, second, third


def statistics_of(story: Story, *, runs: int, seed: int, surviving: bool = False) -> Statistics:
    """Reckon everything.

    Args:
        story: a story that begins without a fault.
        runs: how many random playthroughs are played.
        seed: makes them repeatable.
        surviving: take in them only choices that leave a way to an ending that is no death.

    Raises:
        CannotTell: whether one does was not found out.
    """
    scenes = tuple(_scenes(story))
    played = play_at_random(story, runs, seed, Survival(story).choices if surviving else None)
    return Statistics(
        story.title,
        tuple(_acts(story, scenes)),
        scenes,
        _lengths([each.longest for each in scenes]),
        without_consequence(story),
        never_read(story),
        habits_of(story),
        played,
        surviving,
        variety_of(story, played.entered),
    )


def _scenes(story: Story) -> list[SceneFigures]:
    found = []
    for scene, script, act in zip(story.machine.scenes, story.scenes, act_of_each(story), strict=True):
        choices = sum(
            written_words(each.say) + (written_words(each.locked) if each.locked else 0) for each in script.choices
        )
        found.append(
            SceneFigures(scene.id, act or NO_ACT, written_words(script.prose), longest_reading(script.prose), choices)
        )
    return found


def _acts(story: Story, scenes: tuple[SceneFigures, ...]) -> list[ActFigures]:
    present = Counter(each.act for each in scenes)
    names = [name for name in (*story.acts, NO_ACT) if present[name]]
    return [
        ActFigures(
            name,
            story.acts[name].title if name in story.acts else NO_ACT,
            present[name],
            sum(each.written for each in scenes if each.act == name),
            sum(each.choices for each in scenes if each.act == name),
        )
        for name in names
    ]


def _lengths(words: list[int]) -> Lengths:
    return Lengths(
        len(words),
        sum(count < SHORT for count in words),
        sum(MIDDLE[0] <= count <= MIDDLE[1] for count in words),
        sum(count > LONG for count in words),
        median(words),
    )


def _shared(found: Sharing | None) -> dict[str, float] | None:
    return {name: round(value, 4) for name, value in asdict(found).items()} if found else None


def for_programs(found: Statistics) -> str:
    """The statistics as a JSON object."""
    played = found.played
    data: dict[str, Any] = {
        "title": found.title,
        "words": found.words,
        "reading_minutes": round(minutes(found.words), 1),
        "acts": [asdict(act) for act in found.acts],
        "scenes": [asdict(scene) for scene in found.scenes],
        "lengths": asdict(found.lengths),
        "choices_without_consequence": [
            {"scene": each.scene, "choices": each.choices, "leads_to": each.leads_to} for each in found.alike
        ],
        "variables_never_read": found.never_read,
        "habits": asdict(found.habits),
        "random_play": {
            "runs": played.runs,
            "seed": played.seed,
            "mean_moves": round(mean(played.moves), 2),
            "mean_words": round(mean(played.words), 1),
            "quartiles_of_words": quartiles(played.words),
            "surviving": found.is_surviving,
            "shared_after_opening_acts": _shared(found.variety.all),
            "shared_after_opening_acts_to_the_last": _shared(found.variety.to_the_last_act),
            "unended": played.unended,
            "faults": played.faults,
            "scenes": {each.scene: played.scenes[each.scene] for each in found.scenes},
            "achievements": dict(played.achievements),
            "endings": dict(played.endings),
        },
    }
    return json.dumps(data, indent=2, ensure_ascii=False)
