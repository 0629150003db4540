"""Whether every part of the notebook can be read.

A note is read in any scene, so that its variables would matter everywhere and everything else be slower to prove. So
notes are looked at by themselves, in the runs that are known already; only what no such run reads is sought.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from redheat_game.analysis.budget import Budget
from redheat_game.analysis.exploring import Explorer
from redheat_game.analysis.goals import Goal, Goals, Place, glimpse, read_in
from redheat_game.analysis.playing import Player
from redheat_game.analysis.possible import Possible, Verdict
from redheat_game.analysis.system import System
from redheat_game.engine.state import State
from redheat_game.engine.step import begin, step
from redheat_game.story.conditions import TRUE, Not, Tree, all_of, compiled
from redheat_game.story.prose import Conditional, Emphasis, Prose
from redheat_game.story.script import Story


def note_goals(story: Story) -> Iterator[Goal]:
    """The notes and parts of notes that stand under a condition; where they can be read is left open."""
    for note in story.notebook.notes:
        for number, part in enumerate(note.parts):
            condition = all_of(note.condition, part.condition)
            # the first part is the note's own: it is there where the note is
            named = [(glimpse(part.prose), condition)] if condition != TRUE and (number == 0 or part.condition) else []
            for words, holds in (*named, *_branches(part.prose, condition)):
                yield Goal("note", f"{note.id}: {words}", None, None, (), holds)


def _branches(prose: Prose, condition: Tree) -> Iterator[tuple[str, Tree]]:
    for piece in prose:
        match piece:
            case Emphasis(_, parts):
                yield from _branches(parts, condition)
            case Conditional(test, then, otherwise):
                for holds, branch in ((test, then), (Not(test), otherwise)):
                    if branch:
                        whole = all_of(condition, holds)
                        yield glimpse(branch), whole
                        yield from _branches(branch, whole)


def verdicts_on_notes(
    goals: Sequence[Goal], listing: Goals, system: System, known: Iterable[Sequence[str]], budget: Budget
) -> list[Verdict]:
    """Decide which notes can be read, in their order.

    Args:
        goals: what `note_goals` gives.
        listing: tells in which states a condition holds.
        system: the story, reduced.
        known: runs from the start, as the ids of their choices.
        budget: what may be spent.
    """
    found: dict[Goal, Verdict] = _read_in_runs(goals, listing.story, known)
    if budget.is_spent:
        return [found.get(goal, Verdict(goal)) for goal in goals]
    scenes = range(len(listing.machine.scenes))
    sought: dict[Goal, Goal] = {}
    for goal in goals:
        if goal not in found:
            cubes = listing.cubes(goal.condition or TRUE)
            places = tuple(Place(scene, None, cubes) for scene in scenes)
            sought[goal] = replace(goal, places=places, possible=tuple(listing.possible(places)))
    if sought:
        read = read_in([place for goal in sought.values() for place in goal.possible])
        player = Player(system, read)
        explorer = Explorer(player, sought.values())
        explorer.play(may_go_on=lambda: not budget.is_spent and len(explorer.found) < len(sought))
        possible = Possible(system, player, explorer, budget, read)
        decided = possible.verdicts(list(sought.values()), budget.max_nodes)
        for goal, verdict in zip(sought, decided, strict=True):
            run = possible.witness(verdict)
            if run is not None and goal not in _read_in_runs([goal], listing.story, [run]):
                raise AssertionError("the witness of a note does not read it")
            found[goal] = verdict if run is None else Verdict(goal, run=run)
    return [found[goal] for goal in goals]


def _read_in_runs(goals: Iterable[Goal], story: Story, runs: Iterable[Sequence[str]]) -> dict[Goal, Verdict]:
    """What is read somewhere in one of these runs, with the way there."""
    machine = story.machine
    left = [(goal, compiled(goal.condition or TRUE)) for goal in goals]
    found: dict[Goal, Verdict] = {}
    numbers = [{choice.id: number for number, choice in enumerate(scene.choices)} for scene in machine.scenes]
    before: Sequence[str] = ()
    states: list[State] = []
    for run in runs:
        # what it begins with like the run before was looked at then
        same = 0
        while same < min(len(before), len(run)) and before[same] == run[same]:
            same += 1
        before = run
        del states[same + 1 :]
        for taken in range(len(states), len(run) + 1):
            if not left:
                return found
            if taken:
                state = step(machine, states[-1], numbers[states[-1].scene][run[taken - 1]]).state
            else:
                state = begin(machine).state
            states.append(state)
            read = [goal for goal, holds in left if holds(state.values)]
            if read:
                found.update({goal: Verdict(goal, run=tuple(run[:taken])) for goal in read})
                left = [item for item in left if item[0] not in found]
    return found
