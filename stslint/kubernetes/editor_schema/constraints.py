"""What validation requires of single fields, as far as JSON Schema can express it, by definition and field.

The allowed values are the validation's own tuples. A field that can be empty, because the API server then
sets a default, can be empty here too: an editor underlines only what the API server refuses.
"""

from __future__ import annotations

from typing import Any

from stslint.kubernetes.validation import (
    claim,
    container,
    container_security,
    dns,
    mounts,
    network_volumes,
    node_selectors,
    pod_rules,
    pod_security,
    ports,
    probe,
    projected,
    resize_policy,
    restart_policy,
    stateful_set,
    tolerations,
    topology_spread,
    volume_sources,
)
from stslint.kubernetes.values.names import DNS_LABEL_FORM, DNS_SUBDOMAIN_FORM

Constraints = dict[str, dict[str, Any]]
"""JSON Schema keywords by ``Definition.field``; by ``Definition`` alone for the object itself."""

_PORT = {"minimum": 1, "maximum": 65535}
_NOT_NEGATIVE = {"minimum": 0}
_LABEL = {"pattern": f"^{DNS_LABEL_FORM}$", "maxLength": 63}
_SUBDOMAIN = {"pattern": f"^{DNS_SUBDOMAIN_FORM}$", "maxLength": 253}


def _one_of(allowed: tuple[str, ...], *, empty: bool = False) -> dict[str, Any]:
    return {"enum": [*allowed, *([""] if empty else []), None]}


_OF_THE_SET: Constraints = {
    "StatefulSet": {"required": ["apiVersion", "kind", "metadata", "spec"]},
    "StatefulSet.apiVersion": {"const": "apps/v1"},
    "StatefulSet.kind": {"const": "StatefulSet"},
    "StatefulSetSpec": {"required": ["selector", "template"]},
    "StatefulSetSpec.replicas": _NOT_NEGATIVE,
    "StatefulSetSpec.minReadySeconds": _NOT_NEGATIVE,
    "StatefulSetSpec.podManagementPolicy": _one_of(stateful_set.POLICIES, empty=True),
    "StatefulSetOrdinals.start": _NOT_NEGATIVE,
    "RollingUpdateStatefulSetStrategy.partition": _NOT_NEGATIVE,
}


_OF_CLAIM_RETENTION: Constraints = {
    "StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted": _one_of(
        stateful_set.RETENTIONS, empty=True
    ),
    "StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled": _one_of(
        stateful_set.RETENTIONS, empty=True
    ),
}
_OF_THE_PODS: Constraints = {
    "PodSpec": {"required": ["containers"]},
    "PodSpec.containers": {"minItems": 1},
    "PodSpec.ephemeralContainers": {"maxItems": 0},
    "PodSpec.restartPolicy": _one_of(("Always",), empty=True),
    "PodSpec.dnsPolicy": _one_of(dns.POLICIES, empty=True),
    "PodSpec.preemptionPolicy": _one_of(pod_rules.PREEMPTION_POLICIES),
    "Container": {"required": ["name", "image"]},
    "Container.name": _LABEL,
    "Container.image": {"minLength": 1},
    "Container.imagePullPolicy": _one_of(container.PULL_POLICIES, empty=True),
    "Container.terminationMessagePolicy": _one_of(container.MESSAGE_POLICIES, empty=True),
    "ContainerPort": {"required": ["containerPort"]},
    "ContainerPort.containerPort": _PORT,
    "ContainerPort.hostPort": {"minimum": 0, "maximum": 65535},
    "ContainerPort.name": {"pattern": "^[-a-z0-9]*$", "maxLength": 15},
    "ContainerPort.protocol": _one_of(ports.PROTOCOLS, empty=True),
    "ContainerResizePolicy.resourceName": _one_of(resize_policy.RESOURCES),
    "ContainerResizePolicy.restartPolicy": _one_of(resize_policy.POLICIES),
    "EnvVar": {"required": ["name"]},
    "EnvVar.name": {"minLength": 1},
    "HTTPGetAction": {"required": ["port"]},
    "HTTPGetAction.scheme": _one_of(probe.SCHEMES, empty=True),
    "TCPSocketAction": {"required": ["port"]},
    "GRPCAction.port": _PORT,
    "Probe.initialDelaySeconds": _NOT_NEGATIVE,
    "Probe.periodSeconds": _NOT_NEGATIVE,
    "Probe.timeoutSeconds": _NOT_NEGATIVE,
    "Probe.successThreshold": _NOT_NEGATIVE,
    "Probe.failureThreshold": _NOT_NEGATIVE,
    "VolumeMount": {"required": ["name", "mountPath"]},
    "VolumeMount.mountPath": {"minLength": 1},
    "VolumeMount.mountPropagation": _one_of(mounts.PROPAGATIONS),
    "VolumeDevice": {"required": ["name", "devicePath"]},
    "SecurityContext.procMount": _one_of(container_security.PROC_MOUNTS),
    "SecurityContext.runAsUser": {"minimum": 0, "maximum": 2**31 - 1},
    "SecurityContext.runAsGroup": {"minimum": 0, "maximum": 2**31 - 1},
    "SeccompProfile": {"required": ["type"]},
    "SeccompProfile.type": _one_of(container_security.PROFILE_TYPES),
    "AppArmorProfile": {"required": ["type"]},
    "AppArmorProfile.type": _one_of(container_security.PROFILE_TYPES),
    "PodSecurityContext.fsGroup": {"minimum": 0, "maximum": 2**31 - 1},
    "PodSecurityContext.runAsUser": {"minimum": 0, "maximum": 2**31 - 1},
    "PodSecurityContext.runAsGroup": {"minimum": 0, "maximum": 2**31 - 1},
    "PodSecurityContext.fsGroupChangePolicy": _one_of(pod_security.FS_GROUP_CHANGE_POLICIES),
    "PodSecurityContext.supplementalGroupsPolicy": _one_of(pod_security.SUPPLEMENTAL_GROUPS_POLICIES),
    "Toleration.effect": _one_of(tolerations.EFFECTS, empty=True),
    "TopologySpreadConstraint": {"required": ["maxSkew", "topologyKey", "whenUnsatisfiable"]},
    "TopologySpreadConstraint.maxSkew": {"minimum": 1},
    "TopologySpreadConstraint.minDomains": {"minimum": 1},
    "TopologySpreadConstraint.whenUnsatisfiable": _one_of(topology_spread.WHEN_UNSATISFIABLE),
    "TopologySpreadConstraint.nodeAffinityPolicy": _one_of(topology_spread.NODE_POLICIES),
    "TopologySpreadConstraint.nodeTaintsPolicy": _one_of(topology_spread.NODE_POLICIES),
    "PodAffinityTerm": {"required": ["topologyKey"]},
    "WeightedPodAffinityTerm.weight": {"minimum": 1, "maximum": 100},
    "PreferredSchedulingTerm.weight": {"minimum": 1, "maximum": 100},
    "NodeSelector": {"required": ["nodeSelectorTerms"]},
    "NodeSelectorRequirement": {"required": ["key", "operator"]},
    "NodeSelectorRequirement.operator": _one_of(node_selectors.OPERATORS),
    "HostAlias": {"required": ["ip"]},
    "Volume": {"required": ["name"]},
    "Volume.name": _LABEL,
    "KeyToPath": {"required": ["key", "path"]},
    "KeyToPath.mode": {"minimum": 0, "maximum": 0o777},
    "ConfigMapVolumeSource.defaultMode": {"minimum": 0, "maximum": 0o777},
    "SecretVolumeSource.defaultMode": {"minimum": 0, "maximum": 0o777},
    "DownwardAPIVolumeSource.defaultMode": {"minimum": 0, "maximum": 0o777},
    "ProjectedVolumeSource.defaultMode": {"minimum": 0, "maximum": 0o777},
    "ServiceAccountTokenProjection": {"required": ["path"]},
    "HostPathVolumeSource": {"required": ["path"]},
    "HostPathVolumeSource.type": _one_of(
        tuple(value for value in volume_sources.HOST_PATH_TYPES if value), empty=True
    ),
    "ImageVolumeSource.pullPolicy": _one_of(volume_sources.PULL_POLICIES, empty=True),
    "PersistentVolumeClaimVolumeSource": {"required": ["claimName"]},
    "NFSVolumeSource": {"required": ["server", "path"]},
    "AzureDiskVolumeSource.cachingMode": _one_of(network_volumes.AZURE_CACHING_MODES),
    "AzureDiskVolumeSource.kind": _one_of(network_volumes.AZURE_DISK_KINDS),
    "PersistentVolumeClaimSpec": {"required": ["accessModes", "resources"]},
    "PersistentVolumeClaimSpec.accessModes": {
        "minItems": 1,
        "items": {"type": "string", "enum": list(claim.ACCESS_MODES)},
    },
    "PersistentVolumeClaimSpec.volumeMode": _one_of(claim.VOLUME_MODES),
    "VolumeResourceRequirements": {"required": ["requests"]},
}
_OF_CONTAINER_RESTARTS: Constraints = {"Container.restartPolicy": _one_of(restart_policy.POLICIES)}
_OF_POD_CERTIFICATES: Constraints = {"PodCertificateProjection.keyType": _one_of(projected.KEY_TYPES)}

SINCE: tuple[tuple[int, Constraints], ...] = (
    (25, _OF_THE_SET),
    (27, _OF_CLAIM_RETENTION),
    (34, _OF_THE_PODS),
    (35, _OF_CONTAINER_RESTARTS),
    (37, _OF_POD_CERTIFICATES),
)
"""The constraints with the minor that introduced them: a release does not check what it drops."""

NAME = {"properties": {"name": _SUBDOMAIN}}

DESCRIPTIONS: dict[str, str] = {
    "StatefulSetSpec.replicas": "The number of pods; 1 when absent. With 0 the claims remain.",
    "StatefulSetSpec.serviceName": "The headless Service that gives each pod its DNS name; it must exist.",
    "StatefulSetSpec.selector": "Selects the pods: the template's labels must match it.",
    "StatefulSetSpec.podManagementPolicy": "OrderedReady: one pod after another; Parallel: all at once.",
    "StatefulSetSpec.updateStrategy": "How changes of the template are applied to the pods.",
    "StatefulSetSpec.volumeClaimTemplates": "One claim of each for each pod: <template>-<pod>.",
    "StatefulSetSpec.persistentVolumeClaimRetentionPolicy": "When claims are deleted.",
    "StatefulSetSpec.minReadySeconds": "How long a pod must be Ready before the next one is updated.",
    "StatefulSetSpec.revisionHistoryLimit": "How many old revisions are kept; 10 when absent.",
    "StatefulSetSpec.ordinals": "The number of the first pod; 0 when absent.",
    "StatefulSetUpdateStrategy.type": "OnDelete: pods are updated when you delete them.",
    "RollingUpdateStatefulSetStrategy.partition": "Pods with a lower number keep the old template.",
    "RollingUpdateStatefulSetStrategy.maxUnavailable": "How many pods an update can stop; 1 when absent.",
    "StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted": "Claims of a deleted StatefulSet.",
    "StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled": "Claims of pods that are scaled in.",
    "PodSpec.terminationGracePeriodSeconds": "Seconds between SIGTERM and SIGKILL; 30 when absent.",
    "Container.readinessProbe": "When the pod counts as Ready: a rollout waits for it.",
    "Container.livenessProbe": "When the container is restarted.",
    "Container.startupProbe": "The other probes wait until it succeeds.",
    "PersistentVolumeClaimSpec.storageClassName": "Absent: the default class; empty: no class.",
}
