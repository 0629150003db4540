"""The lines of a race that are always in sight: its clocks, and the ghost."""

from __future__ import annotations

from textual.content import Content

from redheat_game.engine.wording import counted
from redheat_game.speedrun.ghost import Ghost
from redheat_game.speedrun.opponent import times_here
from redheat_game.speedrun.race import Race
from redheat_game.speedrun.timing import CLOCKS, Clock, Timing, delta_text, real_text, story_text
from redheat_game.ui.content import joined, text
from redheat_game.ui.widgets.race_panel import delta_colour


def race_line(race: Race, timing: Timing, clock: Clock, behind: int | None, against: str, digits: int) -> Content:
    """The clocks, the delta, and where one is.

    Args:
        race: the race, a practice or one that counts.
        timing: what its clocks show.
        clock: the one that counts.
        behind: the delta, where there is one.
        against: what that is against.
        digits: how many figures stand after the seconds.
    """
    times = {
        "real": real_text(timing.real, digits),
        "story": story_text(timing.story),
        "moves": counted(timing.moves, "move"),
    }
    parts = [text(times[clock], "$ink bold")]
    if race.begins is None:
        known = "±–" if behind is None else delta_text(clock, behind, digits)
        parts.append(text(f"{known:>8}", delta_colour(behind)))
    titles = race.rules.titles
    following = min(race.next_split, len(titles) - 1)
    number = "" if race.next_split > following else f" {race.next_split + 1}/{len(titles)}"
    parts.append(text(f"▸ {titles[following]}{number}", "$ink"))
    parts += [text(times[other], "$quiet") for other in CLOCKS if other != clock]
    parts.append(text(against, "$dim"))
    return joined(parts, "  ")


def ghost_line(ghost: Ghost, race: Race, timing: Timing, clock: Clock, digits: int) -> Content:
    """Where the ghost is, which a practice does not say, and what it chose in the present scene."""
    playthrough = race.playthrough
    here = ghost.chose_in(playthrough.state.scene, times_here(playthrough, arrivals=False))
    words = ["ghost"]
    if race.begins is None:
        at = ghost.at(timing, clock)
        words = [f"ghost: {playthrough.story.scenes[at.leads_to].title}" if at else "ghost: at the start"]
    if here is not None:
        when = f" at {real_text(here.timing.real, digits)}" if ghost.has_real_time else ""
        words.append(f"here{when}: {here.said}")
    return text(" · ".join(words), "$gold")
