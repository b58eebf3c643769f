"""Two processes of a run send plain data to one another."""

from __future__ import annotations

import os

from stslint.runtime.disk_cache import packed, unpacked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.runtime.disk_cache import Plain

_LENGTH = 8
"""Bytes that say how many follow."""


class Link:
    """One end of the pipes between two processes."""

    def __init__(self, reads: int, writes: int) -> None:
        """``reads`` and ``writes`` are file descriptors, which belong to the link."""
        self._reads = open(reads, "rb")  # noqa: SIM115 (open as long as the link)
        self._writes = open(writes, "wb")  # noqa: SIM115

    def send(self, data: Plain) -> None:
        """Sends data. If the other process has ended, or the data is not plain, nothing more is sent."""
        try:
            content = packed(data)
            self._writes.write(len(content).to_bytes(_LENGTH, "big"))
            self._writes.write(content)
            self._writes.flush()
        except (OSError, ValueError):
            self.close()

    def receive(self) -> Plain:
        """Returns what the other process has sent. Raises EOFError if it has ended before it had sent all."""
        try:
            length = int.from_bytes(self._reads.read(_LENGTH), "big")
            content = self._reads.read(length)
        except (OSError, ValueError) as error:
            raise EOFError from error
        if not length or len(content) < length:
            raise EOFError
        return unpacked(content)

    def close(self) -> None:
        """Closes this end, which the other process notices."""
        for pipe in (self._writes, self._reads):
            try:
                pipe.close()
            except OSError:  # nobody reads what is left
                continue


def linked() -> tuple[Link, Link]:
    """Returns both ends of a new link. Raises OSError if no more files are allowed."""
    reads_here, writes_there = os.pipe()
    try:
        reads_there, writes_here = os.pipe()
    except OSError:
        os.close(reads_here)
        os.close(writes_there)
        raise
    return Link(reads_here, writes_here), Link(reads_there, writes_there)
