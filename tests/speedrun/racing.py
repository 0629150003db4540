"""A story to race, runs of it, and a judge that knows nothing of how replays are judged."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.state import state_digest
from redheat_game.speedrun.keeping import RaceKeeper, Stable
from redheat_game.speedrun.race import Race, header_of
from redheat_game.speedrun.replay import End, Entry, Replay, ReplayWriter, text_of
from redheat_game.storage.places import Places
from redheat_game.storage.store import Store
from redheat_game.story.loader import load_texts
from redheat_game.story.script import Story

FERRY = """\
story: Ferry
start: quay
variables:
  coins: {is: range 0..3, start: 1, clamp: true, meter: Coins, better: more}
  rope: {is: flag, pocket: "a rope"}
endings:
  across: {title: Across, kind: victory, line: The other side.}
  drowned: {title: Drowned, kind: death, line: The river.}
achievements:
  knots: {title: Knots, riddle: Tie., hint: Take the rope., told: You took it.}
  rich: {title: Rich, riddle: Earn., hint: Work., told: You worked.}
categories:
  any:
    title: Any%
    about: Across, somehow.
    endings: across
    splits:
      - {title: The hut, scene: hut}
      - {title: Two coins, when: coins >= 2}
      - {title: The boat, scene: boat}
  counted:
    title: Counted%
    about: Undo counts, pauses do not.
    endings: across
    undo: counted
    pause: true
    splits:
      - {title: The boat, scene: boat}
      - {title: Over, ending: across}
  tied:
    title: Tied%
    about: Across with the rope.
    endings: across
    when: rope
  low:
    title: Low%
    about: Across, with as few tropes as can be.
    endings: across
    order: fewest_achievements
---
scene: quay
title: The Quay
takes: 60s
text: A river. {First|Again}.
choices:
  - {say: To the hut., id: hut, go: hut}
  - {say: Into the boat., id: boat, when: coins >= 2, locked: Two coins., go: boat}
  - {say: Swim., id: swim, go: drowned}
  - {say: Balance on the chain., id: chain, when: rope and coins == 0, go: across}
---
scene: hut
title: The Hut
takes: 2m
text: A fire.
choices:
  - {say: Work., id: work, do: coins += 1, unlock: rich, go: hut}
  - {say: Take the rope., id: rope, once: true, do: [rope = true, coins -= 1], unlock: knots, go: hut}
  - {say: Out., id: out, go: quay}
---
scene: boat
title: The Boat
takes: 10m
text: It leaks.
choices:
  - {say: Row., id: row, do: coins -= 2, go: across}
  - {say: Back., id: back, go: quay}
---
scene: across
title: Across
text: There.
ending: across
---
scene: drowned
title: Down
text: Here.
ending: drowned
"""
SHORTEST = ("hut", "work", "out", "boat", "row")
"""A shortest run of any, by moves."""
START = "2026-01-01T00:00:00.000+00:00"


@cache
def ferry() -> Story:
    """The story."""
    return story_of(FERRY)


def story_of(text: str) -> Story:
    """A story of this YAML."""
    loaded = load_texts({"story.yaml": text})
    assert loaded.story is not None, [str(item) for item in loaded.diagnostics]
    return loaded.story


def find(rules: str) -> Story | None:
    """The ferry by its digest, and nothing else."""
    return ferry() if rules == ferry().rules_digest else None


def race_of(category: str = "any", story: Story | None = None, attempt: str = "a1") -> Race:
    """A race that has just begun."""
    story = story or ferry()
    header = header_of(story, category, attempt=attempt, started=START, runner="Ogarkov", timed=True)
    return Race(story, category, header)


def run_of(choices: Sequence[str] = SHORTEST, category: str = "any", story: Story | None = None) -> Race:
    """A race in which these choices were taken, a second each."""
    race = race_of(category, story)
    for number, choice in enumerate(choices, start=1):
        race.choose(choice, number * 1000)
    return race


def data_of(race: Race) -> bytes:
    """The file of a race."""
    return text_of(race.lines).encode()


def rewritten(replay: Replay, entries: Sequence[Entry], end: End | None = None) -> bytes:
    """The file with other entries and a new chain."""
    writer = ReplayWriter(replay.header)
    for entry in entries:
        writer.entry(entry)
    writer.end(end or replay.end)
    return text_of(writer.lines).encode()


def random_run(chance: random.Random, category: str) -> Race:
    """A run that reaches the goal by whatever way."""
    while True:
        race, at = race_of(category, attempt=f"{chance.random()}"), 0
        for _ in range(60):
            offered = [option.id for option in race.playthrough.options if option.takeable]
            if race.is_over or not offered:
                break
            at += chance.randint(1, 3000)
            may_undo = race.rules.category.undo == "counted" and race.playthrough.can_undo
            if race.rules.category.pause and chance.random() < 0.1:
                race.pause(at)
                at += chance.randint(1, 9000)
                race.pause(at)
            elif may_undo and chance.random() < 0.2:
                race.undo(at)
            else:
                race.choose(chance.choice(offered), at)
        if race.has_finished:
            return race


@cache
def honest_runs() -> tuple[Race, ...]:
    """A thousand runs of all categories that have nothing to hide."""
    chance = random.Random(3)
    categories = tuple(ferry().categories)
    return tuple(random_run(chance, categories[number % len(categories)]) for number in range(1000))


def umpired(category: str, entries: Sequence[Entry]) -> tuple[bool, End]:
    """Whether these entries are a run of a category of the ferry, and the end that they come to as far as they go.

    By the playthrough that players play, and by the ferry's rules as a person reads them.
    """
    has_freedom = category == "counted"
    played, moves, seconds, is_paused = Playthrough.start(ferry()), 0, ferry().machine.scenes[0].takes, False
    is_over = breaks = False
    for entry in entries:
        option = next((each for each in played.options if each.id == entry.choice), None)
        breaks |= is_over or is_paused != (entry.did == "resume")
        if entry.did in ("pause", "resume"):
            breaks |= not has_freedom
            is_paused = entry.did == "pause"
        elif entry.did == "undo":
            breaks |= not (has_freedom and played.can_undo)
            played, moves = played.undo(), moves + 1
        elif option is None or not option.takeable:
            breaks = True
        else:
            following = played.choose(entry.choice)
            moves, seconds = moves + 1, seconds + following.state.seconds - played.state.seconds
            played = following
        if breaks:
            break
        has_rope = "a rope" in played.pockets
        is_over = played.scene == "across" and (category != "tied" or has_rope)
    ending = played.ending.id if played.ending else None
    digest = state_digest(ferry().machine, played.state)
    at = entries[-1].at if entries else 0
    end = End(at, is_over, ending, moves, seconds, len(played.achievements), digest)
    return is_over and not breaks and not is_paused, end


def open_store(home: Path) -> Store:
    """What is kept below a folder."""
    return Store.open(Places(home))


def attempt(stable: Stable, times: Sequence[int], choices: Sequence[str] = SHORTEST) -> RaceKeeper:
    """An attempt whose choices come at these milliseconds; with fewer times than choices it is reset after them."""
    keeper = RaceKeeper(stable, runner="Ogarkov")
    for choice, at in zip(choices, times, strict=False):
        keeper.race.choose(choice, at)
        keeper.keep()
    if not keeper.race.is_over:
        keeper.race.reset((times[-1] if times else 0) + 100)
        keeper.keep()
    return keeper
