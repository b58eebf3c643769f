"""One process reads and checks its share of the files of a survey (``survey``)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from stslint.linter.changes import found_by
from stslint.linter.document_cache import DocumentCache
from stslint.linter.known_answers import OwnTexts
from stslint.linter.known_document import known_document
from stslint.linter.linter import SAMPLE, is_clean, is_in_vain
from stslint.model import Bundle, Document, Source
from stslint.model.stored_document import take_apart
from stslint.pipeline.loading import documents_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.linter.settings import Settings
    from stslint.runtime.disk_cache import Plain

_AT_ONCE = 250
"""Files whose trees are in memory at the same time while they are read."""


class Look:
    """A look at files by one process, which holds some of their trees for the run."""

    def __init__(self, bundle: Bundle, settings: Settings, cache: DocumentCache, held: int) -> None:
        self._bundle = bundle
        self._settings = settings
        self._cache = cache
        self._may_hold = held

    def at(self, sources: Sequence[Source]) -> Plain | None:
        """Returns what is found of some sources, as the cache adds it.

        Returns nothing if most of the first have faults: each process has to read those.
        """
        found = DocumentCache(is_kept=False)
        found.open(self._bundle, self._settings)
        bounds = [0, *range(SAMPLE, len(sources), _AT_ONCE), len(sources)]
        for start, end in pairwise(bounds):
            documents, _ = documents_of(sources[start:end])
            faulty = {id(each.source) for each in documents if not is_clean(each, self._settings)}
            self._cache.hold(each for each in documents if id(each.source) in faulty)
            clean = self._bundle.of(each for each in documents if id(each.source) not in faulty)
            self._learn(clean, found)
            self._hold_or_let_go(clean.documents)
            if not start and is_in_vain(end, len(faulty)):
                return None
        return found.written

    def _learn(self, clean: Bundle, found: DocumentCache) -> None:
        texts = OwnTexts(clean.documents) if self._cache.is_kept else None
        known = [
            known_document(True, found_by(each, clean), "" if texts is None else texts.of(each), ())
            for each in clean.documents
        ]
        sources = [found.identity(each.source) for each in clean.documents]
        found.learn(sources, known, clean.releases)

    def _hold_or_let_go(self, clean: Sequence[Document]) -> None:
        """Holds the trees of clean files, which the run does not read again; as many as it may."""
        if len(clean) <= self._may_hold:
            self._may_hold -= len(clean)
            self._cache.hold(clean)
            return
        for document in clean:
            take_apart(document.root)
