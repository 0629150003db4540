"""From prose and values to what is read: paragraphs of styled runs, never markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from redheat_game.engine.state import State
from redheat_game.story.conditions import compiled
from redheat_game.story.machine import Machine
from redheat_game.story.prose import (
    Alternatives,
    Conditional,
    Emphasis,
    Prose,
    Value,
    Words,
    chosen_branch,
    variables_read,
)
from redheat_game.story.script import Story

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style."""

    text: str
    emphasis: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: narrated, or spoken by a member of the cast."""

    runs: tuple[Run, ...]
    speaker: str | None = None
    """The id of the cast member who speaks."""

    @property
    def text(self) -> str:
        """The words without their style."""
        return "".join(run.text for run in self.runs)


def render(story: Story, prose: Prose, state: State) -> tuple[Paragraph, ...]:
    """The paragraphs of `prose` as they read in `state`, the scene of `state` being entered already."""
    page = _page_of(story, prose)
    return page.kept(page.paragraphs, state, lambda: tuple(_paragraphs(story, page, state)))


def render_line(story: Story, prose: Prose, state: State) -> tuple[Run, ...]:
    """The runs of prose that is one line, such as the words of a choice."""
    page = _page_of(story, prose)
    lines = _lines(story, prose, state)
    return page.kept(page.lines, state, lambda: tuple(_tidied([run for line in lines for run in line])))


class _Page:
    """Prose, and how it read before: what it reads like depends on a few variables alone."""

    KEPT = 100

    def __init__(self, story: Story, prose: Prose) -> None:
        self.prose = prose
        self.cast = story.cast
        self.speakers = {member.name: name for name, member in story.cast.items()}
        self.reads = tuple(sorted(set(variables_read(prose))))
        self.paragraphs: dict[tuple[int, ...], tuple[Paragraph, ...]] = {}
        self.lines: dict[tuple[int, ...], tuple[Run, ...]] = {}

    def kept(self, before: dict[tuple[int, ...], T], state: State, make: Callable[[], T]) -> T:
        """What was made before from the same values, else what `make` makes."""
        values = state.values
        key = tuple([values[number] for number in self.reads])
        made = before.get(key)
        if made is None:
            if len(before) >= self.KEPT:
                before.clear()
            made = before[key] = make()
        return made


@lru_cache(maxsize=16)
def _pages_of(machine: Machine) -> dict[int, _Page]:  # noqa: ARG001 - it is the key
    """The pages of the story with this very machine, by the identity of their prose, which they keep alive."""
    return {}


def _page_of(story: Story, prose: Prose) -> _Page:
    pages = _pages_of(story.machine)
    page = pages.get(id(prose))
    if page is None or page.cast is not story.cast:
        page = pages[id(prose)] = _Page(story, prose)
    return page


def _paragraphs(story: Story, page: _Page, state: State) -> Iterator[Paragraph]:
    lines: list[list[Run]] = []
    for line in _lines(story, page.prose, state):
        blank = not any(run.text.strip() for run in line)
        if lines and (blank or _speaker_of(line, page.speakers)):
            yield from _paragraph(lines, page.speakers)
            lines = []
        if not blank:
            lines.append(line)
    if lines:
        yield from _paragraph(lines, page.speakers)


def _paragraph(lines: list[list[Run]], speakers: Mapping[str, str]) -> Iterator[Paragraph]:
    """The paragraph of these lines, unless there is nothing to read in it."""
    speaker, runs = _spoken(lines, speakers)
    tidy = tuple(_tidied(runs))
    if tidy:
        yield Paragraph(tidy, speaker)


def _runs(story: Story, prose: Prose, values: Sequence[int], emphasis: bool, strong: bool) -> Iterator[Run]:
    for piece in prose:
        match piece:
            case Words(text):
                yield Run(text, emphasis, strong)
            case Emphasis(is_strong, parts):
                yield from _runs(story, parts, values, emphasis or not is_strong, strong or is_strong)
            case Value(variable):
                words = story.machine.variables[variable].words
                value = values[variable]
                yield Run(words[value].replace("_", " ") if words else str(value), emphasis, strong)
            case Conditional(condition, then, otherwise):
                chosen = then if compiled(condition)(values) else otherwise
                yield from _runs(story, chosen, values, emphasis, strong)
            case Alternatives(_, counter, branches):
                branch = chosen_branch(piece, values[counter])
                if branch is not None:
                    yield from _runs(story, branches[branch], values, emphasis, strong)


def _lines(story: Story, prose: Prose, state: State) -> Iterator[list[Run]]:
    """The runs cut at line breaks; each break is a space in the style in which it stands."""
    line: list[Run] = []
    for run in _runs(story, prose, state.values, False, False):
        *ended, last = run.text.split("\n")
        for text in ended:
            yield [*line, Run(text + " ", run.emphasis, run.strong)]
            line = []
        line.append(Run(last, run.emphasis, run.strong))
    yield line


def _speaker_of(line: Sequence[Run], speakers: Mapping[str, str]) -> str | None:
    text = "".join(run.text for run in line).lstrip()
    name, colon, _ = text.partition(":")
    return speakers.get(name) if colon else None


def _spoken(lines: list[list[Run]], speakers: Mapping[str, str]) -> tuple[str | None, list[Run]]:
    """The paragraph's speaker, and its runs without the name that begins it."""
    speaker = _speaker_of(lines[0], speakers)
    runs = [run for line in lines for run in line]
    if speaker is None:
        return None, runs
    position = 0
    while ":" not in runs[position].text:
        position += 1
    first = runs[position]
    return speaker, [Run(first.text.partition(":")[2], first.emphasis, first.strong), *runs[position + 1 :]]


def _tidied(runs: Sequence[Run]) -> Iterator[Run]:
    """The runs with white space made single spaces, none at either end, and neighbours of one style joined."""
    tidy: list[Run] = []
    space = True
    for run in runs:
        text = re.sub(r"\s+", " ", run.text)
        if space:
            text = text.lstrip(" ")
        if not text:
            continue
        space = text.endswith(" ")
        if tidy and (tidy[-1].emphasis, tidy[-1].strong) == (run.emphasis, run.strong):
            text = tidy.pop().text + text
        tidy.append(Run(text, run.emphasis, run.strong))
    while tidy and not tidy[-1].text.strip():
        tidy.pop()
    if tidy:
        last = tidy.pop()
        tidy.append(Run(last.text.rstrip(" "), last.emphasis, last.strong))
    yield from tidy
