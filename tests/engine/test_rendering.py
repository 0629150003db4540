"""From prose to what is read: values, styles, white space, paragraphs, speakers, transcripts."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent, indent

import pytest

from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.rendering import Paragraph, Run
from redheat_game.engine.transcript import transcript, turn_text

from .playing import Player, story_of

Players = Callable[[str], Player]

DECLARED = """\
variables:
  n: {is: range 0..9, start: 7}
  lent: {is: "one_of [none, magnum_44]", start: magnum_44}
  yes: {is: flag, start: true}
  no: flag
cast:
  danko: {name: Danko, about: you}
  ogarkov: {name: Yuri Ogarkov, about: your partner}
---
scene: first
title: The Beginning
text: |
"""


def reading(prose: str) -> tuple[Paragraph, ...]:
    """The prose as it reads on the first entry."""
    story = story_of(DECLARED + indent(dedent(prose), "  ") + "\ngo: end\n")
    return Playthrough.start(story).passage


def plain(prose: str) -> list[str]:
    """The same without styles; a speaker stands before a bar."""
    return [(item.speaker + "|" if item.speaker else "") + item.text for item in reading(prose)]


@pytest.mark.parametrize(
    ("prose", "read"),
    [
        ("He has {n} and a {lent}.", ["He has 7 and a magnum 44."]),
        ("{yes: Yes.|No.} {no: Yes.|No.} {no: Yes.} {n > 6 and yes: Both.}", ["Yes. No. Both."]),
        ("Two   spaces,\na break,\tand a tab.  ", ["Two spaces, a break, and a tab."]),
        ("One.\n\nTwo,\nstill two.\n\n\n\nThree.", ["One.", "Two, still two.", "Three."]),
        ("One.\n\n{no: Not said.}\n\nTwo.", ["One.", "Two."]),
        ("One.\n\n{yes: Two.\n\nThree.} And more.\n\nFour.", ["One.", "Two.", "Three. And more.", "Four."]),
        ("{no: Nothing at all.}", []),
        (r"\{n\} \*not so\* a\|b \\ done", ["{n} *not so* a|b \\ done"]),
        ("A word{no: s}, an{yes: d} more.", ["A word, and more."]),
    ],
)
def test_paragraphs_and_values(prose: str, read: list[str]) -> None:
    assert plain(prose) == read


@pytest.mark.parametrize(
    ("prose", "read"),
    [
        ("Danko: No.", ["danko|No."]),
        ("It is quiet.\nYuri Ogarkov: Too quiet.\nHe waits.", ["It is quiet.", "ogarkov|Too quiet. He waits."]),
        ("Danko: One.\nYuri Ogarkov: Two.\n\nThree.", ["danko|One.", "ogarkov|Two.", "Three."]),
        ("Ridzik: He is not of the cast.", ["Ridzik: He is not of the cast."]),
        ("He says: Danko: hm.", ["He says: Danko: hm."]),
        ("{yes: Danko\\: Perhaps.}", ["danko|Perhaps."]),
        ("{yes: One.\n\nDanko: Two.}\n\nYuri Ogarkov: {no: x|Three.}", ["One.", "danko|Two.", "ogarkov|Three."]),
        ("Danko: {no: Never said.}\n\nAnd on.", ["And on."]),
    ],
)
def test_speakers(prose: str, read: list[str]) -> None:
    assert plain(prose) == read


@pytest.mark.parametrize(
    ("prose", "runs"),
    [
        ("a *b* c", [Run("a "), Run("b", emphasis=True), Run(" c")]),
        ("*a* **b**", [Run("a", True), Run(" "), Run("b", False, True)]),
        ("**a *b* c**", [Run("a ", False, True), Run("b", True, True), Run(" c", False, True)]),
        ("*has {n}, {yes: yes|no}*", [Run("has 7, yes", True)]),
        ("{yes: *a*} {yes: b}", [Run("a", True), Run(" b")]),
        ("*a\nb*", [Run("a b", True)]),
        ("*a * b", [Run("a ", True), Run("b")]),
        ("a *b *", [Run("a "), Run("b", True)]),
        ("Danko: *No.*", [Run("No.", True)]),
        ("[b]not markup[/b] <i>", [Run("[b]not markup[/b] <i>")]),
    ],
)
def test_styles(prose: str, runs: list[Run]) -> None:
    assert list(reading(prose)[0].runs) == runs


def test_emphasis_ends_with_its_paragraph_where_a_condition_opens_another() -> None:
    first, second = reading("*one {yes: two\n\nthree} four*")
    assert first.runs == (Run("one two", True),)
    assert second.runs == (Run("three four", True),)


TALK = """
variables: {n: range 0..9}
cast:
  ogarkov: {name: Ogarkov, about: your partner}
---
scene: first
title: The Street
text: |
  It *snows*.

  Ogarkov: Cold{n > 0:, still}.
choices:
  - {say: "{n > 0: Wait again|Wait}.", id: wait, do: n += 1, go: first}
  - {say: Leave., go: end}
"""


def test_a_transcript_tells_titles_prose_and_the_words_of_choices(player: Players) -> None:
    playing = player(TALK).choose("wait", "wait", "end")
    assert transcript(playing.now) == dedent("""\
        The Street

        It snows.

        OGARKOV: Cold.


        > Wait.

        The Street

        It snows.

        OGARKOV: Cold, still.


        > Wait again.

        The Street

        It snows.

        OGARKOV: Cold, still.


        > Leave.

        End

        The end.
        """)


def test_a_transcript_puts_what_cannot_be_replayed_before_the_rest(player: Players) -> None:
    playing = player(TALK)
    told = transcript(playing.now, [("", "Long ago."), ("Go on.", "Later.")])
    assert told == "Long ago.\n\n\n> Go on.\n\nLater.\n\n\n" + turn_text(playing.now, playing.now.turns[0]) + "\n"


def test_an_earlier_turn_reads_as_it_did(player: Players) -> None:
    playing = player(TALK).choose("wait", "end")
    first, second, _ = playing.now.turns
    assert [item.text for item in playing.now.passage_of(first)] == ["It snows.", "Cold."]
    assert [item.text for item in playing.now.passage_of(second)] == ["It snows.", "Cold, still."]
