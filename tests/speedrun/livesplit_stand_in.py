"""What listens where LiveSplit's server would."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable

PATIENCE = 60.0


class StandIn:
    """Listens where LiveSplit's server would, and keeps what it hears, byte by byte."""

    def __init__(self, port: int = 0) -> None:
        self.heard = b""
        self.connections: list[socket.socket] = []
        self._socket = socket.create_server(("localhost", port), reuse_port=False)
        self.port = int(self._socket.getsockname()[1])
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections.append(connection)
            threading.Thread(target=self._read, args=(connection,), daemon=True).start()

    def _read(self, connection: socket.socket) -> None:
        while True:
            try:
                data = connection.recv(4096)
            except OSError:
                return
            if not data:
                return
            self.heard += data

    def close(self) -> None:
        """Go away, as when LiveSplit is closed; going twice does no harm."""
        if self._socket.fileno() < 0:
            return
        # a blocked accept keeps a closed socket listening
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for connection in self.connections:
            connection.shutdown(socket.SHUT_RDWR)
            connection.close()


def wait(holds: Callable[[], bool]) -> None:
    """Wait until it holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)
