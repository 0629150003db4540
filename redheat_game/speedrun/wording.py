"""Verdicts, routes and losses as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redheat_game.engine.wording import counted
from redheat_game.speedrun.course import order_sign
from redheat_game.speedrun.losses import Losses
from redheat_game.speedrun.optimum import Best, BestByOrder, Measure, Optimum
from redheat_game.speedrun.route_sheet import Row
from redheat_game.speedrun.timing import Timing, real_text, story_text
from redheat_game.speedrun.verification import Verdict
from redheat_game.story.script import Story

MEASURE_NAMES: dict[Measure, str] = {"moves": "moves", "story": "story time"}
ORDER_NAMES = {"fewest_achievements": "fewest tropes", "most_achievements": "most tropes"}
"""Orders in which something comes before moves."""


def cost_text(measure: Measure, cost: int) -> str:
    """Moves or story time as text."""
    return story_text(cost) if measure == "story" else str(cost)


def known_by_order(best: BestByOrder) -> str:
    """How good a run can be where achievements come first."""
    found = f"{counted(best.achievements, 'trope')} in {counted(best.moves, 'move')}"
    return f"{found}, proved" if best.is_proved else f"{found} found"


def known_text(best: Best, measure: Measure) -> str:
    """How good a run can be by one measure."""
    return best.in_words(lambda cost: cost_text(measure, cost))


def verdict_lines(name: str, verdict: Verdict) -> Iterator[str]:
    """A verdict for people: the file, the code, and for a run its numbers."""
    where = f" (line {verdict.line})" if verdict.line and f"line {verdict.line}" not in verdict.message else ""
    yield f"{name}: {verdict.code.replace('_', ' ')}: {verdict.message}{where}"
    if not verdict.is_valid or verdict.replay is None or verdict.timing is None:
        return
    header, timing = verdict.replay.header, verdict.timing
    numbers = [real_text(timing.real), f"story time {story_text(timing.story)}", counted(timing.moves, "move")]
    numbers += [f"{counted(verdict.undos, 'undo')} among them"] if verdict.undos else []
    numbers += [f"{real_text(verdict.paused)} paused"] if verdict.paused else []
    numbers += [] if header.timed else ["time did not run in timed scenes"]
    by = f" by {header.runner}" if header.runner else ""
    yield f"  {verdict.category}{by}, {header.started[:10]}: {', '.join(numbers)}"
    if verdict.optimum is not None:
        yield f"  {distance_text(verdict.optimum, timing, verdict.achievements)}"
    else:
        yield "  how far from the optimum: nothing is proved of the category yet; redheat route --replay proves it"


def distance_text(optimum: Optimum, timing: Timing, achievements: int) -> str:
    """How far a run is from the best known: what the category is ordered by first."""
    costs: tuple[tuple[Measure, int], ...] = (("moves", timing.moves), ("story", timing.story))
    told = [_distance(optimum.by(measure), measure, cost) for measure, cost in costs]
    if optimum.by_order is not None:
        told.insert(0, _distance_by_order(optimum.by_order, timing.moves, achievements))
    return "; ".join(told)


def _distance_by_order(best: BestByOrder, moves: int, achievements: int) -> str:
    rank = (order_sign(best.order) * achievements, moves)
    if rank < best.rank:
        far = "better than the best known"
    elif rank == best.rank:
        far = "the best there can be" if best.is_proved else "as good as the best known"
    elif rank[0] == best.rank[0]:
        far = f"{counted(achievements, 'trope')}, {counted(moves - best.moves, 'move')} over"
    else:
        far = f"{counted(achievements, 'trope')}, {abs(achievements - best.achievements)} too "
        far += "many" if achievements > best.achievements else "few"
    return f"{ORDER_NAMES[best.order]}: {far} ({known_by_order(best)})"


def _distance(best: Best, measure: Measure, cost: int) -> str:
    name = MEASURE_NAMES[measure]
    if best.cost is None:
        return f"{name}: nothing is known"
    over = cost - best.cost
    if over <= 0:
        far = "the best there can be" if best.is_proved and over == 0 else "as good as the best known"
        far = "better than the best known" if over < 0 else far
    else:
        far = f"{cost_text(measure, over)} over"
    return f"{name}: {far} ({known_text(best, measure)})"


def by_order_headline(title: str, best: BestByOrder) -> str:
    """What a route is and what is proved of it, where achievements come first."""
    return f"{title}, {ORDER_NAMES[best.order]} first: {known_by_order(best)}"


def headline(title: str, best: Best, measure: Measure) -> str:
    """What a route is and what is proved of it, by one measure."""
    return f"{title}, by {MEASURE_NAMES[measure]}: {known_text(best, measure)}"


def route_lines(story: Story, headline: str, rows: Sequence[Row]) -> Iterator[str]:
    """A route sheet for people."""
    yield headline
    spent = story.machine.scenes[story.machine.start].takes
    width = max((len(row.scene) for row in rows), default=0)
    for row in rows:
        spent += row.seconds
        gains = ", ".join([*row.changes, *(f"trope: {title}" for title in row.earned)])
        told = f"{row.move:>4}  {row.scene:<{width}}  {row.number}. {row.said}  +{story_text(row.seconds)}"
        yield f"{told}  {gains}".rstrip()
        for title in row.splits:
            yield f"      — {title}: {counted(row.move, 'move')}, {story_text(spent)}"


def loss_lines(story: Story, losses: Losses, measure: Measure) -> Iterator[str]:
    """Where a run lost, for people."""
    titles = dict(zip((scene.id for scene in story.machine.scenes), story.scenes, strict=True))
    over = losses.total - (losses.best.cost or 0)
    yield (
        f"By {MEASURE_NAMES[measure]}: {cost_text(measure, losses.total)}, {cost_text(measure, over)} over the best "
        f"({known_text(losses.best, measure)})"
    )
    for loss in losses.losses:
        did = f"chose {loss.choice!r}" if loss.choice else "undid a choice"
        instead = f"; {loss.better!r} was shorter" if loss.better and loss.better != loss.choice else ""
        sure = "" if loss.is_proved else " (as far as is known)"
        yield (
            f"  {cost_text(measure, loss.lost)} lost in {titles[loss.scene].title}, entry {loss.entry + 1}: "
            f"{did}{instead}{sure}"
        )
