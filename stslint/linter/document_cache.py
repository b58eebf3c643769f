"""What a document says by itself, by its digest: that its verdict is clean, and which rules are silent on it.

A rule that asks for no other object has the same answer as long as its own text is the same. Which rules ask
is not declared, but watched (``WatchedBundle``). Findings are never cached but found again, so a report is
never put together from two runs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Index
from stslint.model.bundle import Made
from stslint.runtime.disk_cache import key_of
from stslint.runtime.namedtuple import NamedTuple


class OwnAnswers(NamedTuple):
    """What is known of one document: whether its verdict is clean, and the bits of the silent rules."""

    clean: bool = False
    silent: int = 0


NOTHING_KNOWN = OwnAnswers()


class DocumentCache:
    """The answers of an earlier run by document; ``written`` are those of this run, as plain data.

    Both are of the same rules and the same stslint.
    """

    def __init__(self, earlier: object = None) -> None:
        self._earlier: Mapping[Any, Any] = earlier if isinstance(earlier, dict) else {}
        self.written: dict[str, tuple[bool, int]] = {}

    @property
    def changed(self) -> bool:
        """Returns whether this run knows anything else than the earlier one."""
        return self.written != self._earlier

    def known(self, keys: Sequence[str]) -> list[OwnAnswers]:
        """Returns what is known of each document."""
        return [_answers(self._earlier.get(key)) for key in keys]

    def learn(self, keys: Sequence[str], answers: Iterable[OwnAnswers]) -> None:
        """Records what this run has found of each document."""
        for key, each in zip(keys, answers, strict=True):
            self.written[key] = (each.clean, each.silent)


def _answers(found: Any) -> OwnAnswers:
    if type(found) is tuple and [type(each) for each in found] == [bool, int]:
        return OwnAnswers(*found)
    return NOTHING_KNOWN


def keys_of(bundle: Bundle, settings: Settings) -> list[str]:
    """Returns a key of each document, which names all that its own answers depend on, but for the rules."""
    run = (bundle.kubernetes_version, bundle.complete, bundle.places, sorted(bundle.images.items()))
    shared = repr((run, settings._replace(jobs=1)))
    digests: dict[int, str] = {}
    counts: dict[int, int] = {}
    keys = []
    for document in bundle.documents:
        source = document.source
        place = id(source)
        if place not in digests:
            digests[place] = key_of(shared, repr(source._replace(text="")), source.text)
        counts[place] = counts.get(place, 0) + 1
        keys.append(f"{digests[place]}.{counts[place]}.{document.fragment:d}")
    return keys


class WatchedBundle(Bundle):
    """A bundle that notices in ``asked`` when it is asked for objects.

    ``document_of`` and ``home_of`` need no watching: who has a node of another object has asked for it.
    """

    def __init__(self, bundle: Bundle) -> None:
        self.asked = False
        settings = (bundle.kubernetes_version, bundle.complete, bundle.places, bundle.images)
        super().__init__(bundle.documents, *settings)

    @property
    def documents(self) -> tuple[Document, ...]:
        """Returns all documents."""
        self.asked = True
        return self._documents

    @documents.setter
    def documents(self, documents: tuple[Document, ...]) -> None:
        self._documents = documents

    def derived(self, make: Callable[..., Made], *about: Hashable) -> Made:
        """Returns ``make(bundle, *about)``, computed once."""
        self.asked = True
        return super().derived(make, *about)

    def found(self, index: Index, key: Hashable) -> Iterable[Document]:
        """Returns the documents that an index finds by a key."""
        self.asked = True
        return super().found(index, key)

    def of_kind(self, *kinds: str) -> Iterable[Document]:
        """Returns the documents of these kinds."""
        self.asked = True
        return super().of_kind(*kinds)

    def find(self, kind: str, namespace: str, name: str) -> Document | None:
        """Returns the first document of that kind, namespace and name, or nothing."""
        self.asked = True
        return super().find(kind, namespace, name)
