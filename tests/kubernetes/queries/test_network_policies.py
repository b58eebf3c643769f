"""What NetworkPolicies allow the pods of a StatefulSet."""

from __future__ import annotations

import pytest

from stslint.kubernetes.queries.network_policies import (
    PortNeed,
    allows_dns,
    blocked_among_pods,
    has_rules,
    isolations,
)
from stslint.model import Bundle, Document, Node
from tests.support.manifests import bundle_of, stateful_set

POLICY = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: "
SET = stateful_set(
    "db",
    "{template: {metadata: {labels: {app: db}},"
    " spec: {containers: [{name: db, ports: [{name: peer, containerPort: 7000}]}]}}}",
    namespace="shop",
)


def seen(spec: str) -> tuple[Node, Bundle]:
    bundle = bundle_of({"set.yaml": SET, "policy.yaml": f"{POLICY}{spec}\n"})
    return bundle.documents[0].root, bundle


def policies(spec: str, direction: str) -> list[Document]:
    _, bundle = seen(spec)
    found = isolations(bundle.documents[1].root, bundle)
    return next((each.policies for each in found if each.direction == direction), [])


@pytest.mark.parametrize(
    ("spec", "ingress", "egress"),
    [
        ("{podSelector: {}}", True, False),
        ("{podSelector: {matchLabels: {app: db}}}", True, False),
        ("{podSelector: {matchLabels: {app: web}}}", False, False),
        ("{podSelector: {}, egress: [{}]}", True, True),
        ("{podSelector: {}, egress: []}", True, False),
        ("{podSelector: {}, policyTypes: [Egress]}", False, True),
        ("{podSelector: {}, policyTypes: [Ingress], egress: [{}]}", True, False),
        ("{podSelector: {}, policyTypes: [Ingress, Egress]}", True, True),
    ],
)
def test_a_policy_isolates_in_the_directions_of_its_types(spec: str, ingress: bool, egress: bool) -> None:
    assert bool(policies(spec, "ingress")) is ingress
    assert bool(policies(spec, "egress")) is egress


def opened(rule: str, number: int = 7000, protocol: str = "TCP") -> bool:
    root, bundle = seen(f"{{podSelector: {{}}, ingress: [{rule}]}}")
    [(_, _, found)] = isolations(bundle.documents[1].root, bundle)
    need = PortNeed(number, protocol)
    return blocked_among_pods(root, found, "ingress", [need], bundle) == []


@pytest.mark.parametrize(
    ("rule", "open_"),
    [
        ("", False),
        ("{}", True),
        ("{ports: [{port: 7000}]}", True),
        ("{ports: [{port: 7001}]}", False),
        ("{ports: [{port: 80}, {port: 7000}]}", True),
        ("{ports: [{port: 6000, endPort: 7000}]}", True),
        ("{ports: [{port: 6000, endPort: 6999}]}", False),
        ("{ports: [{port: 7001, endPort: 8000}]}", False),
        ("{ports: [{port: 7000, endPort: 8000}]}", True),
        ("{ports: [{port: 7000, protocol: UDP}]}", False),
        ("{ports: [{protocol: TCP}]}", True),
        ("{ports: [{protocol: UDP}]}", False),
        ("{ports: [{port: peer}]}", True),
        ("{ports: [{port: other}]}", True),
        ("{from: [{podSelector: {matchLabels: {app: db}}}]}", True),
        ("{from: [{podSelector: {matchLabels: {app: web}}}]}", False),
        ("{from: [{podSelector: {}}]}", True),
        ("{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}", True),
        ("{from: [{podSelector: {matchLabels: {app: web}}}, {podSelector: {}}]}", True),
        ("{from: [{namespaceSelector: {}}]}", True),
        ("{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}]}", True),
        ("{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: web}}}]}", False),
        ("{from: [{namespaceSelector: {matchLabels: {team: a}}}]}", True),
        (
            "{from: [{podSelector: {matchLabels: {app: web}},"
            " namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}]}",
            False,
        ),
    ],
)
def test_pods_reach_each_other_if_a_rule_opens_the_port_to_them(rule: str, open_: bool) -> None:
    assert opened(rule) is open_


def test_a_named_port_is_the_number_of_the_container() -> None:
    assert not opened("{ports: [{port: peer}]}", 7001)
    assert opened("{ports: [{port: other}]}", 7001)


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        ("", False),
        ("{}", True),
        ("{ports: [{port: 53, protocol: UDP}]}", True),
        ("{ports: [{port: 53}]}", False),
        ("{ports: [{port: 443, protocol: UDP}]}", False),
        ("{to: [{podSelector: {}}]}", False),
        ("{to: [{namespaceSelector: {}}]}", True),
        ("{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}", True),
        ("{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]}", True),
        ("{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}}]}", False),
        ("{to: [{namespaceSelector: {matchLabels: {team: a}}}]}", True),
        ("{to: [{podSelector: {}}, {namespaceSelector: {}}]}", True),
    ],
)
def test_dns_needs_port_53_of_udp_and_another_namespace(rule: str, allowed: bool) -> None:
    found = policies(f"{{podSelector: {{}}, policyTypes: [Egress], egress: [{rule}]}}", "egress")
    assert allows_dns(found) is allowed
    assert has_rules(found, "egress") is bool(rule)


def test_a_policy_isolates_the_stateful_sets_with_pods_in_its_namespace() -> None:
    none = stateful_set("none", "{replicas: 0}", namespace="shop")
    elsewhere = stateful_set("elsewhere", namespace="web")
    foreign = SET.replace("apps/v1", "apps.kruise.io/v1beta1")
    files = [SET, none, elsewhere, foreign, f"{POLICY}{{podSelector: {{}}}}\n"]
    bundle = bundle_of({f"{number}.yaml": text for number, text in enumerate(files)})
    isolated = isolations(bundle.documents[-1].root, bundle)
    assert [each.stateful_set for each in isolated] == [bundle.documents[0].root]
