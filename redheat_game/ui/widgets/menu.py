"""A list to choose from: the selected line is a full bar, whatever its colours were before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events, on
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from redheat_game.ui.content import text


@dataclass(frozen=True)
class MenuItem:
    """A line of a menu."""

    id: str
    words: Content
    can_be_chosen: bool = True


class Menu(OptionList):
    """Textual's option list, dressed as the rest of the game."""

    DEFAULT_CSS = """
    Menu {
        height: auto; max-height: 100%; border: none; padding: 0; background: $ground; color: $ink;
        text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size-vertical: 1;
    }
    Menu:focus { border: none; background: $ground; background-tint: $ground 0%; }
    Menu > .option-list--option { padding: 0 1; }
    Menu > .option-list--option-highlighted { background: $selected-bg; color: $selected-ink; text-style: none; }
    Menu:focus > .option-list--option-highlighted { background: $selected-bg; color: $selected-ink; text-style: none; }
    Menu > .option-list--option-hover { background: $ground; }
    Menu > .option-list--option-disabled { color: $dim; }
    """

    def __init__(self, items: Sequence[MenuItem] = (), *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self.items: list[MenuItem] = list(items)
        self._barred: int | None = None

    def on_mount(self) -> None:
        """Show what it was given."""
        if self.items:
            self.fill(self.items)

    def fill(self, items: Sequence[MenuItem], selected: int = 0) -> None:
        """Show these items, with the one at index `selected` selected."""
        self.items = list(items)
        self._barred = None
        self.clear_options()
        self.add_options(
            Option(self._drawn(item, barred=False), id=item.id, disabled=not item.can_be_chosen) for item in self.items
        )
        if self.items:
            self.highlighted = max(0, min(selected, len(self.items) - 1))

    @property
    def selected_item(self) -> MenuItem | None:
        """The item under the bar."""
        return self.items[self.highlighted] if self.highlighted is not None and self.items else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select what the mouse points at."""
        index = event.style.meta.get("option")
        if isinstance(index, int) and index < len(self.items) and self.items[index].can_be_chosen:
            self.highlighted = index

    def _drawn(self, item: MenuItem, *, barred: bool) -> Content:
        pointer = "▸ " if barred else "  "
        if barred:
            return text(pointer + item.words.plain, "$selected-ink reverse" if self.app.no_color else "$selected-ink")
        return Content.assemble(pointer, item.words)

    @on(OptionList.OptionHighlighted)
    def _move_bar(self, message: OptionList.OptionHighlighted) -> None:
        if message.option_list is not self or message.option_index == self._barred:
            return
        if self._barred is not None and self._barred < len(self.items):
            self.replace_option_prompt_at_index(self._barred, self._drawn(self.items[self._barred], barred=False))
        self._barred = message.option_index
        if self._barred < len(self.items):
            self.replace_option_prompt_at_index(self._barred, self._drawn(self.items[self._barred], barred=True))
