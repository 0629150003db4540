"""The game as numbered lines: reads a line, writes what is new, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TextIO

from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.step import ChoiceNotAvailable, StoryFault
from redheat_game.engine.transcript import transcript
from redheat_game.plain import page

HELP = """\
Type the number of a choice, or one of these words:
undo: take the last choice back. redo: take it again. new: start anew.
look: read the scene again. status: how you are, and what you carry.
tropes: what is earned, and riddles for the rest. hint 12: a plainer hint for riddle 12.
transcript: read everything again. help: this. quit: leave."""


class Kept(Protocol):
    """Whoever holds the playthrough and keeps it."""

    @property
    def playthrough(self) -> Playthrough: ...
    def choose(self, choice: str) -> object: ...
    def undo(self) -> object: ...
    def redo(self) -> object: ...
    def restart(self) -> object: ...


class PlainGame:
    """One game in plain mode.

    Args:
        kept: the playthrough.
        lines: where a person's lines come from; their end ends the game.
        out: where text goes.
        width: gives the cells that a line may have, asked anew for each answer.
    """

    def __init__(self, kept: Kept, lines: Iterable[str], out: TextIO, width: Callable[[], int]) -> None:
        self.kept = kept
        self.lines = iter(lines)
        self.out = out
        self.width = width
        self.commands: dict[str, Callable[[str], None]] = {
            "undo": self.undo,
            "redo": self.redo,
            "new": self.new,
            "look": self.look,
            "status": lambda _: self.write(page.status(self.now, self.width())),
            "tropes": self.tropes,
            "hint": self.hint,
            "transcript": self.transcript,
            "help": lambda _: self.write([HELP]),
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
        self.write([f"{self.now.story.title}. Type the number of a choice, or help.", ""])
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
        if answer.isdecimal():
            self.choose(int(answer))
            return
        word, _, rest = answer.partition(" ")
        command = self.commands.get(word.lower())
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
            self.kept.choose(option.id)
        except (StoryFault, ChoiceNotAvailable) as fault:
            text = f"The story has a fault here: {fault}. Nothing was changed; take another choice."
            self.write([page.wrapped(text, self.width())])
            return
        self.write([""])
        self.show(before)

    def show(self, before: Playthrough | None) -> None:
        """Write the present scene: what is new since `before`, or all of it."""
        now, width = self.now, self.width()
        self.write(page.heading(now, before))
        self.write(page.prose(now, width))
        self.write(page.earned(now.story, now.turns[-1], width))
        changed = list(page.changes(now, before))
        if changed:
            self.write([page.wrapped(" ".join(changed), width), ""])
        self.write(page.ending(now, width))
        if now.ending:
            self.write([page.wrapped(self.what_can_be_typed(), width)])
        self.write(page.choices(now.options, width))

    def undo(self, _: str) -> None:
        """Take the last choice back."""
        if not self.now.can_undo:
            self.write(["There is nothing to undo."])
            return
        self.kept.undo()
        self.write(["Taken back.", ""])
        self.show(None)

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
        self.kept.restart()
        self.write(["A new beginning.", ""])
        self.show(None)

    def look(self, _: str) -> None:
        """Read the scene again."""
        self.show(None)

    def tropes(self, _: str) -> None:
        """List what is earned and what is not."""
        self.write(page.gallery(self.now.story, self.now.achievements, (), self.width()))

    def hint(self, which: str) -> None:
        """Give the plainer hint for an achievement by its number in the gallery."""
        items = list(self.now.story.achievements.values())
        if which.isdecimal() and 0 < int(which) <= len(items):
            self.write([page.wrapped(items[int(which) - 1].hint, self.width())])
        else:
            self.write([page.wrapped(f"Which one? Type hint and a number from 1 to {len(items)}.", self.width())])

    def transcript(self, _: str) -> None:
        """Write everything read so far."""
        for line in transcript(self.now).splitlines():
            self.write([page.wrapped(line, self.width()) if line else ""])
