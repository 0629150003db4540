"""The words that an author wrote, got out of prose with all its branches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from redheat_game.story.prose import Alternatives, Conditional, Emphasis, Prose, Value, Words

WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
VALUE = "#"
"""Stands for a value in a text: it is read as one word and belongs to no phrase."""
_PARAGRAPHS = re.compile(r"\n\s*\n")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)]*\s+")


def count_words(text: str) -> int:
    """The words of a text; a value counts as one."""
    return len(WORD.findall(text)) + text.count(VALUE)


@dataclass(frozen=True)
class Reading:
    """Text as it may stand on the screen."""

    text: str
    begins_sentence: bool
    """Whether its first word begins a sentence, as far as can be told."""


def readings(prose: Prose) -> Iterator[Reading]:
    """The prose with the first of all branches, then each other branch by itself."""
    others: list[Prose] = []
    yield Reading(_main(prose, others), True)
    for other in others:
        for reading in readings(other):
            text = reading.text.lstrip()
            if text:
                yield Reading(text, reading.begins_sentence and text[0].isupper())


def _main(prose: Prose, others: list[Prose]) -> str:
    parts = []
    for piece in prose:
        match piece:
            case Words(text):
                parts.append(text)
            case Value():
                parts.append(VALUE)
            case Emphasis(_, inner):
                parts.append(_main(inner, others))
            case Conditional(_, then, otherwise):
                parts.append(_main(then, others))
                others.append(otherwise)
            case Alternatives(_, _, branches):
                parts.append(_main(branches[0], others))
                others.extend(branches[1:])
    return "".join(parts)


def written_words(prose: Prose) -> int:
    """All words of the prose, those of every branch."""
    return sum(count_words(reading.text) for reading in readings(prose))


def longest_reading(prose: Prose) -> int:
    """The words that a player reads at most in one entry, each branch at its longest."""
    total = 0
    for piece in prose:
        match piece:
            case Words(text):
                total += count_words(text)
            case Value():
                total += 1
            case Emphasis(_, parts):
                total += longest_reading(parts)
            case Conditional(_, then, otherwise):
                total += max(longest_reading(then), longest_reading(otherwise))
            case Alternatives(_, _, branches):
                total += max(longest_reading(branch) for branch in branches)
    return total


def paragraphs(text: str, speakers: frozenset[str]) -> Iterator[tuple[bool, str]]:
    """The paragraphs of a text: whether somebody speaks it, and its words without the speaker's name."""
    for block in _PARAGRAPHS.split(text):
        lines: list[str] = []
        spoken = False
        for line in block.split("\n"):
            name, colon, said = line.strip().partition(":")
            if colon and name in speakers:
                if lines:
                    yield spoken, " ".join(lines)
                lines, spoken = [said.strip()], True
            elif line.strip():
                lines.append(line.strip())
        if lines:
            yield spoken, " ".join(lines)


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph."""
    return [sentence for sentence in _SENTENCE_END.split(paragraph) if WORD.search(sentence)]
