"""Whether a policy, or a binding of it, applies to an apply: yes, no, or unknown.

Source: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/validating-admission-policy-v1/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from stslint.kubernetes.values.labels import Selector, selector_of
from stslint.model import Node
from stslint.runtime.namedtuple import NamedTuple

NAME_LABEL = "kubernetes.io/metadata.name"
"""The label that every namespace has: its name."""


class Request(NamedTuple):
    """The apply of one StatefulSet.

    ``namespace`` is empty if the manifest does not set it, and ``namespace_labels`` is nothing if the
    namespace is not in the files. ``updates_known`` says whether the run knows the old manifests.
    """

    new: Node
    old: Node | None
    namespace: str
    namespace_object: Node | None
    updates_known: bool = False

    @property
    def operation(self) -> str:
        """Returns ``CREATE`` or ``UPDATE``."""
        return "CREATE" if self.old is None else "UPDATE"

    @property
    def name(self) -> str:
        """Returns the object's name."""
        return self.new.at("metadata.name").string()


class Match(NamedTuple):
    """Whether something is about a request; ``unknown`` says what would have to be known."""

    matches: bool
    unknown: str = ""


NO = Match(False)
YES = Match(True)


def speaks_of_sets(constraints: Node) -> bool:
    """Returns whether any rule of a policy is about StatefulSets, whatever the operation."""
    return any(_is_of_sets(rule) for rule in constraints.get("resourceRules").elements())


def matched(constraints: Node, request: Request) -> Match:
    """Returns whether match constraints (or a binding's match resources) are met."""
    rules = constraints.get("resourceRules").elements()
    if rules and not any(_rule_matches(rule, request) for rule in rules):
        return _only_for_updates(rules, request)
    if any(_rule_matches(rule, request) for rule in constraints.get("excludeResourceRules").elements()):
        return NO
    if not _labels_match(constraints.get("objectSelector"), request):
        return NO
    return _namespace_matches(constraints.get("namespaceSelector"), request)


def _only_for_updates(rules: list[Node], request: Request) -> Match:
    told = request.updates_known or not any(
        _is_of_sets(rule) and _has(rule, "operations", "UPDATE") for rule in rules
    )
    return NO if told else Match(False, "it is about updates: use --against to name what was applied before")


def _rule_matches(rule: Node, request: Request) -> bool:
    names = [each.string() for each in rule.get("resourceNames").elements()]
    return (
        _is_of_sets(rule)
        and _has(rule, "operations", request.operation)
        and (not names or request.name in names)
    )


@lru_cache(maxsize=1024)
def _is_of_sets(rule: Node) -> bool:
    return (
        _has(rule, "apiGroups", "apps")
        and _has(rule, "apiVersions", "v1")
        and rule.get("scope").string("*") in ("*", "Namespaced")
        and any(_is_resource(each.string()) for each in rule.get("resources").elements())
    )


def _is_resource(text: str) -> bool:
    resource, slash, subresource = text.partition("/")
    return resource in ("*", "statefulsets") and (not slash or subresource == "*")


def _has(rule: Node, field: str, value: str) -> bool:
    return any(each.value in ("*", value) for each in rule.get(field).elements())


def _labels_match(selector: Node, request: Request) -> bool:
    chosen = selector_of(selector)
    objects = [request.new] if request.old is None else [request.new, request.old]
    return chosen is None or any(chosen.matches(each.at("metadata.labels").strings()) for each in objects)


def _namespace_matches(selector: Node, request: Request) -> Match:
    chosen = selector_of(selector)
    if chosen is None or not chosen.requirements:
        return YES
    if request.namespace_object is not None:
        labels = {**request.namespace_object.at("metadata.labels").strings(), NAME_LABEL: request.namespace}
        return Match(chosen.matches(labels))
    return _by_name(chosen, request)


def _by_name(chosen: Selector, request: Request) -> Match:
    """Returns the result if the name of a namespace decides it."""
    known: Mapping[str, str] = {NAME_LABEL: request.namespace} if request.namespace else {}
    decided = [each for each in chosen.requirements if each.key in known]
    if not all(each.matches(known) for each in decided):
        return NO
    if len(decided) == len(chosen.requirements):
        return YES
    namespace = (
        f"`{request.namespace}`" if request.namespace else "of the object, which the manifest does not set,"
    )
    wanted = ", ".join(dict.fromkeys(f"`{key}`" for key in _open_keys(chosen, known)))
    return Match(False, f"it is not known whether the namespace {namespace} has the label {wanted}")


def _open_keys(chosen: Selector, known: Mapping[str, str]) -> Iterator[str]:
    return (each.key for each in chosen.requirements if each.key not in known)
