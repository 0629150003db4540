"""Replays hold together byte by byte, and are judged by what their choices come to."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Sequence

import pytest

from redheat_game.speedrun.course import Course, rules_of
from redheat_game.speedrun.race import end_of
from redheat_game.speedrun.replay import End, Entry, Replay, ReplayWriter, read_replay, text_of
from redheat_game.speedrun.verification import Verdict, verify
from redheat_game.story.digests import SEMANTICS_VERSION
from tests.routes import blessed, the_story

from .racing import FERRY, START, data_of, ferry, find, is_run, random_run, run_of, story_of

MUTATIONS = 10_000
HONEST = 1_000


def judged(data: bytes) -> Verdict:
    """The verdict on a file of the ferry."""
    return verify(data, find)


def rewritten(replay: Replay, entries: Sequence[Entry], end: End | None = None) -> bytes:
    """The file with other entries and a new chain."""
    writer = ReplayWriter(replay.header)
    for entry in entries:
        writer.entry(entry)
    writer.end(end or replay.end)
    return text_of(writer.lines).encode()


def test_the_format_is_as_it_is_documented() -> None:
    data = data_of(run_of())
    before = hashlib.sha256(b"redheat replay 1").hexdigest()
    lines = data.decode().splitlines()
    for line in lines:
        link = json.loads(line)["link"]
        assert line.endswith(f',"link":"{link}"}}')
        body = line[: -len(f',"link":"{link}"}}')]
        assert link == hashlib.sha256((before + body).encode()).hexdigest()
        before = link
    header, first, end = json.loads(lines[0]), json.loads(lines[1]), json.loads(lines[-1])
    assert (header["redheat"], header["semantics"], header["category"]) == (1, SEMANTICS_VERSION, "any")
    assert header["rules"] == ferry().rules_digest
    assert {**first, "link": ""} == {"at": 1000, "choose": "hut", "link": ""}
    assert (end["at"], end["end"], end["ending"], end["moves"], end["seconds"]) == (5000, "finished", "across", 5, 1020)


def test_a_run_is_valid_with_its_numbers() -> None:
    verdict = judged(data_of(run_of()))
    assert (verdict.code, verdict.category, verdict.ending) == ("valid", "Any%", "across")
    assert verdict.timing == (5000, 1020, 5)
    assert [(split.title, split.timing) for split in verdict.splits][2] == ("The boat", (4000, 960, 4))
    assert json.loads(json.dumps(verdict.to_json()))["real_ms"] == 5000


def test_ten_thousand_replays_with_one_other_byte_are_refused() -> None:
    chance, story = random.Random(1988), the_story()
    data = data_of(run_of(blessed("salute"), "salute", story))
    assert verify(data, lambda _: story).is_valid
    for _ in range(MUTATIONS):
        place = chance.randrange(len(data))
        other = chance.choice([byte for byte in range(256) if byte != data[place]])
        changed = data[:place] + bytes([other]) + data[place + 1 :]
        assert not verify(changed, lambda _: story).is_valid, (place, other)


def test_a_file_that_was_cut_anywhere_is_refused() -> None:
    data = data_of(run_of())
    for length in range(len(data)):
        assert not judged(data[:length]).is_valid


def test_lines_changed_dropped_added_or_swapped_without_a_new_chain_are_refused() -> None:
    chance = random.Random(7)
    ids = sorted({choice.id for scene in ferry().machine.scenes for choice in scene.choices})
    for _ in range(1000):
        lines = data_of(random_run(chance, "any")).splitlines(keepends=True)
        number = chance.randrange(1, len(lines) - 1)
        kind = chance.randrange(4)
        if kind == 0:
            values = json.loads(lines[number])
            other = chance.choice([name for name in ids if name != values["choose"]])
            lines[number] = lines[number].replace(f'"{values["choose"]}"'.encode(), f'"{other}"'.encode(), 1)
        elif kind == 1:
            del lines[number]
        elif kind == 2:
            lines.insert(number, lines[chance.randrange(1, len(lines) - 1)])
        else:
            other_number = chance.choice([each for each in range(1, len(lines)) if each != number])
            lines[number], lines[other_number] = lines[other_number], lines[number]
        assert judged(b"".join(lines)).code == "chain_broken"


def test_the_same_changes_with_a_new_chain_are_judged_on_their_merits() -> None:
    chance, seen = random.Random(11), set()
    ids = sorted({choice.id for scene in ferry().machine.scenes for choice in scene.choices})
    for _ in range(1000):
        category = chance.choice(["any", "tied", "low"])
        replay = read_replay(data_of(random_run(chance, category)))
        choices = list(replay.choices)
        number, kind = chance.randrange(len(choices)), chance.randrange(4)
        if kind == 0:
            choices[number] = chance.choice(ids)
        elif kind == 1:
            del choices[number]
        elif kind == 2:
            choices.insert(number, chance.choice(ids))
        else:
            other = chance.randrange(len(choices))
            choices[number], choices[other] = choices[other], choices[number]
        entries = [Entry(at * 10, "choose", choice) for at, choice in enumerate(choices, start=1)]
        course = Course(ferry().machine, rules_of(ferry(), category))
        try:
            for choice in choices:
                course.choose(choice)
        except ValueError:
            end = replay.end
        else:
            end = end_of(course, len(choices) * 10, finished=course.finished)
        verdict = judged(rewritten(replay, entries, end))
        assert verdict.is_valid == is_run(category, choices), (category, choices, verdict)
        seen.add(verdict.code)
    assert {"valid", "choice_not_available", "not_finished"} <= seen


def test_a_thousand_honest_runs_are_all_valid() -> None:
    chance = random.Random(3)
    for number in range(HONEST):
        category = ("any", "counted", "tied", "low")[number % 4]
        verdict = judged(data_of(random_run(chance, category)))
        assert verdict.is_valid, verdict


def entries_of(*choices: str) -> list[Entry]:
    return [Entry(at * 1000, "choose", choice) for at, choice in enumerate(choices, start=1)]


def refusal(entries: Sequence[Entry], category: str = "any", **claims: object) -> Verdict:
    """The verdict on a run with these entries, whose end claims what the shortest run came to but for `claims`."""
    replay = read_replay(data_of(run_of(category=category)))
    return judged(rewritten(replay, entries, End(**{**vars(replay.end), **claims})))


def test_what_is_refused_says_why_and_where() -> None:
    good = entries_of("hut", "work", "out", "boat", "row")
    found = refusal(entries_of("hut", "out", "boat", "row"))
    assert (found.code, found.line) == ("choice_not_available", 4)
    assert "'boat' cannot be chosen in 'quay'" in found.message
    assert refusal([*good[:2], Entry(2500, "undo"), *good[2:]]).code == "undo_not_allowed"
    assert refusal([*good[:2], Entry(2500, "pause"), *good[2:]]).code == "pause_not_allowed"
    assert refusal([*good[:2], Entry(2000, "choose", "out"), *good[3:]]).code == "clock_impossible"
    assert refusal(good, at=4999).code == "clock_impossible"
    assert refusal(good, at=6000).code == "clock_impossible"
    for claim in ({"moves": 4}, {"seconds": 1}, {"achievements": 0}, {"state": "0" * 64}, {"ending": "drowned"}):
        assert refusal(good, **claim).code == "claims_differ", claim
    assert refusal(good, finished=False).code == "claims_differ"
    paused = [Entry(500, "pause"), *entries_of("hut")]
    assert refusal(paused, "counted").code == "clock_impossible"
    assert refusal([Entry(500, "resume"), *good], "counted").code == "clock_impossible"


def test_a_run_that_stops_short_does_not_reach_its_goal() -> None:
    course = Course(ferry().machine, rules_of(ferry(), "any"))
    course.choose("swim")
    end = vars(end_of(course, 1000, finished=True))
    found = refusal(entries_of("swim"), **end)
    assert found.code == "goal_not_reached"
    assert "'drowned'" in found.message
    race = run_of(("hut",))
    race.reset(1500)
    assert judged(data_of(race)).code == "not_finished"


def test_a_run_belongs_to_its_rules() -> None:
    data = data_of(run_of())
    assert verify(data, lambda _: None).code == "story_differs"
    typo = story_of(FERRY.replace("A fire.", "A small fire."))
    assert typo.rules_digest == ferry().rules_digest
    assert verify(data, {typo.rules_digest: typo}.get).is_valid
    longer = story_of(FERRY.replace("takes: 10m", "takes: 11m"))
    assert verify(data, {longer.rules_digest: longer}.get).code == "story_differs"
    # a judge who is given the wrong story for a digest sees that something is wrong
    assert verify(data, lambda _: longer).code == "claims_differ"
    ruled = story_of(FERRY.replace("endings: across\n    when: rope", "endings: across\n    undo: counted"))
    tied = data_of(run_of(("hut", "rope", "out", "chain"), "tied"))
    assert verify(tied, lambda _: ruled).code == "category_differs"


def test_other_semantics_are_not_judged() -> None:
    header = read_replay(data_of(run_of())).header
    writer = ReplayWriter(type(header)(**{**vars(header), "semantics": SEMANTICS_VERSION + 1}))
    writer.end(read_replay(data_of(run_of())).end)
    assert judged(text_of(writer.lines).encode()).code == "semantics_differ"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"\n",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"redheat":' + b"[" * 100_000 + b"\n",
        b'{"redheat":1}\n{"redheat":1}\n',
        b"PK\x03\x04" + b"\0" * 500,
    ],
)
def test_what_is_no_replay_is_told_so(data: bytes) -> None:
    assert judged(data).code in ("malformed", "chain_broken")


@pytest.mark.parametrize(
    "body",
    [
        '{"at":1.0,"choose":"hut"}',
        '{"at":-1,"choose":"hut"}',
        '{"at":01,"choose":"hut"}',
        '{"at":true,"choose":"hut"}',
        '{"at": 1,"choose":"hut"}',
        '{"at":1,"at":2,"choose":"hut"}',
        '{"at":1,"choose":"hut","undo":true}',
        '{"at":1,"choose":["hut"]}',
        '{"at":1,"choose":"\\u0068ut"}',
        '{"at":1,"undo":false}',
        '{"at":999999999999,"choose":"hut"}',
        '{"at":1,"fly":true}',
        '["at","choose"]',
    ],
)
def test_there_is_one_way_to_write_an_entry(body: str) -> None:
    race = run_of()
    lines: list[str] = []
    before = hashlib.sha256(b"redheat replay 1").hexdigest()
    for line in [race.lines[0].partition(',"link"')[0] + "}", body, race.lines[-1].partition(',"link"')[0] + "}"]:
        before = hashlib.sha256((before + line[:-1]).encode()).hexdigest()
        lines.append(f'{line[:-1]},"link":"{before}"}}')
    verdict = judged(text_of(lines).encode())
    assert verdict.code == "malformed", verdict


def test_a_header_with_control_characters_is_refused() -> None:
    header = read_replay(data_of(run_of())).header
    writer = ReplayWriter(type(header)(**{**vars(header), "runner": "\x1b]0;gone\x07"}))
    writer.end(read_replay(data_of(run_of())).end)
    assert judged(text_of(writer.lines).encode()).code == "malformed"


def test_a_header_is_bound_to_a_start() -> None:
    header = read_replay(data_of(run_of())).header
    assert header.started == START
    writer = ReplayWriter(type(header)(**{**vars(header), "started": "yesterday"}))
    writer.end(read_replay(data_of(run_of())).end)
    assert judged(text_of(writer.lines).encode()).code == "malformed"
