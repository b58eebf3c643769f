"""Label selectors.

Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def matches(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """Returns whether labels satisfy both ``matchLabels`` and ``matchExpressions``."""
    wanted = selector.get("matchLabels") or {}
    expressions = selector.get("matchExpressions") or []
    return wanted.items() <= labels.items() and all(
        _satisfies(expression, labels) for expression in expressions
    )


def _satisfies(expression: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    key, operator = str(expression.get("key")), expression.get("operator")
    values = expression.get("values")
    values = values if isinstance(values, list) else []
    if operator == "In":
        return labels.get(key) in values
    if operator == "NotIn":
        return labels.get(key) not in values
    if operator == "Exists":
        return key in labels
    return key not in labels
