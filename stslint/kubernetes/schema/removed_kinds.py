"""The kinds that Kubernetes removed from their API versions up to the oldest version with a schema."""

from __future__ import annotations

REMOVED: dict[str, dict[str, tuple[str, ...]]] = {
    "admissionregistration.k8s.io/v1beta1": {
        "1.22": ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"),
    },
    "apiextensions.k8s.io/v1beta1": {"1.22": ("CustomResourceDefinition",)},
    "apiregistration.k8s.io/v1beta1": {"1.22": ("APIService",)},
    "apps/v1beta1": {"1.16": ("Deployment", "StatefulSet")},
    "apps/v1beta2": {"1.16": ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet")},
    "autoscaling/v2beta1": {"1.25": ("HorizontalPodAutoscaler",)},
    "batch/v1beta1": {"1.25": ("CronJob",)},
    "batch/v2alpha1": {"1.21": ("CronJob",)},
    "certificates.k8s.io/v1beta1": {"1.22": ("CertificateSigningRequest",)},
    "coordination.k8s.io/v1beta1": {"1.22": ("Lease",)},
    "discovery.k8s.io/v1beta1": {"1.25": ("EndpointSlice",)},
    "events.k8s.io/v1beta1": {"1.25": ("Event",)},
    "extensions/v1beta1": {
        "1.16": (
            "DaemonSet",
            "Deployment",
            "NetworkPolicy",
            "PodSecurityPolicy",
            "ReplicaSet",
            "StatefulSet",
        ),
        "1.22": ("Ingress",),
    },
    "networking.k8s.io/v1beta1": {"1.22": ("Ingress", "IngressClass")},
    "node.k8s.io/v1beta1": {"1.25": ("RuntimeClass",)},
    "policy/v1beta1": {"1.25": ("PodDisruptionBudget", "PodSecurityPolicy")},
    "rbac.authorization.k8s.io/v1beta1": {
        "1.22": ("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding")
    },
    "scheduling.k8s.io/v1beta1": {"1.22": ("PriorityClass",)},
    "storage.k8s.io/v1beta1": {"1.22": ("CSIDriver", "CSINode", "StorageClass", "VolumeAttachment")},
}
"""Kinds removed up to the oldest supported version, by API version and the version that removed them.

Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/. (``extensions/v1beta1`` never had a
StatefulSet; but manifests of that time use it.)
"""
