"""Mistakes in prose: RH080 to RH089."""

from __future__ import annotations

from redheat_game.story.diagnostics.core import Definition

BRACE_OPEN = Definition(
    code="RH080",
    message="this brace is never closed",
    remedy="Close it with `}}`, or write `\\{{` for a brace that is only itself.",
    explanation="",
    bad="",
    good="",
)

BRACE_UNOPENED = Definition(
    code="RH081",
    message="this brace closes nothing",
    remedy="Delete it, or write `\\}}`.",
    explanation="",
    bad="",
    good="",
)

STAR_OPEN = Definition(
    code="RH082",
    message="this `{mark}` is never closed",
    remedy="Close it before the paragraph, bar or brace ends, or write `\\*`.",
    explanation="",
    bad="",
    good="",
)

BRACE_EMPTY = Definition(
    code="RH083",
    message="there is nothing in these braces",
    remedy="Put a value, a condition or alternatives into them.",
    explanation="",
    bad="",
    good="",
)

CYCLE_TOO_LONG = Definition(
    code="RH084",
    message="a cycle goes round {limit} alternatives at most, and this has {count}",
    remedy="Drop some, or use a sequence without `&`.",
    explanation="",
    bad="",
    good="",
)

NESTED_TOO_DEEP = Definition(
    code="RH085",
    message="braces and stars nest {limit} deep at most",
    remedy="Split the passage.",
    explanation="",
    bad="",
    good="",
)

FLAG_AS_VALUE = Definition(
    code="RH086",
    message="the flag `{name}` has no words to show",
    remedy="Write `{{{name}: these words|or those}}`.",
    explanation="",
    bad="",
    good="",
)

ONE_PARAGRAPH = Definition(
    code="RH087",
    message="only one paragraph fits here",
    remedy="Delete the blank line.",
    explanation="",
    bad="",
    good="",
)

SPEAKER = Definition(
    code="RH088",
    message="nobody called `{name}` is in the cast",
    remedy="Correct the name, or add it under `cast:`.",
    explanation="",
    bad="",
    good="",
    severity="warning",
)

TOO_MANY_BRANCHES = Definition(
    code="RH089",
    message="a condition chooses between two, and this has {count} alternatives",
    remedy="Nest another condition in the second.",
    explanation="",
    bad="",
    good="",
)
