"""The text format: what is wrong, the line where it is, and what to use instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stslint.model import Finding, Report, Skipped, Span
from stslint.report.summary import summary
from stslint.report.terminal_colour import Painter
from stslint.text.sanitize import one_line, sanitize
from stslint.text.terminal_width import width
from stslint.text.wording import pluralize

_TEMPLATE = "a Helm template: "
LINE_WIDTH = 100
"""A longer source line is cut around the place that is underlined."""


def render(report: Report, *, colour: bool = False, quiet: bool = False) -> str:
    """Returns the whole report; if ``quiet``, only the findings."""
    painter = Painter(colour)
    blocks = ["\n".join(_finding(finding, report, painter)) for finding in report.findings]
    if not quiet:
        notes = list(_notes(report))
        blocks += ["\n".join(notes)] if notes else []
        blocks.append(painter(summary(report), "bold"))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _finding(finding: Finding, report: Report, paint: Painter) -> Iterator[str]:
    place = sanitize(f"{finding.file}:{finding.span.line}:{finding.span.column}")
    yield f"{paint(place, 'bold')}: {paint(finding.severity, finding.severity)} {finding.rule} {finding.name}"
    yield f"  {one_line(finding.message)}"
    yield from _excerpt(finding, report, paint)
    for related in finding.related:
        where = sanitize(f"{related.file}:{related.span.line}:{related.span.column}")
        yield f"  {paint(where, 'dim')}: {one_line(related.message)}"


def _excerpt(finding: Finding, report: Report, paint: Painter) -> Iterator[str]:
    line = report.texts.get(finding.file, {}).get(finding.span.line)
    advice = _advice(finding)
    if line is None:
        if advice:
            yield f"  {advice}"
        return
    number = str(finding.span.line)
    shown, start, length = _cut(line, finding.span)
    gutter = " " * max(4 - len(number), 1)
    yield f"{gutter}{paint(f'{number} |', 'dim')} {one_line(shown)}"
    underline = " " * width(one_line(shown[:start])) + "^" * max(
        width(one_line(shown[start : start + length])), 1
    )
    margin = gutter + " " * len(number) + paint(" |", "dim")
    yield f"{margin} {paint(f'{underline} {advice}'.rstrip(), finding.severity)}"


def _advice(finding: Finding) -> str:
    advice = one_line(finding.help)
    if finding.fix is None:
        return advice
    return f"{advice}  (fixable)" if finding.fix.safe else f"{advice}  (fixable with --unsafe-fixes)"


def _cut(line: str, span: Span) -> tuple[str, int, int]:
    """Returns what to show of a line, and where in it the underline begins and how long it is."""
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    length = max(min(end, len(line)) - start, 1)
    if len(line) <= LINE_WIDTH:
        return line, start, length
    first = max(0, min(start - LINE_WIDTH // 4, len(line) - LINE_WIDTH))
    lead = "... " if first else ""
    shown = line[first : first + LINE_WIDTH]
    tail = " ..." if first + LINE_WIDTH < len(line) else ""
    length = min(length, first + len(shown) - start)
    return f"{lead}{shown}{tail}", start - first + len(lead), max(length, 1)


def _skipped(skipped: Sequence[Skipped]) -> Iterator[str]:
    """Yields a line for each skipped file; the templates of one chart share one."""
    templates: dict[str, list[str]] = {}
    for file, reason in skipped:
        if reason.startswith(_TEMPLATE):
            templates.setdefault(reason, []).append(file)
    for file, reason in skipped:
        alike = templates.get(reason, [file])
        if file == alike[0]:
            more = f" and {pluralize(len(alike) - 1, 'more template')}" if len(alike) > 1 else ""
            yield f"skipped: {sanitize(file)}{more}: {one_line(reason)}"


def _notes(report: Report) -> Iterator[str]:
    for error in report.errors:
        yield f"not read: {sanitize(error.file)}: {one_line(error.reason)}"
    yield from _skipped(report.skipped)
    reasons: dict[str, list[str]] = {}
    for rule, reason in report.not_checked:
        reasons.setdefault(reason, []).append(rule)
    for reason, rules in reasons.items():
        yield f"not checked: {pluralize(len(rules), 'rule')} ({', '.join(rules)}): {one_line(reason)}"
    yield from map(one_line, report.notes)
