"""Pictures: the data that ships is valid, and the painter keeps its promises at every size and in every colour mode."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from textual.app import App, ComposeResult
from textual.events import AppBlur, AppFocus

from redheat_game.story.picture import (
    Effect,
    Ink,
    Layer,
    Picture,
    PictureError,
    picture_from_mapping,
    problems,
)
from redheat_game.ui.pictures import ColourMode, PictureBand, paint, to_strips
from redheat_game.ui.pictures.painter import Painter
from redheat_game.ui.pictures.stage import compose, folded

FOLDER = Path(__file__).parents[2] / "scenes" / "pictures"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
SIZES = [(20, 1), (60, 9), (61, 9), (80, 9), (140, 13), (240, 13), (300, 20), (1, 1)]


def load(name: str) -> Picture:
    """A picture as it ships."""
    return picture_from_mapping(yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8")))


def drawn(**changes: Any) -> Picture:
    """A small picture with a few things in it."""
    picture = Picture(
        name="test",
        palette=(Ink("a", "#aa0000"), Ink("l", "#ffee88")),
        sky=("#000010", "#202040"),
        ground=("#101010",),
        layers=(Layer(art=("a.l", "aa"), name="hut", lift=1),),
        effects=(Effect("glow", of="l", colours=("#ffee88",), radius=3),),
    )
    return replace(picture, **changes)


def test_all_asked_for_pictures_ship() -> None:
    asked_for = {"red_square", "bathhouse", "snow_street", "bar", "airport", "station", "chicago_night", "motel"}
    asked_for |= {"diner", "prison", "hospital", "studio", "terminal", "buses", "crossing"}
    assert asked_for <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_shipped_pictures_are_valid(name: str) -> None:
    picture = load(name)
    assert problems(picture) == []
    assert picture.name == name
    assert picture.alt.endswith(".")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_every_size_is_filled_exactly(name: str, columns: int, rows: int) -> None:
    pixels = paint(load(name), columns, rows, 17)
    assert [len(row) for row in pixels] == [columns] * (2 * rows)
    for mode in ColourMode:
        strips = to_strips(pixels, mode)
        assert len(strips) == rows
        assert all(strip.cell_length == sum(s.cell_length for s in strip) == columns for strip in strips)


@pytest.mark.parametrize("name", NAMES)
def test_same_arguments_same_pixels(name: str) -> None:
    picture = load(name)
    straight = [paint(picture, 90, 10, frame) for frame in (0, 5, 60, 700)]
    random.seed(1)
    painter = Painter(picture, 90, 10)
    shuffled = {frame: painter.pixels(frame) for frame in (700, 5, 60, 0)}
    assert straight == [shuffled[frame] for frame in (0, 5, 60, 700)]


def test_without_motion_every_frame_is_the_first() -> None:
    picture = load("chicago_night")
    assert paint(picture, 80, 9, 500, motion=False) == paint(picture, 80, 9, 0)
    assert paint(picture, 80, 9, 500) != paint(picture, 80, 9, 0)


def test_painting_leaves_the_still_picture_alone() -> None:
    picture = load("red_square")
    stage = compose(picture, 80, 18)
    before = [row.copy() for row in stage.pixels]
    for frame in range(0, 60, 7):
        paint(picture, 80, 9, frame)[3][3] = 0xFF00FF
    assert stage.pixels == before


@pytest.mark.parametrize("mode", list(ColourMode))
def test_equal_runs_are_merged(mode: ColourMode) -> None:
    for strip in to_strips(paint(load("motel"), 140, 13, 3), mode):
        pairs = [
            (segment.text[-1], segment.style, after.text[0], after.style) for segment, after in _pairs(list(strip))
        ]
        assert all((glyph, style) != (next_glyph, next_style) for glyph, style, next_glyph, next_style in pairs)


def _pairs(items: list[Any]) -> list[tuple[Any, Any]]:
    return list(pairwise(items))


def test_no_colour_means_none() -> None:
    for strip in to_strips(paint(load("bathhouse"), 100, 11, 3), ColourMode.NONE):
        assert all(not segment.style for segment in strip)
        assert set(strip.text) <= set(" ░▒▓█▀▄")


def test_sixteen_colours_hold_no_rgb() -> None:
    for strip in to_strips(paint(load("bathhouse"), 100, 11, 3), ColourMode.SIXTEEN):
        for segment in strip:
            assert segment.style is not None
            for colour in (segment.style.color, segment.style.bgcolor):
                assert colour is None or (colour.triplet is None and colour.number is not None and colour.number < 16)


def test_transparent_and_ragged_art() -> None:
    picture = drawn(layers=(Layer(art=("..l", "a", "")),), effects=())
    assert problems(picture) == []
    pixels = paint(picture, 7, 3)
    sky = paint(drawn(layers=(), effects=()), 7, 3)
    assert pixels[5] == sky[5]
    assert pixels[4][2] == 0xAA0000
    assert pixels[3][4] == 0xFFEE88


def test_an_empty_picture_is_sky_and_no_size_is_nothing() -> None:
    assert paint(Picture("empty"), 5, 1) == [[0x0B0F17] * 5] * 2
    assert paint(Picture("empty"), 0, 5) == []
    assert paint(Picture("empty"), 5, 0) == []


@pytest.mark.parametrize("repeat", ["across", "outward"])
@pytest.mark.parametrize("columns", [20, 75, 300])
def test_repeats_reach_both_edges(repeat: str, columns: int) -> None:
    picture = drawn(layers=(Layer(art=("aaa",), repeat=repeat),), effects=(), ground=())
    assert paint(picture, columns, 4)[-1] == [0xAA0000] * columns


def test_outward_repeats_are_mirrored() -> None:
    picture = drawn(layers=(Layer(art=("al",), repeat="outward", shift=2, gap=1),), effects=(), ground=())
    row = paint(picture, 20, 2)[-1]
    assert row[:10] == row[10:][::-1]


def test_low_bands_fold() -> None:
    layer = Layer(art=("a", "l", "l", "l", "a"), fold_at=1, fold=3)
    assert folded(layer, 26) == layer.art
    assert folded(layer, 24) == ("a", "l", "a")
    assert folded(layer, 2) == ("a", "a")


def test_traffic_starts_in_its_place_and_comes_back() -> None:
    train = Layer(art=("lll",), name="train", shift=-3)
    picture = drawn(layers=(train,), effects=(Effect("traffic", layer="train", speed=12),), ground=())
    still = drawn(layers=(train,), effects=(), ground=())
    assert paint(picture, 21, 2, 0) == paint(still, 21, 2)
    assert paint(picture, 21, 2, 1) != paint(still, 21, 2)
    assert paint(picture, 21, 2, 24) == paint(still, 21, 2)


def test_problems_name_their_place() -> None:
    picture = Picture(
        name="Bad Name",
        palette=(Ink("ab", "#000000"), Ink("x", "red"), Ink("y", "#111111"), Ink("y", "#111111")),
        sky=("#00",),
        layers=(
            Layer(art=("q",), name="one", align="middle"),
            Layer(art=("...",), name="one", fold=9),
            Layer(art=("y" * 401,)),
        ),
        effects=(Effect("fog"), Effect("neon"), Effect("traffic"), Effect("snow", amount=101, layer="two")),
    )
    paths = [path for path, _ in problems(picture)]
    assert paths == [
        "picture",
        "palette.ab",
        "palette.x",
        "palette.y",
        "sky[0]",
        "layers[0].art[0]",
        "layers[0].align",
        "layers[1].art",
        "layers[1].fold",
        "layers[1].name",
        "layers[2].art[0]",
        "effects[0].kind",
        "effects[1].of",
        "effects[2].layer",
        "effects[3].amount",
        "effects[3].layer",
    ]


def test_bounds() -> None:
    layer, effect = Layer(art=("a",)), Effect("snow")
    assert [path for path, _ in problems(drawn(layers=(layer,) * 17))] == ["layers"]
    assert [path for path, _ in problems(drawn(effects=(effect,) * 9))] == ["effects"]
    assert [path for path, _ in problems(drawn(layers=(Layer(art=("a",) * 65),)))] == ["layers[0].art"]


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({}, "picture"),
        ({"picture": "p", "colour": "x"}, "colour"),
        ({"picture": "p", "palette": ["#000000"]}, "palette"),
        ({"picture": "p", "palette": {"a": 5}}, "palette.a"),
        ({"picture": "p", "layers": {"art": "a"}}, "layers"),
        ({"picture": "p", "layers": [{"shift": 1}]}, "layers[0]"),
        ({"picture": "p", "layers": [{"art": "a", "shift": "1"}]}, "layers[0].shift"),
        ({"picture": "p", "layers": [{"art": "a", "shift": True}]}, "layers[0].shift"),
        ({"picture": "p", "effects": [{"kind": "snow", "colours": [3]}]}, "effects[0].colours[0]"),
    ],
)
def test_wrong_mappings_are_refused(document: dict[str, Any], path: str) -> None:
    with pytest.raises(PictureError) as caught:
        picture_from_mapping(document)
    assert caught.value.path == path


class BandApp(App[None]):
    """Nothing but a band."""

    CSS = "PictureBand { height: 9; } .gone { display: none; }"

    def compose(self) -> ComposeResult:
        yield PictureBand(load("red_square"))


async def test_the_band_runs_only_while_it_is_seen() -> None:
    app = BandApp()
    async with app.run_test(size=(80, 24)) as pilot:
        band = app.query_one(PictureBand)
        await pilot.pause(0.3)
        assert band.is_running
        first = [band.render_line(y) for y in range(9)]
        await pilot.pause(0.5)
        assert [band.render_line(y) for y in range(9)] != first
        app.post_message(AppBlur())
        await pilot.pause()
        assert not band.is_running
        app.post_message(AppFocus())
        await pilot.pause()
        assert band.is_running
        band.add_class("gone")
        await pilot.pause()
        assert not band.is_running
        band.remove_class("gone")
        await pilot.pause()
        assert band.is_running
        band.styles.height = 0
        await pilot.pause()
        assert not band.is_running
        band.styles.height = 9
        band.motion = False
        await pilot.pause()
        assert not band.is_running
        assert band.render_line(4).text == to_strips(paint(load("red_square"), 80, 9))[4].text
        band.show(None)
        await pilot.pause()
        assert band.render_line(4).text == " " * 80


async def test_the_band_follows_size_and_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    app = BandApp()
    async with app.run_test(size=(80, 24)) as pilot:
        band = app.query_one(PictureBand)
        await pilot.resize_terminal(121, 30)
        await pilot.pause()
        assert band.render_line(0).cell_length == 121
        app.theme = "ansi-dark"
        await pilot.pause()
        styles = [segment.style for segment in band.render_line(4)]
        assert all(style and style.bgcolor and style.bgcolor.triplet is None for style in styles)
    monkeypatch.setenv("NO_COLOR", "1")
    plain = BandApp()
    async with plain.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert all(not segment.style for segment in plain.query_one(PictureBand).render_line(4))
