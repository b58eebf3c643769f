"""A buffer and what stands around it become findings."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from stslint.config import NOTHING, Configuration
from stslint.linter.rule import Rule
from stslint.linter.settings import Settings
from stslint.linter.version_matrix import lint_versions
from stslint.lsp.uris import name_of, path_of
from stslint.lsp.workspace_files import Judgements, Neighbours
from stslint.model import Bundle, Document, Finding
from stslint.pipeline.inputs import Inputs
from stslint.pipeline.loading import documents_of, without_variants
from stslint.pipeline.reporting import visible_findings
from stslint.pipeline.run import Run
from stslint.runtime.namedtuple import NamedTuple
from stslint.sources.classify.partial_manifests import Kustomizations
from stslint.sources.classify.sniffing import content_of
from stslint.sources.files.gitignore import Patterns, within
from stslint.sources.files.walk import File
from stslint.sources.loading.file_reader import read

DEFAULTS = Settings()


class Buffer(NamedTuple):
    """A text as the editor has it. ``version`` is the editor's count of its changes."""

    uri: str
    text: str
    version: int | None = None
    language: str = ""

    @property
    def name(self) -> str:
        """Returns the path, or a name for a text that was never saved."""
        return name_of(self.uri, self.language)


class Judging(NamedTuple):
    """By what a buffer is judged; ``context`` are paths from the working directory."""

    settings: Settings = DEFAULTS
    context: tuple[str, ...] = ()
    configuration: Configuration = NOTHING


class Judged(NamedTuple):
    """A buffer, its documents, those around it, and what is to say of it."""

    buffer: Buffer
    documents: tuple[Document, ...] = ()
    around: tuple[Document, ...] = ()
    findings: tuple[Finding, ...] = ()
    settings: Settings = DEFAULTS


class Judge:
    """Judges buffers; what it remembers is only of files that did not change."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._neighbours = Neighbours()
        self._judgements = Judgements()

    def __call__(self, buffer: Buffer, judging: Judging, buffers: Mapping[str, str]) -> Judged:
        """Returns what there is to say of a buffer. ``buffers`` are the texts of all open files, by path."""
        settings = judging.settings
        data = buffer.text.encode("utf-8", "replace")
        # A file that holds nothing of ours is left alone: an editor hands over every YAML file.
        if content_of(data) == "other" or _excluded(buffer, judging.configuration):
            return Judged(buffer, settings=settings)
        name, path = buffer.name, path_of(buffer.uri)
        reading = read(File(name, name, named=True), data, Kustomizations())
        own, _ = documents_of(reading.sources)
        around = self._neighbours.documents(path, judging.context, buffers) if path and own else []
        documents = tuple(without_variants((*own, *around)))
        bundle = Bundle(
            documents, settings.kubernetes_version, settings.complete, images=dict(settings.images)
        )
        outcome = lint_versions(bundle, self._rules, settings, check=self._judgements)
        left = visible_findings(outcome, bundle, Run(Inputs([name]), self._rules, settings)).outcome
        return Judged(buffer, tuple(own), tuple(around), left.findings, settings)


def _excluded(buffer: Buffer, configuration: Configuration) -> bool:
    patterns, path = configuration.values.get("exclude"), path_of(buffer.uri)
    if not patterns or path is None:
        return False
    return within(Patterns(configuration.folder, patterns), os.path.realpath(path))
