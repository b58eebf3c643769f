"""All documents of a run, and how they find one another."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from types import MappingProxyType

from stslint.model.document import Document
from stslint.model.node import Node
from stslint.model.stored_document import StoredDocument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
    from typing import Any, TypeAlias, TypeVar

    from stslint.model.stored_document import ByRoot

    Made = TypeVar("Made")

Entries: TypeAlias = "Callable[[Document, Bundle], Iterable[Hashable]]"
"""Returns the entries of a document: strings and tuples of them. Of the bundle it may ask whether it is
complete, and for the document of a node, but for no other object."""

_NEVER_MADE: Any = object()


class Index:
    """Finds documents of some kinds by one of their entries.

    ``name`` is the only index of its name.
    """

    def __init__(self, name: str, kinds: Iterable[str], entries: Entries) -> None:
        self.name = name
        self.kinds = tuple(kinds)
        self.entries = entries

    def built(self, found: Sequence[tuple[Document, Hashable]]) -> Any:
        """Returns what ``find`` searches: the documents by their entries."""
        documents: dict[Hashable, list[Document]] = {}
        for document, entry in found:
            documents.setdefault(entry, []).append(document)
        return documents

    def find(self, built: Any, key: Hashable) -> Iterable[Document]:
        """Returns the documents with an entry that concerns a key, in the order of the files."""
        found: Iterable[Document] = built.get(key, ())
        return found

    def concerns(self, entry: Hashable, key: Hashable) -> bool:
        """Returns whether a document with this entry is found by a key."""
        return entry == key

    def concerned(self, entries: Collection[Hashable], keys: Collection[Hashable]) -> Iterable[Hashable]:
        """Returns those of some keys that find a document with one of these entries."""
        return [entry for entry in entries if entry in keys]


class Bundle:
    """All documents of a run, so that a rule about one object can see the others.

    ``complete`` promises that what is not here does not exist. ``kubernetes_version`` is a version such as
    ``1.34``. ``places`` are the folders to name in a message when something is not found. ``images``
    says which custom images run which application, by their names.
    """

    def __init__(
        self,
        documents: tuple[Document, ...],
        kubernetes_version: str,
        complete: bool = False,
        places: tuple[str, ...] = (),
        images: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._documents = documents
        self.kubernetes_version = kubernetes_version
        self.complete = complete
        self.places = places
        self.images = images

    def of(self, documents: Iterable[Document]) -> Bundle:
        """Returns a bundle with these documents instead of its own."""
        return Bundle(tuple(documents), self.kubernetes_version, self.complete, self.places, self.images)

    @property
    def documents(self) -> tuple[Document, ...]:
        """Returns all documents, in the order of the files."""
        return self._documents

    @cached_property
    def _by_kind(self) -> dict[str, list[Document]]:
        kinds: dict[str, list[Document]] = {}
        for document in self._documents:
            kinds.setdefault(document.kind, []).append(document)
        return kinds

    @cached_property
    def _by_name(self) -> dict[tuple[str, str, str], Document]:
        named: dict[tuple[str, str, str], Document] = {}
        for document in self._documents:
            named.setdefault((document.kind, document.home, document.name), document)
        for document in self._documents:
            named.setdefault((document.kind, document.namespace, document.name), document)
            # A file for context leaves open what a release next to it decides.
            for release in self.releases if not document.home else ():
                named.setdefault((document.kind, release, document.name), document)
        return named

    @cached_property
    def releases(self) -> frozenset[str]:
        """The namespaces of the releases that documents are rendered for."""
        return frozenset(document.source.release for document in self._documents) - {""}

    @cached_property
    def _by_root(self) -> ByRoot:
        return {id(each.root): each for each in self._documents if not isinstance(each, StoredDocument)}

    @cached_property
    def _made(self) -> Sequence[ByRoot]:
        """The documents whose trees were made after the bundle."""
        stored = (each.made for each in self._documents if isinstance(each, StoredDocument))
        return tuple({id(made): made for made in stored}.values())

    @cached_property
    def _derived(self) -> dict[Hashable, Any]:
        return {}

    @cached_property
    def _indexes(self) -> dict[str, Any]:
        return {}

    @property
    def is_single(self) -> bool:
        """Returns whether there is one document only."""
        return len(self._documents) == 1

    def derived(self, make: Callable[..., Made], *about: Hashable) -> Made:
        """Returns ``make(bundle, *about)``, computed once, as an index over all documents is."""
        key = (make, *about)
        made: Made = self._derived.get(key, _NEVER_MADE)
        if made is _NEVER_MADE:
            made = self._derived[key] = make(self, *about)
        return made

    def found(self, index: Index, key: Hashable) -> Iterable[Document]:
        """Returns the documents that an index finds by a key, in the order of the files."""
        if index.name not in self._indexes:
            self._indexes[index.name] = index.built(self._entries(index))
        return index.find(self._indexes[index.name], key)

    def entries_of(self, document: Document, index: Index) -> tuple[Hashable, ...]:
        """Returns by what an index finds a document."""
        if document.kind not in index.kinds:
            return ()
        if document.entries is not None:
            return document.entries.get(index.name, ())
        key = index.name, id(document)
        if key not in self._known_entries:
            self._known_entries[key] = tuple(index.entries(document, self))
        return self._known_entries[key]

    @cached_property
    def _known_entries(self) -> dict[tuple[str, int], tuple[Hashable, ...]]:
        return {}

    def _entries(self, index: Index) -> Sequence[tuple[Document, Hashable]]:
        found: list[tuple[Document, Hashable]] = []
        for document in chain.from_iterable(self._by_kind.get(kind, ()) for kind in index.kinds):
            known = document.entries
            entries = self.entries_of(document, index) if known is None else known.get(index.name, ())
            found += [(document, entry) for entry in entries]
        return found

    def of_kind(self, *kinds: str) -> Iterable[Document]:
        """Returns the documents of these kinds, whatever their API group."""
        return [document for kind in kinds for document in self._by_kind.get(kind, ())]

    def find(self, kind: str, namespace: str, name: str) -> Document | None:
        """Returns the first document of that kind, namespace and name, or nothing.

        The namespace is the one that objects are deployed to, or as they write it.
        """
        return self._by_name.get((kind, namespace, name))

    def document_of(self, node: Node) -> Document:
        """Returns the document that a node belongs to. Raises KeyError for a node of another bundle."""
        found = self.home_of(node)
        if found is None:
            raise KeyError(node.path)
        return found

    def home_of(self, node: Node) -> Document | None:
        """Returns the document that a node belongs to, or nothing for a node of another bundle."""
        while node.parent is not None:
            node = node.parent
        found = self._by_root.get(id(node))
        for made in self._made if found is None else ():
            found = made.get(id(node), found)
        return found

    def forget_trees(self) -> None:
        """Lets go of the trees that can be made again, and of all that was made of trees."""
        if any(self._made):
            self._derived.clear()
        for made in self._made:
            for document in made.values():
                if isinstance(document, StoredDocument):
                    document.forget_tree()
            made.clear()
