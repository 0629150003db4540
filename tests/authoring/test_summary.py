"""What `redheat check` tells people of a proof."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from redheat_game.analysis.report import CategoryRoutes, MostAchievements, Proof, Route
from redheat_game.authoring import proofs
from redheat_game.story.loader import load_story
from redheat_game.story.script import Story

RESTS_ON = ("nine", "slot", "@return.case_notes", "gallagher", "key")
PROVED = CategoryRoutes(
    Route(55, 55, ("out",), True, RESTS_ON), Route(206_170, 206_170, ("out",), True, ("nine", "watch"))
)


def the_story() -> Story:
    """The game's."""
    story = load_story().story
    assert story is not None
    return story


def told_of(proof: Proof, story: Story) -> list[str]:
    """The lines in a window of 80 columns."""
    console = Console(file=io.StringIO(), width=80)
    with console.capture() as capture:
        console.print(proofs.summary(proof, story))
    return [line.rstrip() for line in capture.get().splitlines()]


def test_the_summary_of_the_game_fits_a_screen() -> None:
    story = the_story()
    proof = Proof(
        True,
        32.8,
        looked_at={
            "scene": 333,
            "choice": 715,
            "ending": 19,
            "achievement": 38,
            "alternative": 1075,
            "locked": 59,
            "note": 196,
        },
        routes=dict.fromkeys(story.categories, PROVED),
        max_achievements=MostAchievements(24, 38, None),
        always_rests_on=("slot", "@return.case_notes"),
    )
    lines = told_of(proof, story)
    # one line tells of the files above it, one of the blessed playthroughs below, and one is the prompt's
    assert len(lines) <= 24 - 3, "\n".join(lines)
    assert "Two Watches%  55 moves, 2 d 9 h 16 min 10 s, proved over nine, slot, 4 more" in lines


def test_what_is_not_proved_is_told_with_its_bound() -> None:
    story = the_story()
    open_still = replace(PROVED, moves=Route(88, 64, ("out",), False, ("nine",)))
    lines = told_of(Proof(False, 60.0, routes={"montreal": open_still}), story)
    told = " ".join(" ".join(lines).split())
    assert "Montreal% best found 88 moves, proved at least 64 moves; 2 d 9 h 16 min 10 s, proved shortest" in told
