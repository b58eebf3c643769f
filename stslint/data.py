"""Where the files that stslint reads itself are: its rules, its schemas and its topics."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

Name = Literal["rules", "schemas", "topics"]


def location(name: Name) -> str:
    """Returns the path of that folder: inside the installed package, or beside it in a checkout."""
    package = os.path.dirname(os.path.abspath(__file__))
    inside = os.path.join(package, name)
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), name)


def folder(name: Name) -> Path:
    """Returns the folder of that name."""
    from pathlib import Path  # takes longer to import than to find the folder

    return Path(location(name))
