"""Rules are asked, and their answers are collected as findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from stslint.linter.document_cache import OwnAnswers, WatchedBundle
from stslint.linter.findings import (
    FindingContext,
    refuse_invalid_answer,
    refuse_unusable_answer,
    rule_failure,
    to_finding,
)
from stslint.linter.outcome import Outcome, in_order
from stslint.linter.rendered_versions import how_to_render, is_choice_of_renderer
from stslint.linter.rule import BundlesCheck, Rule, UpdateCheck
from stslint.linter.rule_selection import RuleSelector
from stslint.linter.settings import Settings
from stslint.model import Answer, Bundle, Document, Finding, NotChecked, Problem, Unchecked
from stslint.model.object_matching import predecessors
from stslint.runtime.namedtuple import NamedTuple


class PartialResult(NamedTuple):
    """What the rules answered about some documents: plain data, which another process can send."""

    findings: list[Finding]
    unchecked: list[Unchecked]
    silent: list[int]
    """For each document, the bits of the rules that had nothing to say and asked for no other object."""


class RuleRunner:
    """Collects the answers of the rules about a bundle, and about the change from an older one."""

    def __init__(
        self, rules: dict[str, Rule], settings: Settings, bundle: Bundle, old: Bundle | None
    ) -> None:
        self._rules = rules
        self._bundle = bundle = WatchedBundle(bundle)
        self._documents = bundle.documents
        self._selector = RuleSelector(rules, settings)
        self._context = FindingContext(settings, bundle, old)
        self._findings: list[Finding] = []
        self._unchecked: dict[Unchecked, None] = {}

    def report_api_problems(self, document: Document, problems: Iterable[Problem]) -> None:
        """Collects what the reader and the API server say of one document."""
        for problem in problems:
            rule = self._rules.get(problem.rule)
            if rule is not None and is_choice_of_renderer(document, problem):
                self._unchecked[Unchecked(rule.id, how_to_render(document, problem))] = None
            elif rule is not None:
                finding = to_finding(rule, document, problem, self._context)
                if finding is not None:
                    self._findings.append(finding)

    def run_part(self, part: range, known: Sequence[OwnAnswers]) -> PartialResult:
        """Returns what the rules answer about a part of the documents, and collects nothing of it.

        A rule that is ``known`` to be silent on a document is not asked.
        """
        result = PartialResult([], [], [])
        # All rules of one object in a row, because most ask it for the same things.
        for place in part:
            result.silent.append(self._run_document(self._documents[place], known[place].silent, result))
        return result

    def _run_document(self, document: Document, silent: int, result: PartialResult) -> int:
        """Returns the bits of the rules that are silent on a document by itself."""
        bundle, about = self._bundle, (document.root, self._bundle)
        for bit, check, rule in self._selector.checks_for(document):
            if silent & bit:
                continue
            bundle.asked = False
            answered = run_rule(rule, document, check, about, self._context, result)
            if not answered and not bundle.asked:
                silent |= bit
        return silent

    def merge(self, result: PartialResult) -> None:
        """Collects what was answered elsewhere."""
        self._findings.extend(result.findings)
        self._unchecked.update(dict.fromkeys(result.unchecked))

    def compare(self, old: Bundle) -> None:
        """Asks the rules about changes: of each object that is in both bundles, and of the bundles."""
        matches = predecessors(self._bundle, old)
        for rule in self._rules.values():
            if rule.check_update is not None:
                self._compare_objects(rule, rule.check_update, matches)
            if rule.check_bundles is not None:
                self._compare_bundles(rule, rule.check_bundles, old)

    def outcome(self) -> Outcome:
        """Returns all that was collected, in the order of files and lines."""
        ordered = in_order(dict.fromkeys(self._findings), self._bundle)
        places = {rule.id: place for place, rule in enumerate(self._rules.values())}
        return Outcome(ordered, tuple(sorted(self._unchecked, key=lambda each: places[each.rule])))

    def _compare_objects(self, rule: Rule, check: UpdateCheck, matches: dict[Document, Document]) -> None:
        for document in self._selector.documents_for(rule, self._bundle):
            before = matches.get(document)
            if before is not None:
                self._run(rule, document, check, before.root, document.root, self._bundle)

    def _compare_bundles(self, rule: Rule, check: BundlesCheck, old: Bundle) -> None:
        documents = list(self._selector.documents_for(rule, self._bundle))
        if not documents:
            return
        answers: _AnswersByRoot = {}
        # A check that fails is reported once, and what it answered before that stays.
        self._run(rule, documents[0], _gathered, check, old, self._bundle, answers)
        for document in documents:
            self._run(rule, document, _answers_about, answers, document)

    def _run(
        self, rule: Rule, document: Document, check: Callable[..., Iterable[Answer]], *about: object
    ) -> None:
        result = PartialResult([], [], [])
        run_rule(rule, document, check, about, self._context, result)
        self.merge(result)


def run_rule(
    rule: Rule,
    document: Document,
    check: Callable[..., Iterable[Answer]],
    about: tuple[object, ...],
    context: FindingContext,
    result: PartialResult,
) -> bool:
    """Adds to ``result`` what a rule's check answers, and returns whether that is anything.

    A check that fails is a finding, and stops no other.
    """
    answered = False
    try:
        for answer in check(*about):
            refuse_invalid_answer(answer, document)
            answered = _is_added(rule, document, answer, context, result) or answered
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        result.findings.append(rule_failure(rule, document, error))
        return True
    return answered


def _is_added(
    rule: Rule, document: Document, answer: Answer, context: FindingContext, result: PartialResult
) -> bool:
    """Adds one answer, and returns whether it is one: a context can turn a finding off."""
    if isinstance(answer, NotChecked):
        result.unchecked.append(Unchecked(rule.id, answer.reason))
        return True
    finding = to_finding(rule, document, answer, context)
    if finding is not None:
        result.findings.append(finding)
    return finding is not None


_AnswersByRoot = dict[int, list[Answer]]


def _gathered(check: BundlesCheck, old: Bundle, new: Bundle, answers: _AnswersByRoot) -> tuple[()]:
    """Adds what a check answers by the document that it is about; under 0 what is about none."""
    for answer in check(old, new):
        refuse_unusable_answer(answer)
        root = 0 if isinstance(answer, NotChecked) else id(answer.node.root)
        answers.setdefault(root, []).append(answer)
    return ()


def _answers_about(answers: _AnswersByRoot, document: Document) -> Iterator[Answer]:
    yield from answers.get(id(document.root), ())
    yield from answers.get(0, ())
