"""Prints a version's section of the changelog: ``python scripts/release_notes.py VERSION [CHANGELOG]``."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

CHANGELOG = Path(__file__).parent.parent / "CHANGELOG.md"


def main(arguments: Sequence[str]) -> int:
    """Prints the section, and returns the exit code: 1 for no or an empty section, 2 for bad arguments."""
    if len(arguments) not in (1, 2):
        print("usage: python scripts/release_notes.py VERSION [CHANGELOG]", file=sys.stderr)
        return 2
    version, *path = arguments
    file = Path(*path) if path else CHANGELOG
    notes = section(file.read_text(encoding="utf-8"), version)
    if not notes:
        print(f"{file}: no section {version}, or an empty one", file=sys.stderr)
        return 1
    print(notes)
    return 0


def section(changelog: str, version: str) -> str:
    """Returns the text under ``## VERSION`` or ``## VERSION - DATE``, or an empty string."""
    title = rf"^## {re.escape(version)}(?: - [^\n]*)?$"
    found = re.search(title + r"(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
