"""Rules are asked about a document. A rule that fails is a finding, and stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from stslint.linter.answers import Answers
from stslint.linter.findings import (
    FindingContext,
    refuse_invalid_answer,
    rule_failure,
    to_finding,
)
from stslint.linter.rule import Check, Rule
from stslint.linter.watched_bundle import Lookup, WatchedBundle
from stslint.model import Answer, Bundle, Document, Finding, NotChecked, Problem, Unchecked

Checks = Iterable[tuple[int, Check, Rule]]
"""Rules with their bits and checks."""

_NOTHING: frozenset[Lookup] = frozenset()


def ask(document: Document, checks: Checks, bundle: Bundle, context: FindingContext) -> list[Answers]:
    """Returns what rules answer about a document of a bundle."""
    answers = Answers(_NOTHING, 0, [], [])
    for _, check, rule in checks:
        run_rule(rule, document, check, (document.root, bundle), context, answers)
    return [answers]


def ask_watched(
    document: Document, checks: Checks, bundle: WatchedBundle, context: FindingContext
) -> list[Answers]:
    """Returns what rules answer about a document of a bundle, by what they have looked up."""
    by_lookups: dict[frozenset[Lookup], Answers] = {}
    failures: list[Answers] = []
    for bit, check, rule in checks:
        bundle.asked = set()
        found = Answers(_NOTHING, 0, [], [])
        if not run_rule(rule, document, check, (document.root, bundle), context, found):
            failures.append(found)
            continue
        asked = frozenset(bundle.asked) if bundle.asked else _NOTHING
        _, bits, findings, unchecked = by_lookups.get(asked, Answers(asked, 0, [], []))
        by_lookups[asked] = Answers(asked, bits | bit, findings + found.findings, unchecked + found.unchecked)
    return [*by_lookups.values(), *failures]


def run_rule(
    rule: Rule,
    document: Document,
    check: Callable[..., Iterable[Answer]],
    about: tuple[object, ...],
    context: FindingContext,
    answers: Answers,
) -> bool:
    """Adds to ``answers`` what a rule's check answers; returns whether the rule did not fail."""
    try:
        for answer in check(*about):
            refuse_invalid_answer(answer, document)
            if isinstance(answer, NotChecked):
                answers.unchecked.append(Unchecked(rule.id, answer.reason))
            else:
                answers.findings.extend(findings_of(rule, document, answer, context))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        answers.findings.append(rule_failure(rule, document, error))
        return False
    return True


def findings_of(
    rule: Rule, document: Document, problem: Problem, context: FindingContext
) -> Iterator[Finding]:
    """Yields the finding that a problem becomes, unless a context turns it off."""
    finding = to_finding(rule, document, problem, context)
    if finding is not None:
        yield finding
