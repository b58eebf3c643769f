"""Which document of the bundle before holds the same object as one of the bundle now."""

from __future__ import annotations

from stslint.model import Bundle, Document

_Identity = tuple[str, str, str, str]


def predecessors(new: Bundle, old: Bundle) -> dict[Document, Document]:
    """Returns for each document that is an object of the old bundle too the document that it was.

    The objects of overlays share their names. So where there are several before or now, the old document
    whose path ends most like the new one's is meant; and none, if that is not one alone.
    """
    before, now = _by_identity(old), _by_identity(new)
    found: dict[Document, Document] = {}
    for identity, documents in now.items():
        candidates = before.get(identity, [])
        alone = len(documents) == len(candidates) == 1
        for document in documents:
            match = candidates[0] if alone else _nearest(document, candidates)
            if match is not None:
                found[document] = match
    return found


def _by_identity(bundle: Bundle) -> dict[_Identity, list[Document]]:
    found: dict[_Identity, list[Document]] = {}
    for document in bundle.documents:
        if not document.fragment and document.name:
            identity = (document.api_version, document.kind, document.namespace, document.name)
            found.setdefault(identity, []).append(document)
    return found


def _nearest(document: Document, candidates: list[Document]) -> Document | None:
    likeness = [_likeness(document, candidate) for candidate in candidates]
    best = max(likeness, default=0)
    return candidates[likeness.index(best)] if best and likeness.count(best) == 1 else None


def _likeness(one: Document, other: Document) -> int:
    """Returns how many parts at the end of two paths are the same."""
    parts = zip(_parts(one), _parts(other), strict=False)
    count = 0
    for here, there in parts:
        if here != there:
            break
        count += 1
    return count


def _parts(document: Document) -> list[str]:
    return document.source.name.replace("\\", "/").replace(":", "/").split("/")[::-1]
