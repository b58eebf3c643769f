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

    values: Iterable[Parameters]
    missing: str = ""


def parameters_of(policy: Policy, binding: Document, request: Request, objects: Iterable[Document]) -> Found:
    """Returns the parameters that a binding refers to."""
    kind = policy.spec.get("paramKind")
    reference = binding.root.at("spec.paramRef")
    if not kind or not reference:
        return Found((None,))
    wanted = kind.get("kind").value, kind.get("apiVersion").value
    of_kind = [each for each in _meant(objects, reference) if (each.kind, each.api_version) == wanted]
    namespace = reference.get("namespace").string() or request.namespace
    chosen = [each for each in of_kind if each.namespace in ("", namespace) or not namespace]
    if chosen:
        return Found(map(_plain, chosen))
    return Found((), f"{_wanted(kind, reference)} is not in the policy files")


def _meant(objects: Iterable[Document], reference: Node) -> list[Document]:
    name = reference.get("name").string()
    if name:
        return [each for each in objects if each.name == name]
    selector = selector_of(reference.get("selector"))
    if selector is None:
        return []
    return [each for each in objects if selector.matches(each.root.at("metadata.labels").strings())]


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
