"""For each field of a Service the values that the generator tries."""

from __future__ import annotations

from typing import Any

from tests.verdict.neighbour_values import (
    ADDRESSES,
    BLOCKS,
    BOOLEANS,
    DELETE,
    LABELS,
    LONGER_NAME,
    NAMED_PORTS,
    NAMES,
    PORTS,
    cased,
)

SERVICE: dict[str, list[Any]] = {
    "metadata|name": [*NAMES, "9", "a9"],
    "metadata|annotations": [
        {"service.kubernetes.io/topology-aware-hints": "auto"},
        {"service.kubernetes.io/topology-aware-hints": "a", "service.kubernetes.io/topology-mode": "b"},
        {"service.kubernetes.io/topology-aware-hints": "a", "service.kubernetes.io/topology-mode": "a"},
        {"service.beta.kubernetes.io/load-balancer-source-ranges": "10.0.0.0/8, fd00::/8"},
        {"service.beta.kubernetes.io/load-balancer-source-ranges": "x,10.0.0.1/8"},
        {"service.beta.kubernetes.io/load-balancer-source-ranges": " "},
    ],
    "spec|type": cased("ClusterIP", "NodePort", "LoadBalancer", "ExternalName"),
    "spec|clusterIP": [*ADDRESSES, None],
    "spec|clusterIPs": [
        *(
            [],
            ["None"],
            ["10.0.0.1"],
            ["10.0.0.1", "fd00::1"],
            ["10.0.0.1", "10.0.0.2"],
            ["None", "10.0.0.1"],
        ),
        *(["10.0.0.1", "None"], ["10.0.0.1", "fd00::1", "fd00::2"], [""], ["x"], None, ["010.0.0.1"]),
    ],
    "spec|ports": [
        *([], None, DELETE, [{"port": 80}], [{}], [{"name": "a", "port": 80}, {"name": "a", "port": 81}]),
        [{"name": "a", "port": 80}, {"port": 81}],
        [{"name": "a", "port": 80}, {"name": "b", "port": 80}, {"name": "c", "port": 80, "protocol": "UDP"}],
        [{"name": "a", "port": 80, "nodePort": 30000}, {"name": "b", "port": 81, "nodePort": 30000}],
        [
            {"name": "a", "port": 80, "nodePort": 30000},
            {"name": "b", "port": 80, "nodePort": 30000, "protocol": "UDP"},
        ],
    ],
    "spec|ports|0|name": NAMES,
    "spec|ports|0|port": [*PORTS, None],
    "spec|ports|0|targetPort": NAMED_PORTS,
    "spec|ports|0|protocol": cased("TCP", "UDP", "SCTP"),
    "spec|ports|0|nodePort": [*PORTS, 30000, None],
    "spec|ports|0|appProtocol": ["http", "kubernetes.io/h2c", "", "a b", "a/b/c", None],
    "spec|selector": LABELS,
    "spec|sessionAffinity": cased("None", "ClientIP"),
    "spec|sessionAffinityConfig": [
        *(
            {},
            None,
            {"clientIP": {}},
            {"clientIP": {"timeoutSeconds": 0}},
            {"clientIP": {"timeoutSeconds": 86400}},
        ),
        *({"clientIP": {"timeoutSeconds": 86401}}, {"clientIP": {"timeoutSeconds": -1}}),
    ],
    "spec|externalIPs": [[], None, *([address] for address in ADDRESSES), ["192.168.1.1", "x"]],
    "spec|externalName": ["example.com", "example.com.", "", "Bad_", ".", "a..b", LONGER_NAME, None],
    "spec|externalTrafficPolicy": cased("Cluster", "Local"),
    "spec|internalTrafficPolicy": cased("Cluster", "Local"),
    "spec|trafficDistribution": cased("PreferClose", "PreferSameZone", "PreferSameNode"),
    "spec|healthCheckNodePort": PORTS,
    "spec|allocateLoadBalancerNodePorts": BOOLEANS,
    "spec|loadBalancerClass": ["example.com/a", "a", "", "a b", None],
    "spec|loadBalancerIP": ADDRESSES,
    "spec|loadBalancerSourceRanges": [[], None, *([block] for block in BLOCKS), ["10.0.0.0/8", "x"]],
    "spec|ipFamilies": [
        *([], None, ["IPv4"], ["IPv6"], ["IPv4", "IPv6"], ["IPv4", "IPv4"], ["ipv4"], [""], ["IPv6", "IPv4"]),
    ],
    "spec|ipFamilyPolicy": cased("SingleStack", "PreferDualStack", "RequireDualStack"),
    "spec|publishNotReadyAddresses": BOOLEANS,
}
