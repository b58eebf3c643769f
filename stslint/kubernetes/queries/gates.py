"""Fields that older versions know but drop silently, because their feature gate is off.

Source: https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/ and its page of
removed gates, which say since which version each gate is on by default.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from stslint.model import Node
from stslint.runtime.namedtuple import NamedTuple

EACH = "*"
"""Matches every element of a list."""


class Gated(NamedTuple):
    """A field behind a gate. ``since`` is the minor that turned the gate on, 0 if none did."""

    path: str
    gate: str
    since: int
    default: object = None
    """A value that means the same as the field's absence, so that dropping it does no harm."""


_POD = "template.spec."
_SPREAD = _POD + "topologySpreadConstraints.*."
_LISTS = (_POD + "containers.*.", _POD + "initContainers.*.")
_AFFINITY = tuple(
    f"{_POD}affinity.{kind}.{term}"
    for kind in ("podAffinity", "podAntiAffinity")
    for term in (
        "requiredDuringSchedulingIgnoredDuringExecution.*.",
        "preferredDuringSchedulingIgnoredDuringExecution.*.podAffinityTerm.",
    )
)

GATED = (
    Gated("persistentVolumeClaimRetentionPolicy", "StatefulSetAutoDeletePVC", 27),
    Gated("ordinals", "StatefulSetStartOrdinal", 27),
    Gated(_POD + "hostUsers", "UserNamespacesSupport", 33, default=True),
    Gated(_POD + "schedulingGates", "PodSchedulingReadiness", 27),
    Gated(_POD + "resources", "PodLevelResources", 34),
    Gated(_POD + "resourceClaims", "DynamicResourceAllocation", 34),
    Gated(_POD + "hostnameOverride", "HostnameOverride", 35),
    Gated(_POD + "securityContext.supplementalGroupsPolicy", "SupplementalGroupsPolicy", 33, "Merge"),
    Gated(_POD + "securityContext.seLinuxChangePolicy", "SELinuxChangePolicy", 33, "MountOption"),
    Gated(_SPREAD + "minDomains", "MinDomainsInPodTopologySpread", 27),
    Gated(_SPREAD + "nodeAffinityPolicy", "NodeInclusionPolicyInPodTopologySpread", 26, "Honor"),
    Gated(_SPREAD + "nodeTaintsPolicy", "NodeInclusionPolicyInPodTopologySpread", 26, "Ignore"),
    Gated(_SPREAD + "matchLabelKeys", "MatchLabelKeysInPodTopologySpread", 27),
    Gated(_POD + "volumes.*.image", "ImageVolume", 35),
    Gated(_POD + "volumes.*.projected.sources.*.clusterTrustBundle", "ClusterTrustBundleProjection", 37),
    Gated(_POD + "volumes.*.projected.sources.*.podCertificate", "PodCertificateRequest", 37),
    Gated(_POD + "initContainers.*.restartPolicy", "SidecarContainers", 29),
    *(
        Gated(term + key, "MatchLabelKeysInPodAffinity", 31)
        for term in _AFFINITY
        for key in ("matchLabelKeys", "mismatchLabelKeys")
    ),
    *(
        Gated(container + key, gate, since, default)
        for container in _LISTS
        for key, gate, since, default in (
            ("securityContext.procMount", "ProcMountType", 33, "Default"),
            ("resizePolicy", "InPlacePodVerticalScaling", 33, None),
            ("volumeMounts.*.recursiveReadOnly", "RecursiveReadOnlyMounts", 31, "Disabled"),
            ("resources.claims", "DynamicResourceAllocation", 34, None),
            ("restartPolicyRules", "ContainerRestartRules", 35, None),
            ("env.*.valueFrom.fileKeyRef", "EnvFiles", 35, None),
            ("lifecycle.stopSignal", "ContainerStopSignals", 0, None),
        )
    ),
)
"""Paths are below the StatefulSet's ``spec``."""


def dropped(stateful_set: Node, minor: int) -> Iterator[tuple[Node, Gated]]:
    """Yields the fields of a StatefulSet that Kubernetes 1.``minor`` drops and that mean something."""
    for node, gated in removed(stateful_set, minor):
        if node and node.value != gated.default:
            yield node, gated


def removed(stateful_set: Node, minor: int) -> Iterator[tuple[Node, Gated]]:
    """Yields the fields of a StatefulSet that Kubernetes 1.``minor`` drops, as its gates are by default."""
    spec = stateful_set.get("spec")
    for gated, parts in _off(minor):
        for node in _nodes(spec, parts):
            yield node, gated


@cache
def _off(minor: int) -> tuple[tuple[Gated, list[str]], ...]:
    """Returns the fields whose gates are off in Kubernetes 1.``minor``, each with the parts of its path."""
    off = (gated for gated in GATED if not gated.since or minor < gated.since)
    return tuple((gated, gated.path.split(f".{EACH}.")) for gated in off)


def _nodes(node: Node, parts: list[str]) -> list[Node]:
    """Returns the nodes at a path that are present; its parts are the paths between lists."""
    first, *rest = parts
    found = node.at(first)
    if not rest:
        return [found] if found else []
    return [each for element in found.elements() for each in _nodes(element, rest)]
