"""Live objects, as ``kubectl get -o yaml`` prints them, and the manifests that they are stored from.

Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/ and
https://kubernetes.io/docs/reference/using-api/server-side-apply/
"""

from __future__ import annotations

from stslint.model import Node

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_SIGNS = ("uid", "resourceVersion", "creationTimestamp")
_SERVER_WRITES = frozenset(
    {*_SIGNS, "generation", "managedFields", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"}
)
_OF_CLAIM_TEMPLATE = frozenset({"apiVersion", "kind", "status"})


def is_live(root: Node) -> bool:
    """Returns whether an object has been read from a cluster: all that the API server gives it is there."""
    metadata = root.get("metadata")
    return all(metadata.get(sign) for sign in _SIGNS)


def as_manifest(root: Node) -> Node:
    """Returns a live object as the manifest that it is stored from; its nodes keep their places.

    The nodes that stay are moved to the new tree: the one given is of no use any more.
    """
    values = {key: node for key, node in root.entries().items() if key != "status"}
    if "metadata" in values:
        values["metadata"] = _metadata(values["metadata"])
    if root.get("kind").string() == "StatefulSet" and root.at("spec.volumeClaimTemplates"):
        values["spec"] = _spec(values["spec"])
    return _copy(root, values)


def _metadata(metadata: Node) -> Node:
    kept = {key: node for key, node in metadata.entries().items() if key not in _SERVER_WRITES}
    annotations = kept.get("annotations")
    if annotations is not None and annotations.kind == "mapping":
        others = {key: node for key, node in annotations.entries().items() if key != LAST_APPLIED}
        kept["annotations"] = _copy(annotations, others)
        if not others:
            del kept["annotations"]
    return _copy(metadata, kept)


def _spec(spec: Node) -> Node:
    claims = spec.get("volumeClaimTemplates")
    templates = Node("sequence", None, claims.span, claims.key, claims.key_span)
    templates.value = [_claim_template(each, templates) for each in claims.elements()]
    return _copy(spec, {**spec.entries(), "volumeClaimTemplates": templates})


def _claim_template(template: Node, parent: Node) -> Node:
    kept = {key: node for key, node in template.entries().items() if key not in _OF_CLAIM_TEMPLATE}
    copy = _copy(template, kept)
    copy.parent = parent
    return copy


def _copy(node: Node, values: dict[str, Node]) -> Node:
    """Returns a mapping in the place of another, with other values."""
    copy = Node(node.kind, values, node.span, node.key, node.key_span, node.parent, flow=node.flow)
    for child in values.values():
        child.parent = copy
    return copy
