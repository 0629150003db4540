"""The app: the screens, the colours, and the one playthrough that is open."""

from __future__ import annotations

import asyncio
import re
import signal
import sqlite3
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import ClassVar, TypeVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.transcript import transcript
from redheat_game.storage.crashes import report_crash
from redheat_game.storage.database import StorageUnavailable
from redheat_game.storage.kept import KeptPlaythrough
from redheat_game.storage.saves import Save, SaveError
from redheat_game.storage.settings import Settings
from redheat_game.storage.store import Store
from redheat_game.storage.writing import write_atomically
from redheat_game.story.script import Story
from redheat_game.ui.content import clock_text
from redheat_game.ui.screens.asking import NoteScreen, TooSmallScreen
from redheat_game.ui.screens.ending import EndingScreen
from redheat_game.ui.screens.gallery import GalleryScreen
from redheat_game.ui.screens.help import HelpScreen
from redheat_game.ui.screens.play import PlayScreen
from redheat_game.ui.screens.saves import SavesScreen
from redheat_game.ui.screens.settings import SettingsScreen
from redheat_game.ui.screens.title import TitleScreen
from redheat_game.ui.themes import ANSI_VARIABLES, THEMES, theme_for

T = TypeVar("T")

SMALLEST = (60, 20)
"""Columns and rows below which the game only asks for a larger window."""
CONTENT_NOTE = (
    "Men are shot in this story, some of them by you, and a friend may be. There are drugs, a threatened woman who has "
    "plans of her own, and the words that go with all that. Nothing is shown that the story does not need. Time runs "
    "in a few scenes; the settings turn that off."
)
ENDS_AT_ONCE = ("SIGTERM", "SIGHUP")


class RedHeatApp(App[None]):
    """Red Heat on a terminal.

    Args:
        story: what is played.
        store: where it is kept.
        notices: what the player has to be told at the start.
    """

    TITLE = "Red Heat"
    CSS_PATH = "redheat.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("colon", "command_palette", "All commands"),
        Binding("ctrl+q", "quit", "Quit", show=False),
    ]

    def __init__(self, story: Story, store: Store, notices: Iterable[str] = ()) -> None:
        super().__init__()
        self.story = story
        self.store = store
        self.shelf = store.shelf(story)
        self.crash_report: Path | None = None
        self._kept: KeptPlaythrough | None = None
        self._notices = [*notices, *([store.notice] if store.notice else [])]
        self._taken_earlier: dict[str, dict[str, int]] = {}
        self._act_theme = "moscow"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The meanings of themes.py for themes that are not ours."""
        return ANSI_VARIABLES

    def on_mount(self) -> None:
        """Open with the title."""
        for theme in THEMES:
            self.register_theme(theme)
        loop = asyncio.get_running_loop()
        for name in ENDS_AT_ONCE:
            if hasattr(signal, name):
                loop.add_signal_handler(getattr(signal, name), self.exit)
        self.use_theme("moscow")
        self.push_screen(TitleScreen())
        for notice in self._notices:
            self.tell(notice)
        if not self.settings.content_note_seen:
            self.push_screen(NoteScreen("Before you begin", CONTENT_NOTE))
            self.change_settings(content_note_seen=True)
        self.on_resize()

    def on_resize(self) -> None:
        """Ask for room where there is too little."""
        too_small = self.size.width < SMALLEST[0] or self.size.height < SMALLEST[1]
        if too_small and self.screen_stack and not isinstance(self.screen, TooSmallScreen):
            self.push_screen(TooSmallScreen(*SMALLEST))

    def on_unmount(self) -> None:
        """Let other windows have what was open here."""
        if self._kept is not None:
            self._kept.close()

    def _handle_exception(self, error: Exception) -> None:
        """Write a report instead of a traceback on the player's screen; tests are given the error itself."""
        if self.is_headless:
            super()._handle_exception(error)
            return
        if self.crash_report is None:
            self.crash_report = report_crash(error)
        self._return_code = 70
        self._close_messages_no_wait()

    # colours and settings

    @property
    def settings(self) -> Settings:
        """The player's settings."""
        return self.store.settings

    def change_settings(self, **changes: object) -> None:
        """Change settings, and show what they change."""
        self.store.change_settings(**changes)
        self.use_theme(self._act_theme)

    def use_theme(self, act_theme: str) -> None:
        """Take the colours of an act (`moscow` or `chicago`), unless the player has fixed others."""
        self._act_theme = act_theme
        wanted = theme_for(act_theme, self.settings.theme)
        if self.theme != wanted:
            self.theme = wanted

    def follow_act(self, act: str | None) -> None:
        """Take the colours that go with an act."""
        if act is not None:
            self.use_theme(self.story.acts[act].theme)

    def tell(self, words: str) -> None:
        """Tell the player something, for a few seconds."""
        self.notify(words, markup=False, timeout=5)

    def take_notice(self) -> str | None:
        """What is to be told about how the playthrough was opened, once."""
        notice, self.kept.notice = self.kept.notice, None
        return notice

    # what is kept

    @property
    def kept(self) -> KeptPlaythrough:
        """The playthrough that is open."""
        assert self._kept is not None, "no playthrough is open"
        return self._kept

    def resumable(self) -> str | None:
        """Where Continue leads, in a few words; None where there is nothing to continue."""
        latest = self._read(self.shelf.saves.latest, lambda: None)
        if latest is None:
            return None
        headline = latest.headline
        return " · ".join(part for part in (headline.act, headline.place, clock_text(headline.clock)) if part)

    def earned(self) -> dict[str, str]:
        """When and how each achievement was earned, by id."""
        found = self._read(self.shelf.profile.earned, lambda: {})
        titles = {
            scene.id: script.title for scene, script in zip(self.story.machine.scenes, self.story.scenes, strict=True)
        }
        return {
            name: f"{item.earned[:10]} · {titles.get(item.scene, item.scene)} · at choice {item.moves}"
            for name, item in found.items()
        }

    def still_unseen(self) -> tuple[int, int]:
        """How many endings and scenes were never seen in any playthrough."""
        endings = self._read(self.shelf.profile.endings, lambda: {})
        scenes = self._read(self.shelf.profile.seen_scenes, lambda: {})
        return (
            sum(name not in endings for name in self.story.endings),
            sum(scene.id not in scenes for scene in self.story.machine.scenes),
        )

    def taken_before(self, playthrough: Playthrough) -> frozenset[str]:
        """The choices of the present scene that were taken in earlier playthroughs."""
        here = {
            turn.choice
            for before, turn in zip(playthrough.turns, playthrough.turns[1:], strict=False)
            if before.state.scene == playthrough.state.scene
        }
        return frozenset(self._taken_earlier.get(playthrough.scene, {})) - {name for name in here if name}

    def _read(self, read: Callable[[], T], otherwise: Callable[[], T]) -> T:
        """What is kept, or something harmless where the disk does not answer: nothing of it is needed to play."""
        try:
            return read()
        except sqlite3.Error as error:
            self.tell(f"What is kept cannot be read: {error}.")
            return otherwise()

    def saves_of_story(self) -> tuple[list[Save], list[Save]]:
        """The named saves, and the playthroughs."""
        return self._read(self.shelf.saves.named, lambda: []), self._read(self.shelf.saves.playthroughs, lambda: [])

    def count_saves(self) -> int:
        """How many named saves there are."""
        return len(self._read(self.shelf.saves.named, lambda: []))

    def can_save(self) -> bool:
        """Whether a playthrough is open that can be kept under a name."""
        return self._kept is not None

    def proposed_name(self) -> str:
        """A name for saving here."""
        scene = self.story.scenes[self.kept.playthrough.state.scene]
        return f"{scene.title}, {clock_text(self.kept.playthrough.clock)}"

    def save_here(self, name: str) -> None:
        """Keep the present point under a name. Raises SaveError with a sentence for the player."""
        self.kept.save_as(name)
        self.tell(f"Saved as {name}.")

    def rename_save(self, identity: str, name: str) -> None:
        """Give a save another name. Raises SaveError with a sentence for the player."""
        self.shelf.saves.rename(identity, name)

    def delete_save(self, identity: str) -> None:
        """Delete a save or playthrough; the one that is open here stays open, and is kept again at its next choice."""
        self.shelf.saves.delete(identity)

    def write_transcript(self) -> None:
        """Write everything read in this playthrough to a file, and say where."""
        words = re.sub(r"[^a-z0-9]+", "-", self.story.title.lower()).strip("-")
        path = self.store.places.transcripts / f"{words}-{datetime.now():%Y%m%d-%H%M%S}.txt"
        earlier = [(turn.said, turn.text) for turn in self.kept.earlier]
        try:
            write_atomically(path, transcript(self.kept.playthrough, earlier))
        except OSError as error:
            self.tell(f"The transcript cannot be written: {error.strerror}.")
        else:
            self.tell(f"The transcript is in {path}")

    # screens

    async def _play(self, kept: KeptPlaythrough) -> None:
        """Open a playthrough, in place of whatever is in front."""
        if self._kept is not None and self._kept is not kept:
            self._kept.close()
        self._kept = kept
        self._taken_earlier = self._read(self.shelf.profile.all_taken, lambda: {})
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        await self.push_screen(PlayScreen())
        if kept.playthrough.ending:
            self.show_ending()

    async def action_resume(self) -> None:
        """Go on where the last playthrough was left."""
        try:
            kept = self.shelf.continue_latest()
        except StorageUnavailable as error:
            self.tell(str(error))
            return
        await self._play(kept or self.shelf.start())

    async def action_new_game(self) -> None:
        """Begin anew. What was played before stays among the saves."""
        await self._play(self.shelf.start())

    async def open_save(self, identity: str) -> None:
        """Go on from a save."""
        try:
            kept = self.shelf.open(identity)
        except (SaveError, StorageUnavailable) as error:
            self.tell(str(error))
            return
        await self._play(kept)

    def show_ending(self) -> None:
        """Show the poster of an ending."""
        self.push_screen(EndingScreen())

    async def action_before_mistake(self) -> None:
        """Go back to where there last was more than one way on."""
        self.kept.undo(self.kept.playthrough.choices_since_fork)
        await self._play(self.kept)

    async def action_title(self) -> None:
        """Go to the title; the playthrough is kept as it stands."""
        while len(self.screen_stack) > 2:
            await self.pop_screen()

    def action_tropes(self) -> None:
        """Show the gallery of tropes."""
        self._in_front(GalleryScreen)

    def action_saves(self) -> None:
        """Show the saves."""
        self._in_front(SavesScreen)

    def action_settings(self) -> None:
        """Show the settings."""
        self._in_front(SettingsScreen)

    def action_help(self) -> None:
        """Show the keys of the screen in front."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def _in_front(self, kind: type[Screen[None]]) -> None:
        if not isinstance(self.screen, kind):
            self.push_screen(kind())

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every command of the screen in front, for the palette."""
        for action, title, about in (
            ("resume", "Continue", "Go on where you left"),
            ("new_game", "New game", "Begin anew; what you played stays among the saves"),
            ("saves", "Saves", "Open, keep, rename, delete"),
            ("tropes", "Tropes", "What is earned, and riddles for the rest"),
            ("settings", "Settings", "Colours, text, motion, time"),
            ("help", "Help", "The keys in force"),
            ("title", "Title", "Leave the playthrough as it stands"),
            ("quit", "Quit", "Leave; nothing is lost"),
        ):
            yield SystemCommand(title, about, getattr(self, f"action_{action}"))
        if isinstance(screen, PlayScreen):
            yield SystemCommand("Undo", "Take the last choice back", screen.action_undo)
            yield SystemCommand("Redo", "Take it again", screen.action_redo)
            yield SystemCommand("Panel", "Fold meters and pockets away, or out", screen.action_panel)
            yield SystemCommand("Write the transcript", "Everything you have read, as a file", self.write_transcript)


def run(story: Story, store: Store, notices: Iterable[str] = ()) -> RedHeatApp:
    """Show the app until the player leaves; the terminal is as it was before, whatever happens."""
    app = RedHeatApp(story, store, notices)
    app.run()
    return app
