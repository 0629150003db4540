"""The pictures in docs/pictures, taken from the app itself while it plays a blessed route.

python -m docs.screenshots [FOLDER]
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import chdir
from datetime import UTC, datetime, tzinfo
from html import escape, unescape
from itertools import count, groupby
from pathlib import Path
from unittest.mock import patch

from textual.pilot import Pilot

from redheat_game.engine.playthrough import Playthrough
from redheat_game.speedrun.keeping import RaceKeeper, Stable
from redheat_game.speedrun.optimum import prove_optimum
from redheat_game.storage.places import Places
from redheat_game.storage.store import Store
from redheat_game.story.script import Story
from redheat_game.ui.app import RedHeatApp
from redheat_game.ui.widgets.choices import ChoiceList
from tests.routes import blessed, the_story

FOLDER = Path(__file__).parent / "pictures"
SIZE = (110, 36)
WINDOW_TITLE = "Red Heat"
ROUTE = "salute"
IN_MOSCOW, IN_CHICAGO = "bathhouse_floor", "motel_desk"
"""Scenes of the route at which pictures are taken."""
EARLIER = ("two_watches", "elijahs_bargain", "cat_testifies")
"""What was played before, so that there are tropes in the gallery."""
EARNED = "2026-01-21T20:00:00.000+00:00"
STEPS_IN_GALLERY = 7
CATEGORY = "salute"
ATTEMPTS = ((5200, None), (4600, 31), (3900, None), (3700, 58), (3500, None), (3300, 12))
"""Earlier attempts: milliseconds a choice, and after how many it was reset; those without are runs."""
RACED_AT = (3250, 3100)
"""Milliseconds a choice of the race that is shown: until its picture, and from there to its end."""
IN_RACE, IN_WATCH = "ordered_home", 12
"""The scene of the second split, at which the race is pictured, and after how many choices watching is."""
RACED_ON = datetime(2026, 1, 31, 20, 0, tzinfo=UTC)

FONTS = "ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"
BLOCKS = {
    "█": (0.0, 0.0, 1.0, 1.0, 1.0),
    "▀": (0.0, 0.0, 1.0, 0.5, 1.0),
    "▄": (0.0, 0.5, 1.0, 0.5, 1.0),
    "▌": (0.0, 0.0, 0.5, 1.0, 1.0),
    "▐": (0.5, 0.0, 0.5, 1.0, 1.0),
    "│": (0.45, 0.0, 0.1, 1.0, 1.0),
    "░": (0.0, 0.0, 1.0, 1.0, 0.4),
    "▒": (0.0, 0.0, 1.0, 1.0, 0.6),
    "▓": (0.0, 0.0, 1.0, 1.0, 0.8),
}
"""Characters drawn as rectangles, since few fonts fill their lines: left, top, width, height in cells, and opacity."""
CELL_WIDTH, CELL_HEIGHT, BASE_LINE = 12.2, 24.4, 18.5
WRITTEN = re.compile(r'<text class="([^"]+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" clip-path="([^"]+)">([^<]*)')


def drawn(svg: str) -> str:
    """A screenshot of Textual's without fonts from the web, and whose blocks leave no seams in any font."""
    svg = re.sub(r"\s*@font-face \{.*?\n    \}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: [^;]*monospace;", f"font-family: {FONTS};", svg)
    svg = svg.replace("font-family: arial;", "font-family: system-ui, sans-serif;")
    svg = re.sub(WRITTEN.pattern + "</text>", lambda found: "".join(_pieces(*found.groups())), svg)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def _pieces(name: str, x: str, y: str, clip: str, words: str) -> Iterator[str]:
    """A run of text as texts and rectangles."""
    left, top = float(x), float(y) - BASE_LINE
    for character, run in groupby(unescape(words), key=lambda each: each if each in BLOCKS else ""):
        text = "".join(run)
        width = len(text) * CELL_WIDTH
        if character:
            from_left, from_top, wide, high, opacity = BLOCKS[character]
            spans = [(left, width)] if wide == 1 else [(left + n * CELL_WIDTH, CELL_WIDTH) for n in range(len(text))]
            # lines overlap a little, as Rich's own rectangles do; where one shines through that would be seen
            height = high * CELL_HEIGHT + (0.25 if opacity == 1 else 0.0)
            shine = f'opacity="{opacity}" ' if opacity < 1 else ""
            for start, length in spans:
                corner = f'x="{start + from_left * CELL_WIDTH:.2f}" y="{top + from_top * CELL_HEIGHT:.2f}"'
                size = f'width="{length * wide:.2f}" height="{height:.2f}"'
                yield f'<rect class="{name}" {corner} {size} {shine}shape-rendering="crispEdges"/>'
        elif text.strip():
            shown = escape(text).replace("\xa0", "&#160;")
            place = f'x="{left:.2f}" y="{y}" textLength="{width:.2f}"'
            yield f'<text class="{name}" {place} clip-path="{clip}" xml:space="preserve">{shown}</text>'
        left += width


class Photographer:
    """Plays in an app, and keeps pictures of it."""

    def __init__(self, app: RedHeatApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pictures: dict[str, str] = {}
        self._pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys, and wait for what comes of it."""
        await self._pilot.press(*keys)
        await self._pilot.pause()

    async def choose(self, *choices: str) -> None:
        """Take choices, by the figures that stand beside them."""
        for choice in choices:
            offered = self.app.screen.query_one(ChoiceList)
            for _ in range(offered.pages):
                shown = [option.id for option in offered.on_page]
                if choice in shown:
                    await self.press(str(shown.index(choice) + 1))
                    break
                await self.press("0")
            else:
                raise LookupError(f"no choice {choice!r} in the scene {self.app.kept.playthrough.scene!r}")

    def take(self, name: str) -> None:
        """Keep a picture of what is shown."""
        self.pictures[name] = drawn(self.app.export_screenshot(title=WINDOW_TITLE))


def choices_to(story: Story, route: Sequence[str], scene: str) -> int:
    """How many choices of the route lead to this scene; LookupError where it does not go there."""
    played = Playthrough.start(story)
    for number, choice in enumerate(route, start=1):
        played = played.choose(choice)
        if played.scene == scene:
            return number
    raise LookupError(f"the route does not go to the scene {scene!r}")


async def photographed(story: Story, store: Store) -> dict[str, str]:
    """All pictures, as SVG by name."""
    store.change_settings(motion=False, content_notes=False, timed_choices=False)
    app = RedHeatApp(story, store)
    app.held_key_seconds = 0.0
    route = blessed(ROUTE)
    moscow, chicago = choices_to(story, route, IN_MOSCOW), choices_to(story, route, IN_CHICAGO)
    async with app.run_test(size=SIZE) as pilot:
        photographer = Photographer(app, pilot)
        await photographer.press("n")
        await photographer.choose(*route[:moscow])
        photographer.take("moscow")
        await photographer.press("q", "up")
        photographer.take("title")
        await photographer.press("c")
        await photographer.choose(*route[moscow:chicago])
        photographer.take("chicago")
        await photographer.press("m")
        photographer.take("case_file")
        await photographer.press("escape")
        await photographer.choose(*route[chicago:])
        photographer.take("ending")
        await photographer.press("t", *["down"] * STEPS_IN_GALLERY)
        photographer.take("tropes")
    return photographer.pictures


class RaceClock:
    """The clock of a race in which every choice takes as long as it is told."""

    def __init__(self) -> None:
        self.milliseconds = 0

    def __call__(self) -> float:
        """Seconds."""
        return self.milliseconds / 1000


class RaceDay(datetime):
    """The day on which everything is raced, at one moment of it."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> RaceDay:
        """That moment, which is given in UTC."""
        return cls.fromtimestamp(RACED_ON.timestamp(), tz)


def attempts_before(stable: Stable, route: Sequence[str]) -> None:
    """Race the category as often as it takes to have a history."""
    for number, (pace, reset_after) in enumerate(ATTEMPTS):
        keeper = RaceKeeper(stable, runner="")
        chance = random.Random(number)
        at = 0
        for choice in route[:reset_after]:
            at += pace + chance.randint(-1200, 1200)
            keeper.race.choose(choice, at)
        if reset_after is not None:
            keeper.race.reset(at + 700)
        keeper.keep()


async def race_photographed(story: Story, store: Store) -> dict[str, str]:
    """Pictures of the categories, a race, its result, its history, and of a run being watched."""
    store.change_settings(motion=False, content_notes=False, timed_choices=False)
    stable, route, clock = Stable(store, story, CATEGORY, timed=False), blessed(ROUTE), RaceClock()
    stable.optima.keep(story, CATEGORY, prove_optimum(story, CATEGORY, max_seconds=300, max_nodes=200_000))
    attempts_before(stable, route)
    app = RedHeatApp(story, store)
    app.held_key_seconds = 0.0
    app.monotonic = clock
    async with app.run_test(size=SIZE) as pilot:
        photographer = Photographer(app, pilot)
        await app.open_race(CATEGORY)
        await pilot.pause()
        photographer.take("categories")
        await photographer.press("h")
        photographer.take("history")
        await photographer.press("escape", "enter")
        await photographer.press("space")
        in_race = choices_to(story, route, IN_RACE)
        for number, choice in enumerate(route, start=1):
            clock.milliseconds += RACED_AT[number > in_race]
            await photographer.choose(choice)
            if number == in_race:
                photographer.take("race")
        photographer.take("result")
        await photographer.press("h", "tab", "enter")
        await photographer.press("space", *["right"] * IN_WATCH)
        photographer.take("watch")
    return photographer.pictures


def pictures_of_races() -> dict[str, str]:
    """All pictures of races of a player who has raced before, in a home that lasts no longer than this."""
    with (
        patch("redheat_game.speedrun.keeping.datetime", RaceDay),
        patch("secrets.token_hex", side_effect=(f"{number:016x}" for number in count(1))),
        tempfile.TemporaryDirectory() as home,
        patch("redheat_game.storage.places.Places.replays", Path("replays")),
        chdir(home),
        Store.open(Places(Path(home))) as store,
    ):
        return asyncio.run(race_photographed(the_story(), store))


def pictures() -> dict[str, str]:
    """All pictures of a player who has played before, in a home that lasts no longer than this."""
    story = the_story()
    with (
        patch("redheat_game.storage.profile.now", return_value=EARNED),
        tempfile.TemporaryDirectory() as home,
        Store.open(Places(Path(home))) as store,
    ):
        for name in EARLIER:
            kept = store.shelf(story).start(keep=False)
            for choice in blessed(name):
                kept.choose(choice)
            kept.close()
        return asyncio.run(photographed(story, store))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="where they are written")
    folder: Path = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, svg in sorted((pictures() | pictures_of_races()).items()):
        (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
        print(folder / f"{name}.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main())
