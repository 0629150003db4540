"""The greedy line along the beats, on a story small enough to walk by hand."""

from __future__ import annotations

from redheat_game.analysis.budget import Budget
from redheat_game.analysis.proof import Prover
from redheat_game.authoring.canon import CanonLines, GreedyLine
from redheat_game.story.script import Story
from tests.story.building import story

# crossroads - mill - bridge - out, with a lane by which the bridge is nearer from the start; the swamp is a beat from
# which only the dead end is left, and the tower one that the mill's road has left behind
SCENES = """
beats: [mill, swamp, tower, bridge]
categories:
  any: {title: Any%, about: Out., endings: [out], splits: [{title: Out, ending: out}]}
  dead: {title: Dead%, about: Not out., endings: [dead], splits: [{title: Dead, ending: dead}]}
---
scene: hall
text: A hall.
choices:
  - {say: Slowly., id: slowly, go: detour}
  - {say: The path., id: path, do: coins = 1, go: path}
  - {say: The road., id: road, do: coins = 2, go: path}
  - {say: The lane., id: lane, go: bridge}
  - {say: The tower., id: tower, go: tower}
---
scene: detour
text: Longer.
go: path
---
scene: path
text: A path.
go: mill
---
scene: mill
beat: mill
text: A mill.
choices:
  - {say: The swamp., id: swamp, go: swamp}
  - {say: On., id: on, go: bridge}
---
scene: swamp
beat: swamp
text: A swamp.
go: drowned
---
scene: tower
beat: tower
text: A tower.
go: bridge
---
scene: bridge
beat: bridge
text: A bridge.
choices:
  - {say: With two., id: two, when: coins == 2, go: toll}
  - {say: Out., id: leave, when: coins == 1 or coins == 3, go: toll}
---
scene: toll
text: Paid.
go: out
---
scene: drowned
text: Under.
ending: dead
---
"""


def line_to(category: str, made: Story | None = None) -> GreedyLine:
    made = made or story(SCENES)
    return CanonLines(Prover(made, Budget(30, 10_000))).to(made.categories[category])


def test_the_line_goes_from_beat_to_beat_and_not_where_the_goal_is_lost() -> None:
    line = line_to("any")
    # of two ways of two moves to the mill, the one that is listed first; never the lane, which is shorter in all
    assert line.choices == ("path", "mill", "on", "leave", "out")
    assert (line.moves, line.at_least, line.beats) == (5, 5, ("mill", "bridge"))
    assert line.passed_over == ("swamp", "tower")
    assert line.achievements == 0


def test_another_goal_keeps_the_beat_that_leads_to_it() -> None:
    line = line_to("dead")
    assert line.choices == ("path", "mill", "swamp", "drowned")
    assert line.passed_over == ("tower", "bridge")


def toll(coins: int) -> Story:
    """The same story, with a bridge that asks for so many coins."""
    asked = SCENES.replace("when: coins == 2", "when: false")
    return story(asked.replace("when: coins == 1 or coins == 3", f"when: coins == {coins}"))


def test_a_way_that_is_longer_is_taken_where_the_shorter_one_loses_the_goal() -> None:
    # the path comes first and is as short as the road, and only with the road's two coins does one come out
    assert line_to("any", toll(2)).choices == ("road", "mill", "on", "leave", "out")
    # with the three that one has at first neither will do: the detour alone leaves them as they are
    assert line_to("any", toll(3)).choices == ("slowly", "path", "mill", "on", "leave", "out")
