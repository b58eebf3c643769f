"""Validation of a label selector: matchLabels and matchExpressions.

Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.values import names
from stslint.model import Node, Problem

WITH_VALUES = ("In", "NotIn")
WITHOUT_VALUES = ("Exists", "DoesNotExist")
OPERATORS = WITH_VALUES + WITHOUT_VALUES


def validate_label_selector(selector: Node, *, any_value: bool = False) -> Iterator[Problem]:
    """Yields the problems of a selector; an absent one has none.

    ``any_value`` is for the fields where the API server accepts invalid values in ``matchExpressions``.
    """
    if not isinstance(selector.value, dict):
        return
    match_labels = selector.value.get("matchLabels")
    if match_labels is not None:
        yield from fields.labels(match_labels)
    expressions = selector.value.get("matchExpressions")
    if expressions is not None:
        for expression in expressions.elements():
            yield from _expression(expression, any_value)


def _expression(expression: Node, any_value: bool) -> Iterator[Problem]:
    values = expression.get("values")
    yield from _operator(expression.get("operator"), values)
    key = expression.get("key")
    fault = names.qualified_name(key.string())
    if fault:
        yield fields.bad_name(key, key.string(), fault, rule="invalid-label")
    if not any_value:
        for value in values.elements():
            yield from fields.name(value, names.label_value, rule="invalid-label")


def _operator(operator: Node, values: Node) -> Iterator[Problem]:
    word = operator.string()
    if word in WITH_VALUES:
        if not values.elements():
            yield fields.missing(values, f"`{word}` needs at least one value")
    elif word in WITHOUT_VALUES:
        if values.elements():
            yield Problem(
                values, f"`{word}` does not accept `values`", rule="invalid-label", help="remove `values`"
            )
    else:
        yield _bad_operator(operator, word)


def _bad_operator(operator: Node, word: str) -> Problem:
    if word:
        return fields.not_one_of(operator, word, OPERATORS, rule="invalid-label")
    help = f"use {fields.any_of(OPERATORS)}"
    return Problem(operator, "`operator` is missing", rule="invalid-label", help=help)
