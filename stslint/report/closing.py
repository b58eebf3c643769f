"""The last line of a long report: what to do first."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType

from stslint.model import Finding, Impact, Report
from stslint.report.summary import count_severity
from stslint.text.sanitize import one_line
from stslint.text.wording import join_and, pluralize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

A_SCREENFUL = 6
"""With fewer findings, the report is read as a whole."""

_AT_WORST: Mapping[Impact, str] = MappingProxyType(
    {
        "refused": "the API server refuses it",
        "data-loss": "data is lost at worst",
        "outage": "an outage at worst",
        "degraded": "the gravest one",
        "hygiene": "the gravest one",
    }
)


def first_steps(report: Report) -> str:
    """Returns where to start in a report of many findings, and which options shorten it; else nothing."""
    if len(report.findings) < A_SCREENFUL:
        return ""
    from stslint.model.ranking import rank  # most reports are shorter

    first = max(report.findings, key=rank)
    start = f"Start with {_place(first)} ({first.rule} {first.name}): {_AT_WORST[first.impact]}"
    return one_line("; ".join(filter(None, (start, _shorter(report)))))


def _place(finding: Finding) -> str:
    return f"{finding.file}:{finding.span.line}:{finding.span.column}"


def _shorter(report: Report) -> str:
    """Returns the options that leave less to read, with what each of them does."""
    fixable = sum(1 for finding in report.findings if finding.fix and finding.fix.safe)
    counts = Counter(finding.severity for finding in report.findings)
    words = [f"`--fix` fixes {pluralize(fixable, 'finding')}"] if fixable else []
    if 0 < counts["error"] < len(report.findings):
        shows = count_severity(counts["error"], "error")
        words.append(f"`--show error` prints only the {shows.removeprefix('1 ')}")
    return join_and(words)
