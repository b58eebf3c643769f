"""What changes for manifests when the control plane is upgraded from one Kubernetes version to another.

``bundle -> findings for each version -> what comes and goes -> what changes for each StatefulSet``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

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
from stslint.linter.version_matrix import Same, lint_versions, numbered
from stslint.model import Bundle, Document, Finding
from stslint.runtime.namedtuple import NamedTuple
from stslint.runtime.worker_processes import Workers

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
    """Returns what an upgrade changes for the documents of a bundle."""
    old, new = query.old, query.new
    found = {version: _found(query, version) for version in (old, *versions_between(old, new))}
    by_place: dict[_Place, list[UpgradeChange]] = {}
    for place, change in _findings(found, query):
        by_place.setdefault(place, []).append(change)
    documents = [document for document in query.bundle.documents if not document.context]
    objects = (_object(document, by_place, query) for document in documents)
    return VersionUpgrade(old, new, tuple(each for each in objects if each.changes), len(documents))


def _found(query: UpgradeQuery, version: str) -> _Found:
    bundle = query.bundle
    same = Bundle(bundle.documents, version, bundle.complete, bundle.places)
    settings = query.settings._replace(kubernetes_version=version, kubernetes_versions=())
    with Workers(settings.jobs) as workers:
        outcome = lint_versions(same, query.rules, settings, workers=workers)
    return dict(numbered(outcome.findings))


def _findings(found: Mapping[str, _Found], query: UpgradeQuery) -> Iterator[tuple[_Place, UpgradeChange]]:
    """Yields the findings that come and go, each with the place of its document."""
    before, after = found[query.old], found[query.new]
    for same, finding in {**before, **after}.items():
        if same in before and same in after:
            continue
        what: What = "comes" if same in after else "goes"
        since = _since(found, same, same in after)
        text = finding.message + (_still_applied(finding, query) if what == "comes" else "")
        change = UpgradeChange(what, since, text, finding.field, finding, finding.span)
        yield (finding.file, finding.document), change


def _since(found: Mapping[str, _Found], same: Same, present: bool) -> str:
    """Returns the oldest version from which on a finding is there, or is not."""
    since = ""
    for version in reversed(list(found)):
        if (same in found[version]) != present:
            break
        since = version
    return since


def _still_applied(finding: Finding, query: UpgradeQuery) -> str:
    """Returns that an object which exists already can be applied all the same, where that is so."""
    if finding.layer != "api" or finding.severity != "error":
        return ""
    document = next(
        each
        for each in query.bundle.documents
        if (each.source.name, each.index) == (finding.file, finding.document)
    )
    stored = decoded_object(document.root, query.old)
    problems = check_object(document.root, query.new, old=stored).problems
    if document.problems or any(problem.severity in (None, "error") for problem in problems):
        return ""
    return "; an apply of this manifest over the existing object is still accepted"


def _object(
    document: Document, by_place: Mapping[_Place, list[UpgradeChange]], query: UpgradeQuery
) -> ObjectUpgrade:
    changes = list(by_place.get((document.source.name, document.index), ()))
    if is_stateful_set(document.root) and not is_fragment(document, query.settings):
        refused = any(_refuses(change) for change in changes)
        changes += [] if refused else changes_of(document.root, query.old, query.new)
    line = document.root.span.line
    names = (document.kind, document.namespace, document.name)
    return ObjectUpgrade(*names, document.source.name, line, tuple(changes))


def _refuses(change: UpgradeChange) -> bool:
    finding = change.finding
    return finding is not None and finding.layer == "api" and finding.severity == "error"
