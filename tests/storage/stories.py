"""Small stories, and edited versions of them."""

from __future__ import annotations

from functools import cache

from redheat_game.story.loader import load_texts
from redheat_game.story.script import Story

TOWER = """\
story: Tower
start: hall
clock: "06:00"
acts:
  - {id: below, title: Below, theme: moscow}
variables:
  heat: {is: range 0..9, clamp: true}
  candle: {is: flag}
places:
  hall: {name: the great hall}
endings:
  out: {title: Out, kind: victory, line: You are out.}
  fallen: {title: Fallen, kind: death, line: You fell.}
achievements:
  climber: {title: Climber, riddle: Up., hint: Take the stairs., told: You climbed.}
  early_bird: {title: Early Bird, riddle: Soon., hint: Start., told: You began.}
---
scene: hall
title: The Hall
place: hall
act: below
takes: 60s
on_enter: [{unlock: early_bird}]
text: |
  A cold hall.

  The stairs go {up|up again|up for ever}.
choices:
  - {say: Climb., id: climb, do: heat += 1, unlock: climber, go: stairs}
  - {say: Leave., id: leave, go: gate}
---
scene: stairs
title: The Stairs
act: below
text: Dark steps. Heat {heat}.
choices:
  - {say: Go down., go: hall}
  - {say: Light the candle., id: light, when: not candle, do: candle = true, go: stairs}
  - {say: Jump., id: jump, go: fall}
---
scene: gate
title: The Gate
text: The sky.
ending: out
---
scene: fall
title: The Fall
text: The ground.
ending: fallen
"""


def story(text: str) -> Story:
    """The story of one text, which must have no mistakes."""
    loaded = load_texts({"demo/story.yaml": text})
    assert loaded.story is not None, [str(item) for item in loaded.diagnostics]
    return loaded.story


@cache
def tower(*changes: tuple[str, str]) -> Story:
    """The tower, with each first text replaced by its second."""
    text = TOWER
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return story(text)
