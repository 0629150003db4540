"""The documents of a story as their authors wrote them: one class for each record, one field for each key.

The `key(...)` of a field is the single description of that key: the loader checks it, and the JSON Schema and the
manual's tables are made from it. References and expressions are still text here; `lowering` resolves them.
"""

from __future__ import annotations

from dataclasses import dataclass

from redheat_game.story.category_syntax import Category
from redheat_game.story.note_syntax import Note, Notebook, NoteLine
from redheat_game.story.picture_syntax import Picture
from redheat_game.story.schema import (
    Assignment,
    ByKey,
    ByKind,
    Duration,
    Expression,
    Identifier,
    ListOf,
    Record,
    Reference,
    Shape,
    TableOf,
    Text,
    TimeOfDay,
    TimeToShow,
    Word,
    YesNo,
    key,
)
from redheat_game.story.script import ClockTime
from redheat_game.story.source import Scalar
from redheat_game.story.syntax_base import Syntax

ENDING_KINDS = ("victory", "bittersweet", "defeat", "death", "joke")
_FORMER_IDS = ListOf("a list of former ids", item=Identifier(), lone=True)
_PROSE = Text("prose")
_LINE = Text("a line of prose", longest=400)
_SHORT = Text("text", longest=400)


@dataclass(kw_only=True)
class ConditionalEffect(Syntax):
    """An effect that happens only where a condition holds."""

    when: Scalar = key(Expression(), "The condition.", required=True)
    do: list[Scalar] = key(ListOf("effects", item=Assignment(), lone=True), "What then happens.", required=True)


@dataclass(kw_only=True)
class UnlockOnEntry(Syntax):
    """An achievement granted by entering a scene."""

    unlock: Scalar = key(Reference(kind="achievement"), "The achievement.", required=True)
    when: Scalar | None = key(Expression(), "Granted only where this holds.")


@dataclass(kw_only=True)
class Unlock(Syntax):
    """An achievement granted by a choice, under a condition."""

    id: Scalar = key(Reference(kind="achievement"), "The achievement.", required=True)
    when: Scalar | None = key(Expression(), "Granted only where this holds.")


_EFFECT = ByKind("an effect", scalar=Assignment(), mapping=Record("when and do", ConditionalEffect))
_EFFECTS = ListOf("a list of effects", item=_EFFECT, lone=True)
_ENTRY_RECORDS = ByKey(
    "when and do, or unlock",
    (
        ("unlock", Record("unlock and when", UnlockOnEntry)),
        ("do", Record("when and do", ConditionalEffect)),
    ),
)
_UNLOCKS = ListOf(
    "an achievement",
    item=ByKind(
        "an achievement",
        scalar=Reference("an achievement", "achievement"),
        mapping=Record("id and when", Unlock),
    ),
    lone=True,
)


@dataclass(kw_only=True)
class TargetEntry(Syntax):
    """One way of several on."""

    to: Scalar = key(Reference("a scene", "scene"), "The scene entered.", required=True)
    when: Scalar | None = key(Expression(), "Taken only where this holds; the last entry has none.")


_GO: Shape = ByKind(
    "a scene, or a list of `when` and `to`",
    scalar=Reference("a scene", "scene"),
    sequence=ListOf("a list of `when` and `to`", item=Record("when and to", TargetEntry)),
)
_ABOUT_GO = "The scene it leads to, or a list of `{when, to}` of which the first that holds is taken."
_ABOUT_DO = "Effects, in order: `x = value`, `x += n`, `x -= n`, or `{when, do}`."


@dataclass(kw_only=True)
class Consequences(Syntax):
    """What choices of every kind have in common."""

    say: Scalar = key(_LINE, "What the player reads.", required=True)
    do: list[Scalar | ConditionalEffect] = key(_EFFECTS, _ABOUT_DO, default=list)
    unlock: list[Scalar | Unlock] = key(
        _UNLOCKS, "Achievements granted: a name, `{id, when}`, or a list.", default=list
    )
    cost: Scalar | None = key(
        Text("text", longest=60, may_be_empty=True),
        "Words for the cost shown beside it, instead of those made from `do`; empty for none.",
    )


@dataclass(kw_only=True)
class OfferedChoice(Consequences):
    """A choice that may be withheld."""

    id: Scalar | None = key(Identifier(), "Its name in saves and replays; by default its first target.")
    when: Scalar | None = key(Expression(), "It can be taken only where this holds; else it is hidden.")
    locked: Scalar | None = key(_LINE, "Where `when` fails it is shown, greyed, with this reason.")
    once: bool = key(YesNo(), "It can be taken once in a playthrough.", default=False)
    fallback: bool = key(YesNo(), "It is offered only where no other choice can be taken.", default=False)
    was: list[Scalar] = key(_FORMER_IDS, "Former ids, for old saves.", default=list)


@dataclass(kw_only=True)
class Choice(OfferedChoice):
    """A choice of a scene or a group."""

    go: Scalar | list[TargetEntry] | None = key(_GO, _ABOUT_GO)
    call: Scalar | None = key(
        Reference("a sub-scene", "scene"), "The sub-scene entered; `go` says where its return leads."
    )
    returns: bool = key(YesNo(), "It leaves the sub-scene.", default=False, name="return")


@dataclass(kw_only=True)
class Attachment(OfferedChoice):
    """A choice that this scene adds to another one, leading here."""

    scene: Scalar = key(Reference("a scene", "scene"), "The scene that gets the choice.", required=True)


@dataclass(kw_only=True)
class Timeout(Consequences):
    """What happens when time runs out."""

    go: Scalar | list[TargetEntry] | None = key(_GO, _ABOUT_GO, required=True)


@dataclass(kw_only=True)
class Include(Syntax):
    """The place of a group's choices."""

    include: Scalar = key(Reference("a group", "group"), "The group.", required=True)


_CHOICE = Record("a choice", Choice)
_CHOICE_OR_INCLUDE = ByKey("a choice", (("include", Record("an include", Include)), ("say", _CHOICE)))


@dataclass(kw_only=True)
class Scene(Syntax):
    """A scene of the story."""

    scene: Scalar = key(Identifier(), "The scene's id.", required=True)
    title: Scalar | None = key(_SHORT, "The heading that the player reads.")
    place: Scalar | None = key(Reference("a place", "place"), "Where it plays: header, picture, map.")
    act: Scalar | None = key(
        Reference("an act", "act"), "The act; by default the one the file's folder is named after."
    )
    beat: Scalar | None = key(Reference("a beat", "beat"), "The beat of the sources that it plays.")
    takes: int = key(Duration(), "Story time paid on entering: `90s`, `4m`, `1h30m`.", default=60)
    clock: ClockTime | None = key(
        TimeToShow(),
        "Sets the clock that is shown, when the scene is first entered: `06:40`, or `06:40 or later`.",
    )
    on_enter: list[Scalar | ConditionalEffect | UnlockOnEntry] = key(
        ListOf(
            "effects",
            item=ByKind("an effect", scalar=Assignment(), mapping=_ENTRY_RECORDS),
            lone=True,
        ),
        "What entering it does, in order: effects, `{when, do}`, `{unlock, when}`.",
        default=list,
    )
    text: Scalar = key(_PROSE, "What the player reads.", required=True)
    choices: list[Choice | Include] | None = key(
        ListOf("a list of choices", item=_CHOICE_OR_INCLUDE), "What the player can do."
    )
    go: Scalar | list[TargetEntry] | None = key(_GO, "Where a scene without choices leads; shown as Continue.")
    continues: Scalar | None = key(_LINE, "Other words for Continue.", name="continue")
    returns: bool = key(YesNo(), "A sub-scene without choices goes back to its caller.", default=False, name="return")
    ending: Scalar | None = key(Reference("an ending", "ending"), "The story ends here, so.")
    sub_scene: bool = key(YesNo(), "It is entered only by `call` and left by `return`.", default=False)
    within: int | None = key(Duration(), "The time there is to choose; `else` is what happens after it.")
    otherwise: Timeout | None = key(
        Record("say and go", Timeout), "The choice that time takes when it runs out.", name="else"
    )
    attached_to: list[Attachment] = key(
        ListOf("a list of choices", item=Record("scene and say", Attachment), lone=True),
        "Choices that this scene adds to scenes that stand, leading here.",
        default=list,
        name="from",
    )
    doomed: bool = key(
        YesNo(), "That only deaths remain from here on is meant; the checker does not warn.", default=False
    )
    was: list[Scalar] = key(_FORMER_IDS, "Former ids, for old saves.", default=list)
    replace: bool = key(YesNo(), "It takes the place of an earlier layer's scene.", default=False)


@dataclass(kw_only=True)
class Group(Syntax):
    """Choices that several scenes share."""

    group: Scalar = key(Identifier(), "The group's id.", required=True)
    choices: list[Choice] = key(ListOf("a list of choices", item=_CHOICE), "The choices.", required=True)
    replace: bool = key(YesNo(), "It takes the place of an earlier layer's group.", default=False)


@dataclass(kw_only=True)
class Variable(Syntax):
    """The long form of a variable."""

    kind: Scalar = key(
        Text("a kind of variable"), "`flag`, `range A..B` or `one_of [words]`.", required=True, name="is"
    )
    start: Scalar | None = key(Text("a value"), "Its value at the start.")
    clamp: bool = key(YesNo(), "A range stops at its edge; without it, leaving is a defect.", default=False)
    meter: Scalar | None = key(_SHORT, "Shown in the panel as a bar under this name.")
    better: str | None = key(Word("more or less", ("more", "less")), "Which way is good for the player.")
    about: Scalar | None = key(_SHORT, "What the meter means to the player: help tells it.")
    when: Scalar | None = key(Expression(), "The meter is shown only while this holds.")
    pocket: Scalar | list[tuple[Scalar, Scalar]] | None = key(
        ByKind("text, or a table of words and texts", scalar=_SHORT, mapping=TableOf(item=_SHORT)),
        "Shown in the pockets: a text for a flag, a word-to-text table for a `one_of`.",
    )
    was: list[Scalar] = key(_FORMER_IDS, "Former ids, for old saves.", default=list)
    replace: bool = key(YesNo(), "It takes the place of an earlier layer's variable.", default=False)


@dataclass(kw_only=True)
class Act(Syntax):
    """A part of the story."""

    id: Scalar = key(Identifier(), "The act's id; folders may be named after it.", required=True)
    title: Scalar = key(_SHORT, "What the header shows.", required=True)
    theme: str = key(Word("a theme", ("moscow", "chicago")), "The colours that go with it.", default="moscow")


@dataclass(kw_only=True)
class CastMember(Syntax):
    """Somebody who speaks."""

    name: Scalar = key(_SHORT, "The name that begins a spoken paragraph.", required=True)
    about: Scalar | None = key(_SHORT, "Who that is.")
    replace: bool = key(YesNo(), "It takes the place of an earlier layer's.", default=False)


@dataclass(kw_only=True)
class Place(Syntax):
    """Somewhere a scene plays."""

    name: Scalar = key(_SHORT, "What the header shows.", required=True)
    picture: Scalar | None = key(Reference("a picture", "picture"), "The picture above the prose.")
    replace: bool = key(YesNo(), "It takes the place of an earlier layer's.", default=False)


@dataclass(kw_only=True)
class Ending(Syntax):
    """A way for the story to end."""

    title: Scalar = key(_SHORT, "Its name.", required=True)
    kind: str = key(Word("a kind of ending", ENDING_KINDS), "What kind it is.", required=True)
    line: Scalar = key(_SHORT, "One line under its name.", required=True)
    was: list[Scalar] = key(_FORMER_IDS, "Former ids, for what players have reached.", default=list)
    replace: bool = key(YesNo(), "It takes the place of an earlier layer's.", default=False)


@dataclass(kw_only=True)
class Achievement(Syntax):
    """Something to earn."""

    title: Scalar = key(_SHORT, "Its name.", required=True)
    riddle: Scalar = key(_SHORT, "What the gallery says before it is earned.", required=True)
    hint: Scalar = key(_SHORT, "A plainer second hint, on demand.", required=True)
    told: Scalar = key(_SHORT, "What the player reads on earning it.", required=True)
    trope: Scalar | None = key(_SHORT, "The trope of the sources for which it stands.")
    was: list[Scalar] = key(_FORMER_IDS, "Former ids, for old saves.", default=list)
    replace: bool = key(YesNo(), "It takes the place of an earlier layer's.", default=False)


@dataclass(kw_only=True)
class AlwaysRule(Syntax):
    """A rule tested after every entry of a scene."""

    when: Scalar = key(Expression(), "The condition.", required=True)
    go: Scalar = key(Reference("a scene", "scene"), "The scene to which it redirects.", required=True)


_VARIABLE = ByKind(
    "a kind of variable",
    scalar=Text("a kind of variable"),
    mapping=Record("`is` and more", Variable),
)


@dataclass(kw_only=True)
class Declarations(Syntax):
    """A document that declares what scenes use."""

    story: Scalar | None = key(_SHORT, "The title of a story that stands alone.")
    hero: Scalar | None = key(
        Text("a name", longest=30), "Who is played: the heading over meters and pockets; without it that is You."
    )
    content_note: Scalar | None = key(
        Text("text", longest=1000),
        "What is told once, before the first play, of what the story contains; a pack's is added to the game's.",
    )
    start: Scalar | None = key(Reference("a scene", "scene"), "The first scene.")
    clock: int | None = key(TimeOfDay(), "What the clock shows at the start.")
    acts: list[Act] = key(ListOf("acts", item=Record("id and title", Act)), "The acts.", default=list)
    variables: list[tuple[Scalar, Scalar | Variable]] = key(
        TableOf("variables", item=_VARIABLE), "The variables.", default=list
    )
    cast: list[tuple[Scalar, CastMember]] = key(
        TableOf("cast members", item=Record("name and about", CastMember)), "Who speaks.", default=list
    )
    places: list[tuple[Scalar, Place]] = key(
        TableOf("places", item=Record("name and picture", Place)),
        "Where scenes play.",
        default=list,
    )
    endings: list[tuple[Scalar, Ending]] = key(
        TableOf("endings", item=Record("title, kind and line", Ending)), "How it can end.", default=list
    )
    achievements: list[tuple[Scalar, Achievement]] = key(
        TableOf("achievements", item=Record("title, riddle, hint and told", Achievement)),
        "What can be earned.",
        default=list,
    )
    always: list[AlwaysRule] = key(
        ListOf("rules", item=Record("when and go", AlwaysRule)),
        "Rules tested after every entry of a scene; the first that holds redirects.",
        default=list,
    )
    categories: list[tuple[Scalar, Category]] = key(
        TableOf("categories", item=Record("title, about and endings", Category)),
        "Kinds of speedrun.",
        default=list,
    )
    beats: list[Scalar] = key(ListOf("ids", item=Identifier()), "The ids that a scene's `beat` may name.", default=list)
    tropes: list[Scalar] = key(
        ListOf("ids", item=Identifier()), "The tropes that achievements are to stand for.", default=list
    )
    notebook: Notebook | None = key(Record("title and headings", Notebook), "Its title and its headings.")
    notes: list[tuple[Scalar, Note]] = key(
        TableOf("notes", item=Record("title, under and text", Note)),
        "What is written in the notebook as the hero learns it.",
        default=list,
    )
    note_lines: list[NoteLine] = key(
        ListOf("lines", item=Record("note and text", NoteLine), lone=True),
        "Lines that are added to notes which stand elsewhere.",
        default=list,
    )


DOCUMENT = ByKey(
    "a document",
    (
        ("scene", Record("a scene", Scene)),
        ("group", Record("a group", Group)),
        ("picture", Record("a picture", Picture)),
        ("story", Record("declarations", Declarations)),
    ),
)
"""What a document can be; the first key that is present decides, declarations are the rest."""
