"""The parameters that a binding gives to its policy, from the policy files.

Source:
https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#parameter-resources
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from stslint.kubernetes.values.labels import selector_of
from stslint.model import Document, Node
from stslint.policies.evaluation import Parameters
from stslint.policies.loader import Policy
from stslint.policies.matching import Request
from stslint.runtime.namedtuple import NamedTuple


class Found(NamedTuple):
    """The parameters to evaluate the policy with, in turn; ``missing`` says what is not in the files."""

    values: tuple[Parameters, ...]
    missing: str = ""


def parameters_of(policy: Policy, binding: Document, request: Request, objects: Iterable[Document]) -> Found:
    """Returns the parameters that a binding refers to."""
    kind = policy.spec.get("paramKind")
    reference = binding.root.at("spec.paramRef")
    if not kind or not reference:
        return Found((None,))
    of_kind = [
        each
        for each in objects
        if each.kind == kind.get("kind").value and each.api_version == kind.get("apiVersion").value
    ]
    namespace = reference.get("namespace").string() or request.namespace
    near = [each for each in of_kind if each.namespace in ("", namespace) or not namespace]
    chosen = [each for each in near if _is_meant(each, reference)]
    if chosen:
        return Found(tuple(_plain(each) for each in chosen))
    return Found((), f"{_wanted(kind, reference)} is not in the policy files")


def _is_meant(document: Document, reference: Node) -> bool:
    name = reference.get("name").string()
    if name:
        return document.name == name
    selector = selector_of(reference.get("selector"))
    return selector is not None and selector.matches(document.root.at("metadata.labels").strings())


def _plain(document: Document) -> dict[str, Any] | None:
    plain = document.root.plain()
    return plain if isinstance(plain, dict) else None


def _wanted(kind: Node, reference: Node) -> str:
    name = reference.get("name").string()
    return (
        f"the {kind.get('kind').string()} `{name}`"
        if name
        else f"a {kind.get('kind').string()} that it selects"
    )
