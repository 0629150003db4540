"""One move: the order of what happens in it, entering scenes, always rules, story time, events."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from redheat_game.engine.step import (
    AchievementUnlocked,
    ChoiceNotAvailable,
    EndingReached,
    SceneEntered,
    StoryFault,
    begin,
    step,
    takeable,
)

from .playing import Player, story_of

Players = Callable[[str], Player]

ORDER = """
variables:
  a: range 0..9
  b: range 0..9
  c: range 0..9
  d: range 0..9
  at_unlock: flag
achievements:
  early: {title: Early, riddle: r, hint: h, told: t}
  late: {title: Late, riddle: r, hint: h, told: t}
  entered: {title: Entered, riddle: r, hint: h, told: t}
always:
  - {when: d == 5, go: redirected}
---
scene: first
takes: 10s
text: Start.
choices:
  - say: Everything.
    id: everything
    when: a == 0
    do: [a = 1, b = a + 1, {when: b == 2, do: [c = b + 1]}, {when: b == 3, do: [c = 0]}]
    unlock: [{id: late, when: c == 3}, {id: early, when: c == 0}]
    go:
      - {when: c == 0, to: end}
      - {when: c == 3 and not seen(next), to: next}
      - {to: death}
---
scene: next
takes: 20s
on_enter:
  - d = c + 1
  - {unlock: entered, when: d == 4}
  - {when: d == 4, do: d += 1}
text: Never read.
go: end
---
scene: redirected
takes: 40s
text: "d is {d}."
go: end
"""


def test_a_step_goes_guard_effects_unlock_target_entry_always_prose(player: Players) -> None:
    playing = player(ORDER).choose("everything")
    assert [playing[name] for name in "abcd"] == [1, 2, 3, 5]
    assert playing.scene == "redirected"
    assert playing.read == ["d is 5."]
    assert playing.events == (
        AchievementUnlocked("late"),
        SceneEntered("next"),
        AchievementUnlocked("entered"),
        SceneEntered("redirected"),
    )
    assert playing.now.achievements == ("late", "entered")


def test_every_entry_pays_its_time(player: Players) -> None:
    playing = player(ORDER)
    assert playing.now.state.seconds == 10
    playing.choose("everything")
    assert playing.now.state.seconds == 10 + 20 + 40, "start, redirecting scene and its target"
    assert playing.choose("end").now.state.seconds == 70
    assert playing.now.state.moves == 2


def test_an_entry_counts_before_on_enter_and_after_the_choice(player: Players) -> None:
    playing = player("""
    variables: {again: flag, from_choice: range 0..9, mine: flag}
    ---
    scene: first
    on_enter:
      - {when: seen(first), do: again = true}
    text: Here.
    choices:
      - say: Round.
        do: {when: seen(first), do: mine = true}
        go: first
    """)
    assert playing["again"] == 0, "the present entry is not an earlier one"
    playing.choose("first")
    assert playing["mine"] == 0, "a choice is made during the first entry"
    assert playing["again"] == 1
    assert playing.choose("first")["mine"] == 1


def test_begin_enters_the_start_as_any_scene(player: Players) -> None:
    playing = player("""
    variables: {n: range 0..3}
    achievements:
      woke: {title: Woke, riddle: r, hint: h, told: t}
    always: [{when: n == 2, go: second}]
    ---
    scene: first
    takes: 1h30m
    on_enter: [n = 2, {unlock: woke}]
    text: One.
    go: end
    ---
    scene: second
    text: Two.
    go: end
    """)
    assert playing.scene == "second"
    assert playing.events == (SceneEntered("first"), AchievementUnlocked("woke"), SceneEntered("second"))
    assert playing.now.state.seconds == 90 * 60 + 60, "a scene takes a minute by default"
    assert playing.now.state.moves == 0


RULES = """
variables: {n: range 0..9, out: flag}
always:
  - {when: n == 1, go: one}
  - {when: n <= 2 and n > 0, go: two}
  - {when: n == 4, go: first}
  - {when: n >= 3 and n < 5, go: two}
  - {when: out, go: end}
---
scene: first
text: First.
choices:
  - {say: One, id: one, do: n = 1, go: plain}
  - {say: Two, id: two, do: n = 2, go: plain}
  - {say: Four, id: four, do: n = 4, go: first}
  - {say: Over, id: over, do: [n = 3], go: death}
---
scene: plain
text: Plain.
go: first
---
scene: one
on_enter: [n = 3]
text: One.
go: plain
---
scene: two
text: Two.
go: plain
"""


def test_the_first_rule_that_holds_redirects_and_only_once_a_step(player: Players) -> None:
    playing = player(RULES).choose("one")
    assert playing.scene == "one", "the redirected scene's own entry makes a rule hold, which waits for the next step"
    assert playing.choose("plain").scene == "two"
    assert playing.events == (SceneEntered("plain"), SceneEntered("two"))
    assert player(RULES).choose("two").scene == "two"


def test_a_rule_that_leads_to_the_scene_just_entered_stays_there(player: Players) -> None:
    playing = player(RULES).choose("four")
    assert playing.scene == "first"
    assert playing.events == (SceneEntered("first"),)


def test_no_rule_leads_out_of_an_ending(player: Players) -> None:
    playing = player(RULES).choose("over")
    assert playing.scene == "death"
    assert playing.events == (SceneEntered("death"), EndingReached("grave"))
    assert playing.now.ending is not None
    assert playing.now.ending.kind == "death"
    assert playing.now.options == ()


def test_a_redirect_counts_as_an_entry_of_both_scenes(player: Players) -> None:
    playing = player("""
    variables: {n: range 0..9}
    always: [{when: n == 1, go: there}]
    ---
    scene: first
    text: Start.
    choices:
      - {say: Go., do: n = 1, go: passed}
    ---
    scene: passed
    text: "{First time|Second time}."
    go: there
    ---
    scene: there
    text: "{First|Second}. {seen(passed): Passed.}"
    choices:
      - {say: Back., do: n = 2, go: passed}
    """)
    assert playing.choose("passed").scene == "there"
    assert playing.read == ["First. Passed."]
    assert playing.now.scenes_entered() == ["first", "passed", "there"]
    assert playing.choose("passed").read == ["Second time."]


SUB_RULES = """
variables: {n: range 0..2}
always:
  - {when: n == 1, go: alarm}
  - {when: n == 2, go: death}
---
scene: first
text: First.
choices:
  - {say: Quietly., id: quiet, do: n = 1, call: aside}
  - {say: Fatally., id: fatal, do: n = 2, call: aside}
---
scene: aside
sub_scene: true
text: Aside.
return: true
---
scene: alarm
text: Alarm.
go: end
"""


def test_in_a_sub_scene_only_rules_that_end_the_story_apply(player: Players) -> None:
    playing = player(SUB_RULES).choose("quiet")
    assert playing.scene == "aside", "the rule waits for the return"
    assert playing.choose("return").scene == "alarm"
    assert playing.events == (SceneEntered("first"), SceneEntered("alarm"))
    assert player(SUB_RULES).choose("fatal").scene == "death"


def test_achievements_are_told_once_and_undo_takes_them_back(player: Players) -> None:
    playing = player("""
    achievements:
      first_one: {title: A, riddle: r, hint: h, told: t}
      other: {title: B, riddle: r, hint: h, told: t}
    ---
    scene: first
    text: Here.
    choices:
      - {say: Earn., id: earn, unlock: first_one, go: first}
      - {say: Earn both., id: both, unlock: [other, first_one], go: first}
    """)
    assert playing.choose("earn").events == (AchievementUnlocked("first_one"), SceneEntered("first"))
    assert playing.choose("earn").events == (SceneEntered("first"),)
    assert playing.choose("both").events == (AchievementUnlocked("other"), SceneEntered("first"))
    assert playing.now.achievements == ("first_one", "other")
    assert playing.undo().now.achievements == ("first_one",)
    assert playing.undo(2).now.achievements == ()
    assert playing.choose("earn").events == (AchievementUnlocked("first_one"), SceneEntered("first"))


RANGES = """
variables:
  soft: {is: range 2..4, clamp: true, start: 3}
  hard: {is: range -1..1, start: 0}
  copy: range 0..3
achievements:
  never: {title: N, riddle: r, hint: h, told: t}
---
scene: first
text: "{soft} {hard}"
choices:
  - {say: Up., id: up, do: soft += 9, go: first}
  - {say: Down., id: down, do: soft -= 9, go: first}
  - {say: Copy., id: copy, do: [soft = copy], go: first}
  - {say: Harder., id: harder, do: hard += 1, unlock: {id: never, when: hard > 1}, go: first}
  - {say: Overshoot and come back., id: between, do: [hard += 2, hard -= 2], go: first}
  - {say: Assign., id: assign, do: [hard = soft], go: first}
  - {say: In there., id: inside, go: cellar}
---
scene: cellar
on_enter: hard -= 2
text: Cellar.
go: end
"""


def test_a_clamped_range_stops_at_its_edges(player: Players) -> None:
    playing = player(RANGES)
    assert playing["soft"] == 3
    assert playing.choose("up")["soft"] == 4
    assert playing.choose("down")["soft"] == 2
    assert playing.choose("up", "copy")["soft"] == 2, "assigning is clamped too"


@pytest.mark.parametrize("choice", ["between", "assign", "inside"])
def test_leaving_an_unclamped_range_is_a_fault_that_keeps_the_state_before(player: Players, choice: str) -> None:
    playing = player(RANGES)
    before = playing.now
    with pytest.raises(StoryFault, match=r"hard would become -?\d, outside its range -1\.\.1"):
        playing.choose(choice)
    assert playing.now is before
    assert playing.choose("harder")["hard"] == 1, "play goes on with other choices"
    with pytest.raises(StoryFault):
        playing.choose("harder")
    assert playing.now.choices == ("harder",)
    assert playing.now.achievements == ()


def test_a_fault_in_an_undone_choice_does_not_lose_the_redo(player: Players) -> None:
    playing = player(RANGES).choose("harder").undo()
    with pytest.raises(StoryFault):
        playing.choose("assign")
    assert playing.now.undone == ("harder",)
    assert playing.redo()["hard"] == 1


def test_only_takeable_choices_can_be_stepped() -> None:
    machine = story_of("""
    scene: first
    text: Here.
    choices:
      - {say: No., when: "false", id: never, go: end}
      - {say: Yes., id: always, go: end}
    """).machine
    state = begin(machine).state
    assert takeable(machine, state) == [1]
    for wrong in (-1, 0, 2):
        with pytest.raises(ChoiceNotAvailable):
            step(machine, state, wrong)
    ended = step(machine, state, 1)
    assert takeable(machine, ended.state) == []
    assert ended.events == (SceneEntered("end"), EndingReached("salute"))
    with pytest.raises(ChoiceNotAvailable):
        step(machine, ended.state, 0)
