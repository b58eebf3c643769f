"""What a run over several Kubernetes versions has found for one of them and holds for the next as well.

Few rules ask for the version. What the others have answered about an object is the same in another version,
unless the API server decodes other fields of it, or of an object that they have looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from stslint.kubernetes.verdict import Verdict
from stslint.linter.answers import Answers
from stslint.linter.watched_bundle import Lookup, WatchedBundle
from stslint.model import Bundle, Document, Node

VERSION: Lookup = ("version", "")
"""Which Kubernetes version the run is about."""


class VersionWatchedBundle(WatchedBundle):
    """A bundle that also notices who asks for its Kubernetes version."""

    @property
    def kubernetes_version(self) -> str:
        """Returns the Kubernetes version that the objects are checked against."""
        self.asked.add(VERSION)
        return self._version

    @kubernetes_version.setter
    def kubernetes_version(self, version: str) -> None:
        self._version = version


class SharedAnswers:
    """The verdicts, the trees and the answers of the version that was asked about last."""

    def __init__(self) -> None:
        self._verdicts: Mapping[int, Verdict] = {}
        self._roots: Sequence[Node] = ()
        self._answers: Sequence[Sequence[Answers]] = ()

    def watched(self, bundle: Bundle) -> WatchedBundle:
        """Returns a bundle that notices who asks for its version."""
        return VersionWatchedBundle(bundle)

    def verdicts(self, found: Mapping[int, Verdict]) -> dict[int, Verdict]:
        """Returns verdicts by their places; one that is the same as before has the same tree again."""
        known = ((place, self._verdicts.get(place), verdict) for place, verdict in found.items())
        return {
            place: before if before is not None and _is_same(before, verdict) else verdict
            for place, before, verdict in known
        }

    def answers(self, documents: Sequence[Document]) -> list[list[Answers]]:
        """Returns by document the answers that still hold."""
        if len(self._answers) != len(documents):
            return [[] for _ in documents]
        same = [each.root is root for each, root in zip(documents, self._roots, strict=True)]
        hold = _holds_of_same_trees if all(same) else _holds_of_same_tree
        return [
            [each for each in answers if hold(each)] if is_same else []
            for is_same, answers in zip(same, self._answers, strict=True)
        ]

    def learn(
        self, bundle: Bundle, verdicts: Mapping[int, Verdict], answers: Sequence[Sequence[Answers]]
    ) -> None:
        """Remembers what was found in one version."""
        self._verdicts = verdicts
        self._roots = [document.root for document in bundle.documents]
        self._answers = answers


def _holds_of_same_trees(answers: Answers) -> bool:
    # Without rules, it is the failure of one, which is asked again.
    return bool(answers.rules) and VERSION not in answers.asked


def _holds_of_same_tree(answers: Answers) -> bool:
    return bool(answers.rules) and not answers.asked


def _is_same(one: Verdict, other: Verdict) -> bool:
    """Returns whether two verdicts on one object say the same, so that their trees are equal, too."""
    return len(one.problems) == len(other.problems) and all(
        said == also for said, also in zip(_said(one), _said(other), strict=True)
    )


def _said(verdict: Verdict) -> Iterator[tuple[object, ...]]:
    """Yields the problems without their nodes, which two trees never share, but with the places of these."""
    for problem in verdict.problems:
        node, *said, related = problem
        yield *_place(node), *said, *((*_place(each.node), *each[1:]) for each in related)


def _place(node: Node) -> tuple[object, ...]:
    return node.path, node.span, node.kind
