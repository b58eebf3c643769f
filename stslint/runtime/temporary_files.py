"""Temporary files next to the files that they replace.

A process locks its temporary file for as long as it writes it. A file that nobody has locked belongs to a
process that was killed; the next one that writes to the directory removes it.
"""

from __future__ import annotations

import os
import re
import sys

_PREFIX, _SUFFIX = ".stslint-", ".tmp"
_NAME = re.compile(r"\.stslint-[a-z0-9_]{8}\.tmp")


def temporary_file(folder: str) -> tuple[int, str]:
    """Returns the handle and the path of a new file, locked until it is closed. Raises OSError."""
    import tempfile  # ten times the cost of the rest of this module, and most runs do not write files

    remove_abandoned(folder)
    while True:
        handle, path = tempfile.mkstemp(dir=folder, prefix=_PREFIX, suffix=_SUFFIX)
        # Between the two calls another process may have taken the file for an abandoned one.
        if _is_locked_by_us(handle) is not False and os.path.exists(path):
            return handle, path
        os.close(handle)


def remove_abandoned(folder: str) -> None:
    """Removes the temporary files of processes that were killed; one that cannot be removed stays."""
    try:
        names = [name for name in os.listdir(folder) if _NAME.fullmatch(name)]
    except OSError:
        return
    for name in names:
        _remove_unlocked(os.path.join(folder, name))


def _remove_unlocked(path: str) -> None:
    try:
        if sys.platform == "win32":
            os.unlink(path)  # fails for a file that is open
            return
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if _is_locked_by_us(handle):
                os.unlink(path)
        finally:
            os.close(handle)
    except OSError:
        return


def _is_locked_by_us(handle: int) -> bool | None:
    """Locks a file; returns False if another process has locked it, and None where there are no locks."""
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        return None
    return True
