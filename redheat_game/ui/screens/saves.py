"""Saves: the places that were given a name, and every playthrough that was begun."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from redheat_game.storage.saves import Save, SaveError
from redheat_game.ui.content import clock_text, joined, text
from redheat_game.ui.screens.asking import ConfirmScreen, NameScreen
from redheat_game.ui.screens.pages import Page
from redheat_game.ui.widgets.menu import Menu, MenuItem

SAVE_HERE = "save_here"


class SavesScreen(Page[None]):
    """Open, keep, rename and delete."""

    heading = "Saves"
    keys = (("enter", "open"), ("s", "save here"), ("r", "rename"), ("d", "delete"), ("esc", "back"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "save_here", "Save here"),
        Binding("r", "rename", "Rename"),
        Binding("d,delete", "delete", "Delete"),
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
        items += [MenuItem(save.id, _line(save, save.name or "")) for save in named]
        items += [MenuItem(save.id, _line(save, "ended" if save.headline.ending else "played")) for save in others]
        self.query_one(Menu).fill(items, selected)
        if not items:
            self.query_one("#told", Static).update(text("Nothing is saved yet. Every choice will be.", "$quiet"))

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
    async def open(self, message: OptionList.OptionSelected) -> None:
        """Open the selected playthrough, or save here."""
        if message.option_id == SAVE_HERE:
            self.action_save_here()
        elif message.option_id:
            await self.app.open_save(message.option_id)

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

    def _do(self, change: object) -> None:
        assert callable(change)
        try:
            change()
        except SaveError as error:
            self.app.tell(str(error))
        self._fill(self.query_one(Menu).highlighted or 0)


def _line(save: Save, name: str) -> Content:
    """One save in a line: name, act, time on the clock, moves, when it was written."""
    headline = save.headline
    style = "$ink" if save.name else "$quiet"
    when = save.updated[:16].replace("T", " ")
    where = f"{headline.act or headline.title} · {clock_text(headline.clock)}"
    return Content.assemble(
        text(f"{name[:24]:<25}", style),
        text(f"{where[:28]:<29}", "$quiet"),
        text(f"{headline.moves:>4} · {when}", "$dim"),
    )
