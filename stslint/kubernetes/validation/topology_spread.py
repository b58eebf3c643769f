"""Topology spread constraints.

Source: https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.affinity import validate_match_label_keys
from stslint.kubernetes.validation.selectors import validate_label_selector
from stslint.model import Node, Problem, Related

WHEN_UNSATISFIABLE = ("DoNotSchedule", "ScheduleAnyway")
NODE_POLICIES = ("Honor", "Ignore")


def validate_topology_spread_constraints(constraints: Node) -> Iterator[Problem]:
    """Yields the problems of ``spec.topologySpreadConstraints``."""
    elements = constraints.elements()
    for constraint, other in zip(elements, _later_ones(elements), strict=True):
        yield from _constraint(constraint)
        if other is not None:
            yield _repeated(constraint, other)


def _constraint(constraint: Node) -> Iterator[Problem]:
    yield from _max_skew(constraint.get("maxSkew"))
    topology_key = constraint.get("topologyKey")
    if not topology_key.string():
        yield fields.missing(
            topology_key, "set the node label that defines a domain: `topology.kubernetes.io/zone`"
        )
    yield from _when_unsatisfiable(constraint.get("whenUnsatisfiable"))
    yield from _min_domains(constraint)
    for policy in ("nodeAffinityPolicy", "nodeTaintsPolicy"):
        node = constraint.get(policy)
        if node and node.string() not in NODE_POLICIES:
            yield fields.not_one_of(node, node.string(), NODE_POLICIES)
    yield from validate_match_label_keys(constraint)
    yield from validate_label_selector(constraint.get("labelSelector"))


def _max_skew(node: Node) -> Iterator[Problem]:
    if node.integer() <= 0:
        message = "`maxSkew` must be more than 0" if node else "`maxSkew` is missing"
        yield Problem(node, message, rule="out-of-range", help="use 1 or more")


def _when_unsatisfiable(node: Node) -> Iterator[Problem]:
    if not node.string():
        yield fields.missing(node, f"use {fields.any_of(WHEN_UNSATISFIABLE)}")
    else:
        yield from fields.enum(node, WHEN_UNSATISFIABLE)


def _min_domains(constraint: Node) -> Iterator[Problem]:
    node = constraint.get("minDomains")
    if not node:
        return
    yield from fields.positive(node)
    if constraint.get("whenUnsatisfiable").string() != "DoNotSchedule":
        why = "can only be set with `whenUnsatisfiable: DoNotSchedule`"
        yield fields.forbidden(node, why)


def _later_ones(constraints: list[Node]) -> list[Node | None]:
    """Returns for each constraint the next one with the same topologyKey and whenUnsatisfiable."""
    nearest: dict[tuple[str, str], Node] = {}
    found: list[Node | None] = []
    for constraint in reversed(constraints):
        kind = _kind(constraint)
        found.append(nearest.get(kind))
        nearest[kind] = constraint
    return found[::-1]


def _repeated(constraint: Node, other: Node) -> Problem:
    key, when = _kind(constraint)
    message = f"another constraint has the same topologyKey `{key}` and whenUnsatisfiable `{when}`"
    field = f"{constraint.path}.{{topologyKey, whenUnsatisfiable}}"
    related = (Related(other, "the other constraint"),)
    return Problem(constraint, message, rule="duplicate-entry", field=field, related=related)


def _kind(constraint: Node) -> tuple[str, str]:
    return constraint.get("topologyKey").string(), constraint.get("whenUnsatisfiable").string()
