"""Routes through the game's story: blessed lists of choices, the numbers that play them, and a finder.

python -m tests.routes salute           one number a line, for plain mode
python -m tests.routes --find salute    find the route anew after an edit of the story, and write it down
python -m tests.routes --check          whether every blessed route still leads where its name says
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import deque
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.state import State
from redheat_game.engine.step import ChoiceNotAvailable, StoryFault, begin, step, takeable
from redheat_game.story.loader import load_story
from redheat_game.story.machine import Machine
from redheat_game.story.script import Story

FOLDER = Path(__file__).parent / "playthroughs"
SEED = 1988
WIDTH = 400
LONGEST = 400


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


def find(story: Story, ending: str, seed: int = SEED) -> list[str] | None:
    """A route to an ending: a beam search led by how many scenes lie between, whatever their conditions.

    The same story and seed give the same route. Nothing in it waits for time to run out.
    """
    machine, chance = story.machine, random.Random(seed)
    far = _distances(machine, ending)
    first = begin(machine).state
    beam: list[tuple[State, tuple[str, ...]]] = [(first, ())]
    seen = {(first.scene, first.values)}
    for _ in range(LONGEST):
        following: list[tuple[int, float, State, tuple[str, ...]]] = []
        for state, taken in beam:
            for position in takeable(machine, state):
                if story.scenes[state.scene].choices[position].is_timeout:
                    continue
                try:
                    after = step(machine, state, position).state
                except StoryFault:
                    continue
                if (after.scene, after.values) in seen or after.scene not in far:
                    continue
                seen.add((after.scene, after.values))
                route = (*taken, machine.scenes[state.scene].choices[position].id)
                if machine.scenes[after.scene].ending == ending:
                    return list(route)
                following.append((far[after.scene], chance.random(), after, route))
        following.sort(key=lambda item: item[:2])
        # half of the beam goes straight ahead, the other half keeps what may come to matter later
        ahead, rest = following[: WIDTH // 2], following[WIDTH // 2 :]
        kept = ahead + chance.sample(rest, min(len(rest), WIDTH - len(ahead)))
        beam = [(state, route) for _, _, state, route in kept]
        if not beam:
            return None
    return None


def _distances(machine: Machine, ending: str) -> dict[int, int]:
    """How many moves each scene is from the ending at least; scenes from which it cannot be reached are left out."""
    before: dict[int, set[int]] = {}
    for number, scene in enumerate(machine.scenes):
        targets = [target for choice in scene.choices for target in choice.targets] + list(scene.always)
        for target in targets:
            before.setdefault(target.scene, set()).add(number)
    far = {number: 0 for number, scene in enumerate(machine.scenes) if scene.ending == ending}
    waiting = deque(far)
    while waiting:
        here = waiting.popleft()
        for number in sorted(before.get(here, ())):
            if number not in far:
                far[number] = far[here] + 1
                waiting.append(number)
    return far


def ending_of(story: Story, choice_ids: Sequence[str]) -> str | None:
    """The id of the ending to which a route leads; None where it cannot be played or does not end."""
    try:
        ending = Playthrough.of_choices(story, choice_ids).ending
    except (ChoiceNotAvailable, StoryFault):
        return None
    return ending.id if ending else None


def write(name: str, choice_ids: Sequence[str]) -> Path:
    """Bless a route."""
    path = FOLDER / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"choices": list(choice_ids)}, indent=1) + "\n", encoding="utf-8")
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("name", nargs="?", help="the ending, which is also the route's name")
    parser.add_argument("--find", action="store_true", help="find the route and write it down")
    parser.add_argument("--check", action="store_true", help="whether the blessed routes still lead where they say")
    asked = parser.parse_args(arguments)
    story = the_story()
    if asked.check:
        lost = [
            path.stem for path in sorted(FOLDER.glob("*.json")) if ending_of(story, blessed(path.stem)) != path.stem
        ]
        for name in lost:
            print(f"{name}: no longer leads there; python -m tests.routes --find {name}", file=sys.stderr)
        return 1 if lost else 0
    if asked.name is None:
        parser.error("which route?")
    if asked.find:
        if asked.name not in story.endings:
            parser.error(f"there is no ending {asked.name}; there are {', '.join(story.endings)}")
        route = find(story, asked.name)
        if route is None:
            print(f"no route to {asked.name} was found", file=sys.stderr)
            return 1
        print(f"{len(route)} choices, in {write(asked.name, route)}", file=sys.stderr)
        return 0
    for number in numbers_for(story, blessed(asked.name)):
        print(number)
    return 0


if __name__ == "__main__":
    sys.exit(main())
