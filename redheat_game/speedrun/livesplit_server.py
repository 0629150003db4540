"""Driving LiveSplit through its server component: commands over TCP, in a thread of its own.

A race never waits for it. Where LiveSplit is not there, or goes, what it should show is kept, and sent anew once it can
be reached: a reset, a start, and the splits so far.
"""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from redheat_game.speedrun.livesplit_file import time_span
from redheat_game.speedrun.timing import Timing

PORT = 16834
TIMEOUT = 2.0
"""Seconds to wait for a connection, and for a command to be taken."""
RETRY = 2.0
"""Seconds between attempts to connect."""
LINE_END = "\r\n"


@dataclass(frozen=True)
class Shown:
    """What LiveSplit should show of an attempt."""

    attempt: int
    """Grows with every attempt."""
    splits: tuple[Timing | None, ...]
    """Those that were reached; None where one was skipped. None after the last that was reached is left out."""
    seconds: int = 0
    """Story time now."""
    is_paused: bool = False
    is_reset: bool = False
    """Whether the attempt was given up."""


def commands(before: Shown | None, now: Shown) -> list[str]:
    """The commands that take LiveSplit from what it shows to what it should show, in the words of its server.

    Args:
        before: what it shows; None where that is not known.
        now: what it should show.
    """
    found = []
    if before is None or before.attempt != now.attempt:
        found += ["reset", "switchto gametime", "starttimer", "alwayspausegametime"]
        before = Shown(now.attempt, ())
    if before.is_paused and not now.is_paused:
        found.append("resume")
    for at in now.splits[len(before.splits) :]:
        if at is None:
            found.append("skipsplit")
        else:
            found += [f"setgametime {time_span(at.story * 1000)}", "split"]
    if (
        now.seconds != before.seconds
        and not now.is_reset
        and not (now.splits and len(now.splits) != len(before.splits))
    ):
        found.append(f"setgametime {time_span(now.seconds * 1000)}")
    if now.is_paused and not before.is_paused:
        found.append("pause")
    if now.is_reset and not before.is_reset:
        found.append("reset")
    return found


def shown_splits(splits: Sequence[Timing | None]) -> tuple[Timing | None, ...]:
    """The splits as far as they were reached."""
    last = max((position for position, at in enumerate(splits) if at is not None), default=-1)
    return tuple(splits[: last + 1])


class LiveSplitServer:
    """A connection to LiveSplit Server that comes and goes.

    Args:
        host: where LiveSplit runs.
        port: where its server listens.
        retry: seconds between attempts to connect.
    """

    def __init__(self, host: str = "localhost", port: int = PORT, retry: float = RETRY) -> None:
        self._address = (host, port)
        self._retry = retry
        self._news: queue.SimpleQueue[Shown | None] = queue.SimpleQueue()
        self._connection: socket.socket | None = None
        self._known: Shown | None = None
        self.is_connected = False
        """Whether LiveSplit can be reached."""
        self._thread = threading.Thread(target=self._run, name="livesplit", daemon=True)
        self._thread.start()

    def show(self, shown: Shown) -> None:
        """Let LiveSplit show this, now or once it can be reached."""
        self._news.put(shown)

    def close(self, patience: float = 1.0) -> None:
        """Send what is still to be sent, for at most so many seconds, and let go."""
        self._news.put(None)
        self._thread.join(patience)

    def _run(self) -> None:
        wanted: Shown | None = None
        while True:
            try:
                news = self._news.get(timeout=None if self._is_up_to_date(wanted) else self._retry)
            except queue.Empty:
                news = wanted
            if news is None:
                break
            wanted = news
            self._send(wanted)
        self._disconnect()

    def _is_up_to_date(self, wanted: Shown | None) -> bool:
        return wanted is None or (self._connection is not None and self._known == wanted)

    def _send(self, wanted: Shown) -> None:
        if self._connection is not None and self._has_gone():
            self._disconnect()
        try:
            if self._connection is None:
                self._connection = socket.create_connection(self._address, TIMEOUT)
                self.is_connected = True
            for command in commands(self._known, wanted):
                self._connection.sendall((command + LINE_END).encode())
            self._known = wanted
        except OSError:
            self._disconnect()

    def _has_gone(self) -> bool:
        """Whether the other side has closed; what it says meanwhile is of no interest."""
        assert self._connection is not None
        try:
            self._connection.setblocking(False)
            return self._connection.recv(4096) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True
        finally:
            self._connection.settimeout(TIMEOUT)

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._known = None
        self.is_connected = False
