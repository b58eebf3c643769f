"""Reads files and streams of strangers: none of them can block a run, or fill its memory."""

from __future__ import annotations

import errno
import os
import stat
from io import FileIO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

MOST_BYTES = 250_000_000
"""What a file or standard input can hold at most; an object of Kubernetes has a thousandth of it."""


def read_stream(stream: BinaryIO) -> bytes:
    """Returns all bytes of a stream, such as standard input. Raises OSError if it has too many."""
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise _too_large(getattr(stream, "name", None))
    return data


def read_opened(opened: FileIO) -> bytes:
    """Returns all bytes that a file had when it was opened. Raises OSError if it has too many."""
    state = os.fstat(opened.fileno())
    if state.st_size > MOST_BYTES:
        raise _too_large(opened.name)
    if stat.S_ISREG(state.st_mode) and state.st_size:
        return opened.read(state.st_size) or b""
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
    with open(path, "rb", buffering=0, opener=_opened_at_once) as opened:
        if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
            raise OSError(errno.EINVAL, "not a regular file", path)
        return read_opened(opened)


def _opened_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _too_large(name: object) -> OSError:
    reason = f"it has more than {MOST_BYTES:,} bytes, the most that stslint reads"
    return OSError(errno.EFBIG, reason, name) if isinstance(name, str) else OSError(errno.EFBIG, reason)
