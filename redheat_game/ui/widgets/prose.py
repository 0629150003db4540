"""The prose: the present passage, and earlier ones above it, dimmed.

One widget that lays out its own lines: what a choice leads to, where it is scrolled to and how high it stands are
settled before anything is painted, so that nothing jumps.
"""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.content import Content
from textual.selection import Selection
from textual.timer import Timer
from textual.widget import Widget

from redheat_game.engine.playthrough import Playthrough, Turn
from redheat_game.ui.content import passage, text

EARLIER_SHOWN = 30
"""Earlier passages kept on screen; all of them are in the transcript."""
TICKS_A_SECOND = 30
WHEEL_LINES = 3

Lines = list[Content]


class Prose(Widget, can_focus=False):
    """All passages of a playthrough that are on screen; the present one last."""

    DEFAULT_CSS = "Prose { height: 3; width: 1fr; text-wrap: nowrap; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.lines: Lines = []
        self.top = 0
        """The first line in sight."""
        self._playthrough: Playthrough | None = None
        self._notice: str | None = None
        self._width = 0
        self._rows = 3
        self._title = 0
        self._words_from = 0
        self._letters: float | None = None
        self._rate = 0
        self._ticking: Timer | None = None
        self._known: dict[int, tuple[Turn, int, Lines]] = {}
        self.when_moved: Callable[[], None] = lambda: None
        """Called when it was scrolled, or typed text is complete."""

    # what is shown

    def show(self, playthrough: Playthrough, *, typed: int | None = None, notice: str | None = None) -> None:
        """Show a playthrough where it stands, from the beginning of its present passage.

        Args:
            playthrough: what is read.
            typed: letters a second, where the present passage is typed.
            notice: what is to be told above the present passage.
        """
        self.complete()
        if self._playthrough is None or self._playthrough.story is not playthrough.story:
            self._known.clear()
        self._playthrough, self._notice = playthrough, notice
        self._lay_out()
        self.settle()
        if typed and self._words_from < len(self.lines):
            self._rate, self._letters = typed, 0.0
            self._ticking = self.set_interval(1 / TICKS_A_SECOND, self._type)

    def fit(self, columns: int, measure: int) -> int:
        """Lay the lines out for so many columns, none longer than `measure`, and say how many lines there are."""
        width = min(columns - 2, measure)
        if width != self._width:
            self._width = width
            self._known.clear()
            self._lay_out()
        return len(self.lines)

    def stand(self, rows: int) -> None:
        """Take so many rows; what was in sight stays so as far as it can."""
        if rows != self._rows:
            self._rows = rows
            self.styles.height = rows
            self.settle()

    def settle(self) -> None:
        """Read the present passage from its title, with as much before it as there is room."""
        self._scroll(min(self._title, self.last_top))

    @property
    def last_top(self) -> int:
        """Where the end is in sight."""
        return max(0, len(self.lines) - self._rows)

    @property
    def has_more_below(self) -> bool:
        """Whether there is something to scroll down to."""
        return self.top < self.last_top

    def _lay_out(self) -> None:
        played, width = self._playthrough, self._width
        if played is None or width <= 0:
            return
        lines: Lines = []
        last = len(played.turns) - 1
        for position in range(max(0, last - EARLIER_SHOWN), last):
            lines += self._earlier(played, position)
        said = played.turns[last].said
        if said and lines:
            lines += [*text(f"> {said}", "$dim italic").wrap(width), Content("")]
        if self._notice:
            lines += [*text(self._notice, "$warm").wrap(width), Content("")]
        self._title = len(lines)
        lines += [*_heading(played, played.turns[last], "$accent", "$ink bold").wrap(width), Content("")]
        self._words_from = len(lines)
        lines += _wrapped(passage(played.story, played.passage), width)
        self.lines = lines
        self.refresh()

    def _earlier(self, played: Playthrough, position: int) -> Lines:
        turn = played.turns[position]
        known = self._known.get(position)
        if known is not None and known[0] is turn and known[1] == self._width:
            return known[2]
        lines = list(text(f"> {turn.said}", "$dim italic").wrap(self._width)) if turn.said and position else []
        lines += [Content("")] if lines else []
        lines += [*_heading(played, turn, "$dim", "$dim bold").wrap(self._width), Content("")]
        lines += [*_wrapped(passage(played.story, played.passage_of(turn), dim=True), self._width), Content("")]
        self._known[position] = (turn, self._width, lines)
        return lines

    # painting

    def render(self) -> Content:
        """The lines in sight, with a mark at the side of how far they are read where there are more."""
        seen = self._in_sight()
        if not self.last_top:
            return Content("\n").join(seen)
        thumb = max(1, self._rows * self._rows // max(1, len(self.lines)))
        start = round((self._rows - thumb) * self.top / self.last_top)
        marked = []
        for row in range(self._rows):
            line = seen[row] if row < len(seen) else Content("")
            gap = " " * max(1, self._width + 1 - line.cell_length)
            mark = text("█", "$quiet") if start <= row < start + thumb else text("│", "$rule")
            marked.append(Content.assemble(line, gap, mark))
        return Content("\n").join(marked)

    def _in_sight(self) -> Lines:
        seen = self.lines[self.top : self.top + self._rows]
        if self._letters is None:
            return seen
        left = int(self._letters) - sum(len(line) for line in self.lines[self._words_from : self.top])
        shown = []
        for number, line in enumerate(seen, start=self.top):
            if number < self._words_from:
                shown.append(line)
            else:
                shown.append(line[: max(0, left)] if left < len(line) else line)
                left -= len(line)
        return shown

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected words, without the mark at the side."""
        return selection.extract("\n".join(line.plain for line in self._in_sight())), "\n"

    # typing

    @property
    def is_typing(self) -> bool:
        """Whether letters are still to come."""
        return self._letters is not None

    def complete(self) -> None:
        """Show all of it at once."""
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None
        if self._letters is not None:
            self._letters = None
            self.refresh()
            self.when_moved()

    def _type(self) -> None:
        if self._letters is None:
            return
        self._letters += self._rate / TICKS_A_SECOND
        if self._letters >= sum(len(line) for line in self.lines[self._words_from :]):
            self.complete()
        else:
            self.refresh()

    # scrolling

    def scroll_lines(self, by: int) -> None:
        """Scroll by so many lines."""
        self._scroll(self.top + by)

    def scroll_page(self, by: int) -> None:
        """Scroll by so many windows, of which two lines stay in sight."""
        self._scroll(self.top + by * max(1, self._rows - 2))

    def scroll_edge(self, side: int) -> None:
        """Scroll to the beginning (-1) or the end (1)."""
        self._scroll(0 if side < 0 else self.last_top)

    def _scroll(self, top: int) -> None:
        self.top = max(0, min(top, self.last_top))
        self.refresh()
        self.when_moved()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Read on."""
        event.stop()
        self.scroll_lines(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Read back."""
        event.stop()
        self.scroll_lines(-WHEEL_LINES)


def _heading(played: Playthrough, turn: Turn, bar: str, words: str) -> Content:
    """A scene's title behind its bar."""
    return Content.assemble(text("▌ ", bar), text(played.story.scenes[turn.state.scene].title.upper(), words))


def _wrapped(told: Content, width: int) -> Lines:
    return [line.rstrip() for line in told.wrap(width)]
