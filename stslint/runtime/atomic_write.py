"""Replaces files atomically."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager

from stslint.runtime.deferred_signals import deferred_signals
from stslint.runtime.temporary_files import temporary_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class ChangedError(OSError):
    """A file that has changed since it was read."""


def replace_content(path: str, old: bytes, new: bytes) -> None:
    """Replaces a file's content in one step, if it is still ``old``.

    Raises ChangedError when it is not, and OSError when it cannot be written or is read-only.
    """
    target = os.path.realpath(path)
    with _locked(target):
        with open(target, "rb") as stream:
            if stream.read() != old:
                raise ChangedError("it changed since it was read; run stslint again")
        # Replacing needs write permission for the folder only, so the file's own mode is checked here.
        if not os.stat(target).st_mode & 0o222 or not os.access(target, os.W_OK):
            raise PermissionError("it is read-only")
        write_atomically(target, new)


@contextmanager
def _locked(target: str) -> Iterator[None]:
    """Locks a file against other runs; on a system without such locks only the comparison protects it."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    while True:
        with open(target, "rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            # Otherwise the previous holder has replaced the file.
            if os.path.samestat(os.fstat(held.fileno()), os.stat(target)):
                yield
                return


def write_atomically(path: str, text: str | bytes) -> None:
    """Replaces a file's content in one step; a link stays a link, the mode stays the same. Raises OSError."""
    target = os.path.realpath(path)
    data = text.encode("utf-8") if isinstance(text, str) else text
    if os.path.exists(target) and not os.path.isfile(target):
        with open(target, "wb") as stream:
            stream.write(data)
        return
    with deferred_signals():
        _replace(path, target, data)


def _replace(path: str, target: str, data: bytes) -> None:
    """Writes a temporary file next to the target, and renames it."""
    handle, temporary = _temporary_file(path, os.path.dirname(target))
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
            os.chmod(temporary, _mode(target))
            if sys.platform != "win32":  # which cannot rename a file that is open
                os.replace(temporary, target)
        if sys.platform == "win32":
            os.replace(temporary, target)
    except BaseException as error:
        os.unlink(temporary)
        # The name of the temporary file means nothing to the user.
        raise _about(path, error) if isinstance(error, OSError) else error from None


def _temporary_file(path: str, folder: str) -> tuple[int, str]:
    try:
        return temporary_file(folder)
    except OSError as error:
        raise _about(path, error) from None


def _about(path: str, error: OSError) -> OSError:
    return OSError(error.errno, (error.strerror or str(error)).lower(), path)


def _mode(target: str) -> int:
    try:
        return os.stat(target).st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
