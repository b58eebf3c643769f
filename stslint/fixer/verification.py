"""The proof that a fix changed what it meant to change and nothing else: two readings are compared.

Every value that no change touches must keep its place, its key and its meaning. What a
change takes out is missed on one side alone, what it puts in on the other alone.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from stslint.fixer.text_edits import Change, ChangeIndex, EditError, offsets_of
from stslint.model import Document, Finding, Node, Span
from stslint.text.lines import LineIndex


class Proof:
    """Compares what a text says before and after some changes."""

    def __init__(self, old_text: str, new_text: str, changes: Iterable[Change]) -> None:
        self._old, self._new = LineIndex(old_text), LineIndex(new_text)
        self._changes = ChangeIndex(changes)
        self._made = _inserted(self._changes)
        self._removed = [(start, end) for start, end, text in self._changes if not text and end > start]

    def verify_unchanged(self, before: Sequence[Document], after: Sequence[Document]) -> str:
        """Returns where the two readings differ unintentionally, or an empty string."""
        if len(before) != len(after):
            return f"{len(before)} documents would become {len(after)}"
        for old, new in zip(before, after, strict=True):
            # Of what can't be read nothing is known to keep; what is read around mistakes is a guess.
            if old.root.kind == "absent" or 0 < len(new.problems) < len(old.problems):
                continue
            fault = self._difference(old.root, new.root)
            if fault:
                return fault
        return ""

    def _difference(self, old: Node, new: Node) -> str:
        """Returns the first difference of two trees, or an empty string."""
        waiting = [(old, new)]
        while waiting:
            one, other = waiting.pop()
            if self._becomes_a_collection(one, other):
                continue
            if not self._same(one, other):
                return f"`{one.path or 'the document'}` would change too"
            kept, found = self._kept(one), self._found(other)
            if len(kept) != len(found):
                return (
                    f"`{one.path or 'the document'}` would have {len(found)} entries instead of {len(kept)}"
                )
            waiting.extend(zip(kept, found, strict=True))
        return ""

    def _becomes_a_collection(self, old: Node, new: Node) -> bool:
        """Returns whether a change within a scalar makes a mapping of it, such as the colon it lacked."""
        if not _is_scalar(old) or _is_scalar(new) or not self._same_key(old, new):
            return False
        try:
            start, end = offsets_of(self._old, old.span)
        except EditError:
            return False
        near = self._changes.near(start, end)
        return any(start < change.start and change.end < end for change in near)

    def _same(self, old: Node, new: Node) -> bool:
        old_scalar, new_scalar = _is_scalar(old), _is_scalar(new)
        if old_scalar != new_scalar:
            return False
        if not self._same_key(old, new):
            return False
        if not old_scalar:
            return old.kind == new.kind
        return (old.kind, old.value) == (new.kind, new.value) or self._touched(old.span)

    def _same_key(self, old: Node, new: Node) -> bool:
        if isinstance(old.key, int) or isinstance(new.key, int):
            return type(old.key) is type(new.key)
        return old.key == new.key or (old.key_span is not None and self._touched(old.key_span))

    def _kept(self, node: Node) -> list[Node]:
        """Returns the children that no change takes out."""
        return _outside(_children(node), self._removed, self._old)

    def _found(self, node: Node) -> list[Node]:
        """Returns the children that no change has put in."""
        return _outside(_children(node), self._made, self._new)

    def _touched(self, span: Span) -> bool:
        try:
            start, end = offsets_of(self._old, span)
        except EditError:
            return False
        return any(_touches(change, start, end) for change in self._changes.near(start, end))


def _touches(change: Change, start: int, end: int) -> bool:
    if change.start == change.end:
        return start < change.start <= end
    return change.start < end and start < change.end


def _inserted(changes: Iterable[Change]) -> list[tuple[int, int]]:
    """Returns, in the new text, the places of insertions that replace nothing."""
    shift, places = 0, []
    for start, end, text in changes:
        if start == end:
            places.append((start + shift, start + shift + len(text)))
        shift += len(text) - (end - start)
    return places


def _outside(nodes: list[Node], places: Sequence[tuple[int, int]], lines: LineIndex) -> list[Node]:
    """Returns the nodes that are in none of some places, of which there often are none."""
    return [node for node in nodes if not _inside(node, places, lines)] if places else nodes


def _inside(node: Node, places: Sequence[tuple[int, int]], lines: LineIndex) -> bool:
    """Returns whether a node, its key included, lies within one of the places, which are in their order."""
    try:
        start, end = offsets_of(lines, node.span)
        if node.key_span is not None:
            start = min(start, offsets_of(lines, node.key_span)[0])
    except EditError:
        return False
    before = bisect_right(places, (start, sys.maxsize))
    return before > 0 and end <= places[before - 1][1]


def _is_scalar(node: Node) -> bool:
    return node.kind not in ("mapping", "sequence")


def _children(node: Node) -> list[Node]:
    value = node.value
    if isinstance(value, dict):
        return [*value.values(), *node.duplicates]
    return value if isinstance(value, list) else []


def known_by(finding: Finding) -> tuple[str, int, str, str, str]:
    """Returns what identifies a finding, regardless of its line."""
    return finding.file, finding.document, finding.rule, finding.message, finding.field


def new_errors(earlier: Iterable[Sequence[Finding]], after: Iterable[Finding]) -> dict[str, str]:
    """Returns, by file, an error that is new: neither its message nor its rule at its field was there."""
    by_words: Counter[tuple[str, str, str]] = Counter()
    by_field: Counter[tuple[str, str, str]] = Counter()
    for findings in {id(each): each for each in earlier}.values():
        by_words |= Counter((each.file, each.rule, each.message) for each in findings)
        by_field |= Counter((each.file, each.rule, each.field) for each in findings)
    found: dict[str, str] = {}
    for each in after:
        words, field = (each.file, each.rule, each.message), (each.file, each.rule, each.field)
        by_words[words] -= 1
        by_field[field] -= 1
        if each.severity == "error" and by_words[words] < 0 and by_field[field] < 0:
            found[each.file] = f"it would bring up {each.rule}: {each.message}"
    return found
