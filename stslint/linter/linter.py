"""A bundle of documents, the rules and the settings become findings. Pure: nothing is read or printed.

For each document that is checked: what was wrong with reading it, what the API server would say, then what
the rules say. A rule never sees a wrong type: it is given a copy of the tree in which the mistakes that the
API server's decoder found are corrected or removed, so that one typo hides no other finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from stslint.kubernetes.verdict import Verdict, check_object, decodable_part, decoded_object
from stslint.linter.document_cache import NOTHING_KNOWN, DocumentCache, OwnAnswers, keys_of
from stslint.linter.outcome import Outcome, is_fragment
from stslint.linter.rule import Rule, wanted
from stslint.linter.rule_runner import RuleRunner
from stslint.linter.settings import Settings
from stslint.model import Bundle, Document, Node
from stslint.model.object_matching import predecessors
from stslint.runtime.worker_processes import in_parts

DocumentCheck = Callable[[Document, Settings, Document | None], Verdict]
"""Gives the verdict on a document for the version of the settings, and on the update of an older one."""


def check_document(document: Document, settings: Settings, old: Document | None = None) -> Verdict:
    """Returns what the API server would say of a document, and the tree that the rules may trust.

    With ``old``, the valid document that it was before, it says so of the update. Nothing is reported on a
    document for context, so it has a tree only.
    """
    if document.context:
        return Verdict((), _decoded(document, settings))
    before = old.root if old is not None else None
    return check_object(document.root, settings.kubernetes_version, is_fragment(document, settings), before)


def lint(
    bundle: Bundle,
    rules: Iterable[Rule],
    settings: Settings,
    old: Bundle | None = None,
    check: DocumentCheck = check_document,
    cache: DocumentCache | None = None,
) -> Outcome:
    """Returns the findings on a bundle; with ``old``, also on the change from it.

    ``check`` may remember the verdicts on documents that it has seen. What ``cache`` knows of documents is
    not asked again.
    """
    by_name = {rule.name: rule for rule in wanted(rules, settings)}
    before = None if old is None else _corrected_bundle(old, settings)
    matches = {} if before is None else predecessors(bundle, before)
    keys = [] if cache is None else keys_of(bundle, settings)
    known = [NOTHING_KNOWN] * len(bundle.documents) if cache is None else cache.known(keys)
    verdicts = _verdicts(
        bundle.documents,
        lambda document: check(document, settings, matches.get(document)),
        settings.jobs,
        known,
    )
    pairs = zip(bundle.documents, verdicts, strict=True)
    corrected = bundle.of(_corrected(document, verdict.decoded) for document, verdict in pairs)
    runner = RuleRunner(by_name, settings, corrected, before)
    silent = _answered(runner, corrected, verdicts, known, settings.jobs)
    if cache is not None:
        cache.learn(keys, map(OwnAnswers, map(_is_clean, bundle.documents, verdicts), silent))
    if before is not None:
        runner.compare(before)
    return runner.outcome()


def _answered(
    runner: RuleRunner, bundle: Bundle, verdicts: Sequence[Verdict], known: Sequence[OwnAnswers], jobs: int
) -> list[int]:
    """Collects the verdicts and what the rules answer; returns the silent rules of each document."""
    for document, verdict in zip(bundle.documents, verdicts, strict=True):
        if not document.context:
            runner.report_api_problems(document, (*document.problems, *verdict.problems))
    silent: list[int] = []
    for result in in_parts(lambda part: runner.run_part(part, known), len(known), jobs):
        runner.merge(result)
        silent += result.silent
    return silent


def _is_clean(document: Document, verdict: Verdict) -> bool:
    return not verdict.problems and verdict.decoded is document.root


def _verdicts(
    documents: Sequence[Document],
    check: Callable[[Document], Verdict],
    jobs: int,
    known: Sequence[OwnAnswers],
) -> list[Verdict]:
    """Returns the verdict on each document, nearly all of which are clean.

    Those that are ``known`` to be clean are not checked. Another process can say that a document is clean,
    but not what is wrong with nodes of this one.
    """
    found: dict[int, Verdict] = {}

    def with_problems(part: range) -> list[int]:
        for place in part:
            if known[place].clean:
                continue
            verdict = check(documents[place])
            if not _is_clean(documents[place], verdict):
                found[place] = verdict
        return [place for place in part if place in found]

    places = [place for part in in_parts(with_problems, len(documents), jobs) for place in part]
    verdicts = [Verdict((), document.root) for document in documents]
    for place in places:
        verdicts[place] = found[place] if place in found else check(documents[place])
    return verdicts


def _decoded(document: Document, settings: Settings) -> Node:
    # Around a syntax error much does not decode, and a neighbor is not worth the time to find out why.
    decode = decodable_part if document.context and document.syntax_problems else decoded_object
    return decode(document.root, settings.kubernetes_version, is_fragment(document, settings))


def _corrected(document: Document, root: Node) -> Document:
    return document if root is document.root else document.with_root(root)


def _corrected_bundle(bundle: Bundle, settings: Settings) -> Bundle:
    return bundle.of(_corrected(document, _decoded(document, settings)) for document in bundle.documents)
