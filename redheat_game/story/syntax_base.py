"""What every record of the story language has."""

from __future__ import annotations

from dataclasses import dataclass, field

from redheat_game.story.source import Span


@dataclass(kw_only=True)
class Syntax:
    """A record as its author wrote it: its place, and the place of each of its keys."""

    span: Span
    key_places: dict[str, Span] = field(default_factory=dict)
    damaged: bool = False
    """Something inside it was reported and left out, so that what seems to be missing may be no mistake."""

    def where(self, name: str) -> Span:
        """Where the key `name` stands, or else the record's start."""
        return self.key_places.get(name, self.span)
