"""Plays the tower in a process of its own.

Usage: python -m storage.player HOME NEW|CONTINUE [CHOICES]

Says `ready` and the number of choices taken so far, waits for a line, then takes CHOICES choices (or goes on for
ever), says each after it was taken, and waits for another line before it ends.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from redheat_game.storage.places import Places
from redheat_game.storage.store import Store

from .stories import tower


def say(*words: object) -> None:
    print(*words, flush=True)


def main(home: str, how: str, choices: str | None = None) -> None:
    with Store.open(Places(Path(home))) as store:
        assert store.notice is None, store.notice
        shelf = store.shelf(tower())
        kept = shelf.continue_latest() if how == "CONTINUE" else shelf.start()
        assert kept is not None
        say("ready", len(kept.playthrough.choices), kept.id, kept.notice or "")
        sys.stdin.readline()
        for _ in range(int(choices)) if choices else count():
            choice = "climb" if kept.playthrough.scene == "hall" else "hall"
            news = kept.choose(choice)
            say(choice, news.notice or "")
        say("done", kept.id)
        sys.stdin.readline()


if __name__ == "__main__":
    main(*sys.argv[1:])
