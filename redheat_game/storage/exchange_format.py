"""What the document is that carries a profile, and the refusal of everything that is not such a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from redheat_game.engine.resuming import SavedTurn
from redheat_game.storage.saves import SaveError, proper_name, state_or_nothing
from redheat_game.storage.writing import without_controls

FORMAT = "redheat-profile"
VERSION = 1

_MOST_ROWS = 200_000
_MOST_TURNS = 50_000
_LONGEST_ID = 200
_LONGEST_TEXT = 100_000
_HIGHEST = 10**12

Row = dict[str, str | int | None]
"""The columns of one row."""


class ExchangeError(Exception):
    """The document cannot be imported; nothing of it was. The message is for the player."""


@dataclass(frozen=True)
class ExchangedSave:
    """A named save in the document."""

    row: Row
    undone: tuple[str, ...]
    turns: tuple[SavedTurn, ...]


@dataclass(frozen=True)
class ExchangedStory:
    """What the document holds of one story."""

    rows: Mapping[str, tuple[Row, ...]]
    """By table of the profile."""
    saves: tuple[ExchangedSave, ...]


_Check = Callable[[object, str], str | int | None]


def _id(value: object, where: str) -> str:
    if isinstance(value, str) and 0 < len(value) <= _LONGEST_ID and value == without_controls(value):
        return value
    raise ExchangeError(f"{where} is not an id.")


def _text(value: object, where: str) -> str:
    if isinstance(value, str) and len(value) <= _LONGEST_TEXT:
        return without_controls(value)
    raise ExchangeError(f"{where} is not a text, or too long a one.")


def _text_or_nothing(value: object, where: str) -> str | None:
    return None if value is None else _text(value, where)


def _number(value: object, where: str) -> int:
    if type(value) is int and 0 <= value <= _HIGHEST:
        return value
    raise ExchangeError(f"{where} is not a whole number, or too large a one.")


def _time(value: object, where: str) -> str:
    try:
        if isinstance(value, str) and len(value) <= _LONGEST_ID:
            time = datetime.fromisoformat(value)
            if time.tzinfo is not None:
                # all times in one form, so that comparing them as texts compares them
                return time.astimezone(UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError):
        pass
    raise ExchangeError(f"{where} is not a time.")


def _name(value: object, where: str) -> str:
    try:
        return proper_name(_text(value, where))
    except SaveError as error:
        raise ExchangeError(f"{where} is not a name: {error}") from error


PROFILE_TABLES: Mapping[str, Mapping[str, _Check]] = {
    "achievements": {
        "id": _id,
        "earned": _time,
        "playthrough": _id,
        "scene": _id,
        "moves": _number,
        "seconds": _number,
        "title": _text,
        "told": _text,
    },
    "scenes": {"scene": _id, "first": _time, "count": _number},
    "taken": {"scene": _id, "choice": _id, "first": _time, "count": _number},
    "endings": {"id": _id, "first": _time, "count": _number, "title": _text, "kind": _text},
}
"""The tables of the profile that are exchanged, with their columns but the story's key."""

SAVE_COLUMNS: Mapping[str, _Check] = {
    "id": _id,
    "name": _name,
    "created": _time,
    "updated": _time,
    "rules_digest": _text,
    "text_digest": _text,
    "begins": _number,
    "scene": _id,
    "title": _text,
    "act": _text,
    "place": _text,
    "clock": _number,
    "last_line": _text,
    "moves": _number,
    "seconds": _number,
    "ending": _text_or_nothing,
}
"""The columns of a named save that are exchanged; its turns and what was undone go beside them."""


def read_document(data: object) -> tuple[dict[str, object], dict[str, ExchangedStory]]:
    """The settings and, by key, the stories of a document, checked and cleaned.

    Raises:
        ExchangeError: it is no such document, or another version's.
    """
    document = _object(data, "The document")
    if document.get("format") != FORMAT:
        raise ExchangeError("This is not a profile of the game.")
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise ExchangeError("This profile does not say which version its format is.")
    if version > VERSION:
        raise ExchangeError(
            f"This profile comes from a newer version of the game: its format is {version}, this one reads {VERSION}."
        )
    stories = {
        _id(key, "The key of a story"): _story(_object(story, f"The story {key[:40]!r}"))
        for key, story in _object(document.get("stories", {}), "`stories`").items()
    }
    return _object(document.get("settings", {}), "`settings`"), stories


def _story(story: dict[str, object]) -> ExchangedStory:
    rows = {
        table: tuple(_row(item, checks, table) for item in _list(story.get(table, []), f"`{table}`", _MOST_ROWS))
        for table, checks in PROFILE_TABLES.items()
    }
    saves = _list(story.get("saves", []), "`saves`", _MOST_ROWS)
    return ExchangedStory(rows, tuple(_save(_object(item, "A save")) for item in saves))


def _save(data: dict[str, object]) -> ExchangedSave:
    undone = tuple(_id(item, "A choice undone") for item in _list(data.get("undone", []), "`undone`", _MOST_TURNS))
    turns = tuple(_turn(_object(item, "A turn")) for item in _list(data.get("turns"), "`turns`", _MOST_TURNS))
    row = _row(data, SAVE_COLUMNS, "saves")
    if not turns or not 0 <= _number(row["begins"], "`begins`") < len(turns):
        raise ExchangeError("A save lacks its turns.")
    return ExchangedSave(row, undone, turns)


def _turn(data: dict[str, object]) -> SavedTurn:
    choice = data.get("choice")
    state = state_or_nothing(data.get("state"))
    if len(str(state)) > _LONGEST_TEXT:
        raise ExchangeError("The state of a turn is too large.")
    return SavedTurn(
        None if choice is None else _id(choice, "The choice of a turn"),
        _id(data.get("scene"), "The scene of a turn"),
        state,
        _text(data.get("said"), "`said` of a turn"),
        _text(data.get("text"), "`text` of a turn"),
    )


def _row(data: object, checks: Mapping[str, _Check], table: str) -> Row:
    entry = _object(data, f"An entry of `{table}`")
    return {column: check(entry.get(column), f"`{column}` in `{table}`") for column, check in checks.items()}


def _object(value: object, where: str) -> dict[str, Any]:
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return value
    raise ExchangeError(f"{where} is not an object.")


def _list(value: object, where: str, most: int) -> list[object]:
    if isinstance(value, list) and len(value) <= most:
        return value
    raise ExchangeError(f"{where} is not a list, or too long a one.")
