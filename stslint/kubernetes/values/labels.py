"""Label selectors as Kubernetes evaluates them.

Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
"""

from __future__ import annotations

from collections.abc import Mapping

from stslint.model import Node
from stslint.runtime.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Requirement(NamedTuple):
    """One condition of a selector: ``key operator values``."""

    key: str
    operator: str
    values: frozenset[str]

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Returns whether labels meet this condition; an unknown operator matches nothing."""
        if self.operator == "In":
            return labels.get(self.key) in self.values
        if self.operator == "NotIn":
            return labels.get(self.key) not in self.values
        if self.operator == "Exists":
            return self.key in labels
        return self.operator == "DoesNotExist" and self.key not in labels


class Selector(NamedTuple):
    """A selector: all its requirements must be met. Without requirements it matches everything."""

    requirements: tuple[Requirement, ...]

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Returns whether an object with these labels is selected."""
        return all(requirement.matches(labels) for requirement in self.requirements)


def selector_of(node: Node) -> Selector | None:
    """Returns the ``LabelSelector`` (matchLabels, matchExpressions) at a node, or nothing if it is absent.

    An absent selector selects nothing in most fields, an empty one everything.
    """
    if node.kind != "mapping":
        return None
    requirements = list(_equalities(node.get("matchLabels")))
    for expression in node.get("matchExpressions").elements():
        values = frozenset(value.string() for value in expression.get("values").elements())
        key, operator = expression.get("key").string(), expression.get("operator").string()
        requirements.append(Requirement(key, operator, values))
    return Selector(tuple(requirements))


def selector_from(plain: Mapping[str, Any]) -> Selector:
    """Returns the ``LabelSelector`` of plain data; its expressions must be valid."""
    requirements = [
        Requirement(key, "In", frozenset((value,))) for key, value in (plain.get("matchLabels") or {}).items()
    ]
    for expression in plain.get("matchExpressions") or []:
        values = frozenset(expression.get("values") or ())
        requirements.append(Requirement(str(expression.get("key")), str(expression.get("operator")), values))
    return Selector(tuple(requirements))


def map_selector_of(node: Node) -> Selector | None:
    """Returns the plain map of labels at a node (a Service's selector), or nothing if it is absent or empty.

    A Service without a selector selects no pod: its endpoints are created by hand.
    """
    equalities = tuple(_equalities(node))
    return Selector(equalities) if equalities else None


def _equalities(node: Node) -> list[Requirement]:
    # The API server decodes a null label as an empty one.
    return [Requirement(key, "In", frozenset((child.string(),))) for key, child in node.entries().items()]
