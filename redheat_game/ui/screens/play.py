"""The play screen: place, picture, prose, choices, and what the hero has left."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from redheat_game.engine.playthrough import unlocked_in
from redheat_game.engine.step import ChoiceNotAvailable, StoryFault
from redheat_game.ui.pictures.band import PictureBand
from redheat_game.ui.widgets.choices import ChoiceList
from redheat_game.ui.widgets.lines import KeyLine, TimeLeft, condition_line, place_line
from redheat_game.ui.widgets.panel import Panel
from redheat_game.ui.widgets.prose import Prose
from redheat_game.ui.widgets.stamps import Stamps

if TYPE_CHECKING:
    from redheat_game.engine.playthrough import Playthrough
    from redheat_game.ui.app import RedHeatApp

PANEL_FROM_COLUMNS = 100
ROOMY_FROM_COLUMNS = 84
LEAST_PROSE = 5
LETTERS = "abcdefghi"
TICK = 0.1
LONGEST_TICK = 0.5
"""Time that passed unseen, as while the process was stopped, counts no more than this."""
DEAF_AFTER_TIMEOUT = 0.8
"""Seconds for which nothing is chosen once time has run out: a key pressed then was meant for what stood there."""


class PlayScreen(Screen[None]):
    """One playthrough on screen."""

    app: RedHeatApp
    panel_kind: ClassVar[type[Panel]] = Panel
    has_notes: ClassVar[bool] = True
    """Whether the notebook can be read here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Previous choice", show=False),
        Binding("down", "move(1)", "Next choice", show=False),
        Binding("enter", "choose_selected", "Choose", show=False),
        Binding("0", "turn_page", "More choices", show=False),
        Binding("space,pagedown", "page(1)", "Read on", show=False),
        Binding("pageup", "page(-1)", "Read back", show=False),
        Binding("home", "to_edge(-1)", "To the beginning", show=False),
        Binding("end", "to_edge(1)", "To the end", show=False),
        Binding("u", "undo", "Undo", tooltip="Take the last choice back"),
        Binding("r", "redo", "Redo", tooltip="Take it again"),
        Binding("p", "panel", "Panel", tooltip="Fold meters and pockets away, or out"),
        Binding("m", "app.notes", "Notebook", tooltip="People, places, clues: what you have learned"),
        Binding("w", "app.write_transcript", "Write the transcript", tooltip="Everything you have read, as a file"),
        Binding("t", "app.tropes", "Tropes"),
        Binding("s", "app.saves", "Saves"),
        Binding("o", "app.settings", "Settings"),
        Binding("n", "app.new_game", "New game"),
        Binding("question_mark", "app.help", "Help"),
        Binding("q,escape", "app.title", "Title"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._time_left: float | None = None
        self._time_runs_here = False
        self._ticked = 0.0
        self._hears_from = 0.0
        self._ticking: Timer | None = None
        self._shown: Playthrough | None = None
        self._news: list[str] = []

    def compose(self) -> ComposeResult:
        """Header, picture, prose with choices beside the panel, condition, keys."""
        yield Static(id="place", markup=False)
        yield PictureBand(id="picture")
        with Horizontal(id="stage"):
            with Vertical(id="reading"):
                yield Prose(id="prose")
                yield TimeLeft(id="time")
                yield ChoiceList(id="choices")
            yield self.panel_kind(id="panel", markup=False)
        yield Static(id="condition", markup=False)
        yield KeyLine(id="keys", markup=False)
        yield Stamps()

    # what is shown

    @property
    def playthrough(self) -> Playthrough:
        """What is being played."""
        return self.app.kept.playthrough

    def on_mount(self) -> None:
        """Show the playthrough as it stands."""
        self._ticking = self.set_interval(TICK, self._tick, pause=True)
        self.query_one(Prose).when_moved = self.show_keys
        self.show_present()

    def on_screen_resume(self) -> None:
        """Show what settings or another playthrough have changed while another screen was in front."""
        if self._shown is not self.playthrough:
            self.show_present()
            return
        self._show_panel()
        self.query_one(PictureBand).motion = self.app.settings.motion
        if self._time_runs_here != self.has_time():
            self._show_choices()
        self.fit()

    def show_present(self, *, is_new: bool = False) -> None:
        """Show the playthrough where it stands.

        Args:
            is_new: whether the last choice led here; else it is shown again, as after undo.
        """
        now, settings = self.playthrough, self.app.settings
        self._shown = now
        typed = settings.typed_rate if is_new and settings.text_speed == "typed" and not now.ending else None
        self._show_around()
        self._show_choices()
        self.query_one(Prose).show(now, typed=typed, notice=self.take_notice())
        self.fit()
        self.query_one(Prose).settle()
        stamps = self.query_one(Stamps)
        if is_new:
            stamps.stamp([now.story.achievements[name] for name in unlocked_in(now.turns[-1].events)])
        else:
            stamps.clear()

    def take_notice(self) -> str | None:
        """What is to be told above the present passage, once."""
        return self.app.take_notice()

    def show_place(self) -> None:
        """Show the line above the picture."""
        now = self.playthrough
        self.query_one("#place", Static).update(place_line(now, len(now.achievements)))

    def _show_around(self) -> None:
        """Show everything but prose and choices."""
        now, story = self.playthrough, self.playthrough.story
        scene = story.scenes[now.state.scene]
        self.app.follow_act(now.act)
        self.show_place()
        place = story.places.get(scene.place or "")
        band = self.query_one(PictureBand)
        band.motion = self.app.settings.motion
        band.show(story.pictures.get(place.picture) if place and place.picture else None)
        self._show_panel()
        self.query_one("#condition", Static).update(condition_line(now))

    def _show_panel(self) -> None:
        """Show the panel, with the notes that were not read yet."""
        now = self.playthrough
        earned = [now.story.achievements[name].title for name in now.achievements]
        self._news = [entry.title for entry in self.app.news()] if self.has_notes else []
        self.query_one(Panel).show(now, earned, self._news)

    def _show_choices(self) -> None:
        """Show the choices, and let time run where it does."""
        now = self.playthrough
        self._start_time()
        offered = [option for option in now.options if not (self._time_runs_here and option.is_timeout)]
        self.query_one(ChoiceList).show(offered, self.app.taken_before(now))

    @property
    def room(self) -> Size:
        """The columns and rows that the game has."""
        return self.app.size

    def fit(self) -> None:
        """Fit everything to the window, all heights together, so that it is laid out and painted once."""
        width, height = self.room
        picture = self.query_one(PictureBand)
        rows = 0 if height < 30 else 9 if height < 36 else 11 if height < 42 else 13
        rows = rows if picture.picture is not None and self.app.settings.picture else 0
        picture.styles.height = rows
        wide = width >= PANEL_FROM_COLUMNS
        wanted = self.app.settings.panel != "hidden"
        panel, condition = self.query_one(Panel), self.query_one("#condition", Static)
        panel.display = wide and wanted
        condition.display = not wide and wanted
        before = 4 if width >= ROOMY_FROM_COLUMNS else 2
        self.query_one("#reading", Vertical).styles.padding = (1, 2, 0, before)
        columns = max(20, width - before - 2 - (panel.columns if panel.display else 0))
        room = height - rows - 4 - int(condition.display) - 2 * int(self._time_runs_here)
        choices, prose = self.query_one(ChoiceList), self.query_one(Prose)
        needed = 1 + choices.fit(min(choices.WIDEST, columns), max(2, room - 1 - LEAST_PROSE))
        lines = prose.fit(columns, self.app.settings.measure)
        prose.stand(max(1, min(lines, room - needed)))
        self.show_keys()

    def show_keys(self) -> None:
        """Show the keys in force."""
        self.query_one(KeyLine).show(self.keys_in_force())

    def keys_in_force(self) -> list[tuple[str, str]]:
        """The keys in force and what they do, the most needed first."""
        count = len(self.query_one(ChoiceList).on_page)
        keys = [("1" if count == 1 else f"1-{count}", "choose")] if count else []
        if self.query_one(Prose).has_more_below:
            keys.insert(0, ("space", "read on"))
        if self.playthrough.can_undo:
            keys.append(("u", "undo"))
        notes = self.key_of_notes()
        # with one key more it is not to be help for which there is no room
        keys += [*notes, ("?", "help")] if notes else []
        others = [("t", "tropes"), ("s", "saves"), ("?", "help"), ("q", "title"), ("p", "panel"), ("o", "settings")]
        return keys + [key for key in others if key not in keys]

    def key_of_notes(self) -> list[tuple[str, str]]:
        """The key of the notebook, where there is one, with the number of notes in which there is something new."""
        notebook = self.playthrough.story.notebook
        news = f" ({len(self._news)} new)" if self._news else ""
        return [("m", f"{notebook.title.lower()}{news}")] if notebook.notes else []

    def on_resize(self) -> None:
        """Fit to the new size, and keep the present passage in sight."""
        self.fit()
        self.query_one(Prose).settle()

    # choosing

    def on_key(self, event: events.Key) -> None:
        """Numbers and letters choose; while text is being typed any key completes it."""
        if self.query_one(Prose).is_typing:
            self.query_one(Prose).complete()
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
            self.query_one(ChoiceList).choose(index)

    def action_choose_selected(self) -> None:
        """Choose what is selected."""
        self.query_one(ChoiceList).choose()

    def action_move(self, by: int) -> None:
        """Move the selection."""
        self.query_one(ChoiceList).move(by)

    def action_turn_page(self) -> None:
        """Show more choices."""
        self.query_one(ChoiceList).turn_page()
        self.fit()

    @on(ChoiceList.Chosen)
    def take(self, message: ChoiceList.Chosen) -> None:
        """Take the choice, or say why not."""
        option = message.option
        if option not in self.playthrough.options or not self.is_active or self.app.monotonic() < self._hears_from:
            return
        if option.takeable:
            self.choose(option.id)
        else:
            self.app.tell(option.reason)

    def choose(self, choice: str) -> None:
        """Take the choice of this id."""
        try:
            news = self.app.kept.choose(choice)
        except (StoryFault, ChoiceNotAvailable) as fault:
            self.app.tell(f"The story has a fault here: {fault}. Nothing was changed; take another choice.")
            return
        self.show_present(is_new=True)
        if news.notice:
            self.app.tell(news.notice)
        if self.playthrough.ending:
            self.app.show_ending()

    # time

    def has_time(self) -> bool:
        """Whether time runs in the present scene."""
        scene = self.playthrough.story.scenes[self.playthrough.state.scene]
        return scene.within is not None and self.app.settings.timed_choices

    def _start_time(self) -> None:
        self._time_runs_here = self.has_time()
        bar = self.query_one(TimeLeft)
        assert self._ticking is not None
        if not self._time_runs_here:
            self._time_left = None
            self._ticking.pause()
            bar.hide()
            return
        self._time_left = float(self.playthrough.story.scenes[self.playthrough.state.scene].within or 0)
        self._ticked = self.app.monotonic()
        bar.show(self._time_left, self._time_left)
        self._ticking.resume()

    def _tick(self) -> None:
        """Let time run while the scene is looked at.

        It stands still under other screens, in a window without focus, and while there is more to read below.
        """
        now = self.app.monotonic()
        passed, self._ticked = min(now - self._ticked, LONGEST_TICK), now
        prose = self.query_one(Prose)
        if not self.is_active or not self.app.app_focus or prose.is_typing or prose.has_more_below:
            return
        self.let_pass(passed)

    def let_pass(self, seconds: float) -> None:
        """Let so much of the time to choose pass."""
        if self._time_left is None:
            return
        self._time_left -= seconds
        bar = self.query_one(TimeLeft)
        bar.show(self._time_left, bar.total)
        if self._time_left <= 0:
            self._time_left = None
            self._hears_from = self.app.monotonic() + DEAF_AFTER_TIMEOUT
            self.choose(next(option.id for option in self.playthrough.options if option.is_timeout))

    # commands

    def action_page(self, by: int) -> None:
        """Scroll the prose by a page."""
        self.query_one(Prose).scroll_page(by)

    def action_to_edge(self, side: int) -> None:
        """Scroll the prose to its beginning or end."""
        self.query_one(Prose).scroll_edge(side)

    def action_undo(self) -> None:
        """Take the last choice back."""
        if not self.playthrough.can_undo:
            self.app.tell("There is nothing to undo.")
            return
        self.app.kept.undo()
        self.show_present()

    def action_redo(self) -> None:
        """Take the choice that was taken back again."""
        if not self.playthrough.undone:
            self.app.tell("There is nothing to redo.")
            return
        self.app.kept.redo()
        self.show_present()
        if self.playthrough.ending:
            self.app.show_ending()

    def action_panel(self) -> None:
        """Fold the panel away, or out again."""
        folded = self.app.settings.panel == "hidden"
        self.app.change_settings(panel="auto" if folded else "hidden")
        self.fit()
