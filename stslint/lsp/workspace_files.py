"""The manifests around a buffer, parsed once and again when they change."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence

from stslint.kubernetes.verdict import Judgement
from stslint.linter.linter import check_document
from stslint.linter.settings import Settings
from stslint.model import Document, Source
from stslint.pipeline.loading import documents_of
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.classify.partial_manifests import KUSTOMIZATIONS, Kustomizations
from stslint.sources.classify.sniffing import content_of
from stslint.sources.files.path_expansion import context_files
from stslint.sources.files.walk import MANIFEST_EXTENSIONS, File
from stslint.sources.loading.discovery import context_sources
from stslint.sources.loading.file_reader import read

MOST_NEIGHBOURS = 1000
_MOST_KNOWN = 5 * MOST_NEIGHBOURS
_MOST_JUDGEMENTS = 20_000
"""What is remembered beyond these is forgotten: a session can last for weeks."""

Stamp = tuple[object, ...]


class _Known(NamedTuple):
    stamp: Stamp
    documents: tuple[Document, ...]


class Neighbours:
    """Reads the files beside a buffer; a file is parsed again only when its size, time or buffer changed."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._patches: dict[str, Stamp] = {}

    def documents(self, path: str, context: Sequence[str], buffers: Mapping[str, str]) -> list[Document]:
        """Returns the documents of the other files of a path's folder and of the context, in order.

        ``buffers`` holds the texts of files that are open, which stand for what is on the disk.
        """
        folder = os.path.dirname(path)
        own = {path, os.path.realpath(path)}
        self._mind_patches(folder)
        kustomizations = Kustomizations()
        found: list[Document] = []
        for file, stamp in _files(folder, context):
            if file in own:
                continue
            own.add(file)
            text = buffers.get(file)
            found += self._of(file, stamp if text is None else (text,), text, kustomizations)
        return found

    def _of(
        self, file: str, stamp: Stamp, text: str | None, kustomizations: Kustomizations
    ) -> tuple[Document, ...]:
        known = self._known.get(file)
        if known is None or known.stamp != stamp:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            sources = _sources(File(file, file, context=True), text, kustomizations)
            known = self._known[file] = _Known(stamp, documents_of(sources)[0])
        return known.documents

    def _mind_patches(self, folder: str) -> None:
        """Forgets all where a kustomization changed: it says which files are patches."""
        stamp = tuple(_stamp(os.path.join(folder, name)) for name in KUSTOMIZATIONS)
        if self._patches.setdefault(folder, stamp) != stamp:
            self._patches[folder] = stamp
            self._known.clear()


def _sources(file: File, text: str | None, kustomizations: Kustomizations) -> tuple[Source, ...]:
    if text is None:
        return context_sources(file, kustomizations)
    data = text.encode("utf-8", "replace")
    return () if content_of(data) == "other" else read(file, data, kustomizations).sources


def _files(folder: str, context: Sequence[str]) -> Iterator[tuple[str, Stamp]]:
    try:
        with os.scandir(folder) as opened:
            entries = [each for each in opened if each.name.lower().endswith(MANIFEST_EXTENSIONS)]
    except OSError:
        entries = []
    for entry in sorted(entries, key=lambda each: each.name)[:MOST_NEIGHBOURS]:
        yield entry.path, _stamp(entry.path)
    for found in context_files(context) if context else ():
        if isinstance(found, File):
            yield found.key, _stamp(found.key)


def _stamp(path: str) -> Stamp:
    try:
        status = os.stat(path)
    except OSError:
        return ()
    return status.st_mtime_ns, status.st_size, status.st_ino


class Judgements:
    """Remembers what the API server would say of documents that are only seen: they seldom change."""

    def __init__(self) -> None:
        # The document is kept beside its id, so that no other can take the id over.
        self._known: dict[tuple[int, str, bool], tuple[Document, Judgement]] = {}

    def __call__(self, document: Document, settings: Settings, old: Document | None = None) -> Judgement:
        """Returns the judgement of a document by the minor of the settings."""
        if old is not None or not document.context:
            return check_document(document, settings, old)
        key = (id(document), settings.kubernetes_version, settings.complete)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST_JUDGEMENTS:
                self._known.clear()
            known = self._known[key] = (document, check_document(document, settings))
        return known[1]
