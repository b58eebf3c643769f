"""One outcome for all Kubernetes versions that a run checks against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from stslint.linter.linter import DocumentCheck, check_document, lint
from stslint.linter.outcome import Outcome, in_order
from stslint.linter.rule import Rule
from stslint.linter.settings import Settings
from stslint.model import Bundle, Finding, Severity, Span, Unchecked
from stslint.runtime.namedtuple import NamedTuple
from stslint.runtime.worker_processes import ALONE, Workers
from stslint.text.wording import join_and

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.linter.document_cache import DocumentCache


def lint_versions(
    bundle: Bundle,
    rules: Iterable[Rule],
    settings: Settings,
    old: Bundle | None = None,
    check: DocumentCheck = check_document,
    cache: DocumentCache | None = None,
    workers: Workers = ALONE,
) -> Outcome:
    """Returns the findings on a bundle for each version; one that not all versions have names its own.

    ``cache`` knows the answers of one version.
    """
    versions = settings.versions
    if len(versions) == 1:
        return lint(bundle, rules, settings, old, check, cache, workers)
    all_rules = tuple(rules)
    lint_version = VersionLint(bundle, all_rules, settings, old, check, workers)
    outcomes = [lint_version(version) for version in versions]
    return Outcome(_merged(outcomes, versions, bundle), _unchecked(outcomes))


class VersionLint:
    """Lints a bundle for one Kubernetes version after the other.

    What has been found for one version is not asked again where it holds for the next. Only the first process
    knows all of it, so it goes on alone after the first version.
    """

    def __init__(
        self,
        bundle: Bundle,
        rules: Sequence[Rule],
        settings: Settings,
        old: Bundle | None = None,
        check: DocumentCheck = check_document,
        workers: Workers = ALONE,
    ) -> None:
        from stslint.linter.shared_answers import SharedAnswers  # most runs are about one version

        self._bundle = bundle
        self._rules = rules
        self._settings = settings
        self._old = old
        self._check = check
        self._workers = workers
        self._shared = SharedAnswers()

    def __call__(self, version: str) -> Outcome:
        """Returns the findings for a version."""
        bundle = self._bundle
        same = Bundle(bundle.documents, version, bundle.complete, bundle.places, bundle.images)
        settings = self._settings._replace(kubernetes_version=version)
        outcome = lint(
            same, self._rules, settings, self._old, self._check, workers=self._workers, shared=self._shared
        )
        self._workers.end_others()
        return outcome


def _merged(outcomes: Sequence[Outcome], versions: Sequence[str], bundle: Bundle) -> tuple[Finding, ...]:
    """Returns each finding once, in the words of the newest version that has it."""
    newest: dict[Same, Finding] = {}
    having: dict[Same, list[str]] = {}
    for outcome, version in zip(outcomes, versions, strict=True):
        for same, finding in numbered(outcome.findings):
            newest[same] = finding
            having.setdefault(same, []).append(version)
    named = (_with_versions(finding, having[same], versions) for same, finding in newest.items())
    return in_order(named, bundle)


class Same(NamedTuple):
    """What findings of two versions share when they are one; ``number`` distinguishes those on one place."""

    rule: str
    severity: Severity
    file: str
    span: Span
    field: str
    number: int = 0


def numbered(findings: Iterable[Finding]) -> Iterator[tuple[Same, Finding]]:
    """Yields each finding with what it shares with the same finding of another version."""
    seen: Counter[Same] = Counter()
    for finding in findings:
        same = Same(finding.rule, finding.severity, finding.file, finding.span, finding.field)
        yield same._replace(number=seen[same]), finding
        seen[same] += 1


def _with_versions(finding: Finding, having: Sequence[str], versions: Sequence[str]) -> Finding:
    """Returns the finding, which names the versions that have it unless all do."""
    if len(having) == len(versions):
        return finding
    return finding._replace(message=f"{finding.message} (in {join_and(having)})")


def _unchecked(outcomes: Sequence[Outcome]) -> tuple[Unchecked, ...]:
    return tuple(dict.fromkeys(each for outcome in outcomes for each in outcome.not_checked))
