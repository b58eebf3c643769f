"""Validation of a StorageClass.

Source: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/storage-class-v1/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.node_labels import warn_of_node_label
from stslint.kubernetes.validation.whole_object import cluster_wide_meta
from stslint.kubernetes.values import names
from stslint.model import Node, Problem

RECLAIM_POLICIES = ("Delete", "Retain")
BINDING_MODES = ("Immediate", "WaitForFirstConsumer")
MOST_PARAMETERS = 512
PARAMETERS_BYTES = 256 * 1024


def validate_storage_class(root: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of a StorageClass."""
    yield from cluster_wide_meta(root.get("metadata"), names.dns_subdomain, minor)
    yield from _provisioner(root.get("provisioner"))
    yield from _parameters(root.get("parameters"))
    policy, mode = root.get("reclaimPolicy"), root.get("volumeBindingMode")
    yield from fields.enum(policy, RECLAIM_POLICIES, default="Delete")
    if mode and mode.string() not in BINDING_MODES:
        yield fields.not_one_of(mode, mode.string(), BINDING_MODES)
    yield from _topologies(root.get("allowedTopologies"))


def _provisioner(node: Node) -> Iterator[Problem]:
    text = node.string()
    fault = names.qualified_name(text.lower()) if text else ""
    if fault:
        yield fields.bad_name(node, text, fault)
    elif not text:
        yield fields.missing(node, "set the name of the driver that creates the volumes")


def _parameters(node: Node) -> Iterator[Problem]:
    entries = node.entries()
    if len(entries) > MOST_PARAMETERS:
        message = f"at most {MOST_PARAMETERS} parameters are allowed, these are {len(entries)}"
        yield Problem(node, message, rule="too-long")
        return
    if "" in entries:
        yield Problem(entries[""], "a parameter's name is empty", rule="invalid-format", field=node.path)
    size = sum(len(f"{key}{child.string()}".encode("utf-8", "replace")) for key, child in entries.items())
    if size > PARAMETERS_BYTES:
        message = f"the parameters have {size} bytes; at most {PARAMETERS_BYTES} are allowed"
        yield Problem(node, message, rule="too-long")


def _topologies(listed: Node) -> Iterator[Problem]:
    # The API server starts with an empty term: a term without requirements is a duplicate.
    seen: list[dict[str, frozenset[str]]] = [{}]
    for term in listed.elements():
        asked: dict[str, frozenset[str]] = {}
        for expression in term.get("matchLabelExpressions").elements():
            yield from _expression(expression, asked)
        if asked in seen:
            message = "this term is empty or repeats another one"
            expressions = term.get("matchLabelExpressions")
            yield Problem(expressions, message, rule="duplicate-entry", help="remove it")
        seen.append(asked)


def _expression(expression: Node, asked: dict[str, frozenset[str]]) -> Iterator[Problem]:
    key, values = expression.get("key"), expression.get("values")
    if not values.elements():
        yield fields.missing(values)
    yield from _repeated(values)
    text = key.string()
    fault = names.qualified_name(text)
    if fault:
        yield fields.bad_name(key, text, fault, rule="invalid-label")
    if text in asked:
        message = f"duplicate label `{fields.shorten(text)}` in this term"
        yield Problem(key, message, rule="duplicate-entry", help="merge the values")
    asked[text] = frozenset(value.string() for value in values.elements())


def _repeated(values: Node) -> Iterator[Problem]:
    seen: dict[str, Node] = {}
    for value in values.elements():
        first = seen.setdefault(value.string(), value)
        if first is not value:
            yield fields.duplicate(value, first, value.string(), what="the value")


def warn_of_storage_class(root: Node, minor: int) -> Iterator[Problem]:
    """Yields the warnings about a StorageClass that has no problems."""
    for term in root.get("allowedTopologies").elements():
        for expression in term.get("matchLabelExpressions").elements():
            yield from warn_of_node_label(expression.get("key"), minor)
