"""Edits of a manifest that leave everything else where it stands: one key more, one key less."""

from __future__ import annotations

from stslint.model import Edit, Node, Span


def insertion(sibling: Node, text: str) -> Edit | None:
    """Returns the edit that writes ``key: value`` before a sibling key, or nothing if that is absent."""
    place = sibling.key_span
    if place is None or sibling.parent is None:
        return None
    joint = ", " if sibling.parent.flow else "\n" + " " * (place.column - 1)
    return Edit(place.start, text + joint)


def removal(entry: Node) -> Edit | None:
    """Returns the edit that takes out the line of a scalar entry, or nothing where that is not enough.

    It is not in a flow mapping, for the only entry of a mapping, for the first key behind a dash, and for a
    scalar of several lines.
    """
    mapping, place = entry.parent, entry.key_span
    if mapping is None or place is None or mapping.flow or len(mapping.entries()) < 2:
        return None
    if entry.kind in ("mapping", "sequence") or entry.span.end_line != place.line:
        return None
    if mapping.parent is None or mapping.parent.kind == "sequence":
        return None
    return Edit(Span(place.line, 1, place.line + 1, 1), "")


def element_removal(element: Node) -> Edit | None:
    """Returns the edit that takes out an element of a block sequence, or nothing where it is the only one."""
    sequence, first = element.parent, element.place.line
    if sequence is None or sequence.flow or element.flow or len(sequence.elements()) < 2:
        return None
    if element.span.line != first:
        return None
    last = max(node.place.end_line for node in element.walk())
    return Edit(Span(first, 1, last + 1, 1), "")
