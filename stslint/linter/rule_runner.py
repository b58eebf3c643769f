"""The answers of the rules, taken down as findings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from stslint.linter.outcome import Outcome, in_order, is_fragment, reference
from stslint.linter.rule import BundlesCheck, Check, Rule, UpdateCheck
from stslint.linter.rule_loader import failed_line
from stslint.linter.settings import Settings
from stslint.model import (
    INTERNAL,
    SEVERITIES,
    Answer,
    Bundle,
    Document,
    Finding,
    Node,
    NotChecked,
    Problem,
    RelatedPlace,
    Unchecked,
)
from stslint.model.object_matching import predecessors
from stslint.runtime.namedtuple import NamedTuple


class PartialResult(NamedTuple):
    """What was taken down of some documents: plain data, which another process can send."""

    findings: list[Finding]
    unchecked: list[Unchecked]


Question = Callable[..., Iterable[Answer]]


class RuleRunner:
    """Takes down answers as findings."""

    def __init__(
        self, rules: dict[str, Rule], settings: Settings, bundle: Bundle, old: Bundle | None
    ) -> None:
        self._rules = rules
        self._settings = settings
        self._bundle = bundle
        self._old = old
        self._findings: list[Finding] = []
        self._unchecked: dict[Unchecked, None] = {}
        self._askable: dict[tuple[object, ...], list[tuple[Check, Rule]]] = {}

    def api(self, document: Document, problems: Iterable[Problem]) -> None:
        """Takes down what the reader and the API server say of one document."""
        for problem in problems:
            rule = self._rules.get(problem.rule)
            if rule is not None:
                self._findings.append(self._finding(rule, document, problem))

    def asked(self, part: range) -> PartialResult:
        """Returns what the rules say of a part of the documents, of which this book takes nothing down."""
        book = RuleRunner(self._rules, self._settings, self._bundle, self._old)
        # All rules of one object in a row, because most ask it for the same things.
        for document in self._bundle.documents[part.start : part.stop]:
            for check, rule in book._rules_for(document):
                book._take(rule, document, check, document.root, self._bundle)
        return PartialResult(book._findings, list(book._unchecked))

    def add(self, taken: PartialResult) -> None:
        """Takes down what was found elsewhere."""
        self._findings.extend(taken.findings)
        self._unchecked.update(dict.fromkeys(taken.unchecked))

    def compare(self, old: Bundle) -> None:
        """Asks the rules about changes: of each object that stands in both bundles, and of the bundles."""
        matches = predecessors(self._bundle, old)
        for rule in self._rules.values():
            if rule.check_update is not None:
                self._compare_objects(rule, rule.check_update, matches)
            if rule.check_bundles is not None:
                self._compare_bundles(rule, rule.check_bundles, old)

    def _compare_objects(self, rule: Rule, check: UpdateCheck, matches: dict[Document, Document]) -> None:
        for document in self._judged(rule):
            before = matches.get(document)
            if before is not None:
                self._take(rule, document, check, before.root, document.root, self._bundle)

    def _compare_bundles(self, rule: Rule, check: BundlesCheck, old: Bundle) -> None:
        answers = cache(lambda: _by_root(check(old, self._bundle)))
        for document in self._judged(rule):
            self._take(rule, document, _answers_about, answers, document)

    def outcome(self) -> Outcome:
        """Returns all that was taken down, in the order of files and lines."""
        ordered = in_order(dict.fromkeys(self._findings), self._bundle)
        places = {rule.id: place for place, rule in enumerate(self._rules.values())}
        return Outcome(ordered, tuple(sorted(self._unchecked, key=lambda each: places[each.rule])))

    def _rules_for(self, document: Document) -> list[tuple[Check, Rule]]:
        """Returns the rules that are asked about a document; most documents share their list."""
        form = (
            document.kind,
            document.api_version.startswith("apps/"),
            document.context,
            is_fragment(document, self._settings),
            document.source.expected,
        )
        if form not in self._askable:
            asked = (rule for rule in self._rules.values() if self._is_asked_about(rule, document))
            self._askable[form] = [(rule.check, rule) for rule in asked if rule.check is not None]
        return self._askable[form]

    def _judged(self, rule: Rule) -> Iterator[Document]:
        """Yields the documents that a rule is asked about."""
        of_kinds = self._bundle.of_kind(*rule.kinds)
        return (document for document in of_kinds if self._is_asked_about(rule, document))

    def _is_asked_about(self, rule: Rule, document: Document) -> bool:
        if document.context or document.kind not in rule.kinds or not self._answers_for(rule, document):
            return False
        return document.kind != "StatefulSet" or document.api_version.startswith("apps/")

    def _answers_for(self, rule: Rule, document: Document) -> bool:
        """Returns whether a rule may be asked about a document, which may be a piece of a manifest."""
        if not is_fragment(document, self._settings):
            return True
        return rule.fragments and not document.source.expected

    def _take(self, rule: Rule, document: Document, check: Question, *about: object) -> None:
        try:
            for answer in check(*about):
                if isinstance(answer, NotChecked):
                    self._unchecked[Unchecked(rule.id, answer.reason)] = None
                else:
                    _refuse_nonsense(answer, document)
                    self._findings.append(self._finding(rule, document, answer))
        except (Exception, SystemExit) as error:
            self._findings.append(_rule_failed(rule, document, error))

    def _finding(self, rule: Rule, document: Document, problem: Problem) -> Finding:
        severity = self._settings.severity_of(rule.id, rule.name, problem.severity or rule.severity)
        return Finding(
            rule=rule.id,
            name=rule.name,
            severity=severity,
            layer=rule.layer,
            message=problem.message,
            file=document.source.name,
            span=problem.span,
            document=document.index,
            reference=reference(document),
            field=problem.path,
            help=problem.help,
            url=rule.source,
            fix=problem.fix,
            related=tuple(self._related(problem, document)),
        )

    def _related(self, problem: Problem, document: Document) -> Iterator[RelatedPlace]:
        for related in problem.related:
            if related.file:
                yield RelatedPlace(related.file, related.node.place, related.message)
                continue
            before = self._old.home_of(related.node) if self._old is not None else None
            # Of the trees as they were read only the document's own is spoken of.
            home = self._bundle.home_of(related.node) or before or document
            yield RelatedPlace(home.source.name, related.node.place, related.message)


_ByRoot = dict[int, list[Answer]]


def _by_root(answers: Iterable[Answer]) -> _ByRoot:
    """Returns answers by the document that they speak of; under 0 what speaks of none."""
    found: _ByRoot = {}
    for answer in answers:
        root = 0 if isinstance(answer, NotChecked) else id(answer.node.root)
        found.setdefault(root, []).append(answer)
    return found


def _answers_about(answers: Callable[[], _ByRoot], document: Document) -> Iterator[Answer]:
    found = answers()
    yield from found.get(id(document.root), ())
    yield from found.get(0, ())


def _refuse_nonsense(answer: object, document: Document) -> None:
    """Raises TypeError for an answer that no finding can be made of."""
    if not isinstance(answer, Problem):
        raise TypeError(f"it yields `{answer!r:.60}` where a Problem or NotChecked is wanted")
    if not isinstance(answer.node, Node) or not isinstance(answer.message, str):
        raise TypeError("its Problem needs a Node of the manifest and a text")
    if answer.severity not in (None, *SEVERITIES):
        raise TypeError(
            f"its Problem has the severity `{answer.severity}`, which is none of {', '.join(SEVERITIES)}"
        )
    if answer.node.root is not document.root:
        raise TypeError("its Problem stands on a node of another document; name that one in `related`")


def _rule_failed(rule: Rule, document: Document, error: BaseException) -> Finding:
    root: Node = document.root
    line = failed_line(error, rule.file)
    where = f", on line {line} of {os.path.basename(rule.file)}" if line else ""
    return Finding(
        rule=INTERNAL,
        name="rule-failed",
        severity="error",
        layer="rule",
        message=f"the rule {rule.id} {rule.name} failed here{where}: {type(error).__name__}: {error}",
        file=document.source.name,
        span=root.place,
        document=document.index,
        reference=reference(document),
        help=f"report this with the manifest, or go on with --ignore {rule.id}",
    )
