"""A bundle of documents, the rules and the settings become findings. Pure: nothing is read or printed.

For each document that is checked: what was wrong with reading it, what the API server would say, then what
the rules say. A rule never sees a wrong type: it is given a copy of the tree in which the mistakes that the
API server's decoder found are corrected or removed, so that one typo hides no other finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from stslint.kubernetes.verdict import Verdict, check_object, decodable_part, decoded_object
from stslint.linter.outcome import Outcome, is_fragment
from stslint.linter.rule import Rule, wanted
from stslint.linter.rule_runner import RuleRunner
from stslint.linter.settings import Settings
from stslint.linter.watched_bundle import WatchedBundle
from stslint.model import Bundle, Document, Node
from stslint.model.object_matching import predecessors
from stslint.runtime.worker_processes import ALONE, Workers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from stslint.linter.document_cache import DocumentCache
    from stslint.linter.known_answers import KnownAnswers
    from stslint.linter.shared_answers import SharedAnswers

DocumentCheck = Callable[[Document, Settings, Document | None], Verdict]
"""Gives the verdict on a document for the version of the settings, and on the update of an older one."""

SAMPLE = 25
"""So many documents show whether other processes save any work."""


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
    workers: Workers = ALONE,
    shared: SharedAnswers | None = None,
) -> Outcome:
    """Returns the findings on a bundle; with ``old``, also on the change from it.

    ``check`` may remember the verdicts on documents that it has seen. What ``cache`` knows of documents, or
    ``shared`` of another Kubernetes version, is not asked again.
    """
    by_name = {rule.name: rule for rule in wanted(rules, settings)}
    before = None if old is None else _corrected_bundle(old, settings)
    matches = {} if before is None else predecessors(bundle, before)
    known = None if cache is None else _known(cache, bundle)
    clean = [False] * len(bundle.documents) if known is None else known.are_clean
    verdicts = _verdicts(
        bundle.documents,
        lambda document: check(document, settings, matches.get(document)),
        workers,
        [place for place, is_clean in enumerate(clean) if not is_clean],
    )
    if shared is not None:
        verdicts = shared.verdicts(verdicts)
    corrected = _corrected(bundle, verdicts)
    runner = RuleRunner(by_name, settings, _watched(corrected, cache, shared), before)
    if workers.leads:
        _report_api_problems(runner, corrected, verdicts)
    if known is not None:
        given = known.answers(runner.bundle)
    elif shared is not None:
        given = shared.answers(corrected.documents)
    else:
        given = [[] for _ in bundle.documents]
    answers = runner.answers(given, workers)
    if shared is not None and workers.leads:
        shared.learn(corrected, verdicts, answers)
    if known is not None and cache is not None and cache.is_kept and workers.leads:
        known.learn(runner.bundle, _clean(bundle.documents, verdicts), answers)
    for each in chain.from_iterable(answers):
        runner.merge(each)
    if before is not None:
        runner.compare(before)
    return runner.outcome()


def _watched(bundle: Bundle, cache: DocumentCache | None, shared: SharedAnswers | None) -> Bundle:
    """Returns the bundle, which notices what it is asked for if somebody remembers it."""
    if shared is not None:
        return shared.watched(bundle)
    return WatchedBundle(bundle) if cache is not None and cache.is_kept else bundle


def _known(cache: DocumentCache, bundle: Bundle) -> KnownAnswers:
    from stslint.linter.known_answers import KnownAnswers  # a run over a few files needs nothing of it

    return KnownAnswers(cache, bundle.documents)


def _report_api_problems(runner: RuleRunner, corrected: Bundle, verdicts: Mapping[int, Verdict]) -> None:
    for place, document in enumerate(corrected.documents):
        if not document.context and (document.problems or place in verdicts):
            problems = verdicts[place].problems if place in verdicts else ()
            runner.report_api_problems(document, (*document.problems, *problems))


def _clean(documents: Sequence[Document], verdicts: Mapping[int, Verdict]) -> Iterator[bool]:
    """Yields for each document whether nothing is wrong with it."""
    return (not document.problems and place not in verdicts for place, document in enumerate(documents))


def is_clean(document: Document, settings: Settings) -> bool:
    """Returns whether nothing is wrong with a document by itself."""
    return not document.problems and _is_clean(document, check_document(document, settings))


def _is_clean(document: Document, verdict: Verdict) -> bool:
    return not verdict.problems and verdict.decoded is document.root


def _verdicts(
    documents: Sequence[Document],
    check: Callable[[Document], Verdict],
    workers: Workers,
    waiting: Sequence[int],
) -> dict[int, Verdict]:
    """Returns by its place the verdict on each ``waiting`` document that is not clean, of which few are.

    Another process can say that a document is clean, but not what is wrong with nodes of this one. So each
    checks those itself that are broken, or that another has found not clean.
    """
    found: dict[int, Verdict] = {}

    def is_unclean(place: int) -> bool:
        verdict = check(documents[place])
        if _is_clean(documents[place], verdict):
            return False
        found[place] = verdict
        return True

    def unclean(part: range) -> list[int]:
        return [place for place in shared[part.start : part.stop] if is_unclean(place)]

    broken = [place for place in waiting if documents[place].problems]
    others = [place for place in waiting if not documents[place].problems]
    sample, shared = others[:SAMPLE], others[SAMPLE:]
    first = [place for place in sample if is_unclean(place)]
    if not is_in_vain(len(sample), len(first)):
        shared = [place for part in workers.exchanged(unclean, len(shared)) for place in part]
    places = [*broken, *first, *shared]
    if is_in_vain(len(documents), len(places)):
        workers.end_others()
    for place in places:
        if place not in found:
            is_unclean(place)
    return found


def is_in_vain(looked_at: int, unclean: int) -> bool:
    """Returns whether other processes save nothing: most of their documents are checked here once more."""
    return looked_at >= SAMPLE and 2 * unclean > looked_at


def _decoded(document: Document, settings: Settings) -> Node:
    # Around a syntax error much does not decode, and a neighbor is not worth the time to find out why.
    decode = decodable_part if document.context and document.syntax_problems else decoded_object
    return decode(document.root, settings.kubernetes_version, is_fragment(document, settings))


def _corrected(bundle: Bundle, verdicts: Mapping[int, Verdict]) -> Bundle:
    """Returns the bundle with the trees that the rules may trust."""
    documents = list(bundle.documents)
    for place, verdict in verdicts.items():
        documents[place] = _with_root(documents[place], verdict.decoded)
    return bundle.of(documents)


def _corrected_bundle(bundle: Bundle, settings: Settings) -> Bundle:
    return bundle.of(_with_root(document, _decoded(document, settings)) for document in bundle.documents)


def _with_root(document: Document, root: Node) -> Document:
    return document if root is document.root else document.with_root(root)
