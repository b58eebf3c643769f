"""What an earlier run over the same paths has found of each document.

A document whose source is the same is not read: its kind and name, and by what it is found, are known. That
its verdict is clean holds as long as its text is the same. What a rule has answered about it holds as long
as, in addition, what the rule has looked up is the same (``known_answers``).
"""

from __future__ import annotations

from stslint.linter.known_document import KnownDocument, lookups_of
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Source
from stslint.model.known_source import identity
from stslint.model.stored_document import ByRoot, Read, StoredDocument, UnreadSource
from stslint.runtime.disk_cache import packed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
    from typing import Any


class DocumentCache:
    """What an earlier run knows of documents; ``written`` is what this one knows, as plain data.

    Both are of the same rules and the same stslint. Unless the cache is kept, no answers are written.
    """

    def __init__(self, earlier: object = None, is_kept: bool = True) -> None:
        self.is_kept = is_kept
        self.stored: Mapping[str, Any] = earlier if isinstance(earlier, dict) else {}
        self.before: Mapping[str, Sequence[KnownDocument]] = {}
        self._known: dict[str, Sequence[KnownDocument]] = {}
        self._identities: dict[int, tuple[Source, str]] = {}
        self._made: ByRoot = {}
        self.written: Mapping[str, Any] = {}
        self._held: dict[str, list[Document]] = {}

    @property
    def changed(self) -> bool:
        """Returns whether this run knows anything else than the earlier one."""
        return self.written is not self.stored

    def open(self, bundle: Bundle, settings: Settings) -> None:
        """Begins with a bundle, whose documents are read after this."""
        run = (bundle.kubernetes_version, bundle.complete, bundle.places, sorted(bundle.images.items()))
        shared = repr((run, settings._replace(jobs=1)))
        if self.written.get("shared") == shared:
            return  # a survey has begun with it
        self.written = {"shared": shared, "sources": {}, "lookups": {}, "lines": {}, "releases": ()}
        if self.stored.get("shared") == shared:
            self.add(self.stored)
            self.before = dict(self._known)

    def add(self, written: Mapping[str, Any]) -> None:
        """Adds what was written of other documents, with the same settings."""
        for source, documents in written["sources"].items():
            self._known[source] = [KnownDocument(*each) for each in documents]

    def knows(self, source: Source) -> bool:
        """Returns whether the documents of a source are known."""
        return self.identity(source) in self._known

    def documents_of(self, source: Source, read: Read) -> Sequence[Document]:
        """Returns the documents of a source, if all are known and clean, or held.

        ``read`` makes the trees of those that are not held.
        """
        identity = self.identity(source)
        known = self._known.get(identity, ())
        held = self._held.get(identity)
        if held is not None:
            for each, document in zip(known, held, strict=bool(known)):
                document.entries = each.entries
            return held
        for each in known:
            if not each.is_clean:
                return ()
        home = UnreadSource(source, read, self._made)
        return [StoredDocument(each.head, each.entries, home) for each in known]

    def hold(self, documents: Iterable[Document]) -> None:
        """Holds all documents of some sources, whose trees need not be made again."""
        for document in documents:
            self._held.setdefault(self.identity(document.source), []).append(document)

    def recalled(
        self, documents: Iterable[Document], sources: Iterable[str]
    ) -> Iterator[KnownDocument | None]:
        """Yields what is known of each document of a run, by its source."""
        places: dict[str, int] = {}
        for document, source in zip(documents, sources, strict=True):
            place = places[source] = places.get(source, -1) + 1
            known = self._known.get(source, ())
            is_known = place < len(known) and _is_of(known[place], document)
            yield known[place] if is_known else None

    def learn(
        self, sources: Iterable[str], documents: Iterable[KnownDocument], releases: Iterable[str]
    ) -> None:
        """Adds what a run has found of documents, by their sources: of all documents, if rules were asked.

        What was looked up is packed by the names of the lookups, because few of them are asked for.
        """
        by_source: dict[str, list[tuple[Any, ...]]] = {}
        lookups: dict[str, dict[Hashable, list[int]]] = {}
        for number, (source, known) in enumerate(zip(sources, documents, strict=True)):
            by_source.setdefault(source, []).append(tuple(known))
            for name, key in lookups_of(known):
                lookups.setdefault(name, {}).setdefault(key, []).append(number)
        self.written = {
            **self.written,
            "sources": {**self.written["sources"], **by_source},
            "lookups": {name: packed(numbers) for name, numbers in lookups.items()},
            "releases": tuple(sorted({*self.written["releases"], *releases})),
        }

    def lines_of(self, source: Source) -> Mapping[int, str]:
        """Returns the lines of a source that an earlier run has shown, by their numbers."""
        lines = self.stored["lines"] if self.before else {}
        found: Mapping[int, str] = lines.get(self.identity(source), {})
        return found

    def learn_lines(self, source: Source, lines: Mapping[int, str]) -> None:
        """Adds the lines of a source that this run shows."""
        if self.changed:
            self.written["lines"][self.identity(source)] = lines

    def identity(self, source: Source) -> str:
        """Returns what is equal for equal sources only."""
        known = self._identities.get(id(source))
        if known is None:
            known = self._identities[id(source)] = source, identity(source)
        return known[1]


def _is_of(known: KnownDocument, document: Document) -> bool:
    """Returns whether this is known of a document: its number depends on what is before it on its page."""
    return (known.head[0], known.head[-1]) == (document.index, document.fragment)
