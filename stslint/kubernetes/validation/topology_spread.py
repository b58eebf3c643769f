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
    for index, constraint in enumerate(elements):
        yield from _constraint(constraint)
        yield from _repeated(constraint, elements[index + 1 :])


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


def _repeated(constraint: Node, later: list[Node]) -> Iterator[Problem]:
    """Yields a problem if a later constraint has the same topologyKey and whenUnsatisfiable."""
    kind = _kind(constraint)
    for other in later:
        if _kind(other) == kind:
            message = (
                f"another constraint has the same topologyKey `{kind[0]}` and whenUnsatisfiable `{kind[1]}`"
            )
            field = f"{constraint.path}.{{topologyKey, whenUnsatisfiable}}"
            related = (Related(other, "the other constraint"),)
            yield Problem(constraint, message, rule="duplicate-entry", field=field, related=related)
            return


def _kind(constraint: Node) -> tuple[str, str]:
    return constraint.get("topologyKey").string(), constraint.get("whenUnsatisfiable").string()
