"""Which workloads' pods a selector matches, and which selectors match a workload's pods.

Selectors see the pods of their own namespace only. A manifest without a namespace is compared with
other manifests of the same folder: those elsewhere can be deployed to another namespace, or never
together with it.
Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from stslint.kubernetes.queries.label_indexes import (
    SELECTOR_KINDS,
    SELECTORS,
    WORKLOADS,
    Labels,
    labels_in_order,
    required_labels,
    selector_of_object,
    selectors_in,
)
from stslint.kubernetes.queries.objects import WORKLOAD_TEMPLATES, template_labels
from stslint.kubernetes.queries.scopes import Scope, scope_of
from stslint.kubernetes.values.labels import Selector
from stslint.model import Bundle, Document, Node
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

WRITTEN_BY_CONTROLLER = (
    "statefulset.kubernetes.io/pod-name",
    "apps.kubernetes.io/pod-index",
    "controller-revision-hash",
)
"""The labels that each pod of a StatefulSet gets in addition to those of its template."""

_OF_THE_MOMENT = frozenset(
    (
        "active",
        "follower",
        "leader",
        "main",
        "master",
        "primary",
        "readonly",
        "replica",
        "secondary",
        "slave",
        "standby",
        "true",
        "false",
    )
)
_SAYS_A_ROLE = pattern(
    r"(?:^|[-_./])(?:\w*[rR]ole|active|initialized|sealed|standby|leader|primary|master)\Z"
)
"""Labels such as Patroni's `role`, Spilo's `spilo-role`, `vault-active`, `cnpg.io/instanceRole` and
`redisfailovers-role`, which a running member or its operator sets on its own pod.

Sources: https://patroni.readthedocs.io/en/latest/kubernetes.html,
https://developer.hashicorp.com/vault/docs/configuration/service-registration/kubernetes,
https://cloudnative-pg.io/documentation/current/labels_annotations/
"""

_MOST_OF_A_KEY = 317
"""The characters of the longest valid key: a prefix of 253, a slash and a name of 63."""

ENOUGH = 100
"""How many objects with the same label are compared with one: comparing thousands of pairs is too slow."""


class Workload(NamedTuple):
    """An object that creates pods, and the labels that they get."""

    document: Document
    labels: dict[str, str]

    @property
    def root(self) -> Node:
        """Returns the object."""
        return self.document.root


class SelectorOwner(NamedTuple):
    """An object that selects pods, and its selector."""

    document: Document
    selector: Selector

    @property
    def root(self) -> Node:
        """Returns the object."""
        return self.document.root


def certainly_deployed_together(one: Node, other: Node, bundle: Bundle) -> bool:
    """Returns whether two objects of one scope are deployed together for certain.

    Two files without a namespace can be two examples of the same thing, two workloads of the same name in two
    files can be alternatives, and context is only in the same folder.
    """
    return are_deployed_together(bundle.document_of(one), bundle.document_of(other), bundle)


def are_deployed_together(here: Document, there: Document, bundle: Bundle) -> bool:
    """Returns whether the objects of two documents of one scope are deployed together for certain."""
    if bundle.complete or _in_one_text(here, there):
        return True
    if not here.home or here.source.context or there.source.context:
        return False
    return not _are_alternatives(here, there)


def is_alternative(one: Node, other: Node, bundle: Bundle) -> bool:
    """Returns whether two workloads are alternatives: they have the same name in two files.

    Two blocks of a page count as two files: a page shows one object several times, changed.
    """
    here, there = bundle.document_of(one), bundle.document_of(other)
    return not bundle.complete and not _in_one_text(here, there) and _are_alternatives(here, there)


def _are_alternatives(here: Document, there: Document) -> bool:
    """Returns whether two texts have workloads of the same name."""
    if here.name != there.name:
        return False
    return here.kind in WORKLOAD_TEMPLATES and there.kind in WORKLOAD_TEMPLATES


def _in_one_text(here: Document, there: Document) -> bool:
    one, other = here.source, there.source
    return one.name == other.name and one.first_line == other.first_line


def most_certain(others: Iterable[Node], root: Node, bundle: Bundle) -> Node | None:
    """Returns the first object that is deployed together with ``root`` for certain, else the first of all."""
    first, here = None, bundle.document_of(root)
    for other in islice(others, ENOUGH):
        if are_deployed_together(here, bundle.document_of(other), bundle):
            return other
        first = other if first is None else first
    return first


def is_set_at_run_time(key: str, value: str, labels: dict[str, str]) -> bool:
    """Returns whether a pod that lacks a label can get it while it runs, from its application or an operator.

    ``labels`` are those of the pod template.
    """
    return (
        key not in labels
        and value.lower() in _OF_THE_MOMENT
        and _SAYS_A_ROLE.search(key[-_MOST_OF_A_KEY:]) is not None
    )


def workloads_selected(selector: Selector, scope: Scope, bundle: Bundle) -> Iterator[Workload]:
    """Yields the workloads of a scope whose pods a selector matches, in the order of the files."""
    for document in bundle.found(WORKLOADS, (scope, required_labels(selector))):
        labels = template_labels(document.root)
        if selector.matches(labels):
            yield Workload(document, labels)


def first_selected(selector: Selector, scope: Scope, bundle: Bundle) -> tuple[Workload, ...]:
    """Returns the first of the workloads that a selector matches, as many as are compared with one."""
    return bundle.derived(_first_selected, selector, scope)


def _first_selected(bundle: Bundle, selector: Selector, scope: Scope) -> tuple[Workload, ...]:
    return tuple(islice(workloads_selected(selector, scope, bundle), ENOUGH))


def selecting_objects(
    root: Node, bundle: Bundle, kinds: Iterable[str] = SELECTOR_KINDS
) -> Iterator[SelectorOwner]:
    """Yields the objects of these kinds whose selector matches the pods that a workload makes."""
    labels, scope = labels_in_order(template_labels(root)), scope_of(root, bundle)
    for kind in kinds:
        yield from bundle.derived(_selecting, kind, scope, labels)


def _selecting(bundle: Bundle, kind: str, scope: Scope, labels: Labels) -> tuple[SelectorOwner, ...]:
    found, by_key = [], dict(labels)
    for document in bundle.found(SELECTORS, (selectors_in(kind, scope), labels)):
        selector = bundle.derived(_selector, document)
        if selector is not None and selector.matches(by_key):
            found.append(SelectorOwner(document, selector))
    return tuple(found)


def _selector(_: Bundle, document: Document) -> Selector | None:
    return selector_of_object(document.root)
