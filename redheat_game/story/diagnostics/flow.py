"""Mistakes about where scenes lead: RH090 to RH119."""

from __future__ import annotations

from redheat_game.story.diagnostics.core import Definition

SCENE_LEADS_NOWHERE = Definition(
    code="RH090",
    message="the scene `{name}` leads nowhere",
    remedy="Give it `choices`, a `go`, or an `ending`.",
    explanation="",
    bad="",
    good="",
)

CHOICE_LEADS_NOWHERE = Definition(
    code="RH091",
    message="this choice leads nowhere",
    remedy="Give it `go`, `call` or `return: true`.",
    explanation="",
    bad="",
    good="",
)

SEVERAL_WAYS_ON = Definition(
    code="RH092",
    message="{ways} exclude one another",
    remedy="Keep one of them.",
    explanation="",
    bad="",
    good="",
)

LAST_TARGET_CONDITIONAL = Definition(
    code="RH093",
    message="the last entry of `go` must lead on whatever holds",
    remedy="Delete its `when`, or add an entry without one.",
    explanation="",
    bad="",
    good="",
)

TARGET_NEVER_TAKEN = Definition(
    code="RH094",
    message="nothing after `{name}` is ever taken, since it has no condition",
    remedy="Give it a `when`, or put it last.",
    explanation="",
    bad="",
    good="",
)

GO_TO_SUB_SCENE = Definition(
    code="RH095",
    message="`{name}` is a sub-scene: only a call enters it",
    remedy="Write `call: {name}`.",
    explanation="",
    bad="",
    good="",
)

CALL_OF_ORDINARY_SCENE = Definition(
    code="RH096",
    message="`{name}` is no sub-scene and cannot be called",
    remedy="Give it `sub_scene: true`, or write `go: {name}`.",
    explanation="",
    bad="",
    good="",
)

RETURN_OUTSIDE = Definition(
    code="RH097",
    message="`{name}` is no sub-scene and has nowhere to return to",
    remedy="Give it `sub_scene: true`, or use `go`.",
    explanation="",
    bad="",
    good="",
)

LEAVES_SUB_SCENE = Definition(
    code="RH098",
    message="the sub-scene `{origin}` cannot go to `{name}`: it is left by return or by an ending",
    remedy="Write `return: true`; the caller says where that leads.",
    explanation="",
    bad="",
    good="",
)

CALL_CIRCLE = Definition(
    code="RH099",
    message="these calls go in a circle: {circle}",
    remedy="Let one of them return instead.",
    explanation="",
    bad="",
    good="",
)

CALLS_TOO_DEEP = Definition(
    code="RH100",
    message="calls nest {depth} deep from here; at most {limit}",
    remedy="Let one of the sub-scenes return first.",
    explanation="",
    bad="",
    good="",
)

NEVER_CALLED = Definition(
    code="RH101",
    message="nothing calls the sub-scene `{name}`",
    remedy="Call it, or delete `sub_scene: true`.",
    explanation="",
    bad="",
    good="",
)

CALL_RETURNS_TO_ONE = Definition(
    code="RH102",
    message="a call returns to one scene",
    remedy="Write a single scene after `go:`.",
    explanation="",
    bad="",
    good="",
)

SUB_SCENE_ENDS = Definition(
    code="RH103",
    message="a sub-scene cannot itself be an ending",
    remedy="Go from it to a scene that is one.",
    explanation="",
    bad="",
    good="",
)

NOTHING_TO_ATTACH_TO = Definition(
    code="RH104",
    message="the scene `{name}` has no choices to which one could be added",
    remedy="Attach to a scene that has `choices`.",
    explanation="",
    bad="",
    good="",
)

ALWAYS_TO_SUB_SCENE = Definition(
    code="RH105",
    message="a rule cannot lead to the sub-scene `{name}`",
    remedy="Lead to an ordinary scene.",
    explanation="",
    bad="",
    good="",
)

START_UNFIT = Definition(
    code="RH106",
    message="the story cannot start in `{name}`: it is a sub-scene or an ending",
    remedy="Start in an ordinary scene.",
    explanation="",
    bad="",
    good="",
)

TIMED_BY_HALF = Definition(
    code="RH107",
    message="`{key}` stands alone: a timed scene has `within` and `else`",
    remedy="Add the other, or delete this one.",
    explanation="",
    bad="",
    good="",
)

WITHIN_BOUNDS = Definition(
    code="RH108",
    message="the time to choose is from {low} to {high} seconds",
    remedy="Write it as `6s`.",
    explanation="",
    bad="",
    good="",
)

FALLBACK_OF_NOTHING = Definition(
    code="RH109",
    message="a fallback needs another choice to fall back from, in a scene that is not timed",
    remedy="Delete `fallback`, or add a choice.",
    explanation="",
    bad="",
    good="",
)

LOCKED_WITHOUT_WHEN = Definition(
    code="RH110",
    message="`locked` is never shown without a `when`",
    remedy="Add a `when`, or delete `locked`.",
    explanation="",
    bad="",
    good="",
)

CONTINUE_WITHOUT_GO = Definition(
    code="RH111",
    message="`continue` gives words to a `go`, and there is none",
    remedy="Delete it, or use `go`.",
    explanation="",
    bad="",
    good="",
)

NOTHING_LEADS_HERE = Definition(
    code="RH112",
    message="no choice, rule or scene leads to `{name}`",
    remedy="Lead to it, or attach it with `from:`.",
    explanation="",
    bad="",
    good="",
    severity="warning",
)

SPLIT_REACHED_HOW = Definition(
    code="RH113",
    message="the split `{title}` needs exactly one of `scene`, `when` and `ending`",
    remedy="Keep one of them.",
    explanation="",
    bad="",
    good="",
)

CATEGORY_WITHOUT_ENDING = Definition(
    code="RH114",
    message="the category `{name}` names no ending",
    remedy="Name at least one.",
    explanation="",
    bad="",
    good="",
)
