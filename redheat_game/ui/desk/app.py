"""The desk's app: reads the story again when its files change, and keeps the writer's place."""

from __future__ import annotations

import asyncio
import subprocess
import threading
from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import SuspendNotSupported
from textual.screen import Screen
from textual.worker import get_current_worker

from redheat_game.authoring import blessed
from redheat_game.authoring.bounds import is_inside
from redheat_game.authoring.editing import editor_command
from redheat_game.authoring.editions import Edition, Editions
from redheat_game.authoring.json_schema import FILE_NAME
from redheat_game.authoring.jumping import CannotSet, standing_in, value_text, way_to, with_value
from redheat_game.authoring.listing import listed
from redheat_game.authoring.proving import BackgroundProof
from redheat_game.authoring.scaffolds import schema_plan
from redheat_game.authoring.watching import changes
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.step import ChoiceNotAvailable, StoryFault
from redheat_game.storage.store import Store
from redheat_game.storage.writing import write_atomically
from redheat_game.story.diagnostics.core import nearest
from redheat_game.ui.app import RedHeatApp
from redheat_game.ui.commands import Command
from redheat_game.ui.desk.home import DeskHome
from redheat_game.ui.desk.panel import DeskState
from redheat_game.ui.desk.screen import DeskScreen
from redheat_game.ui.screens.asking import NameScreen
from redheat_game.ui.screens.palette import PaletteScreen

if TYPE_CHECKING:
    from redheat_game.analysis.report import Proof
    from redheat_game.story.script import Story

LONG_SECONDS = 0.7
"""Where a way takes longer to find than this, it is said that one is looked for."""
STILL_SECONDS = 1.0
"""Proving begins once nothing has changed for so long; the schema is renewed so long after a save."""


class DeskApp(RedHeatApp):
    """The desk.

    Args:
        editions: reads the story.
        store: a store of the desk's own; nothing that a player keeps is touched.
        scene: the id of the scene to begin in; else the story's start.
        settings: variables to begin with, as `trust=3`.
        max_seconds: for each proof; 0 proves nothing.
    """

    CSS_PATH = "../redheat.tcss"

    def __init__(
        self,
        editions: Editions,
        store: Store,
        *,
        scene: str | None = None,
        settings: Sequence[str] = (),
        max_seconds: float = 60.0,
    ) -> None:
        super().__init__(self._first_story, store)
        self.state = DeskState()
        self._editions = editions
        self._wanted = scene, tuple(settings)
        self._max_seconds = max_seconds
        self._ended = threading.Event()
        self._good = threading.Event()
        self._proof: BackgroundProof | None = None
        self._proofs_begun = 0
        self._looked_for: str | None = None

    def get_default_screen(self) -> Screen[None]:
        """What lies behind the game."""
        return DeskHome()

    def on_mount(self) -> None:
        """Begin to read."""
        self._follow()

    def on_unmount(self) -> None:
        """Leave nothing running."""
        self._ended.set()
        if self._proof is not None:
            self._proof.stop()

    # reading

    def _first_story(self) -> Story | None:
        """Waits, in a thread, for the first story that can be played; None where the desk is left before."""
        while not self._good.wait(0.1):
            if self._ended.is_set():
                return None
        edition = self.state.edition
        return edition.story if edition is not None else None

    @work(thread=True, group="desk")
    def _follow(self) -> None:
        """Read the story now and whenever its files change."""
        worker = get_current_worker()
        for _ in changes(self._editions.folders, stop=self._ended):
            edition = self._editions.read()
            if worker.is_cancelled or self._ended.is_set():
                return
            self.call_from_thread(self._take_edition, edition)

    def _take_edition(self, edition: Edition) -> None:
        """Show another edition; the place is kept by taking the same choices in it."""
        self.state.edition = edition
        self.state.read_at = f"{datetime.now():%H:%M:%S}"
        self.state.notices.clear()
        if edition.story is not None:
            self._good.set()
        if edition.is_good:
            # what the writer waits for is the screen
            self.set_timer(STILL_SECONDS, self._renew_schema)
            self._prove()
            if self._kept is not None and edition.story is not None:
                self._story = edition.story
                self._shelf = None
                notice = self._kept.take_up_in(edition.story)
                if notice:
                    self.state.notices.append(notice)
                self._go_where_wanted()
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen) and self._kept is not None:
                screen.show_present()
            elif isinstance(screen, DeskHome):
                screen.show_state()

    def _take_story(self, story: Story | None) -> None:
        edition = self.state.edition
        # another may have been read since
        super()._take_story(edition.story if story is not None and edition is not None else story)
        if story is not None:
            self.call_later(self._begin_anew, True)

    async def _begin_anew(self, wanted: bool | None) -> None:
        """Begin at the start, or the first time where the writer asked to."""
        if not wanted:
            return
        self._take(self.shelf.start(keep=False))
        scene, settings = self._wanted
        edition = self.state.edition
        if scene is None or scene in self.story.machine.scene_numbers or (edition is not None and edition.is_good):
            self._wanted = None, ()
        else:
            scene, settings = None, ()  # it may be in the pack, which cannot be read yet
        if scene is not None:
            self._stand_at(scene, await asyncio.to_thread(self._way_to, scene))
        for setting in settings:
            self._set(setting)
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        await self.push_screen(DeskScreen())
        if self.kept.playthrough.ending:
            self.show_ending()
        self._ask_for_room()

    def _go_where_wanted(self) -> None:
        """Go to the scene that was asked for at the start, once it can be read."""
        (scene, _), self._wanted = self._wanted, (None, ())
        if scene is not None:
            self._look_for_way(scene)

    def _renew_schema(self) -> None:
        """Let editors know of new ids, where a pack has a schema."""
        for pack in self._editions.packs:
            if (pack / FILE_NAME).exists() and is_inside(pack, pack / FILE_NAME):
                self._write_schema(pack)

    @work(thread=True, group="schema")
    def _write_schema(self, pack: Path) -> None:
        for path, text in schema_plan(pack).files.items():
            try:
                if path.read_text(encoding="utf-8") != text:
                    write_atomically(path, text)
            except (OSError, UnicodeDecodeError):
                return

    # proving

    def _prove(self) -> None:
        """Prove this edition, once the writer pauses."""
        self._proofs_begun += 1
        if self._proof is not None:
            self._proof.stop()
            self._proof = None
        if self._max_seconds:
            self.state.is_proving, self.state.progress = True, ""
            number = self._proofs_begun
            self.set_timer(STILL_SECONDS, lambda: self._begin_proof(number))

    def _begin_proof(self, number: int) -> None:
        if number != self._proofs_begun or self._ended.is_set():
            return
        edition = self.state.edition
        if edition is None or not edition.is_good:
            # a mistake came into the files since: they are proved once it is put right
            self.state.is_proving = False
            self._show_state()
        else:
            self._proof = BackgroundProof(self._editions.packs, self._max_seconds)
            self._wait_for(self._proof, number)

    @work(thread=True, group="proof")
    def _wait_for(self, proof: BackgroundProof, number: int) -> None:

        def tell(progress: str) -> None:
            if not self._ended.is_set():
                self.call_from_thread(self._take_progress, progress, number)

        found = proof.wait(tell)
        if not self._ended.is_set():
            self.call_from_thread(self._take_proof, found, number)

    def _take_progress(self, progress: str, number: int) -> None:
        if number == self._proofs_begun:
            self.state.progress = progress
            self._show_state()

    def _show_state(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen | DeskHome):
                screen.show_state()

    def _take_proof(self, found: Proof | None, number: int) -> None:
        if number != self._proofs_begun:
            return
        self.state.is_proving = False
        self.state.proof = found or self.state.proof
        self._show_state()

    # what a writer asks for

    async def action_title(self) -> None:
        """There is no title here: the game comes to the front."""
        while len(self.screen_stack) > 1 and not isinstance(self.screen, DeskScreen):
            await self.pop_screen()

    async def action_new_game(self) -> None:
        """Begin anew; nothing is lost by that here."""
        if self._kept is not None:
            await self._begin_anew(True)

    async def action_saves(self) -> None:
        """There are no saves here."""
        self.tell("The desk keeps no saves. k keeps a playthrough with its transcript.")

    async def action_jump(self) -> None:
        """Offer every scene, and go to the one that is chosen."""
        offered = [Command(scene, scene, title) for scene, title, *_ in listed(self.story, "scenes")]
        await self.push_screen(PaletteScreen(offered, "Which scene? Type a part of its id or title."), self._jump)

    def _jump(self, chosen: Command | None) -> None:
        if chosen is not None:
            self._look_for_way(chosen.action)
            self._looked_for = chosen.action
            self.set_timer(LONG_SECONDS, lambda: self._say_that_it_looks(chosen.action))

    def _say_that_it_looks(self, scene: str) -> None:
        if self._looked_for == scene:
            self.tell(f"Looking for a way to {scene} ..")

    @work(thread=True, group="way", exclusive=True)
    def _look_for_way(self, scene: str) -> None:
        worker = get_current_worker()
        way = self._way_to(scene)
        if not worker.is_cancelled and not self._ended.is_set():
            self.call_from_thread(self._stand_at, scene, way)

    def _way_to(self, scene: str) -> tuple[str, ...] | None:
        """A way by the proof, by a blessed playthrough, or by a search."""
        story, proof = self.story, self.state.proof
        if scene not in story.machine.scene_numbers:
            return None
        witnesses = [proof.witnesses[scene]] if proof is not None and scene in proof.witnesses else []
        return way_to(story, scene, chain(witnesses, blessed.blessed_choices(self._editions.packs)))

    def _stand_at(self, scene: str, way: tuple[str, ...] | None) -> None:
        story = self.story
        self._looked_for = None
        if scene not in story.machine.scene_numbers:
            near = nearest(scene, story.machine.scene_numbers)
            self.tell(f"There is no scene {scene}." + (f" Did you mean {near}?" if near else ""))
            return
        try:
            self.kept.go_on_from(standing_in(story, scene) if way is None else Playthrough.of_choices(story, way))
        except (ChoiceNotAvailable, StoryFault):
            self.tell("The story has just changed; jump once more.")
            return
        if way is None:
            self.tell("No way there was found. You stand in it with the values of the start.")
        self._show_again()

    def action_set_value(self) -> None:
        """Ask for a variable's value, with one of the story's as an example."""
        declared = [each for each in self.story.machine.variables if not each.name.startswith("@")]
        example = f" ({declared[0].name} = {value_text(declared[0], declared[0].high)})" if declared else ""
        self.push_screen(NameScreen(f"Which variable, and what?{example}"), self._set_and_show)

    def _set_and_show(self, setting: str | None) -> None:
        if setting is not None:
            self._set(setting)
            self._show_again()

    def _set(self, setting: str) -> None:
        try:
            self.kept.go_on_from(with_value(self.kept.playthrough, setting))
        except CannotSet as error:
            self.tell(f"{setting}: {error}.")

    def _show_again(self) -> None:
        if isinstance(self.screen, DeskScreen):
            self.screen.show_present()

    def action_edit(self) -> None:
        """Open the first mistake, or else the present scene, in the writer's editor."""
        place = self._place_to_edit()
        if place is None:
            self.tell("There is no file to open.")
            return
        path, line = place
        command = editor_command(path, line)
        if command is None:
            self.tell(f"Set $EDITOR to open {path}:{line}.")
            return
        try:
            with self.suspend():
                subprocess.run(command, check=False)
        except SuspendNotSupported:
            self.tell(f"No editor can be opened here: {path}:{line}.")
        except OSError as error:
            self.tell(f"{command[0]} cannot be started: {error.strerror}.")
        else:
            if not any(is_inside(folder, path) for folder in self._editions.folders):
                self.tell(
                    "That file is the game's, not your pack's. To change a scene of it, copy it with replace: true."
                )
        self.refresh()

    def _place_to_edit(self) -> tuple[Path, int] | None:
        edition = self.state.edition
        mistakes = [item for item in edition.diagnostics if item.severity == "error"] if edition else []
        span = mistakes[0].span if mistakes else None
        if span is None and self._kept is not None:
            span = self.story.scenes[self.kept.playthrough.state.scene].span
        return (Path(span.file.name).absolute(), span.line) if span is not None else None

    def action_bless(self) -> None:
        """Ask for a name, and keep this playthrough with its transcript."""
        if self.kept.playthrough.turns[0].state.moves:
            self.tell("Only what was played from the start can be kept: jump again, without setting variables.")
            return
        self.push_screen(NameScreen("Under which name? (words_with_underscores)"), self._bless)

    def _bless(self, name: str | None) -> None:
        if name is None:
            return
        packs = self._editions.packs
        folder = blessed.home_of(packs[-1] if packs else None)
        if folder is None:
            self.tell("The game was installed without its tests, where its playthroughs are kept.")
            return
        played = self.kept.playthrough
        try:
            written = blessed.bless(played.story, played.choices, folder, name)
        except blessed.CannotBless as error:
            self.tell(f"{error}.")
        except OSError as error:
            self.tell(f"It cannot be written: {error.strerror}.")
        else:
            self.tell(f"Kept in {written[0]}")
