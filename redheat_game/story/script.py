"""What a story shows: titles, prose, cast, places, pictures. Nothing here decides anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from redheat_game.story.conditions import Tree
from redheat_game.story.machine import Machine
from redheat_game.story.picture import Picture
from redheat_game.story.prose import Prose
from redheat_game.story.source import Span


@dataclass(frozen=True)
class ChoiceScript:
    """How a choice is shown; the machine's choice of the same position says what it does."""

    say: Prose
    locked: Prose | None = None
    cost: str = ""
    """What it visibly costs, such as `−1 nerve`."""
    is_timeout: bool = False
    """It is what happens when the time to choose runs out."""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True)
class ClockTime:
    """What the clock that is shown is set to."""

    time: int
    """Seconds since midnight."""
    or_later: bool = False
    """It stays as it is where it shows a later time of that day."""


@dataclass(frozen=True)
class SceneScript:
    """How a scene is shown."""

    title: str
    prose: Prose
    choices: tuple[ChoiceScript, ...]
    place: str | None = None
    act: str | None = None
    beat: str | None = None
    clock: ClockTime | None = None
    """To which the clock that is shown is set when the scene is first entered."""
    within: int | None = None
    """Seconds that there are to choose in, where time runs."""
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Act:
    """A part of the story and the colours that go with it."""

    id: str
    title: str
    theme: str
    number: int
    """Its position among the acts, from 1."""


@dataclass(frozen=True)
class CastMember:
    """Somebody who speaks."""

    name: str
    about: str


@dataclass(frozen=True)
class Place:
    """Somewhere a scene plays."""

    name: str
    picture: str | None


@dataclass(frozen=True)
class Ending:
    """A way for the story to end."""

    id: str
    title: str
    kind: str
    line: str


@dataclass(frozen=True)
class Achievement:
    """Something to earn."""

    id: str
    title: str
    riddle: str
    hint: str
    told: str
    trope: str | None
    variable: int
    """The machine's variable that is 1 once it is earned."""


@dataclass(frozen=True)
class Meter:
    """A range that is shown as a bar."""

    variable: int
    name: str
    low: int
    high: int
    more_is_better: bool
    about: str = ""
    """What it means to the player."""
    condition: Tree | None = None
    """It is shown only while this holds."""


@dataclass(frozen=True)
class Pocket:
    """A thing that is shown in the pockets, by the value of a variable."""

    variable: int
    things: Mapping[int, str]


@dataclass(frozen=True)
class NotePart:
    """Paragraphs of a note, its own or added to it; there where the condition holds."""

    condition: Tree | None
    prose: Prose
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Note:
    """Something that the hero has learned. Nothing but what is read depends on it."""

    id: str
    title: str
    heading: str
    """The id of the heading under which it stands."""
    condition: Tree | None
    """Where it holds the note is there, if there is something to read in it."""
    parts: tuple[NotePart, ...]


@dataclass(frozen=True)
class Notebook:
    """All notes, in their order under the headings."""

    title: str = "Notebook"
    headings: Mapping[str, str] = field(default_factory=dict)
    """What the headings are called, by id."""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Split:
    """A point of a category at which times are compared; one of the three says when it is reached."""

    title: str
    scene: str | None = None
    condition: Tree | None = None
    ending: str | None = None


@dataclass(frozen=True)
class Category:
    """A kind of speedrun."""

    id: str
    title: str
    about: str
    endings: tuple[str, ...]
    condition: Tree | None
    order: str
    splits: tuple[Split, ...]
    undo: str = "off"
    """What taking back a choice does in a race: `off`, or `counted` with what was taken back."""
    pause: bool = False
    """Whether the clock of a race may be paused."""


@dataclass(frozen=True)
class FormerIds:
    """What used to be called otherwise: former id to present id; choices by scene."""

    scenes: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]
    variables: Mapping[str, str]
    achievements: Mapping[str, str]
    endings: Mapping[str, str]


@dataclass(frozen=True)
class Story:
    """A story that was checked and lowered: the machine, and the script that shows it."""

    title: str
    machine: Machine
    scenes: tuple[SceneScript, ...]
    """In the order of the machine's scenes."""
    clock: int
    """Seconds since midnight that the shown clock starts at."""
    acts: Mapping[str, Act]
    cast: Mapping[str, CastMember]
    places: Mapping[str, Place]
    endings: Mapping[str, Ending]
    achievements: Mapping[str, Achievement]
    categories: Mapping[str, Category]
    meters: tuple[Meter, ...]
    pockets: tuple[Pocket, ...]
    former: FormerIds
    pictures: Mapping[str, Picture]
    rules_digest: str
    text_digest: str
    beats: tuple[str, ...] = ()
    """What of the plot is to be told; a scene names it as its `beat`."""
    tropes: tuple[str, ...] = ()
    """What achievements are to stand for."""
    declared_at: Mapping[tuple[str, str], Span] = field(default_factory=dict, compare=False)
    """Where endings, achievements, categories, beats, tropes and rules stand, by (kind, id); a rule's is its target."""
    hero: str = "You"
    """Who is played, as the heading over meters and pockets."""
    notebook: Notebook = field(default_factory=Notebook)
    """What the hero has learned, as far as it is written down."""
    content_note: str = ""
    """What the player is told before the first play, in paragraphs; empty where there is nothing to tell."""
