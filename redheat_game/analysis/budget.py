"""How long a proof may take, and how large it may grow."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Progress = Callable[[str, int, int], None]
"""Told of what is being done, how much of it is done, and out of how much."""

MAX_NODES = 200_000
"""States that one projection, or one search, may have where nobody says otherwise."""
STATES_A_SCENE = 4
"""States that projections and searches are allowed for each scene of a large story, where a number is too small."""


@dataclass
class Budget:
    """What is left to spend. Where it runs out, what is undecided is reported as such."""

    max_seconds: float
    max_nodes: int
    """States that one projection, or one search, may have."""
    progress: Progress | None = None
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """How long it has been going on."""
        return time.monotonic() - self.started

    @property
    def is_spent(self) -> bool:
        """Whether the time is over."""
        return self.seconds > self.max_seconds

    def tell(self, what: str, done: int, total: int) -> None:
        """Report progress."""
        if self.progress is not None:
            self.progress(what, done, total)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Let Python look for cyclic garbage but seldom meanwhile: proofs make millions of objects, and no cycles."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
