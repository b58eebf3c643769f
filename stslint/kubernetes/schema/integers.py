"""Integers that are too large for their field, and what a patch stores in their place."""

from __future__ import annotations

from stslint.kubernetes.values.field_names import label
from stslint.model import Node

# Fields of 64 bits; every other integer of the workloads' API has 32.
WIDE = frozenset(
    {
        "activeDeadlineSeconds",
        "defaultUser",
        "deletionGracePeriodSeconds",
        "expirationSeconds",
        "fsGroup",
        "generation",
        "observedGeneration",
        "runAsGroup",
        "runAsUser",
        "seconds",
        "supplementalGroups",
        "terminationGracePeriodSeconds",
        "tolerationSeconds",
        "user",
    }
)

# Below these an integer is an amount, or a text that is written without quotes.
FREE = frozenset({"limits", "requests", "capacity", "labels", "annotations", "matchLabels", "nodeSelector"})
AMOUNTS = frozenset({"divisor", "sizeLimit"})


def wrap(node: Node) -> int | None:
    """Returns the integer that ``kubectl apply`` stores for one out of range, or nothing for any other value.

    A patch is decoded without the check that a create gets: the low bits are what is stored. Beyond 64 bits
    a number is read as a float, whose conversion leaves the lowest integer, so 32 bits of it are zero.
    """
    if node.kind not in ("integer", "float") or not isinstance(node.value, int | float):
        return None
    width = 64 if label(node) in WIDE else 32
    if -(2 ** (width - 1)) <= node.value < 2 ** (width - 1) or _is_free(node):
        return None
    if isinstance(node.value, float) and not node.value.is_integer():
        return None
    whole = int(node.value)
    if not -(2**63) <= whole < 2**63:
        whole = -(2**63)
    half: int = 2 ** (width - 1)
    return (whole + half) % (2 * half) - half


def _is_free(node: Node) -> bool:
    parent = node.parent
    return node.key in AMOUNTS or (parent is not None and parent.key in FREE)
