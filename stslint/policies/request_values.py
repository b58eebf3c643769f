"""What the names in an expression stand for in one apply, whatever the policy."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from stslint.policies.admission_object import stored
from stslint.policies.engine import Given, given
from stslint.policies.evaluation_cost import Extent
from stslint.policies.matching import Request

_RECENT = 4
"""The values of so many applies are kept: all policies look at one after the other."""


@lru_cache(maxsize=_RECENT)
def values_of(request: Request) -> dict[str, Any]:
    """Returns what is known of an apply for all policies."""
    return {
        "object": stored(request.new),
        "oldObject": None if request.old is None else stored(request.old),
        "request": described(request),
        "namespaceObject": _namespace(request),
    }


@lru_cache(maxsize=_RECENT)
def extent_of(request: Request) -> Extent:
    """Returns the extent of what is known of an apply."""
    return Extent().with_value(values_of(request))


@lru_cache(maxsize=_RECENT)
def given_without_parameters(request: Request) -> Given:
    """Returns the same for expressions, of a policy that has no parameters and uses no variable."""
    return given({**values_of(request), "params": None, "variables": {}})


def described(request: Request) -> dict[str, Any]:
    """Returns what is known of the apply itself, as an expression sees it under ``request``."""
    resource = {"group": "apps", "version": "v1", "resource": "statefulsets"}
    kind = {"group": "apps", "version": "v1", "kind": "StatefulSet"}
    known = {
        "operation": request.operation,
        "name": request.name,
        "kind": kind,
        "requestKind": kind,
        "resource": resource,
        "requestResource": resource,
        "subResource": "",
        "requestSubResource": "",
    }
    return {**known, "namespace": request.namespace} if request.namespace else known


def _namespace(request: Request) -> Any:
    if request.namespace_object is not None:
        return request.namespace_object.plain()
    return {"metadata": {"name": request.namespace}} if request.namespace else {}
