"""Where the files that stslint reads itself are: its rules, its schemas and its topics."""

from __future__ import annotations

from pathlib import Path
from typing import Literal


def folder(name: Literal["rules", "schemas", "topics"]) -> Path:
    """Returns the folder of that name: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
