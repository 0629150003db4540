"""An ending is a poster: its name large, one line, what was read last, and the run in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from redheat_game.engine.playthrough import Playthrough
from redheat_game.ui.content import joined, passage, text
from redheat_game.ui.lettering import lettered
from redheat_game.ui.pictures.band import PictureBand
from redheat_game.ui.widgets.lines import KeyLine
from redheat_game.ui.widgets.menu import Menu, MenuItem

if TYPE_CHECKING:
    from redheat_game.ui.app import RedHeatApp

KINDS = {
    "victory": "an ending",
    "bittersweet": "an ending, of a kind",
    "defeat": "a defeat",
    "death": "a death",
    "joke": "an ending, strictly speaking",
}


def duration_text(seconds: int) -> str:
    """A stretch of story time such as `1 day 4 h 10 min`."""
    days, rest = divmod(seconds, 24 * 60 * 60)
    hours, rest = divmod(rest, 60 * 60)
    parts = [f"{days} day{'s' if days > 1 else ''}"] if days else []
    parts += [f"{hours} h"] if hours else []
    return " ".join([*parts, f"{rest // 60} min"])


class EndingScreen(Screen[None]):
    """The poster at the end of a playthrough."""

    app: RedHeatApp

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b,u", "app.before_mistake", "Back to the last choice"),
        Binding("n", "app.new_game", "New game"),
        Binding("m", "app.notes", "Notebook", tooltip="What became of everybody"),
        Binding("t", "app.tropes", "Tropes"),
        Binding("s", "app.saves", "Saves"),
        Binding("w", "app.write_transcript", "Write the transcript", tooltip="Everything you have read, as a file"),
        Binding("question_mark", "app.help", "Help"),
        Binding("space,pagedown", "page(1)", "Read on", show=False, priority=True),
        Binding("pageup", "page(-1)", "Read back", show=False, priority=True),
        Binding("q,escape", "app.title", "Title"),
    ]

    def compose(self) -> ComposeResult:
        """Picture, poster, numbers, ways on."""
        yield PictureBand(id="picture")
        with Vertical(id="front"):
            with VerticalScroll(id="told", can_focus=False):
                yield Static(id="poster", markup=False)
                yield Static(id="last_words", markup=False)
                yield Static(id="numbers", markup=False)
            yield Menu(id="menu")
        yield KeyLine(id="keys", markup=False)

    def on_mount(self) -> None:
        """Show how it ended."""
        played = self.app.kept.playthrough
        assert played.ending is not None
        self.played, self.ending = played, played.ending
        story = played.story
        place = story.places.get(story.scenes[played.state.scene].place or "")
        band = self.query_one(PictureBand)
        band.motion = self.app.settings.motion
        band.show(story.pictures.get(place.picture) if place and place.picture else None)
        self.query_one("#last_words", Static).update(passage(story, played.passage))
        self.query_one("#numbers", Static).update(joined(self._numbers(played)))
        is_mistake = self.ending.kind in ("death", "defeat")
        back = "Back to before the mistake" if is_mistake else "Back to the last choice"
        items = [("before_mistake", back), ("new_game", "New game"), ("tropes", "Tropes"), ("title", "Title")]
        if story.notebook.notes:
            items.insert(2, ("notes", story.notebook.title))
        self.ways = len(items)
        menu = self.query_one(Menu)
        menu.fill([MenuItem(name, text(words, "$ink")) for name, words in items])
        menu.focus()
        # the wheel and the bar scroll as well as keys do
        self.watch(self.query_one("#told"), "scroll_y", self._show_keys, init=False)
        self._fit()

    def _numbers(self, played: Playthrough) -> list[Content]:
        story, state = played.story, played.state
        scenes = len(set(played.scenes_entered()))
        run = f"{state.moves} choices · {scenes} scenes · {duration_text(state.seconds)} of story time"
        lines = [text(run, "$ink")]
        titles = [story.achievements[name].title for name in played.achievements]
        if titles:
            lines += [Content.assemble(text(f"tropes {len(titles)}  ", "$quiet"), text(" · ".join(titles), "$gold"))]
        unseen_endings, unseen_scenes = self.app.still_unseen()
        unseen = []
        if unseen_endings:
            unseen.append(f"{unseen_endings} of {len(story.endings)} endings")
        if unseen_scenes:
            unseen.append(f"{unseen_scenes} of {len(story.scenes)} scenes")
        if unseen:
            lines.append(text(f"Still unseen: {' and '.join(unseen)}.", "$quiet"))
        return lines

    def _fit(self) -> None:
        width, height = self.app.size
        band = self.query_one(PictureBand)
        shown = band.picture is not None and self.app.settings.picture
        rows = max(0, min(13, height - 26)) if shown and height >= 34 else 0
        band.styles.height = rows
        room = height - rows - self.ways - 4
        # four cells on each side, and two for a bar to scroll by
        name = lettered(self.ending.title, width - 10, max(3, room // 2 - 1))
        kind = text(f"   {KINDS[self.ending.kind]}", "$quiet")
        line = text(self.ending.line, "$ink bold")
        if line.cell_length + kind.cell_length <= width - 10:
            line = Content.assemble(line, kind)
        drawn = [text(row, "$accent-light bold" if len(name) == 1 else "$accent-light") for row in name]
        self.query_one("#poster", Static).update(joined([*drawn, Content(""), line]))
        self.query_one("#told").styles.max_height = max(3, room)
        self.call_after_refresh(self._show_keys)

    def _show_keys(self) -> None:
        keys = [("enter", "choose"), ("b", "back"), ("n", "new"), ("t", "tropes"), ("?", "help"), ("q", "title")]
        told = self.query_one("#told")
        if told.scroll_offset.y < told.max_scroll_y:
            keys.insert(0, ("space", "read on"))
        self.query_one(KeyLine).show(keys)

    def on_resize(self) -> None:
        """Fit to the new size."""
        self._fit()

    def action_page(self, by: int) -> None:
        """Scroll what is told by a page."""
        told = self.query_one("#told")
        told.scroll_relative(y=by * max(1, told.size.height - 2), animate=False)

    @on(OptionList.OptionSelected)
    def choose(self, message: OptionList.OptionSelected) -> None:
        """Do what was chosen."""
        # not awaited: this screen may go, and cannot wait for itself
        self.app.call_later(self.app.run_action, f"app.{message.option_id}")
