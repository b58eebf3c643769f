"""Which Service governs a StatefulSet, and which sets a Service governs.

Nothing in the API ties the two together but a name in one namespace. A run over a whole repository may see
several Services of that name (overlays, examples, other teams' folders), so the nearest one counts, and where
none is near and several are far, none does.
Source: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname

from stslint.kubernetes.objects import name, namespace, pod_range, replicas
from stslint.model import Bundle, Document, Node

NO_ADDRESS = "None"

_Services = dict[tuple[str, str], list[Document]]


def governing_service(stateful_set: Node, bundle: Bundle) -> Document | None:
    """Returns the Service that ``serviceName`` names, or nothing if it is not seen or can't be told."""
    wanted = stateful_set.at("spec.serviceName").string()
    found = bundle.derived(_services).get((namespace(stateful_set), wanted), [])
    if len(found) < 2:
        return found[0] if found else None
    here = bundle.document_of(stateful_set).source.name
    same_file = [service for service in found if service.source.name == here]
    same_folder = [service for service in found if dirname(service.source.name) == dirname(here)]
    nearest = same_file or same_folder
    return nearest[0] if nearest else None


def governed_sets(service: Node, bundle: Bundle) -> list[Node]:
    """Returns the StatefulSets whose governing Service this is."""
    return bundle.derived(_governed).get(id(service), [])


def judged_pairs(root: Node, bundle: Bundle) -> Iterator[tuple[Node, Node]]:
    """Yields the pairs of a set and its Service that a rule asked about ``root`` has to speak of.

    A rule about both is asked about both. The Service is where its faults are mended, so it speaks there,
    unless the Service is seen only for context.
    """
    if root.get("kind").value == "Service":
        yield from ((stateful_set, root) for stateful_set in governed_sets(root, bundle))
        return
    service = governing_service(root, bundle)
    if service is not None and service.context:
        yield root, service.root


def blamed(root: Node, node: Node) -> Node:
    """Returns the node of ``root``'s own document to report: the Service's, or the set's ``serviceName``."""
    return node if node.root is root else root.at("spec.serviceName")


def is_headless(service: Node) -> bool:
    """Returns whether a Service has no address of its own, so that DNS names its pods one by one."""
    spec = service.get("spec")
    return NO_ADDRESS in (spec.get("clusterIP").value, spec.at("clusterIPs[0]").value)


def is_external_name(service: Node) -> bool:
    """Returns whether a Service is an alias of a name elsewhere, which selects no pods at all."""
    return service.at("spec.type").value == "ExternalName"


def nameless(stateful_set: Node) -> str:
    """Returns what it means for the pods when nothing governs them, in words."""
    verb = "gets no DNS name" if replicas(stateful_set) <= 1 else "get no DNS names"
    return f"{pod_range(stateful_set)} {verb}"


def label_of(root: Node) -> str:
    """Returns an object in words, ``Service `web```."""
    return f"{root.get('kind').string()} `{name(root)}`"


def _services(bundle: Bundle) -> _Services:
    found: _Services = {}
    for service in bundle.of_kind("Service"):
        if service.api_version == "v1" and not service.fragment:
            found.setdefault((service.namespace, service.name), []).append(service)
    return found


def _governed(bundle: Bundle) -> dict[int, list[Node]]:
    governed: dict[int, list[Node]] = {}
    for stateful_set in bundle.of_kind("StatefulSet"):
        service = governing_service(stateful_set.root, bundle)
        if service is not None and not stateful_set.fragment:
            governed.setdefault(id(service.root), []).append(stateful_set.root)
    return governed
