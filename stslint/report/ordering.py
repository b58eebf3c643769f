"""The order in which a report shows its findings."""

from __future__ import annotations

from collections.abc import Iterable

from stslint.model import SEVERITIES, Finding
from stslint.model.ranking import by_rank

ORDERS = ("position", "impact", "severity", "file", "rule")


def ordered(findings: Iterable[Finding], order: str) -> tuple[Finding, ...]:
    """Returns findings in one of the orders; those that are equal in it stay as they are.

    ``position`` is the order of the files and lines that were read. ``impact`` sorts within each file, and
    the others over all files.
    """
    if order == "impact":
        return by_rank(findings)
    if order == "severity":
        return tuple(sorted(findings, key=lambda each: SEVERITIES.index(each.severity)))
    if order == "file":
        return tuple(sorted(findings, key=lambda each: each.file))
    if order == "rule":
        return tuple(sorted(findings, key=lambda each: each.rule))
    return tuple(findings)
