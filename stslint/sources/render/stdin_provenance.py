"""What is known of a text on standard input that Helm printed: that it is whole, and its templates."""

from __future__ import annotations

from collections.abc import Sequence

from stslint.model import Finding, RelatedPlace, Source
from stslint.sources.files.path_expansion import NAME_OF_STDIN, STDIN
from stslint.sources.render.helm_output import is_whole_render, mark_of_line, marks

_FROM = "rendered from `"


def is_complete_chart_output(paths: Sequence[str], sources: Sequence[Source]) -> bool:
    """Returns whether a run reads nothing but a chart's render, which holds all that the chart makes."""
    if tuple(paths) != (STDIN,) or not sources:
        return False
    return sources[0].name == NAME_OF_STDIN and is_whole_render(sources[0].text)


def template_of(finding: Finding) -> str:
    """Returns the template that a finding on standard input leads to, or an empty string."""
    places = (each.message for each in reversed(finding.related) if each.message.startswith(_FROM))
    return next(places, "").removeprefix(_FROM).removesuffix("`")


def with_templates(findings: tuple[Finding, ...], sources: Sequence[Source]) -> tuple[Finding, ...]:
    """Returns the findings, of which those on Helm's output on standard input lead to their template."""
    text = next((each.text for each in sources if each.name == NAME_OF_STDIN), "")
    comments = marks(text) if findings and "# Source: " in text else []

    def told(finding: Finding) -> Finding:
        mark = mark_of_line(comments, finding.span.line) if finding.file == NAME_OF_STDIN else None
        if mark is None:
            return finding
        place = RelatedPlace(finding.file, mark.span, f"{_FROM}{mark.template}`")
        return finding._replace(related=(*finding.related, place))

    return tuple(map(told, findings)) if comments else findings
