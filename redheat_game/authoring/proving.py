"""Proving in a process of its own, so that nothing that is shown ever waits for it."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from redheat_game.analysis.report import Proof


class BackgroundProof:
    """One proof of what stands in the files when it is begun.

    Args:
        packs: as for `load_story`.
        max_seconds: when to stop proving.
    """

    def __init__(self, packs: Sequence[Path], max_seconds: float) -> None:
        command = [sys.executable, "-m", __name__, str(max_seconds), *(str(pack) for pack in packs)]
        # not `multiprocessing`: under Textual the standard streams have no descriptors that it could pass on
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def wait(self) -> Proof | None:
        """The proof, once it is there; None where it was stopped, or the story could not be loaded."""
        answer, _ = self._process.communicate()
        if self._process.returncode != 0:
            return None
        # written by this very module in a process of ours
        found: Proof | None = pickle.loads(answer)
        return found

    def stop(self) -> None:
        """Give it up; `wait` then returns."""
        self._process.terminate()


def _main(max_seconds: str, *packs: str) -> None:
    from redheat_game.analysis.proof import prove
    from redheat_game.story.loader import load_story

    story = load_story([Path(pack) for pack in packs]).story
    proof = prove(story, max_seconds=float(max_seconds)) if story is not None else None
    sys.stdout.buffer.write(pickle.dumps(proof))


if __name__ == "__main__":
    _main(*sys.argv[1:])
