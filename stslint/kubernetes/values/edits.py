"""Edits of a manifest that leave everything else in place."""

from __future__ import annotations

from stslint.model import Edit, Node, Span


def insertion(sibling: Node, text: str) -> Edit | None:
    """Returns the edit that adds ``key: value`` before a sibling key, or nothing if that is absent.

    ``text`` is a plain word, a number or a boolean. If the sibling is quoted in braces, as in JSON, the entry
    is written as JSON.
    """
    place, mapping = sibling.key_span, sibling.parent
    if place is None or mapping is None:
        return None
    if not mapping.flow:
        return Edit(place.start, text + "\n" + " " * (place.column - 1))
    return Edit(place.start, (_as_json(text) if is_key_quoted(sibling) else text) + ", ")


def removal(entry: Node) -> Edit | None:
    """Returns the edit that removes the line of a scalar entry, or nothing if that is not enough.

    It is not enough in a flow mapping, for the only entry of a mapping, for the first key after a dash, and
    for a scalar of several lines.
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
    """Returns the edit that removes an element of a block sequence, or nothing if it is the only one."""
    sequence, first = element.parent, element.place.line
    if sequence is None or sequence.flow or element.flow or len(sequence.elements()) < 2:
        return None
    if element.span.line != first:
        return None
    return Edit(Span(first, 1, _last_line(element) + 1, 1), "")


def repeat_removal(second: Node) -> Edit | None:
    """Returns the edit that removes a duplicate key with its value.

    There is none if the two are merged from elsewhere, or are on one line of a block.
    """
    mapping, place = second.parent, second.key_span
    first = mapping.get(str(second.key)) if mapping is not None else second
    if mapping is None or place is None or first.key_span is None or first.key_span >= place:
        return None
    previous = _previous(second, mapping)
    if first.parent is not mapping or previous is None:
        return None
    if mapping.flow:
        return Edit(Span(*_end(previous), *_end(second)), "")
    return Edit(Span(place.line, 1, _last_line(second) + 1, 1), "")


def replacement(node: Node, text: str) -> Edit:
    """Returns the edit that replaces a scalar with another word, in the same quotes."""
    quote = node.style if node.style in ("'", '"') else ""
    return Edit(node.span, f"{quote}{text}{quote}")


def renaming(node: Node, name: str) -> Edit | None:
    """Returns the edit that gives an entry another key, in quotes if the old one is quoted."""
    if node.key_span is None:
        return None
    return Edit(node.key_span, f'"{name}"' if is_key_quoted(node) else name)


def is_key_quoted(node: Node) -> bool:
    """Returns whether an entry's key is written with quotes around it."""
    span = node.key_span
    if span is None or span.line != span.end_line:
        return False
    return span.end_column - span.column == len(str(node.key)) + 2


def is_same_value(one: Node, other: Node) -> bool:
    """Returns whether two values are equal for Kubernetes, regardless of the order of keys."""
    if one.kind != other.kind or one.duplicates or other.duplicates:
        return False
    if isinstance(one.value, dict):
        theirs = other.entries()
        return one.value.keys() == theirs.keys() and all(
            is_same_value(child, theirs[key]) for key, child in one.value.items()
        )
    if isinstance(one.value, list):
        theirs_listed = other.elements()
        return len(one.value) == len(theirs_listed) and all(map(is_same_value, one.value, theirs_listed))
    return one.value == other.value


def _previous(second: Node, mapping: Node) -> Node | None:
    """Returns the entry directly before another one."""
    earlier = [
        (entry.key_span, entry)
        for entry in (*mapping.entries().values(), *mapping.duplicates)
        if entry.key_span is not None and second.key_span is not None and entry.key_span < second.key_span
    ]
    return max(earlier, key=lambda found: found[0])[1] if earlier else None


def _end(node: Node) -> tuple[int, int]:
    """Returns where an entry ends: after its value, or after its key if it has no value."""
    span = node.key_span if node.key_span is not None and node.key_span > node.span else node.span
    return span.end_line, span.end_column


def _last_line(node: Node) -> int:
    """Returns the last line of a value: a block scalar ends where the next line begins."""
    return max(
        each.span.end_line - 1 if each.style in ("|", ">") else each.place.end_line for each in node.walk()
    )


def _as_json(text: str) -> str:
    import json  # takes half as long to load as Python, and few manifests are JSON

    key, _, value = text.partition(": ")
    plain = value in ("true", "false") or value.lstrip("-").isdigit()
    return f"{json.dumps(key)}: {value if plain else json.dumps(value)}"
