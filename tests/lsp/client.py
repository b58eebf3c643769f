"""A small client of the Language Server Protocol: starts the server and talks to it over its pipes."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

PATIENCE = 60.0
"""Seconds to wait for an answer; a machine can be busy."""


class Client:
    """One session. ``published`` holds the newest diagnostics by URI."""

    def __init__(self, root: Path, *words: str, encodings: tuple[str, ...] = ("utf-16",)) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "stslint", "server", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)},
        )
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self._number = 0
        self.published: dict[str, list[dict[str, Any]]] = {}
        self.registered: list[dict[str, Any]] = []
        self.capabilities = self._initialize(root, encodings)

    def _initialize(self, root: Path, encodings: tuple[str, ...]) -> dict[str, Any]:
        capabilities = {
            "general": {"positionEncodings": list(encodings)},
            "workspace": {
                "workspaceEdit": {"documentChanges": True},
                "didChangeWatchedFiles": {"dynamicRegistration": True},
            },
        }
        params = {"processId": os.getpid(), "rootUri": root.as_uri(), "capabilities": capabilities}
        answer: dict[str, Any] = self.ask("initialize", params)
        self.tell("initialized", {})
        return dict(answer["capabilities"])

    def _read(self) -> None:
        assert self._process.stdout is not None
        while True:
            length = 0
            while (line := self._process.stdout.readline()).strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                self._messages.put(None)
                return
            self._messages.put(json.loads(self._process.stdout.read(length)))

    def send(self, data: bytes) -> None:
        """Sends bytes as they are, be they nonsense."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self._process.stdin.flush()

    def _send(self, **message: Any) -> None:
        self.send(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def tell(self, method: str, params: Any) -> None:
        """Sends a notification."""
        self._send(method=method, params=params)

    def ask(self, method: str, params: Any) -> Any:
        """Returns the result of a request. Raises RuntimeError for an error."""
        self._number += 1
        self._send(id=self._number, method=method, params=params)
        while True:
            message = self._next()
            if message.get("id") == self._number and "method" not in message:
                if "error" in message:
                    raise RuntimeError(message["error"]["message"])
                return message["result"]

    def diagnostics(self, uri: str, version: int | None = None) -> list[dict[str, Any]]:
        """Waits for the diagnostics of a document, of a version if one is given, and returns them."""
        while True:
            message = self._next()
            params = message.get("params")
            if message.get("method") != "textDocument/publishDiagnostics" or params["uri"] != uri:
                continue
            if version is None or params.get("version") == version:
                return list(params["diagnostics"])

    def _next(self) -> dict[str, Any]:
        message = self._messages.get(timeout=PATIENCE)
        assert message is not None, self._last_words()
        if message.get("method") == "textDocument/publishDiagnostics":
            self.published[message["params"]["uri"]] = message["params"]["diagnostics"]
        if message.get("method") == "client/registerCapability":
            self.registered += message["params"]["registrations"]
            self._send(id=message["id"], result=None)
        return message

    def _last_words(self) -> str:
        assert self._process.stderr is not None
        return f"the server ended: {self._process.stderr.read().decode(errors='replace')}"

    def open(self, uri: str, text: str, language: str = "yaml") -> None:
        """Opens a document at version 1."""
        document = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def change(self, uri: str, text: str, version: int) -> None:
        """Sends a document's new text."""
        changes = [{"text": text}]
        document = {"uri": uri, "version": version}
        self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def end(self) -> int:
        """Ends the session and returns the server's exit code."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        code = self._process.wait(timeout=PATIENCE)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert stream is not None
            stream.close()
        return code
