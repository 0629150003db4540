"""Proving in a process of its own, so that nothing that is shown ever waits for it."""

from __future__ import annotations

import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from redheat_game.analysis.report import Proof

END_OF_PROGRESS = b"\n"
TOLD_EVERY_SECONDS = 0.25
"""How often a proof says at most how far it is."""


class BackgroundProof:
    """One proof of what stands in the files when it is begun, shortest routes left out.

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

    def wait(self, tell: Callable[[str], None]) -> Proof | None:
        """The proof, once it is there; None where it was stopped, or the story could not be loaded.

        Args:
            tell: told from time to time what is being decided, and how much of it is.
        """
        output = self._process.stdout
        assert output is not None
        with output:
            for line in iter(output.readline, b""):
                if line == END_OF_PROGRESS:
                    break
                tell(line.decode().strip())
            answer = output.read()
        if self._process.wait() != 0:
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

    output = sys.stdout.buffer
    last = 0.0

    def tell(what: str, done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= TOLD_EVERY_SECONDS:
            last = time.monotonic()
            output.write(f"{what}: {done} of {total}\n".encode())
            output.flush()

    story = load_story([Path(pack) for pack in packs]).story
    proof = None
    if story is not None:
        proof = prove(story, max_seconds=float(max_seconds), progress=tell, seeks_routes=False)
    output.write(END_OF_PROGRESS + pickle.dumps(proof))


if __name__ == "__main__":
    _main(*sys.argv[1:])
