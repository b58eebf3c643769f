"""One outcome by all that a run is configured to: several Kubernetes minors, and settings by path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from stslint.linter.linter import Judge, judge_document, lint
from stslint.linter.outcome import Outcome, in_order
from stslint.linter.rule import Rule
from stslint.linter.settings import Settings
from stslint.model import Bundle, Finding, Severity, Span, Unchecked
from stslint.runtime.namedtuple import NamedTuple


def judged(
    bundle: Bundle,
    rules: Iterable[Rule],
    settings: Settings,
    old: Bundle | None = None,
    judge: Judge = judge_document,
) -> Outcome:
    """Returns the findings on a bundle by each of the minors; those not found by all say by which."""
    versions = settings.versions
    if len(versions) == 1:
        return lint(bundle, rules, settings, old, judge)
    book = tuple(rules)
    outcomes = [_by_version(bundle, book, settings, old, judge, version) for version in versions]
    return Outcome(_merged(outcomes, versions, bundle), _unchecked(outcomes))


def _by_version(
    bundle: Bundle,
    rules: tuple[Rule, ...],
    settings: Settings,
    old: Bundle | None,
    judge: Judge,
    version: str,
) -> Outcome:
    seen = Bundle(bundle.documents, version, bundle.complete, bundle.places)
    return lint(seen, rules, settings._replace(kubernetes_version=version), old, judge)


def _merged(outcomes: Sequence[Outcome], versions: Sequence[str], bundle: Bundle) -> tuple[Finding, ...]:
    """Returns each finding once, in the words of the newest minor that it is of."""
    newest: dict[_Same, Finding] = {}
    found: dict[_Same, list[str]] = {}
    for outcome, version in zip(outcomes, versions, strict=True):
        for same, finding in _counted(outcome.findings):
            newest[same] = finding
            found.setdefault(same, []).append(version)
    named = (_named(finding, found[same], versions) for same, finding in newest.items())
    return in_order(named, bundle)


class _Same(NamedTuple):
    """What two minors' findings share when they are one; ``number`` tells those on one place apart."""

    rule: str
    severity: Severity
    file: str
    span: Span
    field: str
    number: int = 0


def _counted(findings: Iterable[Finding]) -> Iterator[tuple[_Same, Finding]]:
    seen: Counter[_Same] = Counter()
    for finding in findings:
        same = _Same(finding.rule, finding.severity, finding.file, finding.span, finding.field)
        yield same._replace(number=seen[same]), finding
        seen[same] += 1


def _named(finding: Finding, by: Sequence[str], versions: Sequence[str]) -> Finding:
    """Returns the finding, which says the minors that it is of unless it is of all."""
    if len(by) == len(versions):
        return finding
    words = f"{', '.join(by[:-1])} and {by[-1]}" if len(by) > 1 else by[0]
    return finding._replace(message=f"{finding.message} (in {words})")


def _unchecked(outcomes: Sequence[Outcome]) -> tuple[Unchecked, ...]:
    return tuple(dict.fromkeys(each for outcome in outcomes for each in outcome.not_checked))
