"""Diagnostics told to people and to other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from redheat_game.story.diagnostics import DEFINITIONS, Definition, Diagnostic
from redheat_game.story.diagnostics.core import nearest
from redheat_game.story.script import Story

MARGIN = 5
LONGEST_LINE = 160


def for_people(found: Sequence[Diagnostic]) -> RenderableType:
    """Each diagnostic with its source line, the place marked, and what to do."""
    return Group(*(_diagnostic(item) for item in found))


def _diagnostic(item: Diagnostic) -> Text:
    colour = "red" if item.severity == "error" else "yellow"
    told = Text()
    if item.span is not None:
        span = item.span
        told.append(f"{span.file.name}:{span.line}:{span.column}: ", "bold")
    told.append(f"{item.code} ", colour)
    told.append(f"{'warning: ' if item.severity == 'warning' else ''}{item.message}\n")
    if item.span is not None:
        line, offset = _excerpt(item.span.file.line(item.span.line), item.span.column - 1)
        if line.strip():
            before = "".join("\t" if character == "\t" else " " for character in line[:offset])
            length = max(1, min(item.span.length, len(line) - offset))
            told.append(f"{item.span.line:>{MARGIN}} | ", "dim")
            told.append(line + "\n")
            told.append(f"{'':>{MARGIN}} | ", "dim")
            told.append(before + "^" * length + "\n", colour)
    told.append("".join(f"{'':>{MARGIN}}   {line}\n" for line in (item.remedy, *item.notes)), "dim")
    return told


def _excerpt(line: str, offset: int) -> tuple[str, int]:
    """The part of a long line around the place, and the place in it."""
    if len(line) <= LONGEST_LINE:
        return line, offset
    start = max(0, min(offset - LONGEST_LINE // 2, len(line) - LONGEST_LINE))
    return line[start : start + LONGEST_LINE], offset - start


def summary(found: Sequence[Diagnostic], story: Story | None) -> str:
    """One line that says how the story stands."""
    errors = sum(item.severity == "error" for item in found)
    warnings = len(found) - errors
    counted = [_counted(errors, "mistake")] if errors else []
    counted += [_counted(warnings, "warning")] if warnings else []
    if story is None:
        return ", ".join(counted) or "no story"
    scenes, choices = len(story.scenes), sum(len(scene.choices) for scene in story.scenes)
    told = f"{story.title}: {_counted(scenes, 'scene')}, {_counted(choices, 'choice')}, "
    told += f"{_counted(len(story.endings), 'ending')}, {_counted(len(story.achievements), 'achievement')}"
    return f"{told}; {', '.join(counted) or 'no mistake found'}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" + ("" if count == 1 else "s")


def for_github(found: Sequence[Diagnostic]) -> str:
    """Lines that GitHub shows beside the lines of a change."""
    lines = []
    for item in found:
        place = {"file": item.span.file.name, "line": item.span.line, "col": item.span.column} if item.span else {}
        told = "\n".join((item.message, item.remedy, *item.notes))
        lines.append(github_command(item.severity, told, {**place, "title": item.code}))
    return "".join(lines)


def github_command(severity: str, message: str, properties: Mapping[str, object]) -> str:
    """One line that GitHub shows beside a change ("Workflow commands for GitHub Actions")."""
    told = ",".join(f"{name}={_escaped(str(value))}" for name, value in properties.items())
    return f"::{severity} {told}::{_escaped(message, is_message=True)}\n"


def _escaped(text: str, *, is_message: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text if is_message else text.replace(":", "%3A").replace(",", "%2C")


def explanation(definition: Definition) -> RenderableType:
    """Everything there is to say about one code."""
    told = Text()
    told.append(f"{definition.code} ", "red" if definition.severity == "error" else "yellow")
    told.append(definition.message + "\n\n", "bold")
    told.append(f"{definition.explanation.strip()}\n\n{definition.remedy}\n")
    for heading, example in (("Wrong:", definition.bad), ("Right:", definition.good)):
        told.append(f"\n{heading}\n\n", "bold")
        text = example if isinstance(example, str) else "(made by a program)"
        told.append("".join(f"    {line}\n" for line in text.strip().splitlines()))
    return told


def definition_of(code: str) -> tuple[Definition | None, str | None]:
    """The definition of a code, or else the nearest code that there is."""
    wanted = code.strip().upper()
    return DEFINITIONS.get(wanted), nearest(wanted, DEFINITIONS)
