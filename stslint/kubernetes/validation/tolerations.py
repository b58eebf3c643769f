"""Tolerations, in the field and in the old annotation.

Source: https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.values import names
from stslint.model import Node, Problem
from stslint.runtime.namedtuple import NamedTuple

OPERATORS = ("Equal", "Exists")
EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")


class Toleration(NamedTuple):
    """A toleration, from the field or from the annotation."""

    key: str = ""
    operator: str = ""
    value: str = ""
    effect: str = ""
    limited: bool = False


def validate_tolerations(tolerations: Node) -> Iterator[Problem]:
    """Yields the problems of ``spec.tolerations``."""
    for node in tolerations.elements():
        toleration = Toleration(
            node.get("key").string(),
            node.get("operator").string(),
            node.get("value").string(),
            node.get("effect").string(),
            bool(node.get("tolerationSeconds")),
        )
        for step, message, rule in toleration_faults(toleration):
            yield _problem(node, step, message, rule)


def toleration_faults(toleration: Toleration) -> Iterator[tuple[str, str, str]]:
    """Yields the field, the message and the rule's name for every problem of one toleration."""
    key, operator, value, effect, limited = toleration
    fault = names.qualified_name(key) if key else ""
    if fault:
        yield "key", f"`{fields.shorten(key)}` is not a valid taint key: {fault}", "invalid-label"
    if not key and operator != "Exists":
        yield (
            "operator",
            "without `key`, the operator must be `Exists`, which tolerates all taints",
            "invalid-enum",
        )
    if limited and effect != "NoExecute":
        yield "effect", "`tolerationSeconds` can only be set with the effect `NoExecute`", "invalid-enum"
    yield from _value_faults(operator, value)
    if effect and effect not in EFFECTS:
        yield "effect", "", "invalid-enum"


def _value_faults(operator: str, value: str) -> Iterator[tuple[str, str, str]]:
    if operator in ("", "Equal"):
        fault = names.label_value(value) if value else ""
        if fault:
            yield "value", f"`{fields.shorten(value)}` is not a valid taint value: {fault}", "invalid-label"
    elif operator == "Exists":
        if value:
            yield "value", "`value` cannot be set with the operator `Exists`", "forbidden-field"
    else:
        yield "operator", "", "invalid-enum"


def _problem(toleration: Node, step: str, message: str, rule: str) -> Problem:
    node = toleration.get(step)
    if not message:
        return fields.not_one_of(node, node.string(), OPERATORS if step == "operator" else EFFECTS)
    # The API server reports a wrong value at the operator.
    field = f"{toleration.path}.operator" if step == "value" else ""
    return Problem(node, message, rule=rule, field=field)
