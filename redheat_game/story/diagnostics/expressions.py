"""Mistakes in conditions and effects: RH060 to RH079."""

from __future__ import annotations

from redheat_game.story.diagnostics.core import Definition

SYNTAX = Definition(
    code="RH060",
    message="`{text}` cannot be read: {problem}",
    remedy="Write it like `trust > 2 and not armed`; in prose, a colon that belongs to the words is `\\:`.",
    explanation="",
    bad="",
    good="",
)

NOT_ALLOWED = Definition(
    code="RH061",
    message="`{text}` is not part of the expression language",
    remedy="It has names, numbers, comparisons, `and`, `or`, `not`, `in`, `+`, `-` and `seen(scene)`.",
    explanation="",
    bad="",
    good="",
)

NOT_A_CONDITION = Definition(
    code="RH062",
    message="`{text}` is no condition: it is neither true nor false",
    remedy="Compare it, as in `{text} > 0`.",
    explanation="",
    bad="",
    good="",
)

NOT_A_NUMBER = Definition(
    code="RH063",
    message="`{text}` is no number",
    remedy="Only ranges and numbers can be added or taken away.",
    explanation="",
    bad="",
    good="",
)

COMPARED_KINDS = Definition(
    code="RH064",
    message="`{text}` compares things of different kinds, or orders what has no order",
    remedy="Compare numbers with numbers, a `one_of` with its words, a flag with `true` or `false`.",
    explanation="",
    bad="",
    good="",
)

MEMBERSHIP = Definition(
    code="RH065",
    message="after `in` comes a list of fixed values of the same kind",
    remedy="Write it as `gun in [magnum, podbyrin]`.",
    explanation="",
    bad="",
    good="",
)

SEEN_ARGUMENT = Definition(
    code="RH066",
    message="`seen` takes the id of a scene",
    remedy="Write it as `seen(bathhouse)`.",
    explanation="",
    bad="",
    good="",
)

TOO_LONG = Definition(
    code="RH067",
    message="this expression has {length} characters; at most {limit} fit",
    remedy="Use a variable for a part of it.",
    explanation="",
    bad="",
    good="",
)

NEVER_HOLDS = Definition(
    code="RH068",
    message="`{text}` can never hold: `{name}` runs from {low} to {high}",
    remedy="Change the number or the range.",
    explanation="",
    bad="",
    good="",
)

EFFECT_SYNTAX = Definition(
    code="RH069",
    message="`{text}` is no effect",
    remedy="Write it as `trust += 1`, `trust -= 1` or `armed = true`.",
    explanation="",
    bad="",
    good="",
)

NOT_A_NUMBER_EFFECT = Definition(
    code="RH070",
    message="`{text}` adds to `{name}`, which takes no number",
    remedy="Only a range can be added to or taken from.",
    explanation="",
    bad="",
    good="",
)

ASSIGNED_KIND = Definition(
    code="RH071",
    message="`{name}` is {kind} and cannot become `{text}`",
    remedy="Give it a value of its own kind.",
    explanation="",
    bad="",
    good="",
)

OUT_OF_RANGE = Definition(
    code="RH072",
    message="`{name}` runs from {low} to {high} and cannot become {value}",
    remedy="Give it a value in its range.",
    explanation="",
    bad="",
    good="",
)
