"""The large letters."""

from __future__ import annotations

import pytest

from redheat_game.ui.lettering import HEIGHT, lettered, spaced


def test_it_is_as_large_as_there_is_room() -> None:
    large, small = lettered("Snow", 72, 6), lettered("Snow", 72, 5)
    assert (len(large), len(small)) == (HEIGHT, HEIGHT // 2)
    assert max(map(len, large)) > max(map(len, small))


def test_it_is_cut_between_words() -> None:
    rows = lettered("The Price of a Key", 40, 20)
    assert len(rows) > HEIGHT // 2
    assert max(map(len, rows)) <= 40


@pytest.mark.parametrize(("columns", "rows"), [(20, 9), (72, 2), (5, 1)])
def test_where_there_is_no_room_it_is_plain(columns: int, rows: int) -> None:
    (plain,) = lettered("Persona Non Grata", columns, rows)
    assert plain in (spaced("Persona Non Grata"), "PERSONA NON GRATA")


def test_a_letter_it_has_not_makes_all_of_it_plain() -> None:
    assert lettered("Ж and [b]", 80, 20) == ("Ж   A N D   [ B ]",)


def test_all_letters_are_told_apart() -> None:
    drawn = {letter: lettered(letter, 20, 3) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'-:.,!?&"}
    assert len(set(drawn.values())) == len(drawn) - 0
    assert all(set("".join(rows)) <= set("█▀▄ ") for rows in drawn.values())
