"""A bare Textual app with the widgets that the game shows: what `benchmarks.interface` sets the game beside.

python -m benchmarks.bare SCRIPT

SCRIPT is JSON: a list of scenes, each with `title`, `words` and `options`; a figure shows the next one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from textual import events
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static

MENU = ("Continue", "New game", "Saves", "Tropes", "Settings", "Help", "Quit")


class BareApp(App[None]):
    """One line above, passages, a list to choose from, and two lines below."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    .line { height: 1; }
    VerticalScroll { height: 1fr; }
    OptionList { height: auto; border: none; }
    OptionList:focus { border: none; }
    """

    def __init__(self, scenes: list[dict[str, str | list[str]]]) -> None:
        super().__init__()
        self._scenes = iter(scenes)

    def compose(self) -> ComposeResult:
        """A Static a line, a scroll of Statics, a list of seven."""
        yield Static("Red Heat  I MOSCOW  foundry baths · 05:46", classes="line", markup=False)
        with VerticalScroll(can_focus=False):
            yield Static("\n".join("█" * 60 for _ in range(9)), markup=False)
            yield Static("A terminal adventure. Moscow and Chicago, 1988.", markup=False)
        yield OptionList(*MENU, markup=False)
        yield Static("Trust 1/6  Heat 0/5  Nerve 3/5  Wounds 0/3", classes="line", markup=False)
        yield Static("1-3 choose · u undo · t tropes · s saves · ? help · q title", classes="line", markup=False)

    async def on_key(self, event: events.Key) -> None:
        """Show the next scene below those before, and what can be chosen in it."""
        scene = next(self._scenes, None) if event.key in "123456789" else None
        if scene is None:
            return
        offered = self.query_one(OptionList)
        offered.clear_options()
        offered.add_options(f"{number}   {words}" for number, words in enumerate(scene["options"], start=1))
        scroll = self.query_one(VerticalScroll)
        passage = Static(f"▌ {scene['title']}\n\n{scene['words']}\n", markup=False)
        await scroll.mount(passage)
        passage.scroll_visible(top=True, animate=False)


if __name__ == "__main__":
    BareApp(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")) if len(sys.argv) > 1 else []).run()
