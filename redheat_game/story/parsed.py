"""Keeps what expressions and passages were parsed to, so that the same words are parsed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from redheat_game.story.expressions import Scope
from redheat_game.story.machine import Variable
from redheat_game.story.prose_parser import Counters

Result = TypeVar("Result")
Question = tuple[str, Any]
"""What a text asked of the place where it stands: `seen` with a scene, `saturating` or `cycling` with a number."""


class Parsed:
    """What words were parsed to in this reading of a story and in the one before.

    Words mean the same while the declared variables are the same and the place where they stand gives the same answers
    to what they ask of it. It is asked each time, for that is also how the variables that count entries come to be.
    What a mistake was reported of is never kept.
    """

    def __init__(self) -> None:
        self._declared: Mapping[str, tuple[int, Variable]] = {}
        self._before: dict[Any, tuple[list[tuple[Question, Any]], Any]] = {}
        self._now: dict[Any, tuple[list[tuple[Question, Any]], Any]] = {}

    def begin(self, declared: Mapping[str, tuple[int, Variable]], *, is_broken: bool = False) -> None:
        """A story with these variables is read from here on; what the one before it did not use is forgotten.

        Nothing is forgotten for a story of which some declaration is broken, and nothing of it is kept.
        """
        if is_broken:
            return
        self._before = self._now if declared == self._declared else {}
        self._now = {}
        self._declared = declared

    def once(
        self,
        key: tuple[object, ...],
        scope: Scope,
        counters: Counters | None,
        parse: Callable[[Scope, Counters | None], Result],
    ) -> Result:
        """What `parse` gives, or gave before.

        Args:
            key: the words, and whatever else of them `parse` goes by.
            scope: what they may name.
            counters: what alternatives go by where they stand.
            parse: parses them, with a scope and counters of the same answers.
        """
        # a name may be passed over because its declaration is broken: that is no lasting meaning
        if scope.broken:
            return parse(scope, counters)
        known = self._now.get(key) or self._before.get(key)
        if known is not None and all(_answer(asked, scope, counters) == answer for asked, answer in known[0]):
            self._now[key] = known
            result: Result = known[1]
            return result
        noted: list[tuple[Question, Any]] = []

        def note(question: Question) -> Any:
            answer = _answer(question, scope, counters)
            noted.append((question, answer))
            return answer

        reports = scope.report.calls
        noting = None
        if counters is not None:
            noting = Counters(lambda entries: note(("saturating", entries)), lambda length: note(("cycling", length)))
        result = parse(replace(scope, seen=lambda scene: note(("seen", scene))), noting)
        if scope.report.calls == reports:
            self._now[key] = noted, result
        return result


def _answer(question: Question, scope: Scope, counters: Counters | None) -> Any:
    """What the place says to a question; None where the scene asked for is not there any more."""
    kind, about = question
    if kind == "seen":
        return scope.seen(about) if about in scope.scenes else None
    assert counters is not None
    return counters.saturating(about) if kind == "saturating" else counters.cycling(about)
