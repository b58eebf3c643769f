"""What is to be planned: the request, the StatefulSets of its inputs, and those that run already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from stslint.forecast.what_if import NOTHING, WhatIf
from stslint.kubernetes.intended_kind import STATEFUL_SET, is_meant_as_stateful_set
from stslint.kubernetes.queries.objects import containers, is_stateful_set
from stslint.linter.outcome import is_fragment
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Skipped, Source, StslintError
from stslint.pipeline.inputs import Inputs, discovery_of
from stslint.pipeline.loading import bundle_of
from stslint.runtime.disk_cache import Store
from stslint.sources.files.path_expansion import STDIN
from stslint.sources.loading.git_revision import PREFIX, sources_at
from stslint.text.suggest import nearest
from stslint.text.wording import did_you_mean, some


class PlanError(StslintError):
    """A run that cannot be planned; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What is to be planned. ``against`` of the inputs names what runs: a path, ``git:REV``, or nothing.

    A plan uses few of the settings: the Kubernetes version, custom images, and whether the inputs are
    complete. ``store`` caches the rules.
    """

    inputs: Inputs
    settings: Settings
    set_name: str = ""
    cluster_domain: str = "cluster.local"
    what_if: WhatIf = NOTHING
    store: Store | None = None

    @property
    def old(self) -> str:
        """Returns what names the StatefulSets that run, or an empty string."""
        return self.inputs.against or ""

    @property
    def version(self) -> str:
        """Returns the Kubernetes version to plan for."""
        return self.settings.kubernetes_version


def read(paths: Sequence[str], request: PlanRequest) -> tuple[Bundle, list[Skipped]]:
    """Returns the documents of paths, and what was skipped. Raises PlanError if a path cannot be read."""
    discovery = discovery_of(request.inputs._replace(paths=paths))
    for error in discovery.errors:
        raise PlanError(f"{error.file}: {error.reason}")
    bundle, non_kubernetes = bundle_of(discovery.sources, paths, request.settings)
    return bundle, [*(Skipped(*skipped) for skipped in discovery.skipped), *non_kubernetes]


def stateful_sets(bundle: Bundle, request: PlanRequest) -> list[Document]:
    """Returns the StatefulSets to plan. Raises PlanError if there is none."""
    whole = [document for document in bundle.documents if _is_set(document, request.settings)]
    chosen = [document for document in whole if request.set_name in ("", document.name)]
    if not chosen:
        raise PlanError(_why_none(bundle, whole, request))
    return chosen


def _why_none(bundle: Bundle, whole: Sequence[Document], request: PlanRequest) -> str:
    """Returns why there is no StatefulSet to plan; ``whole`` are those of other names."""
    for fragment in _fragments(bundle, request):
        return f"{fragment.source.name}:{fragment.root.get('kind').span.line}: {_fragment_note(fragment)}"
    if whole:
        near = did_you_mean(nearest(request.set_name, [document.name for document in whole]))
        known = some([f"`{document.name}`" for document in whole])
        return f"no StatefulSet is named `{request.set_name}`; {near or f'there is {known}'}"
    unread = next((problem for document in bundle.documents for problem in document.problems), None)
    where = f": line {unread.span.line}: {unread.message}" if unread else ""
    return f"no StatefulSet in {' '.join(request.inputs.paths)}{where}"


def _fragments(bundle: Bundle, request: PlanRequest) -> Iterator[Document]:
    """Yields the StatefulSets that are only a part of one, as far as they are asked for."""
    for document in bundle.of_kind("StatefulSet"):
        asked_for = not document.context and request.set_name in ("", document.name)
        if asked_for and is_fragment(document, request.settings):
            yield document


def fragment_notes(bundle: Bundle, request: PlanRequest) -> Iterator[Skipped]:
    """Yields a note for each StatefulSet that is not planned because it is a fragment."""
    for document in _fragments(bundle, request):
        yield Skipped(document.source.name, _fragment_note(document))


def _fragment_note(document: Document) -> str:
    name = f"StatefulSet {document.name}" if document.name else "a StatefulSet"
    return f"{name} is a fragment ({_why_fragment(document)}): nothing to plan"


def _why_fragment(document: Document) -> str:
    root = document.root
    complete = any(container.get("name") and container.get("image") for container in containers(root))
    if not root.at("spec.selector") and not complete:
        return "no selector, no complete container"
    return "a patch, or what a test expects"


def _is_set(document: Document, settings: Settings) -> bool:
    if document.context or is_fragment(document, settings):
        return False
    if document.kind == STATEFUL_SET:
        return is_stateful_set(document.root) or document.api_version.startswith("apps/")
    # A misspelled kind still means a StatefulSet, and is refused as one.
    return bool(document.kind) and is_meant_as_stateful_set(document, settings.kubernetes_version)


def running_bundle(request: PlanRequest) -> Bundle | None:
    """Returns the documents of what runs, or None where --from was not given. Raises PlanError."""
    if not request.old:
        return None
    if request.old.startswith(PREFIX):
        return bundle_of(_committed(request), request.inputs.paths, request.settings)[0]
    from stslint.sources.loading.git_names import revision_hint

    hint = revision_hint(request.old)
    if hint:
        raise PlanError(f"--from {request.old}: does not exist{hint}")
    return read([request.old], request)[0]


def running_sets(running: Bundle | None) -> list[Document] | None:
    """Returns the StatefulSets that run, or None where --from was not given."""
    if running is None:
        return None
    return [each for each in running.of_kind("StatefulSet") if not each.context]


def _committed(request: PlanRequest) -> list[Source]:
    """Returns what Git holds of the inputs."""
    inputs = request.inputs
    if STDIN in inputs.paths:
        raise PlanError("`git:REV` needs a path: standard input is not in Git")
    revision = request.old.removeprefix(PREFIX)
    return sources_at(revision, inputs.paths, inputs.path_filter)


def counterpart(document: Document, old: list[Document] | None, request: PlanRequest) -> Document | None:
    """Returns what runs of a StatefulSet: its older version, or itself if a what-if asks about it."""
    if old is None:
        return document if request.what_if.of_running_set else None
    named = [other for other in old if (other.namespace, other.name) == (document.namespace, document.name)]
    return max(named, key=lambda other: _common_end(other, document), default=None)


def _common_end(old: Document, new: Document) -> int:
    """Returns how many parts of their paths two documents share from the end on.

    Overlays and environments have StatefulSets of one name in several files.
    """
    pairs = zip(*(reversed(each.source.name.split("/")) for each in (old, new)), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def only_running(
    old: list[Document] | None, sets: Sequence[Document], request: PlanRequest
) -> Iterator[Skipped]:
    """Yields a note for each StatefulSet that runs and is not in the inputs."""
    here = {(document.namespace, document.name) for document in sets}
    for document in old or ():
        if (document.namespace, document.name) not in here and not request.set_name:
            reason = f"`{document.name}` is only in {request.old}: an apply does not delete it or its pods"
            yield Skipped(document.source.name, reason)
