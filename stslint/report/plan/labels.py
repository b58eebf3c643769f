"""Names and style classes of what pictures of a plan show."""

from __future__ import annotations

from stslint.forecast.final_state import revision_name
from stslint.forecast.timeline_grid import Column, TimelineCell

LOOKS = {
    "starting": "starting",
    "ready": "Ready",
    "unready": "not Ready",
    "stopping": "Terminating",
    "left": "left running",
    "absent": "no pod",
}
LEGEND = (
    ("ready new", "Ready"),
    ("ready old", "Ready, old revision"),
    ("starting new", "starting"),
    ("stopping new", "Terminating"),
    ("unready new", "not Ready"),
)
"""Style classes with what they mean."""


def style_of(cell: TimelineCell, column: Column) -> str:
    """Returns the style class of a cell: its look, and whether its pod is of an old revision."""
    old = column.revisions > 1 and cell.revision not in (0, column.update)
    return f"{cell.look} {'old' if old else 'new'}" if cell.revision else "absent"


def describe_cell(cell: TimelineCell, column: Column) -> str:
    """Returns a cell as a text: ``new, starting``."""
    revision = revision_name(cell.revision, column.update, column.revisions)
    return ", ".join(filter(None, (revision, LOOKS[cell.look])))


def bar_label(cell: TimelineCell, column: Column) -> str:
    """Returns what is in a filled bar, or nothing: one word for each style, so that no two mean the same."""
    if cell.look == "ready" and style_of(cell, column).endswith("old"):
        return "old"
    return LOOKS[cell.look] if cell.look in ("ready", "left") else ""
