"""One question about a story: can this happen, and how does one come to it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from redheat_game.analysis.budget import MAX_NODES, Budget, Progress, seldom_collecting
from redheat_game.analysis.goals import Goal
from redheat_game.analysis.playing import Test, place_of
from redheat_game.analysis.proof import Prover
from redheat_game.analysis.report import Finding
from redheat_game.story.script import Story

SHARE_FOR_DECIDING = 0.5
"""Of the time that there is; what is left of it goes into making the way there shorter."""


@dataclass(frozen=True)
class Answer:
    """What came of a question."""

    finding: Finding
    """What was asked, where it stands; if it is impossible the reason, and how near one can come."""
    is_possible: bool | None
    """None where the budget ran out undecided."""
    choices: tuple[str, ...] = ()
    """Choices from the start by which it happens."""
    is_shortest: bool = False
    """No run comes to it in fewer moves."""


class NoSuchThing(LookupError):
    """The story has nothing of this name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name)
        self.known = known
        """Names that it has."""


class SeveralSuchThings(LookupError):
    """The name could mean more than one thing; `names` tells them apart."""

    def __init__(self, name: str, names: Sequence[str]) -> None:
        super().__init__(name)
        self.names = names


@seldom_collecting()
def why(
    story: Story, name: str, *, max_seconds: float = 30.0, max_nodes: int = MAX_NODES, progress: Progress | None = None
) -> Answer:
    """Decide whether something can happen, and how one comes to it.

    Args:
        story: a story that was loaded without a mistake.
        name: the id or title of a scene, an ending or an achievement, the id of a trope or choice, or `scene.choice`.
        max_seconds: when to stop.
        max_nodes: how many states one projection or one search may have.
        progress: told of what is being done.

    Raises:
        NoSuchThing: the story has nothing of this name.
        SeveralSuchThings: several choices bear this id, or several things this title.
    """
    prover = Prover(story, Budget(max_seconds * SHARE_FOR_DECIDING, max_nodes, progress))
    goal = _goal_named(prover, name)
    prover.explorer.play(may_go_on=lambda: not prover.budget.is_spent and goal not in prover.explorer.found)
    verdict = prover.possible.verdicts([goal], max_nodes)[0]
    finding = prover.wording.finding(verdict)
    witness = prover.possible.witness(verdict)
    if witness is None:
        return Answer(finding, False if verdict.is_refuted else None)
    if goal.at_start:
        return Answer(finding, True, (), is_shortest=True)
    prover.budget.max_seconds = max_seconds
    is_there = Test(prover.system, goal.possible)
    known = [one for one in prover.explorer.all_met() if is_there(one.state)]
    shortest = prover.routes.shortest(goal.possible, "moves", known)
    if shortest.reached is None:
        return Answer(finding, True, witness)
    place = place_of(prover.system, goal.possible, shortest.reached.state)
    return Answer(finding, True, prover.player.choices(shortest.reached, place), shortest.is_proved)


def _goal_named(prover: Prover, name: str) -> Goal:
    by_name: dict[str, list[Goal]] = {}
    scenes = prover.machine.scenes
    tropes = {each.id: each.trope for each in prover.story.achievements.values()}
    # what comes first bears the name if several do: a choice is mostly called after the scene that it leads to
    for kind in ("scene", "ending", "achievement", "choice"):
        for goal in prover.goals:
            if goal.kind != kind:
                continue
            names = [goal.name]
            if kind == "choice" and goal.scene is not None:
                names = [f"{scenes[goal.scene].id}.{goal.name}", goal.name]
            if kind == "achievement" and tropes[goal.name]:
                names.append(str(tropes[goal.name]))
            for each in dict.fromkeys(names):
                others = by_name.setdefault(each, [])
                if not others or (kind == "choice" and others[0].kind == "choice"):
                    others.append(goal)
    found = by_name.get(name)
    if found is None:
        titled = sorted(set(_titled(prover.story, name)))
        if not titled:
            raise NoSuchThing(name, list(by_name))
        if len(titled) > 1:
            raise SeveralSuchThings(name, titled)
        found = by_name[titled[0]]
    if len(found) > 1:
        raise SeveralSuchThings(name, [f"{scenes[goal.scene or 0].id}.{name}" for goal in found])
    return found[0]


def _titled(story: Story, title: str) -> Iterator[str]:
    """The ids of what has this title, however it is written."""
    wanted = title.casefold()
    for scene, script in zip(story.machine.scenes, story.scenes, strict=True):
        # an ending is called like the scene that tells it, and that it is reached says more
        if script.title.casefold() == wanted and scene.ending is None:
            yield scene.id
    titles = [(item.id, item.title) for item in story.endings.values()]
    titles += [(item.id, item.title) for item in story.achievements.values()]
    yield from (name for name, each in titles if each.casefold() == wanted)
