"""Draws what ``stslint check examples/`` prints: ``python scripts/picture.py docs/check.svg``.

The picture in the README is made from a real run; a test compares it with what the run prints today.
"""

from __future__ import annotations

import re
import subprocess
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = ("check", "examples/", "--color", "always")

_CELL, _LINE, _MARGIN = 7.85, 18, 16
_ESCAPE = re.compile(r"\x1b\[(\d+)m")
_STYLES = {
    "31": 'fill="#ff7b72"',
    "33": 'fill="#e3b341"',
    "36": 'fill="#79c0ff"',
    "2": 'fill="#8b949e"',
    "1": 'font-weight="bold"',
    "0": "",
}


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
    lines = text.rstrip("\n").split("\n")
    columns = max(len(_ESCAPE.sub("", line)) for line in lines)
    width, height = columns * _CELL + 2 * _MARGIN, len(lines) * _LINE + 2 * _MARGIN
    rows = "\n".join(_row(line, number) for number, line in enumerate(lines))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="ui-monospace, Menlo, Consolas, monospace" '
        f'font-size="13" fill="#e6edf3">\n<rect width="100%" height="100%" rx="8" fill="#0d1117"/>\n'
        f"{rows}\n</svg>\n"
    )


def _row(line: str, number: int) -> str:
    spans, style = [], ""
    for at, piece in enumerate(_ESCAPE.split(line)):
        if at % 2:
            style = _STYLES[piece]
        elif piece:
            spans.append(f"<tspan {style}>{escape(piece)}</tspan>" if style else escape(piece))
    y = _MARGIN + _LINE * (number + 0.75)
    return f'<text x="{_MARGIN}" y="{y:.1f}" xml:space="preserve">{"".join(spans)}</text>'


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(picture(output()), encoding="utf-8")
