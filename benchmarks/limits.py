"""Running a command with limits of its own: of processor time, of memory."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 4
"""How many times its limit a command may take by the clock, on a computer that has other things to do."""


@dataclass(frozen=True)
class Outcome:
    """What came of a command."""

    exit_code: int | None
    """None where it was stopped by a limit, or died of a signal."""
    seconds: float
    """Of processor time."""
    megabytes: float
    """Of memory, at its peak."""
    output: str
    errors: str


def run_limited(
    command: Sequence[str],
    *,
    seconds: float,
    megabytes: int,
    folder: Path | None = None,
) -> Outcome:
    """Run a command and wait for it.

    Args:
        command: the program and its arguments.
        seconds: of processor time that it may take.
        megabytes: of memory that it may have.
        folder: where to run it.
    """

    def limit() -> None:
        most = max(1, round(seconds))
        resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=errors,
            cwd=folder,
            preexec_fn=limit,
            start_new_session=True,
        )

        def stop(*_: object) -> None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

        alarm = signal.signal(signal.SIGALRM, stop)
        signal.alarm(max(1, round(PATIENCE * seconds)))
        try:
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            signal.alarm(0)
            signal.signal(signal.SIGALRM, alarm)
        process.returncode = code = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        taken = usage.ru_utime + usage.ru_stime
        return Outcome(code if code >= 0 else None, taken, usage.ru_maxrss / 1024, output.read(), errors.read())
