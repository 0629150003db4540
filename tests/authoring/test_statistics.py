"""What `redheat stats` counts, on stories small enough to count by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from redheat_game.authoring.consequence import never_read, without_consequence
from redheat_game.authoring.habits import habits_of
from redheat_game.authoring.random_play import play_at_random
from redheat_game.authoring.readings import count_words, longest_reading, written_words
from redheat_game.authoring.statistics import statistics_of
from redheat_game.authoring.survival import Survival
from redheat_game.authoring.variety import sharing, variety_of
from redheat_game.cli import main
from redheat_game.engine.playthrough import Playthrough
from tests.story.building import script_of, story

PACK = Path(__file__).parents[1] / "stories" / "left_luggage"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It is cold.", 3),
        ("Don't look; the half-empty glass is Ogarkov’s.", 7),
        ("Nineteen below - and -19 outside.", 5),
        ("Да, капитан.", 2),
        ("", 0),
    ],
)
def test_words_are_counted_as_people_count_them(text: str, words: int) -> None:
    assert count_words(text) == words


def test_every_branch_is_written_and_the_longest_is_read() -> None:
    made = story(
        """
        scene: hall
        text: |
          You have {coins} coins. {lamp: It is light.|It is dark, and you cannot find the door.} {One.|One two.}
        go: out
        ---
        """
    )
    prose = script_of(made, "hall").prose
    assert written_words(prose) == 4 + 3 + 9 + 1 + 2
    assert longest_reading(prose) == 4 + 9 + 2


CHOOSING = """
scene: hall
text: A hall.
choices:
  - {say: Left., id: left, go: room}
  - {say: Right., id: right, once: true, go: room}
  - {say: Unseen., id: unseen, do: mood += 1, go: room}
  - {say: Pay., id: pay, do: coins -= 1, go: room}
  - {say: Out., id: leave, go: out}
---
scene: room
text: |
  A room. {coins > 1: You can pay.}
go: out
---
"""


def test_choices_are_alike_where_nothing_that_is_read_differs() -> None:
    made = story(CHOOSING)
    (alike,) = without_consequence(made)
    assert (alike.scene, alike.choices, alike.leads_to) == ("hall", ("left", "right", "unseen"), "room")
    assert alike.span is not None
    assert "Left." in alike.span.file.line(alike.span.line)
    assert never_read(made) == ("mood", "lamp", "coat")


def test_a_phrase_counts_once_it_stands_in_three_scenes() -> None:
    scenes = "".join(
        f"scene: {name}\ntext: He wipes the cold glass slowly. He waits{more}. He goes.\ngo: {to}\n---\n"
        for name, to, more in (("hall", "second", ""), ("second", "third", " here"), ("third", "out", ""))
    )
    found = habits_of(story(scenes))
    assert [(phrase.words, phrase.times) for phrase in found.phrases] == [("he wipes the cold glass slowly", 3)]
    assert found.phrases[0].scenes == ("hall", "second", "third")
    assert (found.sentences, found.openings[0].words, found.openings[0].times) == (10, "he", 9)
    assert [(row.scene, row.word, row.times) for row in found.rows] == [
        ("hall", "he", 3),
        ("second", "he", 3),
        ("third", "he", 3),
    ]


def test_random_play_repeats_itself_and_counts_playthroughs() -> None:
    made = story(CHOOSING)
    first, again, other = (play_at_random(made, 400, seed) for seed in (1, 1, 2))
    assert first == again
    assert first.choices != other.choices
    assert first.scenes["hall"] == first.endings["out"] == first.runs == len(first.words) == 400
    assert first.scenes["room"] == 400 - first.choices["hall", "leave"]
    assert 40 < first.choices["hall", "leave"] < 120
    assert set(first.moves) == {1, 2}
    assert first.unended == first.faults == 0


def test_random_play_tells_faults_and_walks_that_do_not_end() -> None:
    made = story(
        """
        scene: hall
        text: A hall.
        choices:
          - {say: Take., id: take, do: coins += 9, go: out}
          - {say: Wait., id: wait, go: pit}
        ---
        scene: pit
        text: A pit.
        choices: [{say: Climb., when: coins > 8, go: out}]
        ---
        """
    )
    found = play_at_random(made, 100, 7)
    assert found.faults == found.runs - found.unended
    assert 0 < found.faults < 100
    assert not found.endings


def test_scenes_seldom_seen_are_those_random_play_misses() -> None:
    made = story(
        """
        scene: hall
        text: A hall.
        choices:
          - {say: Out., go: out}
          - {say: In., when: coins > 8, go: vault}
        ---
        scene: vault
        text: A vault.
        go: out
        ---
        """
    )
    assert statistics_of(made, runs=50, seed=1).seldom_seen == [("vault", 0)]


def test_the_command_tells_people_and_programs_the_same() -> None:
    told = CliRunner().invoke(main, ["stats", str(PACK), "--runs", "50"])
    assert told.exit_code == 0, told.output
    data = json.loads(CliRunner().invoke(main, ["stats", str(PACK), "--runs", "50", "--format", "json"]).output)
    assert told.output.startswith(f"{data['title']}: {data['words']} words")
    assert data["words"] == sum(scene["written"] + scene["choices"] for scene in data["scenes"])
    assert sum(data["random_play"]["endings"].values()) + data["random_play"]["unended"] == 50


def test_a_story_with_mistakes_has_no_figures(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("scene: bench\nfrom: {scene: nowhere, say: Sit.}\ntext: A bench.\n")
    told = CliRunner().invoke(main, ["stats", str(tmp_path)])
    assert told.exit_code == 1
    assert "RH041" in told.output


TRAP = """
scene: hall
text: Dry.
choices:
  - {say: Down., id: down, do: coins = 0, go: cellar}
  - {say: Down with money., id: rich, do: coins = 3, go: cellar}
  - {say: Out., id: leave, go: out}
---
scene: cellar
text: Wet.
choices:
  - {say: Pay., id: pay, when: coins > 0, go: out}
  - {say: Stay., id: stay, go: drowned}
---
scene: drowned
text: Wetter.
ending: drowning
---
endings: {drowning: {title: Drowned, kind: death, line: Water.}}
---
"""


def test_whoever_means_to_live_takes_no_choice_after_which_only_deaths_are_left() -> None:
    made = story(TRAP)
    survival = Survival(made)

    def left_after(*choices: str) -> list[str]:
        state = Playthrough.of_choices(made, choices).state
        own = made.machine.scenes[state.scene].choices
        return [own[position].id for position in survival.choices(state)]

    assert left_after() == ["rich", "leave"]
    assert left_after("rich") == ["pay"]
    assert left_after("down") == []
    played = statistics_of(made, runs=60, seed=3, surviving=True).played
    assert played.endings["drowning"] == 0
    assert played.unended == 0
    assert statistics_of(made, runs=60, seed=3).played.endings["drowning"] > 0


def test_what_two_playthroughs_share_is_counted_over_all_pairs() -> None:
    # both over either: 1/3, 1/2, 0; both over one's own: 1/2 and 1/2, 1/2 and 1, 0 and 0
    shared = sharing([{"a", "b"}, {"b", "c"}, {"a"}, set()])
    assert shared is not None
    assert shared.playthroughs == 3
    assert shared.scenes == pytest.approx(5 / 3)
    assert shared.of_either == pytest.approx((1 / 3 + 1 / 2 + 0) / 3)
    assert shared.of_own == pytest.approx((1 / 2 + 3 / 4 + 0) / 3)
    assert sharing([{"a"}, set()]) is None


def test_only_scenes_after_the_opening_acts_are_compared() -> None:
    made = story(
        "".join(
            f"scene: {name}\nact: {act}\ntext: Here.\ngo: {to}\n---\n"
            for name, act, to in (("hall", "one", "b"), ("b", "two", "c"), ("c", "three", "d"), ("d", "four", "out"))
        )
        + "acts: ["
        + ", ".join(f"{{id: {act}, title: {act}, theme: moscow}}" for act in ("one", "two", "three", "four"))
        + "]\n---\n"
    )
    variety = variety_of(made, [{"hall", "b", "c"}, {"hall", "c", "d"}, {"hall", "b"}])
    assert variety.all is not None
    assert (variety.all.playthroughs, variety.all.of_either) == (2, 1 / 2)
    assert variety.to_the_last_act is None
