"""How many expressions one run evaluates: thousands of them and hundreds of StatefulSets take seconds.

The number depends on the length of the texts only, and each StatefulSet has its share of it, so the answer is
the same in whatever order and by however many processes the StatefulSets are checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from stslint.model import Bundle, Document, Source
from stslint.policies.value_size import size_of

MOST_EVALUATIONS = 80_000
"""Evaluations in each ``TEXT`` characters of manifests and policies, about half a second.

Fifty policies of five validations take 30,000 for a hundred StatefulSets, which have more than that length.
"""

TEXT = 100_000


REASON = (
    "for at least one StatefulSet, it and the policies after it are not evaluated completely, because a run "
    f"evaluates at most {MOST_EVALUATIONS:,} expressions for {TEXT:,} characters of manifests and policies: "
    "name fewer policies"
)


class Allowance:
    """What is left of the share of one StatefulSet."""

    def __init__(self, evaluations: int) -> None:
        self._left = evaluations
        self.exceeded = False
        """Whether something was not evaluated for want of it."""

    def spend(self, evaluations: int) -> None:
        """Notes what was evaluated; the last evaluation can be more than what is left."""
        self._left -= evaluations

    def has_room(self) -> bool:
        """Returns whether one more expression may be evaluated; else, the allowance is exceeded."""
        self.exceeded = self.exceeded or self._left <= 0
        return not self.exceeded


def share_of(document: Document, value: Any, for_each: int) -> int:
    """Returns the evaluations of one StatefulSet: half by the size of its value, half by the length of all.

    An alias does not make it larger than its text.
    """
    length = len(document.source.text)
    return (min(size_of(value, length), length) * MOST_EVALUATIONS // TEXT + for_each) // 2


def share_of_each(bundle: Bundle, policies: Iterable[Document]) -> int:
    """Returns the evaluations for the length of all texts, divided by the number of the StatefulSets."""
    characters = _characters([*bundle.documents, *policies])
    number = max(sum(1 for _ in bundle.of_kind("StatefulSet")), 1)
    return max(characters, TEXT) * MOST_EVALUATIONS // TEXT // number


def _characters(documents: Iterable[Document]) -> int:
    sources: dict[int, Source] = {id(document.source): document.source for document in documents}
    return sum(len(source.text) for source in sources.values())
