"""The real program in a real pseudo-terminal, and what a person would see there."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self, cast

import pexpect
import pyte

from redheat_game.storage.places import Places
from redheat_game.storage.store import Store

CHECKOUT = Path(__file__).parent.parent.parent
PATIENCE = 120.0
"""Seconds after which what is waited for will not come. No test measures time."""
APART = 0.12
"""Seconds between two presses of a key, so that it does not count as held."""
QUIET = 0.04
UNWANTED = ("NO_COLOR", "COLORTERM", "COLUMNS", "LINES")

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "ctrl+c": "\x03",
    "ctrl+q": "\x11",
}


def prepare(home: Path, **settings: object) -> None:
    """Keep settings before the program starts: nothing moves, no time runs, and the first note was read."""
    quiet = {"motion": False, "content_notes": False, "timed_choices": False}
    with Store.open(Places(home)) as store:
        store.change_settings(**(quiet | settings))


class Terminal:
    """A terminal with a program in it."""

    def __init__(
        self, home: Path, columns: int = 80, rows: int = 24, arguments: Sequence[str] = (), script: str | None = None
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.output = b""
        """Everything that the program ever wrote."""
        self._pressed: deque[str] = deque(maxlen=2)
        """The keys that were pressed last."""
        environment = {name: value for name, value in os.environ.items() if name not in UNWANTED}
        self._child = pexpect.spawn(
            sys.executable,
            ["-c", script, *arguments] if script else ["-m", "redheat_game", *arguments],
            dimensions=(rows, columns),
            cwd=str(CHECKOUT),
            timeout=PATIENCE,
            env={**environment, "TERM": "xterm-256color", "REDHEAT_HOME": str(home), "TEXTUAL_ANIMATIONS": "none"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.close(force=True)

    # seeing

    def _read(self, seconds: float) -> bool:
        """Take in what comes within this time; whether something came."""
        try:
            # without an encoding pexpect reads bytes, whatever its stubs say
            data = cast(bytes, self._child.read_nonblocking(65536, timeout=seconds))
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            return False
        self.output += data
        self._stream.feed(data)
        return True

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, without spaces at the ends of lines."""
        return [line.rstrip() for line in self._screen.display]

    def screen(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.lines)

    def wait(self, seen: Callable[[], bool], what: str) -> None:
        """Wait until something is seen and the screen is still."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            moved = self._read(QUIET)
            if not moved and seen():
                return
            if not moved and not self._child.isalive() and not self._read(QUIET):
                break
        raise AssertionError(f"never seen: {what}. The screen:\n{self.screen()}")

    def wait_for(self, *texts: str) -> None:
        """Wait until all these texts are on the screen."""
        self.wait(lambda: all(text in self.screen() for text in texts), repr(texts))

    # acting

    def press(self, key: str) -> None:
        """Press a key, as a person would: not the same one twice within a tenth of a second.

        That counts from now, when what it did before was seen: a busy program may have read it long after it was sent.
        """
        if key in self._pressed:
            time.sleep(APART)
        self._child.send(KEYS.get(key, key))
        self._pressed.append(key)

    def number_of(self, words: str) -> str | None:
        """The numeral that stands before these words of a choice."""
        for line in self.lines:
            found = re.match(r"\s*(?:▸ )?\s*(\d)·?\s+(.*)", line)
            if found and found[2] and (words.startswith(found[2]) or found[2].startswith(words)):
                return found[1]
        return None

    def choose(self, words: str) -> None:
        """Choose by the numeral beside the words, turning the page where they are not on the first."""
        self.wait(lambda: self.number_of(words) is not None or "more choices" in self.screen(), words)
        for _ in range(9):
            number = self.number_of(words)
            if number is not None:
                self.press(number)
                return
            before = self.screen()
            self.press("0")
            self.wait(lambda before=before: self.screen() != before, "another page of choices")  # type: ignore[misc]
        raise AssertionError(f"no choice {words!r}. The screen:\n{self.screen()}")

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self._screen.resize(rows, columns)
        self._child.setwinsize(rows, columns)

    def kill(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        self._child.kill(number)

    def ended(self) -> int:
        """Wait for the program to end, and give its exit code; for one that a signal ended, minus the signal."""
        end = time.monotonic() + PATIENCE
        while self._read(0.2) or self._child.isalive():
            if time.monotonic() > end:
                raise AssertionError(f"it did not end. The screen:\n{self.screen()}")
        self._child.close()
        return -self._child.signalstatus if self._child.signalstatus else int(self._child.exitstatus or 0)

    def is_restored(self) -> bool:
        """Whether the program left the terminal as it was: main screen, cursor shown, no reports of the mouse."""
        on_off = ((b"\x1b[?1049h", b"\x1b[?1049l"), (b"\x1b[?25l", b"\x1b[?25h"), (b"\x1b[?1000h", b"\x1b[?1000l"))
        return all(self.output.rfind(off) > self.output.rfind(on) >= 0 for on, off in on_off)
