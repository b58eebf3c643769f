"""Node affinity, pod affinity and pod anti-affinity.

Source: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.node_selectors import label_key, validate_node_selector_term
from stslint.kubernetes.validation.selectors import validate_label_selector
from stslint.kubernetes.values import names
from stslint.model import Node, Problem, Related

REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
HIGHEST_WEIGHT = 100


def validate_affinity(affinity: Node) -> Iterator[Problem]:
    """Yields the problems of ``spec.affinity``."""
    for kind, node in affinity.entries().items():
        if kind == "nodeAffinity":
            yield from _node_affinity(node)
        elif kind in ("podAffinity", "podAntiAffinity"):
            yield from _pod_affinity(node)


def pod_affinity_terms(affinity: Node) -> Iterator[Node]:
    """Yields every pod affinity term, required and preferred, of both pod affinities."""
    for kind in ("podAffinity", "podAntiAffinity"):
        node = affinity.get(kind)
        yield from node.get(REQUIRED).elements()
        for weighted in node.get(PREFERRED).elements():
            yield weighted.get("podAffinityTerm")


def validate_match_label_keys(owner: Node) -> Iterator[Problem]:
    """Yields the problems of matchLabelKeys and mismatchLabelKeys next to a labelSelector.

    Source: https://kep.k8s.io/3633, https://kep.k8s.io/3243
    """
    keys = owner.get("matchLabelKeys").elements()
    mismatched = owner.get("mismatchLabelKeys").elements()
    if not keys and not mismatched:
        return
    selector = owner.get("labelSelector")
    for listed in ("matchLabelKeys", "mismatchLabelKeys"):
        yield from _label_keys(owner.get(listed), selector)
    yield from _keys_selected_too(owner, keys, selector)
    refused = {node.string(): node for node in mismatched}
    for node in keys:
        if node.string() in refused:
            related = (Related(refused[node.string()], "it is also listed here"),)
            message = f"`{node.string()}` is in both matchLabelKeys and mismatchLabelKeys"
            yield Problem(node, message, rule="duplicate-entry", related=related)


def _node_affinity(node: Node) -> Iterator[Problem]:
    required = node.get(REQUIRED)
    if required:
        terms = required.get("nodeSelectorTerms")
        if not terms.elements():
            yield fields.missing(terms, "add at least one term, or remove the selector")
        for term in terms.elements():
            yield from validate_node_selector_term(term, check_values=True)
    for preferred in node.get(PREFERRED).elements():
        yield from _weight(preferred)
        yield from validate_node_selector_term(preferred.get("preference"), check_values=False)


def _pod_affinity(node: Node) -> Iterator[Problem]:
    for term in node.get(REQUIRED).elements():
        yield from _pod_affinity_term(term)
    for preferred in node.get(PREFERRED).elements():
        yield from _weight(preferred)
        yield from _pod_affinity_term(preferred.get("podAffinityTerm"))


def _weight(preferred: Node) -> Iterator[Problem]:
    weight = preferred.get("weight")
    if not 1 <= weight.integer() <= HIGHEST_WEIGHT:
        message = f"`weight` must be between 1 and {HIGHEST_WEIGHT}"
        yield Problem(weight, message if weight else "`weight` is missing", rule="out-of-range")


def _pod_affinity_term(term: Node) -> Iterator[Problem]:
    yield from validate_label_selector(term.get("labelSelector"))
    yield from validate_label_selector(term.get("namespaceSelector"))
    for namespace in term.get("namespaces").elements():
        fault = names.dns_label(namespace.string())
        if fault:
            # The API server's path has no `s` and no index.
            yield fields.bad_name(namespace, namespace.string(), fault, field=f"{term.path}.namespace")
    yield from validate_match_label_keys(term)
    topology_key = term.get("topologyKey")
    if topology_key.string():
        yield from label_key(topology_key)
    else:
        yield fields.missing(
            topology_key, "set the node label that defines a domain: `kubernetes.io/hostname`"
        )


def _label_keys(keys: Node, selector: Node) -> Iterator[Problem]:
    if not keys.elements():
        return
    if not selector:
        yield fields.forbidden(keys, "cannot be set without `labelSelector`")
        return
    for key in keys.elements():
        yield from label_key(key)


def _keys_selected_too(owner: Node, keys: list[Node], selector: Node) -> Iterator[Problem]:
    """Yields the keys that an expression repeats: a key can be in only one selector.

    Only an expression whose key was selected before counts, and the path is that of the owner.
    """
    listed = {node.string(): index for index, node in enumerate(keys)}
    selected = set(selector.get("matchLabels").entries())
    for expression in selector.get("matchExpressions").elements():
        key = expression.get("key").string()
        if key in listed and key in selected:
            message = f"`{key}` is in both matchLabelKeys and labelSelector"
            related = (Related(expression, "it is also selected here"),)
            field = f"{owner.path}[{listed[key]}]"
            yield Problem(keys[listed[key]], message, rule="duplicate-entry", field=field, related=related)
        selected.add(key)
