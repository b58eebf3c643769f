"""The text format: what is wrong, the line where it is, and what to use instead."""

from __future__ import annotations

from functools import lru_cache

from stslint.model import Finding, Report, Severity
from stslint.report.closing import first_steps
from stslint.report.excerpt import excerpt
from stslint.report.run_notes import run_notes
from stslint.report.summary import summary
from stslint.report.terminal_colour import Painter
from stslint.runtime.namedtuple import NamedTuple
from stslint.text.sanitize import one_line, sanitize
from stslint.text.wrapping import wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Layout(NamedTuple):
    """How a text looks.

    ``quiet`` shows findings only, ``verbose`` each skipped file. ``columns`` is the width of the terminal, 0
    for no limit. ``group_by`` is ``file``, ``rule`` or ``object``. Without ``list_errors`` another stream
    shows what could not be read.
    """

    colour: bool = False
    quiet: bool = False
    verbose: bool = False
    columns: int = 0
    group_by: str = ""
    list_errors: bool = True


PLAIN = Layout()

_RECENT = 256
"""So many sentences are remembered: a file can have thousands of findings that say the same."""


def render(report: Report, layout: Layout = PLAIN) -> str:
    """Returns the whole report."""
    painter = Painter(layout.colour)
    blocks = list(_findings(report, painter, layout))
    if not layout.quiet:
        blocks += _about_the_run(report, painter, layout)
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _findings(report: Report, paint: Painter, layout: Layout) -> Iterator[str]:
    if layout.group_by:
        from stslint.report.groups import grouped

        yield from grouped(report.findings, layout.group_by, paint, layout.columns)
        return
    for finding in report.findings:
        yield "\n".join(_finding(finding, report, paint, layout.columns))


def _about_the_run(report: Report, paint: Painter, layout: Layout) -> Iterator[str]:
    notes = run_notes(report, verbose=layout.verbose, list_errors=layout.list_errors)
    lines = [piece for note in notes for piece in wrapped(note, layout.columns)]
    if lines:
        yield "\n".join(lines)
    ends = filter(None, (paint(summary(report), "bold"), first_steps(report)))
    shown = "\n".join(piece for text in ends for piece in wrapped(text, layout.columns))
    if shown:
        yield shown


def _finding(finding: Finding, report: Report, paint: Painter, columns: int) -> list[str]:
    """Returns the lines of one finding."""
    place = sanitize(f"{finding.file}:{finding.span.line}:{finding.span.column}")
    heading = _heading(finding.severity, finding.rule, finding.name, paint)
    lines = wrapped(f"{paint(place, 'bold')}: {heading}", columns)
    lines += _said(finding.message, columns)
    line, advice = report.texts.get(finding.file, {}).get(finding.span.line), _advice(finding)
    if line is not None:
        lines += excerpt(line, finding, advice, paint, columns)
    elif advice:
        lines += wrapped(f"  {advice}", columns)
    for related in finding.related:
        where = sanitize(f"{related.file}:{related.span.line}:{related.span.column}")
        lines += wrapped(f"  {paint(where, 'dim')}: {one_line(related.message)}", columns)
    return lines


@lru_cache(maxsize=_RECENT)
def _heading(severity: Severity, rule: str, name: str, paint: Painter) -> str:
    return f"{paint(severity, severity)} {rule} {name}"


@lru_cache(maxsize=_RECENT)
def _said(message: str, columns: int) -> tuple[str, ...]:
    return tuple(wrapped(f"  {one_line(message)}", columns))


def _advice(finding: Finding) -> str:
    return _with_hint(finding.help, None if finding.fix is None else finding.fix.safe)


@lru_cache(maxsize=_RECENT)
def _with_hint(advice: str, is_safe: bool | None) -> str:
    """Returns the advice, and which option applies it; there is no fix if it is neither safe nor unsafe."""
    hint = {None: "", True: "  (fixable)", False: "  (fixable with --unsafe-fixes)"}[is_safe]
    return one_line(advice) + hint
