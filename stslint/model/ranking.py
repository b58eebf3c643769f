"""Which of two findings matters more: by what happens, how sure it is, and how severe it is here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from stslint.model.problem import SEVERITIES, Confidence, Impact, Severity
from stslint.model.report import Finding

_BY_IMPACT: Mapping[Impact, float] = MappingProxyType(
    {"refused": 95.0, "data-loss": 90.0, "outage": 70.0, "degraded": 40.0, "hygiene": 15.0}
)
_DOUBT = 10.0
_BY_SEVERITY = 5.0


def rank(finding: Finding) -> float:
    """Returns a number from 0 to 100, the highest for what matters most.

    Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
    (the property `rank`)
    """
    return _rank(finding.impact, finding.confidence, finding.severity)


@cache
def _rank(impact: Impact, confidence: Confidence, severity: Severity) -> float:
    doubt = _DOUBT if confidence == "likely" else 0.0
    more = _BY_SEVERITY * (1 - SEVERITIES.index(severity))
    return min(max(_BY_IMPACT[impact] - doubt + more, 0.0), 100.0)


def by_rank(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Returns findings in the order of their files, and within a file the highest rank first."""
    order: dict[str, int] = {}
    known = list(findings)
    for finding in known:
        order.setdefault(finding.file, len(order))
    return tuple(sorted(known, key=lambda each: (order[each.file], -rank(each))))
