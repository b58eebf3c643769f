"""The classes that a pod names, and the priority of a priority class.

Source: https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass
"""

from __future__ import annotations

from stslint.model import Bundle

SYSTEM_PRIORITIES = {"system-cluster-critical": 2_000_000_000, "system-node-critical": 2_000_001_000}
"""The classes that every cluster has."""


def priority_of(class_name: str, bundle: Bundle) -> int | None:
    """Returns the priority of a class, or nothing if the class is unknown."""
    if class_name in SYSTEM_PRIORITIES:
        return SYSTEM_PRIORITIES[class_name]
    found = bundle.find("PriorityClass", "", class_name)
    return found.root.get("value").integer() if found else None


def default_priority(bundle: Bundle) -> int:
    """Returns the priority of pods that name no class: that of the default class if known, else zero."""
    classes = (document.root for document in bundle.of_kind("PriorityClass"))
    defaults = (one.get("value").integer() for one in classes if one.get("globalDefault").boolean())
    return next(defaults, 0)
