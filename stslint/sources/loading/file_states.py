"""What an earlier run has read of files, by their states: a file of the same state is not opened again.

A state is what the file system says of a file: device, inode, size, and the times of its last changes. A file
that is written, renamed, exchanged or given other times has another one. Only the time of the change of an
inode (``st_ctime``) cannot be set, so a state is trusted where the file system has it
(``runtime.file_systems``), and only if it was older than ``_SETTLED`` when the run began: within one tick of
its clock a file can change twice and have the same times.
Source: https://git-scm.com/docs/racy-git
"""

from __future__ import annotations

import os
import time

from stslint.model.known_source import KnownText
from stslint.runtime.bounded_reading import read_regular
from stslint.runtime.file_systems import tells_changes
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.files.decoding import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TypeAlias

    from stslint.sources.classify.sniffing import Content
    from stslint.sources.files.walk import File

State: TypeAlias = "tuple[int, int, int, int, int]"
"""The device, inode, size, and times of the last changes of content and inode."""

_SETTLED = 2_000_000_000
"""Nanoseconds: the times of a file are exact to two seconds or better."""


class KnownFile(NamedTuple):
    """What was read of a file of a state; ``digest`` is that of a plain manifest's text, or empty."""

    state: State
    content: Content
    digest: str = ""


def text_of(path: str, digest: str, text: str | None = None) -> KnownText:
    """Returns the text of the plain manifest at a path, which is read when it is needed."""
    return KnownText(digest, lambda: _text(path), text)


class FileStates:
    """The files that an earlier run has read; ``written`` are those of this run, as plain data.

    It is made before any file is read.
    """

    def __init__(self, earlier: object = None) -> None:
        self._earlier: Mapping[str, Any] = earlier if isinstance(earlier, dict) else {}
        self.written: dict[str, Any] = {}
        self._learned = 0
        self._settled = time.time_ns() - _SETTLED
        self._trusted: dict[int, bool] = {}

    @property
    def changed(self) -> int:
        """Returns how many files are not as the earlier run has read them."""
        return self._learned + len(self._earlier.keys() - self.written.keys())

    def known(self, file: File) -> KnownFile | None:
        """Returns what was read of a file, unless it may have changed."""
        earlier = self._earlier.get(file.path)
        if earlier is None:
            return None
        try:
            state = os.stat(file.path)
        except (OSError, ValueError):
            return None
        if _state(state) != earlier[0]:
            return None
        self.written[file.path] = earlier
        return KnownFile(*earlier)

    def learn(self, file: File, state: os.stat_result, content: Content, digest: str = "") -> None:
        """Records what was read of a file of a state."""
        if state.st_ctime_ns >= self._settled or not self._is_trusted(file, state):
            self.written.pop(file.path, None)
            return
        found = (_state(state), content, digest)
        self._learned += found != self._earlier.get(file.path)
        self.written[file.path] = found

    def _is_trusted(self, file: File, state: os.stat_result) -> bool:
        device = state.st_dev
        if device not in self._trusted:
            self._trusted[device] = tells_changes(file.key)
        return self._trusted[device]


def _state(state: os.stat_result) -> State:
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns


def _text(path: str) -> str | None:
    try:
        text = decode(read_regular(path))
    except OSError:
        return None
    return text if isinstance(text, str) else None
