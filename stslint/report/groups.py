"""Findings by file, rule or object: a heading for each group, and a line for each finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from stslint.model import SEVERITIES, Finding
from stslint.report.summary import count_severities, sentence
from stslint.report.terminal_colour import Painter
from stslint.text.sanitize import one_line
from stslint.text.terminal_width import width
from stslint.text.wrapping import wrapped

GROUPINGS = ("file", "rule", "object")


def groups(findings: Sequence[Finding], by: str) -> dict[str, list[Finding]]:
    """Returns the findings of each group by its title.

    Rules with errors come first, then those with most findings; files and objects stay as they are.
    """
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(title(finding, by), []).append(finding)
    return dict(sorted(found.items(), key=lambda item: _gravity(item[1]))) if by == "rule" else found


def title(finding: Finding, by: str) -> str:
    """Returns the title of the group of a finding."""
    if by == "rule":
        return f"{finding.rule} {finding.name}"
    if by == "file" or finding.reference is None:
        return finding.file
    kind, namespace, name = finding.reference
    where = f" in {namespace}" if namespace else ""
    return f"{kind} {name or '(no name)'}{where}, {finding.file}"


def grouped(findings: Sequence[Finding], by: str, paint: Painter, columns: int) -> Iterator[str]:
    """Yields a block for each group."""
    for name, members in groups(findings, by).items():
        counts = count_severities(Counter(each.severity for each in members))
        heading = wrapped(f"{paint(one_line(name), 'bold')}: {counts}", columns)
        rows = [_row(each, by) for each in members]
        wide = max(width(place) for place, _, _ in rows)
        lines = [_line(row, wide, paint) for row in rows]
        yield "\n".join([*heading, *(piece for line in lines for piece in wrapped(line, columns))])


Row = tuple[str, Finding, str]


def _row(finding: Finding, by: str) -> Row:
    """Returns the place, the finding, and what is said of it: nothing that the heading says."""
    position = f"{finding.span.line}:{finding.span.column}"
    if by == "rule":
        return one_line(f"{finding.file}:{position}"), finding, one_line(sentence(finding))
    return position, finding, one_line(f"{finding.rule}  {sentence(finding)}")


def _line(row: Row, wide: int, paint: Painter) -> str:
    place, finding, said = row
    severity = paint(f"{finding.severity:<7}", finding.severity)
    return f"  {place}{' ' * (wide - width(place))}  {severity}  {said}"


def _gravity(findings: Sequence[Finding]) -> tuple[int, int, str]:
    worst = min(SEVERITIES.index(each.severity) for each in findings)
    return worst, -len(findings), findings[0].rule
