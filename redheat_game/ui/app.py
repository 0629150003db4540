"""The app: themes, the screens and the one playthrough that is open."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from redheat_game.story.script import Story
from redheat_game.ui.screens.play import PlayScreen
from redheat_game.ui.themes import ANSI_VARIABLES, THEMES, theme_for


class RedHeatApp(App[None]):
    """Red Heat on a terminal."""

    TITLE = "Red Heat"
    CSS_PATH = "redheat.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("colon", "command_palette", "Commands", show=False),
    ]

    def __init__(self, story: Story, kept, settings) -> None:
        super().__init__()
        self.story = story
        self.kept = kept
        self.settings = settings

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return ANSI_VARIABLES

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = theme_for("moscow", "auto")
        self.push_screen(PlayScreen())

    def follow_act(self, act: str | None) -> None:
        if act:
            self.theme = theme_for(self.story.acts[act].theme, "auto")

    def tell(self, words: str) -> None:
        self.notify(words, markup=False, timeout=4)

    def show_ending(self) -> None:
        pass
