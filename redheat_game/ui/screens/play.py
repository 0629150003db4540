"""The play screen: place, picture, prose, choices, and what Danko has left."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Static

from redheat_game.engine.playthrough import unlocked_in
from redheat_game.engine.step import ChoiceNotAvailable, StoryFault
from redheat_game.ui.pictures.band import PictureBand
from redheat_game.ui.widgets.choices import ChoiceList
from redheat_game.ui.widgets.lines import KeyLine, TimeLeft, condition_line, place_line
from redheat_game.ui.widgets.panel import Panel, pockets_of
from redheat_game.ui.widgets.prose import Prose
from redheat_game.ui.widgets.stamps import Stamps

if TYPE_CHECKING:
    from redheat_game.engine.playthrough import Playthrough
    from redheat_game.ui.app import RedHeatApp

HELD_KEY_SECONDS = 0.1
"""A key that comes again within this time of its last coming is being held, and chooses once."""
PANEL_FROM_COLUMNS = 100
LETTERS = "abcdefghi"


class PlayScreen(Screen[None]):
    """One playthrough on screen."""

    app: RedHeatApp

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Previous choice", show=False),
        Binding("down", "move(1)", "Next choice", show=False),
        Binding("enter", "choose_selected", "Choose", show=False),
        Binding("0", "turn_page", "More choices", show=False),
        Binding("space,pagedown", "page(1)", "Read on", show=False),
        Binding("pageup", "page(-1)", "Read back", show=False),
        Binding("home", "to_edge(-1)", "To the beginning", show=False),
        Binding("end", "to_edge(1)", "To the end", show=False),
        Binding("u", "undo", "Undo"),
        Binding("r", "redo", "Redo"),
        Binding("t", "app.tropes", "Tropes"),
        Binding("s", "app.saves", "Saves"),
        Binding("p", "panel", "Panel"),
        Binding("w", "write_transcript", "Write the transcript"),
        Binding("o", "app.settings", "Settings"),
        Binding("question_mark", "app.help", "Help"),
        Binding("q,escape", "app.title", "Title"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._last_press: dict[str, float] = {}
        self._ticked: float | None = None
        self._time_left: float | None = None
        self._shown: Playthrough | None = None

    def compose(self) -> ComposeResult:
        """Header, picture, prose with choices beside the panel, condition, keys."""
        yield Static(id="place", markup=False)
        yield PictureBand(id="picture")
        with Horizontal(id="stage"):
            with Vertical(id="reading"):
                yield Prose(id="prose")
                yield TimeLeft(id="time")
                yield ChoiceList(id="choices")
            yield Panel(id="panel", markup=False)
        yield Static(id="condition", markup=False)
        yield KeyLine(id="keys", markup=False)
        yield Stamps()

    # what is shown

    @property
    def playthrough(self) -> Playthrough:
        """What is being played."""
        return self.app.kept.playthrough

    async def on_mount(self) -> None:
        """Show the playthrough as it stands."""
        self.set_interval(0.1, self._tick)
        await self.show_all()

    async def on_screen_resume(self) -> None:
        """Show what settings or another playthrough have changed while another screen was in front."""
        if self._shown is not self.playthrough:
            await self.show_all()
        else:
            self.query_one(PictureBand).motion = self.app.settings.motion
            self.fit()

    async def show_all(self) -> None:
        """Show the playthrough from scratch, as after undo or another was opened."""
        notice = self.app.take_notice()
        notices = [notice] if notice else []
        await self.query_one(Prose).show_all(self.playthrough, notices)
        self._show_around()

    async def show_next(self) -> None:
        """Show what the last choice led to."""
        typed = self.app.settings.text_speed == "typed" and not self.playthrough.ending
        await self.query_one(Prose).show_next(self.playthrough, typed=typed)
        self._show_around()
        for name in unlocked_in(self.playthrough.turns[-1].events):
            self.query_one(Stamps).stamp(self.playthrough.story.achievements[name])

    def _show_around(self) -> None:
        """Show everything but the prose."""
        now, story = self.playthrough, self.playthrough.story
        self._shown = now
        scene = story.scenes[now.state.scene]
        self.app.follow_act(scene.act)
        self.query_one("#place", Static).update(place_line(now, len(now.achievements)))
        place = story.places.get(scene.place or "")
        band = self.query_one(PictureBand)
        band.motion = self.app.settings.motion
        band.show(story.pictures.get(place.picture) if place and place.picture else None)
        self._start_time()
        runs = self._time_left is not None
        offered = [option for option in now.options if not (runs and option.is_timeout)]
        self.query_one(ChoiceList).show(offered, self.app.taken_before(now))
        titles = [story.achievements[name].title for name in now.achievements]
        self.query_one(Panel).show(now, titles)
        self.query_one("#condition", Static).update(condition_line(now, pockets_of(now)))
        self.fit()

    def fit(self) -> None:
        """Fit everything to the window."""
        width, height = self.app.size
        picture = self.query_one(PictureBand)
        rows = 0 if height < 30 else 9 if height < 36 else 11 if height < 42 else 13
        shown = picture.picture is not None and self.app.settings.picture
        picture.styles.height = rows if shown else 0
        wide = width >= PANEL_FROM_COLUMNS
        wanted = self.app.settings.panel != "hidden"
        self.query_one(Panel).display = wide and wanted
        self.query_one("#condition", Static).display = not wide and wanted
        self.set_class(width >= 84, "roomy")
        count = self.query_one(ChoiceList)
        numbers = f"1-{len(count.on_page)}" if len(count.on_page) > 1 else "1"
        keys = [(numbers, "choose")] if count.on_page else []
        keys += [("u", "undo"), ("t", "tropes"), ("s", "saves"), ("p", "panel"), ("o", "settings"), ("?", "help")]
        self.query_one(KeyLine).show([*keys, ("q", "title")])
        self._limit_prose()

    def _limit_prose(self) -> None:
        """Leave the choices their room: prose that is longer than the rest scrolls, and the choices stay below it."""
        reading = self.query_one("#reading", Vertical)
        choices = self.query_one(ChoiceList)
        width = max(24, reading.size.width - 2)
        needed = choices.get_content_height(self.size, self.size, width) + 2
        needed += 1 if self.query_one(TimeLeft).display else 0
        room = max(3, reading.size.height - needed)
        prose = self.query_one(Prose)
        prose.styles.max_height = room
        self.call_after_refresh(prose.settle)

    def on_resize(self) -> None:
        """Fit to the new size, and keep the present passage in sight."""
        self.fit()
        self.call_after_refresh(self._limit_prose)

    # choosing

    def on_key(self, event: events.Key) -> None:
        """Numbers and letters choose; while text is being typed any key completes it."""
        present = self.query_one(Prose).present()
        if present is not None and present.is_typing:
            present.complete()
            event.stop()
            event.prevent_default()
            return
        index = None
        if event.character and event.character in "123456789":
            index = int(event.character) - 1
        elif event.character and event.character in LETTERS:
            index = LETTERS.index(event.character)
        if index is not None:
            event.stop()
            if not self._is_held(event.key):
                self.query_one(ChoiceList).choose(index)

    def _is_held(self, name: str) -> bool:
        now = time.monotonic()
        held = now - self._last_press.get(name, -1.0) < HELD_KEY_SECONDS
        self._last_press[name] = now
        return held

    def action_choose_selected(self) -> None:
        """Choose what is selected."""
        if not self._is_held("enter"):
            self.query_one(ChoiceList).choose()

    def action_move(self, by: int) -> None:
        """Move the selection."""
        self.query_one(ChoiceList).move(by)

    def action_turn_page(self) -> None:
        """Show more choices."""
        self.query_one(ChoiceList).turn_page()
        self.fit()

    @on(ChoiceList.Chosen)
    async def take(self, message: ChoiceList.Chosen) -> None:
        """Take the choice, or say why not."""
        option = message.option
        if option not in self.playthrough.options:
            return
        if not option.takeable:
            self.app.tell(option.reason)
            return
        await self._choose(option.id)

    async def _choose(self, choice: str) -> None:
        try:
            news = self.app.kept.choose(choice)
        except (StoryFault, ChoiceNotAvailable) as fault:
            self.app.tell(f"The story has a fault here: {fault}. Nothing was changed; take another choice.")
            return
        with self.app.batch_update():
            await self.show_next()
        if news.notice:
            self.app.tell(news.notice)
        if self.playthrough.ending:
            self.app.show_ending()

    # time

    def _start_time(self) -> None:
        scene = self.playthrough.story.scenes[self.playthrough.state.scene]
        runs = scene.within is not None and self.app.settings.timed_choices
        self._time_left = float(scene.within or 0) if runs else None
        self._ticked = None
        bar = self.query_one(TimeLeft)
        if self._time_left is None:
            bar.hide()
        else:
            bar.show(self._time_left, self._time_left)

    async def _tick(self) -> None:
        """Let time run while the scene is looked at, and not under other screens or in a window without focus."""
        now = time.monotonic()
        before, self._ticked = self._ticked, now
        present = self.query_one(Prose).present()
        if self._time_left is None or before is None or not self.is_current or not self.app.app_focus:
            return
        if present is not None and present.is_typing:
            return
        self._time_left -= min(now - before, 0.5)
        total = float(self.playthrough.story.scenes[self.playthrough.state.scene].within or 1)
        if self._time_left <= 0:
            self._time_left = None
            await self._choose("timeout")
        else:
            self.query_one(TimeLeft).show(self._time_left, total)

    # commands

    def action_page(self, by: int) -> None:
        """Scroll the prose by a page."""
        prose = self.query_one(Prose)
        prose.scroll_relative(y=by * max(1, prose.size.height - 2), animate=False)

    def action_to_edge(self, side: int) -> None:
        """Scroll the prose to its beginning or end."""
        prose = self.query_one(Prose)
        prose.scroll_to(y=0 if side < 0 else prose.max_scroll_y, animate=False)

    async def action_undo(self) -> None:
        """Take the last choice back."""
        if not self.playthrough.can_undo:
            self.app.tell("There is nothing to undo.")
            return
        self.app.kept.undo()
        await self.show_all()

    async def action_redo(self) -> None:
        """Take the choice that was taken back again."""
        if not self.playthrough.undone:
            self.app.tell("There is nothing to redo.")
            return
        self.app.kept.redo()
        await self.show_all()
        if self.playthrough.ending:
            self.app.show_ending()

    def action_panel(self) -> None:
        """Fold the panel away, or out again."""
        folded = self.app.settings.panel == "hidden"
        self.app.change_settings(panel="auto" if folded else "hidden")
        self.fit()

    def action_write_transcript(self) -> None:
        """Write what was read to a file."""
        self.app.write_transcript()
