"""One cause, one finding: findings that share a cause become one, which names the others.

Nothing is lost: what is folded is a related place of the finding that stays, with its rule. A document that
the API server refuses keeps a finding that says so. Ignores and baselines come first, and see every finding.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from stslint.model import SEVERITIES, Finding, RelatedPlace
from stslint.runtime.lazy_regex import pattern
from stslint.text.wording import pluralize

MOST_SHOWN = 5
"""How many folded findings are named as places; the message counts them all."""

MOST_REPEATED = 1_000
"""How often the same is said of one object; the last one counts the others."""

_SUBJECT = pattern(r"[^`]*`([^`]*)`")
_PLACEHOLDER = pattern(
    r"[$%@<{_]{1,2}[{(]?[A-Za-z][\w .-]*[})>%@_]{0,2}\Z|[A-Z][A-Z0-9]*(?:[_.-][A-Z0-9]+)*\Z"
)
"""What a person or a tool is still to fill in: `$NAMESPACE`, `@NAME@`, `<size>`, `__TAG__`, `NAME`."""

_BECAUSE_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # The names of the peers never resolve: that the Service gives none is the other half of it.
        "STS130": ("STS105", "STS106", "STS108", "STS116"),
        "STS105": ("STS116",),
        # A list that names pods which do not exist: that their names do not resolve is the same.
        "STS724": ("STS116",),
        # The directory of a database that is lost is worth one finding.
        "STS212": ("STS231",),
    }
)
"""The rules whose findings on one object are folded into the one of a rule."""

_CONSEQUENCES = frozenset(rule for rules in _BECAUSE_OF.values() for rule in rules)

_EXPLAINS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        # A selector that is missing matches no labels.
        "STS008": (("spec.selector", "STS019"),),
        # No object has a name that is not valid.
        "STS012": (("spec.serviceName", "STS105"), ("", "STS209")),
        # An autoscaler deletes claims: that it can also block itself has the same remedy.
        "STS216": (("", "STS710"),),
        # Pods that do not start with their data stop the rollout.
        "STS713": (("", "STS711"),),
    }
)
"""The rules whose findings on one object are folded into the one of a rule for a field. Without a field, both
are at one place. A finding that is graver than its cause stays."""

_EXPLAINED = frozenset(rule for rows in _EXPLAINS.values() for _, rule in rows)

_ALIKE: Mapping[str, str] = MappingProxyType(
    {
        "STS005": "object",
        "STS011": "placeholder",
        "STS012": "placeholder",
        "STS018": "object",
        "STS105": "subject",
        "STS106": "place",
        "STS118": "place",
        "STS230": "object",
        "STS312": "object",
        "STS527": "message",
    }
)
"""The rules of which findings are one, by what they share."""


_Words = Callable[[Finding, Sequence[Finding]], str]


def folded(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Returns findings in their order, with those that share a cause folded into the first or gravest."""
    return tuple(_consequences(_explained(_repeated(_alike(list(findings))))))


def _repeated(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Returns findings without what is said of one object over and over; what can be fixed stays."""
    if len(findings) <= MOST_REPEATED:
        return findings
    said: dict[Hashable, list[int]] = {}
    for number, finding in enumerate(findings):
        if finding.fix is None:
            key = finding.file, finding.document, finding.rule, finding.severity, finding.message
            said.setdefault(key, []).append(number)
    kept: list[Finding | None] = list(findings)
    for numbers in said.values():
        last, rest = numbers[MOST_REPEATED - 1 : MOST_REPEATED], numbers[MOST_REPEATED:]
        for number in last if rest else ():
            kept[number] = _with(findings[number], [findings[each] for each in rest], _more)
        for number in rest:
            kept[number] = None
    return [finding for finding in kept if finding is not None]


def _alike(findings: Sequence[Finding]) -> list[Finding]:
    rows: list[list[Finding]] = []
    groups: dict[Hashable, list[Finding]] = {}
    for finding in findings:
        key = _key(finding) if finding.rule in _ALIKE else None
        if key is None:
            rows.append([finding])
            continue
        group = groups.setdefault(key, [])
        if not group:
            rows.append(group)
        group.append(finding)
    return [_with(row[0], row[1:], _more) if len(row) > 1 else row[0] for row in rows]


def _key(finding: Finding) -> Hashable | None:
    """Returns what a finding shares with others that say the same, or nothing for one that stands alone."""
    how = _ALIKE[finding.rule]
    found = _SUBJECT.match(finding.message)
    subject = "" if found is None else found[1]
    if how == "subject":
        return finding.rule, finding.file, finding.severity, subject
    if how == "message":
        return finding.rule, finding.file, finding.severity, finding.message
    if how == "place":
        return finding.rule, finding.file, finding.severity, finding.span
    if how == "object":
        return finding.rule, finding.file, finding.document, finding.severity
    if how == "placeholder" and _PLACEHOLDER.match(subject):
        return how, finding.file, finding.document
    return None


def _explained(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Returns findings without those that another finding on the same object explains."""
    if not any(finding.rule in _EXPLAINED for finding in findings):
        return findings
    causes: dict[Hashable, list[int]] = {}
    for number, finding in enumerate(findings):
        if finding.rule in _EXPLAINS:
            causes.setdefault((finding.file, finding.document), []).append(number)
    explained: dict[int, list[Finding]] = {}
    rest = []
    for number, finding in enumerate(findings):
        near = causes.get((finding.file, finding.document), ()) if finding.rule in _EXPLAINED else ()
        cause = next((each for each in near if _explains(findings[each], finding)), None)
        if cause is None:
            rest.append(number)
        else:
            explained.setdefault(cause, []).append(finding)
    return [_with(findings[number], explained.get(number, ()), _because) for number in rest]


def _explains(cause: Finding, finding: Finding) -> bool:
    return any(
        rule == finding.rule
        and (field == cause.field if field else cause.span == finding.span)
        and SEVERITIES.index(cause.severity) <= SEVERITIES.index(finding.severity)
        for field, rule in _EXPLAINS.get(cause.rule, ())
    )


def _consequences(findings: Sequence[Finding]) -> Sequence[Finding]:
    places: dict[Hashable, list[int]] = {}
    for place, finding in enumerate(findings):
        for subject in _subjects(finding) if finding.rule in _CONSEQUENCES else ():
            places.setdefault(subject, []).append(place)
    if not places:
        return findings
    taken: set[int] = set()
    of_cause: dict[int, list[Finding]] = {}
    for place, cause in enumerate(findings):
        rules = _BECAUSE_OF.get(cause.rule, ()) if place not in taken else ()
        near = {each for subject in _affected(cause) for each in places.get(subject, ())} if rules else ()
        for other in sorted(near):
            if findings[other].rule in rules and other not in taken:
                taken.add(other)
                of_cause.setdefault(place, []).append(findings[other])
    return [
        _with(finding, of_cause.get(place, ()), _because)
        for place, finding in enumerate(findings)
        if place not in taken
    ]


def _subjects(finding: Finding) -> Iterator[Hashable]:
    """Yields what a finding is about: its object, which can be a Service."""
    yield finding.file, finding.document
    object = finding.reference
    if object is not None and object.kind == "Service":
        yield finding.file, object.name


def _affected(cause: Finding) -> Iterator[Hashable]:
    """Yields what a cause is about: its object, and each Service that it names and refers to."""
    yield cause.file, cause.document
    named = cause.message.split("`")[1:-1]
    for file in {each.file for each in cause.related}:
        yield from ((file, name) for name in named)


def _with(head: Finding, others: Sequence[Finding], words: _Words) -> Finding:
    if not others:
        return head
    gravest = min((head, *others), key=lambda each: SEVERITIES.index(each.severity)).severity
    places = tuple(
        RelatedPlace(each.file, each.span, f"{each.rule}: {each.message}") for each in others[:MOST_SHOWN]
    )
    return head._replace(
        message=f"{head.message} ({words(head, others)})", severity=gravest, related=(*head.related, *places)
    )


def _more(head: Finding, others: Sequence[Finding]) -> str:
    if all((each.file, each.span) == (head.file, head.span) for each in others):
        return f"and {len(others)} more at this place"
    return f"and {pluralize(len(others), 'more place')}"


def _because(head: Finding, others: Sequence[Finding]) -> str:
    rules = ", ".join(dict.fromkeys(each.rule for each in others))
    return f"and {rules} because of it"
