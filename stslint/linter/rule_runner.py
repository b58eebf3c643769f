"""Rules are asked, and their answers are collected as findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from stslint.linter.answers import Answers, plain_answers, restored_answers, rules_of
from stslint.linter.asking import ask, ask_watched, run_rule
from stslint.linter.findings import FindingContext, refuse_unusable_answer, to_finding
from stslint.linter.outcome import Outcome, in_order
from stslint.linter.rendered_versions import how_to_render, is_choice_of_renderer
from stslint.linter.rule import BundlesCheck, Rule, UpdateCheck
from stslint.linter.rule_selection import RuleSelector
from stslint.linter.settings import Settings
from stslint.linter.watched_bundle import WatchedBundle
from stslint.model import Answer, Bundle, Document, Finding, NotChecked, Problem, Unchecked
from stslint.model.object_matching import predecessors
from stslint.runtime.worker_processes import Workers

_TREES = 1_000
"""Documents after which the trees that can be made again are let go: rarely is an old one looked at again."""


class RuleRunner:
    """Collects the answers of the rules about a bundle, and about the change from an older one."""

    def __init__(
        self,
        rules: dict[str, Rule],
        settings: Settings,
        bundle: Bundle,
        old: Bundle | None,
    ) -> None:
        """Asks about a bundle; if it is watched, answers say what they depend on."""
        self._rules = rules
        self.bundle = bundle
        self._documents = bundle.documents
        self._selector = RuleSelector(rules, settings)
        self._context = FindingContext(settings, self.bundle, old)
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

    def answers(self, known: Sequence[list[Answers]], workers: Workers) -> list[list[Answers]]:
        """Returns for each document the answers that are ``known``, and then those of the other rules."""
        answers = [list(each) for each in known]
        bits = map(self._selector.bits_for, self._documents)
        waiting = [place for place, each in enumerate(bits) if each & ~rules_of(answers[place])]

        def asked(part: range) -> list[list[Answers]]:
            if not workers.leads:
                # The first process asks again, and may have the memory.
                self._context = self._context._replace(fatal=(KeyboardInterrupt, MemoryError))
            said = []
            for number in part:
                said.append(self._asked(waiting[number], answers[waiting[number]]))
                if not (number + 1) % _TREES:
                    self.bundle.forget_trees()
            return said

        said = workers.collected(asked, len(waiting), plain_answers, restored_answers)
        for place, new in zip(waiting, chain.from_iterable(said), strict=workers.leads):
            answers[place] += new
        return answers

    def _asked(self, place: int, known: list[Answers]) -> list[Answers]:
        # All rules of one object in a row, because most ask it for the same things.
        document, done = self._documents[place], rules_of(known)
        checks, spared, _ = self._selector.selected(document)
        if done:
            checks = [each for each in checks if not each[0] & done]
        if isinstance(self.bundle, WatchedBundle):
            return ask_watched(document, checks, self.bundle, self._context, spared & ~done)
        return ask(document, checks, self.bundle, self._context)

    def merge(self, answers: Answers) -> None:
        """Collects answers about a document."""
        self._findings.extend(answers.findings)
        if answers.unchecked:
            self._unchecked.update(dict.fromkeys(answers.unchecked))

    def compare(self, old: Bundle) -> None:
        """Asks the rules about changes: of each object that is in both bundles, and of the bundles."""
        matches = predecessors(self.bundle, old)
        for rule in self._rules.values():
            if rule.check_update is not None:
                self._compare_objects(rule, rule.check_update, matches)
            if rule.check_bundles is not None:
                self._compare_bundles(rule, rule.check_bundles, old)

    def outcome(self) -> Outcome:
        """Returns all that was collected, in the order of files and lines."""
        ordered = in_order(dict.fromkeys(self._findings), self.bundle)
        places = {rule.id: place for place, rule in enumerate(self._rules.values())}
        return Outcome(ordered, tuple(sorted(self._unchecked, key=lambda each: places[each.rule])))

    def _compare_objects(self, rule: Rule, check: UpdateCheck, matches: dict[Document, Document]) -> None:
        for document in self._selector.documents_for(rule, self.bundle):
            before = matches.get(document)
            if before is not None:
                self._run(rule, document, check, before.root, document.root, self.bundle)

    def _compare_bundles(self, rule: Rule, check: BundlesCheck, old: Bundle) -> None:
        documents = list(self._selector.documents_for(rule, self.bundle))
        if not documents:
            return
        answers: _AnswersByRoot = {}
        # A check that fails is reported once, and what it answered before that stays.
        self._run(rule, documents[0], _gathered, check, old, self.bundle, answers)
        for document in documents:
            self._run(rule, document, _answers_about, answers, document)

    def _run(
        self, rule: Rule, document: Document, check: Callable[..., Iterable[Answer]], *about: object
    ) -> None:
        answers = Answers(frozenset(), 0, [], [])
        run_rule(rule, document, check, about, self._context, answers)
        self.merge(answers)


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
