"""The prose: the present passage, and earlier ones above it, dimmed."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from redheat_game.engine.playthrough import Playthrough, Turn
from redheat_game.ui.content import joined, passage, text

EARLIER_SHOWN = 30
"""Earlier passages kept on screen; all of them are in the transcript."""
CHARACTERS_A_TICK = 3
TICKS_A_SECOND = 30


class Passage(Static):
    """One scene's prose under the words of the choice that led to it."""

    DEFAULT_CSS = """
    Passage { width: 1fr; height: auto; max-width: 72; margin-bottom: 1; }
    """

    def __init__(self, playthrough: Playthrough, turn: Turn) -> None:
        super().__init__(markup=False)
        self.playthrough = playthrough
        self.turn = turn
        self._full = Content("")
        self._shown = 0
        self._ticking: Timer | None = None

    @property
    def heading(self) -> Content:
        """The scene's title behind its red bar."""
        title = self.playthrough.story.scenes[self.turn.state.scene].title.upper()
        return Content.assemble(text("▌ ", "$accent"), text(title, "$ink bold"))

    def show_present(self, *, typed: bool) -> None:
        """Show it as what is read now; where `typed`, letter by letter."""
        told = passage(self.playthrough.story, self.playthrough.passage_of(self.turn))
        self._full = joined([self.heading, told], "\n\n")
        self.complete()
        if typed and len(told):
            self._shown = len(self.heading)
            self._type()
            self._ticking = self.set_interval(1 / TICKS_A_SECOND, self._type)

    def show_earlier(self) -> None:
        """Show it as what was read before: dimmed, without its heading."""
        self.complete()
        told = passage(self.playthrough.story, self.playthrough.passage_of(self.turn), dim=True)
        said = [text(f"> {self.turn.said}", "$dim italic")] if self.turn.said else []
        self.update(joined([*said, told], "\n\n"))

    @property
    def is_typing(self) -> bool:
        """Whether letters are still to come."""
        return self._ticking is not None

    def complete(self) -> None:
        """Show all of it at once."""
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None
        self.update(self._full)

    def _type(self) -> None:
        self._shown += CHARACTERS_A_TICK
        if self._shown >= len(self._full):
            self.complete()
            return
        # what is still to come keeps its room, so that nothing moves
        hidden = self._full.plain[self._shown :]
        blank = "".join(character if character.isspace() else "\u00a0" for character in hidden)
        self.update(Content.assemble(self._full[: self._shown], blank))


class Prose(VerticalScroll, can_focus=False):
    """All passages of a playthrough that are on screen; the present one last."""

    DEFAULT_CSS = """
    Prose { height: auto; width: 1fr; scrollbar-size-vertical: 1; }
    """

    def present(self) -> Passage | None:
        """The passage that is read now."""
        found = list(self.query(Passage))
        return found[-1] if found else None

    async def show_all(self, playthrough: Playthrough, notices: Sequence[str] = ()) -> None:
        """Show a playthrough from scratch, as after undo or on opening."""
        await self.remove_children()
        turns = playthrough.turns[-EARLIER_SHOWN - 1 :]
        passages = [Passage(playthrough, turn) for turn in turns]
        told = [Static(text(notice, "$warm"), markup=False, classes="notice") for notice in notices]
        await self.mount(*passages[:-1], *told, passages[-1])
        for earlier in passages[:-1]:
            earlier.show_earlier()
        passages[-1].show_present(typed=False)

    async def show_next(self, playthrough: Playthrough, *, typed: bool) -> None:
        """Show the scene that the last choice led to, and dim what was read before."""
        before = self.present()
        if before is not None:
            before.show_earlier()
        following = Passage(playthrough, playthrough.turns[-1])
        await self.mount(following)
        following.show_present(typed=typed)
        surplus = list(self.query(Passage))[: -EARLIER_SHOWN - 1]
        for old in surplus:
            await old.remove()

    def settle(self) -> None:
        """Scroll so that the present passage is read from its beginning, with as much before it as there is room."""
        present = self.present()
        if present is None:
            return
        longest = self.scrollable_content_region.height
        if present.size.height >= longest:
            self.scroll_to(y=present.virtual_region.y, animate=False)
        else:
            self.scroll_end(animate=False)
