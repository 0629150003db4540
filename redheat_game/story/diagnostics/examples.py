"""The small story beside which the examples of all diagnostics are laid."""

from __future__ import annotations

from redheat_game.story.diagnostics.core import Definition

EXAMPLE_STORY = """\
story: Left Luggage
start: hall
acts:
  - {id: station, title: The Station, theme: moscow}
variables:
  patience: {is: range 0..5, start: 3, clamp: true}
  dollars: {is: range 0..9, start: 4}
  has_ticket: flag
  bag: one_of [left, claimed, searched]
cast:
  ridzik: {name: Ridzik, about: a sergeant with a theory}
places:
  counter: {name: Left Luggage}
endings:
  out: {title: Out, kind: victory, line: You leave with one bag more than you brought.}
achievements:
  exact_change:
    title: Exact Change
    riddle: Nobody gives it.
    hint: Pay, and wait for nothing back.
    told: The clerk counted it twice, to be rude.
beats: [counter]
---
scene: hall
act: station
place: counter
text: |
  A counter, a clerk, a bell. The bell is chained down.

  Ridzik: Ring it. {He'll like that.|He loved that.|Go on.}
choices:
  - say: Ring the bell.
    id: ring
    do: [patience -= 1]
    go: hall
  - say: Pay two dollars.
    when: dollars >= 2 and bag == left
    locked: You have spent them on coffee.
    do: [dollars -= 2, bag = claimed]
    unlock: exact_change
    go: street
  - include: small_talk
---
group: small_talk
choices:
  - say: Mention the weather.
    id: weather
    once: true
    go: hall
---
scene: street
ending: out
text: It is colder than the locker was.
"""


def example_files(text: str | bytes) -> dict[str, str | bytes]:
    """What `load_texts` takes to load an example beside the small story."""
    return {"story.yaml": EXAMPLE_STORY, "example.yaml": text}


def bad_files(definition: Definition) -> dict[str, str | bytes]:
    """What triggers `definition`, ready for `load_texts`; nothing for those that are only described."""
    return _files(definition, definition.make_bad() if definition.make_bad else definition.bad)


def good_files(definition: Definition) -> dict[str, str | bytes]:
    """The same put right."""
    return _files(definition, definition.good)


def _files(definition: Definition, text: str | bytes) -> dict[str, str | bytes]:
    if definition.described:
        return {}
    return {"example.yaml": text} if definition.alone or definition.by_proof else example_files(text)
