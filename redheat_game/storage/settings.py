"""The player's settings: one value, each of whose fields says here what it is for."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from redheat_game.storage.database import Database

LONGEST_RUNNER = 40


@dataclass(frozen=True)
class Settings:
    """What the player may decide about how the game is shown. Nothing in a story reads it."""

    theme: str = "act"
    """The colours: `act` changes them with the story, the name of a theme fixes one."""
    text_speed: Literal["instant", "typed"] = "instant"
    """Whether prose is there at once (`instant`) or is typed (`typed`)."""
    typed_rate: int = 90
    """How fast prose is typed, in characters a second (10 to 1000)."""
    motion: bool = True
    """Whether pictures and transitions move."""
    timed_choices: bool = True
    """Whether time runs in timed scenes."""
    picture: bool = True
    """Whether pictures are shown."""
    panel: Literal["auto", "shown", "hidden"] = "auto"
    """Whether the panel is shown; `auto` goes by the room there is."""
    measure: int = 72
    """The widest that prose is set, in characters a line (40 to 120)."""
    race_clock: Literal["real", "story", "moves"] = "real"
    """The clock by which races are compared."""
    race_comparison: Literal["best", "segments", "average", "optimum"] = "best"
    """What a race is compared with: the personal best, the best segments, the average, or the optimum route."""
    race_ghost: bool = True
    """Whether a race shows what the compared run chose, and when."""
    race_decimals: int = 1
    """How many figures a race shows after the seconds (0 to 2); what is recorded has three."""
    runner: str = ""
    """The name in the replays of your races (at most 40 characters)."""
    content_notes: bool = True
    """Whether you are told what a story contains before you first play it."""
    content_notes_read: str = ""
    """Signs of the notes on contents that were read."""

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Settings:
        """Settings of these values; what is unknown is left out, what is broken or missing has its default."""
        fitting: dict[str, Any] = {name: values[name] for name in _FITS if name in values and fits(name, values[name])}
        return cls(**fitting)

    def changed(self, **changes: object) -> Settings:
        """These settings with some of them changed.

        Raises:
            ValueError: there is no such setting, or it cannot be that.
        """
        for name, value in changes.items():
            if not fits(name, value):
                raise ValueError(f"the setting {name!r} cannot be {value!r}")
        fitting: dict[str, Any] = changes
        return replace(self, **fitting)


def _within(lowest: int, highest: int) -> Callable[[object], bool]:
    return lambda value: type(value) is int and lowest <= value <= highest


def _one_of(*words: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in words


def _is_yes_or_no(value: object) -> bool:
    return isinstance(value, bool)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", value) is not None


def _is_runner(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_RUNNER and value.isprintable() and value.strip() == value


def _is_signs(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f ]{0,1000}", value) is not None


_FITS: dict[str, Callable[[object], bool]] = {
    "theme": _is_name,
    "text_speed": _one_of("instant", "typed"),
    "typed_rate": _within(10, 1000),
    "motion": _is_yes_or_no,
    "timed_choices": _is_yes_or_no,
    "picture": _is_yes_or_no,
    "panel": _one_of("auto", "shown", "hidden"),
    "measure": _within(40, 120),
    "race_clock": _one_of("real", "story", "moves"),
    "race_comparison": _one_of("best", "segments", "average", "optimum"),
    "race_ghost": _is_yes_or_no,
    "race_decimals": _within(0, 2),
    "runner": _is_runner,
    "content_notes": _is_yes_or_no,
    "content_notes_read": _is_signs,
}


def fits(name: str, value: object) -> bool:
    """Whether there is a setting of this name that can have this value."""
    return name in _FITS and _FITS[name](value)


def about_settings() -> dict[str, str]:
    """What each setting is for, by its name: the words under its field above; empty where there is no source code."""
    import ast
    import inspect
    import textwrap

    try:
        body = ast.parse(textwrap.dedent(inspect.getsource(Settings))).body[0]
    except OSError:
        return {}
    assert isinstance(body, ast.ClassDef)
    words = {}
    for declared, below in zip(body.body, body.body[1:], strict=False):
        match declared, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                words[name] = text
    return words


def load(database: Database) -> Settings:
    """The settings that were kept; broken or missing ones have their defaults.

    Raises:
        sqlite3.Error: the database cannot be read.
    """
    return Settings.of(database.read(stored_values))


def save(database: Database, settings: Settings) -> None:
    """Keep these settings. A setting that nobody ever changed is not written, so that its default may change.

    Raises:
        sqlite3.Error: the database cannot be written.
    """
    defaults = asdict(Settings())

    def work(connection: sqlite3.Connection) -> None:
        stored = {str(name) for (name,) in connection.execute("SELECT name FROM settings")}
        connection.executemany(
            "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)",
            [
                (name, json.dumps(value))
                for name, value in asdict(settings).items()
                if name in stored or value != defaults[name]
            ],
        )

    database.write(work)


def stored_values(connection: sqlite3.Connection) -> dict[str, object]:
    """All values that are stored and can be read, unknown ones included."""
    values: dict[str, object] = {}
    for name, value in connection.execute("SELECT name, value FROM settings"):
        try:
            values[str(name)] = json.loads(value)
        except (ValueError, TypeError, RecursionError):
            continue
    return values
