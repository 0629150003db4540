"""What proof finds wrong with a story that loads: RH200 to RH219."""

from __future__ import annotations

from redheat_game.story.diagnostics.core import Definition

_DEPOT = """\
story: The Depot
start: hall
variables: {lamp: flag, oil: range 0..2}
endings:
  out: {title: Out, kind: victory, line: The gate is open.}
---
scene: gate
text: Not locked.
ending: out
---
"""

_LIT = """\
story: The Depot
start: hall
variables: {lamp: flag}
endings:
  out: {title: Out, kind: victory, line: The gate is open.}
achievements:
  lit: {title: Light, riddle: It is dark., hint: Take it., told: You see.}
---
scene: gate
text: Not locked.
ending: out
---
"""

_HALL = "scene: hall\ntext: A hall.\nchoices:\n"
_LEAVE = "  - {say: Leave., go: gate}\n"
_TAKE = "  - {say: Take the lamp., id: lamp, when: not lamp, do: lamp = true, go: hall}\n"

SCENE_UNREACHABLE = Definition(
    code="RH200",
    message="the scene `{name}` can never be entered",
    remedy="Change what keeps players out of it, or cut it.",
    explanation="""\
Whatever a player does, no run comes into this scene. Ways may lead to it, but their conditions never hold: mostly a
variable is never given the value that is asked for, or never together with another one. The lines below say which
condition fails, what its variables can be there, and how near to the scene one can come.""",
    bad=_DEPOT + _HALL + _TAKE + _LEAVE + "  - {say: Climb down., when: oil == 2, go: cellar}\n---\n"
    "scene: cellar\ntext: Coal.\ngo: gate\n",
    good=_DEPOT + _HALL + _TAKE + _LEAVE + "  - {say: Climb down., when: lamp, go: cellar}\n---\n"
    "scene: cellar\ntext: Coal.\ngo: gate\n",
    by_proof=True,
)

CHOICE_NEVER_TAKEN = Definition(
    code="RH201",
    message="the choice `{name}` of `{scene}` can never be taken",
    remedy="Change its condition, or cut it.",
    explanation="""\
The scene can be entered, but nobody ever stands in it with this choice on offer. Its condition asks for something that
has not happened by then, or cannot happen together. The lines below say what its variables can be in this scene.""",
    bad=_DEPOT + _HALL + _TAKE + _LEAVE + "  - {say: Burn it down., id: burn, when: lamp and oil == 2, go: gate}\n",
    good=_DEPOT + _HALL + _TAKE + _LEAVE + "  - {say: Burn it down., id: burn, when: lamp, go: gate}\n",
    by_proof=True,
)

WAY_NEVER_TAKEN = Definition(
    code="RH202",
    message="in `{scene}`, the way `{name}` is never taken",
    remedy="Change its condition, put it before the others, or cut it.",
    explanation="""\
A choice with several ways on takes the first whose condition holds. This one's never holds, or whenever it does an
earlier one holds too; so what was written for it is never seen from here.""",
    bad=_DEPOT + _HALL + _TAKE + "  - say: Leave.\n    id: leave\n    go: [{when: lamp, to: yard}, "
    "{when: lamp and oil == 0, to: hall}, {to: gate}]\n---\nscene: yard\ntext: A yard.\ngo: gate\n",
    good=_DEPOT + _HALL + _TAKE + "  - say: Leave.\n    id: leave\n    go: [{when: lamp, to: yard}, {to: gate}]\n---\n"
    "scene: yard\ntext: A yard.\ngo: gate\n",
    by_proof=True,
)

RULE_NEVER_APPLIES = Definition(
    code="RH203",
    message="the rule `{name}` never applies",
    remedy="Change its condition, or cut it.",
    explanation="""\
Rules under `always` are tested after every entry of a scene, and the first that holds redirects. This one never holds,
or never first. Look at the rules before it, and at whether its variables ever come to what it asks for.""",
    bad=_DEPOT.replace("---\nscene: gate", "always:\n  - {when: oil == 2, go: gate}\n---\nscene: gate", 1)
    + _HALL
    + _TAKE
    + _LEAVE,
    good=_DEPOT.replace("---\nscene: gate", "always:\n  - {when: lamp, go: gate}\n---\nscene: gate", 1)
    + _HALL
    + _TAKE
    + _LEAVE,
    by_proof=True,
)

LOCKED_NEVER_SHOWN = Definition(
    code="RH204",
    message="in `{scene}`, nobody is ever told why a choice is locked (`{name}`)",
    remedy="Cut `locked`, or the condition: whoever comes here can take the choice.",
    explanation="""\
A reason under `locked` is read by those who may not take the choice. But everybody who comes into this scene may take
it, or does not see it at all, so nobody reads the reason.""",
    bad=_DEPOT + _HALL + "  - {say: Leave., when: not lamp, locked: The lamp has both your hands., go: gate}\n",
    good=_DEPOT
    + _HALL
    + _TAKE
    + "  - {say: Light it., id: light, when: lamp, locked: You have none., go: gate}\n"
    + _LEAVE,
    by_proof=True,
)

WORDS_NEVER_SHOWN = Definition(
    code="RH205",
    message="in `{scene}`, the words “{name}” are never shown",
    remedy="Change their condition, or cut them.",
    explanation="""\
Prose in braces is shown under a condition, or in turn at each visit. These words' turn never comes: their condition
does not hold in this scene, or it is never visited so often.""",
    bad=_DEPOT + _HALL.replace("A hall.", '"A hall. {oil == 2: It smells of oil.}"') + _TAKE + _LEAVE,
    good=_DEPOT + _HALL.replace("A hall.", '"A hall. {lamp: It is brighter now.}"') + _TAKE + _LEAVE,
    by_proof=True,
)

ACHIEVEMENT_UNEARNABLE = Definition(
    code="RH206",
    message="the achievement `{name}` cannot be earned",
    remedy="Let some choice or scene that can be reached unlock it.",
    explanation="""\
No run earns this. Perhaps nothing unlocks it; perhaps what unlocks it can never be reached, or the condition beside the
unlock never holds there. Players who hunt for it would hunt for ever.""",
    bad=_LIT + _HALL + _TAKE + _LEAVE,
    good=_LIT + _HALL + _TAKE.replace("do: lamp = true", "do: lamp = true, unlock: lit") + _LEAVE,
    by_proof=True,
)

ACHIEVEMENT_UNAVOIDABLE = Definition(
    code="RH207",
    message="every run that ends well enough earns the achievement `{name}`",
    remedy="Unlock it by a deed that a player may leave undone.",
    explanation="""\
An achievement is for something that a player chose or found. This one comes to everybody who gets to any ending but a
death, so it says nothing. Put it where only some pass, or under a condition.""",
    bad=_LIT + _HALL + _LEAVE.replace("go: gate", "unlock: lit, go: gate"),
    good=_LIT + _HALL + _LEAVE + "  - {say: Leave by the window., id: window, unlock: lit, go: gate}\n",
    by_proof=True,
)

ENDING_UNREACHABLE = Definition(
    code="RH208",
    message="the ending `{name}` cannot be reached",
    remedy="Lead to a scene that ends in it, or cut it.",
    explanation="""\
The ending is declared, and no run ends in it: either no scene has it as its `ending`, or none of those that have it can
be entered.""",
    bad=_DEPOT.replace("open.}", "open.}\n  caught: {title: Caught, kind: defeat, line: The gate was open.}")
    + _HALL
    + _LEAVE,
    good=_DEPOT.replace("open.}", "open.}\n  caught: {title: Caught, kind: defeat, line: The gate was open.}")
    + _HALL
    + _LEAVE
    + "  - {say: Run., go: caught}\n---\nscene: caught\ntext: A hand.\nending: caught\n",
    by_proof=True,
)

VARIABLE_LEAVES_RANGE = Definition(
    code="RH209",
    message="the choice `{choice}` of `{scene}` can take `{name}` out of its range",
    remedy="Guard the choice, widen the range, or declare it with `clamp: true`.",
    explanation="""\
A range without `clamp` promises that its variable never goes over the edge. Here it can; a player to whom it happens is
told that the story is at fault, and can only take the choice back. The choices below lead into it. With `clamp: true`
the variable would stop at the edge instead.""",
    bad=_DEPOT + _HALL + "  - {say: Pour oil., id: pour, do: oil += 1, go: hall}\n" + _LEAVE,
    good=_DEPOT + _HALL + "  - {say: Pour oil., id: pour, when: oil < 2, do: oil += 1, go: hall}\n" + _LEAVE,
    by_proof=True,
)

NOTHING_TO_CHOOSE = Definition(
    code="RH210",
    message="in `{scene}` there can be nothing to choose",
    remedy="Give it a choice without a condition, or one with `fallback: true`.",
    explanation="""\
A player can come into this scene so that none of its choices can be taken, and there the story stops without an ending.
The choices below lead there. A choice with `fallback: true` is offered exactly when no other one is.""",
    bad=_DEPOT + _HALL + _TAKE + "  - {say: Leave., when: not lamp, go: gate}\n",
    good=_DEPOT + _HALL + _TAKE + "  - {say: Leave., when: not lamp, go: gate}\n"
    "  - {say: Put it down and leave., id: put_down, fallback: true, go: gate}\n",
    by_proof=True,
)

NO_WAY_OUT = Definition(
    code="RH211",
    message="in `{name}` a run can be stuck: there is always something to choose, and no ending can be reached",
    remedy="Open a way out of it, or close the way in that is named below.",
    explanation="""\
After the choices below, a player can go on for ever and never come to an ending. The last of them is the one after
which all is lost; the scene named is where such a run finds itself. A soft-lock is the worst thing that a story can do
to somebody, since nothing tells them of it.

Where a rule under `always` takes over there, it is named too: one whose condition goes on holding fires at every scene.
Let it ask for something more, which is cleared where it leads.""",
    bad=_DEPOT + _HALL + _LEAVE + "  - {say: Climb down., go: pit}\n---\nscene: pit\ntext: Deep.\ngo: pit\n",
    good=_DEPOT + _HALL + _LEAVE + "  - {say: Climb down., go: pit}\n---\nscene: pit\ntext: Deep.\ngo: hall\n",
    by_proof=True,
)

ONLY_DEATHS = Definition(
    code="RH212",
    message="in `{name}` a run can be doomed: only deaths are left",
    remedy="Open another way on, or say `doomed: true` in the scene if that is meant.",
    explanation="""\
After the choices below every ending that can still be reached is a death. That may be what you want, as in a last stand
that the player chose; then say so, by `doomed: true` in the scene, and it will not be reported any more. If not,
somebody will play on for half an hour after the story is lost.""",
    bad=_DEPOT.replace("open.}", "open.}\n  drowned: {title: Drowned, kind: death, line: It was deep.}")
    + _HALL
    + _LEAVE
    + "  - {say: Climb down., go: pit}\n---\nscene: pit\ntext: Water.\ngo: under\n---\n"
    "scene: under\ntext: More water.\nending: drowned\n",
    good=_DEPOT.replace("open.}", "open.}\n  drowned: {title: Drowned, kind: death, line: It was deep.}")
    + _HALL
    + _LEAVE
    + "  - {say: Climb down., go: pit}\n---\nscene: pit\ntext: Water.\ndoomed: true\ngo: under\n---\n"
    "scene: under\ntext: More water.\nending: drowned\n",
    severity="warning",
    by_proof=True,
)

BEAT_NOT_PLAYED = Definition(
    code="RH213",
    message="no scene that can be entered plays the beat `{name}`",
    remedy="Give a scene that can be reached `beat: {name}`, or take it off the list.",
    explanation="""\
`beats` lists what of the plot is to be told, and this part of it is told nowhere: no scene names it, or none of those
that do can be entered.""",
    bad=_DEPOT.replace("endings:", "beats: [the_gate]\nendings:") + _HALL + _LEAVE,
    good=_DEPOT.replace("endings:", "beats: [the_gate]\nendings:").replace("text: Not", "beat: the_gate\ntext: Not")
    + _HALL
    + _LEAVE,
    by_proof=True,
)

TROPE_NOT_EARNABLE = Definition(
    code="RH214",
    message="no achievement that can be earned stands for the trope `{name}`",
    remedy="Give an achievement that can be earned `trope: {name}`, or take it off the list.",
    explanation="""\
`tropes` lists those of the sources that are to be earned, and this one is not: no achievement names it under `trope`,
or none of those that do can be earned.""",
    bad=_LIT.replace("endings:", "tropes: [light_in_the_dark]\nendings:")
    + _HALL
    + _TAKE.replace("do: lamp = true", "do: lamp = true, unlock: lit")
    + _LEAVE,
    good=_LIT.replace("endings:", "tropes: [light_in_the_dark]\nendings:").replace(
        "told: You see.", "told: You see., trope: light_in_the_dark"
    )
    + _HALL
    + _TAKE.replace("do: lamp = true", "do: lamp = true, unlock: lit")
    + _LEAVE,
    by_proof=True,
)

CATEGORY_IMPOSSIBLE = Definition(
    code="RH215",
    message="no run can finish the category `{name}`",
    remedy="Change its endings or its condition so that some run fits.",
    explanation="""\
A run of a category is over when it reaches one of the category's endings with its condition fulfilled. No run does
both, so nobody could ever race it.""",
    bad=_DEPOT.replace(
        "endings:", "categories:\n  oiled: {title: Oiled%, about: With oil., endings: [out], when: oil == 2}\nendings:"
    )
    + _HALL
    + _TAKE
    + _LEAVE,
    good=_DEPOT.replace(
        "endings:", "categories:\n  lit: {title: Lit%, about: With a lamp., endings: [out], when: lamp}\nendings:"
    )
    + _HALL
    + _TAKE
    + _LEAVE,
    by_proof=True,
)

NOTE_NEVER_READ = Definition(
    code="RH216",
    message="in the notebook, `{name}` can never be read",
    remedy="Change its condition, or cut it.",
    explanation="""\
A note, or a part of one, is read where its condition holds, whatever scene the player stands in. No run comes to a
state in which this one does: a variable is never given the value that is asked for, or not together with another.""",
    bad=_DEPOT.replace(
        "endings:",
        "notebook: {headings: {things: Things}}\n"
        "notes:\n  lamp: {title: Lamp, under: things, when: oil == 2, text: It smells of oil.}\nendings:",
    )
    + _HALL
    + _TAKE
    + _LEAVE,
    good=_DEPOT.replace(
        "endings:",
        "notebook: {headings: {things: Things}}\n"
        "notes:\n  lamp: {title: Lamp, under: things, when: lamp, text: It smells of oil.}\nendings:",
    )
    + _HALL
    + _TAKE
    + _LEAVE,
    by_proof=True,
)
