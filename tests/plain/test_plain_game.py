"""Plain mode as its player meets it: lines in, lines out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from redheat_game.plain.game import PlainGame
from redheat_game.storage.places import Places
from redheat_game.storage.store import Store
from redheat_game.story.loader import load_texts
from redheat_game.story.script import Story

STORY = """\
story: The Depot
start: hall
clock: "08:00"
acts: [{id: depot, title: The Depot}]
variables:
  nerve: {is: range 0..3, start: 1, clamp: true, meter: Nerve, about: Boldness costs it.}
  lamp: {is: flag, pocket: a lamp}
cast: {ridzik: {name: Ridzik}}
places: {hall: {name: main hall}, yard: {name: the yard}}
endings: {out: {title: Out, kind: victory, line: The gate is open.}}
achievements:
  lit: {title: Light, riddle: It is dark., hint: Take the lamp., told: You can see.}
---
scene: hall
title: The Hall
place: hall
act: depot
takes: 5m
text: |
  A hall{seen(yard):, again}.

  Ridzik: Cold in here.
choices:
  - {say: Take the lamp., id: lamp, once: true, do: lamp = true, unlock: lit, go: hall}
  - {say: Step over the cable., id: cable, when: nerve > 2, locked: You would need more nerve., go: yard}
  - {say: Go round., do: nerve -= 1, go: yard}
---
scene: yard
title: The Yard
place: yard
act: depot
text: A yard with a gate.
choices:
  - {say: Leave., go: gate}
  - {say: Back., go: hall}
---
scene: gate
title: The Gate
place: yard
act: depot
text: It is not locked.
ending: out
"""


@pytest.fixture
def story() -> Story:
    """A depot with a lamp, a lock and a way out."""
    loaded = load_texts({"depot/story.yaml": STORY})
    assert loaded.story is not None, loaded.diagnostics
    return loaded.story


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Where this player's things are kept."""
    with Store.open(Places(tmp_path)) as opened:
        yield opened


def play(store: Store, story: Story, *lines: str, width: int = 80, piped: bool = False) -> str:
    """What a player reads who types these lines."""
    out = io.StringIO()
    PlainGame(store, story, [line + "\n" for line in lines], out, lambda: width, is_piped=piped).play()
    return out.getvalue()


def after_prompt(text: str, number: int) -> str:
    """What was answered to the line of this number (from 1)."""
    return text.split("> ")[number]


def test_a_whole_playthrough_is_read_in_order(store: Store, story: Story) -> None:
    read = play(store, story, "1", "2", "1")
    places = [
        "Act 1. The Depot.",
        "The Hall, main hall, 08:00.",
        "RIDZIK: Cold in here.",
        "Trope earned: Light. You can see.",
        "You now have: a lamp.",
        "The Yard, the yard, 08:06.",
        "The end: Out. The gate is open.",
        "3 choices, 3 scenes, 0 hours 12 minutes of story time, 1 of 1 tropes.",
    ]
    found = [read.find(place) for place in places]
    assert -1 not in found, places[found.index(-1)]
    assert found == sorted(found)


def test_only_what_is_new_is_said_again(store: Store, story: Story) -> None:
    again = after_prompt(play(store, story, "1"), 1)
    assert "Act 1" not in again
    assert "The Hall" not in again
    assert "A hall." in again


def test_a_locked_choice_keeps_its_number_and_says_why(store: Store, story: Story) -> None:
    read = play(store, story, "2")
    assert "2. Locked: Step over the cable. You would need more nerve." in read
    assert "3. Go round. (−1 nerve)" in read
    assert after_prompt(read, 1).startswith("Choice 2 is locked. You would need more nerve.")


def test_a_meter_is_told_of_while_its_condition_holds(store: Store) -> None:
    hunted = STORY.replace("costs it.}", "costs it.}\n  lead: {is: range 0..2, start: 2, meter: Lead, when: lamp}")
    loaded = load_texts({"story.yaml": hunted})
    assert loaded.story is not None, [item.message for item in loaded.diagnostics]
    read = play(store, loaded.story, "status", "1", "status")
    assert "Vera: Nerve" not in read
    before, _, after = read.partition("You now have: a lamp.")
    assert "Nerve 1 of 3." in before
    assert "Lead" not in before.partition("Lead 2 of 2.")[0]
    assert "Lead 2 of 2." in before
    assert "Nerve 1 of 3, Lead 2 of 2." in after


def test_numbers_and_words_that_mean_nothing_are_answered_kindly(store: Store, story: Story) -> None:
    read = play(store, story, "7", "dance \x1b[31m now", "")
    assert "There is no choice 7. Type 1 or 3, or help." in read
    assert "There is no command dance. Type 1 or 3, or help." in read
    assert "\x1b" not in read


def test_undo_and_redo(store: Store, story: Story) -> None:
    read = play(store, story, "undo", "3", "undo", "redo", "redo")
    assert "There is nothing to undo." in after_prompt(read, 1)
    assert "Nerve 0 (was 1)." in after_prompt(read, 2)
    assert "The Hall, main hall, 08:00." in after_prompt(read, 3)
    assert "The Yard, the yard, 08:01." in after_prompt(read, 4)
    assert "There is nothing to redo." in after_prompt(read, 5)


def test_undo_does_not_announce_a_trope_again_and_the_profile_keeps_it(store: Store, story: Story) -> None:
    read = play(store, story, "1", "3", "undo", "undo", "tropes")
    assert read.count("Trope earned") == 1
    assert "1. Earned in another playthrough: Light. You can see." in read


def test_riddles_and_hints(store: Store, story: Story) -> None:
    read = play(store, story, "tropes", "hint 1", "hint 9")
    assert "1. Riddle: It is dark." in read
    assert "Take the lamp." in after_prompt(read, 2)
    assert "from 1 to 1" in after_prompt(read, 3)


def test_status_and_transcript(store: Store, story: Story) -> None:
    read = play(store, story, "3", "status", "transcript")
    assert "Nerve 0 of 3." in after_prompt(read, 2)
    assert "In the pockets: nothing." in after_prompt(read, 2)
    told = read[read.index("so far.") :]
    assert "> Go round." in told
    assert told.rindex("The Hall") < told.rindex("> Go round.") < told.rindex("A yard with a gate.")


def test_quit_leaves_and_continue_comes_back(store: Store, story: Story) -> None:
    play(store, story, "3", "quit", "1")
    read = play(store, story, "continue", "1")
    assert "Type continue to go on: The Depot, The Yard, 08:01, 1 choice" in read
    assert "A yard with a gate." in after_prompt(read, 1)
    assert "The end: Out." in read


def test_a_pipe_never_touches_what_continue_opens(store: Store, story: Story) -> None:
    play(store, story, "3", "quit")
    play(store, story, "1", "1", piped=True)
    latest = store.shelf(story).saves.latest()
    assert latest is not None
    assert latest.headline.title == "The Yard"
    assert "lit" in store.shelf(story).profile.earned()


def test_named_saves(store: Store, story: Story) -> None:
    play(store, story, "1", "save with lamp", "3", "save with lamp")
    read = play(store, story, "saves", "load with lamp", "status", "load nowhere")
    assert "1. with lamp: The Depot, The Hall, 08:05, 1 choice" in read
    assert "a lamp" in after_prompt(read, 3)
    assert "There is no such save." in after_prompt(read, 4)


def test_what_is_not_named_is_saved_under_the_scenes_title(store: Store, story: Story) -> None:
    assert "Saved as The Hall." in play(store, story, "save")


def test_a_number_may_be_typed_as_it_is_listed(store: Store, story: Story) -> None:
    read = play(store, story, "1.", "status")
    assert "a lamp" in after_prompt(read, 2)


def test_beginning_anew_says_where_the_other_playthrough_is(store: Store, story: Story) -> None:
    read = play(store, story, "new", "1", "new", "saves")
    assert "stays among the saves" not in after_prompt(read, 1)
    assert "What you have played stays among the saves." in after_prompt(read, 3)
    assert "1. The Depot, The Hall" in after_prompt(read, 4)


def test_a_name_that_is_taken_is_refused(store: Store, story: Story) -> None:
    read = play(store, story, "save here", "save here")
    assert "Saved as here." in after_prompt(read, 1)
    assert "already" in after_prompt(read, 2)


def test_settings_can_be_seen_and_changed(store: Store, story: Story) -> None:
    read = play(store, story, "set motion off", "settings", "set motion sideways")
    assert store.settings.motion is False
    listed, without_effect = after_prompt(read, 2).split("Only where there are pictures: ")
    assert "motion off" in without_effect
    assert "content_notes: on." in listed
    assert "There is no such setting or value." in after_prompt(read, 3)


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_lines_fit_the_width(store: Store, story: Story, width: int) -> None:
    read = play(store, story, "1", "2", "tropes", "status", width=width)
    assert "yard" in read
    assert all(len(line) <= max(20, min(width, 80)) for line in read.replace("> ", "").splitlines()[1:])


def test_a_fault_of_the_story_is_told_and_changes_nothing(store: Store) -> None:
    text = """\
story: Broken
start: a
variables: {fuse: range 0..1}
endings: {out: {title: Out, kind: victory, line: Out.}}
---
scene: a
text: A fuse.
choices:
  - {say: Wind it., id: wind, do: fuse += 1, go: a}
  - {say: Leave., go: b}
---
scene: b
text: Out.
ending: out
"""
    loaded = load_texts({"broken/story.yaml": text})
    assert loaded.story is not None
    read = play(store, loaded.story, "1", "1", "2")
    assert "The story has a fault here: fuse would become 2, outside its range 0..1." in " ".join(read.split())
    assert "The end: Out." in read


NOTES = """\
notebook: {title: Case file, headings: {people: People, things: Things}}
notes:
  ridzik: {title: Ridzik, under: people, text: "Cold. {seen(yard): He went round.}"}
  lamp:
    title: Lamp
    under: things
    when: lamp
    text: |
      Brass.

      Ridzik: Mine.
"""


@pytest.fixture
def noted() -> Story:
    """The depot with a notebook."""
    loaded = load_texts({"depot/story.yaml": STORY, "depot/notes.yaml": NOTES})
    assert loaded.story is not None, loaded.diagnostics
    return loaded.story


def test_what_was_written_down_is_told_once_by_its_title(store: Store, noted: Story) -> None:
    read = play(store, noted, "1", "2", "undo", "look")
    assert "Case file, new: Ridzik." in after_prompt(read, 0)
    assert "Case file, new: Lamp." in after_prompt(read, 1)
    # the note on Ridzik was never read, but it was announced
    assert "Case file, more on: Ridzik." in after_prompt(read, 2)
    assert "Case file" not in after_prompt(read, 3)
    assert "Case file" not in after_prompt(read, 4)


def test_notes_gives_what_is_new_in_full_and_the_rest_by_number(store: Store, noted: Story) -> None:
    read = play(store, noted, "1", "notes", "notes", "2", "notes", "notes 2", "notes 9", "notes all")
    first, second, _, third, lamp, none, everything = (after_prompt(read, number) for number in range(2, 9))
    assert "Case file: 2 notes, 2 with something new." in first
    assert "New. Ridzik. Cold." in first
    assert "New. Lamp. Brass.\nRIDZIK: Mine." in first
    assert "People: 1. Ridzik.\nThings: 2. Lamp." in first
    assert "2 notes, 0 with something new." in second
    assert "New." not in second
    assert "More. Ridzik. Cold. He went round." in third
    assert lamp.startswith("Lamp. Brass.")
    assert "There is no such note." in none
    assert "Ridzik. Cold. He went round." in everything
    assert "Lamp. Brass." in everything


def test_the_keys_of_the_interface_do_in_plain_mode_what_they_do_there(store: Store, noted: Story) -> None:
    words = ("undo", "redo", "notes", "status", "tropes", "settings", "transcript", "help")
    said = play(store, noted, "1", *words).split("> ")[2:]
    assert play(store, noted, "1", *"urmptow?").split("> ")[2:] == said
    assert "1. The Depot" in after_prompt(play(store, noted, "s"), 1)
    assert "There is no command n." in play(store, noted, "1", "n")


def test_the_notebook_opens_by_its_own_name(store: Store, noted: Story) -> None:
    read = play(store, noted, "1", "case file", "Case File 1", "cases")
    assert "New. Ridzik. Cold." in after_prompt(read, 2)
    assert after_prompt(read, 3).startswith("Ridzik. Cold.")
    assert "There is no command cases." in after_prompt(read, 4)


def test_help_says_what_can_be_typed_and_what_is_measured(store: Store, story: Story) -> None:
    told = after_prompt(play(store, story, "help", width=40), 1)
    assert "undo: take the last choice back." in told
    assert "Nerve: Boldness costs it." in told
    assert all(len(line) <= 40 for line in told.splitlines())


def test_a_story_without_notes_says_that_nothing_is_written_down(store: Store, story: Story) -> None:
    assert "Notebook. Nothing is written down yet." in play(store, story, "notes")
