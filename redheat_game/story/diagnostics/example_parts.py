"""Scenes that several examples of diagnostics are made of."""

from __future__ import annotations


def bench(*keys: str, sits: str = "say: Sit down.") -> str:
    """A whole scene, with more keys before its text; `sits` is what the choice that leads there is made of."""
    first = ["scene: bench", f"from: {{scene: hall, {sits}}}"]
    return "\n".join([*first, *keys, "text: The bench is for passengers.", "go: hall", ""])


BENCH = bench()

FORM = """\
scene: form
sub_scene: true
text: Form 9 asks what is in the bag.
return: true
"""

DESK = """\
scene: desk
from: {scene: hall, say: Ask for a form.}
text: There is a form for that.
"""


def choices(*written: str) -> str:
    """The `choices` of a scene, each written as its keys without braces."""
    return "choices:\n" + "".join(f"  - {{{choice}}}\n" for choice in written)


FILL_IN = choices("say: Fill it in., call: form", "say: Leave., go: hall")
