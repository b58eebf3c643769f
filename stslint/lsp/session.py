"""The open buffers of an editor, and what it is told and offered about them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from stslint.config import ConfigurationError, Fault
from stslint.linter.rule import Rule
from stslint.lsp import code_actions, diagnostics
from stslint.lsp.analysis import Buffer, Judge, Judged, Judging
from stslint.lsp.hover import hover
from stslint.lsp.positions import Encoding, Lines
from stslint.lsp.uris import path_of, uri_of
from stslint.runtime.namedtuple import NamedTuple

JudgingOf = Callable[[str], Judging]
"""Returns by what a path is judged. Raises ConfigurationError and OSError."""


class Published(NamedTuple):
    """The diagnostics of one document, which take the place of those that it had."""

    uri: str
    version: int | None
    diagnostics: list[dict[str, Any]]


class Service:
    """Holds the buffers; all that it returns is plain data in the protocol's shapes."""

    def __init__(self, rules: Sequence[Rule], judging_of: JudgingOf, encoding: Encoding = "utf-16") -> None:
        self.encoding: Encoding = encoding
        self._rules = rules
        self._judging_of = judging_of
        self._judge = Judge(rules)
        self._buffers: dict[str, Buffer] = {}
        self._judged: dict[str, Judged] = {}
        self._faulty: dict[str, str] = {}

    @property
    def uris(self) -> list[str]:
        """Returns the URIs of all open buffers."""
        return list(self._buffers)

    def open(self, uri: str, text: str, version: int | None = None, language: str = "") -> None:
        """Takes a buffer in, or its new text."""
        self._buffers[uri] = Buffer(uri, text, version, language)

    def change(self, uri: str, text: str, version: int | None = None) -> None:
        """Takes a buffer's new text."""
        known = self._buffers.get(uri)
        self.open(uri, text, version, known.language if known is not None else "")

    def close(self, uri: str) -> list[Published]:
        """Forgets a buffer, and returns what takes its diagnostics away."""
        self._buffers.pop(uri, None)
        self._judged.pop(uri, None)
        self._faulty.pop(uri, None)
        return [Published(uri, None, [])]

    def diagnostics(self, uri: str) -> list[Published]:
        """Returns the diagnostics of a buffer, and those of a configuration that can't be used."""
        buffer = self._buffers.get(uri)
        if buffer is None:
            return []
        judging, faults = self._asked(buffer)
        judged = self._judged[uri] = self._judge(buffer, judging, self._texts())
        lines = Lines(buffer.text, self.encoding)
        told = diagnostics.diagnostics(judged, lines, self.encoding)
        return [Published(uri, buffer.version, told), *self._of_configuration(uri, faults)]

    def actions(
        self, uri: str, asked: dict[str, Any], only: Sequence[str] | None = None, *, versioned: bool = False
    ) -> list[dict[str, Any]]:
        """Returns the code actions for a range of a buffer."""
        judged = self._current(uri)
        if judged is None:
            return []
        return code_actions.actions(judged, asked, only, self.encoding, versioned=versioned)

    def hover(self, uri: str, position: dict[str, Any]) -> dict[str, Any] | None:
        """Returns what to show at a position, or nothing."""
        judged = self._current(uri)
        return None if judged is None else hover(judged, position, self._rules, self.encoding)

    def _current(self, uri: str) -> Judged | None:
        """Returns the judgement of a buffer's newest text: a question can overtake the diagnostics."""
        judged, buffer = self._judged.get(uri), self._buffers.get(uri)
        if judged is not None and judged.buffer is buffer:
            return judged
        self.diagnostics(uri)
        return self._judged.get(uri)

    def _asked(self, buffer: Buffer) -> tuple[Judging, tuple[Fault, ...]]:
        try:
            return self._judging_of(path_of(buffer.uri) or "."), ()
        except ConfigurationError as error:
            return Judging(), error.faults
        except OSError as error:
            fault = Fault(str(error.filename or ""), 1, f"can't be read: {error.strerror or error}")
            return Judging(), (fault,)

    def _texts(self) -> dict[str, str]:
        paths = ((path_of(uri), buffer.text) for uri, buffer in self._buffers.items())
        return {path: text for path, text in paths if path is not None}

    def _of_configuration(self, uri: str, faults: tuple[Fault, ...]) -> list[Published]:
        """Returns the faults at their file, and clears the file whose faults are gone from all buffers."""
        before = self._faulty.pop(uri, None)
        told = []
        if faults:
            file = self._faulty[uri] = _uri_of_file(faults[0].file)
            told = [Published(file, None, [diagnostics.of_configuration(each) for each in faults])]
        if before is not None and before not in self._faulty.values():
            told.append(Published(before, None, []))
        return told


def _uri_of_file(file: str) -> str:
    return uri_of(os.path.abspath(file))
