"""Draws what ``stslint check examples/`` prints: ``python scripts/picture.py docs/check.svg``.

The picture in the README is made from a real run; a test compares it with what the run prints today.
"""

from __future__ import annotations

import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
COMMAND = ("check", "examples/", "--color", "always")


def output() -> str:
    """Returns what the command prints, with its colours."""
    ran = subprocess.run(
        [sys.executable, "-m", "stslint", *COMMAND], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if ran.returncode != 1:
        raise SystemExit(f"the command ended with {ran.returncode}: {ran.stderr}")
    return f"\x1b[2m$ stslint {' '.join(COMMAND[:2])}\x1b[0m\n{ran.stdout}"


def picture(text: str) -> str:
    """Returns coloured text of a terminal as an SVG document."""
    shown = Text.from_ansi(text.rstrip("\n"))
    width = max(cell_len(line.plain) for line in shown.split("\n"))
    console = Console(
        record=True, width=width, file=StringIO(), force_terminal=True, color_system="truecolor"
    )
    console.print(shown, soft_wrap=True)
    # The fonts are fetched from another host: a reader's own monospace font does.
    return _FONT.sub("", console.export_svg(title="stslint", unique_id="stslint"))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(picture(output()), encoding="utf-8")
