"""Mistakes about where scenes lead, sub-scenes among them: RH090 to RH103."""

from __future__ import annotations

from redheat_game.story.diagnostics.core import Definition
from redheat_game.story.diagnostics.example_parts import BENCH, DESK, FILL_IN, FORM, choices


def _forms(count: int) -> str:
    """So many sub-scenes, each calling the next."""
    text = ""
    for number in range(1, count + 1):
        call = f"say: Turn it over., call: form_{number + 1}"
        own = [call, "say: Done., return: true"] if number < count else ["say: Done., return: true"]
        text += f"---\nscene: form_{number}\nsub_scene: true\ntext: This is page {number}.\n" + choices(*own)
    return text


def _desk_with_forms(count: int) -> str:
    return DESK + choices("say: Begin., call: form_1", "say: Leave., go: hall") + _forms(count)


SCENE_LEADS_NOWHERE = Definition(
    code="RH090",
    message="the scene `{name}` leads nowhere",
    remedy="Give it `choices`, a `go`, or an `ending`.",
    explanation="""\
Somebody who comes to this scene can do nothing any more, and the story has not ended either. A scene has choices; or a
`go` to the next one, shown as Continue; or it is an ending; or, in a sub-scene, `return: true`. Only comments and empty
lists do not count.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
""",
    good=BENCH,
)

CHOICE_LEADS_NOWHERE = Definition(
    code="RH091",
    message="this choice leads nowhere",
    remedy="Give it `go`, `call` or `return: true`.",
    explanation="""\
Every choice takes the player somewhere, if only back to the scene it stands in: then that scene is entered anew, and
its alternatives move on. Without a way on the game would not know what to show.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
choices:
  - {say: Stay., do: patience -= 1}
  - {say: Get up., go: hall}
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
choices:
  - {say: Stay., do: patience -= 1, go: bench}
  - {say: Get up., go: hall}
""",
)

SEVERAL_WAYS_ON = Definition(
    code="RH092",
    message="{ways} exclude one another",
    remedy="Keep one of them.",
    explanation="""\
A scene goes on in one way: by choices, by a single `go`, by a return, or not at all because it is an ending. Here are
two of these, and the game cannot do both. To let the player choose between them, make each of them a choice.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
go: hall
ending: out
""",
    good=BENCH,
)

LAST_TARGET_CONDITIONAL = Definition(
    code="RH093",
    message="the last entry of `go` must lead on whatever holds",
    remedy="Delete its `when`, or add an entry without one.",
    explanation="""\
The entries of a `go` are tried in order, and the first whose `when` holds is taken. If the last one had a condition
too, it could happen that none holds, and the player would stand still. So the last is for all other cases.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
go:
  - {when: has_ticket, to: street}
  - {when: not has_ticket, to: hall}
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
go:
  - {when: has_ticket, to: street}
  - {to: hall}
""",
)

TARGET_NEVER_TAKEN = Definition(
    code="RH094",
    message="nothing after `{name}` is ever taken, since it has no condition",
    remedy="Give it a `when`, or put it last.",
    explanation="""\
The entries of a `go` are tried in order, and one without `when` is always taken. Those behind it are never reached.
Put the general case at the end.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
go:
  - {to: hall}
  - {to: street}
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
go:
  - {when: patience > 0, to: hall}
  - {to: street}
""",
)

GO_TO_SUB_SCENE = Definition(
    code="RH095",
    message="`{name}` is a sub-scene: only a call enters it",
    remedy="Write `call: {name}`.",
    explanation="""\
A sub-scene is a detour: it goes back to where it was called from. Somebody who came by `go` would have nowhere to go
back to. Call it from a choice, or make it an ordinary scene by deleting `sub_scene: true`.""",
    bad=DESK
    + choices("say: Fill it in., call: form", "say: Read it., id: read, go: form", "say: Leave., go: hall")
    + "---\n"
    + FORM,
    good=DESK + FILL_IN + "---\n" + FORM,
)

CALL_OF_ORDINARY_SCENE = Definition(
    code="RH096",
    message="`{name}` is no sub-scene and cannot be called",
    remedy="Give it `sub_scene: true`, or write `go: {name}`.",
    explanation="""\
`call` enters a scene that will return. This one does not say that it does: it lacks `sub_scene: true`. If it is to
return, add that, and let it end with `return: true`; if not, lead to it with `go`.""",
    bad=DESK + choices("say: Fill it in., call: street", "say: Leave., go: hall"),
    good=DESK + choices("say: Fill it in., go: street", "say: Leave., go: hall"),
)

RETURN_OUTSIDE = Definition(
    code="RH097",
    message="`{name}` is no sub-scene and has nowhere to return to",
    remedy="Give it `sub_scene: true`, or use `go`.",
    explanation="""\
`return: true` leads back to whoever called, and this scene is not called by anybody: it is entered by `go` or by a
choice. Say with `go` where it leads. In a group of choices, look which scenes include it.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
return: true
""",
    good=BENCH,
)

LEAVES_SUB_SCENE = Definition(
    code="RH098",
    message="the sub-scene `{origin}` cannot go to `{name}`: it is left by return or by an ending",
    remedy="Write `return: true`; the caller says where that leads.",
    explanation="""\
A sub-scene goes back to its caller, or the story ends in it; if it could wander off, nobody would know any more where
the way back is. Let it return, and put the `go` beside the `call`. It may change a variable that the caller then asks
for.""",
    bad=DESK + FILL_IN + "---\n" + FORM.replace("return: true", "go: hall"),
    good=DESK + FILL_IN + "---\n" + FORM,
)

CALL_CIRCLE = Definition(
    code="RH099",
    message="these calls go in a circle: {circle}",
    remedy="Let one of them return instead.",
    explanation="""\
A sub-scene that calls itself, by way of others or directly, could go on doing so, and would have to remember each time
where to return. Let one of them return and its caller ask again: a choice can lead back to its own scene.""",
    bad=DESK
    + FILL_IN
    + "---\n"
    + FORM.replace("return: true\n", choices("say: Another form., call: form", "say: Done., return: true")),
    good=DESK + FILL_IN + "---\n" + FORM,
)

CALLS_TOO_DEEP = Definition(
    code="RH100",
    message="calls nest {depth} deep from here; at most {limit}",
    remedy="Let one of the sub-scenes return first.",
    explanation="""\
A sub-scene may call another one, and that a third, four deep at most. No reader remembers more ways back than that. Let
a sub-scene return, and its caller call the next.""",
    bad=_desk_with_forms(5),
    good=_desk_with_forms(4),
)

NEVER_CALLED = Definition(
    code="RH101",
    message="nothing calls the sub-scene `{name}`",
    remedy="Call it, or delete `sub_scene: true`.",
    explanation="""\
A sub-scene is entered by `call` alone, and no choice calls this one, so nobody will ever see it. Call it, or make it an
ordinary scene.""",
    bad=FORM,
    good=DESK + FILL_IN + "---\n" + FORM,
)

CALL_RETURNS_TO_ONE = Definition(
    code="RH102",
    message="a call returns to one scene",
    remedy="Write a single scene after `go:`.",
    explanation="""\
Beside `call`, `go` says where the return leads, and that is a single scene: what the player does in the sub-scene
cannot choose between several. Let it lead to a scene of one line that decides with a `go` of its own.""",
    bad=DESK
    + choices("say: Fill it in., call: form, go: [{when: has_ticket, to: street}, {to: hall}]", "say: Leave., go: hall")
    + "---\n"
    + FORM,
    good=DESK
    + choices("say: Fill it in., call: form, go: bench", "say: Leave., go: hall")
    + "---\n"
    + FORM
    + """\
---
scene: bench
text: You wait for your number.
go: [{when: has_ticket, to: street}, {to: hall}]
""",
)

SUB_SCENE_ENDS = Definition(
    code="RH103",
    message="a sub-scene cannot itself be an ending",
    remedy="Go from it to a scene that is one.",
    explanation="""\
A sub-scene is there to be returned from. The story may end in the middle of one, but the ending is a scene of its own,
to which a choice of the sub-scene leads.""",
    bad=DESK + FILL_IN + "---\n" + FORM.replace("return: true", "ending: out"),
    good=DESK + FILL_IN + "---\n" + FORM.replace("return: true", "go: street"),
)
