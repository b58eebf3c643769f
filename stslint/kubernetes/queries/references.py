"""What a pod refers to, and what must exist before it can start.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.queries.container_env import key_references
from stslint.kubernetes.queries.kustomizations import renames
from stslint.kubernetes.queries.objects import all_containers, home_namespace, pod_spec
from stslint.kubernetes.queries.storage import claim_names, volumes
from stslint.model import Bundle, Node

RENAMED = "a kustomization renames the objects: check what it renders"
"""Why a name that is not found can still be correct."""

CREATED = "a role among the files allows to create it: a hook, an operator or the application can do so"
"""Why an object that is not among the files may still come to be."""

_RELEASE_LABELS = ("app.kubernetes.io/instance", "release")

IN_EVERY_NAMESPACE = frozenset(("kube-root-ca.crt", "openshift-service-ca.crt"))
"""The ConfigMaps that a controller creates in each namespace."""


def is_absent(kind: str, name: Node, root: Node, bundle: Bundle) -> bool:
    """Returns whether no object of that kind and name is deployed to the namespace of ``root``.

    Only a run with all files can know. Names with template expressions are ignored.
    """
    wanted = name.string()
    if not wanted or not bundle.complete or any(mark in wanted for mark in "${}<>()"):
        return False
    return bundle.find(kind, home_namespace(root, bundle), wanted) is None


def may_be_created(resource: str, bundle: Bundle) -> bool:
    """Returns whether a role among the files lets a hook, an operator or the application create such objects.

    Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/
    """
    return resource in bundle.derived(_creatable)


def is_of_its_release(name: str, root: Node) -> bool:
    """Returns whether an object's name begins as those that the chart of ``root`` itself creates.

    A chart names its objects after the release. Another name is a user's own, or that of another chart.
    """
    document_labels = root.at("metadata.labels").strings()
    release = next((document_labels[key] for key in _RELEASE_LABELS if key in document_labels), "")
    return not release or release in name


def _creatable(bundle: Bundle) -> frozenset[str]:
    rules = (
        rule for role in bundle.of_kind("Role", "ClusterRole") for rule in role.root.get("rules").elements()
    )
    return frozenset(
        resource.string()
        for rule in rules
        if any(verb.string() in ("create", "*") for verb in rule.get("verbs").elements())
        for resource in rule.get("resources").elements()
    )


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
        yield from (used.node for used in key_references(container) if used.kind == "ConfigMap")
