"""Which StatefulSets an autoscaler sets the replicas of.

Source: https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/ and, for KEDA,
https://keda.sh/docs/latest/concepts/scaling-deployments/
"""

from __future__ import annotations

from stslint.kubernetes.objects import name, namespace
from stslint.model import Bundle, Document, Node

_TARGETS = {"HorizontalPodAutoscaler": "", "ScaledObject": "Deployment"}
"""The kinds of autoscalers, each with the kind it scales when it does not say."""


def autoscaler_of(stateful_set: Node, bundle: Bundle) -> Document | None:
    """Returns the autoscaler that scales a set, or nothing if none is seen."""
    return bundle.derived(_by_target).get((namespace(stateful_set), name(stateful_set)))


def _by_target(bundle: Bundle) -> dict[tuple[str, str], Document]:
    found: dict[tuple[str, str], Document] = {}
    for autoscaler in bundle.of_kind(*_TARGETS):
        target = autoscaler.root.at("spec.scaleTargetRef")
        kind = target.get("kind").string(_TARGETS[autoscaler.kind])
        if kind == "StatefulSet":
            found.setdefault((autoscaler.namespace, target.get("name").string()), autoscaler)
    return found
