"""What an app does about its terminal: signals, its size, keys that are held, and what must not land on the screen."""

from __future__ import annotations

import asyncio
import shutil
import signal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Size

from redheat_game.storage.store import Store
from redheat_game.ui.keeping import KeepingApp

if TYPE_CHECKING:
    from redheat_game.story.script import Story

SMALLEST = (60, 20)
"""Columns and rows below which the game only asks for a larger window."""
ENDS_AT_ONCE = ("SIGTERM", "SIGHUP")
"""Signals on which the app leaves, as if the player did."""
HELD_KEY_SECONDS = 0.1
"""A key that comes again within this time of its last coming is being held, and counts once."""


class TerminalApp(KeepingApp):
    """An app that gets on with its terminal."""

    held_key_seconds = HELD_KEY_SECONDS

    def __init__(self, story: Story | None, store: Store) -> None:
        super().__init__(story, store)
        self.crash_report: Path | None = None
        """The report of what ended the app, if something did."""
        self._last_press: dict[str, float] = {}

    def listen(self) -> None:
        """Hear signals in the loop.

        Textual's own handler for a changed window can be interrupted by itself, and then tells the older size last.
        """
        loop = asyncio.get_running_loop()
        for name in ENDS_AT_ONCE:
            if hasattr(signal, name):
                number = getattr(signal, name)
                loop.add_signal_handler(number, partial(self.exit, return_code=128 + number))
        if hasattr(signal, "SIGWINCH") and not self.is_headless:
            loop.add_signal_handler(signal.SIGWINCH, self._measure)

    def _measure(self) -> None:
        size = Size(*shutil.get_terminal_size())
        self.post_message(events.Resize(size, size))

    def on_resize(self) -> None:
        """Ask for room where there is too little; once the app itself knows of the new size."""
        self.call_later(self._ask_for_room)

    def _ask_for_room(self) -> None:
        size = self.size
        if not self.screen_stack:
            return
        from redheat_game.ui.screens.asking import TooSmallScreen

        too_small = size.width < SMALLEST[0] or size.height < SMALLEST[1]
        asks = isinstance(self.screen, TooSmallScreen)
        if too_small and not asks:
            self.push_screen(TooSmallScreen(*SMALLEST))
        elif asks and not too_small:
            self.pop_screen()

    async def on_event(self, event: events.Event) -> None:
        """Let a key that is held choose once, whatever screen its repetitions would come to."""
        if isinstance(event, events.Key) and not event.is_forwarded and self._is_held(event):
            return
        await super().on_event(event)

    def _is_held(self, event: events.Key) -> bool:
        held = event.time - self._last_press.get(event.key, -1.0) < self.held_key_seconds
        self._last_press[event.key] = event.time
        chooses = event.key == "enter" or (event.is_printable and event.key != "space")
        return held and chooses and not self._is_written_in()

    def _is_written_in(self) -> bool:
        focused = self.screen.focused if self.screen_stack else None
        return focused is not None and "Input" in focused._css_type_names

    def _handle_exception(self, error: Exception) -> None:
        """Write a report instead of a traceback on the player's screen; tests are given the error itself."""
        if self.is_headless:
            super()._handle_exception(error)
            return
        if self.crash_report is None:
            from redheat_game.storage.crashes import report_crash

            self.crash_report = report_crash(error)
        self._return_code = 70
        self._close_messages_no_wait()
