"""How stslint is installed. Messages ask here, and a test compares the pages with it.

There is no release on a registry yet. After the first one, make ``_ARCHIVE`` empty.
"""

from __future__ import annotations

_NAME = "stslint"
_ARCHIVE = "https://github.com/stslint/stslint/archive/main.tar.gz"


def install_command(extra: str = "") -> str:
    """Returns the command that installs stslint, with one of its extras if it is named."""
    name = f"{_NAME}[{extra}]" if extra else _NAME
    return f"pip install '{name} @ {_ARCHIVE}'" if _ARCHIVE else f"pip install '{name}'"
