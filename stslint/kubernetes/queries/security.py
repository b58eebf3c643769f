"""The security settings that apply to a container: its own, or else those of its pod.

Source: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
"""

from __future__ import annotations

from stslint.kubernetes.queries.objects import pod_spec
from stslint.model import Node


def effective(field: str, container: Node, root: Node) -> Node:
    """Returns the node of a field such as ``runAsUser`` that applies to a container; it can be absent."""
    own = container.get("securityContext").get(field)
    return own if own else pod_spec(root).get("securityContext").get(field)
