"""Validation of a PodDisruptionBudget.

Source: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/pod-disruption-budget-v1/
"""

from __future__ import annotations

from collections.abc import Iterator

from stslint.kubernetes.validation import fields
from stslint.kubernetes.validation.object_meta import validate_object_meta
from stslint.kubernetes.validation.selectors import validate_label_selector
from stslint.kubernetes.values.digits import number_of
from stslint.model import Node, Problem
from stslint.runtime.lazy_regex import pattern

EVICTION_POLICIES = ("AlwaysAllow", "IfHealthyBudget")

# https://kep.k8s.io/3017: before it the field is dropped without being read.
EVICTION_POLICY_MINOR = 27
SELECTOR_VALUES_MINOR = 26

_PERCENT = pattern(r"([0-9]+)%\Z")


def validate_pod_disruption_budget(root: Node, minor: int) -> Iterator[Problem]:
    """Yields the problems of a budget. Its metadata is checked only if its spec has none."""
    faults = list(_spec(root.get("spec"), minor))
    yield from faults or _metadata(root.get("metadata"), minor)


def _metadata(metadata: Node, minor: int) -> Iterator[Problem]:
    finalizers = metadata.get("finalizers")
    for fault in validate_object_meta(metadata, _path_segment, minor=minor):
        # Other kinds refuse a finalizer without a domain, at its element; a PodDisruptionBudget accepts it.
        if fault.node.parent is not finalizers or fault.field:
            yield fault


def _spec(spec: Node, minor: int) -> Iterator[Problem]:
    least, most = spec.get("minAvailable"), spec.get("maxUnavailable")
    if least and most:
        message = "`minAvailable` and `maxUnavailable` cannot be combined"
        yield Problem(most, message, rule="forbidden-field", help="keep one", on="key", field="spec")
    yield from _amount(least)
    yield from _amount(most)
    yield from validate_label_selector(spec.get("selector"), any_value=minor < SELECTOR_VALUES_MINOR)
    policy = spec.get("unhealthyPodEvictionPolicy")
    if policy and minor >= EVICTION_POLICY_MINOR and policy.string() not in EVICTION_POLICIES:
        yield fields.not_one_of(policy, policy.string(), EVICTION_POLICIES)


def _amount(node: Node) -> Iterator[Problem]:
    """Yields the problems of a number of pods, or a share of them in percent."""
    if not isinstance(node.value, str):
        yield from fields.non_negative(node)
        return
    found = _PERCENT.match(node.value)
    label = fields.label(node)
    if found is None:
        message = f"`{fields.shorten(node.value)}` is neither a number nor a percentage"
        yield Problem(node, message, rule="invalid-format", help="use `1`, or `50%`")
    elif number_of(found.group(1)) > 100:
        yield Problem(node, f"`{label}` cannot be more than `100%`", rule="out-of-range")


def _path_segment(name: str) -> str:
    """Returns why a text is not a part of a URL's path, the only requirement for the name of a budget."""
    if name in (".", ".."):
        return f"`{name}` is not allowed"
    return "`/` and `%` are not allowed" if "/" in name or "%" in name else ""
