"""Reads files and streams of strangers: none of them can block a run, or fill its memory."""

from __future__ import annotations

import errno
import os
import stat
import time
from io import FileIO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

MOST_BYTES = 250_000_000
"""What a file or standard input can hold at most; an object of Kubernetes has a thousandth of it."""

_READINGS = 5
_BETWEEN_READINGS = 0.02
"""Seconds for another process to write the rest of a file."""


def read_stream(stream: BinaryIO) -> bytes:
    """Returns all bytes of a stream, such as standard input. Raises OSError if it has too many."""
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise _too_large(getattr(stream, "name", None))
    return data


def read_opened(opened: FileIO) -> bytes:
    """Returns all bytes of a file. Raises OSError if it has too many, or changes all the time."""
    state = os.fstat(opened.fileno())
    if state.st_size > MOST_BYTES:
        raise _too_large(opened.name)
    if not stat.S_ISREG(state.st_mode) or not state.st_size:
        return _to_the_end(opened)
    data = opened.read(state.st_size + 1) or b""
    return data if len(data) == state.st_size else _settled(opened)


def _settled(opened: FileIO) -> bytes:
    """Returns the bytes of a file that grew or shrank meanwhile, once two readings are the same."""
    before = None
    for _ in range(_READINGS):
        opened.seek(0)
        data = _to_the_end(opened)
        if data == before:
            return data
        before = data
        time.sleep(_BETWEEN_READINGS)
    reason = "it changes while it is read; run stslint again when it is complete"
    raise OSError(errno.EBUSY, reason, opened.name)


def _to_the_end(opened: FileIO) -> bytes:
    pieces, length = [], 0
    while piece := opened.read(1 << 20):
        pieces.append(piece)
        length += len(piece)
        if length > MOST_BYTES:
            raise _too_large(opened.name)
    return b"".join(pieces)


def read_regular(path: str) -> bytes:
    """Returns the bytes of a regular file that a run looks for by its name. Raises OSError for any other.

    A repository can hold a link to `/dev/zero` by that name, and an archive a pipe that nobody writes to.
    """
    return read_with_state(path)[0]


def read_with_state(path: str) -> tuple[bytes, os.stat_result]:
    """Returns the bytes of a regular file, and its state before they were read. Raises OSError."""
    with open(path, "rb", buffering=0, opener=_opened_at_once) as opened:
        state = os.fstat(opened.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", path)
        return read_opened(opened), state


def _opened_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _too_large(name: object) -> OSError:
    reason = f"it has more than {MOST_BYTES:,} bytes, the most that stslint reads"
    return OSError(errno.EFBIG, reason, name) if isinstance(name, str) else OSError(errno.EFBIG, reason)
