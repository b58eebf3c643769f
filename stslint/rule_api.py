"""What a rule may use: the types of its answers, and what it is given.

Built-in and custom rules import from here, from ``stslint.kubernetes`` (its ``queries`` ask about the objects
of a bundle, its ``values`` read quantities, names and labels as Kubernetes does) and from
``stslint.applications`` (what is known of the application that a container runs). All other modules are
private and may change with any release.
"""

from __future__ import annotations

from stslint.model import (
    Answer,
    Bundle,
    Document,
    Edit,
    Fix,
    Node,
    NotChecked,
    Problem,
    Related,
    Severity,
)
from stslint.model.object_matching import predecessors
from stslint.runtime.lazy_regex import pattern

__all__ = [
    "Answer",
    "Bundle",
    "Document",
    "Edit",
    "Fix",
    "Node",
    "NotChecked",
    "Problem",
    "Related",
    "Severity",
    "pattern",
    "pods_stuck_after_revert",
    "predecessors",
]


def pods_stuck_after_revert(old: Node, new: Node, kubernetes_version: str) -> tuple[str, ...]:
    """Returns the pods at which an update stops, even after a revert, if no new pod becomes Ready.

    Both nodes are whole StatefulSets. Source:
    https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback
    """
    before, after = old.plain(), new.plain()
    if not isinstance(before, dict) or not isinstance(after, dict):
        return ()
    from stslint.planner.stuck_rollouts import stall  # few runs ask, and a start does not have to pay for it

    found = stall(before, after, kubernetes_version)
    return tuple(pod for pod in found.after_revert if pod in found.stopped)
