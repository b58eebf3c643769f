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
    answers, root = _no_answers(_NOTHING), document.root
    for _, check, rule in checks:
        # As run_rule does it, whose call takes longer than most rules need to find nothing.
        try:
            for answer in check(root, bundle):
                _take(answer, rule, document, context, answers)
        except context.fatal:
            raise
        except BaseException as error:
            answers.findings.append(rule_failure(rule, document, error))
    return [answers]


def ask_watched(
    document: Document, checks: Checks, bundle: WatchedBundle, context: FindingContext, spared: int = 0
) -> list[Answers]:
    """Returns what rules answer about a document of a bundle, by what they have looked up.

    ``spared`` are the bits of rules that need not be asked, because they find nothing in it.
    """
    bits: dict[frozenset[Lookup], int] = {_NOTHING: spared}
    said: dict[frozenset[Lookup], Answers] = {}
    failures: list[Answers] = []
    about, found = (document.root, bundle), _no_answers(_NOTHING)
    bundle.asked = set()
    for bit, check, rule in checks:
        is_sound = run_rule(rule, document, check, about, context, found)
        asked = _NOTHING
        if bundle.asked:
            asked, bundle.asked = frozenset(bundle.asked), set()
        if is_sound:
            bits[asked] = bits.get(asked, 0) | bit
        if found.findings or found.unchecked:  # as few rules have
            if is_sound:
                _add(found, said.setdefault(asked, _no_answers(asked)))
            else:
                failures.append(found)
            found = _no_answers(_NOTHING)
    answers = ((said.get(asked) or _no_answers(asked), rules) for asked, rules in bits.items())
    return [*(each._replace(rules=rules) for each, rules in answers), *failures]


def _no_answers(asked: frozenset[Lookup]) -> Answers:
    return Answers(asked, 0, [], [])


def _add(found: Answers, answers: Answers) -> None:
    answers.findings.extend(found.findings)
    answers.unchecked.extend(found.unchecked)


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
            _take(answer, rule, document, context, answers)
    except context.fatal:
        raise
    except BaseException as error:
        answers.findings.append(rule_failure(rule, document, error))
        return False
    return True


def _take(answer: Answer, rule: Rule, document: Document, context: FindingContext, answers: Answers) -> None:
    refuse_invalid_answer(answer, document)
    if isinstance(answer, NotChecked):
        answers.unchecked.append(Unchecked(rule.id, answer.reason))
        return
    finding = to_finding(rule, document, answer, context)
    if finding is not None:
        answers.findings.append(finding)
