"""The colours of the interface: one theme an act, one light, one of high contrast, and the terminal's own sixteen.

Every theme gives the same variables, so that a screen's CSS names what a colour means and never which colour it is.
"""

from __future__ import annotations

from textual.theme import Theme

MEANINGS: dict[str, str] = {
    "ground": "what everything lies on",
    "ink": "prose and the words of a choice",
    "quiet": "the line of place, labels, the keys",
    "dim": "earlier passages, what cannot be chosen, and why",
    "accent": "red: only what can be done now (the bar before a title, a pointer); a surface, not a colour of text",
    "accent-light": "the same red where it is text: numerals, the logo",
    "gold": "what is earned, and what a choice costs",
    "name": "the name of who speaks",
    "warm": "light, the neon of an act: rare emphasis",
    "selected-bg": "the bar of the selected choice",
    "selected-ink": "text on that bar, whatever it was before",
    "rule": "thin lines and the empty part of a meter",
    "band": "a line that is set off from the ground (the keys)",
}
"""Every variable that screens may use (`$ground`, ...), and what it is for."""

TEXT_VARIABLES = ("ink", "quiet", "dim", "accent-light", "gold", "name", "warm")
"""Those that colour text on `$ground` and on `$band`: their contrast is at least 4.5:1."""

_AUTO = "moscow"


def _theme(theme_name: str, *, dark: bool = True, **meanings: str) -> Theme:
    variables = {key.replace("_", "-"): value for key, value in meanings.items()}
    accent, ground = variables["accent"], variables["ground"]
    return Theme(
        name=theme_name,
        primary=accent,
        secondary=variables["name"],
        warning=variables["gold"],
        error=variables["accent-light"],
        success=variables["name"],
        accent=accent,
        foreground=variables["ink"],
        background=ground,
        surface=ground,
        panel=variables["band"],
        dark=dark,
        variables=variables
        | {
            "block-cursor-background": variables["selected-bg"],
            "block-cursor-foreground": variables["selected-ink"],
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": variables["selected-bg"],
            "block-cursor-blurred-foreground": variables["selected-ink"],
            "footer-background": variables["band"],
            "footer-foreground": variables["quiet"],
            "footer-key-foreground": variables["ink"],
            "input-selection-background": f"{accent} 45%",
            "scrollbar": variables["rule"],
            "scrollbar-hover": variables["quiet"],
            "scrollbar-active": variables["quiet"],
            "scrollbar-background": ground,
            "scrollbar-background-hover": ground,
            "scrollbar-background-active": ground,
            "scrollbar-corner-color": ground,
            "border": variables["rule"],
            "border-blurred": variables["rule"],
        },
    )


THEMES: tuple[Theme, ...] = (
    _theme(
        "redheat-moscow",
        ground="#0b0f17",
        ink="#dfe6ee",
        quiet="#7f8da3",
        dim="#788396",
        accent="#c8102e",
        accent_light="#ff5a4f",
        gold="#d9a441",
        name="#8fb8de",
        warm="#ffb347",
        selected_bg="#c8102e",
        selected_ink="#ffffff",
        rule="#232c3b",
        band="#101827",
    ),
    _theme(
        "redheat-chicago",
        ground="#120a1c",
        ink="#f1e8e4",
        quiet="#9a8aa5",
        dim="#8a7b97",
        accent="#c8102e",
        accent_light="#ff5a4f",
        gold="#d9a441",
        name="#2ec4b6",
        warm="#ffb347",
        selected_bg="#c8102e",
        selected_ink="#ffffff",
        rule="#352345",
        band="#1a1028",
    ),
    _theme(
        "redheat-light",
        dark=False,
        ground="#f3efe6",
        ink="#1c1a1f",
        quiet="#5a5c66",
        dim="#62626c",
        accent="#c8102e",
        accent_light="#b80f2a",
        gold="#7d5600",
        name="#1f5689",
        warm="#96440a",
        selected_bg="#c8102e",
        selected_ink="#ffffff",
        rule="#cfc8ba",
        band="#e8e2d5",
    ),
    _theme(
        "redheat-contrast",
        ground="#000000",
        ink="#ffffff",
        quiet="#d6d6d6",
        dim="#b4b4b4",
        accent="#ff3b3b",
        accent_light="#ff8a80",
        gold="#ffd24a",
        name="#8fd3ff",
        warm="#ffcf70",
        selected_bg="#ffffff",
        selected_ink="#000000",
        rule="#8a8a8a",
        band="#000000",
    ),
)
"""What the app registers, each with the variables of MEANINGS."""

ANSI_THEME = "ansi-dark"
"""Textual's own theme that sends no RGB; it is not registered by us, but shown with ANSI_VARIABLES."""

ANSI_VARIABLES: dict[str, str] = {
    "ground": "ansi_default",
    "ink": "ansi_default",
    "quiet": "ansi_white",
    "dim": "ansi_white",
    "accent": "ansi_red",
    "accent-light": "ansi_bright_red",
    "gold": "ansi_yellow",
    "name": "ansi_bright_cyan",
    "warm": "ansi_bright_yellow",
    "selected-bg": "ansi_red",
    "selected-ink": "ansi_bright_white",
    "rule": "ansi_bright_black",
    "band": "ansi_default",
}
"""What `App.get_theme_variable_defaults` returns, so that the variables stand in themes that are not ours."""

SETTINGS: tuple[str, ...] = ("act", "moscow", "chicago", "light", "contrast", "ansi")
"""What the user may ask for; `act` follows the act."""


def theme_for(act_theme: str, setting: str = "act") -> str:
    """The name of the Textual theme for an act whose theme is `moscow` or `chicago`, under the user's setting.

    Anything unknown falls back: a setting to `act`, an act's theme to Moscow.
    """
    if setting == "ansi":
        return ANSI_THEME
    wanted = setting if setting in SETTINGS and setting != "act" else act_theme
    name = f"redheat-{wanted}"
    return name if any(theme.name == name for theme in THEMES) else f"redheat-{_AUTO}"
