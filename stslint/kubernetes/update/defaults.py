"""What the API server sets by default, and what two values mean when they are compared.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/ names the
defaults; two values are equal when the objects they decode to are.
"""

from __future__ import annotations

from collections.abc import Callable

from stslint.kubernetes.validation.stateful_set import MAX_UNAVAILABLE_MINOR
from stslint.kubernetes.values import quantity
from stslint.model import Kind, Node

POLICY = "OrderedReady"
REVISIONS = 10

Meaning = object


def with_defaults(root: Node, minor: int) -> Node:
    """Returns the StatefulSet as it is stored, as far as defaults matter for a later apply.

    Only a strategy with no ``type`` gets a ``rollingUpdate``, and keeps it when another type is applied.
    """
    stored = root.map(keep=is_stored)
    spec = stored.get("spec")
    strategy = spec.get("updateStrategy")
    if spec.kind != "mapping" or strategy.get("type").string():
        return stored
    if not strategy:
        strategy = _filled(spec, "updateStrategy", {})
    _filled(strategy, "type", "RollingUpdate")
    rolling = strategy.get("rollingUpdate")
    if not rolling:
        rolling = _filled(strategy, "rollingUpdate", {})
    if not rolling.get("partition"):
        _filled(rolling, "partition", 0)
    if minor >= MAX_UNAVAILABLE_MINOR and not rolling.get("maxUnavailable"):
        _filled(rolling, "maxUnavailable", 1)
    return stored


def policy(node: Node) -> Meaning:
    """Returns what a ``podManagementPolicy`` means."""
    return node.string() or POLICY


def revision_limit(node: Node) -> Meaning:
    """Returns what a ``revisionHistoryLimit`` means."""
    return node.integer() if node else REVISIONS


def text(node: Node) -> Meaning:
    """Returns a text; an absent one is empty."""
    return node.string()


def label_selector(node: Node) -> Meaning:
    """Returns what a selector means: labels in any order, expressions in their order."""
    if not node:
        return None
    expressions = tuple(
        (
            expression.get("key").string(),
            expression.get("operator").string(),
            tuple(value.string() for value in expression.get("values").elements()),
        )
        for expression in node.get("matchExpressions").elements()
    )
    return _texts(node.get("matchLabels")), expressions


def claim_templates(node: Node) -> Meaning:
    """Returns what claim templates mean, in their order; ``apiVersion`` and ``kind`` are always the same."""
    return tuple(claim_template(template) for template in node.elements())


def claim_template(node: Node) -> Meaning:
    """Returns what one claim template means: metadata, spec, and the status that users should not set."""
    return _metadata(node.get("metadata")), claim_spec(node.get("spec")), _status(node.get("status"))


def claim_spec(node: Node) -> Meaning:
    """Returns what a claim's spec means: ``1Gi`` and ``1024Mi`` are the same request."""
    return tuple((key, meaning(node.get(key))) for key, meaning in CLAIM_FIELDS.items())


def volume_mode(node: Node) -> Meaning:
    """Returns what a ``volumeMode`` means; an empty one is a separate value, which is refused."""
    return node.string() if node else "Filesystem"


def amounts(node: Node) -> Meaning:
    """Returns the amounts of a claim's ``resources`` in thousandths, by part and name.

    Kubernetes 1.26 to 1.28 have ``claims`` there, too, by name.
    """
    claims = tuple(claim.get("name").string() for claim in node.get("claims").elements())
    return *(_amounts(node.get(part)) for part in ("requests", "limits")), claims


def _pointer(node: Node) -> Meaning:
    """Returns a text that may be absent, which an empty one is not."""
    return node.string() if node else None


def _modes(node: Node) -> Meaning:
    return tuple(mode.string() for mode in node.elements())


def _source(node: Node) -> Meaning:
    if not node:
        return None
    names = node.get("kind").string(), node.get("name").string()
    return names, _pointer(node.get("apiGroup")), _pointer(node.get("namespace"))


CLAIM_FIELDS: dict[str, Callable[[Node], Meaning]] = {
    "accessModes": _modes,
    "resources": amounts,
    "storageClassName": _pointer,
    "volumeMode": volume_mode,
    "volumeName": text,
    "selector": label_selector,
    "dataSource": _source,
    "dataSourceRef": _source,
    "volumeAttributesClassName": _pointer,
}


def _amounts(node: Node) -> Meaning:
    found = []
    for name, child in node.entries().items():
        amount = quantity.read(child.value) if child else None
        found.append((name, amount.millis if amount is not None else 0))
    return tuple(sorted(found))


def _texts(node: Node) -> Meaning:
    return tuple(sorted((key, child.string()) for key, child in node.entries().items()))


def _metadata(node: Node) -> Meaning:
    """Returns metadata without its empty parts, which mean the same as absent ones."""
    found = []
    for key, child in node.entries().items():
        value = _texts(child) if key in ("labels", "annotations") else child.plain()
        # Zero seconds are not the same as no period.
        if value or (child and key == "deletionGracePeriodSeconds"):
            found.append((key, value))
    return sorted(found, key=lambda entry: entry[0])


def _status(node: Node) -> Meaning:
    found = {key: child.plain() for key, child in node.entries().items() if child.plain()}
    return {"phase": "Pending", **found}


def is_stored(node: Node) -> bool:
    """Returns whether the API server stores a node: a null field is absent, a null entry of a list is not."""
    return bool(node) or isinstance(node.key, int)


def _filled(parent: Node, key: str, value: dict[str, Node] | str | int) -> Node:
    kinds: dict[type, Kind] = {dict: "mapping", str: "string", int: "integer"}
    child = Node(kinds[type(value)], value, parent.span, key=key, parent=parent)
    parent.value = {**parent.entries(), key: child}
    return child
