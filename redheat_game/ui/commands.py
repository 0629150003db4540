"""What can be done on a screen, read off its keys, so that keys, help and palette cannot tell different stories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from textual.binding import Binding, BindingsMap
from textual.screen import Screen

KEY_NAMES = {
    "question_mark": "?",
    "escape": "esc",
    "pagedown": "page down",
    "pageup": "page up",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "colon": ":",
}
NOT_TOLD = ("app.focus_next", "app.focus_previous", "screen.copy_text")
"""Textual's own, of no use here or told otherwise."""


@dataclass(frozen=True)
class Command:
    """Something a player can ask for."""

    action: str
    words: str
    about: str = ""
    keys: tuple[str, ...] = ()
    is_listed: bool = True
    """Whether the palette offers it; moving about is left to the keys."""


def commands_of(bindings: BindingsMap) -> list[Command]:
    """The commands that these keys stand for, in their order."""
    found: dict[tuple[str, str], Command] = {}
    for name, bound in bindings.key_to_bindings.items():
        for binding in bound:
            if not binding.description or binding.action in NOT_TOLD:
                continue
            key = (binding.action, binding.description)
            keys = (*(found[key].keys if key in found else ()), KEY_NAMES.get(name, name))
            found[key] = _command(binding, keys)
    return list(found.values())


def _command(binding: Binding, keys: tuple[str, ...]) -> Command:
    return Command(binding.action, binding.description, binding.tooltip, keys, binding.show)


def in_force(screen: Screen[object], everywhere: Iterable[Command]) -> list[Command]:
    """The commands of a screen, and those that can be had everywhere; each once."""
    about = {command.action: command.about for command in everywhere}
    own = [replace(item, about=item.about or about.get(item.action, "")) for item in commands_of(screen._bindings)]
    known = {command.action for command in own}
    return [*own, *(command for command in everywhere if command.action not in known)]
