"""The app: the screens, the colours, and the one playthrough that is open."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.filter import Monochrome, NoColor
from textual.screen import Screen

from redheat_game.storage.database import StorageUnavailable
from redheat_game.storage.saves import SaveError
from redheat_game.storage.store import Store
from redheat_game.ui.commands import Command, in_force
from redheat_game.ui.keeping import GAME_TITLE
from redheat_game.ui.screens.title import TitleScreen
from redheat_game.ui.terminal import TerminalApp
from redheat_game.ui.themes import ANSI_THEME, ANSI_VARIABLES, THEMES, theme_for

if TYPE_CHECKING:
    from redheat_game.engine.playthrough import Playthrough
    from redheat_game.speedrun.livesplit_server import LiveSplitServer
    from redheat_game.speedrun.replay import Replay
    from redheat_game.storage.kept import KeptPlaythrough
    from redheat_game.storage.settings import Settings
    from redheat_game.story.script import Story

NOTES = "app.notes"
"""What opens the notebook; each story has its own name for that."""
EVERYWHERE = (
    Command("app.resume", "Continue", "Go on where you left"),
    Command("app.new_game", "New game", "What you played stays among the saves"),
    Command("app.race", "Race", "Categories, clocks, splits and ghosts"),
    Command("app.saves", "Saves", "Open, keep, rename, delete"),
    Command("app.tropes", "Tropes", "What is earned; riddles for the rest"),
    Command("app.settings", "Settings", "Colours, text, motion, time"),
    Command("app.help", "Help", "The keys in force"),
    Command("app.title", "Title", "Leave the playthrough as it stands"),
    Command("app.palette", "All commands", "", (":", "ctrl+p"), is_listed=False),
    Command("app.quit", "Quit", "Nothing is lost", ("ctrl+q",)),
)
"""What can be asked for on every screen."""


class RedHeatApp(TerminalApp):
    """Red Heat on a terminal.

    Args:
        story: what is played; or what loads it, which then happens while the title is shown already. Where that gives
            None the app ends with 1.
        store: where it is kept.
        notices: what the player has to be told at the start.
    """

    TITLE = GAME_TITLE
    CSS_PATH = "redheat.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("colon,ctrl+p", "palette", "All commands", show=False),
        Binding("ctrl+q", "quit", "Quit", show=False),
    ]

    def __init__(self, story: Story | Callable[[], Story | None], store: Store, notices: Iterable[str] = ()) -> None:
        super().__init__(None if callable(story) else story, store)
        for theme in THEMES:
            self.register_theme(theme)
        if self.no_color:
            # Textual would send greys
            self._filters = [NoColor() if isinstance(item, Monochrome) else item for item in self._filters]
        self.monotonic: Callable[[], float] = time.monotonic
        """The clock by which time runs in timed scenes."""
        self.livesplit: LiveSplitServer | None = None
        """LiveSplit, where races are to be shown in it."""
        self.opens_with: Callable[[], Awaitable[None]] | None = None
        """What is shown in front of the title once the story is there."""
        self._load = story if callable(story) else None
        self._loaded = asyncio.Event()
        self._notices = [*notices, *([store.notice] if store.notice else [])]
        self._act_theme = "moscow"

    # the story

    @work(thread=True)
    def _load_story(self) -> None:
        assert self._load is not None
        story = self._load()
        self.call_from_thread(self._take_story, story)

    def _take_story(self, story: Story | None) -> None:
        if story is None:
            self.exit(return_code=1)
            return
        self._story = story
        self._take_up()
        for screen in self.screen_stack:
            if isinstance(screen, TitleScreen):
                screen.show_all()

    def _take_up(self) -> None:
        """Let go on what has waited for the story, once the player knows what it contains."""
        note = self.story.content_note
        if self.store.takes_note(note):
            from redheat_game.ui.screens.asking import NoteScreen, TooSmallScreen

            if isinstance(self.screen, TooSmallScreen):
                self.pop_screen()
            self.push_screen(NoteScreen("Before you begin", note), lambda _: self._loaded.set())
            self._ask_for_room()
        else:
            self._loaded.set()
        if self.opens_with is None:
            self._write_cut_off()

    def _waits_with(self, asked: Callable[[], Awaitable[None]]) -> bool:
        """Whether what was asked for has to wait for the story, and is then done; only what was asked for last is.

        It waits in a worker: whoever waits while a key is handled keeps every other key from being handled, and so a
        note that has to be read first from being closed.
        """
        if self._loaded.is_set():
            return False

        async def do_once_loaded() -> None:
            await self._loaded.wait()
            await asked()

        self.run_worker(do_once_loaded(), group="asked while loading", exclusive=True)
        return True

    @work(thread=True)
    def _write_cut_off(self) -> None:
        """Write the replays of attempts that were cut off, and say where they are."""
        from redheat_game.speedrun.recovery import cut_off_notice, write_cut_off

        with contextlib.suppress(sqlite3.Error):
            for path in write_cut_off(self.store, self.story):
                self.call_from_thread(self.tell, cut_off_notice(path))

    def get_css_variables(self) -> dict[str, str]:
        """The meanings of themes.py, whatever Textual's own sixteen-colour theme says they are."""
        variables = super().get_css_variables()
        if self.theme != ANSI_THEME:
            return variables
        bars = {f"scrollbar{part}": "ansi_bright_black" for part in ("", "-hover", "-active")}
        grounds = {f"scrollbar-background{part}": "ansi_default" for part in ("", "-hover", "-active")}
        return variables | ANSI_VARIABLES | bars | grounds

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The meanings of themes.py for themes that are not ours."""
        return ANSI_VARIABLES

    def get_default_screen(self) -> Screen[None]:
        """The title, which lies below everything else."""
        return TitleScreen()

    def on_mount(self) -> None:
        """Open with the title."""
        self.listen()
        self.app_resume_signal.subscribe(self, lambda _: self.listen())
        self.use_theme("moscow")
        for notice in self._notices:
            self.tell(notice)
        self._ask_for_room()
        if self._story is None:
            self.call_after_refresh(self._load_story)
        else:
            self._take_up()
        if self.opens_with is not None:
            self.run_worker(self.opens_with())

    def on_unmount(self) -> None:
        """Let other windows have what was open here."""
        if self._kept is not None:
            self._kept.close()
        if self.livesplit is not None:
            self.livesplit.close()

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
        wanted = theme_for(act_theme, "ansi" if self.no_color else self.settings.theme)
        if self.theme != wanted:
            self.theme = wanted

    def follow_act(self, act: str | None) -> None:
        """Take the colours that go with an act."""
        if act is not None:
            self.use_theme(self.story.acts[act].theme)

    def take_notice(self) -> str | None:
        """What is to be told about how the playthrough was opened, once."""
        notice, self.kept.notice = self.kept.notice, None
        return notice

    # screens

    async def _play(self, kept: KeptPlaythrough) -> None:
        """Open a playthrough, in place of whatever is in front."""
        from redheat_game.ui.screens.play import PlayScreen

        self._take(kept)
        with self.batch_update():
            await self.action_title()
            await self.push_screen(PlayScreen())
            if kept.playthrough.ending:
                self.show_ending()
            self._ask_for_room()

    async def action_resume(self) -> None:
        """Go on where the last playthrough was left."""
        if self._waits_with(self.action_resume):
            return
        try:
            kept = self.shelf.continue_latest()
        except StorageUnavailable as error:
            self.tell(str(error))
            return
        if kept is None:
            self.tell("There is nothing to continue.")
        else:
            await self._play(kept)

    async def action_new_game(self) -> None:
        """Begin anew, after asking where that leaves a game in the middle. What was played stays among the saves."""
        from redheat_game.ui.screens.play import PlayScreen

        if self._waits_with(self.action_new_game):
            return
        if isinstance(self.screen, PlayScreen) and self.kept.playthrough.can_undo:
            from redheat_game.ui.screens.asking import ConfirmScreen

            question = "Begin anew? What you have played stays among the saves."
            await self.push_screen(ConfirmScreen(question, "Begin anew", "Go on playing"), self._begin_anew)
        else:
            await self._begin_anew(True)

    async def _begin_anew(self, wanted: bool | None) -> None:
        if wanted:
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
        from redheat_game.ui.screens.ending import EndingScreen

        self.push_screen(EndingScreen())

    async def action_before_mistake(self) -> None:
        """Go back to where there last was more than one way on."""
        from redheat_game.ui.screens.play import PlayScreen

        self.kept.undo(self.kept.playthrough.choices_since_fork)
        while len(self.screen_stack) > 1 and not isinstance(self.screen, PlayScreen):
            await self.pop_screen()

    async def action_title(self) -> None:
        """Go to the title; the playthrough is kept as it stands."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    async def action_tropes(self) -> None:
        """Show the gallery of tropes."""
        from redheat_game.ui.screens.gallery import GalleryScreen

        await self._in_front(GalleryScreen)

    async def action_notes(self) -> None:
        """Show the notebook of the playthrough that is open."""
        from redheat_game.ui.screens.notes import NotesScreen

        if self.story.notebook.notes:
            await self._in_front(NotesScreen)
        else:
            self.tell("Nothing is written down in this story.")

    async def action_saves(self) -> None:
        """Show the saves."""
        from redheat_game.ui.screens.saves import SavesScreen

        await self._in_front(SavesScreen)

    async def open_playthrough(self, begun: Playthrough) -> None:
        """Go on from what was played elsewhere, for a look: nothing is kept."""
        await self._loaded.wait()
        kept = self.shelf.start(keep=False)
        kept.go_on_from(begun)
        await self._play(kept)

    async def action_race(self) -> None:
        """Show the categories to race."""
        await self.open_race(None)

    async def open_race(self, category: str | None) -> None:
        """Show the categories to race, this one selected."""
        from redheat_game.ui.screens.race_menu import RaceMenuScreen

        await self._in_front(RaceMenuScreen, category)

    async def open_replay(self, replay: Replay) -> None:
        """Show a run from its replay."""
        from redheat_game.speedrun.keeping import Stable
        from redheat_game.ui.screens.watch import WatchScreen

        await self._loaded.wait()
        stable = Stable(self.store, self.story, replay.header.category, timed=self.settings.timed_choices)
        await self.push_screen(WatchScreen(stable, replay))

    async def action_settings(self) -> None:
        """Show the settings."""
        from redheat_game.ui.screens.settings import SettingsScreen

        await self._in_front(SettingsScreen)

    async def _in_front(self, kind: type[Screen[None]], *arguments: object) -> None:
        if self._waits_with(partial(self._in_front, kind, *arguments)):
            return
        if not isinstance(self.screen, kind):
            await self.push_screen(kind(*arguments))  # type: ignore[arg-type]

    def commands(self) -> list[Command]:
        """What can be asked for on the screen in front."""
        found = in_force(self.screen, EVERYWHERE)
        if not self.is_ready or not self.story.notebook.notes:
            return [command for command in found if command.action != NOTES]
        title = self.story.notebook.title
        return [replace(command, words=title) if command.action == NOTES else command for command in found]

    def action_help(self) -> None:
        """Show the keys of the screen in front."""
        from redheat_game.ui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.commands(), self.story.meters if self.is_ready else ()))

    async def action_palette(self) -> None:
        """Offer every command of the screen in front."""
        from redheat_game.ui.screens.palette import PaletteScreen

        below = self.screen

        async def do(command: Command | None) -> None:
            if command is not None:
                await self.run_action(command.action, below)

        listed = [command for command in self.commands() if command.is_listed]
        await self.push_screen(PaletteScreen(listed), do)

    def action_help_quit(self) -> None:
        """Say how to leave, to those who press ctrl+c."""
        self.tell("q leads to the title, and from there out; ctrl+q leaves at once. Nothing is lost.")


def run(
    story: Story | Callable[[], Story | None],
    store: Store,
    notices: Iterable[str] = (),
    prepare: Callable[[RedHeatApp], None] = lambda _: None,
) -> RedHeatApp:
    """Show the app until the player leaves; the terminal is as it was before, whatever happens."""
    app = RedHeatApp(story, store, notices)
    prepare(app)
    app.run()
    return app
