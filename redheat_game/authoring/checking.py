"""All that is checked of a story in one go: does it load, what is proved of it, do blessed playthroughs hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from redheat_game.analysis.budget import Progress
from redheat_game.analysis.proof import prove
from redheat_game.analysis.report import Proof
from redheat_game.authoring import blessed, proofs
from redheat_game.story.diagnostics import Diagnostic
from redheat_game.story.loader import Loaded


@dataclass(frozen=True)
class Limits:
    """How much a proof may spend."""

    max_seconds: float
    max_nodes: int
    seeks_routes: bool = True
    """Whether it goes on to the shortest routes and the most achievements."""


@dataclass(frozen=True)
class Checked:
    """What was found."""

    loaded: Loaded
    proof: Proof | None
    """None where the story does not load, or nothing was to be proved."""
    replays: Sequence[blessed.Replay] = ()
    differences: Sequence[blessed.Difference] = ()
    packs: Sequence[Path] = ()

    @property
    def proved(self) -> list[Diagnostic]:
        """What proof found, one diagnostic each."""
        return proofs.diagnostics_of(self.proof, self.packs) if self.proof is not None else []

    @property
    def is_at_fault(self) -> bool:
        """Whether anything was found that the story has to be changed for."""
        return self.loaded.story is None or bool(self.differences) or bool(self.proof and self.proof.findings)

    @property
    def is_undecided(self) -> bool:
        """Whether a budget ran out."""
        return self.proof is not None and not self.proof.complete

    def to_json(self) -> dict[str, Any]:
        """All of it as plain data: `diagnostics`, and where there was something to prove or to replay, that."""
        told: dict[str, Any] = {"diagnostics": [item.to_json() for item in (*self.loaded.diagnostics, *self.proved)]}
        if self.proof is not None:
            told["proof"] = self.proof.to_json()
        if self.replays:
            differences = [asdict(difference) for difference in self.differences]
            told["blessed"] = {"playthroughs": len(self.replays), "differences": differences}
        return told


def check(loaded: Loaded, packs: Sequence[Path], limits: Limits | None, progress: Progress | None = None) -> Checked:
    """Check a story that was loaded.

    Args:
        loaded: what came of loading it.
        packs: the folders laid over the game, or standing alone; their blessed playthroughs are replayed.
        limits: how much to spend on proving; None for no proof.
        progress: told of what is being done.

    Raises:
        NotAPlaythrough: a file among the blessed playthroughs is none.
    """
    story = loaded.story
    if story is None:
        return Checked(loaded, None)
    replays = blessed.replay_all(story, packs)
    proof = None
    if limits is not None:
        proof = prove(
            story,
            max_seconds=limits.max_seconds,
            max_nodes=limits.max_nodes,
            progress=progress,
            seeks_routes=limits.seeks_routes,
        )
    return Checked(loaded, proof, replays, blessed.differences(replays), packs)
