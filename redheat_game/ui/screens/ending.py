"""An ending is a poster: its name large, one line, and the run in numbers."""

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


def spaced(words: str) -> str:
    """A name in capitals with air between the letters, as on a poster."""
    return "   ".join(" ".join(word) for word in words.upper().split())


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
        Binding("b,u", "app.before_mistake", "Back to before the mistake"),
        Binding("n", "app.new_game", "New game"),
        Binding("t", "app.tropes", "Tropes"),
        Binding("s", "app.saves", "Saves"),
        Binding("question_mark", "app.help", "Help"),
        Binding("q,escape", "app.title", "Title"),
    ]

    def compose(self) -> ComposeResult:
        """Picture, poster, numbers, ways on."""
        yield PictureBand(id="picture")
        with VerticalScroll(id="front", can_focus=False):
            yield Static(id="last_words", markup=False)
            yield Static(id="poster", markup=False)
            yield Static(id="numbers", markup=False)
            with Vertical(id="ways"):
                yield Menu(id="menu")
        yield KeyLine(id="keys", markup=False)

    def on_mount(self) -> None:
        """Show how it ended."""
        played = self.app.kept.playthrough
        ending = played.ending
        assert ending is not None
        story = played.story
        scene = story.scenes[played.state.scene]
        place = story.places.get(scene.place or "")
        band = self.query_one(PictureBand)
        band.motion = self.app.settings.motion
        band.show(story.pictures.get(place.picture) if place and place.picture else None)
        self.query_one("#last_words", Static).update(passage(story, played.passage))
        name = spaced(ending.title) if len(ending.title) <= 22 else ending.title.upper()
        line = Content.assemble(text(ending.line, "$ink"), text(f"   {KINDS[ending.kind]}", "$quiet"))
        self.query_one("#poster", Static).update(
            joined([Content.assemble(text("▌ ", "$accent"), text(name, "$accent-light bold")), line], "\n\n")
        )
        self.query_one("#numbers", Static).update(joined(self._numbers(played)))
        back = "Back to before the mistake" if ending.kind in ("death", "defeat") else "Back to the last choice"
        items = [("before_mistake", back), ("new_game", "New game"), ("tropes", "Tropes"), ("title", "Title")]
        menu = self.query_one(Menu)
        menu.fill([MenuItem(name, text(words, "$ink")) for name, words in items])
        menu.focus()
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
        _, height = self.app.size
        band = self.query_one(PictureBand)
        shown = band.picture is not None and self.app.settings.picture
        band.styles.height = max(0, min(13, height - 26)) if shown and height >= 34 else 0
        keys = [("enter", "choose"), ("b", "back"), ("n", "new"), ("t", "tropes"), ("?", "help"), ("q", "title")]
        self.query_one(KeyLine).show(keys)

    def on_resize(self) -> None:
        """Fit to the new size."""
        self._fit()

    @on(OptionList.OptionSelected)
    async def choose(self, message: OptionList.OptionSelected) -> None:
        """Do what was chosen."""
        await self.app.run_action(f"app.{message.option_id}")
