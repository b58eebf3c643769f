"""Style sheets and the script of a plan's page and picture: files of this package, read when needed."""

from __future__ import annotations


def read_asset(name: str) -> str:
    """Returns the text of a file next to this module, such as ``plan.css``. Raises OSError without it."""
    from importlib.resources import files

    return files(__package__).joinpath(name).read_text(encoding="utf-8")
