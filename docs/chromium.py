"""Where Chromium is, and how it is run without a screen."""

from __future__ import annotations

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=5000")


def chromium() -> list[str] | None:
    """The beginning of a command; None where there is no Chromium."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return [found, *OPTIONS] if found else None
