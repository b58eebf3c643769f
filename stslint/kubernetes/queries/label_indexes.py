"""Indexes by labels: the workloads whose pods have some labels, and the selectors that some labels meet.

A lookup compares as few objects as it can: those under the rarest of its labels, so that a thousand workloads
cost a thousand lookups.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache

from stslint.kubernetes.queries.objects import NEAR, WORKLOAD_TEMPLATES, is_hook, template_labels
from stslint.kubernetes.queries.scopes import Scope, scope_of_document
from stslint.kubernetes.values.labels import Selector, map_selector_of, selector_of
from stslint.model import Bundle, Document, Index, Node
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SELECTOR_KINDS = ("StatefulSet", "Deployment", "DaemonSet", "ReplicaSet", "Service", "PodDisruptionBudget")
"""The kinds whose ``spec.selector`` selects pods."""

Labels = tuple[tuple[str, str], ...]
_Group = Hashable
"""What an object shares with those that it can select, or be selected by: a scope, or a kind in a scope."""
_NO_LABEL = ("", "")


Labeled = tuple[_Group, Labels]
"""Labels in a group: of a pod, or those that a selector requires, or those of a lookup."""


class _ByLabel(NamedTuple):
    documents: dict[tuple[_Group, tuple[str, str]], list[tuple[Document, Labels]]]
    in_group: dict[_Group, list[tuple[Document, Labels]]]


class _LabelIndex(Index):
    """An index whose keys are not the entries that they find."""

    def concerned(self, entries: Collection[Hashable], keys: Collection[Hashable]) -> Iterable[Hashable]:
        """Returns those of some keys that find a document with one of these entries."""
        by_group: dict[_Group, list[Hashable]] = {}
        for entry in entries:
            by_group.setdefault(_labeled(entry)[0], []).append(entry)
        same_group = ((key, by_group.get(_labeled(key)[0], ())) for key in keys)
        return [key for key, near in same_group if any(self.concerns(entry, key) for entry in near)]


class PodLabelIndex(_LabelIndex):
    """Finds the documents whose pods have all labels of a lookup."""

    def built(self, found: Sequence[tuple[Document, Hashable]]) -> _ByLabel:
        """Returns the documents by each of their labels."""
        built = _ByLabel({}, {})
        for document, entry in found:
            group, labels = _labeled(entry)
            built.in_group.setdefault(group, []).append((document, labels))
            for label in labels:
                built.documents.setdefault((group, label), []).append((document, labels))
        return built

    def find(self, built: _ByLabel, key: Hashable) -> Iterator[Document]:
        """Yields the documents with all labels of a key."""
        group, wanted = _labeled(key)
        candidates = built.in_group.get(group, [])
        for label in wanted:
            fewer = built.documents.get((group, label), [])
            candidates = fewer if len(fewer) < len(candidates) else candidates
        return (document for document, labels in candidates if all(label in labels for label in wanted))

    def concerns(self, entry: Hashable, key: Hashable) -> bool:
        """Returns whether pods of these labels have all of a lookup."""
        return _is_among(_labeled(key), _labeled(entry))


class SelectorIndex(_LabelIndex):
    """Finds the documents whose selectors require no other labels than those of a lookup.

    They may also have expressions, which the index does not know.
    """

    def built(self, found: Sequence[tuple[Document, Hashable]]) -> _ByLabel:
        """Returns each document under its rarest label, or under none if it requires none."""
        entries = [(document, _labeled(entry)) for document, entry in found]
        common = Counter((group, label) for _, (group, labels) in entries for label in labels)
        built = _ByLabel({}, {})
        for document, (group, labels) in entries:
            rarest = min(labels, key=lambda label: common[group, label]) if labels else _NO_LABEL
            built.documents.setdefault((group, rarest), []).append((document, labels))
        return built

    def find(self, built: _ByLabel, key: Hashable) -> Iterator[Document]:
        """Yields the documents that require no other labels than those of a key."""
        group, present = _labeled(key)
        for label in (*present, _NO_LABEL):
            for document, labels in built.documents.get((group, label), ()):
                if all(each in present for each in labels):
                    yield document

    def concerns(self, entry: Hashable, key: Hashable) -> bool:
        """Returns whether pods with the labels of a lookup have all that a selector requires."""
        return _is_among(_labeled(entry), _labeled(key))


def _labeled(value: Any) -> Labeled:
    """Returns an entry or a key of one of these indexes."""
    group, labels = value
    return group, labels


def _is_among(some: Labeled, all_of_them: Labeled) -> bool:
    return some[0] == all_of_them[0] and set(some[1]) <= set(all_of_them[1])


def labels_in_order(labels: dict[str, str]) -> Labels:
    """Returns labels as a tuple that is equal for equal labels."""
    return tuple(sorted(labels.items()))


@lru_cache(maxsize=NEAR)
def selector_of_object(root: Node) -> Selector | None:
    """Returns the selector in an object's ``spec``, or nothing if it has none and selects nothing."""
    node = root.at("spec.selector")
    return map_selector_of(node) if root.get("kind").value == "Service" else selector_of(node)


def required_labels(selector: Selector) -> Labels:
    """Returns the labels that a selector requires with one value each."""
    return tuple(
        (requirement.key, next(iter(requirement.values)))
        for requirement in selector.requirements
        if requirement.operator == "In" and len(requirement.values) == 1
    )


def _pods(document: Document, bundle: Bundle) -> Iterable[Labeled]:
    if not document.fragment and not is_hook(document.root):
        labels = labels_in_order(template_labels(document.root))
        yield scope_of_document(document, bundle), labels


def _selectors(document: Document, bundle: Bundle) -> Iterable[Labeled]:
    selector = None if document.fragment else selector_of_object(document.root)
    if selector is not None:
        group = selectors_in(document.kind, scope_of_document(document, bundle))
        yield group, required_labels(selector)


def selectors_in(kind: str, scope: Scope) -> _Group:
    """Returns the group of the selectors of one kind in a scope."""
    return kind, scope


WORKLOADS = PodLabelIndex("workloads", WORKLOAD_TEMPLATES, _pods)
"""The workloads of a scope by the labels of their pods."""

SELECTORS = SelectorIndex("selectors", SELECTOR_KINDS, _selectors)
"""The objects of a kind in a scope by the labels that they select."""
