"""Mistakes in prose: RH080 to RH089."""

from __future__ import annotations

from redheat_game.story.diagnostics.core import Definition


def _text(prose: str) -> str:
    return f"""\
scene: bench
from: {{scene: hall, say: Sit down.}}
text: |
  {prose}
go: hall
"""


BRACE_OPEN = Definition(
    code="RH080",
    message="this brace is never closed",
    remedy="Close it, or put a backslash before a brace that is only itself.",
    explanation="""\
In prose a brace begins something that changes: a value, a condition, or alternatives. Everything up to the closing
brace belongs to it, and here none comes. Where the brace is meant to be read, write a backslash before it.""",
    bad=_text("You sit. {The bench is cold.|The bench is warm now."),
    good=_text("You sit. {The bench is cold.|The bench is warm now.}"),
)

BRACE_UNOPENED = Definition(
    code="RH081",
    message="this brace closes nothing",
    remedy="Delete it, or put a backslash before it.",
    explanation="""\
A closing brace ends what an opening one began, and here nothing is open. Perhaps one closing brace too many stands
after a passage with braces inside braces. Where it is meant to be read, write a backslash before it.""",
    bad=_text("You sit. {The bench is cold.|The bench is warm now.}}"),
    good=_text("You sit. {The bench is cold.|The bench is warm now.}"),
)

STAR_OPEN = Definition(
    code="RH082",
    message="this `{mark}` is never closed",
    remedy="Close it before the paragraph, bar or brace ends, or write `\\*`.",
    explanation="""\
Words between stars are emphasised, between double stars strongly. The second star has to come in the same paragraph,
and inside the same alternative, as the first. A star that is only a star has a backslash before it.""",
    bad=_text("The bench is for *passengers."),
    good=_text("The bench is for *passengers*."),
)

BRACE_EMPTY = Definition(
    code="RH083",
    message="there is nothing in these braces",
    remedy="Put a value, a condition or alternatives into them.",
    explanation="""\
Braces hold something that changes, and these hold nothing that could be shown. Delete them, or fill them: with the name
of a variable, or with alternatives and bars between them.""",
    bad=_text("You have {} dollars."),
    good=_text("You have {dollars} dollars."),
)

CYCLE_TOO_LONG = Definition(
    code="RH084",
    message="a cycle goes round {limit} alternatives at most, and this has {count}",
    remedy="Drop some, or use a sequence without `&`.",
    explanation="""\
Alternatives that begin with `&` go round and round, one for each time that the scene is entered. Hardly anybody comes
to a scene so often, and long rounds make the story hard to prove things about, so there is a limit. Without the `&`
there may be as many as you like: the last one stays.""",
    bad=_text("A train to {&Gary|Joliet|Cicero|Aurora|Elgin|Peru|Moscow, Idaho} leaves."),
    good=_text("A train to {&Gary|Joliet|Cicero|Aurora|Elgin|Peru} leaves."),
)

NESTED_TOO_DEEP = Definition(
    code="RH085",
    message="braces nest {limit} deep at most",
    remedy="Split the passage.",
    explanation="""\
Alternatives may stand in alternatives, but not for ever: nobody can follow it, and nobody can check every way that it
may read. Split the passage, or make scenes of its cases.""",
    bad=_text("You sit. {a|{b|{c|{d|{e|{f|{g|{h|{i|j}}}}}}}}}"),
    good=_text("You sit. {Once.|Twice.|You are a regular.}"),
)

FLAG_AS_VALUE = Definition(
    code="RH086",
    message="the flag `{name}` has no words to show",
    remedy="Put a colon behind its name, and then the words for yes, a bar, and the words for no.",
    explanation="""\
A name alone in braces shows its value: a number, or a word. A flag is only true or false, which nobody wants to read in
prose, so say which words it stands for. Those behind the bar may be left out.""",
    bad=_text("You hold {has_ticket}."),
    good=_text("You hold {has_ticket: a ticket|a place in the queue}."),
)

ONE_PARAGRAPH = Definition(
    code="RH087",
    message="only one paragraph fits here",
    remedy="Delete the blank line.",
    explanation="""\
The words of a choice, and the reason why it is locked, are shown as one line that wraps. A blank line would begin a
second paragraph, for which there is no room.""",
    bad="""\
scene: bench
from:
  scene: hall
  say: |
    Sit down.

    Stay down.
text: The bench is for passengers.
go: hall
""",
    good="""\
scene: bench
from:
  scene: hall
  say: |
    Sit down.
    Stay down.
text: The bench is for passengers.
go: hall
""",
)

SPEAKER = Definition(
    code="RH088",
    message="nobody called `{name}` is in the cast",
    remedy="Correct the name, or add it under `cast:`.",
    explanation="""\
A line that begins with a name and a colon is spoken by that person, if the cast knows the name. This one is almost a
name of the cast, so it may be misspelt: the line would be shown as ordinary prose. If it is no name at all, write a
backslash before the colon.""",
    bad=_text("Ridzick: That bench is for passengers."),
    good=_text("Ridzik: That bench is for passengers."),
    severity="warning",
)

TOO_MANY_BRANCHES = Definition(
    code="RH089",
    message="a condition chooses between two, and this has {count} alternatives",
    remedy="Nest another condition in the second, or put a backslash before the colon if it belongs to the words.",
    explanation="""\
A brace with a colon before the first bar asks a question, and a question has two answers: the words for yes, a bar, the
words for no. For a third case put another question in braces behind the bar. If it was not to be a question, and the
colon belongs to your sentence, write a backslash before it.""",
    bad=_text("{patience > 3: You wait.|You fidget.|You drum on the bench.}"),
    good=_text("{patience > 3: You wait.|{patience > 1: You fidget.|You drum on the bench.}}"),
)
