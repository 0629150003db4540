"""Replays hold together byte by byte, and are judged by what their choices come to."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pytest

from redheat_game.speedrun.course import Course, rules_of
from redheat_game.speedrun.race import end_of, header_of
from redheat_game.speedrun.replay import End, Entry, ReplayWriter, read_replay, text_of
from redheat_game.speedrun.verification import Code, Verdict, verify
from redheat_game.story.digests import SEMANTICS_VERSION

from .racing import FERRY, START, data_of, ferry, find, rewritten, run_of, story_of

ROOT = Path(__file__).parents[2]


def judged(data: bytes) -> Verdict:
    """The verdict on a file of the ferry."""
    return verify(data, find)


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


def test_a_file_that_was_cut_anywhere_is_refused() -> None:
    data = data_of(run_of())
    for length in range(len(data)):
        assert not judged(data[:length]).is_valid


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


def test_a_category_that_the_story_does_not_have_is_unknown() -> None:
    replay = read_replay(data_of(run_of()))
    writer = ReplayWriter(type(replay.header)(**{**vars(replay.header), "category": "glitchless"}))
    for entry in replay.entries:
        writer.entry(entry)
    writer.end(replay.end)
    found = judged(text_of(writer.lines).encode())
    assert (found.code, found.message) == ("category_unknown", "the story has no category 'glitchless'")


def test_a_choice_at_which_the_story_fails_is_named() -> None:
    # without a clamp the boat takes more coins than there are
    story = story_of(
        FERRY.replace(", clamp: true", "").replace("do: coins -= 2, go: across", "do: coins -= 3, go: across")
    )
    header = header_of(story, "any", attempt="a", started=START, runner="", timed=True)
    writer = ReplayWriter(header)
    for entry in entries_of("hut", "work", "out", "boat", "row"):
        writer.entry(entry)
    writer.end(read_replay(data_of(run_of())).end)
    found = verify(text_of(writer.lines).encode(), {story.rules_digest: story}.get)
    assert (found.code, found.line) == ("story_fault", 6)
    assert "coins would become -1" in found.message


def test_every_code_is_documented_and_no_other() -> None:
    table = re.findall(r"^\| (`.*?) \|", (ROOT / "docs" / "racing.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", " ".join(table))) == sorted(get_args(Code))


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
