"""Recognises the output of `helm template` on standard input: whether it is complete, and its templates."""

from __future__ import annotations

from collections.abc import Sequence

from stslint.model import Finding, RelatedPlace, Source
from stslint.sources.files.path_expansion import NAME_OF_STDIN, STDIN
from stslint.sources.render.helm_output import is_whole_render, mark_of_line, marks

_FROM = "rendered from `"


def is_complete_chart_output(paths: Sequence[str], sources: Sequence[Source]) -> bool:
    """Returns whether a run reads only the output of a whole chart, which has all objects of the chart."""
    if tuple(paths) != (STDIN,) or not sources:
        return False
    return sources[0].name == NAME_OF_STDIN and is_whole_render(sources[0].text)


def template_of(finding: Finding) -> str:
    """Returns the template that a finding on standard input leads to, or an empty string."""
    places = (each.message for each in reversed(finding.related) if each.message.startswith(_FROM))
    return next(places, "").removeprefix(_FROM).removesuffix("`")


def with_templates(findings: tuple[Finding, ...], sources: Sequence[Source]) -> tuple[Finding, ...]:
    """Returns the findings; those in Helm's output on standard input refer to their template."""
    text = next((each.text for each in sources if each.name == NAME_OF_STDIN), "")
    comments = marks(text) if findings and "# Source: " in text else []

    def with_template(finding: Finding) -> Finding:
        mark = mark_of_line(comments, finding.span.line) if finding.file == NAME_OF_STDIN else None
        if mark is None:
            return finding
        place = RelatedPlace(finding.file, mark.span, f"{_FROM}{mark.template}`")
        return finding._replace(related=(*finding.related, place))

    return tuple(map(with_template, findings)) if comments else findings
