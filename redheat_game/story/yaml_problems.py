"""What PyYAML says is wrong, in words for a writer and at the place to look at."""

from __future__ import annotations

import yaml

from redheat_game.story.source import SourceFile, Span

_PLAINLY = (
    ("found unexpected", "the quote that opens here is never closed", "context"),
    ("did not find expected ',' or", "this bracket is never closed, or a comma is missing", "context of another line"),
    (
        "mapping values are not allowed",
        "no value can stand behind this colon; the line above may lack its colon, or a text that holds `: ` its quotes",
        "problem",
    ),
    ("could not find expected ':'", "a key needs a colon behind it", "context"),
    ("tab character", "a tab stands here, and only spaces indent", "problem"),
    ("cannot start any token", "no text without quotes begins with `{character}`", "problem"),
    (
        "did not find expected key",
        "a key should begin here; check the indentation, and that a text with quotes in it is quoted as a whole",
        "problem",
    ),
    ("did not find expected '-'", "the entries of this list are not indented alike", "problem"),
    ("did not find expected alphabetic", "no text without quotes begins with `{character}`", "context"),
    ("found undefined alias", "no text without quotes begins with `*`, unless it repeats an anchor", "problem"),
    (
        "found unknown escape",
        "in double quotes a backslash means something else; use single quotes or a block",
        "problem",
    ),
    ("sequence entries are not allowed", "a list begins on a line of its own", "problem"),
)


def told(error: yaml.MarkedYAMLError, file: SourceFile, first_line: int) -> tuple[str, Span]:
    """The problem in plain words, and its place; `first_line` is that of the document in its file."""
    problem = error.problem or "it cannot be read"
    found, opened = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    if found is None or opened is None:
        return problem, Span(file, first_line, 1)
    for words, plainly, where in _PLAINLY:
        if words in problem:
            use_opened = where == "context" or (where != "problem" and found.line != opened.line)
            mark = opened if use_opened else found
            place = Span(file, mark.line + first_line, mark.column + 1)
            character = file.line(place.line)[mark.column : mark.column + 1]
            if character == "\t":
                return "a tab stands here, and only spaces indent", place
            return plainly.format(character=character), place
    return " ".join(part for part in (error.context, problem) if part), Span(
        file, found.line + first_line, found.column + 1
    )
