"""Who has which playthrough open."""

from __future__ import annotations

import secrets
from pathlib import Path

from redheat_game.storage.presence import Presence, is_alive


class Claims:
    """Makes the owners that this process writes into playthroughs, and judges those that it finds there."""

    def __init__(self, folder: Path | None) -> None:
        """Signs of life are given in `folder`; None where nothing outlives the process."""
        self._folder = folder
        self._presence: Presence | None = None
        self._token = ""
        self._made = 0

    def new_owner(self) -> str:
        """An owner that nobody else is; it counts as alive until this is closed or the process ends."""
        if not self._token:
            self._token = self._sign_of_life()
        self._made += 1
        return f"{self._token}.{self._made}"

    def _sign_of_life(self) -> str:
        if self._folder is not None:
            try:
                self._presence = Presence(self._folder)
                return self._presence.token
            except OSError:
                pass
        return secrets.token_hex(8)

    def is_elsewhere(self, owner: str | None) -> bool:
        """Whether another process that is alive has what bears this owner."""
        if owner is None or self._folder is None:
            return False
        token = owner.partition(".")[0]
        return token != self._token and is_alive(self._folder, token)

    def is_alive(self, owner: str) -> bool:
        """Whether the process that bears this owner, this one included, still runs."""
        return owner.partition(".")[0] == self._token or self.is_elsewhere(owner)

    def close(self) -> None:
        """Let others have all that was claimed here."""
        if self._presence is not None:
            self._presence.close()
            self._presence = None
        self._token = ""
