"""Whether this process runs stslint alone, or stslint is a library in another program's process.

Only a process of its own allows shortcuts that other code in the process would notice. Set once, by
``stslint.__main__`` before anything else runs; nothing else may set it.
"""

from __future__ import annotations

_owned = False


def claim_process() -> None:
    """Declares that this process belongs to stslint alone."""
    global _owned
    _owned = True


def owns_process() -> bool:
    """Returns whether this process belongs to stslint alone."""
    return _owned
