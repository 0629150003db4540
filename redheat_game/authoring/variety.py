"""How much playthroughs have in common: the scenes that any two of them share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import mean

from redheat_game.authoring.acts import act_of_each
from redheat_game.story.script import Story

OPENING_ACTS = 2
"""Acts in which playthroughs have yet to part: what they share is asked of the scenes after them."""


@dataclass(frozen=True)
class Sharing:
    """What two playthroughs have in common on average, over all pairs of some."""

    playthroughs: int
    """Those that entered any of the scenes asked about."""
    scenes: float
    """How many of them one playthrough entered on average."""
    of_either: float
    """The share of the scenes that both entered in those that either did (Jaccard's index)."""
    of_own: float
    """The share of the scenes that both entered in those that one of the two did, both ways round."""


def sharing(entered: Sequence[Collection[str]]) -> Sharing | None:
    """What any two playthroughs share; None where there are no two.

    Args:
        entered: the scenes of each playthrough; those that entered none are left out.
    """
    numbers: dict[str, int] = {}
    sets = [sum(1 << numbers.setdefault(scene, len(numbers)) for scene in set(each)) for each in entered if each]
    if len(sets) < 2:
        return None
    of_either = of_own = 0.0
    for one, other in combinations(sets, 2):
        both = (one & other).bit_count()
        of_either += both / (one | other).bit_count()
        of_own += (both / one.bit_count() + both / other.bit_count()) / 2
    pairs = len(sets) * (len(sets) - 1) // 2
    return Sharing(len(sets), mean(each.bit_count() for each in sets), of_either / pairs, of_own / pairs)


@dataclass(frozen=True)
class Variety:
    """What playthroughs of a story share after its opening acts; None where fewer than two come so far."""

    all: Sharing | None
    to_the_last_act: Sharing | None
    """Only those that enter the last act."""


def variety_of(story: Story, entered: Sequence[Collection[str]]) -> Variety:
    """What playthroughs that entered these scenes share after the opening acts.

    A sub-scene that is called from several acts belongs to none of them, and is not counted.
    """
    act_numbers = {
        scene.id: story.acts[act].number
        for scene, act in zip(story.machine.scenes, act_of_each(story), strict=True)
        if act is not None
    }
    last = len(story.acts)
    later = [{scene for scene in each if act_numbers.get(scene, 0) > OPENING_ACTS} for each in entered]
    finished = [each for each in later if any(act_numbers[scene] == last for scene in each)]
    return Variety(sharing(later), sharing(finished))
