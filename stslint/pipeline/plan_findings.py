"""What the rules know of a planned StatefulSet: neighbours that are refused, and pods that cannot start.

The planner plays the controller and assumes that pods become Ready; what keeps them from it is in the
findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from types import MappingProxyType

from stslint.forecast.notes import Fact, Tone
from stslint.kubernetes.verdict import Verdict
from stslint.linter import suppressions
from stslint.linter.finding_document import document_of
from stslint.linter.linter import check_document, lint
from stslint.linter.rule_set import rule_set
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Finding
from stslint.runtime.disk_cache import Store

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


class PlanFindings:
    """The findings that matter for plans, each with its document.

    ``sets`` are the documents that are planned themselves: they are not neighbors of each other.
    ``verdicts`` are those that were asked for on the way.
    """

    def __init__(
        self,
        found: Iterable[tuple[Finding, Document | None]],
        sets: Set[Document],
        verdicts: Mapping[Document, Verdict],
    ) -> None:
        self._verdicts = verdicts
        self._on_sets: dict[Document, list[tuple[int, Finding]]] = {}
        self._on_neighbors: list[tuple[int, Finding]] = []
        for number, (finding, document) in enumerate(found):
            if document is not None and document in sets:
                self._on_sets.setdefault(document, []).append((number, finding))
            elif finding.reference is None or finding.reference.kind != "StatefulSet":
                self._on_neighbors.append((number, finding))

    def of(self, document: Document) -> tuple[Fact, ...]:
        """Returns the facts about one StatefulSet, those first that stop it."""
        refused = (_refused(each) for _, each in self._on_neighbors if _is_refusal(each))
        return (*refused, *_facts(self._about(document)))

    def verdict_on(self, document: Document, settings: Settings) -> Verdict:
        """Returns the verdict on a document by itself, whatever runs."""
        return self._verdicts.get(document) or check_document(document, settings)

    def stops_all_pods(self, document: Document) -> bool:
        """Returns whether no pod of the template can become Ready."""
        return any(
            each.rule in _LABELS[START] and each.rule not in _SOME_PODS and each.severity != "info"
            for each in self._about(document)
        )

    def _about(self, document: Document) -> list[Finding]:
        """Returns the findings on a StatefulSet and those on its neighbors that name it, in their order."""
        named = f"`{document.name}`"
        own = self._on_sets.get(document, [])
        naming = [each for each in self._on_neighbors if each[1].reference and named in each[1].message]
        return [finding for _, finding in sorted(own + naming, key=lambda numbered: numbered[0])]


def plan_findings(
    bundle: Bundle,
    sets: Iterable[Document],
    old: Bundle | None,
    settings: Settings,
    store: Store | None = None,
) -> PlanFindings:
    """Returns the findings on the documents of a plan (``sets`` are planned) and on changes from ``old``."""
    wanted = {rule for rules in _LABELS.values() for rule in rules}
    rules = [rule for rule in rule_set(store=store) if rule.layer == "api" or rule.id in wanted]
    settings = settings._replace(select=(), jobs=1)
    planned, verdicts = frozenset(sets), dict[Document, Verdict]()

    def check(document: Document, settings: Settings, before: Document | None) -> Verdict:
        verdict = check_document(document, settings, before)
        if before is None:
            verdicts[document] = verdict
        # A plan shows by itself why its StatefulSet is refused.
        return verdict._replace(problems=()) if before is None and document in planned else verdict

    outcome = lint(bundle, rules, settings, old, check)
    outcome = suppressions.applied(outcome, bundle, rules, settings)
    found = filter(_is_worth_telling, outcome.findings)
    return PlanFindings(((each, document_of(each, bundle)) for each in found), planned, verdicts)


def _is_worth_telling(finding: Finding) -> bool:
    return finding.severity != "info" or finding.rule in _LABELS[START]


def _refused(finding: Finding) -> Fact:
    place = finding.reference
    named = f"{place.kind} `{place.name}`: " if place is not None else ""
    return Fact(REFUSED, f"{named}{finding.message} ({finding.rule})", "bad")


def _is_refusal(finding: Finding) -> bool:
    return finding.layer == "api" and finding.severity == "error"


def _facts(about: Sequence[Finding]) -> Iterator[Fact]:
    for label, rules in _LABELS.items():
        for finding in about:
            if finding.rule in rules:
                tone: Tone = "plain" if finding.severity == "info" else "bad"
                yield Fact(label, f"{finding.message} ({finding.rule})", tone)
                if label == START and finding.help:
                    yield Fact(label, f"to fix it: {finding.help}")
