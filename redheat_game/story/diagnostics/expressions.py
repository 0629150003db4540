"""Mistakes in conditions and effects: RH060 to RH079."""

from __future__ import annotations

from redheat_game.story.diagnostics.core import Definition


def _when(condition: str) -> str:
    return f"""\
scene: bench
from:
  scene: hall
  say: Sit down.
  when: {condition}
text: The bench is for passengers.
go: hall
"""


def _do(effect: str) -> str:
    return f"""\
scene: bench
from:
  scene: hall
  say: Sit down.
  do: {effect}
text: The bench is for passengers.
go: hall
"""


SYNTAX = Definition(
    code="RH060",
    message="`{text}` cannot be read: {problem}",
    remedy="Write it like `trust > 2 and not armed`; in prose, a colon that belongs to the words is `\\:`.",
    explanation="""\
A condition is a small question about what the story remembers, and this one is not put as a question can be put. To ask
whether two things are equal takes two equals signs; `and`, `or` and `not` are words. In prose, `{` with a colon before
the first bar asks such a question: where the colon is only a colon of your sentence, write a backslash before it.""",
    bad=_when("patience = 3"),
    good=_when("patience == 3"),
)

NOT_ALLOWED = Definition(
    code="RH061",
    message="`{text}` is not part of the expression language",
    remedy="It has names, numbers, comparisons, `and`, `or`, `not`, `in`, `+`, `-` and `seen(scene)`.",
    explanation="""\
Conditions and effects can compare, add, take away, and ask whether a scene was seen. Everything else that programs can
do is left out, so that a story stays something about which everything can be proved. Mostly there is a simpler way to
say it.""",
    bad=_when("patience * 2 > 4"),
    good=_when("patience > 2"),
)

NOT_A_CONDITION = Definition(
    code="RH062",
    message="`{text}` is no condition: it is neither true nor false",
    remedy="Compare it, as in `{text} > 0`, or with a word where it is a `one_of`.",
    explanation="""\
Only a flag is true or false by itself. A number or a word has to be compared with something before one can ask whether
it holds.""",
    bad=_when("patience"),
    good=_when("patience > 0"),
)

NOT_A_NUMBER = Definition(
    code="RH063",
    message="`{text}` is no number",
    remedy="Only ranges and numbers can be added or taken away.",
    explanation="""\
Adding and taking away is for ranges and whole numbers. A flag and a `one_of` are no numbers: a flag is asked for with
its name, a `one_of` is compared with its words.""",
    bad=_when("patience + has_ticket > 3"),
    good=_when("patience > 3 or has_ticket and patience > 2"),
)

COMPARED_KINDS = Definition(
    code="RH064",
    message="`{text}` compares things of different kinds, or orders what has no order",
    remedy="Compare numbers with numbers, a `one_of` with its words, a flag with `true` or `false`.",
    explanation="""\
A number can be equal to a number, and less or more than one. A `one_of` can only be equal to one of its words or not:
its words have no order. A flag is best asked for by its name alone.""",
    bad=_when("dollars == has_ticket"),
    good=_when("dollars == 2 or has_ticket"),
)

MEMBERSHIP = Definition(
    code="RH065",
    message="after `in` comes a list of fixed values of the same kind",
    remedy="Write it as `gun in [magnum, podbyrin]`.",
    explanation="""\
`in` asks whether something is one of several, which stand behind it in square brackets: numbers for a range, words for
a `one_of`. They have to be written out; a variable cannot stand among them.""",
    bad=_when("patience in [0, dollars]"),
    good=_when("patience == 0 or patience == dollars"),
)

SEEN_ARGUMENT = Definition(
    code="RH066",
    message="`seen` takes the id of a scene, which `{text}` is not",
    remedy="Write it as `seen(bathhouse)`; of a variable the name alone is enough.",
    explanation="""\
`seen(...)` asks whether a scene was entered before, and in its parentheses stands the id of that scene and nothing
else. To ask for two scenes, write `seen` twice with `and` or `or` between.""",
    bad=_when("seen(2)"),
    good=_when("seen(bench)"),
)

TOO_LONG = Definition(
    code="RH067",
    message="this expression has {length} characters; at most {limit} fit",
    remedy="Use a variable for a part of it.",
    explanation="""\
Nobody can read a condition of such a length, and it is easy to get wrong. Mostly a part of it has a meaning of its own:
declare a flag for that, set it where it becomes true, and ask for the flag.""",
    bad="(a choice whose `when` asks forty questions)",
    good=_when("patience == 0 or dollars == 0"),
    make_bad=lambda: _when("patience == 0" + " or dollars == 0" * 40),
)

NEVER_HOLDS = Definition(
    code="RH068",
    message="`{text}` can never hold: `{name}` runs from {low} to {high}",
    remedy="Change the number or the range.",
    explanation="""\
The number compared lies outside what the range can be, so the answer is always no, and what depends on it never
happens. Mostly the range was changed and the condition forgotten, or the other way round.""",
    bad=_when("patience > 8"),
    good=_when("patience > 4"),
    severity="warning",
)

EFFECT_SYNTAX = Definition(
    code="RH069",
    message="`{text}` is no effect",
    remedy="Write it as `trust += 1`, `trust -= 1` or `armed = true`.",
    explanation="""\
An effect changes one variable: `=` gives it a value, `+=` adds to it, `-=` takes from it. Several effects stand in a
list, one entry each. Only what is declared can be changed.""",
    bad=_do("lose patience"),
    good=_do("patience -= 1"),
)

NOT_A_NUMBER_EFFECT = Definition(
    code="RH070",
    message="`{text}` adds to `{name}`, which takes no number",
    remedy="Only a range can be added to or taken from.",
    explanation="""\
`+=` and `-=` count up and down, and only a range can be counted. A flag is set to `true` or `false`, a `one_of` to one
of its words, both with a single equals sign.""",
    bad=_do("has_ticket += 1"),
    good=_do("has_ticket = true"),
)

ASSIGNED_KIND = Definition(
    code="RH071",
    message="`{name}` is {kind} and cannot become `{text}`",
    remedy="Give it a value of its own kind.",
    explanation="""\
A variable keeps its kind for the whole story: a flag becomes `true` or `false`, a range a number, a `one_of` one of its
words. This effect would make it something else.""",
    bad=_do("has_ticket = 1"),
    good=_do("has_ticket = true"),
)

OUT_OF_RANGE = Definition(
    code="RH072",
    message="`{name}` runs from {low} to {high} and cannot become {value}",
    remedy="Give it a value in its range.",
    explanation="""\
The effect sets a range to a number that lies outside it. Correct the number, or make the range wider where it is
declared.""",
    bad=_do("dollars = 10"),
    good=_do("dollars = 9"),
)
