"""Routes through the game's story: blessed lists of choices, the numbers that play them, and a finder.

python -m tests.routes salute                one number a line, for plain mode
python -m tests.routes --find salute         find the route anew after an edit of the story, and bless it
python -m tests.routes --find most_tropes    the same for the run that earns the most tropes
python -m tests.routes --check               whether every blessed route still leads where its name says
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from redheat_game.authoring.blessed import bless
from redheat_game.authoring.ways import Ways
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.step import ChoiceNotAvailable, StoryFault
from redheat_game.story.loader import load_story
from redheat_game.story.script import Story

FOLDER = Path(__file__).parent / "playthroughs"
MOST_TROPES = "most_tropes"
"""The name of the route that earns the most tropes; every other one bears that of its ending."""


@cache
def the_story() -> Story:
    """The game's own story."""
    loaded = load_story(())
    assert loaded.story is not None, [str(item) for item in loaded.diagnostics]
    return loaded.story


def blessed(name: str) -> list[str]:
    """The ids of the choices of a blessed route."""
    data = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return [str(choice) for choice in data["choices"]]


def steps_of(story: Story, choice_ids: Sequence[str]) -> list[tuple[Playthrough, int]]:
    """Each point of a route at which something is chosen, and the number of what is chosen there."""
    played, found = Playthrough.start(story), []
    for choice in choice_ids:
        number = next((option.number for option in played.options if option.id == choice), None)
        if number is None:
            raise ChoiceNotAvailable(f"{choice!r} is not offered in the scene {played.scene!r}")
        found.append((played, number))
        played = played.choose(choice)
    return found


def numbers_for(story: Story, choice_ids: Sequence[str]) -> list[str]:
    """What to type for a route, in plain mode or where time does not run."""
    return [str(number) for _, number in steps_of(story, choice_ids)]


@cache
def the_ways() -> Ways:
    """Finds ways through the game's own story; in none of them time runs out."""
    return Ways(the_story(), waits=False)


def find(name: str) -> tuple[str, ...] | None:
    """A route to the ending of this name, or the one that earns most; the same story gives the same route."""
    if name == MOST_TROPES:
        return the_ways().to_most_achievements()
    scenes = the_story().machine.scenes
    return the_ways().to([number for number, scene in enumerate(scenes) if scene.ending == name])


def ending_of(story: Story, choice_ids: Sequence[str]) -> str | None:
    """The id of the ending to which a route leads; None where it cannot be played or does not end."""
    try:
        ending = Playthrough.of_choices(story, choice_ids).ending
    except (ChoiceNotAvailable, StoryFault):
        return None
    return ending.id if ending else None


def leads_where_it_says(story: Story, name: str) -> bool:
    """Whether the blessed route of this name still leads to its ending (to any, if it is there for its tropes)."""
    ending = ending_of(story, blessed(name))
    return ending is not None and name in (ending, MOST_TROPES)


def write(story: Story, name: str, choice_ids: Sequence[str]) -> None:
    """Bless a route in place of the one that there was."""
    for suffix in (".json", ".txt"):
        (FOLDER / name).with_suffix(suffix).unlink(missing_ok=True)
    bless(story, choice_ids, FOLDER, name)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("name", nargs="?", help="the ending, which is also the route's name; or most_tropes")
    parser.add_argument("--find", action="store_true", help="find the route and write it down")
    parser.add_argument("--check", action="store_true", help="whether the blessed routes still lead where they say")
    asked = parser.parse_args(arguments)
    story = the_story()
    if asked.check:
        lost = [path.stem for path in sorted(FOLDER.glob("*.json")) if not leads_where_it_says(story, path.stem)]
        for name in lost:
            print(f"{name}: no longer leads there; python -m tests.routes --find {name}", file=sys.stderr)
        return 1 if lost else 0
    if asked.name is None:
        parser.error("which route?")
    if asked.find:
        if asked.name not in (*story.endings, MOST_TROPES):
            parser.error(f"there is no ending {asked.name}; there are {', '.join(story.endings)}, and {MOST_TROPES}")
        route = find(asked.name)
        if route is None:
            print(f"no route to {asked.name} was found", file=sys.stderr)
            return 1
        write(story, asked.name, route)
        earned = len(Playthrough.of_choices(story, route).achievements)
        print(f"{asked.name}: {len(route)} choices, {earned} tropes", file=sys.stderr)
        return 0
    for number in numbers_for(story, blessed(asked.name)):
        print(number)
    return 0


if __name__ == "__main__":
    sys.exit(main())
