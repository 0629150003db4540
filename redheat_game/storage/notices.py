"""What the player has to be told, put together."""

from __future__ import annotations


def joined(*notices: str | None) -> str | None:
    """The notices that there are, as one text; None where there is none."""
    return " ".join(notice for notice in notices if notice) or None
