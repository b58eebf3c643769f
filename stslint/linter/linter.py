"""A bundle of documents, the rules and the settings become findings. Pure: nothing is read or printed.

For each document that is judged: what was wrong with reading it, what the API server would say, then
what the rules say. A rule never sees a wrong type: it is given a copy of the tree in which the mistakes that
the API server's decoder found are mended or taken out, so that one typo hides no other finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from stslint.kubernetes.verdict import Verdict
from stslint.kubernetes.verdict import check_object as verdict_on
from stslint.linter.outcome import Outcome, is_fragment
from stslint.linter.rule import Rule, wanted
from stslint.linter.rule_runner import RuleRunner
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document
from stslint.model.object_matching import predecessors
from stslint.runtime.worker_processes import in_parts

Judge = Callable[[Document, Settings, Document | None], Verdict]
"""Judges a document by the minor of the settings, and as an update of what it was before."""


def judge_document(document: Document, settings: Settings, old: Document | None = None) -> Verdict:
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
    by_name = {rule.name: rule for rule in wanted(rules, settings)}
    before = None if old is None else _sound_bundle(old, settings)
    matches = {} if before is None else predecessors(bundle, before)
    judgements = _judgements(
        bundle.documents, lambda document: judge(document, settings, matches.get(document)), settings.jobs
    )
    sound = bundle.of(map(_sound, bundle.documents, judgements))
    book = RuleRunner(by_name, settings, sound, before)
    for document, judgement in zip(sound.documents, judgements, strict=True):
        if not document.context:
            book.api(document, (*document.problems, *judgement.problems))
    for taken in in_parts(book.asked, len(sound.documents), settings.jobs):
        book.add(taken)
    if before is not None:
        book.compare(before)
    return book.outcome()


def _judgements(
    documents: Sequence[Document], judge: Callable[[Document], Verdict], jobs: int
) -> list[Verdict]:
    """Returns the judgement on each document, nearly all of which are clean.

    Another process can say that a document is clean, but not what is wrong with nodes of this one.
    """
    found: dict[int, Verdict] = {}

    def with_problems(part: range) -> list[int]:
        for place in part:
            judgement = judge(documents[place])
            if judgement.problems or judgement.decoded is not documents[place].root:
                found[place] = judgement
        return [place for place in part if place in found]

    documents_with_problems = [
        place for part in in_parts(with_problems, len(documents), jobs) for place in part
    ]
    judgements = [Verdict((), document.root) for document in documents]
    for place in documents_with_problems:
        judgements[place] = found[place] if place in found else judge(documents[place])
    return judgements


def _sound(document: Document, judgement: Verdict) -> Document:
    return document if judgement.decoded is document.root else document.with_root(judgement.decoded)


def _sound_bundle(bundle: Bundle, settings: Settings) -> Bundle:
    return bundle.of(_sound(document, judge_document(document, settings)) for document in bundle.documents)
