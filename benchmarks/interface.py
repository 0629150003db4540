"""The interface in a pseudo-terminal beside a bare Textual app: first frame, and key press to painted answer.

python -m benchmarks.interface [--rounds N] [--json]
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import platform
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

from redheat_game.engine.playthrough import Playthrough
from redheat_game.storage.places import HOME_VARIABLE, Places
from redheat_game.storage.store import Store
from redheat_game.story.script import Story
from tests.routes import blessed, the_story

CHECKOUT = Path(__file__).parent.parent
SIZES = ((80, 24), (120, 40))
"""Without and with room for pictures and the panel."""
ROUTE = "salute"
TARGET = 1.5
PATIENCE = 60.0
QUIET = 0.15
"""Seconds without output after which a screen is taken for finished; not part of any time."""
APART = 0.2
"""Seconds between two presses; also not part of any time. The game takes less than 0.1 for a key held down."""
SURE = 20
"""Characters by which words are known, since longer ones may be wrapped."""
UNWANTED = ("NO_COLOR", "COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
SYNCHRONIZED_ASKED, SYNCHRONIZED_ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
FRAME_BEGINS, FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"

GAME = ("-m", "redheat_game")
BARE = ("-m", "benchmarks.bare")
Seen = Callable[[Sequence[str]], bool]
"""Whether the lines of a screen show what is waited for."""


class Program:
    """A Python program in a pseudo-terminal of its own, every piece of whose output has the time of its coming.

    What the pieces paint is looked at when no more of them come, so that looking takes no time from what is measured.
    """

    def __init__(self, arguments: Sequence[str], size: tuple[int, int], environment: Mapping[str, str]) -> None:
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._pieces: deque[tuple[float, bytes]] = deque()
        self._tail = b""
        self._is_in_frame = False
        self.began = time.perf_counter()
        self._pid, self._terminal = pty.fork()
        if not self._pid:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.chdir(CHECKOUT)
            os.execve(sys.executable, [sys.executable, *arguments], dict(environment))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the program: by its own key, and where that does not help by force."""
        end = time.monotonic() + 5
        self._send(b"\x11")
        while os.waitpid(self._pid, os.WNOHANG) == (0, 0):
            self._take(0.02)
            if time.monotonic() > end:
                os.kill(self._pid, signal.SIGKILL)
                os.waitpid(self._pid, 0)
                break
        os.close(self._terminal)

    @property
    def lines(self) -> list[str]:
        """What stands on the screen."""
        return list(self._screen.display)

    def press(self, key: str) -> float:
        """Press a key; gives when."""
        pressed = time.perf_counter()
        self._send(key.encode())
        return pressed

    def times_of(self, *sights: Seen) -> list[float]:
        """Wait until all of this has been seen and the screen is quiet; gives when each was first seen.

        A frame that the program says is not complete is not looked at.
        """
        found: dict[int, float] = {}
        end = time.monotonic() + PATIENCE
        while True:
            if self._take(QUIET):
                continue
            while self._pieces:
                came, data = self._pieces.popleft()
                if self._paint(data):
                    missing = [number for number in range(len(sights)) if number not in found]
                    found.update({number: came for number in missing if sights[number](self._screen.display)})
            if len(found) == len(sights):
                return [found[number] for number in range(len(sights))]
            if time.monotonic() > end:
                raise TimeoutError("never seen what was waited for. The screen:\n" + "\n".join(self.lines))

    def _take(self, seconds: float) -> bool:
        """Take what comes within this time; whether something came."""
        if not select.select([self._terminal], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._terminal, 1 << 16)
        except OSError:
            # it has ended
            time.sleep(seconds)
            return False
        self._pieces.append((time.perf_counter(), data))
        if SYNCHRONIZED_ASKED in data:
            self._send(SYNCHRONIZED_ANSWER)
        return True

    def _send(self, data: bytes) -> None:
        try:
            os.write(self._terminal, data)
        except OSError as error:
            raise RuntimeError("the program has ended. The screen:\n" + "\n".join(self.lines)) from error

    def _paint(self, data: bytes) -> bool:
        """Paint a piece; whether a frame is complete with it."""
        self._stream.feed(data)
        self._tail = self._tail[-len(FRAME_BEGINS) :] + data
        begins, ends = self._tail.rfind(FRAME_BEGINS), self._tail.rfind(FRAME_ENDS)
        if begins != ends:
            self._is_in_frame = begins > ends
        return not self._is_in_frame


@dataclass
class Compared:
    """One thing measured in both programs, in seconds."""

    name: str
    size: tuple[int, int]
    game: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float | None:
        """The median of the game over that of the bare app."""
        return statistics.median(self.game) / statistics.median(self.bare) if self.bare else None

    def for_programs(self) -> dict[str, object]:
        """Milliseconds and the ratio."""
        return {
            "what": self.name,
            "size": "x".join(map(str, self.size)),
            "game_ms": _summary(self.game),
            "bare_ms": _summary(self.bare) if self.bare else None,
            "ratio": round(self.ratio, 3) if self.ratio else None,
        }


def _summary(seconds: Sequence[float]) -> dict[str, float | int]:
    last = statistics.quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
    median = statistics.median(seconds)
    return {"count": len(seconds), "median": round(1000 * median, 2), "p95": round(1000 * last, 2)}


class Bench:
    """Both programs, made ready in a folder that lasts no longer than the measuring."""

    def __init__(self, folder: Path, story: Story) -> None:
        self._story = story
        self._route = blessed(ROUTE)[:-1]
        home = folder / "home"
        with Store.open(Places(home)) as store:
            store.change_settings(motion=False, content_notes=False, timed_choices=False)
            kept = store.shelf(story).start()
            kept.choose(self._route[0])
            kept.close()
        self._script = folder / "script.json"
        self._script.write_text(json.dumps(self._scenes()), encoding="utf-8")
        kept_variables = {name: value for name, value in os.environ.items() if name not in UNWANTED}
        self._environment = kept_variables | {
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "TEXTUAL_ANIMATIONS": "none",
            "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
            HOME_VARIABLE: str(home),
        }

    def _scenes(self) -> list[dict[str, object]]:
        """What each choice of the route leads to, for the bare app."""
        played, scenes = Playthrough.start(self._story), []
        for choice in self._route:
            played = played.choose(choice)
            scene: dict[str, object] = {
                "title": _title(played),
                "words": "\n\n".join(paragraph.text for paragraph in played.passage),
                "options": [option.text for option in played.options],
            }
            scenes.append(scene)
        return scenes

    def _game(self, size: tuple[int, int]) -> Program:
        return Program(GAME, size, self._environment)

    def _bare(self, size: tuple[int, int]) -> Program:
        return Program((*BARE, str(self._script)), size, self._environment)

    def starts(self, size: tuple[int, int], rounds: int) -> list[Compared]:
        """From the start of the process to the menu, in turn; and to a title that lacks nothing."""
        menu, all_of_it = Compared("start to menu", size), Compared("start to all of the title", size)
        tropes = f"of {len(self._story.achievements)}"

        def start_game() -> tuple[float, float]:
            with self._game(size) as game:
                first, last = game.times_of(_menu_is_shown, _shows(tropes))
                return first - game.began, last - game.began

        def start_bare() -> float:
            with self._bare(size) as bare:
                return bare.times_of(_menu_is_shown)[0] - bare.began

        start_game()
        start_bare()
        for number in range(rounds):
            if number % 2:
                menu.bare.append(start_bare())
            first, last = start_game()
            menu.game.append(first)
            all_of_it.game.append(last)
            if not number % 2:
                menu.bare.append(start_bare())
        return [menu, all_of_it]

    def answers(self, size: tuple[int, int]) -> list[Compared]:
        """From the press of a choice's figure to the next scene, over the whole route; both programs stand open."""
        compared = Compared("key to next scene", size)
        with self._game(size) as game, self._bare(size) as bare:
            game.times_of(_menu_is_shown, _shows(f"of {len(self._story.achievements)}"))
            bare.times_of(_menu_is_shown)
            played = Playthrough.start(self._story)
            game.press("n")
            game.times_of(_scene_is_shown(played))
            for choice in self._route:
                words = next(option.text for option in played.options if option.id == choice)
                figure = _figure(game, words)
                led_to = played.choose(choice)
                seen = _scene_is_shown(led_to)
                # a scene that looks like the one before it cannot be told from it
                counts = not seen(game.lines) and not seen(bare.lines)
                for program, times in ((game, compared.game), (bare, compared.bare)):
                    time.sleep(APART)
                    pressed = program.press(figure)
                    (painted,) = program.times_of(seen)
                    if counts:
                        times.append(painted - pressed)
                played = led_to
        return [compared]


def _title(played: Playthrough) -> str:
    return played.story.scenes[played.state.scene].title.upper()


def _menu_is_shown(lines: Sequence[str]) -> bool:
    return any(line.strip(" ▸│") == "Quit" for line in lines)


def _shows(words: str) -> Seen:
    return lambda lines: any(words in line for line in lines)


def _scene_is_shown(played: Playthrough) -> Seen:
    """Whether the title stands behind its bar, and the first of the choices below it."""
    title = f"▌ {_title(played)[:SURE]}"
    words = played.options[0].text[:SURE].rstrip()

    def seen(lines: Sequence[str]) -> bool:
        rows = [number for number, line in enumerate(lines) if title in line]
        return bool(rows) and any(_figure_in(line, words) for line in lines[rows[-1] :])

    return seen


def _figure_in(line: str, words: str) -> str | None:
    """The figure that stands before these words of a choice."""
    figure = line.strip(" ▸│")[:1]
    return figure if figure.isdigit() and words in line else None


def _figure(game: Program, words: str) -> str:
    """The figure to press for a choice, turning the page where it is not on the first."""
    for _ in range(9):
        for line in game.lines:
            figure = _figure_in(line, words[:SURE].rstrip())
            if figure:
                return figure
        before = game.lines
        game.press("0")
        game.times_of(lambda lines, before=before: list(lines) != before)  # type: ignore[misc]
    raise LookupError(f"no choice {words!r}")


def measured(*, rounds: int, sizes: Sequence[tuple[int, int]] = SIZES) -> list[Compared]:
    """Everything, at all sizes."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), the_story())
        for size in sizes:
            found += [*bench.starts(size, rounds), *bench.answers(size)]
    return found


def table(found: Iterable[Compared]) -> str:
    """For people: milliseconds."""
    lines = [f"{'milliseconds':<36}{'game':>8}{'p95':>8}{'bare':>8}{'p95':>8}{'ratio':>8}{'target':>8}"]
    for item in found:
        figures = [_summary(times) for times in (item.game, item.bare) if times]
        row = "".join(f"{figure['median']:>8.1f}{figure['p95']:>8.1f}" for figure in figures)
        name = f"{item.size[0]}x{item.size[1]}  {item.name}"
        ratio = f"{item.ratio:>8.2f}{TARGET:>8.1f}" if item.ratio else ""
        lines.append(f"{name:<36}{row}{ratio}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15, help="starts of each program at each size")
    parser.add_argument("--json", action="store_true", help="for programs")
    asked = parser.parse_args(arguments)
    found = measured(rounds=max(1, asked.rounds))
    if asked.json:
        versions = {"python": platform.python_version(), "textual": version("textual")}
        print(json.dumps({**versions, "target": TARGET, "measured": [item.for_programs() for item in found]}, indent=2))
    else:
        print(table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
