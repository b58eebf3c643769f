"""Plain data that is derived from files of stslint and kept where Python keeps their bytecode.

It is trusted as bytecode is: who can change it can also change the sources. It is written under the same
conditions, so nothing is written into an installation that Python may not write to.
"""

from __future__ import annotations

import marshal
import os
import sys
from importlib._bootstrap_external import cache_from_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def path_of(file: str, ending: str = "bin") -> str | None:
    """Returns the path for what is derived from a file, or None where Python has no place for bytecode."""
    tag = sys.implementation.cache_tag
    if tag is None:
        return None
    folder, name = os.path.split(file)
    if sys.pycache_prefix is None:
        return os.path.join(folder, "__pycache__", f"{name}.{tag}.{ending}")
    return os.path.join(os.path.dirname(cache_from_source(file)), f"{name}.{tag}.{ending}")


def read(path: str | None) -> Any:
    """Returns the data of a file, or None for one that is missing or damaged."""
    if path is None:
        return None
    try:
        with open(path, "rb", buffering=0) as opened:
            return marshal.loads(opened.readall())
    except (OSError, ValueError, EOFError, TypeError, MemoryError):
        return None


def write(path: str | None, data: Any) -> bool:
    """Writes data where Python may write bytecode, and returns whether that was possible."""
    if path is None or sys.dont_write_bytecode:
        return False
    from stslint.runtime.disk_cache import write_bytes  # many runs only read

    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write_bytes(path, marshal.dumps(data), 0o644)  # as Python's own, for all users
    except OSError:
        return False
    return True
