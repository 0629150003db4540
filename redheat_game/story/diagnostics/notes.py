"""Mistakes in the notebook: RH120 to RH129."""

from __future__ import annotations

from redheat_game.story.diagnostics.core import Definition


def _notes(text: str, under: str = "things") -> str:
    return f"""\
notebook: {{title: Notebook, headings: {{things: Things}}}}
notes:
  bag:
    title: The bag
    under: {under}
    text: |
      {text}
"""


TURNS_IN_NOTE = Definition(
    code="RH120",
    message="a note has no turns: nothing counts how often it was read",
    remedy="Put a condition and a colon before the first words, or leave one of them.",
    explanation="""\
In a scene, words with bars between them change from visit to visit. A note is read whenever the player likes, and
reading it changes nothing, so there is nothing to count. Say by a condition when it reads which way: what a variable
is, or `seen(scene)`.""",
    bad=_notes("One strap. {Still here.|Gone.}"),
    good=_notes("One strap. {bag == left: Still here.|Gone.}"),
)

UNKNOWN_HEADING = Definition(
    code="RH121",
    message="the notebook has no heading `{name}`",
    remedy="Declare it under `headings` of the `notebook`, or name another.",
    explanation="""\
Every note stands under one of the headings that the notebook has, and this one is not among them. Perhaps it is
misspelt. A pack may add headings of its own by a `notebook:` with `headings:`.""",
    bad=_notes("One strap.", under="thing"),
    good=_notes("One strap."),
)

UNKNOWN_NOTE = Definition(
    code="RH122",
    message="no note `{name}`",
    remedy="Write that note under `notes`, or name another.",
    explanation="""\
Each of the `note_lines` is added to a note that stands elsewhere, and there is none of this id. Mostly the id is
misspelt, or the pack with that note is not loaded.""",
    bad=_notes("One strap.") + "note_lines:\n  - {note: bags, when: has_ticket, text: The ticket is for it.}\n",
    good=_notes("One strap.") + "note_lines:\n  - {note: bag, when: has_ticket, text: The ticket is for it.}\n",
)
