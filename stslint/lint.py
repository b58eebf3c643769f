"""A bundle of documents, the rules and the settings become findings. Pure: nothing is read or printed.

For each document that is judged: what was wrong with reading it, what the API server would say, then
what the rules say. A rule never sees a wrong type: it is given a copy of the tree in which the mistakes that
the API server's decoder found are mended or taken out, so that one typo hides no other finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

from stslint.changes import predecessors
from stslint.kubernetes.verdict import Judgement
from stslint.kubernetes.verdict import judge as verdict_on
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
    Reference,
    RelatedPlace,
    Unchecked,
)
from stslint.records import NamedTuple
from stslint.rulebook import BundlesCheck, Check, Rule, UpdateCheck
from stslint.settings import Settings

Question = Callable[[], Iterable[Problem | NotChecked]]


class Outcome(NamedTuple):
    """What a run has found: findings in the order of the files, and what could not be checked."""

    findings: tuple[Finding, ...]
    not_checked: tuple[Unchecked, ...] = ()


Judge = Callable[[Document, Settings, Document | None], Judgement]
"""Judges a document by the minor of the settings, and as an update of what it was before."""


def judge_document(document: Document, settings: Settings, old: Document | None = None) -> Judgement:
    """Returns what the API server would say of a document, and the tree that the rules may trust.

    With ``old``, the sound document that it was before, it says so of the update.
    """
    before = old.root if old is not None else None
    return verdict_on(document.root, settings.kubernetes_version, is_fragment(document, settings), before)


def lint(
    bundle: Bundle,
    rules: Iterable[Rule],
    settings: Settings,
    old: Bundle | None = None,
    judge: Judge = judge_document,
) -> Outcome:
    """Returns the findings on a bundle; with ``old``, also on the change from it.

    ``judge`` may remember judgements of documents that it has seen.
    """
    by_name = {rule.name: rule for rule in rules if settings.wants(rule.id, rule.name, rule.default)}
    before = None if old is None else _sound_bundle(old, settings)
    matches = {} if before is None else predecessors(bundle, before)
    judged = [(document, judge(document, settings, matches.get(document))) for document in bundle.documents]
    sound = bundle.of(_sound(document, found) for document, found in judged)
    book = _Book(by_name, settings, sound, before)
    for (document, judgement), seen in zip(judged, sound.documents, strict=True):
        if not document.context:
            book.api(seen, (*document.problems, *judgement.problems))
    # All rules of one object in a row, because most ask it for the same things.
    for document in sound.documents:
        book.ask(document)
    if before is not None:
        book.compare(before)
    return book.outcome()


def is_fragment(document: Document, settings: Settings) -> bool:
    """Returns whether a document is judged as a piece of a manifest."""
    return document.fragment and not settings.complete


def _sound(document: Document, judgement: Judgement) -> Document:
    return document if judgement.sound is document.root else document.with_root(judgement.sound)


def _sound_bundle(bundle: Bundle, settings: Settings) -> Bundle:
    return bundle.of(_sound(document, judge_document(document, settings)) for document in bundle.documents)


class _Book:
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

    def ask(self, document: Document) -> None:
        """Asks each rule of an object's kind about it."""
        for check, rule in self._rules_for(document):
            self._take(rule, document, partial(check, document.root, self._bundle))

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
                self._take(rule, document, partial(check, before.root, document.root, self._bundle))

    def _compare_bundles(self, rule: Rule, check: BundlesCheck, old: Bundle) -> None:
        answers = cache(lambda: _by_root(check(old, self._bundle)))
        for document in self._judged(rule):
            self._take(rule, document, partial(_answers_about, answers, document))

    def outcome(self) -> Outcome:
        """Returns all that was taken down, in the order of files and lines."""
        order: dict[str, int] = {}
        for document in self._bundle.documents:
            order.setdefault(document.source.name, len(order))
        unique = dict.fromkeys(self._findings)
        ordered = sorted(unique, key=lambda f: (order[f.file], *f.span[:2], f.rule, f.field))
        places = {rule.id: place for place, rule in enumerate(self._rules.values())}
        return Outcome(tuple(ordered), tuple(sorted(self._unchecked, key=lambda each: places[each.rule])))

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

    def _take(self, rule: Rule, document: Document, question: Question) -> None:
        try:
            for answer in question():
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


def reference(document: Document) -> Reference | None:
    """Returns which object a document is, as far as it says."""
    if not document.kind and not document.name:
        return None
    return Reference(document.kind, document.namespace or None, document.name or None)


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
    return Finding(
        rule=INTERNAL,
        name="rule-failed",
        severity="error",
        layer="rule",
        message=f"the rule {rule.id} {rule.name} failed here: {type(error).__name__}: {error}",
        file=document.source.name,
        span=root.place,
        document=document.index,
        reference=reference(document),
        help=f"report this with the manifest, or go on with --ignore {rule.id}",
    )
