"""What an earlier run over the same paths has found of each document, by its digest.

A document whose text is the same is not read: its kind and name, and by what it is found, are known. That its
verdict is clean holds as long as its text is the same. What a rule has answered about it holds as long as,
in addition, what the rule has looked up is the same (``changes``). What a rule looks up is not declared, but
watched, so that a rule cannot be wrong about itself.
"""

from __future__ import annotations

from stslint.linter.answers import Answers
from stslint.linter.changes import Changes, Found, found_by
from stslint.linter.plain_data import plain, restored
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Source
from stslint.model.known_source import identity
from stslint.model.stored_document import ByRoot, Head, Read, StoredDocument, UnreadSource
from stslint.runtime.disk_cache import key_of
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any


class _Record(NamedTuple):
    """What is known of one document; ``answers`` are plain data."""

    is_clean: bool
    found: Found
    answers: Sequence[Any]


class DocumentCache:
    """What an earlier run knows of documents; ``written`` is what this one knows, as plain data.

    Both are of the same rules and the same stslint. Unless the cache is kept, no answers are written.
    """

    def __init__(self, earlier: object = None, is_kept: bool = True) -> None:
        self.is_kept = is_kept
        self._stored: Mapping[str, Any] = earlier if isinstance(earlier, dict) else {}
        self._known: dict[str, _Record] = {}
        self._before: dict[str, _Record] = {}
        self._sources: dict[str, Sequence[str]] = {}
        self._digests: dict[int, tuple[Source, str]] = {}
        self._made: ByRoot = {}
        self._valid: dict[str, list[Any]] = {}
        self.written: dict[str, Any] = {}

    @property
    def changed(self) -> bool:
        """Returns whether this run knows anything else than the earlier one."""
        return self.written != self._stored

    def open(self, bundle: Bundle, settings: Settings) -> None:
        """Begins with a bundle, whose documents are read after this."""
        run = (bundle.kubernetes_version, bundle.complete, bundle.places, sorted(bundle.images.items()))
        shared = repr((run, settings._replace(jobs=1)))
        if self.written.get("shared") == shared:
            return  # a survey has begun with it
        self.written = {"shared": shared, "sources": {}, "documents": {}, "releases": ()}
        if self._stored.get("shared") == shared:
            self.add(self._stored)
            self._before = dict(self._known)

    def add(self, written: Mapping[str, Any]) -> None:
        """Adds what was written of other documents, with the same settings."""
        self._sources.update(written["sources"])
        self._known.update((key, _record(each)) for key, each in written["documents"].items())

    def knows(self, source: Source) -> bool:
        """Returns whether the documents of a source are known."""
        return self._digest(source) in self._sources

    def documents_of(self, source: Source, read: Read) -> Sequence[Document]:
        """Returns the documents of a source, if all are known and clean; ``read`` makes their trees."""
        records = [self._known[key] for key in self._sources.get(self._digest(source), ())]
        if not all(each.is_clean for each in records):
            return ()
        home = UnreadSource(source, read, self._made)
        return [StoredDocument(each.found.head, each.found.entries, home) for each in records]

    def keys(self, documents: Iterable[Document]) -> list[str]:
        """Returns a key of each document, which names all that its own answers depend on in this run."""
        counts: dict[str, int] = {}
        keys = []
        for document in documents:
            digest = self._digest(document.source)
            counts[digest] = counts.get(digest, 0) + 1
            keys.append(f"{digest}.{counts[digest]}.{document.index}.{document.fragment:d}")
        return keys

    def are_clean(self, keys: Iterable[str]) -> list[bool]:
        """Returns for each document whether its verdict is known to be clean."""
        records = (self._known.get(key) for key in keys)
        return [each is not None and each.is_clean for each in records]

    def answers(self, keys: Sequence[str], bundle: Bundle) -> list[list[Answers]]:
        """Returns for each document the answers of an earlier run that hold."""
        changes = self._changes(keys, bundle)
        return [self._answers(key, changes) for key in keys]

    def _answers(self, key: str, changes: Changes | None) -> list[Answers]:
        record = self._known.get(key)
        if record is None:
            return []
        valid = [each for each in record.answers if not each[0] or (changes and not changes.concern(each[0]))]
        self._valid[key] = valid
        return [Answers(asked, rules, *map(_restored, said)) for asked, rules, *said in valid]

    def _changes(self, keys: Sequence[str], bundle: Bundle) -> Changes | None:
        """Returns what has changed since the earlier run, or nothing if that cannot be said."""
        before, now = self._before, dict.fromkeys(keys)
        if not before:
            return None
        same_order = [key for key in before if key in now] == [key for key in now if key in before]
        if not same_order or self._stored.get("releases") != tuple(sorted(bundle.releases)):
            return None
        pairs = zip(keys, bundle.documents, strict=True)
        added = [found_by(document, bundle) for key, document in pairs if key not in before]
        removed = [record.found for key, record in before.items() if key not in now]
        return Changes((*added, *removed), (len(before) == 1) != (len(now) == 1))

    def learn(
        self, keys: Sequence[str], bundle: Bundle, clean: Iterable[bool], answers: Iterable[list[Answers]]
    ) -> None:
        """Records what this run has found of each document of a bundle, all the answers among it."""
        self.written["releases"] = tuple(sorted({*self.written["releases"], *bundle.releases}))
        for key, document, is_clean, said in zip(keys, bundle.documents, clean, answers, strict=True):
            known = self._valid.get(key, [])
            new = [_plain(each) for each in said[len(known) :] if each.rules]
            head, entries = found_by(document, bundle)
            self.written["documents"][key] = (is_clean, (tuple(head), entries), known + new)
            self.written["sources"].setdefault(self._digest(document.source), []).append(key)

    def _digest(self, source: Source) -> str:
        known = self._digests.get(id(source))
        if known is None:
            known = source, key_of(repr(identity(source)))
            self._digests[id(source)] = known
        return known[1]


def _record(stored: Any) -> _Record:
    is_clean, (head, entries), answers = stored
    return _Record(is_clean, Found(Head(*head), entries), answers)


def _plain(answers: Answers) -> Any:
    asked, rules, findings, unchecked = answers
    return asked, rules, [plain(each) for each in findings], [plain(each) for each in unchecked]


def _restored(said: Iterable[Any]) -> list[Any]:
    return [restored(each) for each in said]
