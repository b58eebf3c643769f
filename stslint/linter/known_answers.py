"""Which answers of an earlier run hold: those whose lookups find the same as before.

What a rule looks up is not declared, but watched, so that a rule cannot be wrong about itself.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from stslint.linter.changes import Changes, Found, found_by
from stslint.linter.document_cache import DocumentCache
from stslint.linter.known_document import (
    KnownDocument,
    answers_by_lookups,
    answers_of,
    known_document,
)
from stslint.model import Bundle, Document
from stslint.model.known_source import apart_from_text
from stslint.model.stored_document import Head, head_of
from stslint.runtime.disk_cache import is_worth_writing, key_of
from stslint.sources.yaml.document_splitter import split_documents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from stslint.linter.answers import Answers


class KnownAnswers:
    """What a cache knows of the documents of a run."""

    def __init__(self, cache: DocumentCache, documents: Sequence[Document]) -> None:
        self._cache = cache
        self._sources = [cache.identity(each.source) for each in documents]
        self._known = list(cache.recalled(documents, self._sources))
        self._texts = OwnTexts(documents)
        self._given: list[list[Answers]] = []
        self._asked_again: set[int] = set()
        self._removed = 0

    @property
    def are_clean(self) -> list[bool]:
        """Returns for each document whether its verdict is known to be clean."""
        return [each is not None and each.is_clean for each in self._known]

    def answers(self, bundle: Bundle) -> list[list[Answers]]:
        """Returns for each document of a bundle the answers that hold."""
        changes = self._changes(bundle)
        concerned = self._concerned(changes)
        self._asked_again = {place for place, each in enumerate(self._known) if id(each) in concerned}
        self._given = [self._answers(place, known, changes) for place, known in enumerate(self._known)]
        return self._given

    def _answers(self, place: int, known: KnownDocument | None, changes: Changes | None) -> list[Answers]:
        if known is None or not known.rules:
            return []
        if place not in self._asked_again:
            return [answers_of(known)]
        parts = answers_by_lookups(known)
        return [each for each in parts if not each.asked or (changes and not changes.concern(each.asked))]

    def _concerned(self, changes: Changes | None) -> set[int]:
        """Returns the ids of what is known of the documents that may have other answers now."""
        if changes is None:
            return {id(each) for each in self._known if each is not None}
        places = changes.concerned(self._cache.stored["lookups"])
        before = [each for documents in self._cache.before.values() for each in documents] if places else []
        return {id(before[place]) for place in places}

    def _changes(self, bundle: Bundle) -> Changes | None:
        """Returns what has changed since the earlier run, or nothing if that cannot be said."""
        before = self._cache.before
        if not before or self._cache.stored["releases"] != tuple(sorted(bundle.releases)):
            return None
        same = self._same_sources()
        if [each for each in before if each in same] != [each for each in same if each in before]:
            return None
        pairs = zip(self._sources, bundle.documents, strict=True)
        added = [(source, each) for source, each in pairs if not same[source]]
        gone = [source for source in before if not same.get(source)]
        removed = [(source, each) for source in gone for each in before[source]]
        self._removed = len(removed)
        new = [(_own(source, head_of(each), self._texts.of(each)), each) for source, each in added]
        old = [(_own(source, each.head, each.text), each) for source, each in removed]
        # In a file of several objects, most are as they were.
        equal = {own for own, _ in new} & {own for own, _ in old}
        found = [found_by(each, bundle) for own, each in new if not own or own not in equal]
        found += [Found(Head(*each.head), each.entries) for own, each in old if not own or own not in equal]
        number = sum(map(len, before.values()))
        return Changes(found, bool(added or removed), (number == 1) != (len(bundle.documents) == 1))

    def _same_sources(self) -> dict[str, bool]:
        """Returns for each source of this run whether all its documents are those of the earlier run."""
        before = self._cache.before
        numbers = Counter(self._sources)
        same = {source: number == len(before.get(source, ())) for source, number in numbers.items()}
        for source, known in zip(self._sources, self._known, strict=True):
            if known is None:
                same[source] = False
        return same

    def learn(self, bundle: Bundle, clean: Iterable[bool], answers: Sequence[list[Answers]]) -> None:
        """Gives the cache what this run has found of each document, all the answers among it.

        Few changes are found again by the next run.
        """
        changed = max(self._removed, self._known.count(None)) + len(self._asked_again)
        if self._cache.before and not is_worth_writing(changed, len(self._known)):
            self._cache.written = self._cache.stored
            return
        learned = [
            self._learned(place, document, bundle, is_clean, answers[place])
            for place, (document, is_clean) in enumerate(zip(bundle.documents, clean, strict=True))
        ]
        self._cache.learn(self._sources, learned, bundle.releases)

    def _learned(
        self, place: int, document: Document, bundle: Bundle, is_clean: bool, answers: list[Answers]
    ) -> KnownDocument:
        known, given = self._known[place], self._given[place]
        new = answers[len(given) :]
        if known is not None and place not in self._asked_again:
            if not any(each.rules for each in new):
                return known
            given = answers_by_lookups(known)
        text = self._texts.of(document) if known is None else known.text
        return known_document(is_clean, found_by(document, bundle), text, (*given, *new))


def _own(source: str, head: Sequence[Hashable], text: str) -> tuple[Hashable, ...]:
    """Returns what equal documents of two versions of a file share; nothing if that is not known."""
    return (apart_from_text(source), *head, text) if text else ()


class OwnTexts:
    """Digests of what documents are read from, where a source has several documents.

    Documents with the same digest in one file are equal, and are on the same lines.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = documents
        self._digests: dict[int, list[str]] = {}

    @cached_property
    def _numbers(self) -> Counter[int]:
        return Counter(id(each.source) for each in self._documents)

    def of(self, document: Document) -> str:
        """Returns the digest; nothing for a document that is alone, broken, or on a page."""
        source = document.source
        if self._numbers[id(source)] == 1 or source.first_line != 1 or document.problems:
            return ""
        if id(source) not in self._digests:
            self._digests[id(source)] = [
                key_of(each.text, repr(each[1:])) for each in split_documents(source.text)
            ]
        return self._digests[id(source)][document.index]
