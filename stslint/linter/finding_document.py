"""Which document a finding is on: a finding is plain data, and names its file and the number in it."""

from __future__ import annotations

from bisect import bisect_right

from stslint.model import Bundle, Document, Finding


def document_of(finding: Finding, bundle: Bundle) -> Document | None:
    """Returns the document of a finding; the objects of a List share one number."""
    same = bundle.derived(_by_number).get((finding.file, finding.document), [])
    if len(same) < 2:
        return same[0] if same else None
    start = finding.span[:2]
    place = bisect_right(same, start, key=lambda each: each.root.span[:2]) - 1
    if place < 0 or not same[place].root.span[:2] <= start < same[place].root.span[2:]:
        return same[0]
    while place and same[place - 1].root.span == same[place].root.span:
        place -= 1  # the same anchor
    return same[place]


def _by_number(bundle: Bundle) -> dict[tuple[str, int], list[Document]]:
    """Returns the documents by their files and numbers, in the order of their places."""
    numbered: dict[tuple[str, int], list[Document]] = {}
    for document in bundle.documents:
        numbered.setdefault((document.source.name, document.index), []).append(document)
    for same in numbered.values():
        same.sort(key=lambda each: each.root.span[:2])
    return numbered
