"""What can happen in a step, told in the order in which it happens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SceneEntered:
    """A scene was entered; where a rule redirected, there are two of these in one step."""

    scene: str


@dataclass(frozen=True, slots=True)
class AchievementUnlocked:
    """An achievement was earned for the first time in this playthrough."""

    achievement: str


@dataclass(frozen=True, slots=True)
class EndingReached:
    """The story ended."""

    ending: str


Event = SceneEntered | AchievementUnlocked | EndingReached
