"""Selectors of nodes: the plain map and the terms of node affinity.

Source: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.values import names
from stslint.model import Node, Problem

OPERATORS = ("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt")
FIELD_OPERATORS = ("In", "NotIn")
FIELDS = ("metadata.name",)

_WITH_VALUES = ("In", "NotIn")
_WITHOUT_VALUES = ("Exists", "DoesNotExist")
_WITH_ONE_VALUE = ("Gt", "Lt")


def validate_node_selector_term(term: Node, *, check_values: bool) -> Iterator[Problem]:
    """Yields the problems of one term of a node selector.

    Without ``check_values``, values do not have to be label values: a preference that no node meets is
    allowed.
    """
    for requirement in term.get("matchExpressions").elements():
        yield from _match_expression(requirement, check_values)
    for requirement in term.get("matchFields").elements():
        yield from _match_field(requirement)


def label_key(node: Node) -> Iterator[Problem]:
    """Yields a problem if a text is not a label key; a missing or empty one is not."""
    if node.string():
        yield from fields.name(node, names.qualified_name, rule="invalid-label")
    else:
        state = "is empty" if node else "is missing"
        yield Problem(node, f"`{fields.label(node)}` {state}: it must be a label key", rule="invalid-label")


def _match_expression(requirement: Node, check_values: bool) -> Iterator[Problem]:
    operator, values = requirement.get("operator"), requirement.get("values")
    yield from _operator_and_values(operator, values)
    yield from label_key(requirement.get("key"))
    if check_values:
        for value in values.elements():
            yield from fields.name(value, names.label_value, rule="invalid-label")


def _operator_and_values(operator: Node, values: Node) -> Iterator[Problem]:
    name, count = operator.string(), len(values.elements())
    if name not in OPERATORS:
        yield _bad_operator(operator, OPERATORS)
    elif name in _WITH_VALUES and not count:
        yield fields.missing(values, f"`{name}` needs at least one value")
    elif name in _WITHOUT_VALUES and count:
        yield Problem(
            values, f"`{name}` does not accept `values`", rule="invalid-label", help="remove `values`"
        )
    elif name in _WITH_ONE_VALUE and count != 1:
        message = f"`{name}` needs exactly one value, not {count}"
        yield Problem(values, message, rule="required-field-missing")


def _bad_operator(operator: Node, allowed: tuple[str, ...]) -> Problem:
    name = operator.string()
    if name:
        return fields.not_one_of(operator, name, allowed, rule="invalid-label")
    help = f"use {fields.any_of(allowed)}"
    return Problem(operator, "`operator` is missing", rule="invalid-label", help=help)


def _match_field(requirement: Node) -> Iterator[Problem]:
    operator, values, key = (requirement.get(step) for step in ("operator", "values", "key"))
    count = len(values.elements())
    if operator.string() not in FIELD_OPERATORS:
        yield _bad_operator(operator, FIELD_OPERATORS)
    elif count != 1:
        message = f"`{operator.string()}` needs exactly one value for a field, not {count}"
        yield Problem(values, message, rule="required-field-missing")
    if key.string() not in FIELDS:
        help = "`metadata.name` is the only supported field"
        message = f"`{fields.shorten(key.string())}` is not a field that selects nodes"
        yield Problem(key, message, rule="invalid-label", help=help)
        return
    for value in values.elements():
        fault = names.dns_subdomain(value.string())
        if fault:
            yield fields.bad_name(value, value.string(), fault)
