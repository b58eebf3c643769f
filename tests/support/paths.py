"""Where the repository is, and files that only have to be there."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]


def write_empty(*names: str) -> None:
    """Writes empty files, and the folders that they are in."""
    for name in names:
        file = Path(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("", encoding="utf-8")
