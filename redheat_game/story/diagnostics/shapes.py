"""Mistakes about keys and the shape of values: RH020 to RH039."""

from __future__ import annotations

from redheat_game.story.diagnostics.core import Definition

UNKNOWN_KEY = Definition(
    code="RH020",
    message="there is no key `{key}` here",
    remedy="The keys here are {known}.",
    explanation="",
    bad="",
    good="",
)

MISSING_KEY = Definition(
    code="RH021",
    message="the key `{key}` is missing",
    remedy="Add `{key}:` beside {present}.",
    explanation="",
    bad="",
    good="",
)

WRONG_KIND = Definition(
    code="RH022",
    message="{expected} is expected here, and this is {found}",
    remedy="Write {expected}.",
    explanation="",
    bad="",
    good="",
)

EMPTY_TEXT = Definition(
    code="RH023",
    message="{called} is expected here, and there is nothing",
    remedy="Fill it in, or delete the key.",
    explanation="",
    bad="",
    good="",
)

NOT_YES_NO = Definition(
    code="RH024",
    message="`{value}` is neither `true` nor `false`",
    remedy="Write `true` or `false`.",
    explanation="",
    bad="",
    good="",
)

DURATION = Definition(
    code="RH025",
    message="`{value}` is no duration",
    remedy="Write it as `90s`, `4m`, `2h` or `1h30m`.",
    explanation="",
    bad="",
    good="",
)

TIME_OF_DAY = Definition(
    code="RH026",
    message="`{value}` is no time of day",
    remedy='Write it as `"06:40"`.',
    explanation="",
    bad="",
    good="",
)

WORD = Definition(
    code="RH027",
    message="`{value}` is not one of {words}",
    remedy="Write one of {words}.",
    explanation="",
    bad="",
    good="",
)

BAD_ID = Definition(
    code="RH028",
    message="`{value}` cannot be an id",
    remedy="An id is made of lower-case words joined by underscores.",
    explanation="",
    bad="",
    good="",
)

RESERVED_ID = Definition(
    code="RH029",
    message="`{value}` belongs to the language and cannot be an id",
    remedy="Choose another word.",
    explanation="",
    bad="",
    good="",
)

TEXT_TOO_LONG = Definition(
    code="RH030",
    message="this text has {length} characters; at most {limit} fit here",
    remedy="Shorten it.",
    explanation="",
    bad="",
    good="",
)

VARIABLE_KIND = Definition(
    code="RH031",
    message="`{text}` is no kind of variable",
    remedy="Write `flag`, `range 0..6` or `one_of [a, b]`.",
    explanation="",
    bad="",
    good="",
)

RANGE = Definition(
    code="RH032",
    message="a range runs from less to more, over at most {limit} values; this is {low}..{high}",
    remedy="Give it another low or high end.",
    explanation="",
    bad="",
    good="",
)

START = Definition(
    code="RH033",
    message="`{value}` cannot be the start: it is {expected}",
    remedy="Write {expected}.",
    explanation="",
    bad="",
    good="",
)

NOT_FOR_KIND = Definition(
    code="RH034",
    message="`{key}` does not go with a {kind}",
    remedy="Delete it, or declare the variable otherwise.",
    explanation="",
    bad="",
    good="",
)

ONE_OF = Definition(
    code="RH035",
    message="`{text}` needs at least two different words, each made like an id",
    remedy="Write it as `one_of [none, magnum]`.",
    explanation="",
    bad="",
    good="",
)

NOT_A_NUMBER = Definition(
    code="RH036",
    message="`{value}` is no whole number from {lowest} to {highest}",
    remedy="Write a whole number from {lowest} to {highest}.",
    explanation="",
    bad="",
    good="",
)

COLOUR = Definition(
    code="RH037",
    message="`{value}` is no colour",
    remedy='Write it as `"#c8102e"`, in quotes.',
    explanation="",
    bad="",
    good="",
)

PICTURE = Definition(
    code="RH038",
    message="the picture cannot be painted: {path}: {problem}",
    remedy="Mend what is named.",
    explanation="",
    bad="",
    good="",
)
