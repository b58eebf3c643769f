"""What a run reads: paths become sources, and sources the documents of bundles.

``paths -> sources -> documents -> bundle``; what was applied before, renderings and policies as well.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from stslint.kubernetes.queries.live import as_manifest, is_live
from stslint.kubernetes.queries.objects import is_fragment, looks_like_object
from stslint.linter.rule import Rule
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Skipped, Source, StslintError, Unchecked
from stslint.pipeline.inputs import Inputs, discovery_of
from stslint.runtime.namedtuple import NamedTuple
from stslint.runtime.progress import ProgressCallback
from stslint.sources.classify.partial_manifests import is_kustomization
from stslint.sources.files.path_expansion import NAME_OF_STDIN, STDIN
from stslint.sources.files.walk import ReadError
from stslint.sources.loading.discovery import Discovery, discover
from stslint.sources.render.helm_output import in_release
from stslint.sources.render.stdin_provenance import is_complete_chart_output
from stslint.sources.yaml.recovery import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.linter.document_cache import DocumentCache
    from stslint.policies.check import Policies
    from stslint.runtime.progress import ProgressCallback
    from stslint.sources.render.renderings import Rendering


EMPTY = "empty"
NO_INPUT = "it is empty: the command that writes to it may have failed"


class LoadedRun(NamedTuple):
    """All that a run has read; ``before`` is what was applied earlier, where the run compares.

    ``renderings`` are bundles of their own: nothing of one is in another.
    """

    found: Discovery
    bundle: Bundle
    before: Bundle | None = None
    renderings: tuple[Rendering, ...] = ()
    policies: Policies | None = None

    def with_policies(self, rules: Sequence[Rule]) -> Sequence[Rule]:
        """Returns the rules, of which one evaluates the policies of the run."""
        return rules if self.policies is None else self.policies.rules(rules, self.before)

    def unevaluated(self, wanted: Sequence[Rule]) -> tuple[Unchecked, ...]:
        """Returns which policies the wanted rules could not evaluate, and why."""
        ids = {rule.id for rule in wanted}
        unevaluated = () if self.policies is None else self.policies.not_checked
        return tuple(each for each in unevaluated if each.rule in ids)


def load(
    inputs: Inputs,
    settings: Settings,
    progress: ProgressCallback | None = None,
    found: Discovery | None = None,
    cache: DocumentCache | None = None,
) -> LoadedRun:
    """Returns what the inputs hold; what ``cache`` knows of it is not read.

    Raises RevisionError, BeforeError and EngineError.
    """
    before = None if inputs.against is None else _bundle_before(inputs, inputs.against, settings)
    found = found or discovery_of(inputs)
    found, renderings = _rendered(found, inputs, progress)
    complete = settings.complete or is_complete_chart_output(inputs.paths, found.sources)
    bundle, non_kubernetes = bundle_of(
        found.sources, inputs.paths, settings._replace(complete=complete), progress, cache
    )
    found = _with_empty(found, non_kubernetes, inputs)
    policies = policies_of(inputs.policies) if inputs.policies else None
    errors = (*inputs.unusable, *(() if policies is None else policies.errors))
    found = found._replace(errors=(*found.errors, *(ReadError(*error) for error in errors)))
    return LoadedRun(found, bundle, before, renderings, policies)


def _with_empty(found: Discovery, non_kubernetes: Sequence[Skipped], inputs: Inputs) -> Discovery:
    """Returns what was found with what holds nothing; empty standard input is no input, and fails the run."""
    stdin = inputs.stdin_name if STDIN in inputs.paths else None
    unread = [
        ReadError(file, NO_INPUT) for file, reason in non_kubernetes if (file, reason) == (stdin, EMPTY)
    ]
    skipped = [each for each in non_kubernetes if (each.file, each.reason) != (stdin, EMPTY)]
    return found._replace(
        skipped=(*found.skipped, *skipped), errors=(*found.errors, *unread), files=found.files - len(unread)
    )


def policies_of(paths: Sequence[str]) -> Policies:
    """Returns the admission policies of files and folders. Raises EngineError."""
    # Only a run with policies pays for CEL.
    from stslint.policies.check import valid_policies
    from stslint.policies.loader import read_policies

    return valid_policies(read_policies(paths))


def _rendered(
    found: Discovery, inputs: Inputs, progress: ProgressCallback | None
) -> tuple[Discovery, tuple[Rendering, ...]]:
    if inputs.render is None:
        return found, ()
    from stslint.sources.render.renderings import with_renderings  # only where a program is to be run

    context = inputs.context if inputs.use_context else ()
    return with_renderings(found, inputs.paths, inputs.path_filter, context, inputs.render, progress)


class BeforeError(StslintError):
    """What was applied before cannot be read; the message says why."""


def _bundle_before(inputs: Inputs, against: str, settings: Settings) -> Bundle:
    sources = _sources_before(inputs, against)
    bundle, _ = bundle_of(sources, (against,), settings)
    return bundle


def _sources_before(inputs: Inputs, against: str) -> Sequence[Source]:
    from stslint.sources.loading.git_revision import PREFIX, sources_at

    if against.startswith(PREFIX):
        named = [inputs.stdin_name if path == STDIN else path for path in inputs.paths]
        paths = [path for path in named if path != NAME_OF_STDIN]
        revision = against.removeprefix(PREFIX)
        return sources_at(revision, paths, inputs.path_filter)
    found = discover([against], use_context=False, path_filter=inputs.path_filter, all_kinds=True)
    if found.errors:
        from stslint.sources.loading.git_names import revision_hint

        first = found.errors[0]
        raise BeforeError(f"--against {first.file}: {first.reason}{revision_hint(against)}")
    return found.sources


def bundle_of(
    sources: Sequence[Source],
    paths: Sequence[str],
    settings: Settings,
    progress: ProgressCallback | None = None,
    cache: DocumentCache | None = None,
) -> tuple[Bundle, list[Skipped]]:
    """Returns the documents of all sources, and the sources that hold nothing for Kubernetes."""
    bundle = empty_bundle(paths, settings)
    if cache is not None:
        cache.open(bundle, settings)
    documents, non_kubernetes = documents_of(sources, progress, cache)
    return bundle.of(without_variants(documents)), non_kubernetes


def empty_bundle(paths: Sequence[str], settings: Settings) -> Bundle:
    """Returns a bundle of a run over these paths without its documents."""
    return Bundle((), settings.kubernetes_version, settings.complete, _places(paths), dict(settings.images))


def documents_of(
    sources: Sequence[Source],
    progress: ProgressCallback | None = None,
    cache: DocumentCache | None = None,
) -> tuple[tuple[Document, ...], list[Skipped]]:
    """Returns the documents of sources, numbered by file, and the sources that hold none for Kubernetes.

    A file with one document that is an object is a file of manifests, and all its documents are checked.
    """
    documents: list[Document] = []
    numbers: dict[str, int] = {}
    non_kubernetes: list[Skipped] = []
    for done, source in enumerate(sources):
        if progress is not None:
            progress("reading", done, len(sources))
        source = in_release(source)
        first = numbers.get(source.name, 0)
        if cache is not None and not first:
            known = cache.documents_of(source, _read)
            if known:
                documents += known
                numbers[source.name] = known[-1].index + 1
                continue
        here = read(source)
        if any(_is_meant(document) for document in here):
            documents.extend(_recognised(_stored(document), first) for document in here)
            numbers[source.name] = first + here[-1].index + 1
        elif not source.context:
            non_kubernetes.append(Skipped(source.name, "no Kubernetes object" if here else EMPTY))
    return tuple(documents), non_kubernetes


def _read(source: Source) -> list[Document]:
    return [_stored(document) for document in read(source)]


def without_variants(documents: Sequence[Document]) -> Iterator[Document]:
    """Yields all documents except those of a context file that is another version of a checked one.

    Such a file is deployed instead of the checked one, not together with it.
    """
    context = [document for document in documents if document.context]
    if not context:
        return iter(documents)
    checked = {_identity(document) for document in documents if not document.context}
    variants = {document.source.name for document in context if _identity(document) in checked}
    return (each for each in documents if not each.context or each.source.name not in variants)


def _identity(document: Document) -> tuple[str, str, str]:
    return document.kind, document.namespace, document.name


def _is_meant(document: Document) -> bool:
    if is_kustomization(document.source.name):
        return document.root.present
    return bool(document.problems) or looks_like_object(document.root)


def _stored(document: Document) -> Document:
    """Returns the document of a live object without what only the API server writes; any other as it is."""
    if not is_live(document.root):
        return document
    root = as_manifest(document.root)
    return Document(document.source, document.index, root, document.problems, document.fragment)


def _recognised(document: Document, first: int) -> Document:
    """Returns the document, numbered by its file, which a page's blocks share, and marked if a fragment."""
    is_set = document.kind == "StatefulSet"
    fragment = document.fragment or (is_set and is_fragment(document.root, document.source.text))
    if fragment == document.fragment and not first:
        return document
    return Document(document.source, first + document.index, document.root, document.problems, fragment)


def _places(paths: Sequence[str]) -> tuple[str, ...]:
    """Returns the folders to name when something is not found, unless there are too many."""
    folders = tuple(path for path in paths if os.path.isdir(path))
    return folders if len(folders) == len(paths) <= 2 else ()
