"""The manifests around a buffer, cached until they change."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence

from stslint.kubernetes.verdict import Verdict
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

MOST_NEIGHBORS = 1000
_MOST_CACHED_FILES = 5 * MOST_NEIGHBORS
_MOST_CACHED_VERDICTS = 20_000
"""A full cache is emptied: a session can last for weeks."""

Stamp = tuple[object, ...]
"""What changes whenever a file changes."""


class _CachedFile(NamedTuple):
    stamp: Stamp
    documents: tuple[Document, ...]


class NeighborFiles:
    """Reads the files around a buffer; parses a file again when its size, its time or its buffer changed."""

    def __init__(self) -> None:
        self._files: dict[str, _CachedFile] = {}
        self._kustomizations: dict[str, Stamp] = {}

    def documents(self, path: str, context: Sequence[str], open_texts: Mapping[str, str]) -> list[Document]:
        """Returns the documents of the other files in the folder of a path and of the context, in order.

        ``open_texts`` holds the texts of the open files by path; they replace the files on disk.
        """
        folder = os.path.dirname(path)
        seen = {path, os.path.realpath(path)}
        self._forget_changed_kustomizations(folder)
        kustomizations = Kustomizations()
        documents: list[Document] = []
        for file, stamp in _files(folder, context):
            if file in seen:
                continue
            seen.add(file)
            text = open_texts.get(file)
            documents += self._read(file, stamp if text is None else (text,), text, kustomizations)
        return documents

    def _read(
        self, file: str, stamp: Stamp, text: str | None, kustomizations: Kustomizations
    ) -> tuple[Document, ...]:
        cached = self._files.get(file)
        if cached is None or cached.stamp != stamp:
            if len(self._files) >= _MOST_CACHED_FILES:
                self._files.clear()
            sources = _sources(File(file, file, context=True), text, kustomizations)
            cached = self._files[file] = _CachedFile(stamp, documents_of(sources)[0])
        return cached.documents

    def _forget_changed_kustomizations(self, folder: str) -> None:
        """Empties the cache when a kustomization changed: it determines which files are patches."""
        stamp = tuple(_stamp(os.path.join(folder, name)) for name in KUSTOMIZATIONS)
        if self._kustomizations.setdefault(folder, stamp) != stamp:
            self._kustomizations[folder] = stamp
            self._files.clear()


def _sources(file: File, text: str | None, kustomizations: Kustomizations) -> tuple[Source, ...]:
    if text is None:
        return context_sources(file, kustomizations)
    data = text.encode("utf-8", "replace")
    return () if content_of(data) == "other" else read(file, data, kustomizations).sources


def _files(folder: str, context: Sequence[str]) -> Iterator[tuple[str, Stamp]]:
    try:
        with os.scandir(folder) as opened:
            entries = [entry for entry in opened if entry.name.lower().endswith(MANIFEST_EXTENSIONS)]
    except OSError:
        entries = []
    for entry in sorted(entries, key=lambda entry: entry.name)[:MOST_NEIGHBORS]:
        yield entry.path, _stamp(entry.path)
    for file in context_files(context) if context else ():
        if isinstance(file, File):
            yield file.key, _stamp(file.key)


def _stamp(path: str) -> Stamp:
    try:
        status = os.stat(path)
    except OSError:
        return ()
    return status.st_mtime_ns, status.st_size, status.st_ino


class VerdictCache:
    """Caches the verdict of the API server on the documents of other files: they seldom change."""

    def __init__(self) -> None:
        # The document is cached with its id: as long as it exists, no other document gets the id.
        self._verdicts: dict[tuple[int, str, bool], tuple[Document, Verdict]] = {}

    def __call__(self, document: Document, settings: Settings, old: Document | None = None) -> Verdict:
        """Returns the verdict on a document for the Kubernetes version of the settings."""
        if old is not None or not document.context:
            return check_document(document, settings, old)
        key = (id(document), settings.kubernetes_version, settings.complete)
        cached = self._verdicts.get(key)
        if cached is None:
            if len(self._verdicts) >= _MOST_CACHED_VERDICTS:
                self._verdicts.clear()
            cached = self._verdicts[key] = (document, check_document(document, settings))
        return cached[1]
