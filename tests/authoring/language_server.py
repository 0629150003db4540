"""A client of npm's `yaml-language-server`, by which VS Code and Neovim edit YAML."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

SERVER = Path(__file__).parents[1] / "node" / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
MISSING = None
if shutil.which("node") is None:
    MISSING = "needs node"
elif not SERVER.exists():
    MISSING = "needs the language server: npm install --prefix tests/node"
PATIENCE = 30.0


class LanguageServer:
    """One server, with one folder open.

    Args:
        root: the folder.
        settings: what an editor would send as its `yaml` settings.
    """

    def __init__(self, root: Path, settings: dict[str, Any]) -> None:
        self._settings = {
            "validate": True,
            "hover": True,
            "completion": True,
            "schemaStore": {"enable": False},
            **settings,
        }
        self._process = subprocess.Popen(
            ["node", str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._received: queue.Queue[dict[str, Any]] = queue.Queue()
        self._asked = 0
        self._version = 0
        threading.Thread(target=self._read, daemon=True).start()
        capabilities = {
            "textDocument": {
                "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
            },
            "workspace": {"configuration": True},
        }
        folder = {"uri": root.as_uri(), "name": root.name}
        self._ask(
            "initialize",
            {"processId": None, "rootUri": root.as_uri(), "capabilities": capabilities, "workspaceFolders": [folder]},
        )
        self._send({"method": "initialized", "params": {}})

    def close(self) -> None:
        """End the server."""
        self._process.kill()
        self._process.wait()

    def diagnostics(self, file: Path, text: str) -> list[tuple[int, str]]:
        """What the server says of a file with this text: (line from 1, message)."""
        self._version += 1
        document = {"uri": file.as_uri(), "version": self._version}
        self._send(
            {
                "method": "textDocument/didOpen",
                "params": {"textDocument": {**document, "languageId": "yaml", "text": text}},
            }
        )
        while True:
            message = self._received.get(timeout=PATIENCE)
            params = message.get("params", {})
            if message.get("method") == "textDocument/publishDiagnostics" and params["uri"] == file.as_uri():
                return [(item["range"]["start"]["line"] + 1, item["message"]) for item in params["diagnostics"]]

    def completions(self, file: Path, text: str) -> dict[str, str]:
        """What is offered at the end of the text, with its documentation."""
        self.diagnostics(file, text)
        found = self._ask("textDocument/completion", {"textDocument": {"uri": file.as_uri()}, "position": _end(text)})
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"]: str(item.get("documentation", "")) for item in items}

    def hover(self, file: Path, text: str, at: str) -> str:
        """What is shown over the first letter of `at`."""
        self.diagnostics(file, text)
        position = _end(text[: text.index(at) + 1])
        found = self._ask("textDocument/hover", {"textDocument": {"uri": file.as_uri()}, "position": position})
        return str(found["contents"]["value"]) if found else ""

    def _ask(self, method: str, params: dict[str, Any]) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while True:
            message = self._received.get(timeout=PATIENCE)
            if message.get("id") == self._asked:
                return message.get("result")

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None
        while True:
            length = 0
            while (line := self._process.stdout.readline()) not in (b"\r\n", b""):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                return
            message = json.loads(self._process.stdout.read(length))
            if message.get("method") == "workspace/configuration":
                asked = [item.get("section") for item in message["params"]["items"]]
                answer = [self._settings if section == "yaml" else None for section in asked]
                self._send({"id": message["id"], "result": answer})
            elif "method" in message and "id" in message:
                self._send({"id": message["id"], "result": None})
            else:
                self._received.put(message)


def _end(text: str) -> dict[str, int]:
    return {"line": text.count("\n"), "character": len(text) - text.rfind("\n") - 1}
