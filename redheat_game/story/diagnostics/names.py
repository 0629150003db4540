"""Mistakes about names: RH040 to RH059."""

from __future__ import annotations

from redheat_game.story.diagnostics.core import Definition

_BENCH = """\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
go: hall
"""

DUPLICATE_ID = Definition(
    code="RH040",
    message="the {kind} `{name}` is already declared, at {place}",
    remedy="Choose another id; a pack that means to replace it says `replace: true`.",
    explanation="""\
Two things of one kind have the same id, and the game cannot tell which of them is meant. Rename one, and every mention
of it. Where your pack is to change something of the game's, `replace: true` says that this is no accident; within one
pack nothing replaces anything.""",
    bad="""\
scene: street
ending: out
text: It is still cold.
""",
    good="""\
scene: back_street
from: {scene: hall, say: Leave by the back.}
ending: out
text: It is colder than in front.
""",
)

UNKNOWN_SCENE = Definition(
    code="RH041",
    message="no scene `{name}`",
    remedy="Write that scene, or name another.",
    explanation="""\
Something leads to a scene that is nowhere in the story. Mostly the id is misspelt here or in the scene itself. While
you are still writing, a scene of two lines with an ending keeps the place.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
go: hal
""",
    good=_BENCH,
)

UNKNOWN_VARIABLE = Definition(
    code="RH042",
    message="no variable `{name}`",
    remedy="Declare it under `variables:`, or correct the name.",
    explanation="""\
A condition, an effect or a brace in the prose names something that the story does not remember. Everything that it is
to remember has to be declared once, with the values that it can have. In prose, a brace that is only a brace is written
with a backslash before it.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down., when: patiense > 1}
text: The bench is for passengers.
go: hall
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down., when: patience > 1}
text: The bench is for passengers.
go: hall
""",
)

UNKNOWN_ACHIEVEMENT = Definition(
    code="RH043",
    message="no achievement `{name}`",
    remedy="Declare it under `achievements:`, or correct the name.",
    explanation="""\
Here an achievement is granted that is not declared, so the gallery would have no name for it and no riddle. Check the
spelling, or declare it with its title, riddle, hint and what is told.""",
    bad="""\
scene: bench
from: {scene: hall, say: Put the coins on the bench., unlock: exact_chance}
text: The bench is for passengers.
go: hall
""",
    good="""\
scene: bench
from: {scene: hall, say: Put the coins on the bench., unlock: exact_change}
text: The bench is for passengers.
go: hall
""",
)

UNKNOWN_ENDING = Definition(
    code="RH044",
    message="no ending `{name}`",
    remedy="Declare it under `endings:`, or correct the name.",
    explanation="""\
An ending has a title, a kind and a last line, and these are declared once, since several scenes may end in the same
way. This one is not declared, or is spelt differently there.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down until it is over.}
text: It is over at eleven, when they lock up.
ending: outt
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down until it is over.}
text: It is over at eleven, when they lock up.
ending: out
""",
)

UNKNOWN_PLACE = Definition(
    code="RH045",
    message="no place `{name}`",
    remedy="Declare it under `places:`, or correct the name.",
    explanation="""\
A place is what the header shows and where the picture comes from, and many scenes may share one. This one is not
declared, or is spelt differently there. A scene can also do without a place.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
place: countr
text: The bench is for passengers.
go: hall
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
place: counter
text: The bench is for passengers.
go: hall
""",
)

UNKNOWN_GROUP = Definition(
    code="RH046",
    message="no group `{name}`",
    remedy="Write a document `group: {name}`, or correct the name.",
    explanation="""\
`include` puts the choices of a group into a scene, and there is no group of this name. A group is a document of its
own that begins with `group:` and has `choices:`.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
choices:
  - {say: Get up., go: hall, id: up}
  - include: small_talks
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
choices:
  - {say: Get up., go: hall, id: up}
  - include: small_talk
""",
)

UNKNOWN_ACT = Definition(
    code="RH047",
    message="no act `{name}`",
    remedy="Declare it under `acts:`, or correct the name.",
    explanation="""\
The acts of a story are declared in their order, each with a title, and this is none of them. A scene whose file lies in
a folder named after an act needs no `act` of its own.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
act: stations
text: The bench is for passengers.
go: hall
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
act: station
text: The bench is for passengers.
go: hall
""",
)

UNKNOWN_BEAT = Definition(
    code="RH048",
    message="no beat `{name}`",
    remedy="Add it to `beats:`, or correct the name.",
    explanation="""\
A beat is a part of the plot that a scene tells, and `beats` lists those that there are, so that the checker can say
which of them nobody has written yet. This one is not in the list. The player sees nothing of it, and a scene may do
without.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
beat: the_counter
text: The bench is for passengers.
go: hall
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
beat: counter
text: The bench is for passengers.
go: hall
""",
)

UNKNOWN_PICTURE = Definition(
    code="RH049",
    message="no picture `{name}`",
    remedy="Write a document `picture: {name}`, or correct the name.",
    explanation="""\
A place shows a picture, and the picture of this name is not there. Pictures are documents of their own, which begin
with `picture:`. A place can also do without one.""",
    bad="""\
places:
  lockers: {name: The Lockers, picture: locker_wall}
""",
    good="""\
places:
  lockers: {name: The Lockers, picture: locker_wall}
---
picture: locker_wall
alt: A wall of lockers.
palette: {x: "#30363d"}
layers:
  - art: xx
""",
)

UNKNOWN_WORD = Definition(
    code="RH050",
    message="`{word}` is not a word of `{name}`",
    remedy="Its words are {words}.",
    explanation="""\
A `one_of` can only be one of the words in its declaration, and this is none of them. It could never become it, and a
comparison with it could never hold. Check the spelling, or add the word to the declaration.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down on the bag., when: bag == claimd}
text: The bench is for passengers.
go: hall
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down on the bag., when: bag == claimed}
text: The bench is for passengers.
go: hall
""",
)

WORD_IS_VARIABLE = Definition(
    code="RH051",
    message="`{word}` is a word of `{name}` and a variable too",
    remedy="Rename one of them.",
    explanation="""\
In a condition the words of a `one_of` and the names of variables look the same, so one name may not be both: nobody
could tell what `umbrella == patience` asks. Rename the word or the variable.""",
    bad="""\
variables:
  umbrella: one_of [lost, patience]
""",
    good="""\
variables:
  umbrella: one_of [lost, found]
""",
)

CHOICES_ALIKE = Definition(
    code="RH052",
    message="the scene `{scene}` has two choices with the id `{name}`",
    remedy="Give one of them an `id:`.",
    explanation="""\
Saves and replays remember a choice by its id, which is the scene that it leads to unless it says otherwise. Two choices
of one scene that lead to the same place are therefore alike, and one of them needs an `id` of its own. Choose a word
for what the player does; it is never shown.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
choices:
  - {say: Get up., go: hall}
  - {say: Be asked to get up., go: hall}
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
choices:
  - {say: Get up., go: hall}
  - {say: Be asked to get up., id: be_asked, go: hall}
""",
)

NOTHING_TO_REPLACE = Definition(
    code="RH053",
    message="there is no {kind} `{name}` to replace in an earlier layer",
    remedy="Delete `replace: true`, or check the id.",
    explanation="""\
`replace: true` puts something of a pack in the place of what the game, or an earlier pack, has under the same id.
Nothing there has this id. Either it is misspelt, or what you have written is new and needs no `replace`.""",
    bad=_BENCH + "replace: true\n",
    good=_BENCH,
)

FORMER_ID_IN_USE = Definition(
    code="RH054",
    message="`{name}` cannot be a former id: a {kind} still bears it",
    remedy="Delete it from `was:`.",
    explanation="""\
`was` tells old saves what something used to be called. A name that something else has now cannot be an old one as well:
a save that mentions it could mean either.""",
    bad=_BENCH + "was: street\n",
    good=_BENCH + "was: seat\n",
)

SECOND_STORY = Definition(
    code="RH055",
    message="there is a `story:` already, at {place}",
    remedy="Keep one; a pack laid over a story has none.",
    explanation="""\
`story` is the title of a whole story and stands in it once. A pack that adds scenes to a story has no title of its own;
with one, it would be a story that stands alone.""",
    bad="story: The Bench\n---\n" + _BENCH,
    good=_BENCH,
)

NO_START = Definition(
    code="RH056",
    message="the story has no `{key}:`",
    remedy="Add `{key}:` to its declarations.",
    explanation="""\
A story that stands alone says what it is called (`story`) and in which scene it begins (`start`). Both stand in one of
its files, in a document of declarations. If this was to be a pack laid over the game, look whether the game's own
scenes were found.""",
    bad="""\
story: The Bench
endings:
  tired: {title: Tired, kind: joke, line: You have sat.}
---
scene: bench
text: The bench is for passengers.
ending: tired
""",
    good="""\
story: The Bench
start: hall
endings:
  tired: {title: Tired, kind: joke, line: You have sat.}
---
scene: hall
text: There is a bench.
go: bench
---
scene: bench
text: The bench is for passengers.
ending: tired
""",
    alone=True,
)

NAME_AS_CONDITION = Definition(
    code="RH057",
    message="`{name}:` in a brace asks a question, and `{name}` can be no condition",
    remedy="Let the name stand before the brace, or write a backslash before a colon that is only a colon.",
    explanation="""\
A brace with a colon before the first bar asks a question, and what stands before the colon is the condition. Here that
is a name, or the beginning of a sentence. Where somebody says one thing or another, the name comes first and the brace
after it. Where the colon belongs to your words, write a backslash before it.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: |
  {Ridzik: Sit down.|Ridzik: Sit down, I said.}
go: hall
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: |
  Ridzik: {Sit down.|Sit down, I said.}
go: hall
""",
)
