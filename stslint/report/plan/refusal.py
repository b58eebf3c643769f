"""Why there is no plan: what the API server refuses in a manifest or in a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from stslint.kubernetes.update.claim_changes import deletion_without_pods
from stslint.model import Document, Finding, Problem, Report
from stslint.report import text
from stslint.report.terminal_colour import Painter
from stslint.text.lines import split_lines
from stslint.text.sanitize import one_line, sanitize
from stslint.text.wording import pluralize


def render_findings(
    document: Document,
    findings: tuple[Finding, ...],
    version: str,
    *,
    left_out: int = 0,
    colour: bool = False,
) -> str:
    """Returns the findings on a manifest that is refused as it is written; so many more are left out."""
    source = document.source
    margin = " " * (source.first_column - 1)
    written = _lines(source.text)
    wanted = {finding.span.line for finding in findings}
    lines = {number: margin + written[number - source.first_line] for number in wanted}
    report = Report(version, findings, texts={source.name: lines})
    shown = text.render(report, text.Layout(colour=colour, quiet=True))
    count = pluralize(len(findings), "finding") + (f" and {left_out} more" if left_out else "")
    name = one_line(document.name) or "the StatefulSet"
    why = f"Kubernetes {version} refuses `{name}` ({count}): there is nothing to plan"
    return f"{Painter(colour)(why, 'bold')}\n\n{shown}"


@lru_cache(maxsize=1)
def _lines(text: str) -> Sequence[str]:
    """Returns the lines of a text, once for all documents of a file."""
    return tuple(split_lines(text))


def render(
    document: Document, problems: Sequence[Problem], again: str, *, place: str = "", colour: bool = False
) -> str:
    """Returns why a change is refused; ``again`` is the plan of recreating the StatefulSet, if that helps.

    ``place`` is the file and line of the manifest, where several are planned.
    """
    paint = Painter(colour)
    name = one_line(f"{document.name} in {document.namespace or 'default'}")
    name = f"{place}: {name}" if place else name
    lines = [paint(f"{name}: the API server refuses this change: nothing happens", "bold"), ""]
    for problem in problems:
        lines += _problem(document, problem, paint)
    if again:
        command = f"`{deletion_without_pods(document.root)}`"
        lines += ["", paint(f"After {command}, the apply does this:", "bold"), "", again.rstrip("\n")]
    return "\n".join(lines) + "\n"


def _problem(document: Document, problem: Problem, paint: Painter) -> Iterator[str]:
    place = f"{sanitize(document.source.name)}:{problem.span.line}:{problem.span.column}"
    yield f"{paint(place, 'bold')}: {paint('refused', 'error')} {one_line(problem.message)}"
    if problem.help:
        yield f"  {one_line(problem.help)}"
