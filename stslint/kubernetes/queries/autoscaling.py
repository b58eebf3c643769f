"""Which StatefulSets an autoscaler sets the replicas of.

Source: https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/ and, for KEDA,
https://keda.sh/docs/latest/concepts/scaling-deployments/
"""

from __future__ import annotations

from stslint.kubernetes.queries.indexes import AUTOSCALED, SCALERS
from stslint.kubernetes.queries.objects import home_namespace, name
from stslint.model import Bundle, Document, Node

AUTOSCALERS = tuple(AUTOSCALED)
"""The kinds that set the number of pods."""

_FEWEST = {"HorizontalPodAutoscaler": ("minReplicas", 1), "ScaledObject": ("minReplicaCount", 0)}
"""The field with the minimum number of pods, and its default."""


def autoscaler_of(stateful_set: Node, bundle: Bundle) -> Document | None:
    """Returns the autoscaler that scales a StatefulSet, or nothing if none is known."""
    target = home_namespace(stateful_set, bundle), name(stateful_set)
    return next(iter(bundle.found(SCALERS, target)), None)


def scaled_set(autoscaler: Node, bundle: Bundle) -> Document | None:
    """Returns the StatefulSet that an autoscaler scales, or nothing if it is unknown or of another kind."""
    target = autoscaler.at("spec.scaleTargetRef")
    if target.get("kind").string(AUTOSCALED[autoscaler.get("kind").string()]) != "StatefulSet":
        return None
    return bundle.find("StatefulSet", home_namespace(autoscaler, bundle), target.get("name").string())


def fewest_pods(stateful_set: Node, bundle: Bundle) -> int | None:
    """Returns the minimum number of pods of the StatefulSet's autoscaler, or nothing if it has none."""
    autoscaler = autoscaler_of(stateful_set, bundle)
    if autoscaler is None or stateful_set.get("kind").value != "StatefulSet":
        return None
    key, default = _FEWEST[autoscaler.kind]
    return autoscaler.root.get("spec").get(key).integer(default)


def is_steady(autoscaler: Node) -> bool:
    """Returns whether the minimum and the maximum of an autoscaler are the same."""
    spec, kind = autoscaler.get("spec"), autoscaler.get("kind").string()
    key, default = _FEWEST[kind]
    most = spec.get("maxReplicas" if kind == "HorizontalPodAutoscaler" else "maxReplicaCount")
    return bool(most) and most.integer() == spec.get(key).integer(default)
