"""What was tampered with is refused, ten thousand times each; what is honest never is."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence

from redheat_game.speedrun.replay import Entry, read_replay
from redheat_game.speedrun.verification import verify
from redheat_game.story.script import Story
from tests.routes import FOLDER, blessed, the_story

from .racing import data_of, ferry, find, honest_runs, rewritten, run_of, umpired

MUTATIONS = 10_000
IDS = sorted({choice.id for scene in ferry().machine.scenes for choice in scene.choices})
KINDS = ("changed", "dropped", "added", "swapped")


def find_both(rules: str) -> Story | None:
    """The ferry and the game by their digests."""
    return {each.rules_digest: each for each in (ferry(), the_story())}.get(rules)


def test_a_thousand_honest_runs_are_all_valid() -> None:
    runs = honest_runs()
    assert len({data_of(race) for race in runs}) == len(runs) == 1000
    for race in runs:
        verdict = verify(data_of(race), find)
        assert verdict.is_valid, verdict


def test_the_blessed_routes_of_the_game_are_valid_runs() -> None:
    judged = 0
    for category in the_story().categories.values():
        for name in category.endings if category.condition is None else ():
            if (FOLDER / f"{name}.json").exists():
                verdict = verify(data_of(run_of(blessed(name), category.id, the_story())), find_both)
                assert (verdict.code, verdict.ending) == ("valid", name)
                judged += 1
    assert judged


def test_ten_thousand_replays_with_one_other_byte_are_refused() -> None:
    chance = random.Random(1988)
    files = [*map(data_of, honest_runs()), *[data_of(run_of(blessed("salute"), "salute", the_story()))] * 500]
    for _ in range(MUTATIONS):
        data = chance.choice(files)
        place = chance.randrange(len(data))
        other = chance.choice([byte for byte in range(256) if byte != data[place]])
        changed = data[:place] + bytes([other]) + data[place + 1 :]
        assert not verify(changed, find_both).is_valid, (data, place, other)


def with_one_other(chance: random.Random, kind: str, entries: Sequence[Entry], new: Entry) -> list[Entry]:
    """The entries with one changed, dropped, added (`new`), or two swapped; what they did, not when."""
    did = [(entry.did, entry.choice) for entry in entries]
    number = chance.randrange(len(did))
    if kind == "changed":
        did[number] = (new.did, new.choice)
    elif kind == "dropped":
        del did[number]
    elif kind == "added":
        did.insert(chance.randrange(len(did) + 1), (new.did, new.choice))
    else:
        other = chance.randrange(len(did))
        did[number], did[other] = did[other], did[number]
    return [Entry(at * 10, each, choice) for at, (each, choice) in enumerate(did, start=1)]


def test_ten_thousand_replays_with_other_lines_and_the_old_chain_are_refused() -> None:
    chance, files = random.Random(7), [data_of(race) for race in honest_runs()]
    done: Counter[str] = Counter()
    while done.total() < MUTATIONS:
        lines = chance.choice(files).splitlines(keepends=True)
        before, kind = list(lines), chance.choice(KINDS)
        number, other = chance.randrange(1, len(lines) - 1), chance.randrange(1, len(lines))
        if kind == "changed":
            values = json.loads(lines[number])
            name = chance.choice(IDS)
            lines[number] = lines[number].replace(f'"{values.get("choose")}"'.encode(), f'"{name}"'.encode(), 1)
        elif kind == "dropped":
            del lines[number]
        elif kind == "added":
            lines.insert(number, chance.choice(chance.choice(files).splitlines(keepends=True)[1:]))
        else:
            lines[number], lines[other] = lines[other], lines[number]
        if lines != before:
            done[kind] += 1
            verdict = verify(b"".join(lines), find)
            assert verdict.code == "chain_broken", (kind, verdict)
    assert min(done.values()) > MUTATIONS // 10


def test_ten_thousand_replays_with_other_lines_and_a_new_chain_are_judged_on_their_merits() -> None:
    chance = random.Random(11)
    replays = [read_replay(data_of(race)) for race in honest_runs()]
    seen: Counter[str] = Counter()
    news = [Entry(0, "choose", name) for name in IDS] + [Entry(0, "undo"), Entry(0, "pause"), Entry(0, "resume")]
    for number in range(MUTATIONS):
        replay = chance.choice(replays)
        entries = with_one_other(chance, KINDS[number % 4], replay.entries, chance.choice(news))
        is_run, end = umpired(replay.header.category, entries)
        verdict = verify(rewritten(replay, entries, end), find)
        assert verdict.is_valid == is_run, (replay.header.category, entries, verdict)
        seen[verdict.code] += 1
    expected = ("valid", "choice_not_available", "undo_not_allowed", "pause_not_allowed", "clock_impossible")
    assert all(seen[code] > 50 for code in (*expected, "not_finished")), seen
