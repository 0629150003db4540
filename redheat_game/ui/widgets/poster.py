"""The title in its own letters."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from redheat_game.ui.content import joined, text
from redheat_game.ui.logo import LIGHT, RED, LogoRow, logo_for

STYLES = {RED: "$accent-light", LIGHT: "$ink"}


def logo_content(rows: tuple[LogoRow, ...]) -> Content:
    """The logo's rows with its colours."""
    return joined(
        Content.assemble(*(text(row.text[span.start : span.end], STYLES.get(span.kind, "$rule")) for span in row.spans))
        for row in rows
    )


class Poster(Static):
    """The logo as large as there is room for."""

    DEFAULT_CSS = "Poster { width: 1fr; height: auto; }"

    def on_resize(self) -> None:
        """Draw it for the new width."""
        self.update(logo_content(logo_for(self.size.width)))
