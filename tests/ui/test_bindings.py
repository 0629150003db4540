"""No key may be dead: what each of them asks for is there."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from textual.actions import parse
from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode

import redheat_game.ui
from redheat_game.ui.app import RedHeatApp
from redheat_game.ui.desk.app import DeskApp


def all_with_keys() -> Iterator[type[DOMNode]]:
    """Every screen, widget and app of the interface that says what keys do."""
    for module in pkgutil.walk_packages(redheat_game.ui.__path__, "redheat_game.ui."):
        for item in vars(importlib.import_module(module.name)).values():
            is_ours = isinstance(item, type) and issubclass(item, DOMNode) and item.__module__ == module.name
            if is_ours and item.__dict__.get("BINDINGS"):
                yield item


def can_do(kind: type[DOMNode], action: str) -> bool:
    """Whether a screen, widget or app has a method for an action."""
    return hasattr(kind, f"action_{action}") or hasattr(kind, f"_action_{action}")


@pytest.mark.parametrize("kind", all_with_keys(), ids=lambda kind: kind.__qualname__)
def test_every_key_does_something(kind: type[DOMNode]) -> None:
    app: type[App[None]] = DeskApp if ".desk." in kind.__module__ else RedHeatApp
    for binding in kind.BINDINGS:
        assert isinstance(binding, Binding)
        target, action, _ = parse(binding.action)
        assert can_do(app if target == "app" else kind, action), binding
