"""Red Heat, the game: a terminal adventure whose story is a finite machine."""

__version__ = "0.1.0"
