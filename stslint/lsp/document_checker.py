"""Checks a buffer together with the manifests around it."""

from __future__ import annotations

import os
from collections.abc import Mapping

from stslint.linter.settings import Settings
from stslint.linter.version_matrix import lint_versions
from stslint.lsp.buffers import Buffer
from stslint.lsp.workspace_files import NeighborFiles, VerdictCache
from stslint.model import Bundle, Document, Finding
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.loading import documents_of, without_variants
from stslint.pipeline.reporting import visible_findings
from stslint.pipeline.run import Run
from stslint.runtime.namedtuple import NamedTuple
from stslint.runtime.remembered_results import RememberedTexts
from stslint.runtime.worker_processes import Workers
from stslint.sources.classify.partial_manifests import Kustomizations
from stslint.sources.classify.sniffing import content_of
from stslint.sources.files.gitignore import Patterns, within
from stslint.sources.files.walk import File
from stslint.sources.loading.file_reader import read

DEFAULTS = Settings()


class CheckedBuffer(NamedTuple):
    """A buffer, its documents, those of the files around it, and its findings."""

    buffer: Buffer
    documents: tuple[Document, ...] = ()
    neighbors: tuple[Document, ...] = ()
    findings: tuple[Finding, ...] = ()
    settings: Settings = DEFAULTS


class DocumentChecker:
    """Checks buffers; caches what it reads and evaluates of files that do not change."""

    def __init__(self) -> None:
        self._neighbors = NeighborFiles()
        self._verdicts = VerdictCache()
        self._remembered = RememberedTexts()

    def check(self, buffer: Buffer, run: Run, open_texts: Mapping[str, str]) -> CheckedBuffer:
        """Returns the findings of a buffer. ``open_texts`` are the texts of all open files, by path."""
        self._remembered.count(buffer.text)
        data = buffer.text.encode("utf-8", "replace")
        # An editor sends every YAML file: one without a Kubernetes object has no findings.
        if content_of(data) == "other" or _is_excluded(buffer, run.inputs):
            return CheckedBuffer(buffer, settings=run.settings)
        name = buffer.name
        own, _ = documents_of(read(File(name, name, named=True), data, Kustomizations()).sources)
        neighbors = self._neighbors_of(buffer, run.inputs, open_texts) if own else []
        documents = tuple(without_variants((*own, *neighbors)))
        findings = self._findings(documents, run)
        return CheckedBuffer(buffer, tuple(own), tuple(neighbors), findings, run.settings)

    def _neighbors_of(self, buffer: Buffer, inputs: Inputs, open_texts: Mapping[str, str]) -> list[Document]:
        path = buffer.path
        return [] if path is None else self._neighbors.documents(path, tuple(inputs.context), open_texts)

    def _findings(self, documents: tuple[Document, ...], run: Run) -> tuple[Finding, ...]:
        settings = run.settings
        images = dict(settings.images)
        bundle = Bundle(documents, settings.kubernetes_version, settings.complete, images=images)
        with Workers(settings.jobs) as workers:
            outcome = lint_versions(bundle, run.rules, settings, check=self._verdicts, workers=workers)
        return visible_findings(outcome, bundle, run).outcome.findings


def _is_excluded(buffer: Buffer, inputs: Inputs) -> bool:
    path = buffer.path
    if path is None:
        return False
    real = os.path.realpath(path)
    return any(within(Patterns(*each), real) for each in inputs.exclude_by_folder.items())
