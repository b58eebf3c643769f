"""The object that a policy sees: the manifest with the API server's defaults, quantities in canonical form.

Sources: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/ and
https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#what-are-they: admission comes
after decoding and defaulting.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stslint.kubernetes.values import quantity
from stslint.model import Node
from stslint.planner.pod_template import CONTAINER, DEFAULTS, POD, pull_policy

SPEC: Mapping[str, Any] = {
    "replicas": 1,
    "podManagementPolicy": "OrderedReady",
    "revisionHistoryLimit": 10,
    "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain", "whenScaled": "Retain"},
}
_QUANTITIES = frozenset({"requests", "limits", "capacity", "overhead"})
"""Maps whose values are quantities."""
_QUANTITY = frozenset({"sizeLimit", "divisor"})
_OMITTED = frozenset({"labels", "annotations", "matchLabels", "nodeSelector", "limits", "requests"})
"""Maps that are not stored when they are empty."""


def stored(root: Node) -> dict[str, Any]:
    """Returns a StatefulSet's manifest as plain data, as an expression sees it under ``object``."""
    plain = root.plain()
    if not isinstance(plain, dict):
        return {}
    whole: dict[str, Any] = _completed(plain, "")
    spec = whole.get("spec")
    if isinstance(spec, dict):
        whole["spec"] = _spec(spec)
    return whole


def _spec(spec: dict[str, Any]) -> dict[str, Any]:
    retention = {
        **SPEC["persistentVolumeClaimRetentionPolicy"],
        **_mapping(spec, "persistentVolumeClaimRetentionPolicy"),
    }
    full = {**SPEC, **spec, "persistentVolumeClaimRetentionPolicy": retention}
    full["updateStrategy"] = _strategy(_mapping(spec, "updateStrategy"))
    template = _mapping(spec, "template")
    if template:
        full["template"] = {**template, "spec": _pod(_mapping(template, "spec"))}
    return full


def _strategy(strategy: Mapping[str, Any]) -> dict[str, Any]:
    if strategy.get("type") not in (None, "", "RollingUpdate"):
        return dict(strategy)
    # A type without its block gets no partition.
    rolling = {"rollingUpdate": {"partition": 0, **_mapping(strategy, "rollingUpdate")}}
    written = strategy.get("type") and not strategy.get("rollingUpdate")
    return {"type": "RollingUpdate", **strategy, **({} if written else rolling)}


def _pod(spec: Mapping[str, Any]) -> dict[str, Any]:
    full = {**POD, "securityContext": {}, **spec}
    for key in ("initContainers", "containers"):
        if isinstance(spec.get(key), list):
            full[key] = [_container(each) for each in spec[key]]
    return full


def _container(container: Any) -> Any:
    if not isinstance(container, dict):
        return container
    policy = pull_policy(str(container.get("image", "")))
    return {"resources": {}, **CONTAINER, "imagePullPolicy": policy, **container}


def _completed(value: Any, key: str) -> Any:
    """Returns the value with the defaults of the mappings below it, and quantities in canonical form."""
    if isinstance(value, dict):
        inner = {name: _completed(child, name) for name, child in value.items()}
        inner = {name: child for name, child in inner.items() if child != {} or name not in _OMITTED}
        if key in _QUANTITIES:
            return {name: _canonical(child) for name, child in inner.items()}
        return {**DEFAULTS.get(key, {}), **inner}
    if isinstance(value, list):
        return [_completed(child, key) for child in value]
    return _canonical(value) if key in _QUANTITY else value


def _canonical(value: Any) -> Any:
    amount = quantity.read(value)
    return value if amount is None else str(amount)


def _mapping(parent: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = parent.get(key)
    return value if isinstance(value, dict) else {}
