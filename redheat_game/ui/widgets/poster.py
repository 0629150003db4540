"""The title in its own letters."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from redheat_game.ui.content import joined, text
from redheat_game.ui.logo import LIGHT, RED, LogoRow, logo_for

STYLES = {RED: "$accent-light", LIGHT: "$ink"}
ROWS = 9


def logo_content(rows: tuple[LogoRow, ...]) -> Content:
    """The logo's rows in its colours."""
    lines = []
    for row in rows:
        line = Content(row.text)
        for span in row.spans:
            line = line.stylize(STYLES.get(span.kind, "$rule"), span.start, span.end)
        lines.append(line)
    return joined(lines)


class Poster(Static):
    """The title as large as there is room for; a story that is not Red Heat has its title in plain letters."""

    DEFAULT_CSS = "Poster { width: 1fr; height: auto; }"

    def __init__(self, title: str) -> None:
        super().__init__(markup=False)
        self.title = title

    def fit(self, columns: int, rows: int) -> None:
        """Draw it for a window of this size."""
        if self.title == "Red Heat":
            self.update(logo_content(logo_for(columns - 8, ROWS if rows >= 24 else 1)))
        else:
            self.update(text(self.title.upper(), "$accent-light bold"))
