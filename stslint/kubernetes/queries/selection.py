"""Which workloads' pods a selector matches, and which selectors match a workload's pods.

Selectors see the pods of their own namespace only. A manifest without a namespace is compared with
other manifests of the same folder: those elsewhere can be deployed to another namespace, or never
together with it. All lookups use labels, so that a thousand workloads cost a thousand lookups.
Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from posixpath import dirname

from stslint.kubernetes.queries.objects import WORKLOAD_TEMPLATES, is_hook, template_labels
from stslint.kubernetes.values.labels import Selector, map_selector_of, selector_of
from stslint.model import Bundle, Document, Node
from stslint.runtime.lazy_regex import pattern
from stslint.runtime.namedtuple import NamedTuple

SELECTOR_KINDS = ("StatefulSet", "Deployment", "DaemonSet", "ReplicaSet", "Service", "PodDisruptionBudget")
"""The kinds whose ``spec.selector`` selects pods."""

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

ENOUGH = 100
"""How many objects with the same label are compared with one: comparing thousands of pairs is too slow."""

Scope = tuple[str, str]
_Pair = tuple[Scope, str, str]
_ANY = ("", "")


class Workload(NamedTuple):
    """An object that creates pods, and the labels that they get."""

    root: Node
    labels: dict[str, str]


class SelectorOwner(NamedTuple):
    """An object that selects pods, and its selector."""

    root: Node
    selector: Selector


class _Index(NamedTuple):
    by_label: dict[_Pair, list[Workload]]
    by_scope: dict[Scope, list[Workload]]


def scope_of(root: Node, bundle: Bundle) -> Scope:
    """Returns where other objects are searched: the object's namespace or, if it is not set, its folder."""
    document = bundle.document_of(root)
    if document.home or bundle.complete:
        return document.home, ""
    return "", dirname(document.source.name)


def certainly_deployed_together(one: Node, other: Node, bundle: Bundle) -> bool:
    """Returns whether two objects of one scope are deployed together for certain.

    Two files without a namespace can be two examples of the same thing, two workloads of the same name in two
    files can be alternatives, and context is only in the same folder.
    """
    here, there = bundle.document_of(one), bundle.document_of(other)
    if bundle.complete or _in_one_text(here, there):
        return True
    if here.context or there.context:
        return False
    return bool(here.home) and not is_alternative(one, other, bundle)


def is_alternative(one: Node, other: Node, bundle: Bundle) -> bool:
    """Returns whether two workloads are alternatives: they have the same name in two files.

    Two blocks of a page count as two files: a page shows one object several times, changed.
    """
    here, there = bundle.document_of(one), bundle.document_of(other)
    if bundle.complete or _in_one_text(here, there) or here.name != there.name:
        return False
    return here.kind in WORKLOAD_TEMPLATES and there.kind in WORKLOAD_TEMPLATES


def _in_one_text(here: Document, there: Document) -> bool:
    return (here.source.name, here.source.first_line) == (there.source.name, there.source.first_line)


def most_certain(others: Iterable[Node], root: Node, bundle: Bundle) -> Node | None:
    """Returns the first object that is deployed together with ``root`` for certain, else the first of all."""
    first = None
    for other in islice(others, ENOUGH):
        if certainly_deployed_together(root, other, bundle):
            return other
        first = other if first is None else first
    return first


def is_set_at_run_time(key: str, value: str, labels: dict[str, str]) -> bool:
    """Returns whether a pod that lacks a label can get it while it runs, from its application or an operator.

    ``labels`` are those of the pod template.
    """
    return key not in labels and value.lower() in _OF_THE_MOMENT and _SAYS_A_ROLE.search(key) is not None


def selector_of_object(root: Node) -> Selector | None:
    """Returns the selector in an object's ``spec``, or nothing if it has none and selects nothing."""
    node = root.at("spec.selector")
    return map_selector_of(node) if root.get("kind").value == "Service" else selector_of(node)


def workloads_selected(selector: Selector, scope: Scope, bundle: Bundle) -> Iterator[Workload]:
    """Yields the workloads of a scope whose pods a selector matches, in the order of the files."""
    index = bundle.derived(_workloads)
    candidates = index.by_scope.get(scope, [])
    for key, value in _equalities(selector):
        fewer = index.by_label.get((scope, key, value), [])
        candidates = fewer if len(fewer) < len(candidates) else candidates
    return (workload for workload in candidates if selector.matches(workload.labels))


def selecting_objects(
    root: Node, bundle: Bundle, kinds: Iterable[str] = SELECTOR_KINDS
) -> Iterator[SelectorOwner]:
    """Yields the objects of these kinds whose selector matches the pods that a workload makes."""
    by_kind, labels, scope = bundle.derived(_choosers), template_labels(root), scope_of(root, bundle)
    for kind in kinds:
        index = by_kind.get(kind, {})
        for pair in (*labels.items(), _ANY):
            for chooser in index.get((scope, *pair), ()):
                if chooser.selector.matches(labels):
                    yield chooser


def _equalities(selector: Selector) -> list[tuple[str, str]]:
    return [
        (requirement.key, next(iter(requirement.values)))
        for requirement in selector.requirements
        if requirement.operator == "In" and len(requirement.values) == 1
    ]


def _workloads(bundle: Bundle) -> _Index:
    index = _Index({}, {})
    for document in _whole(bundle, WORKLOAD_TEMPLATES):
        if is_hook(document.root):
            continue
        workload = Workload(document.root, template_labels(document.root))
        scope = scope_of(document.root, bundle)
        index.by_scope.setdefault(scope, []).append(workload)
        for key, value in workload.labels.items():
            index.by_label.setdefault((scope, key, value), []).append(workload)
    return index


def _choosers(bundle: Bundle) -> dict[str, dict[_Pair, list[SelectorOwner]]]:
    """Returns by kind each selector under its rarest label, or under none if no label has a single value."""
    return {kind: _by_rarest_label(kind, bundle) for kind in SELECTOR_KINDS}


def _by_rarest_label(kind: str, bundle: Bundle) -> dict[_Pair, list[SelectorOwner]]:
    found = []
    for document in _whole(bundle, (kind,)):
        selector = selector_of_object(document.root)
        if selector is not None:
            scope = scope_of(document.root, bundle)
            pairs = [(scope, *pair) for pair in _equalities(selector)] or [(scope, *_ANY)]
            found.append((pairs, SelectorOwner(document.root, selector)))
    common = Counter(pair for pairs, _ in found for pair in pairs)
    index: dict[_Pair, list[SelectorOwner]] = {}
    for pairs, chooser in found:
        index.setdefault(min(pairs, key=lambda pair: common[pair]), []).append(chooser)
    return index


def _whole(bundle: Bundle, kinds: Iterable[str]) -> Iterator[Document]:
    return (document for document in bundle.of_kind(*kinds) if not document.fragment)
