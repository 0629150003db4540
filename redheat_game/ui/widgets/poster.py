"""The title in its own letters."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from redheat_game.ui.content import joined, text
from redheat_game.ui.lettering import lettered
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
    """The title as large as there is room for; a story that is not Red Heat has its title in letters of ours."""

    DEFAULT_CSS = "Poster { width: 1fr; height: auto; }"

    def __init__(self) -> None:
        super().__init__(markup=False)

    def fit(self, title: str, columns: int, rows: int) -> None:
        """Draw a title for so many columns in a window of so many rows."""
        room = ROWS if rows >= 24 else 1
        if title == "Red Heat":
            self.update(logo_content(logo_for(columns, room)))
        else:
            self.update(joined(text(row, "$accent-light") for row in lettered(title, columns, room)))
