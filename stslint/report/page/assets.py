"""Style sheets and scripts of pages and pictures: files in this package and next to each report."""

from __future__ import annotations


def read_asset(name: str, package: str = __package__) -> str:
    """Returns the text of a file in a package, such as ``colors.css``. Raises OSError without it."""
    from importlib.resources import files

    return files(package).joinpath(name).read_text(encoding="utf-8")
