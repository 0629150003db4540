"""Taking a playthrough up again, in the story in which it was saved and in one that was edited since."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.resuming import Resumed, SavedTurn, resume, saved_turns

from .playing import FRAME, story_of, value_of

STORY = """
variables:
  trust: {is: range 0..6, start: 2, clamp: true}
  steps: range 0..9
  gun: {is: "one_of [none, podbyrin, magnum]", start: podbyrin}
  wet: flag
achievements:
  walker: {title: Walker, riddle: r, hint: h, told: t}
---
scene: first
text: "The street, {once|twice|often}. {&red|green|blue}"
choices:
  - {say: Walk., id: walk, do: [steps += 1, trust += 1], unlock: walker, go: first}
  - {say: Swap guns., id: swap, once: true, do: gun = magnum, go: first}
  - {say: Into the yard., once: true, go: yard}
  - {say: Ring., id: ring, call: phone}
---
scene: yard
on_enter: wet = true
text: The yard.
choices:
  - {say: Back., go: first}
  - {say: Out., go: end}
---
scene: phone
sub_scene: true
text: "A phone {wet: rings|is silent}."
return: true
"""

CHOICES = ["walk", "swap", "yard", "first", "walk", "ring"]
FROM_HERE = "The story has changed since this was saved. You go on from where you were; undo ends here."


def kept(text: str, choices: Sequence[str]) -> list[SavedTurn]:
    """The turns after these choices as they come back from a file."""
    turns = saved_turns(Playthrough.of_choices(story_of(text), choices))
    return [SavedTurn(**json.loads(json.dumps(asdict(turn)))) for turn in turns]


def resumed(old: str, choices: Sequence[str], *edits: tuple[str, str]) -> Resumed:
    """What becomes of the choices, saved in the old story, where the story is edited."""
    new = old
    for before, after in edits:
        assert before in new
        new = new.replace(before, after)
    return resume(story_of(new), kept(old, choices))


def test_an_unchanged_story_is_taken_up_as_it_was() -> None:
    story = story_of(STORY)
    played = Playthrough.of_choices(story, CHOICES)
    assert resume(story, saved_turns(played)) == Resumed(played)


def test_what_is_kept_of_a_turn_can_be_read_without_the_story() -> None:
    turn = kept(STORY, ["walk"])[1]
    assert (turn.choice, turn.scene, turn.said) == ("walk", "first", "Walk.")
    assert turn.text == "First\n\nThe street, twice. green"
    assert turn.state["values"]["trust"] == 3


def test_only_later_turns_can_be_asked_for() -> None:
    played = Playthrough.of_choices(story_of(STORY), CHOICES)
    assert saved_turns(played, 4) == saved_turns(played)[4:]


def test_edited_prose_and_new_choices_change_nothing() -> None:
    taken_up = resumed(
        STORY, CHOICES, ("The yard.", "The court."), ("---\nscene: yard", "  - {say: New., go: end}\n---\nscene: yard")
    )
    assert taken_up.notice is None
    assert taken_up.playthrough.choices == tuple(CHOICES)
    assert taken_up.playthrough.scene == "phone"


def test_replayed_choices_follow_the_present_rules() -> None:
    taken_up = resumed(STORY, CHOICES, ("trust += 1", "trust += 2"), ("start: 2", "start: 1"))
    assert taken_up.notice is None
    assert value_of(taken_up.playthrough, "trust") == 5


RENAMED = (
    ("scene: yard", "scene: court\nwas: yard"),
    ("go: yard", "go: court"),
    ("id: walk", "id: stroll, was: walk"),
    ("  steps: range 0..9", "  paces: {is: range 0..9, was: steps}"),
    ("steps +=", "paces +="),
    ("  walker: {", "  stroller: {was: walker, "),
    ("unlock: walker", "unlock: stroller"),
    ("scene: phone", "scene: call_box\nwas: phone"),
    ("call: phone", "call: call_box"),
)


def test_renamed_things_are_found_in_a_replay() -> None:
    taken_up = resumed(STORY, CHOICES, *RENAMED)
    assert taken_up.notice is None
    assert taken_up.playthrough.choices == ("stroll", "swap", "court", "first", "stroll", "ring")
    assert taken_up.playthrough.achievements == ("stroller",)
    assert taken_up.playthrough.can_undo


BROKEN = ("id: swap, once: true, do: gun = magnum", 'id: swap, when: "wet", once: true, do: gun = magnum')
"""After this edit a replay of `CHOICES` stops at its second choice."""


def test_where_replay_stops_play_goes_on_from_the_last_snapshot() -> None:
    taken_up = resumed(STORY, CHOICES, BROKEN)
    played = taken_up.playthrough
    assert taken_up.notice == FROM_HERE
    assert (played.scene, value_of(played, "steps"), value_of(played, "gun")) == ("phone", 2, "magnum")
    assert not played.can_undo
    assert [turn.said for turn in taken_up.earlier] == [
        "",
        "Walk.",
        "Swap guns.",
        "Into the yard.",
        "Back.",
        "Walk.",
    ]
    assert "The yard." in taken_up.earlier[3].text
    after = played.choose("return")
    assert [option.id for option in after.options] == ["walk", "ring"], "what was used up once stays so"
    assert after.state.moves == len(CHOICES) + 1


def test_renamed_things_are_found_in_a_snapshot() -> None:
    taken_up = resumed(STORY, CHOICES, BROKEN, *RENAMED)
    played = taken_up.playthrough
    assert taken_up.notice == FROM_HERE
    assert (played.scene, value_of(played, "paces")) == ("call_box", 2)
    assert played.achievements == ("stroller",)
    assert [option.id for option in played.choose("return").options] == ["stroll", "ring"], (
        "a choice that is called after its renamed target was used up too"
    )


def test_what_was_taken_up_can_be_saved_and_taken_up_again() -> None:
    first = resumed(STORY, CHOICES, BROKEN)
    played = first.playthrough.choose("return").choose("walk")
    again = resume(played.story, saved_turns(played))
    assert again == Resumed(played), "the story has not changed since, so there is nothing to say"


def test_new_variables_start_and_gone_ones_are_dropped() -> None:
    taken_up = resumed(
        STORY,
        CHOICES,
        BROKEN,
        ("  steps: range 0..9\n", "  luck: {is: range 1..5, start: 3}\n"),
        ("steps += 1, ", ""),
    )
    assert taken_up.notice == FROM_HERE
    assert value_of(taken_up.playthrough, "luck") == 3
    assert value_of(taken_up.playthrough, "trust") == 4


def test_a_value_that_stood_at_its_start_keeps_where_the_start_moves() -> None:
    taken_up = resumed(STORY, ["swap"], BROKEN, ("start: 2", "start: 5"))
    assert taken_up.notice == FROM_HERE
    assert value_of(taken_up.playthrough, "trust") == 2


def test_a_clamped_value_is_brought_into_its_new_range() -> None:
    taken_up = resumed(STORY, CHOICES, BROKEN, ("range 0..6, start: 2", "range 0..3, start: 2"))
    assert taken_up.notice == FROM_HERE
    assert value_of(taken_up.playthrough, "trust") == 3


def test_counters_of_prose_fit_shorter_alternatives() -> None:
    taken_up = resumed(
        STORY, CHOICES, BROKEN, ("{&red|green|blue}", "{&red|green}"), ("once|twice|often", "once|twice")
    )
    assert taken_up.notice == FROM_HERE
    assert taken_up.playthrough.choose("return").scene == "first"


def test_a_snapshot_that_does_not_fit_gives_way_to_an_earlier_one() -> None:
    shorter = ("steps: range 0..9", "steps: range 0..1")
    taken_up = resumed(STORY, [*CHOICES[:5]], BROKEN, shorter)
    assert (
        taken_up.notice == "The story has changed since this was saved. You go on one choice earlier; undo ends here."
    )
    assert (taken_up.playthrough.scene, value_of(taken_up.playthrough, "steps")) == ("first", 1)
    assert len(taken_up.earlier) == 4
    taken_up = resumed(STORY, CHOICES, BROKEN, shorter)
    assert taken_up.notice is not None
    assert "You go on 2 choices earlier" in taken_up.notice


def test_a_removed_scene_gives_way_to_the_scene_before() -> None:
    without_yard = STORY.split("---\nscene: yard")[0].replace("once: true, go: yard", "once: true, go: end, id: yard")
    edited = without_yard + "---\nscene: phone" + STORY.split("---\nscene: phone")[1]
    taken_up = resume(story_of(edited), kept(STORY, ["walk", "yard"]))
    assert taken_up.playthrough.scene == "first"
    assert taken_up.playthrough.choices == ("walk",), "all before it was replayed, and can be undone"
    assert taken_up.notice == "The story has changed since this was saved. You go on one choice earlier."


def test_a_choice_that_leads_elsewhere_now_ends_the_replay() -> None:
    taken_up = resumed(STORY, ["walk", "yard", "first"], ("once: true, go: yard", "once: true, id: yard, go: end"))
    assert taken_up.notice == FROM_HERE
    assert (taken_up.playthrough.scene, value_of(taken_up.playthrough, "wet")) == ("first", 1)


def test_a_replay_that_would_fault_ends_before_the_fault() -> None:
    taken_up = resumed(STORY, ["walk", "walk"], ("steps: range 0..9", "steps: range 0..1"))
    assert taken_up.playthrough.choices == ("walk",)
    assert taken_up.notice == "The story has changed since this was saved. You go on one choice earlier."


def test_where_nothing_fits_it_begins_anew_and_keeps_what_was_read() -> None:
    other = """
    scene: elsewhere
    text: Elsewhere.
    go: end
    """
    saved = kept(STORY, ["walk", "yard"])
    taken_up = resume(story_of(other, frame=FRAME.replace("start: first", "start: elsewhere")), saved)
    assert taken_up.playthrough.choices == ()
    assert taken_up.playthrough.scene == "elsewhere"
    assert taken_up.earlier == tuple(saved)
    assert taken_up.notice == "The story has changed so much since this was saved that it begins anew."
    assert resume(story_of(other, frame=FRAME.replace("start: first", "start: elsewhere")), []).notice is None


CALLS = """
variables: {n: range 0..9}
---
scene: first
text: Here.
choices:
  - {say: Count., id: count, do: n += 1, go: first}
  - {say: Ring., id: ring, call: phone, go: bar}
---
scene: bar
text: The bar.
go: end
---
scene: phone
sub_scene: true
text: It rings.
return: true
"""


def test_a_call_returns_to_the_same_scene_though_other_calls_have_come() -> None:
    edits = [
        (
            "do: n += 1, go: first}",
            'do: n += 1, when: "n > 5", go: first}\n  - {say: A., id: a, call: phone, go: attic}',
        ),
        ("scene: bar", "scene: attic\ntext: The attic.\ngo: end\n---\nscene: bar"),
    ]
    taken_up = resumed(CALLS, ["count", "ring"], *edits)
    assert taken_up.notice == FROM_HERE
    assert taken_up.playthrough.choose("return").scene == "bar"


def test_a_memory_of_a_call_that_is_gone_does_not_hinder() -> None:
    blocked = ("do: n += 1, go: first}", 'do: n += 1, when: "n > 5", go: first}')
    taken_up = resumed(CALLS, ["count", "ring", "return"], blocked, ("call: phone, go: bar", "call: phone"))
    assert taken_up.notice == FROM_HERE
    assert taken_up.playthrough.scene == "bar"
