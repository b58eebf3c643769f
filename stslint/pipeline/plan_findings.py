"""What the rules know of a planned StatefulSet: neighbours that are refused, and pods that cannot start.

The planner plays the controller and assumes that pods become Ready; what keeps them from it is in the
findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from stslint.forecast.notes import Fact, Tone
from stslint.linter import suppressions
from stslint.linter.linter import lint
from stslint.linter.rule_set import rule_set
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Finding
from stslint.runtime.disk_cache import Store
from stslint.runtime.namedtuple import NamedTuple

REFUSED = "Refused"
START = "Start"

_LABELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        START: (
            *(
                "STS221",
                "STS506",
                "STS507",
                "STS509",
                "STS510",
                "STS511",
                "STS518",
                "STS519",
                "STS520",
                "STS521",
            ),
            *("STS522", "STS523", "STS524", "STS529", "STS713"),
        ),
        "Data": ("STS201", "STS212", "STS222", "STS705", "STS708", "STS712", "STS715", "STS716"),
        "Members": (
            *("STS118", "STS417", "STS525", "STS720", "STS722", "STS724", "STS725", "STS726"),
            *("STS718", "STS719", "STS721", "STS723", "STS727"),
        ),
    }
)
"""The findings that a plan repeats, by the label under which it does so."""

_SOME_PODS = frozenset(("STS519", "STS520", "STS522"))
"""The findings of which some pods may start nevertheless."""


class PlanFindings(NamedTuple):
    """The findings that matter for plans, of all documents of a run."""

    found: tuple[Finding, ...] = ()

    def of(self, document: Document) -> tuple[Fact, ...]:
        """Returns the facts about one StatefulSet, those first that stop it."""
        return tuple(_facts(self.found, document))

    def stops_all_pods(self, document: Document) -> bool:
        """Returns whether no pod of the template can become Ready."""
        return any(
            each.rule in _LABELS[START] and each.rule not in _SOME_PODS and each.severity != "info"
            for each in self.found
            if _is_about(each, document)
        )


def plan_findings(
    bundle: Bundle, old: Bundle | None, settings: Settings, store: Store | None = None
) -> PlanFindings:
    """Returns the findings on the documents of a plan, and on what changes from ``old``."""
    wanted = {rule for rules in _LABELS.values() for rule in rules}
    rules = [rule for rule in rule_set(store=store) if rule.layer == "api" or rule.id in wanted]
    settings = settings._replace(select=(), jobs=1)
    outcome = suppressions.applied(lint(bundle, rules, settings, old), bundle, rules, settings)
    return PlanFindings(tuple(each for each in outcome.findings if _is_worth_telling(each)))


def _is_worth_telling(finding: Finding) -> bool:
    return finding.severity != "info" or finding.rule in _LABELS[START]


def _facts(found: tuple[Finding, ...], document: Document) -> Iterator[Fact]:
    for finding in found:
        if _refuses_neighbour(finding, document):
            place = finding.reference
            named = f"{place.kind} `{place.name}`: " if place is not None else ""
            yield Fact(REFUSED, f"{named}{finding.message} ({finding.rule})", "bad")
    for label, rules in _LABELS.items():
        for finding in found:
            if finding.rule in rules and _is_about(finding, document):
                tone: Tone = "plain" if finding.severity == "info" else "bad"
                yield Fact(label, f"{finding.message} ({finding.rule})", tone)
                if label == START and finding.help:
                    yield Fact(label, f"to fix it: {finding.help}")


def _refuses_neighbour(finding: Finding, document: Document) -> bool:
    refused = finding.layer == "api" and finding.severity == "error"
    place = finding.reference
    return refused and not _is_of(finding, document) and (place is None or place.kind != "StatefulSet")


def _is_of(finding: Finding, document: Document) -> bool:
    return (finding.file, finding.document) == (document.source.name, document.index)


def _is_about(finding: Finding, document: Document) -> bool:
    """Returns whether a finding is on a StatefulSet, or names it."""
    if _is_of(finding, document):
        return True
    place = finding.reference
    neighbour = place is not None and place.kind != "StatefulSet"
    return neighbour and f"`{document.name}`" in finding.message
