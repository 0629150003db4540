"""The notebook: what the hero has learned, a page for each heading, with a mark at what was not read yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from redheat_game.engine.notes import Entry, Reader, entries
from redheat_game.ui.content import joined, paragraph, text
from redheat_game.ui.screens.pages import Page

MEASURE = 72
"""Cells that a line of a note may have."""
GAP = 6
"""Cells between two columns of notes."""
TWO_COLUMNS_FROM = 2 * 48 + GAP
NEW, MORE = "new", "more"
"""What stands beside a note of which nothing, or not all, was read."""
NOTHING = "Nothing is written here yet."


class HeadingName(Static):
    """The name of a heading, which a click turns to."""

    DEFAULT_CSS = "HeadingName { width: auto; height: 1; margin-right: 1; }"

    def __init__(self, number: int) -> None:
        super().__init__(markup=False)
        self.number = number

    def on_click(self) -> None:
        """Turn to it."""
        if isinstance(self.screen, NotesScreen):
            self.screen.show_page(self.number)


class NotesScreen(Page[None]):
    """All notes that there are now. A page that was shown is read; its marks stay until the notebook is closed."""

    keys = (("←→", "turn the page"), ("↑↓", "scroll"), ("esc", "back"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "turn(1)", "Next heading"),
        Binding("left", "turn(-1)", "Heading before"),
        Binding("space", "page(1)", "Read on", show=False),
        Binding("m", "back", "Back", show=False),
    ]

    def body(self) -> Iterable[Widget]:
        """The headings, and the notes of one of them."""
        now = self.app.kept.playthrough
        # on the desk the story may be read anew meanwhile
        self.story, self.notebook = now.story, now.story.notebook
        self.heading = self.notebook.title
        self.entries = entries(now.story, now.state)
        present = {entry.heading for entry in self.entries}
        self.headings = [name for name in self.notebook.headings if name in present]
        reader = self.app.reader
        self.marks = {entry.id: _mark(reader, entry) for entry in self.entries if reader.is_news(entry)}
        self.unread = {
            (entry.id, told) for entry in self.entries for told in entry.paragraphs if reader.is_unread(entry, told)
        }
        self.number = 0
        with Horizontal(id="headings"):
            yield from (HeadingName(number) for number in range(len(self.headings)))
        with VerticalScroll(id="scroll"):
            yield Static(id="notes", markup=False)

    def on_mount(self) -> None:
        """Open it where there is something new."""
        self.query_one("#scroll").focus()
        news = [number for number, name in enumerate(self.headings) if self._count_news(name)]
        self.show_page(news[0] if news else 0)

    def on_resize(self) -> None:
        """Lay the notes out for the new size."""
        self._lay_out()

    def on_key(self, event: events.Key) -> None:
        """Turn to a heading by its number."""
        if event.character and event.character.isdecimal() and 0 < int(event.character) <= len(self.headings):
            event.stop()
            self.show_page(int(event.character) - 1)

    def action_turn(self, by: int) -> None:
        """Turn to the next heading, or the one before."""
        if self.headings:
            self.show_page((self.number + by) % len(self.headings))

    def action_page(self, by: int) -> None:
        """Scroll by a page."""
        scroll = self.query_one("#scroll")
        scroll.scroll_relative(y=by * max(1, scroll.size.height - 2), animate=False)

    def show_page(self, number: int) -> None:
        """Show the notes under one heading, and take them as read."""
        self.number = number
        self.app.reader.has_read(self._here)
        self.query_one("#scroll").scroll_home(animate=False)
        self._lay_out()

    def _lay_out(self) -> None:
        for label in self.query(HeadingName):
            label.update(self._heading_name(label.number))
        blocks = list(self._blocks())
        self.query_one("#notes", Static).update(
            _in_two_columns(blocks, self._columns) if self._is_wide else joined(_lines(blocks))
        )

    @property
    def _here(self) -> list[Entry]:
        """The notes of the page."""
        return [entry for entry in self.entries if [entry.heading] == self.headings[self.number : self.number + 1]]

    @property
    def _is_wide(self) -> bool:
        return self.app.size.width - 8 >= TWO_COLUMNS_FROM

    @property
    def _columns(self) -> int:
        """The cells of a line."""
        room = self.app.size.width - 9
        return min(MEASURE, (room - GAP) // 2 if self._is_wide else room)

    def _count_news(self, heading: str) -> int:
        return sum(entry.id in self.marks for entry in self.entries if entry.heading == heading)

    def _heading_name(self, number: int) -> Content:
        name = self.headings[number]
        words = f"{number + 1} {self.notebook.headings[name]}"
        is_here = number == self.number
        news = self._count_news(name)
        return Content.assemble(
            text("▸ " if is_here else "  ", "$accent-light"),
            text(words, "$ink bold underline" if is_here else "$quiet"),
            text(f" {news} new" if news else "", "$gold"),
        )

    def _blocks(self) -> Iterator[list[Content]]:
        """The lines of each note of the page."""
        if not self._here:
            yield [text(NOTHING, "$quiet")]
        for entry in self._here:
            yield list(self._note(entry))

    def _note(self, entry: Entry) -> Iterator[Content]:
        mark = self.marks.get(entry.id, "")
        title = Content.assemble("  ", text(entry.title, "$name bold"), text(f"  {mark}" if mark else "", "$gold"))
        yield from title.wrap(self._columns)
        for told in entry.paragraphs:
            is_marked = mark == MORE and (entry.id, told) in self.unread
            for number, line in enumerate(paragraph(self.story, told).wrap(self._columns - 2)):
                yield Content.assemble(text("▸ " if is_marked and not number else "  ", "$gold"), line.rstrip())


def _mark(reader: Reader, entry: Entry) -> str:
    return NEW if reader.is_new(entry) else MORE


def _lines(blocks: Iterable[list[Content]]) -> list[Content]:
    """The blocks below each other, with a blank line after each."""
    return [line for block in blocks for line in (*block, Content(""))]


def _in_two_columns(blocks: list[list[Content]], columns: int) -> Content:
    """The blocks in two columns of about the same height, to be read down the left one first."""
    half = sum(len(block) + 1 for block in blocks) / 2
    left: list[list[Content]] = []
    height = 0
    while len(left) < len(blocks) and height + (len(blocks[len(left)]) + 1) / 2 <= half:
        height += len(blocks[len(left)]) + 1
        left.append(blocks[len(left)])
    first, second = _lines(left), _lines(blocks[len(left) :])
    rows = []
    for number in range(max(len(first), len(second))):
        before = first[number] if number < len(first) else Content("")
        after = second[number] if number < len(second) else Content("")
        rows.append(Content.assemble(before, " " * (columns + GAP - before.cell_length), after))
    return joined(rows)
