"""Restart policies of single containers, and their rules.

Source: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restart-rules
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.model import Node, Problem

# https://kep.k8s.io/5307 and https://kep.k8s.io/5532, by the release that turned their gates on. Before the
# first, the API server drops the rules and every policy but a sidecar's.
RULES_SINCE = 35
RESTART_ALL_SINCE = 36

POLICIES = ("Always", "Never", "OnFailure")
OPERATORS = ("In", "NotIn")
MAXIMUM_RULES = 20
MAXIMUM_EXIT_CODES = 255


def validate_restart_policy(container: Node, minor: int, *, init: bool) -> Iterator[Problem]:
    """Yields the problems of ``restartPolicy`` and ``restartPolicyRules`` of a container."""
    entries = container.entries()
    if minor < RULES_SINCE or not ("restartPolicy" in entries or "restartPolicyRules" in entries):
        return
    policy, rules = container.get("restartPolicy"), container.get("restartPolicyRules")
    if init and not policy:
        yield from _policy_for_rules(policy, rules)
    elif init and policy.string() == "Always" and minor < RESTART_ALL_SINCE:
        if rules.elements():
            yield fields.forbidden(rules, "cannot be set for a sidecar", help="remove it")
    else:
        yield from fields.enum(policy, POLICIES)
        yield from _policy_for_rules(policy, rules)
        yield from _validate_rules(rules, minor)


def is_sidecar(container: Node) -> bool:
    """Returns whether an init container keeps running next to the others."""
    return container.get("restartPolicy").string() == "Always"


def _policy_for_rules(policy: Node, rules: Node) -> Iterator[Problem]:
    if rules.elements() and not policy:
        help = "set what happens when no rule matches"
        yield fields.missing(policy, help)


def _validate_rules(rules: Node, minor: int) -> Iterator[Problem]:
    yield from _at_most(rules, MAXIMUM_RULES)
    actions: tuple[str, ...] = ("Restart",)
    if minor >= RESTART_ALL_SINCE:
        actions = ("Restart", "RestartAllContainers")
    for rule in rules.elements():
        yield from _required_choice(rule.get("action"), actions)
        codes = rule.get("exitCodes")
        if codes:
            yield from _required_choice(codes.get("operator"), OPERATORS)
            yield from _at_most(codes.get("values"), MAXIMUM_EXIT_CODES)
        else:
            yield fields.missing(codes)


def _required_choice(node: Node, allowed: tuple[str, ...]) -> Iterator[Problem]:
    if node:
        yield from fields.enum(node, allowed)
    else:
        yield fields.missing(node, f"use {fields.any_of(allowed)}")


def _at_most(node: Node, limit: int) -> Iterator[Problem]:
    count = len(node.elements())
    if count > limit:
        message = f"`{fields.label(node)}` can have at most {limit} entries; this has {count}"
        yield Problem(node, message, rule="too-long")
