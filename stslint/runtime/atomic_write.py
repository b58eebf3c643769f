"""Files are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


class ChangedError(OSError):
    """A file that is no longer what it was when it was read."""


def replace_content(path: str, old: bytes, new: bytes) -> None:
    """Replaces a file's content in one step, if it still is ``old``.

    Raises ChangedError when it is not, and OSError when it can't be written, a read-only file included.
    """
    target = os.path.realpath(path)
    with _alone_with(target):
        with open(target, "rb") as stream:
            if stream.read() != old:
                raise ChangedError("it changed since it was read; run stslint again")
        # The folder alone decides whether a file can be replaced, so its own mode has to be asked.
        if not os.stat(target).st_mode & 0o222 or not os.access(target, os.W_OK):
            raise PermissionError("it is read-only")
        write_atomically(target, new)


@contextmanager
def _alone_with(target: str) -> Iterator[None]:
    """Holds other runs off a file; where the system has no such locks, the comparison has to do."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    while True:
        with open(target, "rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            # Whoever held it before has put another file in its place.
            if os.path.samestat(os.fstat(held.fileno()), os.stat(target)):
                yield
                return


def write_atomically(path: str, text: str | bytes) -> None:
    """Replaces a file's content in one step; a link stays a link and the mode is kept. Raises OSError."""
    target = os.path.realpath(path)
    data = text.encode("utf-8") if isinstance(text, str) else text
    if os.path.exists(target) and not os.path.isfile(target):
        with open(target, "wb") as stream:
            stream.write(data)
        return
    import tempfile  # ten times the cost of the rest of this module, and most runs write no file

    try:
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".stslint-")
    except OSError as error:
        # The name of what could not even be made says nothing to anybody.
        raise OSError(error.errno, (error.strerror or str(error)).lower(), path) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _mode(target: str) -> int:
    try:
        return os.stat(target).st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
