"""Mistakes about names: RH040 to RH059."""

from __future__ import annotations

from redheat_game.story.diagnostics.core import Definition

DUPLICATE_ID = Definition(
    code="RH040",
    message="the {kind} `{name}` is already declared, at {place}",
    remedy="Choose another id; a pack that means to replace it says `replace: true`.",
    explanation="",
    bad="",
    good="",
)

UNKNOWN_SCENE = Definition(
    code="RH041",
    message="no scene `{name}`",
    remedy="Write that scene, or name another.",
    explanation="",
    bad="",
    good="",
)

UNKNOWN_VARIABLE = Definition(
    code="RH042",
    message="no variable `{name}`",
    remedy="Declare it under `variables:`.",
    explanation="",
    bad="",
    good="",
)

UNKNOWN_ACHIEVEMENT = Definition(
    code="RH043",
    message="no achievement `{name}`",
    remedy="Declare it under `achievements:`.",
    explanation="",
    bad="",
    good="",
)

UNKNOWN_ENDING = Definition(
    code="RH044",
    message="no ending `{name}`",
    remedy="Declare it under `endings:`.",
    explanation="",
    bad="",
    good="",
)

UNKNOWN_PLACE = Definition(
    code="RH045",
    message="no place `{name}`",
    remedy="Declare it under `places:`.",
    explanation="",
    bad="",
    good="",
)

UNKNOWN_GROUP = Definition(
    code="RH046",
    message="no group `{name}`",
    remedy="Write a document `group: {name}`.",
    explanation="",
    bad="",
    good="",
)

UNKNOWN_ACT = Definition(
    code="RH047",
    message="no act `{name}`",
    remedy="Declare it under `acts:`.",
    explanation="",
    bad="",
    good="",
)

UNKNOWN_BEAT = Definition(
    code="RH048",
    message="no beat `{name}`",
    remedy="Add it to `beats:`.",
    explanation="",
    bad="",
    good="",
)

UNKNOWN_PICTURE = Definition(
    code="RH049",
    message="no picture `{name}`",
    remedy="Write a document `picture: {name}`.",
    explanation="",
    bad="",
    good="",
)

UNKNOWN_WORD = Definition(
    code="RH050",
    message="`{word}` is not a word of `{name}`",
    remedy="Its words are {words}.",
    explanation="",
    bad="",
    good="",
)

WORD_IS_VARIABLE = Definition(
    code="RH051",
    message="`{word}` is a word of `{name}` and a variable too",
    remedy="Rename one of them.",
    explanation="",
    bad="",
    good="",
)

CHOICES_ALIKE = Definition(
    code="RH052",
    message="the scene `{scene}` has two choices with the id `{name}`",
    remedy="Give one of them an `id:`.",
    explanation="",
    bad="",
    good="",
)

NOTHING_TO_REPLACE = Definition(
    code="RH053",
    message="there is no {kind} `{name}` to replace in an earlier layer",
    remedy="Delete `replace: true`, or check the id.",
    explanation="",
    bad="",
    good="",
)

FORMER_ID_IN_USE = Definition(
    code="RH054",
    message="`{name}` cannot be a former id: a {kind} still bears it",
    remedy="Delete it from `was:`.",
    explanation="",
    bad="",
    good="",
)

SECOND_STORY = Definition(
    code="RH055",
    message="there is a `story:` already, at {place}",
    remedy="Keep one; a pack laid over a story has none.",
    explanation="",
    bad="",
    good="",
)

NO_START = Definition(
    code="RH056",
    message="the story has no `{key}:`",
    remedy="Add `{key}:` to its declarations.",
    explanation="",
    bad="",
    good="",
)
