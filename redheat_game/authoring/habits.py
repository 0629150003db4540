"""Habits of a story's prose: phrases that come back, and how its sentences begin."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from redheat_game.authoring.readings import VALUE, WORD, paragraphs, readings, sentences
from redheat_game.story.script import SceneScript, Story

PHRASE_LENGTHS = range(3, 7)
LEAST_SCENES = 3
"""Scenes in which words must come back to be a pet phrase."""
ROW = 3
"""Sentences of one paragraph that begin alike and in a row before that is told."""
COMMON = frozenset(
    WORD.findall(
        """
    a about after all an and any are as at be been before but by can could did do does down for from get go goes had
    has have he her here him his how i if in into is it its it's like me more my no not now of off on one or out over
    says she so some than that that's the their them then there there's they this through to too two under up was way
    we were what when where which who will with would you your you're
    """
    )
)


@dataclass(frozen=True)
class Phrase:
    """Words that come back."""

    words: str
    times: int
    scenes: tuple[str, ...]


@dataclass(frozen=True)
class Opening:
    """How sentences begin."""

    words: str
    times: int
    share: float
    """Of all sentences, 0 to 1."""


@dataclass(frozen=True)
class Row:
    """Sentences in a row that begin alike."""

    scene: str
    word: str
    times: int
    begins: str
    """The first of them."""


@dataclass(frozen=True)
class Habits:
    """What the prose of a story does again and again."""

    sentences: int
    phrases: tuple[Phrase, ...]
    openings: tuple[Opening, ...]
    two_word_openings: tuple[Opening, ...]
    rows: tuple[Row, ...]


def habits_of(story: Story) -> Habits:
    """The habits of a story's passages, the most striking first."""
    speakers = frozenset(member.name for member in story.cast.values())
    times: Counter[tuple[str, ...]] = Counter()
    places: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    first: Counter[str] = Counter()
    first_two: Counter[str] = Counter()
    rows: list[Row] = []
    for machine_scene, scene in zip(story.machine.scenes, story.scenes, strict=True):
        for text, begins in _paragraphs(scene, speakers):
            found = sentences(text)
            openings = []
            for position, sentence in enumerate(found):
                words = [word.lower().replace("’", "'") for word in WORD.findall(sentence)]
                for gram in _phrases(sentence):
                    times[gram] += 1
                    places[gram].add(machine_scene.id)
                if position or begins:
                    openings.append((words[0], sentence))
                    first[words[0]] += 1
                    if len(words) > 1:
                        first_two[" ".join(words[:2])] += 1
            rows += _rows(machine_scene.id, openings)
    total = first.total()
    return Habits(
        total,
        tuple(_pet_phrases(times, places)),
        tuple(_openings(first, total)),
        tuple(_openings(first_two, total)),
        tuple(sorted(rows, key=lambda row: -row.times)),
    )


def _paragraphs(scene: SceneScript, speakers: frozenset[str]) -> Iterator[tuple[str, bool]]:
    for reading in readings(scene.prose):
        for position, (_, text) in enumerate(paragraphs(reading.text, speakers)):
            yield text, reading.begins_sentence or position > 0


def _phrases(sentence: str) -> Iterator[tuple[str, ...]]:
    """Every few words of the sentence that stand together, if one of them is more than grammar."""
    for part in sentence.split(VALUE):
        words = [word.lower().replace("’", "'") for word in WORD.findall(part)]
        for length in PHRASE_LENGTHS:
            for start in range(len(words) - length + 1):
                gram = tuple(words[start : start + length])
                if any(word not in COMMON for word in gram):
                    yield gram


def _pet_phrases(times: Counter[tuple[str, ...]], places: dict[tuple[str, ...], set[str]]) -> Iterator[Phrase]:
    wanted = {gram: count for gram, count in times.items() if len(places[gram]) >= LEAST_SCENES}
    inside: dict[tuple[str, ...], int] = {}
    for gram, count in wanted.items():
        for part in (gram[1:], gram[:-1]):
            inside[part] = max(inside.get(part, 0), count)
    for gram, count in sorted(wanted.items(), key=lambda item: (-item[1] * (len(item[0]) - 1), item[0])):
        # words that mostly come within a longer phrase are told there
        if inside.get(gram, 0) * 4 < count * 3:
            yield Phrase(" ".join(gram), count, tuple(sorted(places[gram])))


def _openings(counted: Counter[str], total: int) -> Iterator[Opening]:
    for words, count in counted.most_common():
        yield Opening(words, count, count / total)


def _rows(scene: str, openings: list[tuple[str, str]]) -> Iterator[Row]:
    start = 0
    for position in range(1, len(openings) + 1):
        if position == len(openings) or openings[position][0] != openings[start][0]:
            if position - start >= ROW:
                yield Row(scene, openings[start][0], position - start, openings[start][1])
            start = position
