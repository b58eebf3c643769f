"""What the API server fills in, keeps and removes of a Service, field by field."""

from __future__ import annotations

from typing import Any

import pytest

from stslint.kubernetes.update.service_allocation import (
    allocate,
    bring_in_line,
    drop_unused,
    fill_defaults,
    keep_allocated,
)
from stslint.model import Node
from tests.support.trees import tree

CLUSTER_IP = {"type": "ClusterIP", "sessionAffinity": "None", "internalTrafficPolicy": "Cluster"}


def spec(flow: str) -> Node:
    return tree(f"spec: {flow}").get("spec")


@pytest.mark.parametrize(
    ("written", "filled"),
    [
        ("{}", CLUSTER_IP),
        ("{type: '', sessionAffinity: ''}", CLUSTER_IP),
        ("{sessionAffinityConfig: {clientIP: {timeoutSeconds: 1}}}", CLUSTER_IP),
        (
            "{sessionAffinity: ClientIP}",
            CLUSTER_IP
            | {
                "sessionAffinity": "ClientIP",
                "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 10800}},
            },
        ),
        ("{type: NodePort}", CLUSTER_IP | {"type": "NodePort", "externalTrafficPolicy": "Cluster"}),
        (
            "{type: LoadBalancer, externalTrafficPolicy: Local}",
            CLUSTER_IP
            | {
                "type": "LoadBalancer",
                "externalTrafficPolicy": "Local",
                "allocateLoadBalancerNodePorts": True,
            },
        ),
        ("{type: ExternalName}", {"type": "ExternalName", "sessionAffinity": "None"}),
    ],
)
def test_defaults_depend_on_the_type(written: str, filled: dict[str, Any]) -> None:
    found = spec(written)
    fill_defaults(found, 37)
    assert found.plain() == filled


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (
            "{}",
            {
                "ipFamilies": ["IPv4"],
                "clusterIPs": ["10.96.0.10"],
                "clusterIP": "10.96.0.10",
                "ipFamilyPolicy": "SingleStack",
            },
        ),
        (
            "{clusterIP: fd00::1}",
            {
                "clusterIP": "fd00::1",
                "clusterIPs": ["fd00::1"],
                "ipFamilies": ["IPv6"],
                "ipFamilyPolicy": "SingleStack",
            },
        ),
        (
            "{clusterIPs: [10.0.0.1], ipFamilyPolicy: RequireDualStack}",
            {"clusterIPs": ["10.0.0.1"], "ipFamilyPolicy": "RequireDualStack", "ipFamilies": ["IPv4"]},
        ),
        (
            "{ipFamilies: [IPv6, IPv4]}",
            {
                "ipFamilies": ["IPv6", "IPv4"],
                "clusterIPs": ["fd00::10", "10.96.0.10"],
                "clusterIP": "fd00::10",
                "ipFamilyPolicy": "SingleStack",
            },
        ),
        ("{type: ExternalName}", {"type": "ExternalName"}),
        ("{type: ExternalName, clusterIP: 10.0.0.1}", None),
    ],
)
def test_addresses_are_allocated_unless_they_are_written(written: str, stored: dict[str, Any] | None) -> None:
    found = spec(written)
    allocate(found)
    kept = {"type": "ExternalName", "clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.1"]}
    assert found.plain() == (kept if stored is None else stored)


@pytest.mark.parametrize(
    ("policy", "port"), [("externalTrafficPolicy: Local", True), ("externalTrafficPolicy: Cluster", False)]
)
def test_only_a_local_load_balancer_gets_a_port_for_health_checks(policy: str, port: bool) -> None:
    found = spec(f"{{type: LoadBalancer, {policy}}}")
    allocate(found)
    assert bool(found.get("healthCheckNodePort")) is port


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        ("{}", {"clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.1", "fd00::1"]}),
        ("{clusterIP: 10.0.0.2}", {"clusterIP": "10.0.0.2", "clusterIPs": ["10.0.0.1", "fd00::1"]}),
        ("{clusterIPs: [10.0.0.2]}", {"clusterIPs": ["10.0.0.2"], "clusterIP": "10.0.0.1"}),
        ("{type: ExternalName}", {"type": "ExternalName"}),
    ],
)
def test_an_allocated_address_is_kept_where_none_is_written(after: str, kept: dict[str, Any]) -> None:
    found = spec(after)
    keep_allocated(spec("{clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 'fd00::1']}"), found)
    assert found.plain() == kept


@pytest.mark.parametrize(
    ("after", "addresses"),
    [
        ("{clusterIP: 10.0.0.2, clusterIPs: [10.0.0.1]}", ["10.0.0.2"]),
        ("{clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1]}", ["10.0.0.1"]),
        ("{clusterIP: 10.0.0.1, clusterIPs: [10.0.0.3]}", ["10.0.0.3"]),
        ("{clusterIP: 10.0.0.2, clusterIPs: [10.0.0.3]}", ["10.0.0.3"]),
        ("{clusterIP: 10.0.0.1}", ["10.0.0.1"]),
        ("{clusterIPs: [10.0.0.1]}", []),
    ],
)
def test_the_list_of_addresses_follows_the_one_address(after: str, addresses: list[str]) -> None:
    found = spec(after)
    bring_in_line(spec("{clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1]}"), found)
    assert [each.string() for each in found.get("clusterIPs").elements()] == addresses


BALANCED = (
    "{type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 32000, loadBalancerClass: a/b,"
    " allocateLoadBalancerNodePorts: true, ports: [{port: 80, nodePort: 30080}]}"
)
ADDRESSES = "clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1], ipFamilies: [IPv4], ipFamilyPolicy: SingleStack"


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        (BALANCED, BALANCED, spec(BALANCED).plain()),
        (
            BALANCED,
            BALANCED.replace("LoadBalancer,", "ClusterIP,"),
            {"type": "ClusterIP", "ports": [{"port": 80}]},
        ),
        (
            BALANCED,
            BALANCED.replace("LoadBalancer,", "NodePort,"),
            {
                "type": "NodePort",
                "externalTrafficPolicy": "Local",
                "ports": [{"port": 80, "nodePort": 30080}],
            },
        ),
        (
            BALANCED,
            "{type: ClusterIP, ports: [{port: 80, nodePort: 30081}]}",
            {"type": "ClusterIP", "ports": [{"port": 80, "nodePort": 30081}]},
        ),
        (
            BALANCED,
            "{type: ClusterIP, ports: [{port: 80, nodePort: 30080}, {port: 81}]}",
            {"type": "ClusterIP", "ports": [{"port": 80}, {"port": 81}]},
        ),
        (f"{{{ADDRESSES}}}", f"{{type: ExternalName, {ADDRESSES}}}", {"type": "ExternalName"}),
        (
            f"{{{ADDRESSES}}}",
            "{type: ExternalName, clusterIP: 10.0.0.2, clusterIPs: [10.0.0.1]}",
            {"type": "ExternalName", "clusterIP": "10.0.0.2", "clusterIPs": ["10.0.0.1"]},
        ),
        (f"{{{ADDRESSES}}}", f"{{{ADDRESSES}}}", spec(f"{{{ADDRESSES}}}").plain()),
    ],
)
def test_what_the_new_type_does_not_have_is_removed_if_it_did_not_change(
    before: str, after: str, left: dict[str, Any]
) -> None:
    found = spec(after)
    drop_unused(spec(before), found, 37)
    assert found.plain() == left
