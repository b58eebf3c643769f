"""What changes for manifests when the control plane is upgraded from one Kubernetes version to another.

``bundle -> findings for each version -> what comes and goes -> what changes for each StatefulSet``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from stslint.forecast.most_pods import too_many
from stslint.forecast.upgrade_rollouts import Rollouts
from stslint.forecast.version_upgrade import (
    ObjectUpgrade,
    UpgradeChange,
    VersionUpgrade,
    What,
    changes_of,
    versions_between,
)
from stslint.kubernetes.queries.objects import is_stateful_set
from stslint.kubernetes.verdict import check_object, decoded_object
from stslint.linter.outcome import is_fragment
from stslint.linter.rule import Rule
from stslint.linter.settings import Settings
from stslint.linter.version_matrix import Same, VersionLint, numbered
from stslint.model import Bundle, Document, Finding
from stslint.pipeline.plan_inputs import PlanError
from stslint.runtime.namedtuple import NamedTuple
from stslint.runtime.worker_processes import Workers
from stslint.text.wording import some

_Found = Mapping[Same, Finding]
_Place = tuple[str, int]


class UpgradeQuery(NamedTuple):
    """The documents, the rules and settings that they are checked by, and the two versions."""

    bundle: Bundle
    rules: Sequence[Rule]
    settings: Settings
    old: str
    new: str


def upgrade_of(query: UpgradeQuery) -> VersionUpgrade:
    """Returns what an upgrade changes for the documents of a bundle. Raises PlanError for too many pods."""
    _refuse_too_many_pods([each for each in query.bundle.documents if _is_planned(each, query)])
    old, new = query.old, query.new
    by_place: dict[_Place, list[UpgradeChange]] = {}
    with Workers(query.settings.jobs) as workers:
        for place, change in _findings(_FoundByVersion(query, workers), query):
            by_place.setdefault(place, []).append(change)
    documents = [document for document in query.bundle.documents if not document.context]
    rollouts = Rollouts()
    objects = (_object(document, by_place, query, rollouts) for document in documents)
    return VersionUpgrade(old, new, tuple(each for each in objects if each.changes), len(documents))


def _refuse_too_many_pods(stateful_sets: Sequence[Document]) -> None:
    sources = {id(document.source): document.source for document in stateful_sets}
    pods = (document.root.at("spec.replicas").integer(1) for document in stateful_sets)
    problem = too_many(pods, sum(len(source.text) for source in sources.values()))
    if problem:
        files = dict.fromkeys(source.name for source in sources.values())
        raise PlanError(f"{some(list(files))}: {problem}")


class _FoundByVersion:
    """What is found in each version, as far as somebody asks: mostly only in the old and the new one."""

    def __init__(self, query: UpgradeQuery, workers: Workers) -> None:
        settings = query.settings._replace(kubernetes_versions=())
        self._lint_version = VersionLint(query.bundle, query.rules, settings, workers=workers)
        self._known: dict[str, _Found] = {}

    def __getitem__(self, version: str) -> _Found:
        if version not in self._known:
            self._known[version] = dict(numbered(self._lint_version(version).findings))
        return self._known[version]


def _findings(found: _FoundByVersion, query: UpgradeQuery) -> Iterator[tuple[_Place, UpgradeChange]]:
    """Yields the findings that come and go, each with the place of its document."""
    before, after = found[query.old], found[query.new]
    documents = {(each.source.name, each.index): each for each in query.bundle.documents}
    for same, finding in {**before, **after}.items():
        if same in before and same in after:
            continue
        what: What = "comes" if same in after else "goes"
        since = _since(found, same, same in after, query)
        place = finding.file, finding.document
        text = finding.message + (_still_applied(finding, documents[place], query) if what == "comes" else "")
        change = UpgradeChange(what, since, text, finding.field, finding, finding.span)
        yield place, change


def _since(found: _FoundByVersion, same: Same, present: bool, query: UpgradeQuery) -> str:
    """Returns the oldest version from which on a finding is there, or is not."""
    since = query.new
    for version in reversed(versions_between(query.old, query.new)[:-1]):
        if (same in found[version]) != present:
            break
        since = version
    return since


def _still_applied(finding: Finding, document: Document, query: UpgradeQuery) -> str:
    """Returns that an object which exists already can be applied all the same, where that is so."""
    if finding.layer != "api" or finding.severity != "error":
        return ""
    stored = decoded_object(document.root, query.old)
    problems = check_object(document.root, query.new, old=stored).problems
    if document.problems or any(problem.severity in (None, "error") for problem in problems):
        return ""
    return "; an apply of this manifest over the existing object is still accepted"


def _object(
    document: Document,
    by_place: Mapping[_Place, list[UpgradeChange]],
    query: UpgradeQuery,
    rollouts: Rollouts,
) -> ObjectUpgrade:
    changes = list(by_place.get((document.source.name, document.index), ()))
    if _is_planned(document, query):
        refused = any(_refuses(change) for change in changes)
        changes += [] if refused else changes_of(document.root, query.old, query.new, rollouts)
    line = document.root.span.line
    names = (document.kind, document.namespace, document.name)
    return ObjectUpgrade(*names, document.source.name, line, tuple(changes))


def _is_planned(document: Document, query: UpgradeQuery) -> bool:
    is_own = not document.context and is_stateful_set(document.root)
    return is_own and not is_fragment(document, query.settings)


def _refuses(change: UpgradeChange) -> bool:
    finding = change.finding
    return finding is not None and finding.layer == "api" and finding.severity == "error"
