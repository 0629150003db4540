"""What the tests of storage share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from redheat_game.storage.places import Places
from redheat_game.storage.store import Store

TESTS = Path(__file__).parent.parent

Player = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def home(tmp_path: Path) -> Places:
    return Places(tmp_path / "home")


@pytest.fixture
def open_store(home: Places) -> Iterator[Callable[[], Store]]:
    """Opens the same home as often as wanted, each time as another player's process would."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(Store.open(home))


@pytest.fixture
def store(open_store: Callable[[], Store]) -> Store:
    return open_store()


@pytest.fixture
def player(home: Places) -> Iterator[Player]:
    """Starts `player.py` on the same home; what still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "storage.player", str(home.home), *arguments],
            cwd=TESTS,
            env={**os.environ, "PYTHONPATH": str(TESTS.parent)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
