"""Which document of the old bundle has the same object as a document of the new one."""

from __future__ import annotations

from stslint.model import Bundle, Document

_Identity = tuple[str, str, str, str]
_Ending = tuple[str, ...]


def predecessors(new: Bundle, old: Bundle) -> dict[Document, Document]:
    """Returns the old document of each document whose object is in the old bundle as well.

    The objects of overlays share their names. Where several old or new documents have the same name, the old
    document with the longest common path ending is the match; if there is more than one, none is.
    """
    before, now = _by_identity(old), _by_identity(new)
    found: dict[Document, Document] = {}
    for identity, documents in now.items():
        candidates = before.get(identity, [])
        alone = len(documents) == len(candidates) == 1
        endings = {} if alone else _by_ending(candidates)
        for document in documents:
            match = candidates[0] if alone else _nearest(document, endings)
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


def _by_ending(candidates: list[Document]) -> dict[_Ending, Document | None]:
    """Returns the document whose path ends so, or nothing where several do, for each ending there is."""
    found: dict[_Ending, Document | None] = {}
    for candidate in candidates:
        for ending in _endings(candidate):
            found[ending] = None if ending in found else candidate
    return found


def _nearest(document: Document, endings: dict[_Ending, Document | None]) -> Document | None:
    longest = next((ending for ending in _endings(document) if ending in endings), None)
    return endings[longest] if longest is not None else None


def _endings(document: Document) -> list[_Ending]:
    """Returns the ends of a document's path, the whole first: of ``a/b.yaml`` that and ``b.yaml``."""
    parts = tuple(document.source.name.replace("\\", "/").replace(":", "/").split("/"))
    return [parts[start:] for start in range(len(parts))]
