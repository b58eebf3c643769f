"""What a pod refers to, and what must exist before it can start.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.kustomizations import renames
from stslint.kubernetes.queries.objects import all_containers, namespace, pod_spec
from stslint.kubernetes.queries.storage import claim_names, volumes
from stslint.model import Bundle, Node

RENAMED = "a kustomization renames the objects: check what it renders"
"""Why a name that is not found can still be correct."""

IN_EVERY_NAMESPACE = frozenset(("kube-root-ca.crt", "openshift-service-ca.crt"))
"""The ConfigMaps that a controller creates in each namespace."""


def is_absent(kind: str, name: Node, root: Node, bundle: Bundle) -> bool:
    """Returns whether no object of that kind and name is deployed to the namespace of ``root``.

    Only a run with all files can know. Names with template expressions are ignored.
    """
    wanted = name.string()
    if not wanted or not bundle.complete or any(mark in wanted for mark in "${}<>()"):
        return False
    return bundle.find(kind, namespace(root), wanted) is None


def may_be_renamed(bundle: Bundle) -> bool:
    """Returns whether the deployed names differ from those in the files."""
    return bundle.derived(renames)


def named_claims(stateful_set: Node) -> Iterator[Node]:
    """Yields the ``claimName`` of each volume that no claim template replaces."""
    replaced = claim_names(stateful_set)
    for name, volume in volumes(stateful_set).items():
        claim = volume.at("persistentVolumeClaim.claimName")
        if claim and name not in replaced:
            yield claim


def needed_config_maps(root: Node) -> Iterator[Node]:
    """Yields each ConfigMap name without which a pod cannot start, wherever it occurs."""
    for source in _config_map_sources(root):
        if source and not source.get("optional").boolean():
            yield source.get("name")


def _config_map_sources(root: Node) -> Iterator[Node]:
    for volume in pod_spec(root).get("volumes").elements():
        yield volume.get("configMap")
        for projection in volume.at("projected.sources").elements():
            yield projection.get("configMap")
    for container in all_containers(root):
        for source in container.get("envFrom").elements():
            yield source.get("configMapRef")
        for variable in container.get("env").elements():
            yield variable.at("valueFrom.configMapKeyRef")
