"""How many pods can be missing at once, according to the StatefulSet and to what its members tolerate.

Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#maximum-unavailable-pods
"""

from __future__ import annotations

from stslint.kubernetes.queries.objects import replicas
from stslint.kubernetes.schema.versions import number
from stslint.kubernetes.validation.stateful_set import MAX_UNAVAILABLE_MINOR
from stslint.kubernetes.values.digits import number_of
from stslint.model import Node
from stslint.runtime.lazy_regex import pattern

GATE_ON_BY_MISTAKE = 35
"""In 1.35.0 to 1.35.3 the gate of ``maxUnavailable`` was on, before 1.37 turned it on to stay."""

_PERCENT = pattern(r"([0-9]+)%\Z")


def max_unavailable(stateful_set: Node) -> Node:
    """Returns the field with the number of pods that a rollout can take down at once."""
    return stateful_set.at("spec.updateStrategy.rollingUpdate.maxUnavailable")


def honours_max_unavailable(version: str) -> bool:
    """Returns whether a Kubernetes version uses ``maxUnavailable`` without a gate being set."""
    return number(version) >= MAX_UNAVAILABLE_MINOR


def effective_max_unavailable(stateful_set: Node) -> int:
    """Returns how many pods a rollout takes down at once; percentages are rounded down, to at least 1."""
    field = max_unavailable(stateful_set)
    percent = _PERCENT.match(field.string())
    if percent:
        return max(replicas(stateful_set) * number_of(percent.group(1)) // 100, 1)
    return max(field.integer(1), 1)


def tolerated(members: int) -> int:
    """Returns how many of a number of members can be missing while a majority remains."""
    return max((members - 1) // 2, 0)
