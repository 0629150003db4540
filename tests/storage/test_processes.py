"""Several processes of the game on one home: real ones, started and killed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from redheat_game.storage.kept import OPEN_ELSEWHERE, TAKEN_OVER
from redheat_game.storage.presence import Presence, is_alive
from redheat_game.storage.store import Store

from .conftest import Player
from .stories import tower

Process = subprocess.Popen[str]


def line(process: Process) -> list[str]:
    assert process.stdout is not None
    return process.stdout.readline().split(maxsplit=3)


def go_on(process: Process) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_two_processes_write_at_once_without_loss(player: Player, store: Store) -> None:
    processes = [player("NEW", "200") for _ in range(2)]
    assert [line(process)[0] for process in processes] == ["ready", "ready"]
    for process in processes:
        go_on(process)
    ended = [process.communicate("\n")[0].splitlines() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    shelf = store.shelf(tower())
    for said in ended:
        *choices, done = said
        assert [words.strip() for words in choices] == ["climb", "hall"] * 100
        assert shelf.open(done.split()[1]).playthrough.choices == tuple(["climb", "hall"] * 100)
    assert shelf.profile.all_taken() == {"hall": {"climb": 200}, "stairs": {"hall": 200}}
    assert shelf.profile.seen_scenes() == {"hall": 202, "stairs": 200}


def test_nothing_shown_is_lost_when_a_process_is_killed(player: Player, store: Store) -> None:
    process = player("NEW")
    assert line(process)[:2] == ["ready", "0"]
    go_on(process)
    shown = [line(process)[0] for _ in range(41)]
    process.kill()
    rest, _ = process.communicate()
    shown += [words.strip() for words in rest.splitlines(keepends=True) if words.endswith("\n")]
    kept = store.shelf(tower()).continue_latest()
    assert kept is not None
    assert kept.notice is None
    choices = kept.playthrough.choices
    assert choices[: len(shown)] == tuple(shown)
    # at most the choice that it was killed in was kept and not yet shown
    assert len(choices) - len(shown) <= 1
    assert store.shelf(tower()).profile.taken("hall")["climb"] == choices.count("climb")


def test_what_is_open_in_a_living_process_is_forked(player: Player, store: Store) -> None:
    process = player("NEW", "5")
    line(process)
    go_on(process)
    *_, (_, theirs) = (line(process) for _ in range(6))
    shelf = store.shelf(tower())
    latest = shelf.saves.latest()
    assert latest is not None
    assert latest.is_open_elsewhere
    kept = shelf.continue_latest()
    assert kept is not None
    assert kept.notice == OPEN_ELSEWHERE
    assert kept.id != theirs
    # looking changes nothing
    assert [save.id for save in shelf.saves.playthroughs()] == [theirs]
    kept.choose("light")
    assert kept.playthrough.choices == ("climb", "hall", "climb", "hall", "climb", "light")
    assert shelf.saves.read(kept.id).turns[-1].choice == "light"
    assert len(shelf.saves.read(theirs).turns) == 6


def test_what_a_killed_process_had_open_is_taken_over(player: Player, store: Store) -> None:
    process = player("NEW", "5")
    line(process)
    go_on(process)
    *_, (_, theirs) = (line(process) for _ in range(6))
    process.kill()
    process.wait()
    shelf = store.shelf(tower())
    kept = shelf.continue_latest()
    assert kept is not None
    assert kept.notice is None
    assert kept.id == theirs
    kept.choose("light")
    assert [save.id for save in shelf.saves.playthroughs()] == [theirs]


def test_what_was_closed_is_taken_over_from_a_living_process(open_store: Callable[[], Store]) -> None:
    mine, other = open_store().shelf(tower()), open_store().shelf(tower())
    kept = mine.start()
    kept.choose("climb")
    kept.close()
    taken_over = other.continue_latest()
    assert taken_over is not None
    assert taken_over.id == kept.id
    # the one who closed it and plays on all the same goes on in a copy
    former = kept.id
    news = kept.choose("light")
    assert news.notice == TAKEN_OVER
    assert kept.id != former
    taken_over.choose("hall")
    assert [turn.choice for turn in mine.saves.read(former).turns] == [None, "climb", "hall"]
    assert [turn.choice for turn in mine.saves.read(kept.id).turns] == [None, "climb", "light"]


def test_two_that_continue_the_same_do_not_overwrite_each_other(open_store: Callable[[], Store]) -> None:
    first, second = open_store().shelf(tower()), open_store().shelf(tower())
    kept = first.start()
    kept.choose("climb")
    other = second.continue_latest()
    assert other is not None
    kept.choose("hall")
    other.choose("light")
    kept.choose("climb")
    assert [turn.choice for turn in first.saves.read(kept.id).turns] == [None, "climb", "hall", "climb"]
    assert [turn.choice for turn in first.saves.read(other.id).turns] == [None, "climb", "light"]


def test_a_sign_of_life_lasts_until_it_is_closed(tmp_path: Path) -> None:
    presence = Presence(tmp_path)
    assert is_alive(tmp_path, presence.token)
    other = Presence(tmp_path)
    assert is_alive(tmp_path, presence.token)
    presence.close()
    presence.close()
    assert not is_alive(tmp_path, presence.token)
    assert is_alive(tmp_path, other.token)
    other.close()
    assert list(tmp_path.iterdir()) == []


def test_signs_of_the_dead_are_swept_away(tmp_path: Path) -> None:
    (tmp_path / "0123456789abcdef").touch()
    assert not is_alive(tmp_path, "0123456789abcdef")
    presence = Presence(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [presence.token]
    presence.close()


def test_a_sign_that_leads_elsewhere_is_nobodys(tmp_path: Path) -> None:
    assert not is_alive(tmp_path / "open", "../database")
