"""The title screen: what there is to do, and the way back in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from redheat_game.ui.content import text
from redheat_game.ui.keeping import GAME_TITLE
from redheat_game.ui.pictures.band import PictureBand
from redheat_game.ui.widgets.lines import KeyLine
from redheat_game.ui.widgets.menu import Menu, MenuItem
from redheat_game.ui.widgets.poster import Poster

if TYPE_CHECKING:
    from redheat_game.ui.app import RedHeatApp

TITLE_PICTURE = "red_square"
STRAPLINE = "A terminal adventure. Moscow and Chicago, 1988."


class TitleScreen(Screen[None]):
    """Continue, New, Saves, Tropes, Settings, Help, Quit."""

    app: RedHeatApp

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "app.resume", "Continue"),
        Binding("n", "app.new_game", "New game"),
        Binding("r", "app.race", "Race"),
        Binding("s", "app.saves", "Saves"),
        Binding("t", "app.tropes", "Tropes"),
        Binding("o", "app.settings", "Settings"),
        Binding("question_mark", "app.help", "Help"),
        Binding("q", "app.quit", "Quit"),
    ]

    def compose(self) -> ComposeResult:
        """Picture, title, menu, keys."""
        yield PictureBand(id="picture")
        with Vertical(id="front"):
            yield Poster()
            yield Static(id="strapline", markup=False)
            yield Menu(id="menu")
        yield KeyLine(id="keys", markup=False)

    def on_mount(self) -> None:
        """Show it as things stand."""
        self.query_one(Menu).focus()

    def on_screen_resume(self) -> None:
        """Show what has changed while another screen was in front."""
        self.app.use_theme("moscow")
        self.show_all()

    def show_all(self) -> None:
        """Show it as things stand; until the story is loaded, without what only the story knows."""
        band = self.query_one(PictureBand)
        band.motion = self.app.settings.motion
        if self.app.is_ready:
            band.show(self.app.story.pictures.get(TITLE_PICTURE))
        menu = self.query_one(Menu)
        selected = menu.selected_item.id if menu.selected_item else None
        could_continue = any(item.id == "resume" for item in menu.items)
        items = list(self._items())
        names = [item.id for item in items]
        if "resume" in names and not could_continue:
            selected = "resume"
        menu.fill(items, names.index(selected) if selected in names else 0)
        self._fit()

    def _items(self) -> list[MenuItem]:
        app = self.app
        items = []
        resumable = app.resumable()
        if resumable:
            items.append(_item("resume", "Continue", resumable))
        items.append(_item("new_game", "New game", ""))
        # until the story is there nobody knows; the game's own has categories
        if not app.is_ready or app.story.categories:
            items.append(_item("race", "Race", ""))
        saves = app.count_saves()
        items.append(_item("saves", "Saves", str(saves) if saves else ""))
        tropes = f"{len(app.earned())} of {len(app.story.achievements)}" if app.is_ready else ""
        if tropes != "0 of 0":
            items.append(_item("tropes", "Tropes", tropes))
        items += [_item("settings", "Settings", ""), _item("help", "Help", ""), _item("quit", "Quit", "")]
        return items

    def _fit(self) -> None:
        width, height = self.app.size
        band = self.query_one(PictureBand)
        # while the story is loaded the picture has its room already, so that nothing moves when it comes
        shown = (band.picture is not None or not self.app.is_ready) and self.app.settings.picture
        band.styles.height = max(0, min(15, height - 24)) if shown and height >= 30 else 0
        title = self.app.story_title
        self.query_one(Poster).fit(title, width - 8, height)
        words = STRAPLINE if title == GAME_TITLE else ""
        self.query_one("#strapline", Static).update(text(words, "$quiet"))
        keys = [
            ("↑↓", "select"),
            ("enter", "choose"),
            ("n", "new"),
            (":", "all commands"),
            ("?", "help"),
            ("q", "quit"),
        ]
        self.query_one(KeyLine).show(keys)

    def on_resize(self) -> None:
        """Fit to the new size."""
        self._fit()

    @on(OptionList.OptionSelected)
    def choose(self, message: OptionList.OptionSelected) -> None:
        """Do what was chosen."""
        # not awaited: this screen may go, and cannot wait for itself
        self.app.call_later(self.app.run_action, f"app.{message.option_id}")


def _item(name: str, words: str, note: str) -> MenuItem:
    told = Content.assemble(text(f"{words:<11}", "$ink"), text(note, "$quiet"))
    return MenuItem(name, told.rstrip())
