"""Markdown for a job's summary or a comment on a pull request: a section for each file, which folds.

A comment on GitHub holds 65,536 characters, a summary 1 MiB:
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from stslint.model import Finding, Report
from stslint.report.groups import groups
from stslint.report.run_notes import run_notes
from stslint.report.summary import count_severities, summary
from stslint.text.markdown import escaped
from stslint.text.sanitize import one_line
from stslint.text.wording import pluralize

LIMIT = 65_536
"""Characters of the longest report."""

_KEPT_FREE = 2_000
_OPEN_SECTIONS = 3
_MARKS = {"error": "❌ error", "warning": "⚠️ warning", "info": "ℹ️ info"}
_HEAD = "| Line | Severity | Rule | Finding |\n|---|---|---|---|\n"
_END = "\n</details>\n\n"


def render(report: Report) -> str:
    """Returns the whole report; one that is too long is cut, and says how many findings are missing."""
    head = f"### stslint\n\n{_sentence(report)}\n\n"
    tail = _notes(report)
    room = LIMIT - _KEPT_FREE - len(head) - len(tail)
    body, left_out = _sections(report.findings, room)
    if left_out:
        body += f"{pluralize(left_out, 'more finding')} left out: the report would be too long for GitHub. "
        body += "The log of the job has all of them.\n\n"
    return f"{head}{body}{tail}".rstrip("\n") + "\n"


def _sentence(report: Report) -> str:
    text = summary(report)
    return f"**{escaped(text)}**" if text else "**Nothing could be read.**"


def _sections(findings: Sequence[Finding], room: int) -> tuple[str, int]:
    """Returns the sections that fit into so many characters, and the number of findings left out."""
    parts: list[str] = []
    left_out = 0
    for number, (file, members) in enumerate(groups(findings, "file").items()):
        head = _section_head(file, members, is_open=number < _OPEN_SECTIONS)
        rows = list(_fitting(map(_row, members), room - len(head) - len(_END)))
        left_out += len(members) - len(rows)
        if rows:
            parts += (head, *rows, _END)
            room -= len(head) + sum(map(len, rows)) + len(_END)
        if len(rows) < len(members):
            room = 0
    return "".join(parts), left_out


def _fitting(rows: Iterator[str], room: int) -> Iterator[str]:
    for row in rows:
        room -= len(row)
        if room < 0:
            return
        yield row


def _section_head(file: str, members: Sequence[Finding], *, is_open: bool) -> str:
    counts = count_severities(Counter(each.severity for each in members))
    opened = " open" if is_open else ""
    # Markdown is read in a summary only after an empty line.
    name = f"<code>{escape(one_line(file))}</code>"
    return f"<details{opened}><summary>{name}: {counts}</summary>\n\n{_HEAD}"


def _row(finding: Finding) -> str:
    advice = f"<br>{escaped(finding.help)}" if finding.help else ""
    fixable = " (fixable)" if finding.fix and finding.fix.safe else ""
    message = f"{escaped(finding.message)}{advice}{fixable}"
    place = f"{finding.span.line}:{finding.span.column}"
    return f"| {place} | {_MARKS[finding.severity]} | {finding.rule} {escaped(finding.name)} | {message} |\n"


def _notes(report: Report) -> str:
    lines = [f"- {escaped(note)}\n" for note in _first(list(run_notes(report)))]
    if not lines:
        return ""
    return f"<details><summary>Not read, skipped, not checked</summary>\n\n{''.join(lines)}{_END}"


def _first(notes: list[str]) -> list[str]:
    """Returns the notes that fit, cut to a length at which all of a large run do."""
    most = 20
    shown = [note if len(note) <= _NOTE else f"{note[:_NOTE]}..." for note in notes[:most]]
    more = len(notes) - most
    return [*shown, f"{more} more"] if more > 0 else shown


_NOTE = 600
