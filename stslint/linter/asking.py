"""Rules are asked about a document. A rule that fails is a finding, and stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from stslint.linter.answers import Answers
from stslint.linter.findings import (
    FindingContext,
    refuse_invalid_answer,
    rule_failure,
    to_finding,
)
from stslint.linter.rule import Check, Rule
from stslint.linter.watched_bundle import Lookup, WatchedBundle
from stslint.model import Answer, Bundle, Document, NotChecked, Unchecked

Checks = Iterable[tuple[int, Check, Rule]]
"""Rules with their bits and checks."""

_NOTHING: frozenset[Lookup] = frozenset()


def ask(document: Document, checks: Checks, bundle: Bundle, context: FindingContext) -> list[Answers]:
    """Returns what rules answer about a document of a bundle."""
    answers, about = _no_answers(_NOTHING), (document.root, bundle)
    for _, check, rule in checks:
        run_rule(rule, document, check, about, context, answers)
    return [answers]


def ask_watched(
    document: Document, checks: Checks, bundle: WatchedBundle, context: FindingContext
) -> list[Answers]:
    """Returns what rules answer about a document of a bundle, by what they have looked up."""
    by_lookups = {_NOTHING: _no_answers(_NOTHING)}
    failures: list[Answers] = []
    about, found, silent = (document.root, bundle), _no_answers(_NOTHING), 0
    bundle.asked = set()
    for bit, check, rule in checks:
        is_sound = run_rule(rule, document, check, about, context, found)
        if not bundle.asked and not found.findings and not found.unchecked:
            silent |= bit  # as nearly all rules are
            continue
        if is_sound:
            asked = frozenset(bundle.asked)
            by_lookups[asked] = _joined(by_lookups.get(asked) or _no_answers(asked), bit, found)
        else:
            failures.append(found)
        bundle.asked, found = set(), _no_answers(_NOTHING)
    by_lookups[_NOTHING] = by_lookups[_NOTHING]._replace(rules=by_lookups[_NOTHING].rules | silent)
    return [*by_lookups.values(), *failures]


def _no_answers(asked: frozenset[Lookup]) -> Answers:
    return Answers(asked, 0, [], [])


def _joined(answers: Answers, bit: int, found: Answers) -> Answers:
    """Returns the answers of some rules with those of another one."""
    answers.findings.extend(found.findings)
    answers.unchecked.extend(found.unchecked)
    return Answers(answers.asked, answers.rules | bit, answers.findings, answers.unchecked)


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
                finding = to_finding(rule, document, answer, context)
                if finding is not None:
                    answers.findings.append(finding)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        answers.findings.append(rule_failure(rule, document, error))
        return False
    return True
