"""The gallery of tropes: what was earned with when and how, the rest as riddles, with a plainer hint on demand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from redheat_game.story.script import Achievement
from redheat_game.ui.content import joined, text
from redheat_game.ui.screens.pages import Page
from redheat_game.ui.widgets.lines import KeyLine
from redheat_game.ui.widgets.menu import Menu, MenuItem


class GalleryScreen(Page[None]):
    """All achievements, and one of them in full."""

    heading = "Tropes"
    keys = (("↑↓", "select"), ("enter", "a plainer hint"), ("esc", "back"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("h", "hint", "A plainer hint")]

    def body(self) -> Iterable[Widget]:
        """The progress, the list, and what is told of the selected one."""
        yield Static(id="progress", markup=False)
        yield Menu(id="menu")
        yield Static(id="told", markup=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self.hinted: set[str] = set()
        story = self.app.story
        self.earned = self.app.earned()
        items = []
        for number, (name, item) in enumerate(story.achievements.items(), start=1):
            label = text(f"{number:>2}  ", "$quiet")
            if name in self.earned:
                words = Content.assemble(label, text(f"█ {item.title}", "$gold"))
            else:
                words = Content.assemble(label, text("░ ", "$dim"), text(item.riddle, "$quiet"))
            items.append(MenuItem(name, words))
        self.query_one(Menu).fill(items)
        self.query_one(Menu).focus()
        count, total = len(self.earned), max(1, len(story.achievements))
        cells = 40
        full = round(cells * count / total)
        self.query_one("#progress", Static).update(
            Content.assemble(
                text("█" * full, "$gold"), text("░" * (cells - full), "$rule"), text(f"  {count} of {total}", "$quiet")
            )
        )
        self.show_heading()

    @on(OptionList.OptionHighlighted)
    def tell_selected(self) -> None:
        """Tell of the achievement under the bar."""
        selected = self.query_one(Menu).selected_item
        if selected is None:
            return
        can_hint = selected.id not in self.earned and selected.id not in self.hinted
        hint = (("enter", "a plainer hint"),) if can_hint else ()
        self.query_one(KeyLine).show((("↑↓", "select"), *hint, ("esc", "back")))
        item = self.app.story.achievements[selected.id]
        self.query_one("#told", Static).update(joined(self._told(selected.id, item)))

    def _told(self, name: str, item: Achievement) -> Iterable[Content]:
        if name in self.earned:
            yield text(item.title, "$gold bold")
            yield text(item.told, "$ink")
            yield text(self.earned[name], "$quiet")
        else:
            yield text(item.riddle, "$ink")
            yield text(item.hint, "$gold") if name in self.hinted else text("enter: a plainer hint", "$dim")

    @on(OptionList.OptionSelected)
    def action_hint(self) -> None:
        """Give the plainer hint for the selected one."""
        selected = self.query_one(Menu).selected_item
        if selected is not None:
            self.hinted.add(selected.id)
            self.tell_selected()
