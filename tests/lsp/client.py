"""A small client of the Language Server Protocol: starts the server and talks to it over its pipes.

It reads and writes JSON itself, so that it can send what the server must reject.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

Json = dict[str, Any]

TIMEOUT = 60.0
"""Seconds to wait for an answer; the machine can be busy."""

_PROJECT = Path(__file__).parent.parent.parent
_PUBLISH = "textDocument/publishDiagnostics"


class ServerError(RuntimeError):
    """The server answered a request with an error."""


class Client:
    """One session. ``published`` holds all diagnostics of each URI, the newest last."""

    def __init__(self, root: Path, *arguments: str, encodings: tuple[str, ...] = ("utf-16",)) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "stslint", "server", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(_PROJECT)},
        )
        self._messages: queue.Queue[Json | None] = queue.Queue()
        threading.Thread(target=self._read_messages, daemon=True).start()
        self._request_id = 0
        self.published: dict[str, list[list[Json]]] = {}
        self.registered: list[Json] = []
        self.capabilities = self._initialize(root, encodings)

    def _initialize(self, root: Path, encodings: tuple[str, ...]) -> Json:
        capabilities = {
            "general": {"positionEncodings": list(encodings)},
            "workspace": {
                "workspaceEdit": {"documentChanges": True},
                "didChangeWatchedFiles": {"dynamicRegistration": True},
            },
        }
        params = {"processId": os.getpid(), "rootUri": root.as_uri(), "capabilities": capabilities}
        answer: Json = self.request("initialize", params)
        self.notify("initialized", {})
        return dict(answer["capabilities"])

    @property
    def process_id(self) -> int:
        """Returns the id of the server's process."""
        return self._process.pid

    def _read_messages(self) -> None:
        stdout = _stream(self._process.stdout)
        while True:
            length = 0
            while (line := stdout.readline()).strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                self._messages.put(None)
                return
            self._messages.put(json.loads(stdout.read(length)))

    def send_bytes(self, data: bytes) -> None:
        """Sends a message as it is, even if it is not JSON."""
        stdin = _stream(self._process.stdin)
        stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        stdin.flush()

    def _send(self, **message: Any) -> None:
        self.send_bytes(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def notify(self, method: str, params: Json) -> None:
        """Sends a notification."""
        self._send(method=method, params=params)

    def request(self, method: str, params: Json | None) -> Any:
        """Returns the result of a request. Raises ServerError."""
        self._request_id += 1
        self._send(id=self._request_id, method=method, params=params)
        while True:
            message = self._next_message()
            if message.get("id") == self._request_id and "method" not in message:
                if "error" in message:
                    raise ServerError(message["error"]["message"])
                return message["result"]

    def diagnostics(self, uri: str, version: int | None = None) -> list[Json]:
        """Waits for the next diagnostics of a document, or for those of a version, and returns them."""
        while True:
            message = self._next_message()
            if message.get("method") != _PUBLISH or message["params"]["uri"] != uri:
                continue
            if version is None or message["params"].get("version") == version:
                return list(message["params"]["diagnostics"])

    def _next_message(self) -> Json:
        message = self._messages.get(timeout=TIMEOUT)
        assert message is not None, self._stderr()
        if message.get("method") == _PUBLISH:
            params = message["params"]
            self.published.setdefault(params["uri"], []).append(params["diagnostics"])
        if message.get("method") == "client/registerCapability":
            self.registered += message["params"]["registrations"]
            self._send(id=message["id"], result=None)
        return message

    def _stderr(self) -> str:
        return f"the server ended: {_stream(self._process.stderr).read().decode(errors='replace')}"

    def open(self, uri: str, text: str, language: str = "yaml") -> None:
        """Opens a document at version 1."""
        document = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def change(self, uri: str, text: str, version: int) -> None:
        """Sends the new text of a document."""
        self.change_ranges(uri, [{"text": text}], version)

    def change_ranges(self, uri: str, changes: list[Json], version: int) -> None:
        """Sends changes of a document, each with or without a range."""
        document = {"uri": uri, "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def close(self, uri: str) -> None:
        """Closes a document."""
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def end(self) -> int:
        """Ends the session and returns the exit code of the server."""
        self.request("shutdown", None)
        self._send(method="exit")
        code = self._process.wait(timeout=TIMEOUT)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            _stream(stream).close()
        return code


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream
