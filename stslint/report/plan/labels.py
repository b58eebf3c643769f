"""What pictures of a plan call things."""

from __future__ import annotations

from stslint.forecast.final_state import revision_word
from stslint.forecast.timeline_grid import Column, TimelineCell

LOOKS = {
    "starting": "starting",
    "ready": "Ready",
    "unready": "not Ready",
    "stopping": "Terminating",
    "left": "left running",
    "absent": "no pod",
}


def style_of(cell: TimelineCell, column: Column) -> str:
    """Returns the style class of a cell: its look, and whether its pod is of an old revision."""
    old = column.revisions > 1 and cell.revision not in (0, column.update)
    return f"{cell.look} {'old' if old else 'new'}" if cell.revision else "absent"


def describe_cell(cell: TimelineCell, column: Column) -> str:
    """Returns a cell in words: ``new, starting``."""
    revision = revision_word(cell.revision, column.update, column.revisions)
    return ", ".join(filter(None, (revision, LOOKS[cell.look])))
