"""A line that shows how far a long run is, on a terminal only."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

PATIENCE = 1.0
"""Seconds before anything is shown."""

_INTERVAL = 0.1


class Progress:
    """Shows ``reading 300 of 1,000`` on one line once a run takes over a second."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._next = time.monotonic() + PATIENCE
        self._shown = False

    def __call__(self, step: str, done: int, total: int) -> None:
        """Takes note of ``done`` items of ``total``."""
        if not self._live or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _INTERVAL
        self._shown = True
        self._stream.write(f"\r\x1b[K{step} {done:,} of {total:,}")
        self._stream.flush()

    def done(self) -> None:
        """Takes the line away."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
