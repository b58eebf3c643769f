"""Which Service governs a StatefulSet, and which StatefulSets a Service governs.

In the API only a name in a namespace connects the two. A run over a whole repository may see
several Services of that name (overlays, examples, other teams' folders), so the nearest one counts; if there
are only several distant ones, none does.
Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
"""

from __future__ import annotations

from functools import lru_cache

from stslint.kubernetes.queries.indexes import ANYWHERE, GOVERNED, SERVICES, folder_of
from stslint.kubernetes.queries.objects import NEAR, home_namespace, name, pod_range, replicas
from stslint.model import Bundle, Document, Node, Severity

NO_ADDRESS = "None"


def governing_service(stateful_set: Node, bundle: Bundle) -> Document | None:
    """Returns the Service that ``serviceName`` names, or nothing if it is unknown or ambiguous.

    Several files of one folder, or blocks of one page, with a Service of that name are alternatives.
    """
    return bundle.derived(_governing, bundle.document_of(stateful_set))


def _governing(bundle: Bundle, document: Document) -> Document | None:
    stateful_set, source = document.root, document.source
    key = home_namespace(stateful_set, bundle), stateful_set.at("spec.serviceName").string()
    same_file = list(bundle.found(SERVICES, (*key, source.name)))
    same_text = [each for each in same_file if each.source.first_line == source.first_line]
    if same_text or same_file:
        return same_text[0] if same_text else same_file[0] if len(same_file) == 1 else None
    near = list(bundle.found(SERVICES, (*key, folder_of(source.name))))
    near = near or list(bundle.found(SERVICES, (*key, ANYWHERE)))
    return near[0] if len(near) == 1 else None


def governed_sets(service: Node, bundle: Bundle) -> list[Node]:
    """Returns the StatefulSets whose governing Service this is."""
    document = bundle.document_of(service)
    return bundle.derived(_governed, document.home, document.name).get(document, [])


def _governed(bundle: Bundle, namespace: str, name: str) -> dict[Document | None, list[Node]]:
    """Returns the StatefulSets that Services of one name govern, by the documents of the Services."""
    found: dict[Document | None, list[Node]] = {}
    for each in bundle.found(GOVERNED, (namespace, name)):
        service = governing_service(each.root, bundle)
        found.setdefault(service, []).append(each.root)
    return found


def checked_pairs(root: Node, bundle: Bundle) -> tuple[tuple[Node, Node], ...]:
    """Returns the pairs of a StatefulSet and its Service that a rule reports when it is called for ``root``.

    A rule about both is called for both. The problems are fixed in the Service, so the rule reports there,
    unless the Service is only context.
    """
    return bundle.derived(_checked_pairs, root)


def _checked_pairs(bundle: Bundle, root: Node) -> tuple[tuple[Node, Node], ...]:
    if root.get("kind").value == "Service":
        return tuple((stateful_set, root) for stateful_set in governed_sets(root, bundle))
    service = governing_service(root, bundle)
    return ((root, service.root),) if service is not None and service.context else ()


def pairing_severity(stateful_set: Node, service: Node, bundle: Bundle) -> Severity | None:
    """Returns ``info`` if only their names make the two a pair, and nothing if they certainly are one.

    A Service in another folder can belong to another object of the same name if its namespace is not set.
    """
    here, there = bundle.document_of(stateful_set), bundle.document_of(service)
    near = folder_of(here.source.name) == folder_of(there.source.name)
    return None if bundle.complete or here.home or near else "info"


def report_node(root: Node, node: Node) -> Node:
    """Returns the node of ``root`` to report: the Service itself, or the StatefulSet's ``serviceName``."""
    return node if node.root is root else root.at("spec.serviceName")


@lru_cache(maxsize=NEAR)
def is_headless(service: Node) -> bool:
    """Returns whether a Service has no address of its own, so that DNS names its pods one by one."""
    spec = service.get("spec")
    return NO_ADDRESS in (spec.get("clusterIP").value, spec.at("clusterIPs[0]").value)


def is_external_name(service: Node) -> bool:
    """Returns whether a Service is an alias of an external name, which selects no pods."""
    return service.at("spec.type").value == "ExternalName"


def no_dns_consequence(stateful_set: Node) -> str:
    """Returns the consequence for the pods when no Service governs them, as text."""
    verb = "gets no DNS name" if replicas(stateful_set) <= 1 else "get no DNS names"
    return f"{pod_range(stateful_set)} {verb}"


def describe(root: Node) -> str:
    """Returns an object as text, ``Service `web```."""
    return f"{root.get('kind').string()} `{name(root)}`"
