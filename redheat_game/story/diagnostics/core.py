"""What a diagnostic is, and the report that collects them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from redheat_game.story.source import Span

Severity = Literal["error", "warning"]


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
    bad: str | Callable[[], str | bytes]
    """An example file that triggers exactly this diagnostic, laid over the story of `EXAMPLE_STORY`."""
    good: str
    """The example put right: it triggers nothing."""
    severity: Severity = "error"


@dataclass(frozen=True)
class Diagnostic:
    """One mistake found at one place."""

    definition: Definition
    message: str
    span: Span | None
    suggestion: str | None = None
    remedy: str = ""

    @property
    def code(self) -> str:
        """The definition's code, such as `RH041`."""
        return self.definition.code

    @property
    def severity(self) -> Severity:
        """`error`, or `warning` for what a story may live with."""
        return self.definition.severity

    def to_json(self) -> dict[str, str | int | None]:
        """A flat object for other programs; line and column count from 1."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "file": self.span.file.name if self.span else None,
            "line": self.span.line if self.span else None,
            "column": self.span.column if self.span else None,
            "suggestion": self.suggestion,
        }


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like `name`, or None where none comes near."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


@dataclass
class Report:
    """Collects diagnostics while a story is read; nothing stops at the first."""

    diagnostics: list[Diagnostic] = field(default_factory=list)

    def add(self, definition: Definition, span: Span | None, *, suggestion: str | None = None, **facts: object) -> None:
        """Record that `definition` applies at `span`; `facts` fill its templates."""
        message = definition.message.format(**facts)
        if suggestion:
            message += f"; did you mean `{suggestion}`?"
        found = Diagnostic(definition, message, span, suggestion, definition.remedy.format(**facts))
        if found not in self.diagnostics[-8:]:
            self.diagnostics.append(found)

    @property
    def has_errors(self) -> bool:
        """Whether anything was found that keeps the story from running."""
        return any(item.severity == "error" for item in self.diagnostics)

    def sorted(self) -> list[Diagnostic]:
        """All that was found, in the order of files, lines and columns."""
        return sorted(
            self.diagnostics,
            key=lambda item: (
                (item.span.file.name, item.span.line, item.span.column) if item.span else ("", 0, 0),
                item.code,
            ),
        )
