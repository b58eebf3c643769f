"""A bundle that notices what it is asked for, so that an answer is known to depend on nothing else."""

from __future__ import annotations

from stslint.model import Bundle, Document, Index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from typing import TypeAlias

    from stslint.model.bundle import Made

Lookup: TypeAlias = "tuple[str, Hashable]"
"""The name of an index and a key, or one of the words below and what it asks for."""

KIND, NAME = "kind", "name"
"""All objects of a kind; an object by its kind and name, in any namespace."""

EVERYTHING: Lookup = ("everything", "")
NUMBER: Lookup = ("number", "")
"""Whether there is one document only."""


class WatchedBundle(Bundle):
    """A bundle that adds each lookup to ``asked``.

    ``document_of`` and ``home_of`` need no watching: who has a node of another object has asked for it.
    """

    def __init__(self, bundle: Bundle) -> None:
        settings = (bundle.kubernetes_version, bundle.complete, bundle.places, bundle.images)
        super().__init__(bundle.documents, *settings)
        self.asked: set[Lookup] = set()
        self._asked_for: dict[Hashable, frozenset[Lookup]] = {}

    @property
    def documents(self) -> tuple[Document, ...]:
        """Returns all documents."""
        self.asked.add(EVERYTHING)
        return super().documents

    @property
    def is_single(self) -> bool:
        """Returns whether there is one document only."""
        self.asked.add(NUMBER)
        return super().is_single

    def derived(self, make: Callable[..., Made], *about: Hashable) -> Made:
        """Returns ``make(bundle, *about)``, computed once: what it asked for, each asks for who gets it."""
        key = (make, *about)
        if key not in self._asked_for:
            before, self.asked = self.asked, set()
            try:
                super().derived(make, *about)
            finally:
                self._asked_for[key], self.asked = frozenset(self.asked), before
        self.asked |= self._asked_for[key]
        return super().derived(make, *about)

    def found(self, index: Index, key: Hashable) -> Iterable[Document]:
        """Returns the documents that an index finds by a key."""
        self.asked.add((index.name, key))
        return super().found(index, key)

    def of_kind(self, *kinds: str) -> Iterable[Document]:
        """Returns the documents of these kinds."""
        self.asked.update((KIND, kind) for kind in kinds)
        return super().of_kind(*kinds)

    def find(self, kind: str, namespace: str, name: str) -> Document | None:
        """Returns the first document of that kind, namespace and name, or nothing."""
        self.asked.add((NAME, (kind, name)))
        return super().find(kind, namespace, name)

    def forget_trees(self) -> None:
        """Lets go of the trees that can be made again, and of all that was made of trees."""
        super().forget_trees()
        if not self._derived:
            self._asked_for.clear()
