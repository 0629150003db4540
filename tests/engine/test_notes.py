"""What of the notebook is news to its reader, whatever is chosen and taken back."""

from __future__ import annotations

from redheat_game.engine.notes import Entry, Reader, entries
from redheat_game.engine.playthrough import Playthrough

from .playing import story_of

STORY = story_of(
    """
    story: A Test
    start: hall
    variables: {lamp: flag, coins: range 0..3}
    endings: {out: {title: Out, kind: victory, line: Out.}}
    notebook: {headings: {things: Things}}
    notes:
      hall: {title: Hall, under: things, text: "{lamp: Lit.|Dark.}"}
      lamp:
        title: Lamp
        under: things
        when: lamp
        text: |
          Brass.

          {coins > 0: Paid for, {coins} times.}
    ---
    scene: hall
    text: A hall.
    choices:
      - {say: Light., id: light, when: not lamp, do: lamp = true, go: hall}
      - {say: Pay., id: pay, when: coins < 3, do: coins += 1, go: hall}
      - {say: Out., go: out}
    ---
    scene: out
    text: Out.
    ending: out
    """,
    frame="",
)


def now(played: Playthrough) -> tuple[Entry, ...]:
    return entries(played.story, played.state)


def news(reader: Reader, played: Playthrough) -> list[str]:
    """The titles of what is news, `new` ones in capitals."""
    found = [entry for entry in now(played) if reader.is_news(entry)]
    return [entry.title.upper() if reader.is_new(entry) else entry.title for entry in found]


def test_all_is_news_at_the_very_beginning_and_none_to_who_goes_on() -> None:
    start = Playthrough.start(STORY)
    assert news(Reader(start), start) == ["HALL"]
    later = start.choose("light")
    assert news(Reader(later), later) == []
    assert news(Reader(later), later.choose("pay")) == ["Lamp"]


def test_a_note_that_reads_otherwise_is_news_until_it_is_read() -> None:
    played = Playthrough.start(STORY)
    reader = Reader(played)
    reader.has_read(now(played))
    assert news(reader, played) == []
    played = played.choose("light")
    assert news(reader, played) == ["Hall", "LAMP"]
    reader.has_read(entry for entry in now(played) if entry.id == "lamp")
    assert news(reader, played) == ["Hall"]
    played = played.choose("pay")
    lamp = now(played)[1]
    assert [reader.is_unread(lamp, paragraph) for paragraph in lamp.paragraphs] == [False, True]


def test_what_is_taken_back_and_learned_again_is_not_news_twice() -> None:
    played = Playthrough.start(STORY).choose("light")
    reader = Reader(Playthrough.start(STORY))
    reader.has_read(now(played))
    back = played.undo()
    assert news(reader, back) == ["Hall"]
    reader.has_read(now(back))
    assert news(reader, back.redo()) == []


def test_what_was_never_read_is_no_news_once_it_is_taken_back() -> None:
    start = Playthrough.start(STORY)
    reader = Reader(start)
    reader.has_read(now(start))
    assert news(reader, start.choose("light").choose("pay").undo(2)) == []


def test_looking_changes_nothing() -> None:
    played = Playthrough.start(STORY).choose("light")
    before = played.state
    now(played)
    assert played.state == before
    assert played.choose("pay").state.moves == 2
