"""What happens if a finding of a rule is left alone: the table that severities are derived from.

``consequences.tsv`` has a row for each rule: the impact at worst, how sure the rule is, what happens, how
often, what it costs to act, and the contexts that lower its severity. A severity follows from it: `error`
for what is refused or fails for certain, `warning` for an outage or a loss that is worth a ticket today,
`info` for what is worth knowing, and off for what is right for most. ``docs/severities.md`` is generated
from it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from stslint.model import (
    CONFIDENCES,
    IMPACTS,
    Bundle,
    Confidence,
    Document,
    Impact,
    Layer,
    Problem,
    Severity,
)
from stslint.runtime.namedtuple import NamedTuple

PREFIX = "impact:"
"""What begins a word that selects rules by their impact."""

OFF = "off"


class Consequence(NamedTuple):
    """One row. ``lowered`` holds the severity, or ``off``, by the context that lowers it."""

    impact: Impact = "degraded"
    confidence: Confidence = "likely"
    worst: str = ""
    likelihood: str = ""
    cost: str = ""
    lowered: Mapping[str, str] = MappingProxyType({})


class Case(NamedTuple):
    """A problem where it was found: what a context looks at."""

    problem: Problem
    document: Document
    bundle: Bundle


UNKNOWN = Consequence()
"""What is known of a custom rule."""

_REFUSED = Consequence("refused", "certain")


@cache
def consequences() -> Mapping[str, Consequence]:
    """Returns the table, by the id of the rule."""
    path = os.path.join(os.path.dirname(__file__), "consequences.tsv")
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file][1:]
    return {row[0]: _consequence(row[1:]) for row in rows}


def _consequence(cells: list[str]) -> Consequence:
    impact = next(each for each in IMPACTS if each == cells[0])
    confidence = next(each for each in CONFIDENCES if each == cells[1])
    lowered = dict(item.split("=") for item in cells[5].split(",") if item)
    return Consequence(impact, confidence, cells[2], cells[3], cells[4], lowered)


def consequence_of(rule_id: str, layer: Layer, severity: Severity) -> Consequence:
    """Returns the row of a rule; a rule without one has no impact that is known, unless it is an error."""
    known = consequences().get(rule_id)
    if known is not None:
        return known
    return _REFUSED if layer == "api" and severity == "error" else UNKNOWN


def has_impact(rule_id: str, word: str) -> bool:
    """Returns whether a word such as `impact:data-loss` means a rule."""
    return consequences().get(rule_id, UNKNOWN).impact == word.removeprefix(PREFIX)
