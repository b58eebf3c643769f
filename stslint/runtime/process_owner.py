"""Whether this process runs stslint alone, or stslint is a library in another program's process.

Only a process of its own allows shortcuts that other code in the process would notice.
"""

from __future__ import annotations

import sys

ENTRY_POINT = "stslint.__main__"


def owns_process() -> bool:
    """Returns whether stslint's entry point has started this process: nothing else imports that module."""
    started = getattr(sys.modules.get("__main__"), "__spec__", None)
    return ENTRY_POINT in sys.modules or getattr(started, "name", "") == ENTRY_POINT
