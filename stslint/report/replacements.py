"""The edits of a fix as one replacement, for programs that show each replacement as a separate fix."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from stslint.model import Edit, Fix, Span


def replacement(fix: Fix, lines: Mapping[int, str]) -> Edit | None:
    """Returns the one edit that does what all edits do, or nothing when a line between them is not known."""
    if not fix.edits:
        return None
    edits = sorted(fix.edits, key=lambda edit: edit.span)
    text = edits[0].text
    for before, after in pairwise(edits):
        kept = _between(before.span, after.span, lines)
        if kept is None:
            return None
        text += kept + after.text
    first, last = edits[0].span, edits[-1].span
    return Edit(Span(first.line, first.column, last.end_line, last.end_column), text)


def _between(before: Span, after: Span, lines: Mapping[int, str]) -> str | None:
    """Returns the text from the end of one span to the start of the next."""
    start, end = (before.end_line, before.end_column), (after.line, after.column)
    numbers = range(start[0], end[0] + 1)
    if start > end or any(number not in lines for number in numbers):
        return None
    pieces = [lines[number] for number in numbers]
    pieces[-1] = pieces[-1][: end[1] - 1]
    pieces[0] = pieces[0][start[1] - 1 :]
    return "\n".join(pieces)
