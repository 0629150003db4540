"""Mistakes about keys and the shape of values: RH020 to RH039."""

from __future__ import annotations

from redheat_game.story.diagnostics.core import Definition
from redheat_game.story.diagnostics.example_parts import BENCH, bench

UNKNOWN_KEY = Definition(
    code="RH020",
    message="there is no key `{key}` here",
    remedy="The keys here are {known}.",
    explanation="""\
Each kind of thing has its own keys, and this is not one of them. A key that the game does not know would be passed
over in silence, and what you wrote behind it with it, so it is refused. Check the spelling, and the indentation: a key
that stands too far left belongs to the scene, and one that stands too far right to the choice above it. Inside braces
a comma begins another key, so a text with a comma in it needs quotes there.""",
    bad=bench("titel: A Bench"),
    good=bench("title: A Bench"),
)

MISSING_KEY = Definition(
    code="RH021",
    message="the key `{key}` is missing",
    remedy="Add `{key}:` beside {present}.",
    explanation="""\
Some keys cannot be left out: a scene without `text` has nothing to show, and a choice without `say` nothing to read.
The place shown is where the thing begins; the key goes anywhere among its other keys, at the same indentation.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
go: hall
""",
    good=BENCH,
)

WRONG_KIND = Definition(
    code="RH022",
    message="{expected} is expected here, and this is {found}",
    remedy="Write {wanted}.",
    explanation="""\
A value is a text, a list (entries that begin with `-`, or stand in square brackets) or keys with values of their own.
Here stands one kind where only another makes sense. Where the prose itself begins with a bracket or a brace, put it in
quotes or in a block (`text: |`).""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text:
  - The bench is for passengers.
  - You are not a passenger.
go: hall
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: |
  The bench is for passengers.

  You are not a passenger.
go: hall
""",
)

EMPTY_TEXT = Definition(
    code="RH023",
    message="{called} is expected here, and there is nothing",
    remedy="Fill it in, or delete the key.",
    explanation="""\
The key is there, but nothing stands behind its colon, or only spaces. If the value follows on the next lines, they
have to be indented further than the key. A key that you do not need can go.""",
    bad=bench("title:"),
    good=bench("title: A Bench"),
)

NOT_YES_NO = Definition(
    code="RH024",
    message="`{value}` is neither `true` nor `false`",
    remedy="Write `true` or `false`.",
    explanation="""\
This key is a switch. It is on with `true` and off with `false`, and other words for yes and no are not taken, since
elsewhere in a story they are simply words. To switch it off you can also leave the key out.""",
    bad=bench(sits="say: Sit down., once: yes"),
    good=bench(sits="say: Sit down., once: true"),
)

DURATION = Definition(
    code="RH025",
    message="`{value}` is no duration",
    remedy="Write it as `90s`, `4m`, `2h` or `1h30m`.",
    explanation="""\
A stretch of time is a whole number and the letter of its unit: days `d`, hours `h`, minutes `m`, seconds `s`. Several
may follow each other without spaces, the largest first. A bare number is refused because nobody could tell whether it
is seconds or minutes.""",
    bad=bench("takes: 20 minutes"),
    good=bench("takes: 20m"),
)

TIME_OF_DAY = Definition(
    code="RH026",
    message="`{value}` is no time of day",
    remedy='Write it as `"06:40"`, or in a scene as `06:40 or later`.',
    explanation="""\
What the clock shows is hours and minutes with a colon between them, from 00:00 to 23:59. In a scene
`or later` may follow: the clock is left as it is where it is later already. For the time that something lasts there is
`takes`, which is written otherwise.""",
    bad=bench("clock: half past six"),
    good=bench('clock: "06:30"'),
)

WORD = Definition(
    code="RH027",
    message="`{value}` is not one of {words}",
    remedy="Write one of {words}.",
    explanation="""\
Only a few fixed words make sense behind this key, since the game has to do something different for each of them. Choose
the one that comes nearest to what you mean.""",
    bad="""\
endings:
  stuck: {title: Stuck, kind: tragedy, line: The locker closes from the inside as well.}
""",
    good="""\
endings:
  stuck: {title: Stuck, kind: defeat, line: The locker closes from the inside as well.}
""",
)

BAD_ID = Definition(
    code="RH028",
    message="`{value}` cannot be an id",
    remedy="An id is made of lower-case words joined by underscores, 60 letters at most.",
    explanation="""\
An id is the name by which the parts of a story speak of each other; the player never sees it. It has small plain
letters and digits, begins with a letter, and has underscores in place of spaces. What the player is to read goes into
`title`, where everything is allowed.""",
    bad="""\
scene: Cold Bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
go: hall
""",
    good="""\
scene: cold_bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
go: hall
""",
)

RESERVED_ID = Definition(
    code="RH029",
    message="`{value}` belongs to the language and cannot be an id",
    remedy="Choose another word.",
    explanation="""\
Conditions are made of words such as `and`, `not`, `in` and `seen`, and a few others are kept for the language they are
written in. If something of yours had such a name, no condition could speak of it. Any longer word will do.""",
    bad="""\
scene: return
from: {scene: hall, say: Go back.}
text: The bench is for passengers.
go: hall
""",
    good="""\
scene: the_return
from: {scene: hall, say: Go back.}
text: The bench is for passengers.
go: hall
""",
)

TEXT_TOO_LONG = Definition(
    code="RH030",
    message="this text has {length} characters; at most {limit} fit here",
    remedy="Shorten it.",
    explanation="""\
Every text has the length for which there is room on the screen: a scene's is long, a choice's is a line or two. A
choice that needs more is telling what should be told by the scene, before it or after it.""",
    bad="(a scene that is attached by a choice of five hundred characters)",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: You sit down, and then you sit, and go on sitting.
go: hall
""",
    make_bad=lambda: (
        f"""\
scene: bench
from: {{scene: hall, say: Sit down{" and go on sitting" * 30}.}}
text: The bench is for passengers.
go: hall
"""
    ),
)

VARIABLE_KIND = Definition(
    code="RH031",
    message="`{text}` is no kind of variable",
    remedy="Write `flag`, `range 0..6` or `one_of [a, b]`.",
    explanation="""\
What a story remembers it declares, with all the values that it can have. A `flag` is true or false, a `range` is a
whole number between two ends, and a `one_of` is one word from a list. There is nothing else, and no free text: that is
what lets the checker prove that nobody gets stuck.""",
    bad="""\
variables:
  luggage: number
""",
    good="""\
variables:
  luggage: range 0..3
""",
)

RANGE = Definition(
    code="RH032",
    message="a range runs from less to more, over at most {limit} values; this is {low}..{high}",
    remedy="Give it another low or high end.",
    explanation="""\
The smaller end of a range comes first, and the two cannot be the same. A range may not be too wide either, since the
checker looks at every value. Five or ten steps are mostly enough for a reader to feel a difference.""",
    bad="""\
variables:
  luggage: range 5..0
""",
    good="""\
variables:
  luggage: range 0..5
""",
)

START = Definition(
    code="RH033",
    message="`{value}` cannot be the start: {expected} is wanted",
    remedy="Write {expected}.",
    explanation="""\
A variable starts with one of its own values: a flag with `true` or `false`, a range with a number between its ends, a
`one_of` with one of its words. Without `start` it begins as false, at the low end, or with the first word.""",
    bad="""\
variables:
  luggage: {is: range 0..3, start: 4}
""",
    good="""\
variables:
  luggage: {is: range 0..3, start: 3}
""",
)

NOT_FOR_KIND = Definition(
    code="RH034",
    message="`{key}` does not go with a {kind}",
    remedy="Delete it, or declare the variable otherwise.",
    explanation="""\
Some keys make sense for one kind of variable only. A `meter` is a bar and `clamp` stops at an edge, so both are for a
range; `pocket` names a thing for a flag, or a thing for each word of a `one_of`; `when` says when a meter is shown.""",
    bad="""\
variables:
  umbrella: {is: flag, meter: Umbrella}
""",
    good="""\
variables:
  umbrella: {is: flag, pocket: an umbrella that is not yours}
""",
)

ONE_OF = Definition(
    code="RH035",
    message="`{text}` needs at least two different words, each made like an id",
    remedy="Write it as `one_of [none, magnum]`.",
    explanation="""\
A `one_of` is one word out of several, so there have to be at least two, and no two alike. Each is written like an id:
small letters, underscores in place of spaces. Where there is just one thing to remember, a `flag` is simpler.""",
    bad="""\
variables:
  umbrella: one_of [Black, Very Black]
""",
    good="""\
variables:
  umbrella: one_of [black, very_black]
""",
)

NOT_A_NUMBER = Definition(
    code="RH036",
    message="`{value}` is no whole number from {lowest} to {highest}",
    remedy="Write a whole number from {lowest} to {highest}.",
    explanation="""\
Here the game counts something, mostly the pixels of a picture, and it counts in whole numbers. There is a least and a
greatest one, beyond which nothing could be seen.""",
    bad="""\
picture: lockers
alt: A wall of lockers.
palette: {x: "#30363d"}
layers:
  - {art: xx, shift: a bit}
""",
    good="""\
picture: lockers
alt: A wall of lockers.
palette: {x: "#30363d"}
layers:
  - {art: xx, shift: 3}
""",
)

COLOUR = Definition(
    code="RH037",
    message="`{value}` is no colour",
    remedy='Write it as `"#c8102e"`, in quotes.',
    explanation="""\
A colour is a hash and six digits, two each for red, green and blue, where the digits go on from 9 to a, b, c, d, e, f.
It stands in quotes because YAML takes a bare hash for the beginning of a comment.""",
    bad="""\
picture: lockers
alt: A wall of lockers.
palette: {x: grey}
layers:
  - art: xx
""",
    good="""\
picture: lockers
alt: A wall of lockers.
palette: {x: "#30363d"}
layers:
  - art: xx
""",
)

PICTURE = Definition(
    code="RH038",
    message="the picture cannot be painted: {path}: {problem}",
    remedy="Mend what is named.",
    explanation="""\
All keys of this picture are right, but together they make no picture: a character of the art that no colour belongs to,
a layer that an effect names and that there is not, too many of something. The message names the part. The manual of
pictures lies beside the pictures of the game.""",
    bad="""\
picture: lockers
alt: A wall of lockers.
palette: {x: "#30363d"}
layers:
  - art: xo
""",
    good="""\
picture: lockers
alt: A wall of lockers.
palette: {x: "#30363d", o: "#c8102e"}
layers:
  - art: xo
""",
)

COMMA_IN_BRACES = Definition(
    code="RH039",
    message="`{key}` has no value here; the text before it seems to end at its comma",
    remedy="A comma ends a value inside `{{..}}` and `[..]`: put a text that holds one in quotes.",
    explanation="""\
Between braces a comma ends one thing and begins the next, so that a text with a comma in it is taken for two. Put the
text in quotes, or write the keys below each other without braces.""",
    bad=bench(sits="say: Sit down, and wait."),
    good=bench(sits='say: "Sit down, and wait."'),
)
