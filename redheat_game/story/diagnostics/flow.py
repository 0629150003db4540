"""Mistakes about where scenes lead: RH090 to RH119."""

from __future__ import annotations

from redheat_game.story.diagnostics.core import Definition

_BENCH = """\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
go: hall
"""

_FORM = """\
scene: form
sub_scene: true
text: Form 9 asks what is in the bag.
return: true
"""

_DESK = """\
scene: desk
from: {scene: hall, say: Ask for a form.}
text: There is a form for that.
"""


def _choices(*choices: str) -> str:
    return "choices:\n" + "".join(f"  - {{{choice}}}\n" for choice in choices)


_FILL_IN = _choices("say: Fill it in., call: form", "say: Leave., go: hall")


def _forms(count: int) -> str:
    """So many sub-scenes, each calling the next."""
    text = ""
    for number in range(1, count + 1):
        call = f"say: Turn it over., call: form_{number + 1}"
        choices = [call, "say: Done., return: true"] if number < count else ["say: Done., return: true"]
        text += f"---\nscene: form_{number}\nsub_scene: true\ntext: This is page {number}.\n" + _choices(*choices)
    return text


def _desk_with_forms(count: int) -> str:
    return _DESK + _choices("say: Begin., call: form_1", "say: Leave., go: hall") + _forms(count)


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
    good=_BENCH,
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
    good=_BENCH,
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
    bad=_DESK
    + _choices("say: Fill it in., call: form", "say: Read it., id: read, go: form", "say: Leave., go: hall")
    + "---\n"
    + _FORM,
    good=_DESK + _FILL_IN + "---\n" + _FORM,
)

CALL_OF_ORDINARY_SCENE = Definition(
    code="RH096",
    message="`{name}` is no sub-scene and cannot be called",
    remedy="Give it `sub_scene: true`, or write `go: {name}`.",
    explanation="""\
`call` enters a scene that will return. This one does not say that it does: it lacks `sub_scene: true`. If it is to
return, add that, and let it end with `return: true`; if not, lead to it with `go`.""",
    bad=_DESK + _choices("say: Fill it in., call: street", "say: Leave., go: hall"),
    good=_DESK + _choices("say: Fill it in., go: street", "say: Leave., go: hall"),
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
    good=_BENCH,
)

LEAVES_SUB_SCENE = Definition(
    code="RH098",
    message="the sub-scene `{origin}` cannot go to `{name}`: it is left by return or by an ending",
    remedy="Write `return: true`; the caller says where that leads.",
    explanation="""\
A sub-scene goes back to its caller, or the story ends in it; if it could wander off, nobody would know any more where
the way back is. Let it return, and put the `go` beside the `call`. It may change a variable that the caller then asks
for.""",
    bad=_DESK + _FILL_IN + "---\n" + _FORM.replace("return: true", "go: hall"),
    good=_DESK + _FILL_IN + "---\n" + _FORM,
)

CALL_CIRCLE = Definition(
    code="RH099",
    message="these calls go in a circle: {circle}",
    remedy="Let one of them return instead.",
    explanation="""\
A sub-scene that calls itself, by way of others or directly, could go on doing so, and would have to remember each time
where to return. Let one of them return and its caller ask again: a choice can lead back to its own scene.""",
    bad=_DESK
    + _FILL_IN
    + "---\n"
    + _FORM.replace("return: true\n", _choices("say: Another form., call: form", "say: Done., return: true")),
    good=_DESK + _FILL_IN + "---\n" + _FORM,
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
    bad=_FORM,
    good=_DESK + _FILL_IN + "---\n" + _FORM,
)

CALL_RETURNS_TO_ONE = Definition(
    code="RH102",
    message="a call returns to one scene",
    remedy="Write a single scene after `go:`.",
    explanation="""\
Beside `call`, `go` says where the return leads, and that is a single scene: what the player does in the sub-scene
cannot choose between several. Let it lead to a scene of one line that decides with a `go` of its own.""",
    bad=_DESK
    + _choices(
        "say: Fill it in., call: form, go: [{when: has_ticket, to: street}, {to: hall}]", "say: Leave., go: hall"
    )
    + "---\n"
    + _FORM,
    good=_DESK
    + _choices("say: Fill it in., call: form, go: bench", "say: Leave., go: hall")
    + "---\n"
    + _FORM
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
    bad=_DESK + _FILL_IN + "---\n" + _FORM.replace("return: true", "ending: out"),
    good=_DESK + _FILL_IN + "---\n" + _FORM.replace("return: true", "go: street"),
)

NOTHING_TO_ATTACH_TO = Definition(
    code="RH104",
    message="the scene `{name}` has no choices to which one could be added",
    remedy="Attach to a scene that has `choices`.",
    explanation="""\
`from` adds a choice to a scene that stands. The scene named here goes on by itself, or is an ending, so it has no list
to which a choice could be added. Attach to the scene before it or after it.""",
    bad="""\
scene: bench
from: {scene: street, say: Go back in and sit down.}
text: The bench is for passengers.
go: hall
""",
    good="""\
scene: bench
from: {scene: hall, say: Stay in and sit down.}
text: The bench is for passengers.
go: hall
""",
)

ALWAYS_TO_SUB_SCENE = Definition(
    code="RH105",
    message="a rule cannot lead to the sub-scene `{name}`",
    remedy="Lead to an ordinary scene.",
    explanation="""\
The rules under `always` are looked at wherever the player is, and may lead away from there. A sub-scene would not know
where to return to. Lead to an ordinary scene, whose choices can call it.""",
    bad="always:\n  - {when: patience == 0, go: form}\n---\n" + _DESK + _FILL_IN + "---\n" + _FORM,
    good="always:\n  - {when: patience == 0, go: street}\n---\n" + _DESK + _FILL_IN + "---\n" + _FORM,
)

START_UNFIT = Definition(
    code="RH106",
    message="the story cannot start in `{name}`: it is a sub-scene or an ending",
    remedy="Start in an ordinary scene.",
    explanation="""\
The first scene has to be one in which the player can do something. An ending would be over before it began, and a
sub-scene would have nowhere to return to.""",
    bad="start: street\n",
    good="start: hall\n",
)

TIMED_BY_HALF = Definition(
    code="RH107",
    message="`{key}` stands alone: a timed scene has `choices`, `within` and `else`",
    remedy="Add what is lacking, or delete this one.",
    explanation="""\
In a timed scene `choices` say what the player can do, `within` how much time there is for it, and `else` what happens
when it has run out. One without the others means nothing. `else` is needed even by players who turn the clock off: they
see it as a last choice.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bell comes off its chain.
within: 6s
choices:
  - {say: Catch it., go: hall}
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bell comes off its chain.
within: 6s
else: {say: Watch it fall., go: street}
choices:
  - {say: Catch it., go: hall}
""",
)

WITHIN_BOUNDS = Definition(
    code="RH108",
    message="the time to choose is from {low} to {high} seconds",
    remedy="Write it as `6s`.",
    explanation="""\
`within` is the time that real people have to read and to choose: at least a second, and not longer than anybody waits.
Six or eight seconds feel short, a minute feels long.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bell comes off its chain.
within: 1h
else: {say: Watch it fall., go: street}
choices:
  - {say: Catch it., go: hall}
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bell comes off its chain.
within: 6s
else: {say: Watch it fall., go: street}
choices:
  - {say: Catch it., go: hall}
""",
)

FALLBACK_OF_NOTHING = Definition(
    code="RH109",
    message="a fallback needs another choice to fall back from, in a scene that is not timed",
    remedy="Delete `fallback`, or add a choice.",
    explanation="""\
A fallback is offered when no other choice can be taken. Where there is no other choice it would simply be the choice,
and in a timed scene running out of time can always be chosen, so that a fallback would never show.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
choices:
  - {say: Get up., fallback: true, go: hall}
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
choices:
  - {say: Show your ticket., when: has_ticket, go: street}
  - {say: Get up., fallback: true, go: hall}
""",
)

LOCKED_WITHOUT_WHEN = Definition(
    code="RH110",
    message="`locked` is never shown without a `when`",
    remedy="Add a `when`, or delete `locked`.",
    explanation="""\
`locked` is the reason that is shown while a choice cannot be taken because its `when` does not hold. This choice has no
`when`, so nothing ever locks it.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down., locked: It is for passengers.}
text: You are a passenger.
go: hall
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down., locked: It is for passengers., when: has_ticket}
text: You are a passenger.
go: hall
""",
)

CONTINUE_WITHOUT_GO = Definition(
    code="RH111",
    message="`continue` gives words to a `go`, and there is none",
    remedy="Delete it, or use `go`.",
    explanation="""\
A scene that simply goes on shows the word Continue, and `continue` puts other words in its place. This scene has
choices, which bring their own words, or it is an ending.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
continue: Get up.
choices:
  - {say: Get up at once., go: hall}
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
continue: Get up.
go: hall
""",
)

NOTHING_LEADS_HERE = Definition(
    code="RH112",
    message="no choice, rule or scene leads to `{name}`",
    remedy="Lead to it, or attach it with `from:`.",
    explanation="""\
The scene is fine, but there is no way to it from the start of the story, so nobody will ever read it. That is a warning
only, since you may still be about to write the way. A scene can also bring its own: `from` adds a choice to a scene
that stands.""",
    bad="""\
scene: bench
text: The bench is for passengers.
go: hall
""",
    good=_BENCH,
    severity="warning",
)

SPLIT_REACHED_HOW = Definition(
    code="RH113",
    message="the split `{title}` needs exactly one of `scene`, `when` and `ending`",
    remedy="Keep one of them.",
    explanation="""\
A split is a point on the way at which a speedrun's time is compared. Which point, one thing says: a scene that is
entered, a condition that first holds, or an ending. With none it would never be reached, and with two nobody could tell
when.""",
    bad="""\
categories:
  any:
    title: Any%
    about: Out, with or without the bag.
    endings: out
    splits:
      - {title: The counter}
""",
    good="""\
categories:
  any:
    title: Any%
    about: Out, with or without the bag.
    endings: out
    splits:
      - {title: The counter, when: bag == claimed}
""",
)

CATEGORY_WITHOUT_ENDING = Definition(
    code="RH114",
    message="the category `{name}` names no ending",
    remedy="Name at least one.",
    explanation="""\
A run of a category is over when it reaches one of the endings that count for it. A category without endings could never
be finished. Name those that count, or all that there are.""",
    bad="""\
categories:
  any: {title: Any%, about: Out., endings: []}
""",
    good="""\
categories:
  any: {title: Any%, about: Out., endings: [out]}
""",
)

TOO_MANY_CHOICES = Definition(
    code="RH115",
    message="the scene `{name}` has more than {limit} choices",
    remedy="Spread them over several scenes.",
    explanation="""\
Choices are shown nine to a page, and nobody turns many pages to find one. Those of included groups and of scenes that
attach themselves count too. Let a first choice say what it is about, and a second scene offer the rest.""",
    bad="(a scene with sixty choices)",
    good=_DESK + _choices("say: Take form 1., id: form_1, go: hall", "say: Take form 2., id: form_2, go: hall"),
    make_bad=lambda: (
        _DESK + _choices(*(f"say: Take form {number}., id: form_{number}, go: hall" for number in range(60)))
    ),
)

TOO_MANY_COPIES = Definition(
    code="RH116",
    message="the copies that scenes get of groups and rules come to more than {limit} characters",
    remedy="Include large groups in fewer scenes, or have fewer rules.",
    explanation="""\
Every scene that includes a group gets its own copy of its choices, and every scene looks at all the rules under
`always`. Together that is far more here than a story can need, and more than the game could handle. Mostly a group has
become a scene: lead to it, or call it as a sub-scene.""",
    bad="(a group of five hundred choices that five hundred scenes include)",
    good=_BENCH.replace("go: hall", "choices:\n  - include: small_talk"),
    make_bad=lambda: (
        "group: forms\n"
        + _choices(*(f"say: Take form {number}., id: form_{number}, go: hall" for number in range(500)))
        + "".join(f"---\nscene: desk_{number}\ntext: A desk.\nchoices:\n  - include: forms\n" for number in range(500))
    ),
)
