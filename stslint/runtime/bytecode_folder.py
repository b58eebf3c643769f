"""Plain data that is derived from files of stslint and kept where Python keeps their bytecode.

It is trusted as bytecode is: who can change it can also change the sources. It is written under the same
conditions, so nothing is written into an installation that Python may not write to. Each file holds a key,
which names what its data were derived from, and the data.
"""

from __future__ import annotations

import marshal
import os
import sys
from importlib._bootstrap_external import cache_from_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FORMAT = 2
"""The format of ``marshal`` that all versions of Python read, and in which equal data are equal bytes."""


def path_of(file: str) -> str | None:
    """Returns the path for what is derived from a file, or None where Python has no place for bytecode."""
    tag = sys.implementation.cache_tag
    if tag is None:
        return None
    return os.path.join(os.path.dirname(cache_from_source(file)), f"{os.path.basename(file)}.{tag}.bin")


def read(path: str | None, key: Any) -> Any:
    """Returns the data of a file, or None for one that is missing, damaged, or has another key."""
    if path is None:
        return None
    try:
        with open(path, "rb", buffering=0) as opened:
            entry = marshal.loads(opened.readall())
    except (OSError, ValueError, EOFError, TypeError, MemoryError):
        return None
    return data_of(entry, key)


def data_of(entry: Any, key: Any) -> Any:
    """Returns the data of an entry, or None for what has another key or is no entry."""
    return entry[1] if isinstance(entry, tuple) and len(entry) == 2 and entry[0] == key else None


def shipped(key: Any, data: Any) -> bytes:
    """Returns the content of a file for a wheel, whose bytes are the same for all versions of Python."""
    return marshal.dumps((key, data), _FORMAT)


def write(path: str | None, key: Any, data: Any) -> bool:
    """Writes data where Python may write bytecode, and returns whether that was possible."""
    if path is None or sys.dont_write_bytecode:
        return False
    from stslint.runtime.disk_cache import remove_abandoned, write_bytes  # many runs only read

    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        remove_abandoned(os.path.dirname(path))
        write_bytes(path, marshal.dumps((key, data)), 0o644)  # as Python's own, for all users
    except OSError:
        return False
    return True
