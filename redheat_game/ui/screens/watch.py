"""A replay played back: at any speed, step by step, and from any point onward by oneself, as practice."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.widgets import Static

from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.step import ChoiceNotAvailable, StoryFault
from redheat_game.engine.wording import counted
from redheat_game.speedrun.course import UndoNotAllowed
from redheat_game.speedrun.keeping import Stable
from redheat_game.speedrun.race import Checkpoint, Race
from redheat_game.speedrun.replay import Replay
from redheat_game.speedrun.timing import real_text, story_text
from redheat_game.ui.content import joined, text
from redheat_game.ui.screens.play import PlayScreen
from redheat_game.ui.widgets.choices import ChoiceList

TICK = 0.05
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
SHOWN_CHOSEN = 400
"""Milliseconds of the run before a choice for which it is selected already."""


class WatchScreen(PlayScreen, inherit_bindings=False):
    """A run on screen.

    Args:
        stable: what is kept of its category.
        replay: the run.
    """

    has_notes = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "halt", "Stop or go on"),
        Binding("right,n", "step(1)", "Next choice"),
        Binding("left,b", "step(-1)", "Previous choice"),
        Binding("plus,equals_sign,up", "speed(1)", "Faster"),
        Binding("minus,down", "speed(-1)", "Slower"),
        Binding("t", "take_over", "Take over", tooltip="Go on from here yourself, as practice"),
        Binding("pagedown", "page(1)", "Read on", show=False),
        Binding("pageup", "page(-1)", "Read back", show=False),
        Binding("question_mark", "app.help", "Help"),
        Binding("q,escape", "leave", "Back"),
    ]

    def __init__(self, stable: Stable, replay: Replay) -> None:
        super().__init__()
        self.stable = stable
        self.replay = replay
        self.done = 0
        """How many entries were played."""
        self.at = 0.0
        """Milliseconds of the run that have passed."""
        self.speed = SPEEDS.index(1.0)
        self.is_halted = False
        self.race = self._race()
        self._looked = 0.0

    def _race(self) -> Race:
        return Race(self.stable.story, self.replay.header.category, None)

    @property
    def playthrough(self) -> Playthrough:
        """What is watched."""
        return self.race.playthrough

    def has_time(self) -> bool:
        """Time ran when it was played."""
        return False

    def take_notice(self) -> str | None:
        """Nothing is told above the passage."""
        return None

    def on_mount(self) -> None:
        """Begin."""
        super().on_mount()
        self._looked = self.app.monotonic()
        self.set_interval(TICK, self._go_on)

    def _go_on(self) -> None:
        now = self.app.monotonic()
        passed, self._looked = now - self._looked, now
        if self.is_halted or not self.is_active:
            return
        self.let_run(passed * 1000 * SPEEDS[self.speed])

    def let_run(self, milliseconds: float) -> None:
        """Let so much of the run pass."""
        self.at = min(self.at + milliseconds, float(self.replay.end.at))
        before = self.done
        while self.done < len(self.replay.entries) and self.replay.entries[self.done].at <= self.at:
            self._play_one()
        if self.done != before:
            self.show_present()
        self._select_following()
        self.show_place()

    def _play_one(self) -> None:
        entry = self.replay.entries[self.done]
        self.done += 1
        try:
            if entry.did == "choose":
                self.race.choose(entry.choice, entry.at)
            elif entry.did == "undo":
                self.race.undo(entry.at)
            else:
                self.race.pause(entry.at)
        except (ChoiceNotAvailable, StoryFault, UndoNotAllowed) as error:
            self.is_halted = True
            self.done = len(self.replay.entries)
            self.app.tell(f"The run cannot be followed further: {error}.")

    def _select_following(self) -> None:
        if self.done >= len(self.replay.entries):
            return
        entry = self.replay.entries[self.done]
        if entry.at - self.at > SHOWN_CHOSEN and not self.is_halted:
            return
        choices = self.query_one(ChoiceList)
        index = next((number for number, each in enumerate(choices.on_page) if each.id == entry.choice), None)
        if index is not None:
            choices.selected = index

    def show_place(self) -> None:
        """Clocks, speed and how far it is."""
        timing = self.race.timing(int(self.at))
        state = "stopped" if self.is_halted else f"{SPEEDS[self.speed]:g}×"
        header = self.replay.header
        parts = [
            text(real_text(timing.real, self.app.settings.race_decimals), "$ink bold"),
            text(state, "$gold"),
            text(f"{self.done}/{len(self.replay.entries)}", "$ink"),
            text(story_text(timing.story), "$quiet"),
            text(counted(timing.moves, "move"), "$quiet"),
            text(" ".join(part for part in (self.stable.category.title, header.runner) if part), "$dim"),
        ]
        self.query_one("#place", Static).update(joined(parts, "  "))

    def keys_in_force(self) -> list[tuple[str, str]]:
        """The keys in force and what they do, the most needed first."""
        halt = ("space", "go on" if self.is_halted else "stop")
        return [halt, ("←→", "step"), ("+-", "speed"), ("t", "take over"), ("?", "help"), ("q", "back")]

    def on_key(self, event: events.Key) -> None:
        """No key chooses here."""

    @on(ChoiceList.Chosen)
    def take(self, message: ChoiceList.Chosen) -> None:
        """No click chooses either."""
        message.prevent_default()

    def action_halt(self) -> None:
        """Stop, or go on."""
        self.is_halted = not self.is_halted
        self._select_following()
        self.show_place()
        self.show_keys()

    def action_step(self, by: int) -> None:
        """Go to the next choice, or back to the one before, and stop there."""
        self.is_halted = True
        wanted = max(0, min(self.done + by, len(self.replay.entries)))
        if by < 0:
            self.race, self.done = self._race(), 0
        while self.done < wanted:
            self._play_one()
        self.at = float(self.replay.entries[wanted - 1].at) if wanted else 0.0
        self.show_present()
        self._select_following()
        self.show_place()

    def action_speed(self, by: int) -> None:
        """Faster or slower."""
        self.speed = max(0, min(self.speed + by, len(SPEEDS) - 1))
        self.show_place()

    def action_take_over(self) -> None:
        """Go on from here by oneself, as practice."""
        if self.race.course.ending is not None:
            self.app.tell("It has ended; step back first.")
            return
        from redheat_game.ui.screens.race import RaceScreen

        self.is_halted = True
        last = len(self.race.rules.titles) - 1
        checkpoint = Checkpoint(self.playthrough.choices, min(self.race.next_split, last))
        self.app.push_screen(RaceScreen(self.stable, checkpoint))

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()
