"""What the tests of races on screen share."""

from __future__ import annotations

from .window import Window


class Clock:
    """Shows the time that a test says."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        """Seconds."""
        return self.seconds


async def race(window: Window, clock: Clock, *keys: str) -> None:
    """Press keys a second apart."""
    for key in keys:
        clock.seconds += 1
        await window.press(key)
