"""Mistakes about files and YAML itself: RH001 to RH019."""

from __future__ import annotations

from redheat_game.story.diagnostics.core import Definition

_BENCH = """\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
go: hall
"""

NOT_UTF8 = Definition(
    code="RH001",
    message="this file is not UTF-8 text (byte 0x{byte})",
    remedy="Save it as UTF-8.",
    explanation="""\
Letters are stored as numbers, and there is more than one way to do it. Stories use the one called UTF-8, which has
every letter there is. This file was saved in another way, so that an é or a long dash in it could come out as
something else. Look for "encoding" in your editor's Save As, and choose UTF-8.""",
    bad="(a file saved in an old Windows encoding, in which the é of `café` is the single byte E9)",
    good="""\
scene: cafe
from: {scene: hall, say: Look at the café.}
text: The café is shut. The coffee is still on.
go: hall
""",
    make_bad=lambda: _BENCH.replace("bench is", "café is").encode("cp1252"),
)

FILE_TOO_LARGE = Definition(
    code="RH002",
    message="this file is larger than {limit} bytes",
    remedy="Split it into several files.",
    explanation="""\
One file of a story holds a million bytes at most, which is about three novels. A file of that size is a mistake more
often than a story: a picture or a program with the wrong name, perhaps. Where it really is prose, put scenes that
belong together into files of their own.""",
    bad="(a scene followed by a comment of two million characters)",
    good=_BENCH,
    make_bad=lambda: _BENCH + "# " + "and so on, " * 200_000,
)

YAML_SYNTAX = Definition(
    code="RH003",
    message="this is not YAML: {problem}",
    remedy="Put the text in quotes or in a block (`text: |`), and check the indentation, which is of spaces alone.",
    explanation="""\
A story file is made of keys, colons and indentation, and here they do not fit together. The usual causes are a tab, a
quote or bracket that is never closed, a key without its colon, or a text that has a colon in it and no quotes around
it. Prose is safest in a block: `text: |`, and every line of it indented by two spaces. What is wrong costs only this
document; those before and after it, behind their `---`, are read all the same.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: "The bench is for passengers.
go: hall
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: "The bench is for passengers."
go: hall
""",
)

TOO_DEEP = Definition(
    code="RH004",
    message="values are nested more than {limit} deep",
    remedy="Write it flatter; no part of a story needs such depth.",
    explanation="""\
Lists may stand in lists, but nothing in a story goes more than a few levels down. So many of them are a key that
repeats itself, or a file that means harm: very deep nesting can bring down a program that reads it. Something that
contains itself through an alias counts as endlessly deep.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: [[[[[[[[[[[[[[[[[[[[[[[[[[The bench is for passengers.]]]]]]]]]]]]]]]]]]]]]]]]]]
go: hall
""",
    good=_BENCH,
)

TOO_MANY_VALUES = Definition(
    code="RH005",
    message="this document stands for more than {limit} values",
    remedy="Write less with aliases, or split the document.",
    explanation="""\
YAML can repeat a part of a document by an alias (`*again`), and aliases of aliases multiply: ten lines can stand for
more values than fit into the machine. So a document may not come to many more values than it has characters. Choices
that several scenes share are better written as a `group:` anyway.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
go: hall
was:
  - &a [one, two, three, four, five, six, seven, eight, nine, ten]
  - &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
  - &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
go: hall
was: [seat, pew]
""",
)

CONTROL_CHARACTER = Definition(
    code="RH006",
    message="the control character {character} is not allowed in a story",
    remedy="Delete it.",
    explanation="""\
Some characters are not letters but orders to the terminal: ring the bell, erase the screen, turn the writing round. A
story may not contain them, nor write them with a backslash in double quotes, since a stranger's story could then do
what it likes to the player's screen. Mostly they come in with text that was copied from elsewhere. They cannot be seen,
so delete what stands at the place marked and type it again.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: "The bench \\a is for passengers."
go: hall
""",
    good=_BENCH,
)

TAG = Definition(
    code="RH007",
    message="tags such as `!!python` mean nothing in a story",
    remedy="Delete the tag, or put a text that begins with `!` in quotes.",
    explanation="""\
A word that begins with an exclamation mark is an instruction to YAML about what the value behind it should become.
In a story the key alone decides that, and tags are refused, since some of them can run programs. Where the exclamation
mark belongs to the text, put the text in quotes.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: !important The bench is for passengers.
go: hall
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: "!important, says a sign. The bench is for passengers."
go: hall
""",
)

DUPLICATE_KEY = Definition(
    code="RH008",
    message="the key `{key}` stands twice; first in line {line}",
    remedy="Keep one of the two; or put the `---` between two documents that is missing before it.",
    explanation="""\
A scene has one text and one title, and a second of the same name would silently replace the first. Mostly the second
was meant for another scene, and the `---` between the two is missing.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
go: hall
text: You are not a passenger.
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers. You are not a passenger.
go: hall
""",
)

NOT_A_MAPPING = Definition(
    code="RH009",
    message="a document is made of keys and values",
    remedy="Begin it with a key such as `scene:`.",
    explanation="""\
Each document of a story file begins with a key that says what it is: `scene:`, `group:`, `picture:`, or one of the
declarations. This one is a bare text or a list. Notes to yourself belong behind a `#`, where the game does not read
them.""",
    bad="""\
- scene: bench
- text: The bench is for passengers.
""",
    good=_BENCH,
)

KEY_NOT_TEXT = Definition(
    code="RH010",
    message="a key is a word",
    remedy="Write the key as a word, without brackets.",
    explanation="""\
Before a colon stands the name of what comes after it, and a name is one word. Here brackets stand before the colon.
Perhaps they are a text that begins with a brace or a bracket: put such a text in quotes.""",
    bad="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
go: hall
[act, place]: station
""",
    good="""\
scene: bench
from: {scene: hall, say: Sit down.}
text: The bench is for passengers.
go: hall
act: station
place: counter
""",
)

NO_FOLDER = Definition(
    code="RH011",
    message="there is no folder `{path}`",
    remedy="Check the path.",
    explanation="""\
A story, or a pack laid over one, is a folder of YAML files. Nothing of this name is there, or it is a file and not a
folder. A path that does not begin with a slash counts from the folder in which you are.""",
    bad="(`redheat play --story my_pakc`, where the folder is called `my_pack`)",
    good="(`redheat play --story my_pack`)",
    described=True,
)

NO_YAML = Definition(
    code="RH012",
    message="the folder `{path}` holds no YAML file",
    remedy="Put a file whose name ends in `.yaml` into it.",
    explanation="""\
The game reads the files of a folder whose names end in `.yaml` or `.yml`, and those in the folders inside it. It found
none here. Files and folders whose names begin with a dot are passed over.""",
    bad="(a folder `my_pack` that holds nothing but `ideas.txt`)",
    good="(the same folder with a file `bench.yaml` in it)",
    described=True,
)

UNREADABLE = Definition(
    code="RH013",
    message="this file cannot be read: {problem}",
    remedy="Check its permissions.",
    explanation="""\
The file is there, but the system does not let the game read it. Mostly it belongs to another user, or lies on a disk
that is no longer connected. Let yourself read it, or copy it.""",
    bad="(a file `bench.yaml` that only another user may read)",
    good="(the same file with permission to read it)",
    described=True,
)

LEADS_OUT = Definition(
    code="RH014",
    message="this is a link that leads elsewhere, or no regular file",
    remedy="Put the file itself into the folder.",
    explanation="""\
A pack may not reach out of its own folder, so that one which you got from a stranger cannot read your other files.
Here is a link to some other place, a link to a folder, or a thing that only looks like a file. Copy what it leads to
into the pack.""",
    bad="(a pack in which `bench.yaml` is a link to `/etc/hosts`)",
    good="(the same pack with a file `bench.yaml` of its own)",
    described=True,
)

TOO_MUCH = Definition(
    code="RH015",
    message="a pack may hold {files} files and {bytes} bytes in all",
    remedy="Split the pack, or leave out what is not the story's.",
    explanation="""\
There is a limit to what a single pack may hold, far above what anybody can write, so that a stranger's pack cannot keep
the game busy for ever. Perhaps the folder given is not a pack, but one in which everything else lies too.""",
    bad="(a pack of 1,001 files)",
    good="(the same scenes in ten files)",
    described=True,
)

TOO_MANY_MISTAKES = Definition(
    code="RH016",
    message="there are more than {limit} mistakes; the rest is not shown",
    remedy="Mend the first ones and look again.",
    explanation="""\
All mistakes of a story are shown at once, but not endlessly many. So many of them mostly have one cause: a file that is
no story, or a declaration that has gone and on which everything leaned. Begin at the top.""",
    bad="(a file with two thousand misspelt keys)",
    good="(the same file, spelt right)",
    described=True,
)
