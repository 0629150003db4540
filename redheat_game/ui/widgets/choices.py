"""The list of choices: numerals in red, costs in gold, the selected one a full bar."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from redheat_game.engine.options import Option
from redheat_game.ui.content import joined, styled_runs, text

PAGE = 9
"""The most options on a page: one for each figure."""
MARGIN = 6
"""Cells before the words: pointer, numeral, mark of choices that are closed or were taken before, and air."""


class ChoiceList(Widget):
    """Shows options, up to nine at a time; keys and mouse choose.

    Nothing moves when the selection moves: every line keeps its place and width.
    """

    DEFAULT_CSS = """
    ChoiceList { height: auto; width: 1fr; max-width: 84; }
    """
    WIDEST = 84

    selected: reactive[int] = reactive(0)
    """Index of the selected option on the present page."""

    class Chosen(Message):
        """A player chose; `option` may be a locked one."""

        def __init__(self, option: Option) -> None:
            super().__init__()
            self.option = option

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.options: tuple[Option, ...] = ()
        self.taken: frozenset[str] = frozenset()
        self.page = 0
        self._starts: list[int] = [0]
        self._owners: list[int | None] = []

    def show(self, options: Sequence[Option], taken: frozenset[str] = frozenset()) -> None:
        """Show these options; `taken` are the ids of those chosen in earlier playthroughs."""
        self.options = tuple(options)
        self.taken = taken
        self.page = 0
        self._starts = list(range(0, max(1, len(self.options)), PAGE))
        self._select_first()
        self.refresh(layout=True)

    def fit(self, width: int, rows: int) -> int:
        """Cut the options into pages of at most so many rows, and say how many the present one takes."""
        first = self._starts[self.page]
        heights = [len(self._option(0, option, width)) for option in self.options]
        starts = self._cut(heights, rows)
        if len(starts) > 1:
            starts = self._cut(heights, rows - 1)
        if starts != self._starts:
            self._starts = starts
            self.page = max(number for number, start in enumerate(starts) if start <= first)
            self._select_first()
            self.refresh(layout=True)
        return sum(heights[self._starts[self.page] :][: len(self.on_page)]) + (self.pages > 1)

    @staticmethod
    def _cut(heights: Sequence[int], rows: int) -> list[int]:
        starts, used = [0], 0
        for index, height in enumerate(heights):
            if index > starts[-1] and (used + height > rows or index - starts[-1] == PAGE):
                starts.append(index)
                used = 0
            used += height
        return starts

    def _select_first(self) -> None:
        self.selected = next((index for index, option in enumerate(self.on_page) if option.takeable), 0)

    @property
    def pages(self) -> int:
        """How many pages the options fill."""
        return len(self._starts)

    @property
    def on_page(self) -> tuple[Option, ...]:
        """The options on the present page."""
        following = self._starts[self.page + 1 :]
        return self.options[self._starts[self.page] : following[0] if following else None]

    def turn_page(self) -> None:
        """Show the next page, after the last the first."""
        self.page = (self.page + 1) % self.pages
        self._select_first()
        self.refresh(layout=True)

    def move(self, by: int) -> None:
        """Move the selection by so many lines, round the ends."""
        if self.on_page:
            self.selected = (self.selected + by) % len(self.on_page)

    def choose(self, index: int | None = None) -> None:
        """Choose the option at this index of the page, by default the selected one."""
        index = self.selected if index is None else index
        if 0 <= index < len(self.on_page):
            self.selected = index
            self.post_message(self.Chosen(self.on_page[index]))

    def watch_selected(self) -> None:
        """Draw the bar in its new place."""
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Lines that the options take at this width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The options, one or more lines each."""
        return joined(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        lines: list[Content] = []
        self._owners = []
        for index, option in enumerate(self.on_page):
            for line in self._option(index, option, max(24, width)):
                lines.append(line)
                self._owners.append(index)
        if self.pages > 1:
            lines.append(text(f"    0  more choices, page {self.page + 1} of {self.pages}", "$quiet"))
            self._owners.append(None)
        return lines

    def _option(self, index: int, option: Option, width: int) -> list[Content]:
        is_selected = index == self.selected
        plain = "$selected-ink on $selected-bg" + (" reverse" if self.app.no_color else "")
        ink = plain if is_selected else ("$ink" if option.takeable else "$dim")
        words = styled_runs(option.say, ink)
        if option.locked is not None:
            reason = styled_runs(option.locked, plain if is_selected else "$dim italic")
            words = Content.assemble(words, text("  ", ink), reason)
        elif option.cost:
            words = Content.assemble(words, text(f"  {option.cost}", plain if is_selected else "$gold"))
        numeral = plain if is_selected else ("$accent-light bold" if option.takeable else "$dim")
        # closed ones are not known by their colour alone
        mark = "×" if not option.takeable else "·" if option.id in self.taken else " "
        head = Content.assemble(
            text("▸ " if is_selected else "  ", ink),
            text(str(index + 1), numeral),
            text(f"{mark}  ", plain if is_selected else "$quiet"),
        )
        wrapped = words.wrap(width - MARGIN - 1)
        lines = []
        for number, line in enumerate(wrapped):
            before = head if number == 0 else text(" " * MARGIN, plain if is_selected else "")
            whole = Content.assemble(before, line.rstrip())
            missing = width - whole.cell_length
            lines.append(Content.assemble(whole, text(" " * max(0, missing), plain)) if is_selected else whole)
        return lines

    def _index_at(self, y: int) -> int | None:
        return self._owners[y] if 0 <= y < len(self._owners) else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select what the mouse points at."""
        index = self._index_at(event.y)
        if index is not None:
            self.selected = index

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        event.stop()
        index = self._index_at(event.y)
        if index is not None:
            self.choose(index)
        elif self.pages > 1:
            self.turn_page()
