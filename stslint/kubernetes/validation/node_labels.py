"""Node labels that the API server warns about, and what to use instead.

Source: https://kubernetes.io/docs/reference/labels-annotations-taints/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation.whole_object import warning
from stslint.model import Node, Problem

DEPRECATED: dict[str, str] = {
    "beta.kubernetes.io/arch": "use `kubernetes.io/arch`",
    "beta.kubernetes.io/os": "use `kubernetes.io/os`",
    "beta.kubernetes.io/instance-type": "use `node.kubernetes.io/instance-type`",
    "failure-domain.beta.kubernetes.io/region": "use `topology.kubernetes.io/region`",
    "failure-domain.beta.kubernetes.io/zone": "use `topology.kubernetes.io/zone`",
}
DEPRECATED_LATER: dict[str, str] = {
    "app.kubernetes.io/created-by": "remove it",
    "node-role.kubernetes.io/master": "use `node-role.kubernetes.io/control-plane`",
    "scheduler.alpha.kubernetes.io/preferAvoidPods": "use taints and tolerations",
}
LATER_MINOR = 31
"""The first minor that also warns about ``DEPRECATED_LATER``."""


def warn_of_node_label(key: Node, minor: int) -> Iterator[Problem]:
    """Yields the warning about a node's label that is deprecated; ``key`` is its name."""
    name = key.string()
    help = DEPRECATED.get(name) or (DEPRECATED_LATER.get(name) if minor >= LATER_MINOR else None)
    if help:
        yield warning(key, f"the node label `{name}` is deprecated", help=help)
