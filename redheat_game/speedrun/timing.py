"""The three clocks of a run, and how their times are written."""

from __future__ import annotations

from typing import Literal, NamedTuple

Clock = Literal["real", "story", "moves"]
CLOCKS: tuple[Clock, ...] = ("real", "story", "moves")
CLOCK_NAMES: dict[Clock, str] = {"real": "real time", "story": "story time", "moves": "moves"}


class Timing(NamedTuple):
    """What the three clocks show at one moment of a run."""

    real: int
    """Milliseconds since the first key, pauses left out."""
    story: int
    """Seconds of story time paid, the start scene's included."""
    moves: int
    """Choices taken; where undo is counted, those taken back and the undos too."""

    def on(self, clock: Clock) -> int:
        """The time by one of the clocks."""
        return int(getattr(self, clock))


def real_text(milliseconds: int, digits: int = 3) -> str:
    """Real time such as `1:02.345`, with so many digits after the point, cut and not rounded."""
    sign, milliseconds = ("−", -milliseconds) if milliseconds < 0 else ("", milliseconds)
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    whole = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    return sign + whole + (f".{rest:03d}"[: digits + 1] if digits else "")


def story_text(seconds: int) -> str:
    """Story time such as `1d 04:10` or `22:21`; seconds follow where there are any."""
    sign, seconds = ("−", -seconds) if seconds < 0 else ("", seconds)
    days, rest = divmod(seconds, 24 * 60 * 60)
    hours, rest = divmod(rest, 60 * 60)
    minutes, rest = divmod(rest, 60)
    return sign + (f"{days}d " if days else "") + f"{hours:02d}:{minutes:02d}" + (f":{rest:02d}" if rest else "")


def clock_time(clock: Clock, value: int, digits: int = 3) -> str:
    """A time by one of the clocks, as text."""
    if clock == "real":
        return real_text(value, digits)
    return story_text(value) if clock == "story" else str(value).replace("-", "−")


def delta_text(clock: Clock, value: int, digits: int = 1) -> str:
    """How far behind (`+`) or ahead (`−`) a run is."""
    return ("+" if value >= 0 else "") + clock_time(clock, value, digits)
