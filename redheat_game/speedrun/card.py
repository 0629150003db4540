"""A run on a card: a few lines of text to show around."""

from __future__ import annotations

from redheat_game.engine.wording import counted
from redheat_game.speedrun.timing import real_text, story_text
from redheat_game.speedrun.verification import Verdict
from redheat_game.speedrun.wording import distance_text

WIDTH = 60


def share_card(verdict: Verdict) -> str:
    """The card of a run that holds.

    Args:
        verdict: of the run; valid.

    Raises:
        ValueError: it is not valid.
    """
    if not verdict.is_valid or verdict.replay is None or verdict.timing is None or verdict.story is None:
        raise ValueError("only a run that holds has a card")
    header, timing = verdict.replay.header, verdict.timing
    ending = verdict.story.endings[verdict.ending].title if verdict.ending else ""
    lines = [
        f"{header.story} · {verdict.category}" + (f" · {header.runner}" if header.runner else ""),
        f"{real_text(timing.real)}   {story_text(timing.story)} of story time   {counted(timing.moves, 'move')}",
        f"{ending}, {header.started[:10]}",
        "",
    ]
    width = max(len(split.title) for split in verdict.splits)
    for split in verdict.splits:
        time = real_text(split.timing.real) if split.timing else "–"
        lines.append(f"{split.title:<{width}}  {time:>12}")
    if verdict.optimum is not None:
        lines += ["", distance_text(verdict.optimum, timing, verdict.achievements)]
    end = verdict.replay.end.state[:12]
    lines += ["", f"rules {header.rules[:12]} · state {end} · checked by replaying every choice"]
    return "\n".join(lines) + "\n"
