"""The replay format: one small text file a run, written line by line as it is played. docs/racing.md describes it.

Every line is a compact JSON object that ends in a `link`: SHA-256 in hexadecimal over the link of the line before and
the raw bytes of this line up to its own link. So a file that was changed anywhere no longer holds together, and the
first line that does not fit can be named. A chain can be computed anew by anybody: it guards against damage and
carelessness, while what the choices are worth is judged by playing them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

FORMAT_VERSION = 1
SUFFIX = ".redheat"
MAX_BYTES = 4_000_000
MAX_LINE = 2_000
LONGEST_TIME = 366 * 24 * 60 * 60 * 1000
"""Milliseconds that a run may take."""

Did = Literal["choose", "undo", "pause", "resume"]
_FIRST_LINK = hashlib.sha256(b"redheat replay 1").hexdigest()
_LINK_LENGTH = len(',"link":""}') + 64
_HEX = re.compile(r"[0-9a-f]{64}")
_LINK = re.compile(rb',"link":"[^"]{64}"\}')
_ENTRY = re.compile(rb'\{"at":(0|[1-9][0-9]{0,11}),(?:"choose":"((?a:\w{1,200}))"|"(undo|pause|resume)":true)')
"""The one way in which an entry is written, up to its link; ids are words of letters, figures and underscores."""
_DID: dict[bytes, Did] = {b"undo": "undo", b"pause": "pause", b"resume": "resume"}
_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


class ReplayError(ValueError):
    """A file that is no sound replay; `line` counts from 1, `broken` says whether only the chain is at fault."""

    def __init__(self, message: str, line: int, *, broken: bool = False) -> None:
        super().__init__(message)
        self.line = line
        self.broken = broken


@dataclass(frozen=True)
class Header:
    """What a run is bound to."""

    game: str
    """The version of the game that recorded it."""
    semantics: int
    story: str
    """The story's title, to be shown."""
    rules: str
    """The story's rules digest."""
    text: str
    """The story's text digest; nothing is judged by it."""
    category: str
    category_rules: str
    """The digest of the category's rules."""
    attempt: str
    """An id of its own for every attempt."""
    started: str
    """When the first key was pressed: UTC, ISO 8601."""
    runner: str
    timed: bool
    """Whether time ran in timed scenes."""


class Entry(NamedTuple):
    """One thing that was done."""

    at: int
    """Milliseconds since the first key, pauses included."""
    did: Did
    choice: str = ""


@dataclass(frozen=True)
class End:
    """How the run ended, and what it claims to have come to."""

    at: int
    finished: bool
    """Whether the goal was reached; else it was reset."""
    ending: str | None
    moves: int
    seconds: int
    achievements: int
    state: str
    """The digest of the final state."""


@dataclass(frozen=True)
class Replay:
    """A whole replay."""

    header: Header
    entries: tuple[Entry, ...]
    end: End

    @property
    def choices(self) -> tuple[str, ...]:
        """The ids of the choices taken, those taken back later included."""
        return tuple(entry.choice for entry in self.entries if entry.did == "choose")


class ReplayWriter:
    """Makes the lines of a replay, one after the other. It touches no file: the caller keeps the lines."""

    def __init__(self, header: Header) -> None:
        self._link = _FIRST_LINK
        self.lines: list[str] = []
        self._add({"redheat": FORMAT_VERSION, **vars(header)})

    @classmethod
    def after(cls, lines: Sequence[str]) -> ReplayWriter:
        """A writer that goes on after sound lines, which `read_unended` has read."""
        writer = cls.__new__(cls)
        writer.lines = list(lines)
        writer._link = lines[-1][-len('"}') - 64 : -len('"}')]
        return writer

    def entry(self, entry: Entry) -> str:
        """The line for something that was done."""
        return self._add({"at": entry.at, entry.did: entry.choice if entry.did == "choose" else True})

    def end(self, end: End) -> str:
        """The last line."""
        return self._add(_end_to_json(end))

    def _add(self, values: dict[str, Any]) -> str:
        line, self._link = _linked(_encode(values), self._link)
        self.lines.append(line)
        return line


def _linked(body: str, before: str) -> tuple[str, str]:
    link = hashlib.sha256(before.encode() + body[:-1].encode()).hexdigest()
    return f'{body[:-1]},"link":"{link}"}}', link


def _end_to_json(end: End) -> dict[str, Any]:
    return {
        "at": end.at,
        "end": "finished" if end.finished else "reset",
        "ending": end.ending,
        "moves": end.moves,
        "seconds": end.seconds,
        "achievements": end.achievements,
        "state": end.state,
    }


def text_of(lines: Sequence[str]) -> str:
    """The file that consists of these lines."""
    return "".join(f"{line}\n" for line in lines)


def read_replay(data: bytes) -> Replay:
    """Read a replay, making sure that every byte of it is as the format has it.

    Raises:
        ReplayError: it is not a replay, or its chain is broken.
    """
    if len(data) > MAX_BYTES:
        raise ReplayError(f"it is larger than {MAX_BYTES // 1_000_000} MB, which no replay is", 1)
    if not data.startswith(b'{"redheat":'):
        raise ReplayError("it does not begin as a replay does", 1)
    lines = data.split(b"\n")
    if lines.pop() != b"":
        raise ReplayError("its last line has no end: it was cut short", len(lines) + 1)
    if len(lines) < 2:
        raise ReplayError("it stops after its first line", len(lines))
    bodies = _unlinked(lines)
    header, entries = _header_and_entries(bodies[:-1])
    return Replay(header, entries, _end(_object(bodies[-1], len(bodies)), len(bodies)))


def read_unended(lines: Sequence[str]) -> tuple[Header, tuple[Entry, ...]]:
    """Read the lines of a run that was cut off before its end.

    Raises:
        ReplayError: they are not the first lines of a replay.
    """
    if not lines:
        raise ReplayError("there is no first line", 1)
    return _header_and_entries(_unlinked([line.encode() for line in lines]))


def _header_and_entries(bodies: Sequence[bytes]) -> tuple[Header, tuple[Entry, ...]]:
    entries = tuple(_entry(body, number) for number, body in enumerate(bodies[1:], start=2))
    return _header(_object(bodies[0], 1)), entries


def _unlinked(lines: Sequence[bytes]) -> list[bytes]:
    """The lines up to their links, each of which fits."""
    before = _FIRST_LINK.encode()
    bodies = []
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE:
            raise ReplayError(f"line {number} is longer than {MAX_LINE} bytes", number)
        body, link = line[:-_LINK_LENGTH], line[-_LINK_LENGTH:]
        before = hashlib.sha256(before + body).hexdigest().encode()
        if link != b',"link":"' + before + b'"}':
            if not _LINK.fullmatch(link):
                raise ReplayError(f"line {number} does not end in a link", number, broken=True)
            raise ReplayError(f"line {number} was changed, or a line before it is missing", number, broken=True)
        bodies.append(body)
    return bodies


def _object(body: bytes, number: int) -> dict[str, Any]:
    try:
        text = body.decode() + "}"
        values = json.loads(text)
        # one way to write everything: no key twice, no number in disguise
        if not isinstance(values, dict) or _encode(values) != text:
            raise ReplayError(f"line {number} is not written as a replay writes it", number)
    except (ValueError, RecursionError) as error:
        if isinstance(error, ReplayError):
            raise
        raise ReplayError(f"line {number} is not JSON", number) from error
    return values


def _header(values: dict[str, Any]) -> Header:
    version = values.pop("redheat", None)
    if type(version) is not int or version != FORMAT_VERSION:
        raise ReplayError(f"its format is {str(version)[:20]}, and this game reads {FORMAT_VERSION}", 1)
    fields = Header.__dataclass_fields__
    if tuple(values) != tuple(fields):
        raise ReplayError("its first line does not hold what a header holds", 1)
    kinds = {"semantics": int, "timed": bool}
    for name, value in values.items():
        if type(value) is not kinds.get(name, str):
            raise ReplayError(f"`{name}` of its first line cannot be {str(value)[:40]!r}", 1)
        if isinstance(value, str) and not value.isprintable():
            raise ReplayError(f"`{name}` of its first line holds what cannot be shown", 1)
    for name in ("rules", "text", "category_rules"):
        if not _HEX.fullmatch(values[name]):
            raise ReplayError(f"`{name}` of its first line is no digest", 1)
    try:
        if datetime.fromisoformat(values["started"]).utcoffset() is None:
            raise ValueError
    except ValueError:
        raise ReplayError("`started` of its first line is no time with a zone", 1) from None
    return Header(**values)


def _entry(body: bytes, number: int) -> Entry:
    found = _ENTRY.fullmatch(body)
    if found is None:
        raise ReplayError(f"line {number} says nothing that a run can do", number)
    time, choice, did = found.groups()
    at = int(time)
    if at > LONGEST_TIME:
        raise ReplayError(f"`at` of line {number} is more than a year", number)
    return Entry(at, "choose", choice.decode()) if choice else Entry(at, _DID[did])


def _end(values: dict[str, Any], number: int) -> End:
    names = ("at", "end", "ending", "moves", "seconds", "achievements", "state")
    if tuple(values) != names or values["end"] not in ("finished", "reset"):
        raise ReplayError("its last line does not hold what the end of a run holds", number)
    ending = values["ending"]
    if not (ending is None or isinstance(ending, str)) or not isinstance(values["state"], str):
        raise ReplayError("its last line does not hold what the end of a run holds", number)
    moves, seconds, achievements = (_count(values[name], name, number) for name in ("moves", "seconds", "achievements"))
    at = _count(values["at"], "at", number, LONGEST_TIME)
    return End(at, values["end"] == "finished", ending, moves, seconds, achievements, values["state"])


def _count(value: object, name: str, number: int, most: int = 2**53) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ReplayError(f"`{name}` of line {number} cannot be {str(value)[:40]}", number)
    return value
