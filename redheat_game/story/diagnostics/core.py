"""What a diagnostic is, and the report that collects them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from redheat_game.story.source import Span

Severity = Literal["error", "warning"]

MAX_DIAGNOSTICS = 1_000
"""More are not collected: nobody reads them, and a hostile file could have millions."""
MAX_COMPARED = 50_000
"""Known names that are looked at for suggestions in one report."""
MAX_QUOTED = 300
"""Characters of an author's that a message repeats."""
LAST_CAUSE = "RH040"
"""Up to this code mistakes are of files, of shapes, and of ids that are declared twice."""


@dataclass(frozen=True)
class Definition:
    """One kind of mistake: everything that is ever said about it, in one place."""

    code: str
    """`RH` and three digits; never reused."""
    message: str
    """A template; its `{names}` are filled by the report."""
    remedy: str
    """What to do about it, in one sentence (a template too)."""
    explanation: str
    """What it means, why it matters and what to do, for somebody who is no programmer."""
    bad: str
    """An example file that triggers exactly this diagnostic, laid beside `EXAMPLE_STORY`."""
    good: str
    """The example put right: it triggers nothing."""
    severity: Severity = "error"
    make_bad: Callable[[], str | bytes] | None = None
    """Makes the bad example where it is too long or too strange to print; `bad` then only describes it."""
    described: bool = False
    """Both examples are descriptions: of folders, or of a whole story."""
    alone: bool = False
    """The examples are whole stories, beside which `EXAMPLE_STORY` is left out."""
    by_proof: bool = False
    """Loading does not find it, proof does. The examples are whole stories."""


@dataclass(frozen=True)
class Diagnostic:
    """One mistake found at one place."""

    definition: Definition
    message: str
    span: Span | None
    suggestion: str | None = None
    remedy: str = ""
    notes: tuple[str, ...] = ()
    """Lines of detail: a condition that fails, choices that lead there."""

    @property
    def code(self) -> str:
        """The definition's code, such as `RH041`."""
        return self.definition.code

    @property
    def severity(self) -> Severity:
        """`error`, or `warning` for what a story may live with."""
        return self.definition.severity

    def to_json(self) -> dict[str, str | int | list[str] | None]:
        """An object for other programs; line and column count from 1."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "file": self.span.file.name if self.span else None,
            "line": self.span.line if self.span else None,
            "column": self.span.column if self.span else None,
            "suggestion": self.suggestion,
            "notes": list(self.notes),
        }


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like `name`, or None where none comes near."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


class TooManyMistakes(Exception):
    """Raised by a report that is full."""


def _on_one_line(fact: object) -> str:
    """The fact as a message may repeat it: short, and without line breaks."""
    text = " ".join(str(fact).split())
    return text if len(text) <= MAX_QUOTED else text[: MAX_QUOTED - 1] + "…"


def diagnosed(
    definition: Definition,
    span: Span | None,
    facts: Mapping[str, object],
    *,
    suggestion: str | None = None,
    notes: Iterable[str] = (),
) -> Diagnostic:
    """The diagnostic that says `definition` of `span`; `facts` fill its templates."""
    told = {name: _on_one_line(fact) for name, fact in facts.items()}
    message = definition.message.format(**told)
    if suggestion:
        message += f"; did you mean `{suggestion}`?"
    return Diagnostic(definition, message, span, suggestion, definition.remedy.format(**told), tuple(notes))


@dataclass
class Report:
    """Collects diagnostics while a story is read; nothing stops at the first."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    _known: set[tuple[str, str, Span | None]] = field(default_factory=set)
    _compared: int = 0
    calls: int = 0
    """How often something was to be recorded, whether or not it was known already."""

    def nearest(self, name: str, known: Collection[str]) -> str | None:
        """The known name most like `name`, as long as this report has not looked through too many."""
        self._compared += len(known)
        return nearest(name, known) if self._compared <= MAX_COMPARED else None

    def add(self, definition: Definition, span: Span | None, *, suggestion: str | None = None, **facts: object) -> None:
        """Record, once, that `definition` applies at `span`; `facts` fill its templates.

        Raises:
            TooManyMistakes: the report is full.
        """
        self.calls += 1
        found = diagnosed(definition, span, facts, suggestion=suggestion)
        if (definition.code, found.message, span) in self._known:
            return
        if len(self.diagnostics) >= MAX_DIAGNOSTICS:
            raise TooManyMistakes
        self._known.add((definition.code, found.message, span))
        self.diagnostics.append(found)

    def repeat(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Record what was found before, in what has not changed since.

        Raises:
            TooManyMistakes: the report is full.
        """
        for item in diagnostics:
            known = (item.code, item.message, item.span)
            if known not in self._known:
                if len(self.diagnostics) >= MAX_DIAGNOSTICS:
                    raise TooManyMistakes
                self._known.add(known)
                self.diagnostics.append(item)

    @property
    def has_errors(self) -> bool:
        """Whether anything was found that keeps the story from running."""
        return any(item.severity == "error" for item in self.diagnostics)

    def sorted(self) -> list[Diagnostic]:
        """All that was found, in the order of files, lines and columns; what breaks a file, a document or an id
        stands first, for the rest may only follow from it."""
        return sorted(
            self.diagnostics,
            key=lambda item: (
                not (item.severity == "error" and item.code <= LAST_CAUSE),
                (item.span.file.name, item.span.line, item.span.column) if item.span else ("", 0, 0),
                item.code,
            ),
        )
