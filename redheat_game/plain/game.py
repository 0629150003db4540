"""The game as numbered lines: reads a line, writes what is new, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import TextIO

from redheat_game.engine.notes import Reader, entries
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.step import ChoiceNotAvailable, StoryFault
from redheat_game.engine.transcript import transcript
from redheat_game.plain import notes, page
from redheat_game.storage.database import StorageUnavailable
from redheat_game.storage.kept import KeptPlaythrough
from redheat_game.storage.saves import Save, SaveError
from redheat_game.storage.settings import about_settings
from redheat_game.storage.store import Store
from redheat_game.story.script import Story

HELP = """\
Type the number of a choice, or one of these words:
undo: take the last choice back. redo: take it again. new: start anew.
look: read the scene again. status: how you are, and what you carry.
notes: what you have written down; what is new in full. notes 3: the third. notes all: everything.
tropes: what is earned, and riddles for the rest. hint 12: a plainer hint for riddle 12.
saves: what is kept. save NAME: keep this point. load NAME or number: go there.
continue: go on where you left the last time. transcript: read everything again.
settings: what can be set. set NAME VALUE: change that. help: this. quit: leave; nothing is lost.
The keys of the interface do, too: u undo, r redo, m notes, p status, t tropes, s saves, o settings, w transcript."""
LETTERS = {
    "u": "undo",
    "r": "redo",
    "p": "status",
    "s": "saves",
    "m": "notes",
    "t": "tropes",
    "o": "settings",
    "w": "transcript",
    "?": "help",
}
"""The keys of the interface, for whoever is used to them; but none that begins anew by a slip."""
NEEDS_A_SCREEN = frozenset(
    {"theme", "text_speed", "typed_rate", "motion", "timed_choices", "picture", "panel", "measure", "race_ghost"}
)
"""Settings of the interface with pictures, which change nothing here."""


class PlainGame:
    """One game in plain mode.

    Args:
        store: what is kept.
        story: what is played.
        lines: where a person's lines come from; their end ends the game.
        out: where text goes.
        width: gives the cells that a line may have, asked anew for each answer.
        is_piped: whether nobody types: then what Continue opens is never touched.
        notices: what the player has to be told first.
        begun: what was played before, in place of a new start.
    """

    def __init__(
        self,
        store: Store,
        story: Story,
        lines: Iterable[str],
        out: TextIO,
        width: Callable[[], int],
        *,
        is_piped: bool = False,
        notices: Sequence[str] = (),
        begun: Playthrough | None = None,
    ) -> None:
        self.store = store
        self.shelf = store.shelf(story)
        self.is_piped = is_piped
        self.notices = list(notices)
        self.kept: KeptPlaythrough = self.shelf.start(keep=not is_piped and begun is None)
        if begun is not None:
            self.kept.go_on_from(begun)
        self.reader = Reader(self.now)
        self.lines = iter(lines)
        self.out = out
        self.width = width
        self.commands: dict[str, Callable[[str], None]] = {
            "undo": self.undo,
            "redo": self.redo,
            "new": self.new,
            "look": self.look,
            "status": lambda _: self.write(page.status(self.now, self.width())),
            "notes": self.notes,
            "tropes": self.tropes,
            "hint": self.hint,
            "continue": self.resume,
            "saves": self.saves,
            "save": self.save,
            "load": self.load,
            "settings": self.settings,
            "set": self.change_setting,
            "transcript": self.transcript,
            "help": self.help,
        }

    @property
    def now(self) -> Playthrough:
        """The playthrough as it stands."""
        return self.kept.playthrough

    def write(self, lines: Iterable[str]) -> None:
        """Write lines, ended by line ends."""
        for line in lines:
            self.out.write(line + "\n")
        self.out.flush()

    def play(self) -> None:
        """Play until the lines end or a person quits."""
        try:
            self._play()
        finally:
            self.kept.close()

    def _play(self) -> None:
        self.write(page.wrapped(notice, self.width()) for notice in self.notices)
        self.write([f"{self.now.story.title}. Type the number of a choice, or help."])
        note = self.now.story.content_note
        if not self.is_piped and self.store.takes_note(note):
            self.write(page.wrapped(paragraph, self.width()) for paragraph in note.split("\n\n"))
        latest = None if self.is_piped else self.shelf.saves.latest()
        if latest is not None:
            self.write([page.wrapped(f"Type continue to go on: {page.save_line(latest)}.", self.width())])
        self.write([""])
        self.show(None)
        while True:
            self.out.write("> ")
            self.out.flush()
            line = next(self.lines, None)
            if line is None:
                self.write([""])
                return
            answer = page.typed(line.strip())
            if answer.lower() in ("quit", "exit", "q"):
                return
            if answer:
                self.answer(answer)

    def answer(self, answer: str) -> None:
        """Do what one line asks for."""
        # as it is listed, with a full stop, it is a number, too
        number = answer.removesuffix(".")
        if number.isdecimal():
            self.choose(int(number))
            return
        title = self.now.story.notebook.title.lower()
        if f"{answer.lower()} ".startswith(f"{title} "):
            # what the notebook is called in the story opens it, too
            answer = f"notes{answer[len(title) :]}"
        word, _, rest = answer.partition(" ")
        command = self.commands.get(LETTERS.get(word.lower(), word.lower()))
        if command is None:
            self.write([page.wrapped(f"There is no command {word}. {self.what_can_be_typed()}", self.width())])
        else:
            command(rest.strip())

    def what_can_be_typed(self) -> str:
        """A sentence that says which numbers are choices."""
        numbers = [option.number for option in self.now.options if option.takeable]
        if not numbers:
            return "Type new, undo, tropes, or quit."
        return f"Type {' or '.join(str(number) for number in numbers)}, or help."

    def choose(self, number: int) -> None:
        """Take the choice of this number, or say why not."""
        option = next((option for option in self.now.options if option.number == number), None)
        if option is None:
            self.write([page.wrapped(f"There is no choice {number}. {self.what_can_be_typed()}", self.width())])
            return
        if not option.takeable:
            self.write([page.wrapped(f"Choice {number} is locked. {option.reason}", self.width())])
            return
        before = self.now
        try:
            news = self.kept.choose(option.id)
        except (StoryFault, ChoiceNotAvailable) as fault:
            text = f"The story has a fault here: {fault}. Nothing was changed; take another choice."
            self.write([page.wrapped(text, self.width())])
            return
        self.write([""])
        self.show(before)
        if news.notice:
            self.write([page.wrapped(news.notice, self.width())])

    def show(self, before: Playthrough | None, *, is_new: bool = True) -> None:
        """Write the present scene: what differs from `before`, or all of it.

        Args:
            before: what was read last; None for nothing.
            is_new: whether the last choice led here; else it is only shown again, and what it earned is known.
        """
        now, width = self.now, self.width()
        self.write(page.heading(now, before, width))
        self.write(page.prose(now, width))
        if is_new:
            self.write(page.earned(now.story, now.turns[-1], width))
        changed = list(page.changes(now, before))
        if changed:
            self.write([page.wrapped(" ".join(changed), width), ""])
        if is_new:
            earlier = entries(before.story, before.state) if before else ()
            self.write(notes.added(now.story, entries(now.story, now.state), earlier, self.reader, width))
        self.write(page.ending(now, width))
        if now.ending:
            self.write([page.wrapped(self.what_can_be_typed(), width)])
        self.write(page.choices(now.options, width))

    def undo(self, _: str) -> None:
        """Take the last choice back."""
        if not self.now.can_undo:
            self.write(["There is nothing to undo."])
            return
        before = self.now
        self.kept.undo()
        self.write(["Taken back.", ""])
        self.show(before, is_new=False)

    def redo(self, _: str) -> None:
        """Take the choice that was taken back again."""
        if not self.now.undone:
            self.write(["There is nothing to redo."])
            return
        before = self.now
        self.kept.redo()
        self.show(before)

    def new(self, _: str) -> None:
        """Start anew."""
        if self.now.can_undo and not self.is_piped and not self.now.ending:
            self.write(["What you have played stays among the saves."])
        self._take_up(self.shelf.start(keep=not self.is_piped))

    def resume(self, _: str) -> None:
        """Go on where the last playthrough was left."""
        try:
            kept = self.shelf.continue_latest()
        except StorageUnavailable as error:
            self.write([page.wrapped(str(error), self.width())])
            return
        if kept is None:
            self.write(["There is nothing to continue."])
        else:
            self._take_up(kept)

    def _take_up(self, kept: KeptPlaythrough) -> None:
        self.kept.close()
        self.kept = kept
        self.reader = Reader(self.now)
        self.write(page.wrapped(kept.notice, self.width()) for _ in range(1) if kept.notice)
        self.write([""])
        self.show(None, is_new=False)

    def _listed(self) -> list[Save]:
        return [*self.shelf.saves.named(), *self.shelf.saves.playthroughs()]

    def saves(self, _: str) -> None:
        """List what is kept."""
        listed = self._listed()
        self.write(["Nothing is kept yet."] if not listed else [])
        for number, save in enumerate(listed, start=1):
            self.write([page.wrapped(f"{number}. {page.save_line(save)}", self.width(), "   ")])

    def save(self, name: str) -> None:
        """Keep this point under a name."""
        name = name or self.now.story.scenes[self.now.state.scene].title
        try:
            self.kept.save_as(name)
        except (SaveError, StorageUnavailable) as error:
            self.write([page.wrapped(str(error), self.width())])
        else:
            self.write([page.wrapped(f"Saved as {name}.", self.width())])

    def load(self, which: str) -> None:
        """Go on from a save, by its name or its number in the list."""
        listed = self._listed()
        found = [save for number, save in enumerate(listed, start=1) if which in (save.name, str(number))]
        if not found:
            self.write([page.wrapped("There is no such save. Type saves to see what there is.", self.width())])
            return
        try:
            self._take_up(self.shelf.open(found[0].id))
        except (SaveError, StorageUnavailable) as error:
            self.write([page.wrapped(str(error), self.width())])

    def look(self, _: str) -> None:
        """Read the scene again."""
        self.show(None, is_new=False)

    def notes(self, which: str) -> None:
        """Read the notebook: what is new, one note by its number, or all of it."""
        story, width = self.now.story, self.width()
        present = entries(story, self.now.state)
        if which == "all":
            read = present
        elif which:
            read = tuple(entry for number, entry in enumerate(present, start=1) if which == str(number))
            if not read:
                self.write([page.wrapped("There is no such note. Type notes to see what there is.", width)])
        else:
            self.write(notes.overview(story, present, self.reader, width))
            self.reader.has_read(present)
            return
        for entry in read:
            self.write(notes.full(story, entry, width))
        self.reader.has_read(read)

    def tropes(self, _: str) -> None:
        """List what is earned and what is not."""
        self.write(page.gallery(self.now.story, self.now.achievements, self.shelf.profile.earned(), self.width()))

    def hint(self, which: str) -> None:
        """Give the plainer hint for an achievement by its number in the gallery."""
        items = list(self.now.story.achievements.values())
        if which.isdecimal() and 0 < int(which) <= len(items):
            self.write([page.wrapped(items[int(which) - 1].hint, self.width())])
        else:
            self.write([page.wrapped(f"Which one? Type hint and a number from 1 to {len(items)}.", self.width())])

    def help(self, _: str) -> None:
        """Say what can be typed, and what the meters mean."""
        self.write(page.wrapped(line, self.width()) for line in HELP.splitlines())
        meters = [f"{meter.name}: {meter.about}" for meter in self.now.story.meters if meter.about]
        self.write(page.wrapped(line, self.width()) for line in meters)

    def settings(self, _: str) -> None:
        """List the settings, those that change nothing in plain mode after the others."""
        about, values = about_settings(), asdict(self.store.settings)
        here = [name for name in values if name not in NEEDS_A_SCREEN and name != "content_notes_read"]
        for name in here:
            told = f"{name}: {page.setting_text(values[name])}. {about.get(name, '')}".replace("`", "")
            self.write([page.wrapped(told, self.width(), "   ")])
        others = ", ".join(f"{name} {page.setting_text(values[name])}" for name in values if name in NEEDS_A_SCREEN)
        self.write([page.wrapped(f"Only where there are pictures: {others}.", self.width(), "   ")])

    def change_setting(self, words: str) -> None:
        """Change a setting, as in `set motion off`."""
        name, _, written = words.partition(" ")
        try:
            self.store.change_settings(**{name: page.setting_value(written.strip())})
        except ValueError:
            self.write([page.wrapped("There is no such setting or value. Type settings to see them.", self.width())])
        else:
            self.write([f"{name}: {written.strip()}."])

    def transcript(self, _: str) -> None:
        """Write everything read so far."""
        earlier = [(turn.said, turn.text) for turn in self.kept.earlier]
        for line in transcript(self.now, earlier).splitlines():
            self.write([page.wrapped(line, self.width()) if line else ""])
