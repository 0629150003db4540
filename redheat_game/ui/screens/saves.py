"""Saves: the places that were given a name, and every playthrough that was begun."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from redheat_game.engine.wording import clock_text
from redheat_game.storage.saves import Save, SaveError
from redheat_game.ui.content import joined, text
from redheat_game.ui.screens.asking import ConfirmScreen, NameScreen
from redheat_game.ui.screens.pages import Page
from redheat_game.ui.widgets.menu import Menu, MenuItem

SAVE_HERE = "save_here"
WIDEST = 84
"""Columns of the list, as the style sheet has it."""


class SavesScreen(Page[None]):
    """Open, keep, rename and delete."""

    heading = "Saves"
    keys = (("enter", "open"), ("s", "save here"), ("r", "rename"), ("d", "delete"), ("esc", "back"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "save_here", "Save here", tooltip="Keep this point under a name"),
        Binding("r", "rename", "Rename", tooltip="Another name for the selected save"),
        Binding("d,delete", "delete", "Delete", tooltip="The selected one, after asking"),
    ]

    def body(self) -> Iterable[Widget]:
        """The list, and what is known of the selected one."""
        yield Menu(id="menu")
        yield Static(id="told", markup=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self.show_heading()
        self._fill()
        self.query_one(Menu).focus()

    def _fill(self, selected: int = 0) -> None:
        named, others = self.app.saves_of_story()
        self.saves: dict[str, Save] = {save.id: save for save in (*named, *others)}
        items = []
        if self.app.can_save():
            items.append(MenuItem(SAVE_HERE, text("Save here under a name", "$ink")))
        width = min(WIDEST, self.app.size.width - 8) - 5
        items += [MenuItem(save.id, _line(save, width)) for save in (*named, *others)]
        self.query_one(Menu).fill(items, selected)
        if not items:
            self.query_one("#told", Static).update(text("Nothing is saved yet. Every choice will be.", "$quiet"))

    def on_resize(self) -> None:
        """Fit to the new size."""
        super().on_resize()
        self._fill(self.query_one(Menu).highlighted or 0)

    def _selected(self) -> Save | None:
        item = self.query_one(Menu).selected_item
        return self.saves.get(item.id) if item else None

    @on(OptionList.OptionHighlighted)
    def tell_selected(self) -> None:
        """Tell where the selected playthrough stands."""
        save = self._selected()
        if save is None:
            self.query_one("#told", Static).update(text("", "$quiet"))
            return
        headline = save.headline
        where = " · ".join(part for part in (headline.act, headline.title, headline.place) if part)
        lines = [text(where, "$ink"), text(headline.last_line, "$quiet")]
        if save.is_open_elsewhere:
            lines.append(text("Open in another window; opening it here goes on in a copy.", "$warm"))
        self.query_one("#told", Static).update(joined(lines))

    @on(OptionList.OptionSelected)
    def open(self, message: OptionList.OptionSelected) -> None:
        """Open the selected playthrough, or save here."""
        if message.option_id == SAVE_HERE:
            self.action_save_here()
        elif message.option_id:
            # not awaited: this screen goes, and cannot wait for itself
            self.app.call_later(self.app.open_save, message.option_id)

    @work
    async def action_save_here(self) -> None:
        """Keep the present point under a name."""
        if not self.app.can_save():
            self.app.tell("Begin or continue a game first; then it can be saved.")
            return
        name = await self.app.push_screen_wait(NameScreen("Save under which name?", self.app.proposed_name()))
        if name:
            self._do(lambda: self.app.save_here(name))

    @work
    async def action_rename(self) -> None:
        """Give a named save another name."""
        save = self._selected()
        if save is None or save.name is None:
            self.app.tell("Only saves with a name can be renamed.")
            return
        name = await self.app.push_screen_wait(NameScreen("Which name instead?", save.name))
        if name:
            self._do(lambda: self.app.rename_save(save.id, name))

    @work
    async def action_delete(self) -> None:
        """Delete the selected one, after asking."""
        save = self._selected()
        if save is None:
            return
        what = f"“{save.name}”" if save.name else "this playthrough"
        if await self.app.push_screen_wait(ConfirmScreen(f"Delete {what}?", "Delete it", "Keep it")):
            self._do(lambda: self.app.delete_save(save.id))

    def _do(self, change: Callable[[], None]) -> None:
        try:
            change()
        except SaveError as error:
            self.app.tell(str(error))
        self._fill(self.query_one(Menu).highlighted or 0)


def when_text(written: str) -> str:
    """When something was written (UTC, ISO 8601), by this place's clock: `22 Nov 14:05`."""
    try:
        at = datetime.fromisoformat(written).astimezone()
    except ValueError:
        return written[:16]
    return f"{at.day:>2} {at:%b} {at:%H:%M}"


def _line(save: Save, width: int) -> Content:
    """One save in a line: its name or where it stands, act, time on the clock, and where there is room when."""
    headline = save.headline
    named = save.name or (f"Ended: {headline.ending}" if headline.ending else headline.title)
    where = f"{headline.act or headline.title} · {clock_text(headline.clock)}"
    parts = [text(f"{_cut(where, 22):<24}", "$quiet")]
    if width >= 76:
        parts.append(text(f"{headline.moves:>4} choice{' ' if headline.moves == 1 else 's'}  ", "$dim"))
    if width >= 60:
        parts.append(text(when_text(save.updated), "$dim"))
    cells = width - sum(part.cell_length for part in parts) - 1
    return Content.assemble(text(f"{_cut(named, cells):<{cells}} ", "$ink" if save.name else "$quiet"), *parts)


def _cut(words: str, cells: int) -> str:
    return words if len(words) <= cells else words[: cells - 1] + "…"
