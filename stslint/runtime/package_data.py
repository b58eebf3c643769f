"""Finds stslint's own data: its rules, schemas and topics."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Literal, TypeAlias

Name: TypeAlias = 'Literal["rules", "schemas", "topics"]'


_IN_A_CHECKOUT = {"rules": "rules", "schemas": "schemas", "topics": os.path.join("docs", "topics")}


def package_folder() -> str:
    """Returns the path of the installed package."""
    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def is_checkout() -> bool:
    """Returns whether the package is in a checkout, where any file may be edited, and not installed."""
    return os.path.exists(os.path.join(os.path.dirname(package_folder()), "pyproject.toml"))


def location(name: Name) -> str:
    """Returns the path of a data folder: inside the installed package, or next to it in a checkout."""
    package = package_folder()
    inside = os.path.join(package, name)
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), _IN_A_CHECKOUT[name])


def folder(name: Name) -> Path:
    """Returns a data folder as a ``Path``."""
    from pathlib import Path  # takes longer to import than to find the folder

    return Path(location(name))
