"""The keys of a category: what is raced for, by which rules, and where times are compared."""

from __future__ import annotations

from dataclasses import dataclass

from redheat_game.story.schema import Expression, ListOf, Record, Reference, Text, Word, YesNo, key
from redheat_game.story.source import Scalar
from redheat_game.story.syntax_base import Syntax

_SHORT = Text("text", longest=400)


@dataclass(kw_only=True)
class Split(Syntax):
    """A point of a category at which times are compared."""

    title: Scalar = key(_SHORT, "Its name.", required=True)
    scene: Scalar | None = key(Reference("a scene", "scene"), "Reached by entering this scene.")
    when: Scalar | None = key(Expression(), "Reached when this first holds.")
    ending: Scalar | None = key(Reference("an ending", "ending"), "Reached by this ending.")


@dataclass(kw_only=True)
class Category(Syntax):
    """A kind of speedrun."""

    title: Scalar = key(_SHORT, "Its name, such as `Any%`.", required=True)
    about: Scalar = key(_SHORT, "Its rules in a sentence.", required=True)
    endings: list[Scalar] = key(
        ListOf("endings", item=Reference("an ending", "ending"), lone=True),
        "The endings that count.",
        required=True,
    )
    when: Scalar | None = key(Expression(), "What must hold at the ending.")
    order: str = key(
        Word("an order", ("moves", "fewest_achievements", "most_achievements")),
        "What is compared first; moves decide the rest.",
        default="moves",
    )
    undo: str = key(
        Word("what undo does in a race", ("off", "counted")),
        "Whether a choice can be taken back in a race; `counted`: it and the undo stay in moves and story time.",
        default="off",
    )
    pause: bool = key(
        YesNo(), "Whether the clock of a race may be paused; the text is hidden meanwhile.", default=False
    )
    splits: list[Split] = key(ListOf("splits", item=Record("a split", Split)), "Its splits, in order.", default=list)
    replace: bool = key(YesNo(), "It takes the place of an earlier layer's.", default=False)
