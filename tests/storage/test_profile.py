from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from redheat_game.storage.profile import Counts
from redheat_game.storage.shelf import Shelf
from redheat_game.storage.store import Store

from .stories import tower


def test_an_achievement_is_told_as_it_was_first_earned(store: Store) -> None:
    shelf = store.shelf(tower())
    kept = shelf.start()
    kept.choose("climb")
    first = shelf.profile.earned()["climber"]
    again = shelf.start()
    again.choose("climb")
    earned = shelf.profile.earned()["climber"]
    assert earned == first
    assert (earned.playthrough, earned.scene, earned.moves, earned.seconds) == (kept.id, "stairs", 1, 120)
    assert (earned.title, earned.told) == ("Climber", "You climbed.")
    assert datetime.fromisoformat(earned.earned).utcoffset() is not None


def test_undo_takes_nothing_back(store: Store, open_store: Callable[[], Store]) -> None:
    shelf = store.shelf(tower())
    kept = shelf.start()
    for choice in ("climb", "light", "jump"):
        kept.choose(choice)
    kept.undo(3)
    kept.close()
    profile = open_store().shelf(tower()).profile
    assert list(profile.earned()) == ["early_bird", "climber"]
    assert profile.seen_scenes() == {"hall": 1, "stairs": 2, "fall": 1}
    assert profile.taken("stairs") == {"light": 1, "jump": 1}
    assert profile.taken("gate") == {}
    ending = profile.endings()["fallen"]
    assert (ending.count, ending.title, ending.kind) == (1, "Fallen", "death")


def test_counts_are_of_the_present_story(store: Store) -> None:
    shelf = store.shelf(tower())
    assert shelf.profile.counts() == Counts((0, 2), (0, 4), (0, 5), (0, 2))
    kept = shelf.start()
    for choice in ("climb", "light", "hall", "leave"):
        kept.choose(choice)
    assert shelf.profile.counts() == Counts((2, 2), (3, 4), (4, 5), (1, 2))
    shorter = tower(("  - {say: Light the candle., id: light, when: not candle, do: candle = true, go: stairs}\n", ""))
    assert store.shelf(shorter).profile.counts() == Counts((2, 2), (3, 4), (3, 4), (1, 2))


def test_opening_a_playthrough_again_counts_nothing_twice(store: Store) -> None:
    def profile(shelf: Shelf) -> tuple[object, object]:
        return shelf.profile.seen_scenes(), shelf.profile.all_taken()

    shelf = store.shelf(tower())
    kept = shelf.start()
    kept.choose("climb")
    before = profile(shelf)
    kept.close()
    shelf.continue_latest()
    shelf.open(kept.save_as("here"))
    assert profile(shelf) == before


def test_a_redirect_enters_both_scenes(store: Store) -> None:
    redirecting = tower(("---\nscene: hall", "always: [{when: heat >= 1, go: gate}]\n---\nscene: hall"))
    shelf = store.shelf(redirecting)
    news = shelf.start().choose("climb")
    assert news.new_scenes == ("stairs", "gate")
    assert shelf.profile.seen_scenes() == {"hall": 1, "stairs": 1, "gate": 1}
    assert shelf.profile.earned()["climber"].scene == "gate"
