"""Writes the tables of story.md from the story itself: `python -m docs.story`.

python -m docs.story             all of them; several minutes, for routes are proved and playthroughs played
python -m docs.story --quick     those that take no proof: scenes and words
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from redheat_game.analysis.budget import Budget
from redheat_game.analysis.proof import Prover
from redheat_game.analysis.report import CategoryRoutes, Route
from redheat_game.authoring.canon import CanonLines, GreedyLine, LineUndecided
from redheat_game.authoring.proofs import story_time
from redheat_game.authoring.random_play import RandomPlay, play_at_random
from redheat_game.authoring.statistics import Statistics, minutes, quartiles, statistics_of
from redheat_game.authoring.survival import Survival
from redheat_game.authoring.variety import OPENING_ACTS, Sharing, variety_of
from redheat_game.engine.playthrough import Playthrough
from redheat_game.storage.writing import write_atomically
from redheat_game.story.loader import load_story
from redheat_game.story.script import Category, Story

FILE = Path(__file__).parent / "story.md"
SECTIONS = ("acts", "endings", "tropes", "categories", "playthroughs")
SEED = 1988
UNIFORM_RUNS = 2_000
SURVIVING_RUNS = 500
MAX_NODES = 200_000


def the_story() -> Story:
    """The shipped story."""
    loaded = load_story(())
    if loaded.story is None:
        raise SystemExit("the story has mistakes; `redheat check` says which")
    return loaded.story


def section_of(text: str, name: str) -> str:
    """What stands between the marks of a section."""
    found = re.search(_pattern(name), text, re.DOTALL)
    if found is None:
        raise SystemExit(f"{FILE.name} has lost its marks: {_begins(name)} .. {_ends(name)}")
    return found.group(2)


def with_section(text: str, name: str, lines: Sequence[str]) -> str:
    """The text with another body between the marks of a section."""
    section_of(text, name)
    body = "\n".join(lines)
    return re.sub(_pattern(name), lambda found: f"{found.group(1)}\n{body}\n{found.group(3)}", text, flags=re.DOTALL)


def _begins(name: str) -> str:
    return f"<!-- {name}: made by python -m docs.story -->"


def _ends(name: str) -> str:
    return f"<!-- end of {name} -->"


def _pattern(name: str) -> str:
    return f"({re.escape(_begins(name))})(.*?)({re.escape(_ends(name))})"


# tables


def acts(found: Statistics) -> Iterator[str]:
    """How much there is of each act."""
    yield "| act | scenes | words of passages | words of choices | reading all of it |"
    yield "|---|---:|---:|---:|---:|"
    for act in found.acts:
        words = act.written + act.choices
        yield f"| {act.title} | {act.scenes} | {act.written} | {act.choices} | {minutes(words):.0f} min |"
    scenes, written = sum(act.scenes for act in found.acts), sum(act.written for act in found.acts)
    choices = sum(act.choices for act in found.acts)
    yield f"| the case file | | {found.notes} | | {minutes(found.notes):.0f} min |"
    written += found.notes
    yield f"| **together** | **{scenes}** | **{written}** | **{choices}** | **{minutes(written + choices):.0f} min** |"


def endings(
    story: Story, routes: dict[str, CategoryRoutes], uniform: RandomPlay, surviving: RandomPlay
) -> Iterator[str]:
    """Every ending with its shortest route, and how often random play comes to it."""
    yield "| ending | kind | fewest moves | least story time | at random | meaning to live |"
    yield "|---|---|---:|---:|---:|---:|"
    for name, ending in story.endings.items():
        found = routes[name]
        yield (
            f"| {ending.title} | {ending.kind} | {_moves(found.moves)} | {_seconds(found.story_seconds)} "
            f"| {_share(uniform.endings[name], uniform.runs)} | {_share(surviving.endings[name], surviving.runs)} |"
        )


def tropes(story: Story, uniform: RandomPlay, surviving: RandomPlay) -> Iterator[str]:
    """Every achievement, and how often random play earns it; the rarest first."""
    yield "| trope | title | at random | meaning to live |"
    yield "|---|---|---:|---:|"
    by_rarity = sorted(
        story.achievements.values(), key=lambda each: (uniform.achievements[each.id], surviving.achievements[each.id])
    )
    for each in by_rarity:
        yield (
            f"| {each.trope or 'our own'} | {each.title} | {_share(uniform.achievements[each.id], uniform.runs)} "
            f"| {_share(surviving.achievements[each.id], surviving.runs)} |"
        )


def categories(story: Story, routes: dict[str, CategoryRoutes], lines: dict[str, GreedyLine | None]) -> Iterator[str]:
    """Every category's optimum beside the greedy line."""
    yield "| category | fewest moves | greedy line | shorter by | least story time | greedy line | tropes |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for name, category in story.categories.items():
        found, line = routes[name], lines[name]
        greedy = shorter = seconds = "undecided"
        if line is not None:
            greedy = str(line.moves) if line.at_least == line.moves else f"{line.at_least} to {line.moves}"
            seconds = story_time(line.seconds)
            if found.moves.cost is not None:
                # the least that is sure: of an optimum that is not proved, what was found
                shorter = f"{100 * (1 - found.moves.cost / line.at_least):.0f} %"
        yield (
            f"| {category.title} | {_moves(found.moves)} | {greedy} | {shorter} | {_seconds(found.story_seconds)} "
            f"| {seconds} | {_tropes(story, category, found, line)} |"
        )
    yield ""
    for name, category in story.categories.items():
        over = lines[name]
        if over is not None and over.passed_over:
            played = len(story.beats) - len(over.passed_over)
            missed = ", ".join(over.passed_over)
            yield f"- {category.title}: the greedy line plays {played} of {len(story.beats)} beats, and not {missed}."


def _tropes(story: Story, category: Category, found: CategoryRoutes, line: GreedyLine | None) -> str:
    """For categories in which tropes come first: those of the best run, and of the greedy line."""
    best = found.by_achievements
    if category.order == "moves" or best is None or best.choices is None:
        return ""
    earned = len(Playthrough.of_choices(story, best.choices).achievements)
    return f"{earned} in {best.cost} moves; greedy {line.achievements if line else 'undecided'}"


def playthroughs(story: Story, played: RandomPlay) -> Iterator[str]:
    """How long random playthroughs that mean to live read, and what they share."""
    low, middle, high = quartiles(played.words)
    yield "| of random playthroughs that mean to live | |"
    yield "|---|---:|"
    yield f"| playthroughs | {played.runs} |"
    yield f"| words read, the median | {middle:.0f} |"
    yield f"| minutes of reading, the median | {minutes(middle):.1f} |"
    yield f"| minutes of reading, the middle half | {minutes(low):.1f} to {minutes(high):.1f} |"
    yield f"| moves, the median | {quartiles(played.moves)[1]:.0f} |"
    variety = variety_of(story, played.entered)
    yield from _sharing(f"come beyond act {OPENING_ACTS}", variety.all)
    yield from _sharing("come to the last act", variety.to_the_last_act)


def _sharing(which: str, shared: Sharing | None) -> Iterator[str]:
    if shared is None:
        return
    yield f"| those that {which} | {shared.playthroughs} |"
    yield f"| of these: scenes after act {OPENING_ACTS}, on average | {shared.scenes:.1f} |"
    yield f"| of these: share of one's scenes that another has too | {100 * shared.of_own:.0f} % |"
    yield f"| of these: share of the scenes of two that both have | {100 * shared.of_either:.0f} % |"


def _moves(route: Route) -> str:
    return _known(route, str)


def _seconds(route: Route) -> str:
    return _known(route, story_time)


def _known(route: Route, told: Callable[[int], str]) -> str:
    if route.cost is None:
        return "none" if route.at_least is None else "none found"
    if route.proved or route.at_least is None:
        return told(route.cost)
    return f"found {told(route.cost)}, at least {told(route.at_least)}"


def _share(times: int, runs: int) -> str:
    return f"{100 * times / runs:.1f} %" if times else "never"


# what takes long


@dataclass(frozen=True)
class Proved:
    """What the prover says of routes."""

    to_endings: dict[str, CategoryRoutes]
    of_categories: dict[str, CategoryRoutes]
    greedy: dict[str, GreedyLine | None]
    """The greedy line of each category; None where it was not found out."""


def proved(story: Story, seconds: float) -> Proved:
    """The shortest routes to every ending and to every category's goal, and the greedy lines of the categories."""
    # no id has a space in it
    to_endings = {
        f"ending {name}": Category(f"ending {name}", ending.title, "", (name,), None, "moves", ())
        for name, ending in story.endings.items()
    }
    prover = Prover(replace(story, categories={**story.categories, **to_endings}), Budget(seconds, MAX_NODES))
    prover.explorer.play()
    found: dict[str, CategoryRoutes] = {}
    for name, category in prover.story.categories.items():
        _allow_more(prover, seconds)
        print(f"{category.title} ..", flush=True)
        found[name] = prover.categories.routes(category)
    canon = CanonLines(prover)
    greedy: dict[str, GreedyLine | None] = {}
    for name, category in story.categories.items():
        _allow_more(prover, seconds)
        print(f"{category.title}, greedily ..", flush=True)
        try:
            greedy[name] = canon.to(category)
        except LineUndecided:
            greedy[name] = None
    return Proved(
        {name: found[f"ending {name}"] for name in story.endings},
        {name: found[name] for name in story.categories},
        greedy,
    )


def _allow_more(prover: Prover, seconds: float) -> None:
    prover.budget.max_seconds = prover.budget.seconds + seconds


def tables(story: Story, *, quick: bool, seconds: float = 120.0) -> dict[str, list[str]]:
    """The lines of each section; only those of the quick ones where no more is wanted.

    Args:
        story: the story.
        quick: whether to leave out what takes long.
        seconds: what each route and each greedy line may take.
    """
    found = {"acts": list(acts(statistics_of(story, runs=1, seed=SEED)))}
    if quick:
        return found
    uniform = play_at_random(story, UNIFORM_RUNS, SEED)
    surviving = play_at_random(story, SURVIVING_RUNS, SEED, Survival(story).choices)
    routes = proved(story, seconds)
    found["endings"] = list(endings(story, routes.to_endings, uniform, surviving))
    found["tropes"] = list(tropes(story, uniform, surviving))
    found["categories"] = list(categories(story, routes.of_categories, routes.greedy))
    found["playthroughs"] = list(playthroughs(story, surviving))
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the tables into the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="only what takes no proof")
    parser.add_argument("--seconds", type=float, default=120.0, help="for each route and each greedy line")
    asked = parser.parse_args(arguments)
    made = tables(the_story(), quick=asked.quick, seconds=asked.seconds)
    text = FILE.read_text(encoding="utf-8")
    for name, lines in made.items():
        text = with_section(text, name, lines)
    write_atomically(FILE, text)


if __name__ == "__main__":
    main()
