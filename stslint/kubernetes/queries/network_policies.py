"""What the NetworkPolicies in a bundle allow the pods of a workload.

Where the answer depends on what is not in the files, such as the labels of another namespace or an address,
traffic counts as allowed. Source: https://kubernetes.io/docs/concepts/services-networking/network-policies/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stslint.kubernetes.queries.indexes import STATEFUL_SETS, WHOLE_IN_SCOPE
from stslint.kubernetes.queries.objects import (
    containers,
    home_namespace,
    replicas,
    template_labels,
)
from stslint.kubernetes.queries.scopes import Scope, scope_of
from stslint.kubernetes.values.labels import Selector, selector_of
from stslint.model import Bundle, Document, Node
from stslint.runtime.namedtuple import NamedTuple

POLICY = "NetworkPolicy"
DNS_PORT = 53
_NAME_OF_NAMESPACE = "kubernetes.io/metadata.name"
_WITH_DNS = frozenset(("kube-system", "openshift-dns"))
_PEERS = {"egress": "to", "ingress": "from"}


class PortNeed(NamedTuple):
    """A port that a pod connects to."""

    number: int
    protocol: str = "TCP"


class Isolation(NamedTuple):
    """A StatefulSet whose pods policies isolate in a direction, ``ingress`` or ``egress``."""

    stateful_set: Node
    direction: str
    policies: list[Document]


def isolations(policy: Node, bundle: Bundle) -> Sequence[Isolation]:
    """Returns what a policy isolates in its scope, if it is the first one that does so."""
    return bundle.derived(_isolations, scope_of(policy, bundle)).get(bundle.document_of(policy), ())


def allows_dns(policies: Iterable[Document]) -> bool:
    """Returns whether egress policies may allow queries to the DNS server of the cluster."""
    need = (PortNeed(DNS_PORT, "UDP"),)
    rules = (rule for policy in policies for rule in _rules(policy.root, "egress"))
    return any(_opens(rule, need, {}) and _may_reach_dns(rule) for rule in rules)


def blocked_among_pods(
    root: Node, policies: list[Document], direction: str, needs: Iterable[PortNeed], bundle: Bundle
) -> list[PortNeed]:
    """Returns the ports at which a workload's pods cannot reach each other because of policies."""
    rules = [rule for policy in policies for rule in _rules(policy.root, direction)]
    among = [rule for rule in rules if _reaches_own_pods(rule, direction, root, bundle)]
    named = _named_ports(root)
    return [need for need in needs if not any(_opens(rule, (need,), named) for rule in among)]


def reach_each_other(root: Node, policies: list[Document], direction: str, bundle: Bundle) -> bool:
    """Returns whether a rule is meant for a workload's own pods, or opens all ports to all."""
    rules = (rule for policy in policies for rule in _rules(policy.root, direction))
    return any(
        _reaches_own_pods(rule, direction, root, bundle)
        for rule in rules
        if rule.get(_PEERS[direction]).elements() or not rule.get("ports").elements()
    )


def has_rules(policies: Iterable[Document], direction: str) -> bool:
    """Returns whether policies allow anything in a direction."""
    return any(True for policy in policies for _ in _rules(policy.root, direction))


def _isolations(bundle: Bundle, scope: Scope) -> dict[Document, list[Isolation]]:
    found: dict[Document, list[Isolation]] = {}
    near = [(each, _selector(each.root)) for each in bundle.found(WHOLE_IN_SCOPE, (POLICY, scope))]
    for document in bundle.found(STATEFUL_SETS, scope):
        root = document.root
        labels = template_labels(root)
        selecting = [each for each, selector in near if selector is not None and selector.matches(labels)]
        for direction in _PEERS if replicas(root) else ():
            policies = [policy for policy in selecting if _isolates(policy.root, direction)]
            if policies:
                found.setdefault(policies[0], []).append(Isolation(root, direction, policies))
    return found


def _selector(policy: Node) -> Selector | None:
    return selector_of(policy.at("spec.podSelector"))


def _isolates(policy: Node, direction: str) -> bool:
    types = [each.string() for each in policy.at("spec.policyTypes").elements()]
    if types:
        return direction.capitalize() in types
    return direction == "ingress" or bool(policy.at("spec.egress").elements())


def _rules(policy: Node, direction: str) -> list[Node]:
    return policy.get("spec").get(direction).elements()


def _opens(rule: Node, needs: Iterable[PortNeed], named: dict[str, int]) -> bool:
    """Returns whether a rule opens each of some ports; a name that is not known opens all."""
    ports = rule.get("ports").elements()
    return not ports or all(any(_covers(port, need, named) for port in ports) for need in needs)


def _covers(port: Node, need: PortNeed, named: dict[str, int]) -> bool:
    if port.get("protocol").string("TCP") != need.protocol:
        return False
    written = port.get("port")
    if not written:
        return True
    if written.kind == "string" and not written.string().isdigit():
        return named.get(written.string(), need.number) == need.number
    first = written.integer(0)
    return first <= need.number <= port.get("endPort").integer(first)


def _may_reach_dns(rule: Node) -> bool:
    peers = rule.get("to").elements()
    return not peers or any(_may_be_dns(peer) for peer in peers)


def _may_be_dns(peer: Node) -> bool:
    if peer.get("ipBlock"):
        return True
    if peer.get("namespaceSelector").kind != "mapping":
        return False  # pods of the same namespace, where the DNS server is not
    selector = selector_of(peer.get("namespaceSelector"))
    names = [one for one in selector.requirements if one.key == _NAME_OF_NAMESPACE] if selector else []
    return all(any(one.matches({one.key: each}) for each in _WITH_DNS) for one in names)


def _reaches_own_pods(rule: Node, direction: str, root: Node, bundle: Bundle) -> bool:
    peers = rule.get(_PEERS[direction]).elements()
    return not peers or any(_may_be_own_pod(peer, root, bundle) for peer in peers)


def _may_be_own_pod(peer: Node, root: Node, bundle: Bundle) -> bool:
    if peer.get("ipBlock"):
        return True
    pods, spaces = selector_of(peer.get("podSelector")), selector_of(peer.get("namespaceSelector"))
    if pods is not None and not pods.matches(template_labels(root)):
        return False
    own = home_namespace(root, bundle)
    names = [one for one in spaces.requirements if one.key == _NAME_OF_NAMESPACE] if spaces else []
    return not own or all(one.matches({one.key: own}) for one in names)


def _named_ports(root: Node) -> dict[str, int]:
    return dict(_container_ports(root))


def _container_ports(root: Node) -> Iterator[tuple[str, int]]:
    for container in containers(root):
        for port in container.get("ports").elements():
            yield port.get("name").string(), port.get("containerPort").integer(0)
