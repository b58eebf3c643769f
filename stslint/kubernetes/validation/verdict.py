"""The API server's verdict on one decoded object: its kind's validation, and then its warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stslint.kubernetes.validation.stateful_set import validate_stateful_set, warn_of_stateful_set
from stslint.model import Node, Problem

Check = Callable[[Node, int], Iterator[Problem]]


def validate(root: Node, minor: int) -> list[Problem]:
    """Returns what the API server of Kubernetes 1.``minor`` refuses in an object, else what it warns of.

    ``root`` has been decoded: its types are right. A kind that stslint doesn't know has no problems.
    """
    kind = (root.get("apiVersion").string(), root.get("kind").string())
    checks = _CHECKS.get(kind)
    if checks is None:
        return []
    refuse, warn = checks
    return list(refuse(root, minor)) or list(warn(root, minor))


_CHECKS: dict[tuple[str, str], tuple[Check, Check]] = {
    ("apps/v1", "StatefulSet"): (validate_stateful_set, warn_of_stateful_set),
}
