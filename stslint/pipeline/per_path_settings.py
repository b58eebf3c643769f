"""Settings that the configuration gives for the files that a pattern matches."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from stslint.linter.outcome import Outcome
from stslint.linter.settings import PathSettings, Settings, matches
from stslint.model import Finding
from stslint.sources.files.gitignore import Patterns, within
from stslint.sources.files.path_expansion import NAME_OF_STDIN
from stslint.sources.render.helm_output import template_of_name
from stslint.sources.render.stdin_provenance import template_of


def by_path(outcome: Outcome, settings: Settings) -> Outcome:
    """Returns an outcome with what the settings say of single files applied; the last pattern counts."""
    if not settings.per_path:
        return outcome
    asked = [(Patterns(settings.folder, [each.pattern]), each) for each in settings.per_path]
    return outcome._replace(findings=tuple(_by_path(outcome.findings, asked)))


def _by_path(
    findings: Iterable[Finding], asked: Sequence[tuple[Patterns, PathSettings]]
) -> Iterator[Finding]:
    known: dict[str, list[PathSettings]] = {}
    for finding in findings:
        name = _file_of(finding)
        if name not in known:
            path = os.path.realpath(name)
            known[name] = [each for patterns, each in asked if within(patterns, path)]
        meant = known[name]
        if any(matches(word, finding.rule, finding.name) for each in meant for word in each.ignore):
            continue
        level = next((s for each in reversed(meant) if (s := each.severities.get(finding.rule))), None)
        yield finding if level is None else finding._replace(severity=level)


def _file_of(finding: Finding) -> str:
    """Returns the file that settings by path speak of: for a rendering, its template.

    Of a chart that stslint renders this is a real path. In Helm's output on standard input a template begins
    with the name of its chart, which is its path where the chart's folder has that name.
    """
    if finding.file == NAME_OF_STDIN:
        return template_of(finding) or finding.file
    return template_of_name(finding.file) or finding.file
