"""Mistakes about what is offered where: attached and timed choices, the start, categories: RH104 to RH119."""

from __future__ import annotations

from redheat_game.story.diagnostics.core import Definition
from redheat_game.story.diagnostics.example_parts import BENCH, DESK, FILL_IN, FORM, choices

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
    bad="always:\n  - {when: patience == 0, go: form}\n---\n" + DESK + FILL_IN + "---\n" + FORM,
    good="always:\n  - {when: patience == 0, go: street}\n---\n" + DESK + FILL_IN + "---\n" + FORM,
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
    good=BENCH,
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
    good=DESK + choices("say: Take form 1., id: form_1, go: hall", "say: Take form 2., id: form_2, go: hall"),
    make_bad=lambda: (
        DESK + choices(*(f"say: Take form {number}., id: form_{number}, go: hall" for number in range(60)))
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
    good=BENCH.replace("go: hall", "choices:\n  - include: small_talk"),
    make_bad=lambda: (
        "group: forms\n"
        + choices(*(f"say: Take form {number}., id: form_{number}, go: hall" for number in range(500)))
        + "".join(f"---\nscene: desk_{number}\ntext: A desk.\nchoices:\n  - include: forms\n" for number in range(500))
    ),
)
