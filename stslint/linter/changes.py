"""Which lookups find something else than in an earlier run."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from types import MappingProxyType

from stslint.kubernetes.queries.indexes import INDEXES
from stslint.linter.watched_bundle import EVERYTHING, KIND, NAME, NUMBER, Lookup
from stslint.model import Bundle, Document, Index
from stslint.model.stored_document import Head, head_of
from stslint.runtime.disk_cache import unpacked
from stslint.runtime.namedtuple import NamedTuple

_BY_NAME: Mapping[str, Index] = MappingProxyType({index.name: index for index in INDEXES})
_KINDS = sorted({kind for index in INDEXES for kind in index.kinds})
_BY_KIND: Mapping[str, list[Index]] = MappingProxyType(
    {kind: [index for index in INDEXES if kind in index.kinds] for kind in _KINDS}
)


class Found(NamedTuple):
    """By what a document is found: what is said of it without its tree, and its entries in the indexes."""

    head: Head
    entries: Mapping[str, tuple[Hashable, ...]]


def found_by(document: Document, bundle: Bundle) -> Found:
    """Returns by what a document of a bundle is found."""
    entries = {}
    for index in _BY_KIND.get(document.kind, ()):
        found = bundle.entries_of(document, index)
        if found:
            entries[index.name] = found
    return Found(head_of(document), entries)


class Changes:
    """The documents that were removed, added or changed. A changed document is removed and added.

    ``texts`` is whether any text has changed, ``number`` whether there was one document only, or is now.
    """

    def __init__(self, changed: Iterable[Found], texts: bool, number: bool) -> None:
        self._entries: dict[str, set[Hashable]] = {}
        self._lookups: set[Lookup] = set()
        if texts:
            self._lookups.add(EVERYTHING)
        if number:
            self._lookups.add(NUMBER)
        for head, entries in changed:
            self._lookups |= {(KIND, head.kind), (NAME, (head.kind, head.name))}
            for name, each in entries.items():
                self._entries.setdefault(name, set()).update(each)
        self._known: dict[Lookup, bool] = {}

    def concerned(self, lookups: Mapping[str, bytes]) -> set[int]:
        """Returns the numbers of the documents for which a lookup can find something else than before.

        ``lookups`` are, by the names of indexes and packed, the numbers by the keys that were looked up.
        """
        found: set[int] = set()
        for name in lookups.keys() & (self._entries.keys() | {name for name, _ in self._lookups}):
            by_key: Mapping[Hashable, Iterable[int]] = unpacked(lookups[name])
            found.update(*(by_key[key] for key in self._keys(name, by_key)))
        return found

    def _keys(self, name: str, keys: Mapping[Hashable, object]) -> Iterable[Hashable]:
        """Returns those of some keys of an index that find something else than before."""
        if name in _BY_NAME:
            return _BY_NAME[name].concerned(self._entries[name], keys)
        return [key for each, key in self._lookups if each == name and key in keys]

    def concern(self, asked: Iterable[Lookup]) -> bool:
        """Returns whether any of these lookups can find something else than before."""
        return any(map(self._concern, asked))

    def _concern(self, lookup: Lookup) -> bool:
        known = self._known.get(lookup)
        if known is None:
            known = self._known[lookup] = self._is_concerned(lookup)
        return known

    def _is_concerned(self, lookup: Lookup) -> bool:
        name, key = lookup
        index = _BY_NAME.get(name)
        if index is None:
            return lookup in self._lookups
        return any(index.concerns(entry, key) for entry in self._entries.get(name, ()))
