"""Numbers in words, as every way of showing the game writes them. It imports nothing, so that a first screen may."""

from __future__ import annotations


def counted(count: int, what: str) -> str:
    """A number of things, such as `1 move` or `2 moves`."""
    return f"{count} {what}" + ("" if count == 1 else "s")


def clock_text(seconds: int) -> str:
    """A time of day (seconds since midnight) such as `06:40`."""
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"
