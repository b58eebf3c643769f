"""Caches results of earlier runs in the user's cache directory.

The key of an entry names everything that the entry depends on, so it never becomes stale; a corrupt entry is
ignored. Concurrent runs are safe: entries are written atomically.

Own code: platformdirs and diskcache do the same, but importing platformdirs alone adds 17 ms to a cold run.
"""

from __future__ import annotations

import marshal
import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

try:
    from _blake2 import blake2b  # hashlib loads OpenSSL, which takes longer than everything else here
except ImportError:
    from hashlib import blake2b

LARGEST_ENTRY = 24 << 20
LARGEST_FOLDER = 64 << 20
MOST_ENTRIES = 1000
_SMALL_ENTRY = 64 << 10
_SWEEPING = ("0", "1")
"""How the keys begin whose small entries are written after a look at all others: one key in eight."""
_MOST_UNSEEN = 100
"""Small entries that may be written between two looks; more of them have a chance of 1 to 600,000."""
_ABANDONED_AFTER = 10
"""Seconds after which a temporary file belongs to nobody."""
_DIGEST = 16
_WRITABLE_BY_OTHERS = 0o022
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# The cache of stslint; it can be deleted at any time.\n"

Plain: TypeAlias = "Any"
"""A value that ``marshal`` can write: numbers, text, bytes, tuples, lists, dicts, None."""


def folder() -> str | None:
    """Returns this user's cache directory for stslint, or None where the system has none.

    ``STSLINT_CACHE_DIR`` overrides ``XDG_CACHE_HOME`` and the platform's directory for caches.
    Source: https://specifications.freedesktop.org/basedir-spec/latest/
    """
    chosen = os.environ.get("STSLINT_CACHE_DIR")
    if chosen:
        return os.path.abspath(chosen)
    parent = os.environ.get("LOCALAPPDATA", "") if sys.platform == "win32" else _unix_parent()
    return os.path.join(parent, "stslint") if os.path.isabs(parent) else None


def _unix_parent() -> str:
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(chosen):
        return chosen
    return os.path.expanduser("~/Library/Caches" if sys.platform == "darwin" else "~/.cache")


def key_of(*parts: str | bytes) -> str:
    """Returns a key of 32 hexadecimal digits, which differs for different parts or a different order."""
    digest = blake2b(digest_size=_DIGEST)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def packed(value: Plain) -> bytes:
    """Returns a value as bytes, to be a part of an entry that is read only when it is needed."""
    return marshal.dumps(value)


def unpacked(data: bytes) -> Plain:
    """Returns the value that ``packed`` was given."""
    return marshal.loads(data)


def is_worth_writing(changed: int, total: int) -> bool:
    """Returns whether to write an entry of ``total`` items after some have changed.

    To look at a few again in each run takes less time than to write all of them.
    """
    return changed * changed * 50 > total


def key_of_plain(*values: Plain) -> str:
    """Returns a key that differs for different plain data; that of the same data is the same everywhere."""
    return key_of(*(marshal.dumps(value, 0) for value in values))  # later formats depend on who holds a value


class Store:
    """The cache entries in one folder. No method raises: what cannot be cached is computed again.

    A folder that others can write to, or that belongs to another user, is neither read nor written.
    """

    __slots__ = ("_folder",)

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def why_unused(self) -> str:
        """Returns why the folder is neither read nor written, or an empty string."""
        try:
            if not os.path.exists(self._folder) or _is_private(self._folder):
                return ""
            own = os.stat(self._folder).st_uid == os.geteuid()
        except OSError as error:
            return f"the cache {self._folder} is not used: {(error.strerror or str(error)).lower()}"
        reason = "others can write to it" if own else "it belongs to another user"
        return f"the cache {self._folder} is not used: {reason}; STSLINT_CACHE_DIR names another folder"

    def read(self, key: str) -> Plain | None:
        """Returns the value that was written for a key, or None."""
        path = os.path.join(self._folder, key)
        try:
            if not _is_private(self._folder):
                return None
            with open(path, "rb", buffering=0) as opened:
                data = memoryview(opened.readall() if _is_own(opened.fileno()) else b"")
            if _digest(data[_DIGEST:]) != data[:_DIGEST]:
                return None
            value: Plain = marshal.loads(data[_DIGEST:])
            os.utime(path)
        except (OSError, ValueError, EOFError, TypeError):
            return None
        return value

    def write(self, key: str, value: Plain) -> None:
        """Caches a value for a key, unless it is too large or ``marshal`` cannot write it."""
        try:
            data = marshal.dumps(value)
        except ValueError:
            return
        if len(data) > LARGEST_ENTRY:
            return
        try:
            self._prepare()
            if not _is_private(self._folder):
                return
            if len(data) > _SMALL_ENTRY or key.startswith(_SWEEPING):
                self._sweep(len(data))
            write_bytes(os.path.join(self._folder, key), _digest(data) + data)
        except OSError:
            return

    def _prepare(self) -> None:
        if not os.path.isdir(self._folder):
            os.makedirs(self._folder, 0o700, exist_ok=True)
            with open(os.path.join(self._folder, "CACHEDIR.TAG"), "w", encoding="ascii") as opened:
                opened.write(_TAG)

    def _sweep(self, coming: int) -> None:
        """Removes what killed processes have left, and the least recently used entries of a full cache.

        To look at a thousand entries takes a tenth of a check of one file, so few runs do it.
        """
        remove_abandoned(self._folder)
        with os.scandir(self._folder) as opened:
            entries = [(stat.st_mtime, stat.st_size, each.path) for each in opened if (stat := each.stat())]
        size, number = sum(entry[1] for entry in entries) + coming, len(entries)
        if size <= LARGEST_FOLDER - _MOST_UNSEEN * _SMALL_ENTRY and number <= MOST_ENTRIES - _MOST_UNSEEN:
            return
        for _, length, path in sorted(entries):
            if size <= LARGEST_FOLDER // 2 and number <= MOST_ENTRIES // 2:
                break
            _remove(path)
            size, number = size - length, number - 1


def write_bytes(path: str, data: bytes, mode: int = 0o600) -> None:
    """Writes a file completely or not at all, also if another process writes it. Raises OSError."""
    from stslint.runtime.deferred_signals import deferred_signals  # many runs only read

    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name}.{os.getpid()}.{os.urandom(4).hex()}")
    with deferred_signals():
        try:
            flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
            with open(os.open(temporary, flags, mode), "wb") as opened:
                opened.write(data)
            os.replace(temporary, path)
        except OSError:
            _remove(temporary)
            raise


def remove_abandoned(folder: str) -> None:
    """Removes the temporary files that killed processes have left: an entry is written in an instant.

    Should one of them belong to a process that is merely slow, its entry is computed again. Raises OSError.
    """
    now = time.time()
    with os.scandir(folder) as opened:
        for entry in opened:
            if (
                _is_temporary(entry.name)
                and now - entry.stat(follow_symlinks=False).st_mtime > _ABANDONED_AFTER
            ):
                _remove(entry.path)


def _is_temporary(name: str) -> bool:
    """Returns whether a file has a name that ``write_bytes`` gives: hidden, with a process and 4 bytes."""
    written, _, end = name.rpartition(".")
    written, _, process = written.rpartition(".")
    return (
        len(written) > 1
        and written[0] == "."
        and process.isdecimal()
        and len(end) == 8
        and all(digit in "0123456789abcdef" for digit in end)
    )


def _digest(data: bytes | memoryview) -> bytes:
    return blake2b(data, digest_size=_DIGEST).digest()


def _is_private(folder: str) -> bool:
    """Returns whether a folder belongs to this user and nobody else can write to it. Raises OSError.

    Who can write to it can exchange entries, even for others of this user.
    """
    if not hasattr(os, "geteuid"):
        return True
    state = os.stat(folder)
    return state.st_uid == os.geteuid() and not state.st_mode & _WRITABLE_BY_OTHERS


def _is_own(handle: int) -> bool:
    """Returns whether a file belongs to this user: entries contain code."""
    return not hasattr(os, "geteuid") or os.fstat(handle).st_uid == os.geteuid()


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
