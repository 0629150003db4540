"""What the tests in a terminal share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from .terminal import Terminal, prepare

Opens = Callable[..., Terminal]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which nothing moves."""
    prepare(tmp_path)
    return tmp_path


@pytest.fixture
def open_terminal(home: Path) -> Iterator[Opens]:
    """Opens terminals with the program in them; what still runs at the end is ended."""
    with ExitStack() as stack:
        yield lambda *size, **more: stack.enter_context(Terminal(home, *size, **more))
